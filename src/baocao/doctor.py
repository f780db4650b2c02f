"""Step 8, print: what this machine lacks for printing, and what to install.

LibreOffice and Word are not asked for: baocao needs neither.
"""

from __future__ import annotations

import importlib
import sys

from baocao.findings import Finding, Severity
from baocao.printing import fonts
from baocao.printing.pdf import missing_pango

OLDEST_PYTHON = (3, 11)


def examine() -> list[Finding]:
    """Return what is wrong with this machine, each with its remedy; an empty list when everything is there."""
    findings: list[Finding] = []
    if sys.version_info < OLDEST_PYTHON:
        findings.append(_old_python())
    try:
        importlib.import_module("baocao.printing.layout")
    except (ImportError, OSError) as problem:
        findings.append(missing_pango(problem))
    font = fonts.found()
    if font is None:
        findings.append(fonts.missing())
    elif fonts.found(language="vi") is None:
        findings.append(fonts.without_vietnamese(font))
    return findings


def _old_python() -> Finding:
    have = ".".join(str(part) for part in sys.version_info[:3])
    need = ".".join(str(part) for part in OLDEST_PYTHON)
    return Finding(
        "HT104",
        Severity.ERROR,
        f"Python trên máy là bản {have}, baocao cần từ bản {need}",
        hint="Cài Python mới từ python.org hoặc bằng: sudo apt install python3.11; rồi tạo lại môi trường .venv.",
    )
