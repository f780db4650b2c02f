"""Step 7, check: interval arithmetic. A printed number stands for every value that is rounded to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

_INFINITY = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from ``low`` to ``high``, both included; either may be infinite."""

    low: Decimal
    high: Decimal

    @classmethod
    def around(cls, value: Decimal, doubt: Decimal) -> Interval:
        """Return the values that are no further than ``doubt`` from ``value``."""
        return cls(value - doubt, value + doubt)

    @classmethod
    def total(cls, intervals: Iterable[Interval]) -> Interval:
        """Return the possible sums of one value of each interval."""
        low = high = Decimal(0)
        for interval in intervals:
            low, high = low + interval.low, high + interval.high
        return cls(low, high)

    @property
    def middle(self) -> Decimal:
        """The value in the middle; of a half-open interval its finite end."""
        if self.high == _INFINITY:
            return self.low
        if self.low == -_INFINITY:
            return self.high
        return (self.low + self.high) / 2

    def meets(self, other: Interval) -> bool:
        """Return whether some value belongs to both."""
        return self.low <= other.high and other.low <= self.high

    def plus(self, other: Interval) -> Interval:
        """Return the possible sums."""
        return Interval(self.low + other.low, self.high + other.high)

    def minus(self, other: Interval) -> Interval:
        """Return the possible differences."""
        return Interval(self.low - other.high, self.high - other.low)

    def times(self, factor: Decimal) -> Interval:
        """Return every value multiplied by a factor that is not negative."""
        return Interval(self.low * factor, self.high * factor)

    def over(self, other: Interval) -> Interval | None:
        """Return the possible quotients of values that are not negative; None when the divisor may be zero."""
        if other.low <= 0 or self.low < 0 or not other.high.is_finite():
            return None
        return Interval(self.low / other.high, self.high / other.low)

    def widened(self, margin: Decimal) -> Interval:
        """Return the interval with ``margin`` more on both sides."""
        return Interval(self.low - margin, self.high + margin)
