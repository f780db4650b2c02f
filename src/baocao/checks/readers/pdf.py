"""Step 7, check: a PDF as a Reading: lines put together into paragraphs again, notes put back to their calls.

A PDF knows only where letters stand.  A line goes on the paragraph before it unless it is indented, centred, set apart,
or the line before it ended early.  The smaller lines at the foot of a page are its notes.  Page numbers and running heads
are dropped.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from baocao.checks.passages import Call, Passage, Reading
from baocao.checks.readers.outline import level_of
from baocao.checks.readers.pdf_lines import Line, Piece, Sheet, blank_between, read_pages
from baocao.errors import InputError
from baocao.findings import Findings, Place

_MARGIN = 0.09
"""The part of a page's height at its top and at its foot where page numbers and running heads stand."""
_PAGE_NUMBER = re.compile(r"[-–—\s]*(?:trang\s+)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–—\s]*", re.I)
_ENDS = (".", ":", ";", "!", "?", "/", "…")
_HEAD_PAGES = 3


def read_pdf(data: bytes, file: str, findings: Findings) -> Reading:
    """Return a PDF as a Reading.

    Raises InputError when it is damaged, has a password, or holds pictures of pages and no text (VB113).  Pages without
    text among others are told in ``findings`` (VB114).
    """
    sheets = read_pages(data, file)
    empty = [str(sheet.number) for sheet in sheets if not sheet.lines]
    if len(empty) == len(sheets):
        hint = "Xin bản Word, hoặc bản PDF xuất thẳng từ Word; bản quét phải qua nhận dạng chữ (OCR) trước."
        raise InputError.because("VB113", f'"{file}" là bản quét (ảnh), không có chữ để soát', Place(file), hint)
    if empty:
        message = f"trang {', '.join(empty)} không có chữ (ảnh quét hoặc trang trắng), không được soát"
        findings.warning("VB114", message, Place(file), "Xem các trang đó bằng mắt, hoặc dùng bản Word.")
    pages = _Pages(sheets)
    return Reading(file, _passages(pages.body(), pages.notes()))


@dataclass
class _Paragraph:
    """Lines that belong together; ``number`` is that of the note that they are, None in the body."""

    lines: list[Line] = field(default_factory=list)
    number: int | None = None


class _Pages:
    """The lines of all pages, those of the body and those of the notes told apart."""

    def __init__(self, sheets: Iterable[Sheet]) -> None:
        pages = [(sheet, _within(sheet)) for sheet in sheets]
        heads = _running_heads(pages)
        sizes: Counter[float] = Counter()
        for _, lines in pages:
            for line in lines:
                sizes[line.size] += len(line.text)
        self._size = sizes.most_common(1)[0][0] if sizes else 0.0
        self._body: list[Line] = []
        self._notes: list[Line] = []
        last = 0
        for _, lines in pages:
            kept = [line for line in lines if _folded(line) not in heads]
            foot, last = self._foot(kept, last)
            self._body += kept[:foot]
            self._notes += kept[foot:]
        self._left, self._right = _edges(self._body, self._size)

    def _foot(self, lines: list[Line], last: int) -> tuple[int, int]:
        """Return the index of the first line of the notes of a page, and the number of its last note."""
        start = len(lines)
        while start and lines[start - 1].size < 0.95 * self._size and not lines[start - 1].beside:
            start -= 1
        first = None
        for index in range(start, len(lines)):
            if _mark(lines[index]) == last + 1:
                last += 1
                first = index if first is None else first
        # Without a mark of its own, small print at the foot goes on with the last note only where that is unfinished.
        open_note = bool(self._notes) and not self._notes[-1].text.rstrip().endswith(_ENDS)
        if open_note and start < len(lines):
            return start, last
        return (len(lines) if first is None else first), last

    def body(self) -> list[_Paragraph]:
        """Return the paragraphs of the body."""
        paragraphs: list[_Paragraph] = []
        before: Line | None = None
        for line in self._body:
            if before is None or self._begins(line, before):
                paragraphs.append(_Paragraph())
            paragraphs[-1].lines.append(line)
            before = line
        return paragraphs

    def notes(self) -> list[_Paragraph]:
        """Return the notes, in the order of their numbers."""
        notes: list[_Paragraph] = []
        for line in self._notes:
            if _mark(line) == len(notes) + 1:
                notes.append(_Paragraph(number=len(notes) + 1))
            if notes:
                notes[-1].lines.append(line)
        return notes

    def _begins(self, line: Line, before: Line) -> bool:
        """Return whether ``line`` begins a paragraph and does not go on with that of the line ``before``."""
        if line.beside or before.beside or abs(line.size - before.size) > 0.2:
            return True
        full = before.right > self._right - 0.12 * (self._right - self._left)
        indented = line.left > self._left + 0.6 * line.size
        if line.page != before.page:
            return indented or not full or (before.text.rstrip().endswith((".", ";")) and line.text[:1].isupper())
        gap = before.bottom - line.top
        same_case = before.text.isupper() == line.text.isupper()
        inside = before.left > self._left + 0.6 * line.size or before.text.isupper()
        if indented and inside and abs(_middle(line) - _middle(before)) < 3:  # both centred
            return gap > 0.9 * line.size or not same_case
        return indented or not full or gap > 0.9 * line.size


