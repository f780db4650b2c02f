"""Step 7, check: marked text (.md) and plain text (.txt): every line a paragraph, known by its number.

Marked text has headings (``## ``), notes (``[^1]`` calls, ``[^1]: …`` defines) and comments (``<!-- … -->``), as the
published reports are kept.  A mark is no part of the text of a passage, but offsets count it.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass, replace

from baocao.checks.passages import Call, Passage, Reading

_HEADING = re.compile(r"(#{1,6})[ \t]+")
_NOTE = re.compile(r"\[\^([^\]\s]+)\]:[ \t]*")
_CALL = re.compile(r"\[\^([^\]\s]+)\]")
_COMMENT = re.compile(r"<!--.*?-->")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with its marks taken off: its passage, the name of the note it is, and the calls in it by name."""

    passage: Passage
    name: str | None = None
    calls: tuple[tuple[int, str], ...] = ()


def read_marked(text: str, file: str) -> Reading:
    """Return marked text as a Reading: the body, then the notes in the order of their first call."""
    lines = [line for number, source in _lines(text) if (line := _marked(number, source)) is not None]
    body = [line for line in lines if line.name is None]
    notes: dict[str, list[_Line]] = {}
    for line in lines:
        if line.name is not None:
            notes.setdefault(line.name, []).append(line)
    called = dict.fromkeys(name for line in body for _, name in line.calls if name in notes)
    order = [*called, *(name for name in notes if name not in called)]
    indexes: dict[str, tuple[int, ...]] = {}
    passages = [line.passage for line in body]
    for name in order:
        indexes[name] = tuple(range(len(passages), len(passages) + len(notes[name])))
        passages += [replace(line.passage, note=True) for line in notes[name]]
    for index, line in enumerate(body):
        calls = tuple(Call(at, indexes[name]) for at, name in line.calls if name in indexes)
        passages[index] = replace(line.passage, calls=calls)
    return Reading(file, tuple(passages))


def read_plain(text: str, file: str) -> Reading:
    """Return plain text as a Reading: every line that is not blank is a passage."""
    return Reading(file, tuple(passage_of(source, line=number) for number, source in _lines(text)))


def passage_of(source: str, **place: int | None) -> Passage:
    """Return ``source`` as one passage in NFC; ``place`` are the fields of Passage that say where it stands."""
    text, offsets = _composed(source, [(0, len(source))])
    return Passage(text, source, offsets, **place)  # type: ignore[arg-type]


def _lines(text: str) -> list[tuple[int, str]]:
    """Return the lines that are not blank, with their 1-based numbers; no other character than a line end parts them."""
    ends = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [(number, line) for number, line in enumerate(ends, 1) if line.strip()]


def _marked(number: int, source: str) -> _Line | None:
    note = _NOTE.match(source)
    heading = None if note else _HEADING.match(source)
    start = note.end() if note else heading.end() if heading else 0
    kept: list[tuple[int, int]] = []
    calls: list[tuple[int, str]] = []
    for mark in sorted((*_CALL.finditer(source, start), *_COMMENT.finditer(source, start)), key=re.Match.start):
        if mark.start() < start:
            continue
        kept.append((start, mark.start()))
        if mark.re is _CALL:
            calls.append((len(kept), mark[1]))
        start = mark.end()
    kept.append((start, len(source)))
    text, offsets = _composed(source, kept)
    if not text.strip():
        return None
    places = tuple((len(_composed(source, kept[:count])[0]), name) for count, name in calls)
    passage = Passage(text, source, offsets, number, level=len(heading[1]) if heading else None)
    return _Line(passage, note[1] if note else None, places)


def _composed(source: str, kept: list[tuple[int, int]]) -> tuple[str, tuple[tuple[int, int], ...] | None]:
    """Return the kept parts of ``source`` in NFC, and where each character lies in it (None: where it lies in the text)."""
    if kept == [(0, len(source))] and unicodedata.is_normalized("NFC", source):
        return source, None
    characters: list[str] = []
    offsets: list[tuple[int, int]] = []
    for start, end in kept:
        if unicodedata.is_normalized("NFC", source[start:end]):
            characters.append(source[start:end])
            offsets += [(at, at + 1) for at in range(start, end)]
            continue
        for at, until in _clusters(source, start, end):
            composed = unicodedata.normalize("NFC", source[at:until])
            characters.append(composed)
            offsets += [(at, until)] * len(composed)
    return "".join(characters), tuple(offsets)


def _clusters(source: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the parts between two offsets that composition cannot join: a character with the marks after it."""
    starts = [at for at in range(start, end) if at == start or not unicodedata.combining(source[at])]
    return list(itertools.pairwise([*starts, end]))
