"""Step 6, read: fields that Word spreads over many runs (begin, instruction, separate, result, end)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from baocao.document.tree import (
    Break,
    Field,
    Figure,
    Inline,
    Link,
    Marks,
    Number,
    PageBreak,
    Picture,
    Tab,
    Text,
    plain_text,
)

# What one paragraph is read into before page breaks and pictures are set apart from it.
Piece = Inline | PageBreak | Picture
# Tuples: a union written where it is asked for would be made anew for each of thousands of pieces.
APART = (PageBreak, Picture)

_PAGES = ("PAGE", "NUMPAGES")
_ADDRESS = re.compile(r'HYPERLINK\s+"([^"]+)"', re.IGNORECASE)
_PLAIN = (Text, Number, Figure, Field, Tab, Break)


@dataclass
class _Open:
    """A field whose end has not been met; ``spilled`` when its result began in an earlier paragraph."""

    instruction: str = ""
    in_result: bool = False
    pieces: list[Piece] = field(default_factory=list)
    spilled: bool = False


class Fields:
    """The fields open at one point of one story (body, note, header); pieces go to the innermost one's result."""

    def __init__(self) -> None:
        self._open: list[_Open] = []

    def result(self, pieces: list[Piece]) -> list[Piece]:
        """Return what new pieces are to be added to: the innermost field's result, ``pieces`` when no field is open.

        Words where an instruction should stand belong to a broken field; they are text, and stay.
        """
        return self._open[-1].pieces if self._open and self._open[-1].in_result else pieces

    def instruct(self, text: str) -> None:
        """Take a piece of the innermost field's instruction."""
        if self._open and not self._open[-1].in_result:
            self._open[-1].instruction += text

    def mark(self, kind: str, pieces: list[Piece]) -> None:
        """Obey a ``w:fldChar``: "begin", "separate" or "end"."""
        if kind == "begin":
            self._open.append(_Open())
        elif self._open and kind == "separate":
            self._open[-1].in_result = True
        elif self._open and kind == "end":
            closed = self._open.pop()
            done = closed.pieces if closed.spilled else finish(closed.instruction, closed.pieces)
            # The result of a field inside another one's instruction is part of that instruction, not of the text.
            if not self._open or self._open[-1].in_result:
                self.result(pieces).extend(done)

    def end_paragraph(self, pieces: list[Piece]) -> None:
        """Let the results so far of fields that go on in the next paragraph (a table of contents) stand as they are."""
        for field_ in self._open:
            pieces.extend(field_.pieces)
            field_.pieces = []
            field_.spilled = True


def finish(instruction: str, pieces: list[Piece]) -> list[Piece]:
    """Return what a field becomes: a Field for page numbers, a Link for an address, else its result as it stands."""
    words = instruction.split()
    if words and words[0].upper() in _PAGES and all(isinstance(piece, _PLAIN) for piece in pieces):
        inlines = inlines_of(pieces)
        marks = next((piece.marks for piece in inlines if isinstance(piece, Text)), Marks())
        return [Field(words[0].upper(), plain_text(tuple(inlines)), marks)]
    address = _ADDRESS.search(instruction)
    if address is not None and pieces:
        return [link_of(address[1], pieces)] if len(inlines_of(pieces)) == len(pieces) else pieces
    return pieces


def link_of(address: str, pieces: list[Piece]) -> Link:
    """Return the link to ``address`` around the inlines among ``pieces``."""
    return Link(address, join(inlines_of(pieces)))


def inlines_of(pieces: list[Piece]) -> list[Inline]:
    """Return the pieces that stand inside a line."""
    return [piece for piece in pieces if not isinstance(piece, APART)]


def join(inlines: list[Inline]) -> tuple[Inline, ...]:
    """Return ``inlines`` with texts (and numbers) of equal marks that follow each other made one."""
    joined: list[Inline] = []
    for inline in inlines:
        last = joined[-1] if joined else None
        if isinstance(inline, Text):
            if not inline.text:
                continue
            if isinstance(last, Text) and last.marks == inline.marks:
                joined[-1] = Text(_composed(last.text, inline.text), inline.marks)
                continue
        elif isinstance(inline, Number) and isinstance(last, Number) and last.marks == inline.marks:
            joined[-1] = Number(last.text + inline.text, inline.marks)
            continue
        joined.append(inline)
    return tuple(joined)


def _composed(before: str, after: str) -> str:
    """Return two texts as one, in NFC also where a letter and its tone mark stood in different runs."""
    return before + after if after.isascii() else unicodedata.normalize("NFC", before + after)
