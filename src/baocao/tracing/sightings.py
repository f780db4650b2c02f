"""Step 9, trace: the figures of a document where a reader meets them: heading, paragraph, sentence, table row, note."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from baocao.document.formatting import outline_level
from baocao.document.tree import (
    Block,
    Document,
    Figure,
    Footnote,
    Inline,
    Link,
    PageBreak,
    Paragraph,
    Picture,
    Row,
    Table,
    paragraphs,
    plain_text,
)
from baocao.document.unfolding import held_ids, unfolded

_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or a cell of a table, as a reader meets it.

    ``headings`` are those above it, the highest first.  ``story`` says what other than running text it belongs to
    ("chú thích 3", "bảng 2, dòng 4"); empty in running text.  ``label`` says for a cell what row and column it is.
    """

    text: str
    headings: tuple[str, ...]
    story: str = ""
    label: str = ""

    @property
    def place(self) -> str:
        """Where the line stands, in words: the headings, then the story."""
        return " › ".join((*self.headings, *([self.story] if self.story else [])))

    def sentence(self, start: int, end: int) -> str:
        """Return the sentence around two offsets of the text; for a cell its row and column."""
        if self.label:
            return self.label
        cuts = [0, *(match.end() for match in _SENTENCE_END.finditer(self.text)), len(self.text)]
        first = max(cut for cut in cuts if cut <= start)
        last = min(cut for cut in cuts if cut >= end)
        return " ".join(self.text[first:last].split())


@dataclass(frozen=True, slots=True)
class Sighting:
    """A figure where it stands: its id in the register, the name that its control has, and the offsets of its text."""

    id: str
    alias: str
    line: Line
    start: int
    end: int

    @property
    def shown(self) -> str:
        """The text that a reader sees."""
        return self.line.text[self.start : self.end]

    @property
    def sentence(self) -> str:
        """The sentence around the figure."""
        return self.line.sentence(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Sight:
    """All lines of a document in reading order, a note after the paragraph that calls it, and the figures in them."""

    lines: tuple[Line, ...]
    figures: tuple[Sighting, ...]


def look(document: Document) -> Sight:
    """Return the lines and figures of ``document``, headers last; figures of an annex or a chart included."""
    document = unfolded(document)
    looking = _Looking(document)
    for section in document.sections:
        looking.blocks(section.blocks)
    headers = [section.header for section in document.sections]
    headers += [section.first_header or () for section in document.sections]
    for header in dict.fromkeys(headers):
        looking.headings = []
        for paragraph in header:
            looking.paragraph(paragraph, "đầu trang")
    return Sight(tuple(looking.lines), tuple(looking.figures))


class _Looking:
    def __init__(self, document: Document) -> None:
        self._styles = document.styles
        self._entries = {entry.id: entry for entry in document.register.entries}
        self.lines: list[Line] = []
        self.figures: list[Sighting] = []
        self.headings: list[tuple[int, str]] = []
        self._notes = 0
        self._tables = 0

    def blocks(self, blocks: tuple[Block, ...]) -> None:
        for block in blocks:
            match block:
                case Paragraph():
                    self._note_heading(block)
                    self.paragraph(block, "")
                case Table():
                    self._table(block)
                case Picture():
                    self._picture(block)
                case PageBreak():
                    pass

    def _note_heading(self, paragraph: Paragraph) -> None:
        level = outline_level(self._styles, paragraph)
        words = " ".join(plain_text(paragraph.inlines).split())
        if level is not None and words:
            self.headings = [(other, text) for other, text in self.headings if other < level]
            self.headings.append((level, words))

    def _above(self) -> tuple[str, ...]:
        return tuple(text for _, text in self.headings)

    def paragraph(self, paragraph: Paragraph, story: str, label: str = "") -> None:
        pieces = list(_flat(paragraph.inlines))
        line = Line(plain_text(tuple(pieces)), self._above(), story, label)
        self.lines.append(line)
        notes: list[Footnote] = []
        at = 0
        for piece in pieces:
            size = len(plain_text((piece,)))
            if isinstance(piece, Figure):
                self.figures.append(Sighting(piece.id, piece.alias, line, at, at + size))
            elif isinstance(piece, Footnote):
                notes.append(piece)
            at += size
        for note in notes:
            self._notes += 1
            for inside in note.blocks:
                self.paragraph(inside, f"chú thích {self._notes}")

    def _table(self, table: Table) -> None:
        self._tables += 1
        heads = _column_heads(table)
        for number, row in enumerate(table.rows, 1):
            name = _row_name(row)
            column = 0
            for cell in row.cells:
                head = heads.get(column, "")
                label = "" if row.header else ", ".join(part for part in (name, head) if part)
                for paragraph in paragraphs(cell.blocks):
                    self.paragraph(paragraph, f"bảng {self._tables}, dòng {number}", label if table.control else "")
                column += cell.span

    def _picture(self, picture: Picture) -> None:
        """Take the numbers of a live chart as figures: each on a line of its own, which its name labels."""
        entry = self._entries.get(picture.control.id) if picture.control else None
        for ids in held_ids(entry) if entry else ():
            for found in (self._entries[id] for id in ids if id in self._entries):
                line = Line(found.text, self._above(), picture.control.alias if picture.control else "", found.name)
                self.lines.append(line)
                self.figures.append(Sighting(found.id, found.name, line, 0, len(found.text)))


def _column_heads(table: Table) -> dict[int, str]:
    """Return the words at the head of each grid column of a table, the group above them first."""
    heads: dict[int, list[str]] = {}
    for row in table.rows:
        column = 0
        for cell in row.cells if row.header else ():
            words = " ".join(plain_text(part.inlines) for part in paragraphs(cell.blocks)).strip()
            for covered in range(column, column + cell.span):
                heads.setdefault(covered, []).append(words)
            column += cell.span
    return {column: " ".join(filter(None, words)) for column, words in heads.items()}


def _row_name(row: Row) -> str:
    """Return what a row is about: the first of its cells that has letters and is no figure."""
    for cell in row.cells:
        for paragraph in paragraphs(cell.blocks):
            words = plain_text(paragraph.inlines).strip()
            if any(sign.isalpha() for sign in words) and not any(isinstance(i, Figure) for i in paragraph.inlines):
                return words.lstrip("-+ ")
    return ""


def _flat(inlines: tuple[Inline, ...]) -> Iterator[Inline]:
    for inline in inlines:
        if isinstance(inline, Link):
            yield from _flat(inline.inlines)
        else:
            yield inline
