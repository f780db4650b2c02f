"""Step 7, check: something that a text says about its numbers, looked at: it holds, or it does not and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from baocao.checks.arithmetic.intervals import Interval
from baocao.checks.arithmetic.quantities import Bound, Kind, Quantity
from baocao.checks.arithmetic.sentences import Mention, Sentence
from baocao.checks.passages import Passage
from baocao.checks.rules import Rule
from baocao.findings import Severity
from baocao.narrative import vietnamese as vi

_NUMERAL = re.compile(r"^[^\W\d]*\s*[\d.,]+(?:\s*[-–]\s*[\d.,]+)?\s*")
_BOUNDED = (Bound.ABOVE, Bound.BELOW, Bound.ABOUT)


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim between two offsets of a passage.  ``message`` writes the arithmetic out; empty when the claim holds."""

    rule: Rule
    passage: Passage
    start: int
    end: int
    message: str = ""
    severity: Severity | None = None

    @property
    def holds(self) -> bool:
        """Whether the numbers agree."""
        return not self.message

    def of(self, passage: Passage) -> Claim:
        """Return the same claim of another passage with the same text."""
        return Claim(self.rule, passage, self.start, self.end, self.message, self.severity)


def verdict(printed: Quantity, computed: Interval) -> Severity | None:
    """Return None when ``printed`` may stand for a value of ``computed``, else how sure it is that it does not.

    A slip in the last printed digit (cut off instead of rounded) and a number with "trên", "khoảng" weigh less.
    """
    if printed.usual().meets(computed):
        return None
    if printed.possible().meets(computed) or printed.usual().widened(printed.step).meets(computed):
        return Severity.WARNING
    return Severity.ERROR


def quoted(where: Mention | Quantity, sentence: Sentence) -> str:
    """Return a number as it is printed, with the word that bounds it."""
    text = sentence.passage.text
    quantity = where if isinstance(where, Quantity) else where.quantity
    before = text[max(0, where.start - 16) : where.start].split()[-1:] if quantity.bound in _BOUNDED else []
    return " ".join([*(word.lower() for word in before), *text[where.start : where.end].split()])


def amount(value: Decimal, like: Quantity, sentence: Sentence) -> str:
    """Return a computed value in the unit and with the digits of ``like``, which stands in ``sentence``."""
    shown = vi.number(value / like.scale, vi.decimals(like.step / like.scale))
    unit = _NUMERAL.sub("", quoted(like, sentence))
    return f"{shown}%" if like.kind is Kind.PERCENT else f"{shown} {unit}".strip()


def percent(value: Decimal, like: Quantity) -> str:
    """Return a computed rate in percent, with one digit more than ``like`` when that alone shows the difference."""
    decimals = vi.decimals(like.step)
    shown = vi.number(value, decimals)
    if abs(value - like.value) < like.step:
        shown = vi.number(value, decimals + 1)
    return f"{shown}%"
