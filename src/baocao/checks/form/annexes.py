"""Step 7, check: the annexes of a DOCX: label, title, reference line, page numbers (family TT)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from baocao.checks.form.layout import Layout, Line
from baocao.checks.form.ordinals import roman_value
from baocao.checks.form.parts import Annex, Parts
from baocao.checks.form.profiles import Profile, folded
from baocao.checks.form.sizes import Look, told
from baocao.checks.rules import Rule
from baocao.findings import Finding, Severity
from baocao.narrative import vietnamese as vi

_STATE = "Nghị định 30/2020/NĐ-CP, Phụ lục I, mục III.1"
_PARTY = "Hướng dẫn 05-HD/VPTW, mục II.1"

LABEL = Rule(
    "TT601",
    Severity.ERROR,
    "nhãn phụ lục sai thể thức",
    "Có từ hai phụ lục trở lên thì đánh số La Mã, một phụ lục thì không đánh số; “Phụ lục” và số trên một dòng riêng, "
    f"canh giữa, in thường, cỡ chữ 14, đậm ({_STATE}). Văn bản của Đảng đánh số Ả Rập ({_PARTY}).",
    "PHỤ LỤC 1",
    "Phụ lục I",
    "Sửa lại nhãn của phụ lục và các chỗ viện dẫn đến nó.",
)
TITLE = Rule(
    "TT602",
    Severity.ERROR,
    "tên phụ lục sai thể thức",
    f"Tên phụ lục canh giữa, viết in hoa, cỡ chữ 13 - 14, đậm ({_STATE}).",
    "Một số chỉ tiêu kinh tế - xã hội",
    "MỘT SỐ CHỈ TIÊU KINH TẾ - XÃ HỘI (in đậm)",
    "Sửa lại tên phụ lục.",
)
REFERENCE = Rule(
    "TT603",
    Severity.ERROR,
    "dòng ghi văn bản kèm theo phụ lục sai thể thức",
    "Dưới tên phụ lục ghi “(Kèm theo Văn bản số … ngày … tháng … năm … của …)”, canh giữa, in thường, cỡ chữ 13 - 14, "
    f"kiểu chữ nghiêng ({_STATE}).",
    "Kèm theo Báo cáo số 15/BC-UBND",
    "(Kèm theo Báo cáo số 15/BC-UBND ngày 06 tháng 9 năm 2023 của Ủy ban nhân dân tỉnh)",
    "Sửa lại dòng này.",
)
ANNEX_PAGES = Rule(
    "TT604",
    Severity.WARNING,
    "số trang của phụ lục không đánh riêng",
    f"Số trang của phụ lục được đánh riêng theo từng phụ lục, bắt đầu từ 1 ({_STATE}; {_PARTY}).",
    "Phụ lục mang số trang tiếp theo của văn bản",
    "Phụ lục đánh số trang từ 1",
    "Đặt phụ lục vào một phần (section) riêng, chọn Page Number > Format > Start at: 1.",
)
RULES = (LABEL, TITLE, REFERENCE, ANNEX_PAGES)

_NUMBER = re.compile(r"phu luc(?: so)?(?: (?P<number>\w+))?")


def check(layout: Layout, parts: Parts, profile: Profile) -> Iterator[Finding]:
    """Yield what is wrong with the annexes that follow the closing block."""
    for position, annex in enumerate(parts.annexes, 1):
        yield from _label(layout, annex, position, len(parts.annexes), profile)
        yield from _head(layout, annex, profile)
        yield from _pages(layout, annex)


def _label(layout: Layout, annex: Annex, position: int, count: int, profile: Profile) -> Iterator[Finding]:
    line = annex.label
    look = Look("nhãn phụ lục", bold=True, italic=False, centered=True)
    faults = [told(layout, line, look, profile)]
    if line.capitals:
        faults.append("“Phụ lục” phải viết in thường")
    written = line.words.rpartition(" ")[2] if _numbered(line) else ""
    right = "" if count == 1 else str(position) if profile.party else vi.roman(position)
    if written != right and not (count == 1 and written in ("I", "1")):
        faults.append(f"ghi “{line.words}”, đúng là “{' '.join(('Phụ lục', right)).strip()}”")
    elif count == 1 and written:
        faults.append("chỉ có một phụ lục thì không đánh số")
    found = [fault for fault in faults if fault]
    if found:
        yield LABEL.found(layout.place(line), "; ".join(found))


def _numbered(line: Line) -> bool:
    match = _NUMBER.fullmatch(folded(line.text))
    number: str = (match["number"] or "") if match else ""
    return number.isdigit() or roman_value(number.upper()) > 0 or len(number) == 1


def _head(layout: Layout, annex: Annex, profile: Profile) -> Iterator[Finding]:
    """Look at the centred lines below the label: the title, then the reference line in brackets."""
    for line in annex.lines[1:8]:
        if not line.text.strip():
            continue
        if line.column is not None or not line.centered:
            return
        if "kem theo" in folded(line.text):
            message = told(layout, line, Look("dòng kèm theo", italic=True), profile)
            if not (line.words.startswith("(") and line.words.endswith(")")):
                message = "; ".join(part for part in (message, "dòng kèm theo đặt trong ngoặc đơn") if part)
            if message:
                yield REFERENCE.found(layout.place(line), message)
            return
        message = told(layout, line, Look("tên phụ lục", bold=True, capitals=True), profile)
        if message and not profile.party:
            yield TITLE.found(layout.place(line), message)


def _pages(layout: Layout, annex: Annex) -> Iterator[Finding]:
    section = layout.document.sections[annex.label.section]
    first = next((line for line in layout.lines if line.section == annex.label.section and line.text.strip()), None)
    if first is not annex.label:
        yield ANNEX_PAGES.found(
            layout.place(annex.label), "phụ lục ở chung một phần với văn bản nên số trang chạy tiếp"
        )
    elif not section.restart and section.header:
        yield ANNEX_PAGES.found(layout.place(annex.label), "số trang của phụ lục chạy tiếp số trang trước")
