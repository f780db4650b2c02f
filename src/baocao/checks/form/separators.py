"""Step 7, check: the rules (đường kẻ) below Tiêu ngữ, below the agency's name and below the trích yếu (family TT).

Only a rule that is a border can be measured; one that is drawn is not seen, and so none is missed.
"""

from __future__ import annotations

from collections.abc import Iterator

from baocao.checks.form.layout import Layout, Line
from baocao.checks.form.parts import Parts
from baocao.checks.form.profiles import Profile
from baocao.checks.rules import Rule
from baocao.docx.tables import CELL_PADDING
from baocao.docx.widths import line_widths
from baocao.findings import Finding, Severity

SEPARATOR = Rule(
    "TT211",
    Severity.WARNING,
    "đường kẻ trong phần mở đầu dài ngắn sai quy định",
    "Đường kẻ dưới Tiêu ngữ dài bằng dòng chữ; dưới tên cơ quan ban hành và dưới trích yếu dài từ 1/3 đến 1/2 dòng chữ, "
    "nét liền (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.1, II.2, II.5).",
    "Gạch chân cả tên cơ quan ban hành",
    "Đường kẻ ngang bằng 1/3 - 1/2 tên cơ quan, cân giữa",
    "Bỏ gạch chân (Underline), kẻ đường ngang đúng độ dài dưới dòng chữ.",
)
RULES = (SEPARATOR,)

_FULL, _SHORT = (0.75, 1.25), (0.25, 0.6)


def check(layout: Layout, parts: Parts, profile: Profile) -> Iterator[Finding]:
    """Yield the rules of the opening block that are too long or too short, and names underlined instead."""
    if profile.party:
        return
    above = [("Tiêu ngữ", (parts.motto,), _FULL), ("tên cơ quan ban hành", parts.issuer, _SHORT)]
    for name, lines, share in (*above, ("trích yếu", parts.abstract, _SHORT)):
        found = [line for line in lines if line is not None]
        if found:
            yield from _below(layout, name, found, share)


def _below(layout: Layout, name: str, above: list[Line], share: tuple[float, float]) -> Iterator[Finding]:
    last = above[-1]
    if last.every(lambda marks: marks.underline) and last.text.strip():
        asked = "dài bằng dòng chữ" if share is _FULL else "dài 1/3 - 1/2 dòng chữ"
        yield SEPARATOR.found(layout.place(last), f"{name} bị gạch chân; quy định là một đường kẻ {asked} ở dưới")
        return
    at = layout.lines.index(last)
    below = layout.lines[at + 1] if at + 1 < len(layout.lines) else None
    if below is None or below.text.strip() or not _is_rule(below) or below.column != last.column:
        return
    column = _width(layout, below)
    length = column - (below.format.indent_left or 0) - (below.format.indent_right or 0)
    widths = [width for line in above for width in line_widths(line.text, round(2 * line.size), True, column)]
    if column <= 0 or not widths:
        return
    # Under a name of several lines the rule may be measured against the longest or the last.
    shares = [length / width for width in {max(widths), widths[-1]} if width]
    if not any(share[0] <= found <= share[1] for found in shares):
        percent = round(100 * length / max(widths))
        asked = "bằng dòng chữ" if share is _FULL else "từ 1/3 đến 1/2 dòng chữ"
        yield SEPARATOR.found(layout.place(last), f"đường kẻ dưới {name} dài {percent}% dòng chữ, quy định {asked}")


def _is_rule(line: Line) -> bool:
    borders = line.format.borders
    sides = () if borders is None else (borders.top, borders.bottom)
    return any(side is not None and side.width > 0 for side in sides)


def _width(layout: Layout, line: Line) -> int:
    if line.column is not None:
        return line.column.width - 2 * CELL_PADDING
    page = layout.document.sections[line.section].page
    return page.width - page.left - page.right
