"""Step 5, docx: an empty Word file to write short lists into, which need none of the office's frames."""

from __future__ import annotations

from baocao.document.tree import Page
from baocao.docx.frame import MARKER
from baocao.docx.ooxml import R_URI, W_URI
from baocao.docx.package import CONTENT_TYPES, save_package
from baocao.docx.relations import OFFICE_DOCUMENT, STYLES

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_KIND}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>'
)
_FONTS = "".join(f' w:{script}="Times New Roman"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
_STYLES = (
    f'<w:styles xmlns:w="{W_URI}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts{_FONTS}/><w:sz w:val="26"/>'
    '<w:szCs w:val="26"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>'
)


def blank_frame(page: Page) -> bytes:
    """Return a Word file of one empty page, with the marker where a document is written, and the style Normal."""
    sides = ("top", "right", "bottom", "left", "header", "footer")
    margins = "".join(f' w:{side}="{getattr(page, side)}"' for side in sides)
    turned = ' w:orient="landscape"' if page.width > page.height else ""
    section = (
        f'<w:sectPr><w:pgSz w:w="{page.width}" w:h="{page.height}"{turned}/><w:pgMar{margins} w:gutter="0"/></w:sectPr>'
    )
    body = f"<w:body><w:p><w:r><w:t>{MARKER}</w:t></w:r></w:p>{section}</w:body>"
    parts = {
        CONTENT_TYPES: _TYPES,
        "_rels/.rels": _relations(OFFICE_DOCUMENT, "word/document.xml"),
        "word/_rels/document.xml.rels": _relations(STYLES, "styles.xml"),
        "word/document.xml": f'<w:document xmlns:w="{W_URI}" xmlns:r="{R_URI}">{body}</w:document>',
        "word/styles.xml": _STYLES,
    }
    return save_package({name: (_HEAD + text).encode() for name, text in parts.items()})


def _relations(type: str, target: str) -> str:
    arrow = f'<Relationship Id="rId1" Type="{type}" Target="{target}"/>'
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{arrow}</Relationships>'
