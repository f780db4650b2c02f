"""Step 7, check: what stands on the pages of a PDF: pieces of text with their places, gathered into lines."""

from __future__ import annotations

import ctypes
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pypdfium2

from baocao.printing.pdf_faults import damaged, locked

_COLUMN = 1.6
"""A gap of so many font sizes parts columns, not words."""
_BLANK = 0.16
_SMALLER, _HIGHER = 0.9, 0.1
"""A call of a note is set in so much of the line's font size, and so much of it higher."""
_HYPHEN = "\ufffe"
"""How pdfium gives a hyphen at the end of a line, in place of the hyphen and the line end."""
_ROW = re.compile(rf"[^\r\n{_HYPHEN}]+{_HYPHEN}?")
_DIGITS = re.compile(r"\d+")
_GAP = re.compile(r"(?<=\S)\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text on one line in one font: edges in points from the page's lower left, font size; ``raised``: a small number
    set above the line, as calls of notes are."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """The pieces of one line of one column, the font size of most of its text; ``beside``: other columns stand next
    to it."""

    page: int
    pieces: tuple[Piece, ...]
    size: float
    beside: bool = False

    @property
    def left(self) -> float:
        """Its left edge."""
        return self.pieces[0].left

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.pieces[-1].right

    @property
    def top(self) -> float:
        """Its upper edge."""
        return max(piece.top for piece in self.pieces)

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return min(piece.bottom for piece in self.pieces)

    @property
    def text(self) -> str:
        """Its text, raised numbers included."""
        words = [self.pieces[0].text]
        for before, piece in itertools.pairwise(self.pieces):
            words += [blank_between(before, piece), piece.text]
        return "".join(words)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its number, its height in points, its lines from top to bottom."""

    number: int
    height: float
    lines: tuple[Line, ...]


def read_pages(data: bytes, name: str) -> list[Sheet]:
    """Return the pages of a PDF.  Raises InputError when it is damaged (VB111) or protected by a password (VB112)."""
    try:
        with pypdfium2.PdfDocument(data) as document:
            return [_sheet(document, number) for number in range(len(document))]
    except (pypdfium2.PdfiumError, ValueError, OSError) as error:
        raise (locked(name) if "password" in str(error).lower() else damaged(name)) from error


def blank_between(before: Piece | None, piece: Piece) -> str:
    """Return the blank that stands between two pieces of one line: none or one."""
    if before is None or before.text[-1:].isspace() or piece.text[:1].isspace():
        return ""
    return " " if piece.left - before.right > _BLANK * max(piece.size, before.size) else ""


def _sheet(document: pypdfium2.PdfDocument, index: int) -> Sheet:
    page = document[index]
    words = page.get_textpage()
    letters = _Letters(words)
    pieces = [piece for match in _ROW.finditer(letters.text) for piece in _pieces(letters, *match.span())]
    height = page.get_height()
    words.close()
    page.close()
    return Sheet(index + 1, height, tuple(_lines(pieces, index + 1)))


class _Letters:
    """The letters of a page; asking for the place or size of one costs, so only those that matter are asked for."""

    def __init__(self, words: pypdfium2.PdfTextPage) -> None:
        count = words.count_chars()
        self.text: str = words.get_text_range(0, count)
        if len(self.text) != count:  # letters beyond 16 bits count twice there
            self.text = "".join(_letter(pypdfium2.raw.FPDFText_GetUnicode(words, at)) for at in range(count))
        self._words = words
        self._box = pypdfium2.raw.FS_RECTF()
        self._pointer = ctypes.byref(self._box)

    def box(self, at: int) -> tuple[float, float, float, float]:
        """Return the left, lower, right and upper edge of the letter at ``at``."""
        pypdfium2.raw.FPDFText_GetLooseCharBox(self._words, at, self._pointer)
        box = self._box
        return box.left, box.bottom, box.right, box.top

    def may_part(self, gap: re.Match[str]) -> bool:
        """Return whether a gap may be one between columns: no single blank that was typed."""
        single = gap.end() - gap.start() == 1
        return not single or bool(pypdfium2.raw.FPDFText_IsGenerated(self._words, gap.start()))

    def width(self, gap: re.Match[str]) -> float:
        """Return how far the letters on both sides of a gap stand apart."""
        pypdfium2.raw.FPDFText_GetLooseCharBox(self._words, gap.start() - 1, self._pointer)
        before: float = self._box.right
        pypdfium2.raw.FPDFText_GetLooseCharBox(self._words, gap.end(), self._pointer)
        return float(self._box.left) - before

    def size(self, at: int) -> float:
        """Return the font size of the letter at ``at``."""
        return round(float(pypdfium2.raw.FPDFText_GetFontSize(self._words, at)), 1)


def _letter(code: int) -> str:
    return chr(code) if 0 < code < 0xD800 or 0xE000 <= code < 0x110000 else " "


def _pieces(letters: _Letters, start: int, end: int) -> Iterator[Piece]:
    """Yield what stands between two line ends, parted at wide gaps and where numbers of another size begin and end."""
    text = letters.text[start:end]
    start, end = start + len(text) - len(text.lstrip()), start + len(text.rstrip())
    cuts = {start, end}
    for number in _DIGITS.finditer(letters.text, start, end):
        at, until = number.span()
        size = letters.size(at)
        # A blank that the program put in itself has no size of its own.
        beside = [near for near in (at - 1, until) if start <= near < end and not letters.text[near].isspace()]
        if any(letters.size(near) != size for near in beside) or (not beside and number[0] != letters.text[start:end]):
            cuts |= {at, until}
        if letters.size(until - 1) != size:  # a call right behind a number: COVID-19, then note 34
            cuts |= {near for near in range(at + 1, until) if letters.size(near) != letters.size(near - 1)}
    for gap in _GAP.finditer(letters.text, start, end):
        if letters.may_part(gap) and letters.width(gap) > _COLUMN * letters.size(gap.end()):
            cuts.add(gap.end())
    for at, until in itertools.pairwise(sorted(cuts)):
        words = letters.text[at:until].replace(_HYPHEN, "-")
        if not words.strip():
            continue
        first, last = at + len(words) - len(words.lstrip()), at + len(words.rstrip()) - 1
        left, bottom, _, top = letters.box(first)
        yield Piece(words, left, bottom, letters.box(last)[2], top, letters.size(first))


def _lines(pieces: list[Piece], page: int) -> list[Line]:
    """Return the lines of a page; pieces come in the order of the text, which is kept within a line."""
    rows: list[list[Piece]] = []
    for piece in pieces:
        if rows and _same_row(rows[-1], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    lines = []
    for row in rows:
        largest = max(piece.size for piece in row)
        foot = min(piece.bottom for piece in row if piece.size == largest) + _HIGHER * largest
        columns: list[list[Piece]] = []
        for piece in row:
            small = piece.size < _SMALLER * largest and piece.bottom > foot
            marked = replace(piece, raised=True) if small and piece.text.strip().isdecimal() else piece
            if columns and piece.left - columns[-1][-1].right <= _COLUMN * largest:
                columns[-1].append(marked)
            else:
                columns.append([marked])
        lines += [Line(page, tuple(column), _size(column), len(columns) > 1) for column in columns]
    return lines


def _size(pieces: list[Piece]) -> float:
    """Return the font size of the longest piece that is no call of a note."""
    return max(pieces, key=lambda piece: (not piece.raised, len(piece.text))).size


def _same_row(row: list[Piece], piece: Piece) -> bool:
    """Return whether ``piece`` stands on the line of ``row``: beside its last piece, not below it."""
    bottom, top = min(one.bottom for one in row), max(one.top for one in row)
    shared = min(top, piece.top) - max(bottom, piece.bottom)
    return shared > 0.5 * min(top - bottom, piece.top - piece.bottom) and piece.left > row[-1].right - piece.size
