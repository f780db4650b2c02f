"""Step 2, data: one number of the data: what it measures, where it stands, and what its row says about it."""

from __future__ import annotations

import datetime
import enum
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from baocao.data.periods import Period
from baocao.findings import Place


class Measure(enum.Enum):
    """What a number of an observation row is; the values are the names of the columns."""

    ACTUAL = "thực hiện"
    ACTUAL_UPPER = "thực hiện đến"
    WHOLE = "trên tổng"
    PLAN = "kế hoạch"
    PLAN_UPPER = "kế hoạch đến"
    SAME_PERIOD = "cùng kỳ"
    BASE = "mốc"
    PLAN_RATE = "đạt % kế hoạch"
    SAME_PERIOD_CHANGE = "tăng % cùng kỳ"
    SAME_PERIOD_DIFFERENCE = "tăng lượng cùng kỳ"
    BASE_CHANGE = "tăng % so mốc"
    BASE_DIFFERENCE = "tăng lượng so mốc"
    BASE_MULTIPLE = "gấp lần so mốc"
    SUPPLIED_WITH = "tính theo"

    # Members are single objects, and the hash of Enum itself is slow where 200,000 keys are looked up.
    __hash__ = object.__hash__


class Key(NamedTuple):
    """What a number is the number of.  ``basis`` is empty on the main row.

    A tuple, for it is made, hashed and compared more often than anything else.
    """

    indicator: str
    period: Period
    scope: str
    basis: str
    measure: Measure

    def __str__(self) -> str:
        """Return the key as one line, the same in every process."""
        return f"{self.indicator}|{self.period}|{self.scope}|{self.basis}|{self.measure.value}"


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What holds for all numbers of one row.

    ``status`` is "ước", "sơ bộ", "chính thức" or empty; ``qualifier`` stands before the value ("từ … trở lên" around
    it).  ``printed`` and ``acknowledged`` record a figure of a real document that was an error: what it printed, and
    why the data differs.  ``folder`` is the period in whose folder the row lies.
    """

    status: str = ""
    qualifier: str = ""
    from_date: datetime.date | None = None
    to_date: datetime.date | None = None
    received: datetime.date | None = None
    source: str = ""
    printed: str = ""
    acknowledged: str = ""
    folder: Period | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """One number, with the cell it stands in and the facts of its row."""

    key: Key
    value: Decimal
    place: Place
    row: RowFacts
