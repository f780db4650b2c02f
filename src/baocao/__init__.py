"""Formal reports of Vietnamese offices, regenerated from indicator data and narrative templates.

The package follows the way of the data, one step after the other (``docs/architecture.md``):
1 workspace, 2 data, 3 narrative, 4 document, 5 docx, 6 read, 7 check, 8 print, 9 build.
"""

__version__ = "0.1.0"
