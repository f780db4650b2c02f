"""Step 2, data: the hash of what the data answered, cell and row included, for they are printed into the register."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable

from baocao.data.lists import DanhSach
from baocao.data.observations import Observation, RowFacts

NOTHING = ""
"""The hash of the answer that nothing is there."""


def answer_hash(answer: object) -> str:
    """Return the hash of an answer, NOTHING when it is None, empty or False.

    Numbers are answers most often by far; their text is put together by hand, for ``repr`` takes six times as long.
    """
    if not answer:
        return NOTHING
    return hashlib.sha256(_text(answer).encode()).hexdigest()[:12]


def answers_hash(answers: Iterable[Observation | DanhSach]) -> str:
    """Return the hash of many numbers or lists together."""
    digest = hashlib.sha256()
    for answer in answers:
        digest.update(_text(answer).encode() + b"\n")
    return digest.hexdigest()[:16]


def _text(answer: object) -> str:
    if isinstance(answer, Observation):
        place, key = answer.place, answer.key
        where = f"{place.file}|{place.sheet}|{place.cell}|{place.line}|{place.detail}"
        what = f"{key.indicator}|{key.period}|{key.scope}|{key.basis}|{key.measure.value}"
        return f"{what}|{answer.value}|{where}|{_row_text(answer.row)}"
    if isinstance(answer, tuple):
        return "\n".join(map(_text, answer))
    return repr(answer)


@functools.lru_cache(maxsize=4096)
def _row_text(row: RowFacts) -> str:
    return repr(row)
