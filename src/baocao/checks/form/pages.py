"""Step 7, check: paper, margins, font, colour and page numbers of a DOCX (family TT)."""

from __future__ import annotations

from collections.abc import Iterator

from baocao.checks.form.layout import Layout, Line, Run
from baocao.checks.form.profiles import Profile, Range
from baocao.checks.form.sizes import number, span, wrong_size
from baocao.checks.rules import Rule
from baocao.document.tree import Alignment, Field, Page, Paragraph, Section, Tab, Text
from baocao.document.typeface import TEXT_FONT
from baocao.findings import Finding, Severity

_STATE = "Nghị định 30/2020/NĐ-CP, Phụ lục I, mục I"
_BOTH = f"{_STATE} và Hướng dẫn 05-HD/VPTW"

PAPER = Rule(
    "TT101",
    Severity.ERROR,
    "khổ giấy không phải A4",
    f"Văn bản trình bày trên khổ A4, 210 mm x 297 mm ({_BOTH}).",
    "Khổ giấy Letter, 216 x 279 mm",
    "Khổ giấy A4, 210 x 297 mm",
    "Chọn Layout > Size > A4 cho toàn văn bản.",
)
MARGINS = Rule(
    "TT102",
    Severity.ERROR,
    "lề trang sai quy định",
    "Văn bản hành chính: lề trên và dưới 20 - 25 mm, lề trái 30 - 35 mm, lề phải 15 - 20 mm "
    f"({_STATE}, khoản 3). Văn bản của Đảng: trên 20, dưới 20, trái 30, phải 15 mm (Hướng dẫn 05-HD/VPTW).",
    "Lề trái 25,4 mm",
    "Lề trái 30 mm",
    "Sửa ở Layout > Margins > Custom Margins.",
)
FONT = Rule(
    "TT103",
    Severity.ERROR,
    "phông chữ không phải Times New Roman",
    f"Phông chữ là Times New Roman, bộ mã Unicode theo TCVN 6909:2001 ({_BOTH}).",
    "Đoạn văn bằng phông Arial",
    "Đoạn văn bằng phông Times New Roman",
    "Chọn đoạn chữ và đổi phông sang Times New Roman; nếu ở nhiều đoạn, đổi trong kiểu (Style).",
)
COLOR = Rule(
    "TT104",
    Severity.WARNING,
    "chữ không phải màu đen",
    f"Chữ trong văn bản màu đen ({_BOTH}); chữ màu thường là chỗ đánh dấu khi soạn thảo còn quên lại.",
    "Câu chữ màu đỏ",
    "Câu chữ màu đen",
    "Xem lại chỗ đã đánh dấu, rồi đổi màu chữ về Automatic.",
)
PAGE_NUMBER = Rule(
    "TT105",
    Severity.ERROR,
    "số trang trình bày sai",
    f"Số trang là chữ số Ả Rập, cỡ 13 - 14, kiểu chữ đứng, canh giữa trong lề trên ({_STATE}, khoản 7; "
    "Hướng dẫn 05-HD/VPTW: cách mép trên 10 mm).",
    "Số trang ở góc phải cuối trang",
    "Số trang ở giữa, phía trên",
    "Chọn Insert > Page Number > Top of Page > Plain Number 2, bỏ số trang ở chân trang.",
)
FIRST_PAGE = Rule(
    "TT106",
    Severity.ERROR,
    "trang đầu hiện số trang",
    f"Không hiển thị số trang thứ nhất ({_STATE}, khoản 7; Hướng dẫn 05-HD/VPTW).",
    "Số 1 ở đầu trang thứ nhất",
    "Trang thứ nhất không có số, trang sau mang số 2",
    "Đánh dấu Different First Page khi sửa đầu trang (Header).",
)
RULES = (PAPER, MARGINS, FONT, COLOR, PAGE_NUMBER, FIRST_PAGE)

_TWIPS = 1440 / 25.4
_A4, _A5 = (210, 297), (148, 210)
_PAPER_SLACK, _MARGIN_SLACK = 2.0, 0.6
_SIDES = ("trên", "dưới", "trái", "phải")
# A text so long does not fit on one page: it has a second one, which must have a number.
_TWO_PAGES = 6000
_PALE = 0x50
"""A colour whose parts are all below this is taken for black."""
_STAMPS = ("HỎA TỐC", "HOẢ TỐC", "THƯỢNG KHẨN", "KHẨN", "TUYỆT MẬT", "TỐI MẬT", "MẬT")
FOOTER, TEXT_BOX = "VB211", "VB201"


def check(layout: Layout, profile: Profile) -> Iterator[Finding]:
    """Yield what is wrong with the pages of a document and with font and colour of its text."""
    yield from _geometry(layout, profile)
    yield from _fonts(layout)
    yield from _colors(layout)
    yield from _page_numbers(layout, profile)


def _geometry(layout: Layout, profile: Profile) -> Iterator[Finding]:
    told: set[str] = set()
    for number_, section in enumerate(layout.document.sections):
        first = next((line for line in layout.lines if line.section == number_ and line.text.strip()), None)
        if first is None:
            continue
        for rule, message in _page_faults(section.page, profile):
            where = f"phần {number_ + 1} của văn bản: " if len(layout.document.sections) > 1 else ""
            if message not in told:
                told.add(message)
                yield rule.found(layout.place(first), where + message)


