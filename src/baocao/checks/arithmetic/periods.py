"""Step 7, check: the years that a sentence speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass

_YEARS = re.compile(r"([12](?<![\w.,/][12])(?:(?<=1)9|(?<=2)0)\d\d)(?:\s*[-–]\s*((?:19|20)\d\d))?(?![\w/]|[.,]\d)")


@dataclass(frozen=True, slots=True)
class Period:
    """A year, or the years from ``first`` to ``last``, printed between two offsets."""

    start: int
    end: int
    first: int
    last: int

    @property
    def years(self) -> int:
        """How many years it has, both ends included."""
        return self.last - self.first + 1

    def same(self, other: Period) -> bool:
        """Return whether both are the same years."""
        return (self.first, self.last) == (other.first, other.last)


def periods_in(text: str) -> list[Period]:
    """Return the years and spans of years of a text, in order; a span that runs backwards is two years."""
    found = []
    for match in _YEARS.finditer(text):
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first:
            found += [
                Period(match.start(1), match.end(1), first, first),
                Period(match.start(2), match.end(2), last, last),
            ]
        else:
            found.append(Period(match.start(), match.end(), first, last))
    return found
