"""Step 4, document: the figures inside whole annex tables and charts, which have no control of their own.

The entry of a whole keeps the ids of its figures row by row.  A table that people have edited is laid beside those
rows; where rows came or went, the others are found again by their words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from baocao.document.tree import (
    Block,
    Cell,
    Document,
    Figure,
    Inline,
    Marks,
    Paragraph,
    RegisterEntry,
    Row,
    Table,
    Text,
    plain_text,
)
from baocao.plaintext import fold

_NOTHING = "-"


def held_ids(entry: RegisterEntry) -> list[list[str | None]]:
    """Return the rows (or series) of a whole as ids of figures, None where a column has none."""
    return [[None if id == _NOTHING else id for id in row.split()] for row in entry.rows]


def unfolded(document: Document) -> Document:
    """Return ``document`` with every cell of a live table that prints a figure made a figure."""
    entries = {entry.id: entry for entry in document.register.entries}

    def unfold(block: Block) -> Block:
        if not isinstance(block, Table) or block.control is None or block.control.id not in entries:
            return block
        places = figure_places(block, entries[block.control.id], entries)
        rows = tuple(
            replace(
                row,
                cells=tuple(_live(cell, places.get((at, number)), entries) for number, cell in enumerate(row.cells)),
            )
            for at, row in enumerate(block.rows)
        )
        return replace(block, rows=rows)

    sections = tuple(replace(section, blocks=tuple(map(unfold, section.blocks))) for section in document.sections)
    return replace(document, sections=sections)


def figure_places(
    table: Table, whole: RegisterEntry, entries: Mapping[str, RegisterEntry]
) -> dict[tuple[int, int], str]:
    """Return the ids of the figures of a live table by row and cell (0-based, head rows counted)."""
    held = held_ids(whole)
    body = [at for at, row in enumerate(table.rows) if not row.header]
    places: dict[tuple[int, int], str] = {}
    for at, ids in _paired(table, body, held, entries):
        column = 0
        for number, cell in enumerate(table.rows[at].cells):
            id = ids[column] if column < len(ids) and cell.span == 1 else None
            if id is not None:
                places[at, number] = id
            column += cell.span
    return places


def _paired(
    table: Table, body: list[int], held: list[list[str | None]], entries: Mapping[str, RegisterEntry]
) -> Iterator[tuple[int, list[str | None]]]:
    """Yield the rows of the table that were made of a row of the whole, with the ids of that row.

    Rows that print what was printed are found first; a row between them in which something was typed over counts as
    the one that stood there when another of its numbers, or its name, is still the same.
    """
    columns = [column for column in range(len(table.grid)) if any(column < len(ids) and ids[column] for ids in held)]
    now = [tuple(_text_at(table.rows[at], column) for column in columns) for at in body]
    then = [tuple(_printed(ids, column, entries) for column in columns) for ids in held]
    for kind, first, last, start, end in SequenceMatcher(None, now, then, autojunk=False).get_opcodes():
        if last - first != end - start:
            continue
        for at, place in zip(range(first, last), range(start, end), strict=True):
            same = any(text and text == printed for text, printed in zip(now[at], then[place], strict=True))
            if kind == "equal" or same or _is_about(table.rows[body[at]], held[place], entries):
                yield body[at], held[place]


def _is_about(row: Row, ids: list[str | None], entries: Mapping[str, RegisterEntry]) -> bool:
    """Return whether a cell of a row names what the figures of ``ids`` are called."""
    names = [fold(entries[id].name) for id in ids if id is not None and id in entries]
    words = [fold(_words(cell.blocks)).lstrip("-+ ") for cell in row.cells]
    return any(text and any(sign.isalpha() for sign in text) and text in name for text in words for name in names)


def _text_at(row: Row, wanted: int) -> str:
    column = 0
    for cell in row.cells:
        if column == wanted:
            return _words(cell.blocks)
        column += cell.span
    return ""


def _printed(ids: list[str | None], column: int, entries: Mapping[str, RegisterEntry]) -> str:
    entry = entries.get((ids[column] if column < len(ids) else None) or "")
    return entry.text if entry else ""


def _words(blocks: Sequence[Block]) -> str:
    """Return the words of a cell, without raised signs: a proof copy has its numbers there."""
    parts = (inline for block in blocks if isinstance(block, Paragraph) for inline in block.inlines)
    return plain_text(tuple(inline for inline in parts if not _is_raised(inline)))


def _is_raised(inline: Inline) -> bool:
    return isinstance(inline, Text) and bool(inline.marks.raised)


def _live(cell: Cell, id: str | None, entries: Mapping[str, RegisterEntry]) -> Cell:
    """Return a cell with its text as one figure; a cell of more than one paragraph, or of other things, stays."""
    if id is None or len(cell.blocks) != 1 or not isinstance(cell.blocks[0], Paragraph):
        return cell
    paragraph = cell.blocks[0]
    if not all(isinstance(inline, Text) for inline in paragraph.inlines):
        return cell
    marks = next((inline.marks for inline in paragraph.inlines if isinstance(inline, Text)), Marks())
    name = entries[id].name if id in entries else ""
    raised = tuple(filter(_is_raised, paragraph.inlines))
    figure = Figure(id, _words(cell.blocks), name, marks)
    return replace(cell, blocks=(replace(paragraph, inlines=(figure, *raised)),))