def _page_faults(page: Page, profile: Profile) -> Iterator[tuple[Rule, str]]:
    width, height = sorted((page.width / _TWIPS, page.height / _TWIPS))
    papers = (_A4, _A5) if profile.party else (_A4,)
    if not any(abs(width - wide) < _PAPER_SLACK and abs(height - high) < _PAPER_SLACK for wide, high in papers):
        yield PAPER, f"khổ giấy {number(round(width))} x {number(round(height))} mm, quy định A4 (210 x 297 mm)"
    if page.width > page.height:
        return  # no rule says how the margins turn with the page
    lengths = (page.top, page.bottom, page.left, page.right)
    found = [
        f"lề {side} {number(round(length / _TWIPS, 1))} mm (quy định {span(allowed)} mm)"
        for side, length, allowed in zip(_SIDES, lengths, profile.margins, strict=True)
        if not _within(length / _TWIPS, allowed)
    ]
    if found:
        yield MARGINS, "; ".join(found)


def _within(length: float, allowed: Range) -> bool:
    return allowed[0] - _MARGIN_SLACK <= length <= allowed[1] + _MARGIN_SLACK


def _fonts(layout: Layout) -> Iterator[Finding]:
    found: dict[str, list[tuple[Line, Run]]] = {}
    for line in layout.lines:
        for run in line.runs:
            font = run.marks.font or TEXT_FONT
            if font != TEXT_FONT and font.strip().casefold() != TEXT_FONT.casefold() and run in line.lettered:
                found.setdefault(font, []).append((line, run))
    for font, runs in found.items():
        yield FONT.found(layout.run_place(*runs[0]), f"phông chữ “{font}”{_and_others(runs)}")


def _colors(layout: Layout) -> Iterator[Finding]:
    found: dict[str, list[tuple[Line, Run]]] = {}
    for line in layout.lines:
        if line.column is not None:
            continue
        for run in line.runs:
            color = run.marks.color or ""
            if not color or line.words in _STAMPS or run not in line.lettered:
                continue
            if _colored(color) and not _linked(line, run):
                found.setdefault(color, []).append((line, run))
    for color, runs in found.items():
        yield COLOR.found(layout.run_place(*runs[0]), f"chữ màu #{color}{_and_others(runs)}")


def _linked(line: Line, run: Run) -> bool:
    """Return whether a run looks like an address, which programs colour by themselves."""
    text = line.text[run.start : run.end]
    return bool(run.marks.underline) or "@" in text or "://" in text or "www." in text


def _colored(color: str) -> bool:
    try:
        parts = [int(color[at : at + 2], 16) for at in (0, 2, 4)]
    except ValueError:
        return False
    return max(parts) >= _PALE


def _and_others(runs: list[tuple[Line, Run]]) -> str:
    others = len({id(line) for line, _ in runs}) - 1
    return f" (và {others} đoạn khác)" if others else ""


def _page_numbers(layout: Layout, profile: Profile) -> Iterator[Finding]:
    first = layout.document.sections[0] if layout.document.sections else None
    beginning = next((line for line in layout.lines if line.text.strip()), None)
    if first is None or beginning is None:
        return
    place = layout.place(beginning)
    numbered = [line for line in layout.header(first.header) if _carries_number(line.node)]
    if not numbered:
        if (
            TEXT_BOX not in layout.reading.losses
            and sum(len(line.text) for line in layout.lines if line.section == 0) > _TWO_PAGES
        ):
            where = "số trang không nằm ở đầu trang" if FOOTER in layout.reading.losses else "không thấy số trang"
            yield PAGE_NUMBER.found(place, f"{where}; quy định: canh giữa trong lề trên, từ trang thứ hai")
        return
    faults = list(_number_faults(numbered[0], profile))
    if faults:
        yield PAGE_NUMBER.found(place, f"số trang: {'; '.join(faults)}")
    if _shown_on_first(first):
        yield FIRST_PAGE.found(place, "số trang hiện cả ở trang thứ nhất")


def _number_faults(line: Line, profile: Profile) -> Iterator[str]:
    # A tab may lead to the middle; where it stops is not known here.
    leads = next((inline for inline in line.node.inlines if not isinstance(inline, Text) or inline.text.strip()), None)
    if not line.centered and not isinstance(leads, Tab):
        aligned = {Alignment.RIGHT: "canh phải", Alignment.LEFT: "canh trái"}
        yield f"{aligned.get(line.format.alignment or Alignment.LEFT, 'không canh giữa')}, quy định canh giữa"
    allowed = profile.sizes["số trang"]
    run = wrong_size(line, allowed)
    if run is not None:
        yield f"cỡ chữ {number((run.marks.size or 0) / 2)}, quy định {span(allowed)}"
    if any(run.marks.italic for run in line.lettered):
        yield "phải là kiểu chữ đứng"


def _carries_number(paragraph: Paragraph) -> bool:
    return any(isinstance(inline, Field) and inline.instruction == "PAGE" for inline in paragraph.inlines)


def _shown_on_first(section: Section) -> bool:
    shown = section.header if section.first_header is None else section.first_header
    return any(_carries_number(paragraph) for paragraph in shown)
