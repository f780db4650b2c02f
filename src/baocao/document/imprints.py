"""Step 4, document: imprints, short hashes of what was printed outside the figures.

They are kept in the register, so that it can be told later whether the template still prints the same words, and which
cells of an annex table somebody has changed by hand.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator

from baocao.document.tree import (
    Block,
    Document,
    Figure,
    Footnote,
    Imprint,
    Inline,
    Number,
    Paragraph,
    Picture,
    Table,
    plain_text,
)
from baocao.plaintext import as_typed

_OF_PARAGRAPH, _OF_CELL = 10, 5


def _hash(text: str, digits: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:digits]


def paragraphs_outside_tables(document: Document) -> Iterator[Paragraph]:
    """Yield the paragraphs with words of their own in reading order, each followed by those of its notes."""
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield from _with_notes(block)


def _with_notes(paragraph: Paragraph) -> Iterator[Paragraph]:
    if paragraph.inlines:
        yield paragraph
    for inline in paragraph.inlines:
        if isinstance(inline, Footnote):
            for note in inline.blocks:
                yield from _with_notes(note)


def paragraph_imprint(paragraph: Paragraph) -> str:
    """Return the imprint of a paragraph: figures count by their id, outline numbers not at all."""
    return _hash(as_typed("".join(map(_skeleton, paragraph.inlines))), _OF_PARAGRAPH)


def _skeleton(inline: Inline) -> str:
    match inline:
        case Figure():
            return f"\u27e6{inline.id}\u27e7"
        case Number():
            return ""
        case _:
            return plain_text((inline,))


@functools.lru_cache(maxsize=4096)
def cell_imprint(text: str) -> str:
    """Return the imprint of one cell of a table that shows ``text``; names and units are the same in every report."""
    return _hash(as_typed(text), _OF_CELL)


def cell_text(blocks: tuple[Block, ...]) -> str:
    """Return the words of a cell."""
    return "\n".join(plain_text(block.inlines) for block in blocks if isinstance(block, Paragraph))


def picture_imprint(alternative: str) -> str:
    """Return the imprint of a chart, whose alternative text names all its numbers."""
    return _hash(as_typed(alternative), _OF_PARAGRAPH)


def live_blocks(document: Document) -> Iterator[Table | Picture]:
    """Yield the tables and pictures that are made of data."""
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Table | Picture) and block.control is not None:
                yield block


def imprints_of(document: Document) -> tuple[tuple[str, ...], tuple[Imprint, ...]]:
    """Return the imprints of all paragraphs outside tables, and those of the tables and pictures made of data."""
    texts = tuple(paragraph_imprint(paragraph) for paragraph in paragraphs_outside_tables(document))
    return texts, tuple(_imprint(block) for block in live_blocks(document))


def _imprint(block: Table | Picture) -> Imprint:
    assert block.control is not None  # live_blocks yields no others
    if isinstance(block, Picture):
        return Imprint(block.control.id, (picture_imprint(block.alt),))
    rows = (" ".join(cell_imprint(cell_text(cell.blocks)) for cell in row.cells) for row in block.rows)
    return Imprint(block.control.id, tuple(rows))
