"""Steps 5 and 6, docx: the named styles of a DOCX, matched by name and never by id.

The document defaults become the style named "" (kind "paragraph"); every paragraph style that is based on nothing is
based on it, so that following ``based_on`` to its end gives the whole formatting.
"""

from __future__ import annotations

import unicodedata
from functools import cached_property, lru_cache

from lxml import etree

from baocao.document.formatting import merged
from baocao.document.tree import Borders, Marks, ParagraphFormat, Style
from baocao.docx.formats import read_borders, read_format, read_marks
from baocao.docx.ooxml import VAL, A, W, val
from baocao.docx.package import parse_xml
from baocao.docx.relations import STYLES, THEME, Relations
from baocao.errors import InputError

NUMBER_STYLE = "Số mục"
NOTE_REFERENCE_STYLE = "footnote reference"
NOTE_TEXT_STYLE = "footnote text"
DEFAULT_STYLE = "Normal"

# Programs change the case of built-in names ("Heading 1", "Footnote Text"); inside baocao they have one spelling.
_SPELLINGS = {
    name.casefold(): name
    for name in (
        *("Normal", "header", "footer", "footnote text", "footnote reference", "Nội dung", "Tiểu đề", "Quốc hiệu"),
        *("Tiêu ngữ", "Cơ quan chủ quản", "Cơ quan ban hành", "Số ký hiệu", "Địa danh ngày tháng", "Tên loại"),
        *("Trích yếu", "Đường kẻ", "Dự thảo", "Nơi nhận", "Danh sách nơi nhận", "Chức vụ", "Họ tên", "Số mục"),
        *("Quyền hạn", "Dấu sao", "Gạch dưới trích yếu", "Thẩm quyền ban hành", "Căn cứ", "Quyết nghị"),
        *(f"heading {level}" for level in range(1, 10)),
    )
}


def spelling(name: str) -> str:
    """Return a style name in the one spelling used inside baocao."""
    name = unicodedata.normalize("NFC", name.strip())
    return _SPELLINGS.get(name.casefold(), name)


def read_theme(theme: etree._Element | None) -> dict[str, str]:
    """Return the typefaces behind the theme font names ("minorHAnsi"); empty without a theme part."""
    fonts: dict[str, str] = {}
    if theme is None:
        return fonts
    for kind in ("major", "minor"):
        node = theme.find(f".//{A}{kind}Font/{A}latin")
        if node is not None and node.get("typeface"):
            fonts |= {f"{kind}{script}": node.get("typeface", "") for script in ("HAnsi", "Ascii")}
    return fonts


class StyleTable:
    """The styles of one styles part: ids by name for writing, Style values and names by id for reading."""

    def __init__(self, root: etree._Element | None, theme: dict[str, str] | None = None) -> None:
        self.theme = theme or {}
        self._nodes: dict[str, etree._Element] = {}
        self._ids: dict[tuple[str, str], str] = {}
        self._names: dict[str, str] = {}
        self._defaults: dict[str, str] = {}
        for node in root.findall(W + "style") if root is not None else []:
            id, kind, name = (
                node.get(W + "styleId", ""),
                node.get(W + "type", "paragraph"),
                spelling(val(node, W + "name") or ""),
            )
            self._nodes[id] = node
            self._names[id] = name
            self._ids.setdefault((kind, name.casefold()), id)
            if node.get(W + "default") in ("1", "true", "on"):
                self._defaults[kind] = id
        self._root = root
        self._folded: dict[str, Marks] = {}
        self._numbered: dict[str, bool] = {}

    def id_of(self, name: str, kind: str = "paragraph") -> str | None:
        """Return the id of the style with this name, None when the part has no such style."""
        return self._ids.get((kind, spelling(name).casefold()))

    def paragraph_style(self, id: str | None) -> str:
        """Return the name of the paragraph style with this id; the default style's name for None or an unknown id."""
        if id is None or id not in self._names:
            return self._names.get(self._defaults.get("paragraph", ""), DEFAULT_STYLE)
        return self._names[id]

    def character_style(self, id: str | None) -> str | None:
        """Return the name of the character style with this id, None when there is none."""
        return self._names.get(id or "")

    def character_marks(self, id: str) -> Marks:
        """Return everything that the character style with this id says, its bases included."""
        if id not in self._folded:
            marks = Marks()
            for node in reversed(self._chain(id)):
                marks = merged(marks, read_marks(node.find(W + "rPr"), self.theme))
            self._folded[id] = marks
        return self._folded[id]

    def is_numbered(self, id: str | None) -> bool:
        """Return whether the paragraph style with this id gives Word's own numbers to its paragraphs."""
        key = id or ""
        if key not in self._numbered:
            numbers = [node.find(f"{W}pPr/{W}numPr/{W}numId") for node in self._chain(key)]
            said = [number.get(VAL) for number in numbers if number is not None]
            self._numbered[key] = bool(said) and said[0] != "0"
        return self._numbered[key]

    def table_borders(self, id: str | None) -> Borders:
        """Return the borders that the table style with this id gives, its bases included."""
        for node in self._chain(id or ""):
            borders = node.find(f"{W}tblPr/{W}tblBorders")
            if borders is not None:
                return read_borders(borders)
        return Borders()

    def _chain(self, id: str) -> list[etree._Element]:
        chain: list[etree._Element] = []
        while id in self._nodes and self._nodes[id] not in chain:
            chain.append(self._nodes[id])
            id = val(self._nodes[id], W + "basedOn") or ""
        return chain

    @cached_property
    def styles(self) -> dict[str, Style]:
        """The styles by name; the writer, which only asks for ids, never has them read."""
        styles = {"": _defaults(self._root, self.theme)}
        for id, node in self._nodes.items():
            kind = node.get(W + "type", "paragraph")
            if kind not in ("paragraph", "character") or not self._names[id] or self._names[id] in styles:
                continue
            base = self._names.get(val(node, W + "basedOn") or "")
            styles[self._names[id]] = Style(
                self._names[id],
                kind,
                ("" if kind == "paragraph" else None) if base is None else base,
                read_format(node.find(W + "pPr")) if kind == "paragraph" else ParagraphFormat(),
                read_marks(node.find(W + "rPr"), self.theme),
            )
        return styles


def styles_of(parts: dict[str, bytes], relations: Relations, name: str) -> StyleTable:
    """Return the styles of a part with these relations, read once for the same bytes; none when it has no styles part.

    ``name`` is how the file is called in messages.  Raises InputError when the XML of the part is damaged.
    """
    found = {type: relations.part(type, parts) for type in (STYLES, THEME)}
    try:
        return _table(*(None if part is None else parts[part] for part in found.values()))
    except InputError:
        for part in filter(None, found.values()):
            parse_xml(parts[part], name, part)
        raise


@lru_cache(maxsize=32)
def _table(styles: bytes | None, theme: bytes | None) -> StyleTable:
    root, look = (None if data is None else parse_xml(data) for data in (styles, theme))
    return StyleTable(root, read_theme(look))


def _defaults(root: etree._Element | None, theme: dict[str, str]) -> Style:
    if root is None:
        return Style("")
    run = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    paragraph = root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr")
    return Style("", format=read_format(paragraph), marks=read_marks(run, theme))
