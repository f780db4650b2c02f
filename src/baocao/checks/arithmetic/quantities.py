"""Step 7, check: a printed number with its unit, and the values that it may stand for."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from decimal import Decimal

from baocao.checks.arithmetic.intervals import Interval

_INFINITY = Decimal("Infinity")
_HALF = Decimal("0.5")


class Bound(enum.Enum):
    """What a word before the number says about the true value: "trên 480", "gần 1.900", "khoảng 32"."""

    NONE = "none"
    ABOVE = "above"
    BELOW = "below"
    ABOUT = "about"


class Kind(enum.Enum):
    """What a number counts or measures."""

    COUNT = "count"
    MEASURE = "measure"
    PERCENT = "percent"
    POINTS = "points"
    TIMES = "times"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as printed between two offsets of a passage.

    ``low`` and ``high`` are in the base unit (đồng, not tỷ đồng) and differ only in a range ("16 - 17%").  ``step`` is
    one unit of the last printed digit, ``coarse`` one unit of the last digit that is not zero.  ``unit`` is the base
    unit of a measure, or the first words of the noun that is counted.
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    step: Decimal
    coarse: Decimal
    scale: Decimal
    kind: Kind
    unit: tuple[str, ...]
    bound: Bound = Bound.NONE

    @property
    def exact(self) -> bool:
        """Whether the number is a count, printed in full."""
        return self.kind is Kind.COUNT and self.scale == 1 and self.step == 1 and self.bound is Bound.NONE

    @property
    def value(self) -> Decimal:
        """The number itself, the middle of a range."""
        return (self.low + self.high) / 2

    def usual(self) -> Interval:
        """Return the values that a careful writer prints so."""
        match self.bound:
            case Bound.ABOVE:
                return Interval(self.low, self.high + self.coarse)
            case Bound.BELOW:
                return Interval(self.low - self.coarse, self.high)
            case Bound.ABOUT:
                return Interval(self.low - self.coarse, self.high + self.coarse)
            case Bound.NONE:
                doubt = Decimal(0) if self.exact else self.step * _HALF
                return Interval(self.low - doubt, self.high + doubt)

    def possible(self) -> Interval:
        """Return the values that the words do not exclude: wider than ``usual`` where a word bounds the number."""
        match self.bound:
            case Bound.ABOVE:
                return Interval(self.low - (Decimal(0) if self.step == 1 else self.step * _HALF), _INFINITY)
            case Bound.BELOW:
                return Interval(Decimal(0), self.high + self.step * _HALF)
            case Bound.ABOUT:
                wide = max(self.coarse, self.value * Decimal("0.1"))
                return Interval(self.low - wide, self.high + wide)
            case Bound.NONE:
                return self.usual()

    def alike(self, other: Quantity) -> bool:
        """Return whether both are numbers of the same thing, so that they may be added or divided."""
        if self.kind is not other.kind:
            return False
        if self.kind is Kind.COUNT:
            return bool(self.unit) and bool(other.unit) and self.unit[0] == other.unit[0]
        return self.unit == other.unit


@dataclass(frozen=True, slots=True)
class Fraction:
    """Two numbers written A/B: so many out of so many."""

    start: int
    end: int
    part: Quantity
    whole: Quantity
