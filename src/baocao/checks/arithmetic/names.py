"""Step 7, check: how two sentences name the thing they count."""

from __future__ import annotations

import re

from baocao.checks.arithmetic.periods import Period
from baocao.checks.arithmetic.sentences import Mention
from baocao.checks.vocabulary import words

_WORD = re.compile(r"[^\W\d_]+")
_EMPTY = words(
    "giai đoạn năm thời kỳ tính hết đến cả là của và các trong tại trên cho với ước toàn được về có đã theo dự "
    "kiến riêng này"
)
_BEFORE_THIS = re.compile(r"(?:giai đoạn|nhiệm kỳ|thời kỳ) trước|(?:kỳ|5 năm) trước")


def content(subject: str) -> frozenset[str]:
    """Return the words of a name that tell it from others."""
    return frozenset(_WORD.findall(subject)) - _EMPTY


def likeness(first: str, second: str) -> float:
    """Return how much two names share, 0 to 1: common words over all words."""
    one, two = content(first), content(second)
    return len(one & two) / len(one | two) if one and two else 0.0


def base_period(said: Mention, of: Mention, periods: tuple[Period, ...]) -> tuple[int, int] | None:
    """Return the years that a change is measured against: "so với năm 2020", "so với giai đoạn trước"; None: not said."""
    for period in periods:
        if said.end <= period.start <= said.end + len(said.after):
            return period.first, period.last
    if _BEFORE_THIS.search(said.after) and of.period is not None and of.period.years > 1:
        return of.period.first - of.period.years, of.period.first - 1
    return None
