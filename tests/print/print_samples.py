"""What the tests of printing share: the styles of profile nd30, paragraphs, small documents, and reading a PDF."""

import io
import random

from pypdf import PdfReader

from baocao.document.tree import (
    Alignment,
    Border,
    Borders,
    Cell,
    Document,
    Field,
    Footnote,
    LineRule,
    LineSpacing,
    Marks,
    Meta,
    Paragraph,
    ParagraphFormat,
    Register,
    RegisterCell,
    RegisterEntry,
    Row,
    Section,
    Style,
    Table,
    Text,
)
from baocao.printing.pdf import print_pdf

JUSTIFY, CENTER = Alignment.JUSTIFY, Alignment.CENTER
LINE = Border(4)
META = Meta(
    title="Báo cáo 9 tháng <2021>",
    author="UBND tỉnh Lạng Sơn",
    subject="kinh tế - xã hội",
    keywords="báo cáo; 2021",
    created="2021-10-01T00:00:00Z",
)
ENTRY = RegisterEntry("f1", "980", "980", "{}", (RegisterCell("so-lieu.csv, D14"),))
REGISTER = Register("bao-cao", "2021-9T", "lang-son", (ENTRY,))
WORDS = (
    "phát triển kinh tế - xã hội của tỉnh trong chín tháng đầu năm 2021-2025 đạt kết quả dịch Covid-19 số 15/CT-TTg".split()  # noqa: SIM905
)


def _style(name, based_on="Normal", marks=None, **format_):
    return Style(name, "paragraph", based_on, ParagraphFormat(**format_), marks or Marks())


BOLD = Marks(bold=True)
STYLES = {
    style.name: style
    for style in (
        Style("Normal", marks=Marks(font="Times New Roman", size=28)),
        _style("Nội dung", alignment=JUSTIFY, indent_first=720, space_before=120, line=LineSpacing(264)),
        _style("heading 1", marks=BOLD, alignment=CENTER, space_before=240, keep_next=True, outline_level=0),
        _style("heading 2", "Nội dung", BOLD, keep_next=True, keep_lines=True, outline_level=1),
        _style("heading 3", "Nội dung", BOLD, keep_next=True, keep_lines=True, outline_level=2),
        _style("footnote text", marks=Marks(size=20), alignment=JUSTIFY),
        _style("header", alignment=CENTER),
        _style("Đường kẻ", line=LineSpacing(40, LineRule.EXACT), borders=Borders(top=LINE)),
        _style("Chức vụ", marks=BOLD, alignment=CENTER),
        _style("Họ tên", marks=BOLD, alignment=CENTER, space_before=1400),
        _style("Danh sách nơi nhận", marks=Marks(size=22)),
    )
}
HEADER = (Paragraph("header", (Field("PAGE", "2"),)),)


def paragraph(*inlines, style="Nội dung", **format_):
    """Return a paragraph of strings and inlines."""
    nodes = tuple(Text(inline) if isinstance(inline, str) else inline for inline in inlines)
    return Paragraph(style, nodes, ParagraphFormat(**format_))


def note(text):
    """Return a footnote of one paragraph."""
    return Footnote((paragraph(text, style="footnote text"),))


def signature():
    """Return a closing block: recipients to the left, signer to the right, no lines."""
    left = Cell(tuple(paragraph(f"- Nơi nhận {number};", style="Danh sách nơi nhận") for number in range(6)))
    right = Cell((paragraph("CHỦ TỊCH", style="Chức vụ"), paragraph("Người ký", style="Họ tên")))
    return Table((4535, 4536), (Row((left, right)),))


def grid(rows, **options):
    """Return a table with all lines, from rows of cell texts."""
    lines = Borders(LINE, LINE, LINE, LINE, LINE, LINE)
    cells = [Row(tuple(Cell((paragraph(text, style="Normal"),)) for text in row)) for row in rows]
    return Table(tuple([9071 // len(rows[0])] * len(rows[0])), tuple(cells), lines, **options)


def words(seed, count):
    """Return ``count`` words, always the same for the same ``seed``."""
    choice = random.Random(seed)
    return " ".join(choice.choice(WORDS) for _ in range(count))


def document(*blocks, sections=(), register=REGISTER):
    """Return a document whose first section holds ``blocks``; its first page has no number."""
    first = Section(blocks, header=HEADER, first_header=())
    return Document((first, *sections) if blocks else sections, STYLES, META, register)


def open_pdf(data):
    """Return PDF bytes opened."""
    return PdfReader(io.BytesIO(data))


def page_texts(printed):
    """Return the text of every page that ``printed`` comes to."""
    return [page.extract_text() for page in open_pdf(print_pdf(printed)).pages]


def pieces(page):
    """Return the pieces of text of a PDF page: text, size in points, height above the foot of the page in points."""
    found = []

    def visit(text, matrix, place, _font, size):
        height = place[4] * matrix[1] + place[5] * matrix[3] + matrix[5]
        found.append((text, round(size * abs(place[0] * matrix[0]), 2), height))

    page.extract_text(visitor_text=visit)
    return found


def is_header(page, height):
    """Return whether text at ``height`` stands in the top margin of 20 mm."""
    return height > float(page.mediabox.height) - 56
