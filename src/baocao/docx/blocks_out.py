"""Step 5, docx: blocks (paragraphs, tables, pictures) become the XML of a body or a cell."""

from __future__ import annotations

import functools
from typing import assert_never

from lxml import etree

from baocao.document.tree import Block, Cell, PageBreak, Paragraph, ParagraphFormat, Picture, Table
from baocao.docx.controls import ControlIds, block_control_tags
from baocao.docx.footnotes import mark_xml
from baocao.docx.formats import write_format
from baocao.docx.fragments import PREFIXES, fragment
from baocao.docx.ooxml import VAL, W
from baocao.docx.pictures import PicturesOut
from baocao.docx.runs import RunWriter
from baocao.docx.styles import NOTE_REFERENCE_STYLE, StyleTable
from baocao.docx.tables import table_xml

SEPARATOR = "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr></w:p>"
"""An empty paragraph with a hidden mark: between two tables, which Word would join, and at a cell's end.

The reader drops such paragraphs.
"""


class BlocksOut:
    """Writes blocks into one part: ``styles`` are those of the document, ``runs`` writes the inside of paragraphs."""

    def __init__(self, styles: StyleTable, runs: RunWriter, ids: ControlIds, pictures: PicturesOut) -> None:
        self._styles = styles
        self._runs = runs
        self._ids = ids
        self._pictures = pictures
        self._style_ids: dict[str, str] = {}

    def xml(self, blocks: tuple[Block, ...]) -> list[str]:
        """Return the XML of each of ``blocks``, which follow each other in a body, a control or a cell."""
        written = [self._block(block) for block in blocks]
        for at in range(1, len(blocks)):
            if isinstance(blocks[at], Table) and isinstance(blocks[at - 1], Table):
                written[at] = SEPARATOR + written[at]
        return written

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph():
                return self.paragraph_xml(block, self._runs)
            case Table() | Picture():
                before, after = ("", "") if block.control is None else block_control_tags(block.control, self._ids)
                inside = table_xml(block, self._cell) if isinstance(block, Table) else self._picture(block)
                return before + inside + after
            case PageBreak():
                return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
            case _:
                assert_never(block)

    def _picture(self, picture: Picture) -> str:
        keep = "<w:keepNext/>" if picture.keep_next else ""
        return f'<w:p><w:pPr>{keep}<w:jc w:val="center"/></w:pPr>{self._pictures.xml(picture)}</w:p>'

    def _cell(self, cell: Cell) -> str:
        end = SEPARATOR if not cell.blocks or isinstance(cell.blocks[-1], Table) else ""
        return "".join(self.xml(cell.blocks)) + end

    def paragraph_xml(self, paragraph: Paragraph, runs: RunWriter, note: bool = False) -> str:
        """Return one paragraph, its inside written by ``runs``; ``note``: it begins a footnote, with its number."""
        properties = _properties_xml(self._style_id(paragraph.style), paragraph.format)
        mark = mark_xml(self._styles.id_of(NOTE_REFERENCE_STYLE, "character") or "") if note else ""
        return f"<w:p>{properties}{mark}{runs.xml(paragraph.inlines)}</w:p>"

    def _style_id(self, name: str) -> str:
        if name not in self._style_ids:
            self._style_ids[name] = self._styles.id_of(name) or ""
        return self._style_ids[name]


@functools.lru_cache(maxsize=256)
def _properties_xml(style_id: str, format: ParagraphFormat) -> str:
    """Return the ``w:pPr`` of a paragraph: hundreds have the same."""
    properties = etree.Element(W + "pPr", nsmap=PREFIXES)
    if style_id:
        etree.SubElement(properties, W + "pStyle").set(VAL, style_id)
    write_format(properties, format)
    return fragment(properties)
