"""Step 7, check: what rules find in one text alone, kept: most texts of a report stand in the next one of a batch too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from baocao.checks.passages import Passage, Reading
from baocao.checks.rules import Rule
from baocao.findings import Finding, Severity

KEPT = 1 << 12
"""More texts than the longest report has; headings, row labels and sentences without a figure stay among them."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule finds between two offsets of a text, wherever that text stands.  ``hint``, ``severity``: see ``Rule``."""

    rule: Rule
    start: int
    end: int
    message: str
    hint: str = ""
    severity: Severity | None = None

    def found(self, reading: Reading, passage: Passage) -> Finding:
        """Return the finding in a passage that has this text."""
        return self.rule.found(reading.place(passage, self.start, self.end), self.message, self.hint, self.severity)


def kept(look: Callable[[str], Iterable[_T]]) -> Callable[[str], tuple[_T, ...]]:
    """Return ``look`` with its answers kept for the latest texts; they must depend on nothing but the text."""

    @lru_cache(maxsize=KEPT)
    def answers(text: str) -> tuple[_T, ...]:
        return tuple(look(text))

    return answers


def found(reading: Reading, look: Callable[[str], Iterable[Fault]]) -> Iterator[Finding]:
    """Yield the findings of a rule that looks at each passage by itself."""
    for passage in reading.passages:
        for fault in look(passage.text):
            yield fault.found(reading, passage)