def _middle(line: Line) -> float:
    return (line.left + line.right) / 2


def _within(sheet: Sheet) -> list[Line]:
    """Return the lines of a page without its number."""
    edge = _MARGIN * sheet.height
    return [
        line
        for line in sheet.lines
        if not (_PAGE_NUMBER.fullmatch(line.text) and (line.bottom > sheet.height - edge or line.top < edge))
    ]


def _running_heads(pages: list[tuple[Sheet, list[Line]]]) -> set[str]:
    """Return the lines, their numbers taken out, that stand in the margin of several pages."""
    seen: Counter[str] = Counter()
    for sheet, lines in pages:
        edge = _MARGIN * sheet.height
        seen.update({_folded(line) for line in lines if line.bottom > sheet.height - edge or line.top < edge})
    return {text for text, times in seen.items() if times >= _HEAD_PAGES and 2 * times > len(pages)}


def _folded(line: Line) -> str:
    return re.sub(r"\d+", "0", line.text.strip())


def _edges(lines: list[Line], size: float) -> tuple[float, float]:
    """Return where most lines of the body begin and end."""
    whole = [line for line in lines if line.size == size and not line.beside]
    lefts = Counter(round(line.left) for line in whole)
    rights = Counter(round(line.right) for line in whole)
    if not whole:
        return 0.0, 0.0
    # Letters overhang their place by a point or so.
    left = max(lefts, key=lambda at: sum(lefts[near] for near in (at - 1, at, at + 1)))
    right = max(rights, key=lambda at: sum(rights[near] for near in (at - 1, at, at + 1)))
    return float(left), float(right)


def _mark(line: Line) -> int | None:
    """Return the number of the note that begins with ``line``, None when none does."""
    piece = line.pieces[0]
    return int(piece.text) if piece.raised and piece.text.strip().isdecimal() else None


def _passages(body: list[_Paragraph], notes: list[_Paragraph]) -> tuple[Passage, ...]:
    """Return the body, then the notes, calls in the order of their numbers pointing at them."""
    joined = [_join(paragraph, known=len(notes)) for paragraph in body]
    first = sum(bool(text.strip()) for text, _ in joined)
    passages: list[Passage] = []
    for paragraph, (text, called) in zip(body, joined, strict=True):
        if text.strip():
            line = paragraph.lines[0]
            calls = tuple(Call(at, (first + number - 1,)) for at, number in called)
            passages.append(
                Passage(
                    text,
                    text,
                    paragraph=len(passages) + 1,
                    page=line.page,
                    level=level_of(text),
                    cell=line.beside,
                    calls=calls,
                )
            )
    for note in notes:
        text, _ = _join(replace(note, lines=[_unmarked(note.lines[0]), *note.lines[1:]]), known=0)
        passages.append(Passage(text, text, footnote=note.number, page=note.lines[0].page, note=True))
    return tuple(passages)


def _unmarked(line: Line) -> Line:
    """Return the first line of a note without the note's number."""
    rest = line.pieces[1:] or (replace(line.pieces[0], text=""),)
    return replace(line, pieces=(replace(rest[0], text=rest[0].text.lstrip()), *rest[1:]))


def _join(paragraph: _Paragraph, known: int) -> tuple[str, list[tuple[int, int]]]:
    """Return the text of a paragraph in NFC, and its calls: offset and number of each of the ``known`` notes."""
    text = ""
    calls: list[tuple[int, int]] = []
    for line in paragraph.lines:
        if text and not text.endswith(" ") and not re.search(r"\w-$", text):
            text += " "
        before: Piece | None = None
        for piece in line.pieces:
            words = piece.text.strip() if piece.raised else piece.text
            if piece.raised and words.isdecimal() and 1 <= int(words) <= known:
                calls.append((len(text.rstrip()) if not before else len(text), int(words)))
            else:
                text += blank_between(before, piece) + unicodedata.normalize("NFC", words)
            before = piece
    return text.rstrip(), calls
