"""Writes the tables of codes on the page about checking of the user guide, from the rules themselves.

.venv/bin/python scripts/guide_codes.py
"""

from __future__ import annotations

import re
from pathlib import Path

from baocao.checks.families import FAMILIES
from baocao.checks.rules import Rule
from baocao.findings import Severity

PAGE = Path(__file__).parents[1] / "docs" / "huong-dan" / "10-kiem-tra.md"
HEADER = ("mã", "mức độ", "soát gì", "chưa đúng", "đúng", "cách sửa")
_BETWEEN = re.compile(r"(?<=<!-- bảng mã -->\n).*?(?=<!-- hết bảng mã -->)", re.S)
_SEVERITIES = {Severity.ERROR: "lỗi", Severity.WARNING: "cần xem", Severity.INFO: "lưu ý"}


def with_tables(page: str) -> str:
    """Return the text of the page with its tables made anew."""
    return _BETWEEN.sub(lambda _: tables(), page)


def tables() -> str:
    """Return a table of codes for each family, with its heading."""
    parts = []
    for family in FAMILIES:
        rows = [HEADER, ("---",) * len(HEADER), *map(_row, family.rules)]
        lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
        parts.append(f"\n### {family.letters}: {family.name}\n\n" + "\n".join(lines) + "\n")
    return "".join(parts) + "\n"


def _row(rule: Rule) -> tuple[str, ...]:
    what = f"{rule.title[:1].upper()}{rule.title[1:]}. {rule.reason}"
    return (rule.code, _SEVERITIES[rule.severity], what, rule.bad, rule.good, rule.remedy)


if __name__ == "__main__":
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
