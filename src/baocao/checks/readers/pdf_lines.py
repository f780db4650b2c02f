"""Step 7, check: what stands on the pages of a PDF: pieces of text with their places, gathered into lines."""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import dataclass

import pypdfium2

from baocao.errors import InputError
from baocao.findings import Place

_COLUMN = 1.6
"""A gap of so many font sizes parts columns, not words."""
_BLANK = 0.16
_RAISED = 0.75


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
    """The pieces of one line of one column; ``beside``: other columns stand next to it."""

    page: int
    pieces: tuple[Piece, ...]
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
    def size(self) -> float:
        """The font size of most of its text."""
        sizes: Counter[float] = Counter()
        for piece in self.pieces:
            if not piece.raised:
                sizes[piece.size] += len(piece.text)
        return sizes.most_common(1)[0][0] if sizes else self.pieces[0].size

    @property
    def text(self) -> str:
        """Its text, raised numbers included."""
        return "".join(
            _blank(before, piece) + piece.text for before, piece in zip((None, *self.pieces), self.pieces, strict=False)
        )


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
        if "password" in str(error).lower():
            hint = "Mở tệp bằng mật khẩu, in lại ra một tệp PDF không có mật khẩu rồi thử lại."
            raise InputError.because("VB112", f'tệp "{name}" có mật khẩu', Place(name), hint) from error
        hint = "Lấy lại bản sao khác; nếu có bản Word thì dùng bản đó."
        raise InputError.because("VB111", f'không mở được "{name}": tệp PDF đã hỏng', Place(name), hint) from error


def blank_between(before: Piece | None, piece: Piece) -> str:
    """Return the blank that stands between two pieces of one line: none or one."""
    if before is None or before.text[-1:].isspace() or piece.text[:1].isspace():
        return ""
    return " " if piece.left - before.right > _BLANK * max(piece.size, before.size) else ""


_blank = blank_between


def _sheet(document: pypdfium2.PdfDocument, index: int) -> Sheet:
    page = document[index]
    words = page.get_textpage()
    pieces = []
    for number in range(words.count_rects()):
        left, bottom, right, top = words.get_rect(number)
        text = words.get_text_bounded(left, bottom, right, top).replace("\r\n", " ").strip("\r\n\x00")
        if text.strip():
            at = words.get_index((left + right) / 2, (bottom + top) / 2, right - left, top - bottom)
            size = pypdfium2.raw.FPDFText_GetFontSize(words, at) if at is not None else top - bottom
            pieces.append(Piece(text, left, bottom, right, top, round(size, 1)))
    height = page.get_height()
    words.close()
    page.close()
    return Sheet(index + 1, height, tuple(_lines(pieces, index + 1)))


def _lines(pieces: list[Piece], page: int) -> list[Line]:
    """Return the lines of a page; pieces come in the order of the text, which is kept within a line."""
    rows: list[list[Piece]] = []
    for piece in pieces:
        row = rows[-1] if rows else None
        if row is not None and _same_row(row, piece):
            row.append(piece)
        else:
            rows.append([piece])
    lines = []
    for row in rows:
        size = statistics.median(piece.size for piece in row)
        columns: list[list[Piece]] = []
        for piece in row:
            raised = piece.text.strip().isdigit() and piece.size < _RAISED * max(other.size for other in row)
            marked = Piece(piece.text, piece.left, piece.bottom, piece.right, piece.top, piece.size, raised)
            if columns and 0 <= piece.left - columns[-1][-1].right + size <= (_COLUMN + 1) * size:
                columns[-1].append(marked)
            else:
                columns.append([marked])
        lines += [Line(page, tuple(column), len(columns) > 1) for column in columns]
    return lines


def _same_row(row: list[Piece], piece: Piece) -> bool:
    """Return whether ``piece`` stands on the line of ``row``: beside its last piece, not below it."""
    bottom, top = min(one.bottom for one in row), max(one.top for one in row)
    shared = min(top, piece.top) - max(bottom, piece.bottom)
    return shared > 0.5 * min(top - bottom, piece.top - piece.bottom) and piece.left > row[-1].right - piece.size
