"""Make the shipped Word frame templates/mau-trinh-bay/nghi-dinh-30.docx (Nghị định 30/2020, Phụ lục I).

Run ``python scripts/make_frames.py [FOLDER]``; the same bytes come out every time.  Lengths are twips (1 mm is
56,7 twips), font sizes half-points.  Staff may restyle the frame in Word; this script only makes the first one.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from baocao.docx.footnotes import empty_notes
from baocao.docx.frame import MARKER
from baocao.docx.package import CONTENT_TYPES, save_package, to_bytes

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "mau-trinh-bay"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ROOT = f'xmlns:w="{W}" xmlns:r="{R}"'
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

# The text is 160 mm wide (A4 less 30 mm and 20 mm).  Word insets the text of a cell by 108 twips on either side, so the
# tables reach that much into both margins and their text stands flush with the body's.
TEXT_WIDTH = 9071
PADDING = 108
LEFT_COLUMN = 3300
RIGHT_COLUMN = TEXT_WIDTH + 2 * PADDING - LEFT_COLUMN

# Widths of the lines that the rules belong to, in Times New Roman.
MOTTO_WIDTH = 3415  # "Độc lập - Tự do - Hạnh phúc", 14 pt bold
AGENCY_WIDTH = 2448  # "ỦY BAN NHÂN DÂN", 13 pt bold

# A blank number leaves room before the stroke; no-break spaces, which no program folds.
NUMBER_ROOM = "\u00a0" * 8


@dataclass(frozen=True)
class StyleSpec:
    """One paragraph style; ``first`` is the first-line indent, ``rule`` a line above the paragraph."""

    id: str
    name: str
    size: int = 28
    align: str = "left"
    bold: bool = False
    italic: bool = False
    before: int = 0
    after: int = 0
    line: int = 240
    rule_of_line: str = "auto"
    first: int = 0
    level: int | None = None
    keep: bool = False
    based_on: str | None = "Normal"
    rule: bool = False


BODY = {"align": "both", "first": 720, "before": 120, "line": 264}
STYLES = (
    StyleSpec("Normal", "Normal", based_on=None),
    StyleSpec("Heading1", "heading 1", align="center", bold=True, before=240, line=264, level=0, keep=True),
    StyleSpec("Heading2", "heading 2", bold=True, level=1, keep=True, **BODY),
    StyleSpec("Heading3", "heading 3", bold=True, level=2, keep=True, **BODY),
    StyleSpec("Heading4", "heading 4", level=3, keep=True, **BODY),
    StyleSpec("Heading5", "heading 5", level=4, keep=True, **BODY),
    StyleSpec("NoiDung", "Nội dung", **BODY),
    StyleSpec("TieuDe", "Tiểu đề", bold=True, italic=True, keep=True, **BODY),
    StyleSpec("FootnoteText", "footnote text", size=20, align="both"),
    StyleSpec("Header", "header", align="center"),
    StyleSpec("Footer", "footer", size=24),
    StyleSpec("QuocHieu", "Quốc hiệu", size=26, align="center", bold=True, keep=True),
    StyleSpec("TieuNgu", "Tiêu ngữ", align="center", bold=True, keep=True),
    StyleSpec("CoQuanChuQuan", "Cơ quan chủ quản", size=26, align="center", keep=True),
    StyleSpec("CoQuanBanHanh", "Cơ quan ban hành", size=26, align="center", bold=True, keep=True),
    StyleSpec("SoKyHieu", "Số ký hiệu", size=26, align="center", before=120, keep=True),
    StyleSpec("DiaDanhNgayThang", "Địa danh ngày tháng", align="center", italic=True, before=120, keep=True),
    StyleSpec("TenLoai", "Tên loại", align="center", bold=True, before=360, keep=True),
    StyleSpec("TrichYeu", "Trích yếu", align="center", bold=True, keep=True),
    StyleSpec("DuongKe", "Đường kẻ", size=2, before=60, line=40, rule_of_line="exact", keep=True, rule=True),
    StyleSpec("DuThao", "Dự thảo", size=26, align="center", bold=True, before=60, keep=True),
    StyleSpec("NoiNhan", "Nơi nhận", size=24, bold=True, italic=True, before=240, keep=True),
    StyleSpec("DanhSachNoiNhan", "Danh sách nơi nhận", size=22, keep=True),
    StyleSpec("ChucVu", "Chức vụ", align="center", bold=True, keep=True),
    StyleSpec("HoTen", "Họ tên", align="center", bold=True),
)

FONTS = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/>'
LANGUAGE = '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>'


def style_xml(spec: StyleSpec) -> str:
    """Return the ``w:style`` of one paragraph style."""
    default = ' w:default="1"' if spec.id == "Normal" else ""
    custom = "" if spec.name.isascii() else ' w:customStyle="1"'
    base = f'<w:basedOn w:val="{spec.based_on}"/>' if spec.based_on else ""
    following = '<w:next w:val="NoiDung"/>' if spec.level is not None else ""
    keep = "<w:keepNext/>" if spec.keep else ""
    lines = "<w:keepLines/>" if spec.level is not None else ""
    rule = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>' if spec.rule else ""
    first = f'<w:ind w:firstLine="{spec.first}"/>' if spec.first else ""
    level = f'<w:outlineLvl w:val="{spec.level}"/>' if spec.level is not None else ""
    bold = "<w:b/><w:bCs/>" if spec.bold else ""
    italic = "<w:i/><w:iCs/>" if spec.italic else ""
    return (
        f'<w:style w:type="paragraph"{default}{custom} w:styleId="{spec.id}"><w:name w:val="{spec.name}"/>{base}{following}'
        f"<w:qFormat/><w:pPr>{keep}{lines}<w:widowControl/>{rule}"
        f'<w:spacing w:before="{spec.before}" w:after="{spec.after}" w:line="{spec.line}" w:lineRule="{spec.rule_of_line}"/>'
        f'{first}<w:jc w:val="{spec.align}"/>{level}</w:pPr>'
        f'<w:rPr>{bold}{italic}<w:sz w:val="{spec.size}"/><w:szCs w:val="{spec.size}"/></w:rPr></w:style>'
    )


def styles_xml() -> str:
    """Return the styles part."""
    return (
        f"{DECLARATION}<w:styles {ROOT}><w:docDefaults><w:rPrDefault><w:rPr>{FONTS}"
        f'<w:sz w:val="28"/><w:szCs w:val="28"/>{LANGUAGE}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        + "".join(style_xml(spec) for spec in STYLES)
        + '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:semiHidden/></w:style>'
        '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
        '<w:basedOn w:val="DefaultParagraphFont"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
        '<w:style w:type="character" w:customStyle="1" w:styleId="SoMuc"><w:name w:val="Số mục"/>'
        '<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        f'<w:left w:w="{PADDING}" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="{PADDING}" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style></w:styles>"
    )


def paragraph(style: str, text: str, format: str = "", marks: str = "") -> str:
    """Return a paragraph of the style with this id; ``format`` and ``marks`` are direct formatting."""
    marks = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    run = f'<w:r>{marks}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{format}</w:pPr>{run}</w:p>'


def tag(text: str) -> str:
    """Return a paragraph that docxtpl takes out when it obeys the tag."""
    return paragraph("Normal", "{%p " + text + " %}")


def each(style: str, key: str, before: str = "", first: str = "") -> str:
    """Return one paragraph for every line of the list ``key``; ``first`` is formatting of the first one only."""
    if not first:
        return tag(f"for dong in {key}") + paragraph(style, before + "{{ dong }}") + tag("endfor")
    line = before + "{{ dong }}"
    return (
        tag(f"for dong in {key}")
        + tag("if loop.first")
        + paragraph(style, line, first)
        + tag("else")
        + paragraph(style, line)
        + tag("endif")
        + tag("endfor")
    )


def rule(column: int, width: int) -> str:
    """Return a rule of ``width``, centred in a column of that width."""
    left = (column - width) // 2
    return paragraph("DuongKe", "", f'<w:ind w:left="{left}" w:right="{column - width - left}"/>')


def table(rows: tuple[tuple[str, str], ...]) -> str:
    """Return a borderless table of two columns whose rows are never broken over pages."""
    columns = (LEFT_COLUMN, RIGHT_COLUMN)
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


NOTE_MARKS = '<w:b w:val="0"/><w:i/><w:sz w:val="22"/><w:szCs w:val="22"/>'


def opening() -> str:
    """Return the opening block: agency, Quốc hiệu, number, date, title."""
    left, right = LEFT_COLUMN - 2 * PADDING, RIGHT_COLUMN - 2 * PADDING
    agency = (
        each("CoQuanChuQuan", "co_quan_chu_quan")
        + each("CoQuanBanHanh", "co_quan_ban_hanh")
        + rule(left, round(AGENCY_WIDTH * 0.42))
    )
    nation = (
        paragraph("QuocHieu", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        + paragraph("TieuNgu", "Độc lập - Tự do - Hạnh phúc")
        + rule(right, MOTTO_WIDTH)
    )
    number = (
        paragraph("SoKyHieu", "Số: {% if so %}{{ so }}{% else %}" + NUMBER_ROOM + "{% endif %}/{{ ky_hieu }}")
        + tag("if du_thao")
        + paragraph("DuThao", "DỰ THẢO")
        + tag("endif")
        + tag("if ghi_chu_mau")
        + paragraph("DuThao", "({{ ghi_chu_mau }})", '<w:spacing w:before="0"/>', NOTE_MARKS)
        + tag("endif")
    )
    date = paragraph("DiaDanhNgayThang", "{{ dia_danh }}, {{ ngay }}")
    title = paragraph("TenLoai", "{{ ten_loai }}") + paragraph("TrichYeu", "{{ trich_yeu }}")
    return table(((agency, nation), (number, date))) + title + rule(TEXT_WIDTH, round(TEXT_WIDTH * 0.34))


def closing() -> str:
    """Return the closing block: recipients at the left, who signs at the right."""
    recipients = paragraph("NoiNhan", "Nơi nhận:") + each("DanhSachNoiNhan", "noi_nhan", "- ")
    # The signature is put between title and name: about 30 mm.
    signer = each("ChucVu", "quyen_han", first='<w:spacing w:before="240"/>') + paragraph(
        "HoTen", "{{ nguoi_ky }}", '<w:spacing w:before="1701"/>'
    )
    return table(((recipients, signer),))


def document_xml() -> str:
    """Return the main part."""
    # Word wants a paragraph after a table, LibreOffice puts a full line before one that begins a document: a paragraph
    # that is too small to be seen stands at either end.
    edge = (
        '<w:p><w:pPr><w:pStyle w:val="Normal"/><w:spacing w:line="20" w:lineRule="exact"/>'
        '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
    )
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId5"/><w:headerReference w:type="first" r:id="rId6"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" '
        'w:header="567" w:footer="567" w:gutter="0"/><w:cols w:space="720"/><w:titlePg/></w:sectPr>'
    )
    body = edge + opening() + paragraph("NoiDung", MARKER) + closing() + edge + section
    return f"{DECLARATION}<w:document {ROOT}><w:body>{body}</w:body></w:document>"


def header_xml(inside: str) -> str:
    """Return a header part with one paragraph."""
    return f'{DECLARATION}<w:hdr {ROOT}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{inside}</w:p></w:hdr>'


SETTINGS = (
    f'{DECLARATION}<w:settings {ROOT}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    "</w:compat>"
    '<w:themeFontLang w:val="vi-VN"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
)
FONT_TABLE = (
    f'{DECLARATION}<w:fonts {ROOT}><w:font w:name="Times New Roman"><w:panose1 w:val="02020603050405020304"/>'
    '<w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>'
)
PAGE_FIELD = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>'
CORE = (
    f'{DECLARATION}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>Mẫu trình bày theo Nghị định 30/2020/NĐ-CP</dc:title>'
    '<dcterms:created xsi:type="dcterms:W3CDTF">2020-03-05T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">2020-03-05T00:00:00Z</dcterms:modified>'
    "<dc:language>vi-VN</dc:language></cp:coreProperties>"
)
APP = (
    f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>baocao</Application></Properties>"
)
PARTS = (
    ("word/styles.xml", "styles"),
    ("word/settings.xml", "settings"),
    ("word/fontTable.xml", "fontTable"),
    ("word/footnotes.xml", "footnotes"),
    ("word/header1.xml", "header"),
    ("word/header2.xml", "header"),
)


def relations_xml(relations: list[tuple[str, str]]) -> str:
    """Return a relationships part from pairs of type and target, with the ids rId1, rId2, …."""
    numbered = enumerate(relations, 1)
    nodes = "".join(f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>' for n, (kind, target) in numbered)
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{nodes}</Relationships>'


def content_types_xml() -> str:
    """Return the content types part."""
    overrides = {"/word/document.xml": WORD_TYPE + "document.main+xml"}
    overrides |= {f"/{part}": f"{WORD_TYPE}{kind}+xml" for part, kind in PARTS}
    overrides["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    overrides["/docProps/app.xml"] = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
    nodes = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides.items())
    return (
        f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{nodes}</Types>'
    )


def make_frame() -> bytes:
    """Return the frame as the bytes of a DOCX."""
    text = {
        CONTENT_TYPES: content_types_xml(),
        "_rels/.rels": relations_xml(
            [
                (f"{R}/officeDocument", "word/document.xml"),
                (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
                (f"{R}/extended-properties", "docProps/app.xml"),
            ]
        ),
        "word/_rels/document.xml.rels": relations_xml(
            [(f"{R}/{kind}", part.removeprefix("word/")) for part, kind in PARTS]
        ),
        "word/document.xml": document_xml(),
        "word/styles.xml": styles_xml(),
        "word/settings.xml": SETTINGS,
        "word/fontTable.xml": FONT_TABLE,
        "word/header1.xml": header_xml(PAGE_FIELD),
        "word/header2.xml": header_xml(""),
        "docProps/core.xml": CORE,
        "docProps/app.xml": APP,
    }
    parts = {name: content.encode() for name, content in text.items()}
    parts["word/footnotes.xml"] = to_bytes(empty_notes())
    return save_package(parts)


def main() -> None:
    """Write the frame into the folder given on the command line, else among the templates."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nghi-dinh-30.docx").write_bytes(make_frame())


if __name__ == "__main__":
    main()
