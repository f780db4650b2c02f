"""Step 6, read: the blocks of a body, a cell, a note or a header, with the section marks between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from baocao.document.tree import Block, Control, Inline, PageBreak, Paragraph, ParagraphFormat, Picture, Table
from baocao.docx import losses
from baocao.docx.fields import APART, Piece, inlines_of, join
from baocao.docx.formats import read_format
from baocao.docx.inlines import InlineReader, Source
from baocao.docx.ooxml import GONE, MC, VAL, W, by_tag, first, holds_words, on_off, text_of
from baocao.docx.tables import read_table

_PARAGRAPH, _TABLE, _CONTROL = W + "p", W + "tbl", W + "sdt"
_PROPERTIES, _STYLE, _NUMBERED, _MARK, _SECTION = (W + tag for tag in ("pPr", "pStyle", "numPr", "rPr", "sectPr"))
# What lies beside blocks and holds none of the words that are read.
_SILENT = {_SECTION, *GONE}
_TRANSPARENT = {W + tag for tag in ("sdtContent", "ins", "moveTo", "customXml", "smartTag")}


@dataclass(frozen=True, slots=True)
class SectionEnd:
    """Where a section ends: its ``w:sectPr``."""

    node: etree._Element


Trail = list[tuple[etree._Element, Paragraph]]
"""Every paragraph that was read, in order, with the ``w:p`` that it came from; one that was cut stands there twice."""


class BlockReader:
    """Reads the blocks of one part; ``inlines`` is shared by all its paragraphs, because fields run over them.

    ``trail`` holds the paragraphs read so far.
    """

    def __init__(self, source: Source, what: str = "đoạn") -> None:
        self.trail: Trail = []
        self._source = source
        self._inlines = InlineReader(source)
        self._what = what
        self._count = 0
        # Pieces of paragraphs whose mark was deleted in a revision: they belong to the paragraph after them.
        self._carried: list[Piece] = []

    def read(self, container: etree._Element) -> tuple[Block, ...]:
        """Return the blocks in ``container``; section marks in it are passed over."""
        return tuple([block for block in self.walk(container) if not isinstance(block, SectionEnd)])

    def walk(self, container: etree._Element) -> list[Block | SectionEnd]:
        """Return the blocks in ``container``, and a SectionEnd behind every block that ends a section."""
        found: list[Block | SectionEnd] = []
        for child in container:
            tag = child.tag
            if tag == _PARAGRAPH:
                found += self._paragraph(child)
            elif tag in _SILENT:
                continue
            elif tag == _TABLE:
                found.append(self._table(child))
            elif tag == _CONTROL:
                found += self._control(child)
            elif tag in _TRANSPARENT:
                found += self.walk(child)
            elif tag == MC + "AlternateContent":
                choice = child.find(MC + "Choice")
                found += self.walk(child if choice is None else choice)
            elif tag == W + "altChunk":
                self._source.losses.add(losses.EMBEDDED)
            elif holds_words(child):
                self._source.losses.add(losses.UNKNOWN, text_of(child))
        return found

    def _table(self, node: etree._Element) -> Table:
        around, self._inlines.whole = self._inlines.whole, None  # another table may lie in a cell
        table = read_table(node, self._source.styles, self.read_cell)
        control, self._inlines.whole = self._inlines.whole, around
        return table if control is None else replace(table, control=control)

    def read_cell(self, node: etree._Element) -> tuple[Block, ...]:
        """Return the blocks of a ``w:tc``, or of the control around one."""
        if node.tag == _CONTROL:
            cell = node.find(f"{W}sdtContent/{W}tc")
            blocks = () if cell is None else self.read(cell)
            figure = self._whole_figure(node, blocks)
            return blocks if figure is None else (figure,)
        return self.read(node)

    def _control(self, node: etree._Element) -> Sequence[Block | SectionEnd]:
        content = first(node, W + "sdtContent")
        if content is None:
            return []
        blocks = self.walk(content)
        figure = self._whole_figure(node, blocks)
        return self._live(node, blocks) if figure is None else [figure]

    def _live(self, node: etree._Element, blocks: list[Block | SectionEnd]) -> list[Block | SectionEnd]:
        """Return ``blocks``, the one table or picture among them made live when ``node`` is the control of one."""
        places = [place for place, block in enumerate(blocks) if isinstance(block, Table | Picture)]
        found = self._source.finder.identify(node, "") if len(places) == 1 else None
        if found is None:
            return blocks
        block = blocks[places[0]]
        assert isinstance(block, Table | Picture)  # by the choice of places
        if block.control is None:
            blocks[places[0]] = replace(block, control=Control(*found))
        return blocks

    def _whole_figure(self, node: etree._Element, blocks: Sequence[Block | SectionEnd]) -> Paragraph | None:
        """Return the paragraph of a figure whose control lies around the paragraph, as programs write it where the
        figure is all that the paragraph holds; None when ``node`` is no such control."""
        if len(blocks) != 1 or not isinstance(blocks[0], Paragraph):
            return None
        paragraph = blocks[0]
        inside: list[Piece] = list(paragraph.inlines)
        pieces = self._inlines.as_figure(node, inside)
        if pieces == inside:
            return None
        figure = replace(paragraph, inlines=join(inlines_of(pieces)))
        self.trail[-1] = (self.trail[-1][0], figure)
        return figure

    def _paragraph(self, node: etree._Element) -> Sequence[Block | SectionEnd]:
        self._count += 1
        self._source.losses.at(f"{self._what} {self._count}", node)
        properties = first(node, _PROPERTIES)
        said = {} if properties is None else by_tag(properties)
        pieces = self._carried + self._inlines.read(node)
        self._carried = []
        mark, section = said.get(_MARK), said.get(_SECTION)
        if mark is not None and first(mark, W + "del") is not None:
            self._source.losses.once(losses.REVISIONS)
            self._carried = pieces
            return []
        hidden = mark is not None and bool(on_off(mark, W + "vanish"))
        # An empty paragraph that only carries a section, or whose hidden mark only keeps tables apart, is no block.
        blocks: list[Block] = []
        if pieces or (section is None and not hidden):
            # Most paragraphs say nothing but the name of their style.
            format = read_format(None if said.keys() == {_STYLE} else properties)
            blocks = self._with_whole(_split(pieces, self._style(said, pieces), format))
            self.trail += [(node, block) for block in blocks if isinstance(block, Paragraph)]
        return blocks if section is None else [*blocks, SectionEnd(section)]

    def _with_whole(self, blocks: list[Block]) -> list[Block]:
        """Return the blocks of a paragraph, its picture made live; without a picture the control is a table's."""
        if self._inlines.whole is None:
            return blocks
        pictures = [at for at, block in enumerate(blocks) if isinstance(block, Picture)]
        if len(pictures) == 1:
            picture = blocks[pictures[0]]
            assert isinstance(picture, Picture)  # by the choice of places
            blocks[pictures[0]] = replace(picture, control=self._inlines.whole)
            self._inlines.whole = None
        return blocks

    def _style(self, said: Mapping[str, etree._Element], pieces: list[Piece]) -> str:
        """Return the name of the style that the properties ``said`` of a paragraph with these pieces name."""
        style, numbers = said.get(_STYLE), said.get(_NUMBERED)
        id = None if style is None else style.get(VAL, "")
        number = None if numbers is None else first(numbers, W + "numId")
        numbered = self._source.styles.is_numbered(id) if number is None else number.get(VAL) != "0"
        if numbered and pieces:
            self._source.losses.add(losses.NUMBERING)
        return self._source.styles.paragraph_style(id)


def _split(pieces: list[Piece], style: str, format: ParagraphFormat) -> list[Block]:
    """Return the paragraph, cut where a page break or a picture stands in it."""
    blocks: list[Block] = []
    inlines: list[Inline] = []
    for piece in pieces:
        if not isinstance(piece, APART):
            inlines.append(piece)
            continue
        if joined := join(inlines):
            blocks.append(Paragraph(style, joined, format))
        blocks.append(piece if isinstance(piece, PageBreak) else replace(piece, keep_next=bool(format.keep_next)))
        inlines = []
    joined = join(inlines)
    if joined or not blocks:
        blocks.append(Paragraph(style, joined, format))
    return blocks


def only_paragraphs(blocks: tuple[Block, ...], source: Source) -> tuple[Paragraph, ...]:
    """Return the paragraphs of ``blocks`` (a note, a header); a table among them is told and taken apart."""
    found: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(block)
        elif isinstance(block, Table):
            source.losses.add(losses.HEADER_TABLE)
            for row in block.rows:
                for cell in row.cells:
                    found.extend(only_paragraphs(cell.blocks, source))
        elif isinstance(block, Picture):
            source.losses.add(losses.INLINE_PICTURE)
    return tuple(found)
