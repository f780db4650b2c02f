"""The opening and closing blocks of the shipped Word frames, as WordprocessingML with docxtpl tags.

Lengths are twips (1 mm is 56,7 twips), font sizes half-points.  The rules stand here as long as a common text wants
them; ``baocao.docx.rules`` fits them to the text that is filled in.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.sax.saxutils import escape

# Word insets the text of a cell by 108 twips on either side, so the tables reach that much into both margins and their
# text stands flush with the body's.
PADDING = 108

# Quốc hiệu, 13 pt bold, needs 90 mm on one line; the title of Party documents, 15 pt bold, 73 mm.
STATE_LEFT, STATE_TEXT = 3300, 9071
PARTY_LEFT, PARTY_TEXT = 4700, 9355

# Widths of the lines that the rules belong to, in Times New Roman.
MOTTO_WIDTH = 3415  # "Độc lập - Tự do - Hạnh phúc", 14 pt bold
PARTY_TITLE_WIDTH = 4120  # "ĐẢNG CỘNG SẢN VIỆT NAM", 15 pt bold
AGENCY_RULE = 930
ABSTRACT_RULE = 3084

NOTE_MARKS = '<w:b w:val="0"/><w:i/><w:sz w:val="22"/><w:szCs w:val="22"/>'
UNDERLINED = '<w:u w:val="single"/>'
NO_SPACE = '<w:spacing w:before="0"/>'
# The signature is put between title and name: about 30 mm.
SIGNATURE = '<w:spacing w:before="1701"/>'
APART = '<w:spacing w:before="240"/>'
FAR_APART = '<w:spacing w:before="400"/>'

LINE = "{{ dong }}"


def paragraph(style: str, text: str, format: str = "", marks: str = "") -> str:
    """Return a paragraph of the style with this id; ``format`` and ``marks`` are direct formatting."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{format}</w:pPr>{run(text, marks)}</w:p>'


def run(text: str, marks: str = "") -> str:
    """Return the run of a text, nothing for no text."""
    marks = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    return f'<w:r>{marks}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def tag(text: str) -> str:
    """Return a paragraph that docxtpl takes out when it obeys the tag."""
    return paragraph("Normal", "{%p " + text + " %}")


def when(condition: str, yes: str, no: str = "") -> str:
    """Return the block ``yes`` under a condition, else the block ``no``."""
    return tag(f"if {condition}") + yes + (tag("else") + no if no else "") + tag("endif")


def each(key: str, line: Callable[[str], str], first: str = "") -> str:
    """Return a block for every line of the list ``key``; ``line`` makes it, given direct formatting.

    ``first`` is the formatting of the first one only.
    """
    block = when("loop.first", line(first), line("")) if first else line("")
    return tag(f"for dong in {key}") + block + tag("endfor")


def lines(style: str, key: str, first: str = "", before: str = "") -> str:
    """Return one paragraph of a style for every line of the list ``key``."""
    return each(key, lambda format: paragraph(style, before + LINE, format), first)


def rule(column: int, width: int) -> str:
    """Return a rule of ``width``, centred in a column of that width."""
    left = (column - width) // 2
    return paragraph("DuongKe", "", f'<w:ind w:left="{left}" w:right="{column - width - left}"/>')


def table(left: int, text: int, rows: tuple[tuple[str, str], ...]) -> str:
    """Return a borderless table of two columns whose rows are never broken over pages.

    ``left`` is the width of the left column, ``text`` that of the page's text.
    """
    columns = (left, text + 2 * PADDING - left)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    body = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
            for width, cell in zip(columns, row, strict=True)
        )
        + "</w:tr>"
        for row in rows
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:tblInd w:w="-{PADDING}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{PADDING}" w:type="dxa"/>'
        f'<w:right w:w="{PADDING}" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'
    )


def draft(words: str) -> str:
    """Return the draft mark and the note of a sample, each only where the report wants it."""
    note = paragraph("DuThao", "({{ ghi_chu_mau }})", NO_SPACE, NOTE_MARKS)
    return when("du_thao", paragraph("DuThao", words)) + when("ghi_chu_mau", note)


NUMBER = paragraph("SoKyHieu", "{{ so_ky_hieu }}")
DATE = paragraph("DiaDanhNgayThang", "{{ dia_danh }}, {{ ngay }}")
AGENCY = lines("CoQuanChuQuan", "co_quan_chu_quan") + lines("CoQuanBanHanh", "co_quan_ban_hanh")
TITLE = paragraph("TenLoai", "{{ ten_loai }}") + paragraph("TrichYeu", "{{ trich_yeu }}")
NAME = paragraph("HoTen", "{{ nguoi_ky }}", SIGNATURE)


def state_opening() -> str:
    """Return the opening of a state document: agency, Quốc hiệu, number, date, title (NĐ 30/2020, Mẫu 1.4)."""
    left = STATE_LEFT - 2 * PADDING
    agency = AGENCY + rule(left, AGENCY_RULE)
    nation = (
        paragraph("QuocHieu", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        + paragraph("TieuNgu", "Độc lập - Tự do - Hạnh phúc")
        + rule(STATE_TEXT - STATE_LEFT, MOTTO_WIDTH)
    )
    rows = ((agency, nation), (NUMBER + draft("DỰ THẢO"), DATE))
    return table(STATE_LEFT, STATE_TEXT, rows) + TITLE + rule(STATE_TEXT, ABSTRACT_RULE)


def state_closing() -> str:
    """Return the closing of a state document: recipients at the left, who signs at the right."""
    recipients = paragraph("NoiNhan", "Nơi nhận:") + lines("DanhSachNoiNhan", "noi_nhan", before="- ")
    return table(STATE_LEFT, STATE_TEXT, ((recipients, lines("ChucVu", "quyen_han", APART) + NAME),))


def resolution_opening() -> str:
    """Return the opening of a council resolution: below the title stands who issues it (NĐ 30/2020, Mẫu 1.1)."""
    return state_opening() + lines("ThamQuyen", "tham_quyen", FAR_APART)


def party_opening() -> str:
    """Return the opening of a Party document: a star for the rule, no Quốc hiệu, five hyphens below the title."""
    agency = AGENCY + paragraph("DauSao", "*") + NUMBER + draft("Dự thảo")
    party = paragraph("QuocHieu", "ĐẢNG CỘNG SẢN VIỆT NAM") + rule(PARTY_TEXT - PARTY_LEFT, PARTY_TITLE_WIDTH) + DATE
    return table(PARTY_LEFT, PARTY_TEXT, ((agency, party),)) + TITLE + paragraph("GachDuoiTrichYeu", "-----")


def party_closing() -> str:
    """Return the closing of a Party document: in whose name (T/M, K/T, T/L, Q.) in bold, the office itself not."""

    def office(format: str) -> str:
        bold, plain = paragraph("QuyenHan", LINE, format), paragraph("ChucVu", LINE, format)
        return when("'/' in dong or dong[:2] == 'Q.'", bold, plain)

    heading = f'<w:p><w:pPr><w:pStyle w:val="NoiNhan"/></w:pPr>{run("Nơi nhận", UNDERLINED)}{run(":")}</w:p>'
    recipients = heading + lines("DanhSachNoiNhan", "noi_nhan", before="- ")
    return table(PARTY_LEFT, PARTY_TEXT, ((recipients, each("quyen_han", office, FAR_APART) + NAME),))
