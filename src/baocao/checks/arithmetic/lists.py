"""Step 7, check: lists of names and numbered lists inside a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from baocao.checks.vocabulary import words

_NUMBERED = re.compile(r"\((\d{1,2})\)\s*")
_NESTED = re.compile(r"\([^()]*\)")
_UNFINISHED = re.compile(
    r"…|\.\.|\bv\.v|\bnhư\b|\bchủ yếu\b|\bnhất là\b|\bđiển hình\b|\btiêu biểu\b|\bđặc biệt là\b|\bkhác\b", re.IGNORECASE
)
_LONGEST_NAME = 10
_PLURAL = words("các những nhiều mỗi từng hai ba bốn")
_SEPARATOR = re.compile(r"[,;]")
_AND = re.compile(r"\s+và\s+")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A list "(1) ...; (2) ..." that begins at ``start``; ``last`` is its last number, ``ends`` where that number stands."""

    start: int
    last: int
    end: int


def numbered_lists(text: str) -> Iterator[Numbered]:
    """Yield the lists numbered (1), (2), ... without a gap, each with at least two entries."""
    start, last, end = -1, 0, 0
    for match in _NUMBERED.finditer(text):
        number = int(match[1])
        if number == last + 1 and last:
            last, end = number, match.end()
        elif number == 1:
            if last >= 2:
                yield Numbered(start, last, end)
            start, last, end = match.start(), 1, match.end()
    if last >= 2:
        yield Numbered(start, last, end)


def names(text: str) -> tuple[list[str], set[int]] | None:
    """Return the names that ``text`` lists and how many they may be; None when it is no finished list of names.

    "và" may join two names or stand inside one, so both counts are possible.
    """
    bare = _flat(text)
    if bare is None or ":" in bare or _UNFINISHED.search(bare):
        return None
    pieces = [piece.strip(" .:") for piece in (bare.split(";") if ";" in bare else _SEPARATOR.split(bare))]
    pieces = [piece for piece in pieces if piece]
    if not pieces or not all(_is_name(piece) for piece in pieces):
        return None
    joined = sum(len(_AND.findall(piece)) for piece in pieces)
    return pieces, set(range(len(pieces), len(pieces) + joined + 1))


def _flat(text: str) -> str | None:
    """Return the text without what stands in parentheses; None when they are not balanced."""
    for _ in range(4):
        text, changed = _NESTED.subn("", text)
        if not changed:
            break
    return None if "(" in text or ")" in text else text


def _is_name(piece: str) -> bool:
    spoken = piece.split()
    if len(spoken) > _LONGEST_NAME or piece[0].isdigit():
        return False
    return any(word[:1].isupper() for word in spoken) and not _PLURAL & {word.lower() for word in spoken}


def proper(piece: str) -> bool:
    """Return whether every word begins with a capital: a bare name of a place or person."""
    spoken = piece.split()
    return 1 <= len(spoken) <= 4 and all(word[0].isupper() and word.replace(".", "").isalpha() for word in spoken)
