"""Step 7, check: a file of any kind that can be checked becomes a Reading."""

from __future__ import annotations

from baocao.checks.passages import Reading
from baocao.checks.readers.lines import read_marked, read_plain
from baocao.findings import Findings


def read_file(name: str, data: bytes, findings: Findings) -> Reading:
    """Return the file ``data`` as a Reading; ``name`` is how it is called in messages, its ending says what it is.

    What could not be read goes into ``findings``.  Raises InputError when the file cannot be opened.
    """
    text = data.decode("utf-8-sig", "replace")
    return read_marked(text, name) if name.lower().endswith((".md", ".markdown")) else read_plain(text, name)
