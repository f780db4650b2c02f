"""Step 5, docx: blocks (paragraphs, tables, pictures) become elements of a body or a cell."""

from __future__ import annotations

import copy
import functools
from typing import assert_never

from lxml import etree

from baocao.document.tree import Block, Cell, Control, PageBreak, Paragraph, ParagraphFormat, Picture, Table
from baocao.docx.controls import ControlIds, write_block_control
from baocao.docx.footnotes import write_mark
from baocao.docx.formats import write_format
from baocao.docx.ooxml import VAL, W_URI, W
from baocao.docx.pictures import PicturesOut
from baocao.docx.runs import RunWriter
from baocao.docx.styles import NOTE_REFERENCE_STYLE, StyleTable
from baocao.docx.tables import write_table


class BlocksOut:
    """Writes blocks into one part: ``styles`` are those of the document, ``runs`` writes the inside of paragraphs."""

    def __init__(self, styles: StyleTable, runs: RunWriter, ids: ControlIds, pictures: PicturesOut) -> None:
        self._styles = styles
        self._runs = runs
        self._ids = ids
        self._pictures = pictures
        self._style_ids: dict[str, str] = {}

    def write(self, parent: etree._Element, blocks: tuple[Block, ...]) -> None:
        """Add ``blocks`` to a body, a control or a cell."""
        before: Block | None = None
        for block in blocks:
            match block:
                case Paragraph():
                    self.write_paragraph(parent, block, self._runs)
                case Table():
                    if isinstance(before, Table):
                        parent.append(separator())
                    write_table(self._inside(parent, block.control), block, self._write_cell)
                case Picture():
                    paragraph = etree.SubElement(self._inside(parent, block.control), W + "p")
                    properties = etree.SubElement(paragraph, W + "pPr")
                    if block.keep_next:
                        etree.SubElement(properties, W + "keepNext")
                    etree.SubElement(properties, W + "jc").set(VAL, "center")
                    self._pictures.write(paragraph, block)
                case PageBreak():
                    run = etree.SubElement(etree.SubElement(parent, W + "p"), W + "r")
                    etree.SubElement(run, W + "br").set(W + "type", "page")
                case _:
                    assert_never(block)
            before = block

    def _inside(self, parent: etree._Element, control: Control | None) -> etree._Element:
        return parent if control is None else write_block_control(parent, control, self._ids)

    def _write_cell(self, parent: etree._Element, cell: Cell) -> None:
        self.write(parent, cell.blocks)
        if not cell.blocks or isinstance(cell.blocks[-1], Table):
            parent.append(separator())

    def write_paragraph(
        self, parent: etree._Element, paragraph: Paragraph, runs: RunWriter, note: bool = False
    ) -> None:
        """Add one paragraph, its inside written by ``runs``; ``note``: it begins a footnote, with its number."""
        node = copy.deepcopy(_empty_paragraph(self._style_id(paragraph.style), paragraph.format))
        parent.append(node)
        if note:
            write_mark(node, self._styles.id_of(NOTE_REFERENCE_STYLE, "character") or "")
        runs.write(node, paragraph.inlines)

    def _style_id(self, name: str) -> str:
        if name not in self._style_ids:
            self._style_ids[name] = self._styles.id_of(name) or ""
        return self._style_ids[name]


@functools.lru_cache(maxsize=256)
def _empty_paragraph(style_id: str, format: ParagraphFormat) -> etree._Element:
    """Return a paragraph without words, to be copied."""
    node = etree.Element(W + "p", nsmap={"w": W_URI})
    properties = etree.SubElement(node, W + "pPr")
    if style_id:
        etree.SubElement(properties, W + "pStyle").set(VAL, style_id)
    write_format(properties, format)
    return node


def separator() -> etree._Element:
    """Return an empty paragraph with a hidden mark: between two tables, which Word would join, and at a cell's end.

    The reader drops such paragraphs.
    """
    paragraph = etree.Element(W + "p")
    properties = etree.SubElement(paragraph, W + "pPr")
    etree.SubElement(etree.SubElement(properties, W + "rPr"), W + "vanish")
    return paragraph
