"""Step 7, check: a DOCX as a Reading, its paragraphs numbered as they lie in the file."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from baocao.checks.passages import Call, Passage, Printed, Reading
from baocao.checks.readers.lines import passage_of
from baocao.checks.readers.outline import level_of
from baocao.document.formatting import outline_level
from baocao.document.tree import Document, Figure, Footnote, Inline, Link, Paragraph, plain_text
from baocao.docx.ooxml import W, text_of
from baocao.docx.reader import Origin, read_with_origins
from baocao.findings import Findings


def read_word(data: bytes, file: str, findings: Findings) -> Reading:
    """Return a DOCX as a Reading; what the reader cannot take over goes into ``findings``.

    Raises InputError when the file is not a DOCX, is damaged or is protected by a password.
    """
    document, origins = read_with_origins(data, file, findings)
    losses = frozenset(finding.code for finding in findings.items)
    return replace(reading_of(document, origins, file), losses=losses)


def reading_of(document: Document, origins: Iterable[Origin], file: str) -> Reading:
    """Return a document that has been read, with the origins of its paragraphs, as a Reading."""
    gathered = _Gathered(document)
    for origin in origins:
        gathered.add(origin)
    return Reading(file, gathered.passages(), document)


@dataclass
class _Gathered:
    """The passages of a document, its notes numbered in the order of their calls."""

    document: Document
    body: list[Passage] = field(default_factory=list)
    notes: list[list[Passage]] = field(default_factory=list)
    calls: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    taken: dict[int, int] = field(default_factory=dict)
    levels: dict[tuple[str, int | None], int | None] = field(default_factory=dict)

    def add(self, origin: Origin) -> None:
        """Add the passage of one paragraph of the body; a paragraph that was cut goes on where its first part ended."""
        walk = _Walk()
        walk.over(origin.paragraph.inlines)
        text = "".join(walk.text)
        before = self.taken.get(origin.number, 0)
        self.taken[origin.number] = before + len(text)
        if not text.strip():
            self._notes(walk, None)
            return
        passage = Passage(
            text,
            text,
            paragraph=origin.number,
            level=self._level(origin, text),
            cell=next(origin.element.iterancestors(W + "tc"), None) is not None,
            printed=tuple(walk.printed),
            node=origin.paragraph,
        )
        self.body.append(_shifted(passage, before) if before else _as_it_is(passage, origin))
        self._notes(walk, len(self.body) - 1)

    def _notes(self, walk: _Walk, index: int | None) -> None:
        for at, note in walk.notes:
            number = len(self.notes) + 1
            self.notes.append(_note(note.blocks, number))
            if index is not None:
                self.calls.setdefault(index, []).append((at, number))

    def passages(self) -> tuple[Passage, ...]:
        """Return the body, then the notes, the calls of the body pointing at them."""
        first = len(self.body)
        places: list[tuple[int, ...]] = []
        for note in self.notes:
            places.append(tuple(range(first, first + len(note))))
            first += len(note)
        for index, calls in self.calls.items():
            called = tuple(Call(at, places[number - 1]) for at, number in calls)
            self.body[index] = replace(self.body[index], calls=called)
        return (*self.body, *(passage for note in self.notes for passage in note))

    def _level(self, origin: Origin, text: str) -> int | None:
        """Return the outline level of a paragraph: said directly, by its style, or by the look of a heading."""
        look = origin.paragraph.style, origin.paragraph.format.outline_level
        if look not in self.levels:
            self.levels[look] = outline_level(self.document.styles, origin.paragraph)
        said = self.levels[look]
        return level_of(text) if said is None else said + 1


@dataclass
class _Walk:
    """What the inlines of one paragraph show: text, figures with their places, notes with the places of their calls."""

    text: list[str] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)
    notes: list[tuple[int, Footnote]] = field(default_factory=list)
    length: int = 0

    def over(self, inlines: tuple[Inline, ...]) -> None:
        """Go through ``inlines`` in order."""
        for inline in inlines:
            if isinstance(inline, Link):
                self.over(inline.inlines)
                continue
            words = plain_text((inline,))
            if isinstance(inline, Footnote):
                self.notes.append((self.length, inline))
            elif isinstance(inline, Figure):
                self.printed.append(Printed(inline.id, self.length, self.length + len(words)))
            self.text.append(words)
            self.length += len(words)


def _note(blocks: tuple[Paragraph, ...], number: int) -> list[Passage]:
    """Return the passages of a note; offsets count from the beginning of the note, a line end between its paragraphs."""
    passages = []
    before = 0
    for block in blocks:
        walk = _Walk()
        walk.over(block.inlines)
        text = "".join(walk.text)
        if text.strip():
            passage = Passage(text, text, footnote=number, note=True, printed=tuple(walk.printed), node=block)
            passages.append(_shifted(passage, before))
        before += len(text) + 1
    return passages


def _shifted(passage: Passage, by: int) -> Passage:
    """Return a passage whose source begins ``by`` characters earlier, with text that belongs to another passage."""
    if not by:
        return passage
    places = tuple((at + by, at + by + 1) for at in range(len(passage.text)))
    return replace(passage, source=" " * by + passage.text, offsets=places)


def _as_it_is(passage: Passage, origin: Origin) -> Passage:
    """Return the passage with its source as typed, when that is not in NFC, which the document tree always is."""
    typed = text_of(origin.element)
    if unicodedata.is_normalized("NFC", typed) or unicodedata.normalize("NFC", typed) != passage.text:
        return passage
    decomposed = passage_of(typed)
    return replace(passage, source=typed, offsets=decomposed.offsets)
