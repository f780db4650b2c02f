"""Make the shipped Word frames of templates/mau-trinh-bay/: state document, council resolution, Party document.

Run ``python scripts/make_frames.py [FOLDER]``; the same bytes come out every time.  Lengths are twips (1 mm is
56,7 twips), font sizes half-points.  Staff may restyle the frames in Word; this script only makes the first ones.
All frames have all styles, so that a narrative fits into any of them.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import frame_blocks as blocks

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


@dataclass(frozen=True)
class StyleSpec:
    """One paragraph style; ``first`` is the first-line indent (hanging below zero), ``rule`` a line above it."""

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
    left: int = 0
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
    StyleSpec("DauSao", "Dấu sao", align="center", keep=True),
    StyleSpec("TenLoai", "Tên loại", align="center", bold=True, before=360, keep=True),
    StyleSpec("TrichYeu", "Trích yếu", align="center", bold=True, keep=True),
    StyleSpec("GachDuoiTrichYeu", "Gạch dưới trích yếu", align="center", bold=True, after=440, keep=True),
    StyleSpec("DuongKe", "Đường kẻ", size=2, before=80, line=40, rule_of_line="exact", keep=True, rule=True),
    StyleSpec("DuThao", "Dự thảo", size=26, align="center", bold=True, before=60, keep=True),
    StyleSpec("ThamQuyen", "Thẩm quyền ban hành", align="center", bold=True, keep=True),
    StyleSpec("CanCu", "Căn cứ", italic=True, **BODY),
    StyleSpec("QuyetNghi", "Quyết nghị", align="center", bold=True, before=120, after=240, keep=True),
    StyleSpec("NoiNhan", "Nơi nhận", size=24, bold=True, italic=True, before=240, keep=True),
    StyleSpec("DanhSachNoiNhan", "Danh sách nơi nhận", size=22, keep=True),
    StyleSpec("QuyenHan", "Quyền hạn", align="center", bold=True, keep=True),
    StyleSpec("ChucVu", "Chức vụ", align="center", bold=True, keep=True),
    StyleSpec("HoTen", "Họ tên", align="center", bold=True),
    # Annexes (NĐ 30/2020, Phụ lục I, III.1): label and title, the line that names the document, the table.
    StyleSpec("PhuLuc", "Phụ lục", align="center", bold=True, keep=True),
    StyleSpec("TenPhuLuc", "Tên phụ lục", align="center", bold=True, keep=True),
    StyleSpec("KemTheo", "Kèm theo", align="center", italic=True, keep=True),
    StyleSpec("DonViTinh", "Đơn vị tính", size=24, align="right", italic=True, before=120, after=60, keep=True),
    StyleSpec("DauBang", "Đầu bảng", size=24, align="center", bold=True, before=40, after=40, keep=True),
    StyleSpec("ChuTrongBang", "Chữ trong bảng", size=24, before=20, after=20),
    StyleSpec("SoTrongBang", "Số trong bảng", size=24, align="right", before=20, after=20),
    StyleSpec("GhiChuBang", "Ghi chú bảng", size=24, italic=True, before=120),
    StyleSpec("TenBieuDo", "Tên biểu đồ", size=26, align="center", italic=True, before=60, after=120),
)

# Council resolutions (NĐ 30/2020, Mẫu 1.1): the levels are điều, khoản, điểm.
RESOLUTION: dict[str, dict[str, Any]] = {
    "Heading1": BODY | {"align": "both"},
    "Heading2": {},
    "Heading3": {"bold": False},
}

# Party documents (HD 05-HD/VPTW with the sizes of HD 36-HD/VPTW, Phụ lục 3): exact lines, I- / 1. / 1.1. / 1.1.1. / a).
PARTY_BODY = {"align": "both", "first": 567, "before": 120, "line": 380, "rule_of_line": "exact"}
PARTY: dict[str, dict[str, Any]] = {
    "Heading1": PARTY_BODY,
    "Heading2": PARTY_BODY,
    "Heading3": PARTY_BODY | {"italic": True},
    "Heading4": PARTY_BODY,
    "Heading5": PARTY_BODY,
    "NoiDung": PARTY_BODY,
    "TieuDe": PARTY_BODY,
    "CanCu": PARTY_BODY | {"italic": False},
    "QuocHieu": {"size": 30},
    "CoQuanChuQuan": {"size": 28},
    "CoQuanBanHanh": {"size": 28},
    "SoKyHieu": {"size": 28, "before": 0},
    "TenLoai": {"size": 32},
    "TrichYeu": {"size": 30, "before": 60},
    "DuongKe": {"before": 0},
    "DuThao": {"size": 28, "bold": False, "italic": True, "before": 0},
    "NoiNhan": {"size": 28, "bold": False, "italic": False, "before": 400, "after": 60, "left": 142},
    "DanhSachNoiNhan": {"size": 24, "left": 142, "first": -142},
    "ChucVu": {"bold": False},
}


def styles_with(changes: dict[str, dict[str, Any]]) -> tuple[StyleSpec, ...]:
    """Return all styles, some of them changed."""
    assert set(changes) <= {spec.id for spec in STYLES}
    return tuple(replace(spec, **changes.get(spec.id, {})) for spec in STYLES)


@dataclass(frozen=True)
class Frame:
    """One frame: file name, title, right margin, styles and the blocks around the narrative."""

    file: str
    title: str
    right: int
    styles: tuple[StyleSpec, ...]
    opening: str
    closing: str


FRAMES = (
    Frame(
        "nghi-dinh-30",
        "Mẫu trình bày theo Nghị định 30/2020/NĐ-CP",
        1134,
        STYLES,
        blocks.state_opening(),
        blocks.state_closing(),
    ),
    Frame(
        "nghi-quyet-hdnd",
        "Mẫu trình bày nghị quyết của Hội đồng nhân dân",
        1134,
        styles_with(RESOLUTION),
        blocks.resolution_opening(),
        blocks.state_closing(),
    ),
    Frame(
        "van-ban-dang",
        "Mẫu trình bày văn bản của Đảng theo Hướng dẫn 05-HD/VPTW",
        850,
        styles_with(PARTY),
        blocks.party_opening(),
        blocks.party_closing(),
    ),
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
    left = f' w:left="{spec.left}"' if spec.left else ""
    first = f' w:{"firstLine" if spec.first > 0 else "hanging"}="{abs(spec.first)}"' if spec.first else ""
    indent = f"<w:ind{left}{first}/>" if left or first else ""
    level = f'<w:outlineLvl w:val="{spec.level}"/>' if spec.level is not None else ""
    bold = "<w:b/><w:bCs/>" if spec.bold else ""
    italic = "<w:i/><w:iCs/>" if spec.italic else ""
    return (
        f'<w:style w:type="paragraph"{default}{custom} w:styleId="{spec.id}"><w:name w:val="{spec.name}"/>{base}{following}'
        f"<w:qFormat/><w:pPr>{keep}{lines}<w:widowControl/>{rule}"
        f'<w:spacing w:before="{spec.before}" w:after="{spec.after}" w:line="{spec.line}" w:lineRule="{spec.rule_of_line}"/>'
        f'{indent}<w:jc w:val="{spec.align}"/>{level}</w:pPr>'
        f'<w:rPr>{bold}{italic}<w:sz w:val="{spec.size}"/><w:szCs w:val="{spec.size}"/></w:rPr></w:style>'
    )


def styles_xml(frame: Frame) -> str:
    """Return the styles part."""
    return (
        f"{DECLARATION}<w:styles {ROOT}><w:docDefaults><w:rPrDefault><w:rPr>{FONTS}"
        f'<w:sz w:val="28"/><w:szCs w:val="28"/>{LANGUAGE}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        + "".join(style_xml(spec) for spec in frame.styles)
        + '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:semiHidden/></w:style>'
        '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
        '<w:basedOn w:val="DefaultParagraphFont"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
        '<w:style w:type="character" w:customStyle="1" w:styleId="SoMuc"><w:name w:val="Số mục"/>'
        '<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        f'<w:left w:w="{blocks.PADDING}" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        f'<w:right w:w="{blocks.PADDING}" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style></w:styles>"
    )


def document_xml(frame: Frame) -> str:
    """Return the main part."""
    # Word wants a paragraph after a table, LibreOffice puts a full line before one that begins a document: a paragraph
    # that is too small to be seen stands at either end.
    edge = (
        '<w:p><w:pPr><w:pStyle w:val="Normal"/><w:spacing w:line="20" w:lineRule="exact"/>'
        '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
    )
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId5"/><w:headerReference w:type="first" r:id="rId6"/>'
        f'<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="{frame.right}" w:bottom="1134" w:left="1701" '
        'w:header="567" w:footer="567" w:gutter="0"/><w:cols w:space="720"/><w:titlePg/></w:sectPr>'
    )
    body = edge + frame.opening + blocks.paragraph("NoiDung", MARKER) + frame.closing + edge + section
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


def core_xml(frame: Frame) -> str:
    """Return the properties of a frame; its date is that of the decree, so that the bytes stay the same."""
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{frame.title}</dc:title>'
        '<dcterms:created xsi:type="dcterms:W3CDTF">2020-03-05T00:00:00Z</dcterms:created>'
        '<dcterms:modified xsi:type="dcterms:W3CDTF">2020-03-05T00:00:00Z</dcterms:modified>'
        "<dc:language>vi-VN</dc:language></cp:coreProperties>"
    )


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


def make_frame(frame: Frame) -> bytes:
    """Return a frame as the bytes of a DOCX."""
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
        "word/document.xml": document_xml(frame),
        "word/styles.xml": styles_xml(frame),
        "word/settings.xml": SETTINGS,
        "word/fontTable.xml": FONT_TABLE,
        "word/header1.xml": header_xml(PAGE_FIELD),
        "word/header2.xml": header_xml(""),
        "docProps/core.xml": core_xml(frame),
        "docProps/app.xml": APP,
    }
    parts = {name: content.encode() for name, content in text.items()}
    parts["word/footnotes.xml"] = to_bytes(empty_notes())
    return save_package(parts)


def main() -> None:
    """Write the frames into the folder given on the command line, else among the templates."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for frame in FRAMES:
        (folder / f"{frame.file}.docx").write_bytes(make_frame(frame))


if __name__ == "__main__":
    main()
