"""Step 7, check: a DOCX as the rules of form see it: its lines, each with the format that a reader of the page sees."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from baocao.checks.passages import Passage, Reading
from baocao.document.formatting import merged, resolve
from baocao.document.tree import (
    Alignment,
    Block,
    Document,
    Field,
    Figure,
    Footnote,
    Inline,
    Link,
    Marks,
    Number,
    Paragraph,
    ParagraphFormat,
    Table,
    Text,
    plain_text,
)
from baocao.findings import Place

_NUMBER_STYLE = "Số mục"
_LETTER = re.compile(r"[^\W_]")
# A tuple: a union written where it is asked for would be made anew for each of hundreds of runs.
_WITH_MARKS = (Text, Figure, Field, Number)


class Run(NamedTuple):
    """A stretch of a line with one look: offsets in the text of the line, and everything that its characters are."""

    start: int
    end: int
    marks: Marks


@dataclass(frozen=True, slots=True)
class Column:
    """Where a line of a table stands: the table (1-based in the document), its row, its grid column, and its width."""

    table: int
    row: int
    index: int
    width: int


@dataclass(eq=False)
class Line:
    """A paragraph of the body or of a cell, with the whole of its format.  ``passage`` None: it holds no words.

    ``section`` is 0-based.  ``column`` is None outside tables.
    """

    node: Paragraph
    text: str
    section: int
    column: Column | None
    format: ParagraphFormat
    runs: tuple[Run, ...]
    passage: Passage | None

    @cached_property
    def lettered(self) -> tuple[Run, ...]:
        """The runs that show letters or digits; raised ones, which are calls of notes or powers, are left out."""
        return tuple(
            run
            for run in self.runs
            if not run.marks.raised and _LETTER.search(self.text, run.start, run.end) is not None
        )

    @property
    def centered(self) -> bool:
        """Whether the line is centred."""
        return self.format.alignment is Alignment.CENTER

    @property
    def words(self) -> str:
        """The text with single spaces, as it is compared."""
        return " ".join(self.text.split())

    def shown(self, run: Run) -> str:
        """Return the text of a run as it is seen: capitals where the run says so."""
        text = self.text[run.start : run.end]
        return text.upper() if run.marks.caps else text

    @property
    def capitals(self) -> bool:
        """Whether all letters are seen as capitals."""
        seen = "".join(self.shown(run) for run in self.runs)
        return seen == seen.upper()

    def every(self, holds: Callable[[Marks], object]) -> bool:
        """Return whether something holds for all runs that show letters or digits; True when there are none."""
        return all(holds(run.marks) for run in self.lettered)

    @cached_property
    def size(self) -> float:
        """The size of most of its letters, in points; 0 when it has none."""
        lengths: dict[int, int] = {}
        for run in self.lettered:
            lengths[run.marks.size or 0] = lengths.get(run.marks.size or 0, 0) + run.end - run.start
        return max(lengths, key=lambda size: lengths[size]) / 2 if lengths else 0


class Layout:
    """The lines of a DOCX in reading order."""

    def __init__(self, reading: Reading, document: Document) -> None:
        self.reading = reading
        self.document = document
        self._passages = {id(passage.node): passage for passage in reading.passages if passage.node is not None}
        # By the identity of formats and marks, which live as long as the document: to hash one costs more than the rest.
        self._resolved: dict[str, tuple[ParagraphFormat, Marks]] = {}
        self._formats: dict[tuple[str, int], ParagraphFormat] = {}
        self._merged: dict[tuple[int, int], Marks] = {}
        self._number_marks = document.styles[_NUMBER_STYLE].marks if _NUMBER_STYLE in document.styles else Marks()
        self._tables = 0

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines: those of the body and of cells, those of notes not."""
        lines: list[Line] = []
        for number, section in enumerate(self.document.sections):
            self._add(lines, section.blocks, number, None)
        return tuple(lines)

    def header(self, paragraphs: tuple[Paragraph, ...]) -> tuple[Line, ...]:
        """Return the paragraphs of a header as lines."""
        return tuple(self._line(paragraph, 0, None) for paragraph in paragraphs)

    def _add(self, lines: list[Line], blocks: tuple[Block, ...], section: int, column: Column | None) -> None:
        """Add the lines of ``blocks`` to ``lines``."""
        for block in blocks:
            if isinstance(block, Paragraph):
                lines.append(self._line(block, section, column))
            elif isinstance(block, Table):
                self._tables += 1
                table = self._tables
                for number, row in enumerate(block.rows):
                    index = 0
                    for cell in row.cells:
                        width = sum(block.grid[index : index + cell.span])
                        self._add(lines, cell.blocks, section, Column(table, number, index, width))
                        index += cell.span

    def _line(self, node: Paragraph, section: int, column: Column | None) -> Line:
        base = self._resolved.get(node.style)
        if base is None:
            base = self._resolved[node.style] = resolve(self.document.styles, node.style)
        key = (node.style, id(node.format))
        format = self._formats.get(key)
        if format is None:
            format = self._formats[key] = merged(base[0], node.format)
        passage = self._passages.get(id(node))
        text = plain_text(node.inlines) if passage is None else passage.text
        runs: list[Run] = []
        self._add_runs(runs, node.inlines, base[1])
        return Line(node, text, section, column, format, tuple(runs), passage)

    def _add_runs(self, runs: list[Run], inlines: tuple[Inline, ...], base: Marks, start: int = 0) -> None:
        """Add the runs of ``inlines``, the first of which begins at ``start``, to ``runs``."""
        for inline in inlines:
            if isinstance(inline, _WITH_MARKS):
                end = start + len(inline.text)
                below = self._laid(base, self._number_marks) if isinstance(inline, Number) else base
                runs.append(Run(start, end, self._laid(below, inline.marks)))
            else:
                end = start + len(plain_text((inline,)))
                if isinstance(inline, Link):
                    self._add_runs(runs, inline.inlines, base, start)
                elif not isinstance(inline, Footnote):
                    runs.append(Run(start, end, base))
            start = end

    def _laid(self, below: Marks, above: Marks) -> Marks:
        """Return ``merged``; a document has few looks and many runs."""
        key = (id(below), id(above))
        found = self._merged.get(key)
        if found is None:
            found = self._merged[key] = merged(below, above)
        return found

    def place(self, line: Line, start: int = 0, end: int | None = None) -> Place:
        """Return the place of the words of a line between two offsets of its text, all of them unless they are given."""
        if line.passage is None:
            return Place(self.reading.file)
        bare = line.text.rstrip()
        first = max(start, len(line.text) - len(line.text.lstrip()))
        return self.reading.place(line.passage, min(first, len(bare)), len(bare) if end is None else end)

    def run_place(self, line: Line, run: Run) -> Place:
        """Return the place of the words of a run."""
        text = line.text[run.start : run.end]
        start = run.start + len(text) - len(text.lstrip())
        return self.place(line, start, run.start + len(text.rstrip()))
