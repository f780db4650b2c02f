"""Step 7, check: a document as the checks of its text see it: passages of plain text that know their place.

Every reader (DOCX, marked text, plain text, PDF) gives the same thing, so a check never asks where a text came from.
"""

from __future__ import annotations

from dataclasses import dataclass

from baocao.checks.evidence import Evidence
from baocao.document.tree import Document, Paragraph
from baocao.findings import Place, Span


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a note: where it stands in the text of its passage, and the indexes of the note's passages."""

    at: int
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """A live figure in a passage: its id in the register, and the offsets of its text."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph of the body, of a cell or of a note.

    ``text`` is the visible text in NFC, without the calls of notes; no-break spaces stay.  ``source`` is the line,
    paragraph or note as the file has it; ``offsets`` says for every character of ``text`` where it starts and ends in
    the source (None: at the same offsets).  ``line``, ``paragraph``, ``footnote``, ``page``: see ``Span``; None where
    they do not apply.  ``level`` is the outline level (1 the highest) of a heading, None for other text.  ``cell``:
    the passage stands in a table.  ``node`` is the paragraph of the document tree, None where there is no tree.
    """

    text: str
    source: str
    offsets: tuple[tuple[int, int], ...] | None = None
    line: int | None = None
    paragraph: int | None = None
    footnote: int | None = None
    page: int | None = None
    level: int | None = None
    cell: bool = False
    note: bool = False
    calls: tuple[Call, ...] = ()
    printed: tuple[Printed, ...] = ()
    node: Paragraph | None = None

    def span(self, start: int, end: int) -> Span:
        """Return the words between two offsets of ``text``, with the offsets that they have in the source."""
        if self.offsets is not None:
            last = self.offsets[end - 1][1] if end else 0
            start, end = (self.offsets[start][0], last) if start < end else (last, last)
        return Span(start, end, self.source[start:end], self.paragraph, self.footnote, self.page)


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as read for checking: its name, its passages in reading order (body first, then notes in order of call).

    ``document`` is the tree of a DOCX, None for files that have no form to check.  ``losses`` are the codes of what was
    lost on the way (VB201: words in text boxes), so that nothing is missed that could not be seen.  ``profile`` is the
    kind of form that somebody named, empty: it is told from the text.  ``evidence`` is what data say of the figures,
    None where no data are at hand.
    """

    file: str
    passages: tuple[Passage, ...]
    document: Document | None = None
    losses: frozenset[str] = frozenset()
    profile: str = ""
    evidence: Evidence | None = None

    def place(self, passage: Passage, start: int, end: int) -> Place:
        """Return the place of the words between two offsets of a passage."""
        span = passage.span(start, end)
        return Place(self.file, line=passage.line, detail=span.words or None, span=span)

    def accepted(self) -> list[tuple[Span, str]]:
        """Return the places of figures whose data carry "xác nhận", each with its reason."""
        reasons = {} if self.evidence is None else self.evidence.reasons
        return [
            (passage.span(printed.start, printed.end), reasons[printed.id])
            for passage in self.passages
            for printed in passage.printed
            if printed.id in reasons
        ]

    def notes(self, call: Call) -> tuple[Passage, ...]:
        """Return the passages of the note that is called."""
        return tuple(self.passages[index] for index in call.notes)
