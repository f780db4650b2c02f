"""Step 2, data: reporting periods, their neighbours and their written forms."""

from __future__ import annotations

import datetime
import enum
import functools
import re
from dataclasses import dataclass

from baocao.errors import BaocaoError


class PeriodKind(enum.Enum):
    """What stretch of time a period is; the values are the marks of its written code."""

    YEAR = ""
    MONTH = "M"
    QUARTER = "Q"
    SIX_MONTHS = "6T"
    NINE_MONTHS = "9T"
    LAST_SIX_MONTHS = "6TC"
    YEARS = "-"

    # Members are single objects; Enum's own hash is slow, and every look-up of a number hashes a period.
    __hash__ = object.__hash__


_CODE = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?:-(?:M(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4])|(?P<part>6TC|6T|9T)|(?P<last>(?:19|20)\d\d)))?"
)
_ROMAN_QUARTERS = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period.

    ``number`` is the month (1-12) of a month, the quarter (1-4) of a quarter, the last year of a range of years, and 0
    for the others.  Periods compare by value and print as their code ("2021-9T").
    """

    kind: PeriodKind
    year: int
    number: int = 0

    def __hash__(self) -> int:
        """Return a cheap hash: keys of numbers hold a period each."""
        return self.year * 10_000 + self.number

    @classmethod
    @functools.lru_cache(maxsize=1024)
    def parse(cls, code: str) -> Period:
        """Return the period that ``code`` names ("2021", "2021-M09", "2021-Q3", "2021-6T", "2016-2020").

        Raises BaocaoError (KG101) when the code is none of these.
        """
        match = _CODE.fullmatch(code.strip())
        if match is None:
            raise BaocaoError.because(
                "KG101",
                f'không hiểu kỳ báo cáo "{code}"',
                hint="Ghi theo một trong các mẫu: 2021, 2021-M09, 2021-Q3, 2021-6T, 2021-9T, 2021-6TC, 2016-2020.",
            )
        year = int(match["year"])
        if match["month"]:
            return cls(PeriodKind.MONTH, year, int(match["month"]))
        if match["quarter"]:
            return cls(PeriodKind.QUARTER, year, int(match["quarter"]))
        if match["part"]:
            return cls(PeriodKind(match["part"]), year)
        if match["last"]:
            if int(match["last"]) <= year:
                raise BaocaoError.because(
                    "KG101", f'kỳ "{code}" kết thúc trước khi bắt đầu', hint="Ghi năm đầu trước, năm cuối sau."
                )
            return cls(PeriodKind.YEARS, year, int(match["last"]))
        return cls(PeriodKind.YEAR, year)

    def __str__(self) -> str:
        """Return the code, as it names the period in folders and on the command line."""
        match self.kind:
            case PeriodKind.YEAR:
                return f"{self.year}"
            case PeriodKind.MONTH:
                return f"{self.year}-M{self.number:02}"
            case PeriodKind.QUARTER:
                return f"{self.year}-Q{self.number}"
            case PeriodKind.YEARS:
                return f"{self.year}-{self.number}"
            case _:
                return f"{self.year}-{self.kind.value}"

    @property
    def last_year(self) -> int:
        """The year in which the period ends."""
        return self.number if self.kind is PeriodKind.YEARS else self.year

    @property
    def last_month(self) -> int:
        """The month (1-12) in which the period ends."""
        match self.kind:
            case PeriodKind.MONTH:
                return self.number
            case PeriodKind.QUARTER:
                return self.number * 3
            case PeriodKind.SIX_MONTHS:
                return 6
            case PeriodKind.NINE_MONTHS:
                return 9
            case _:
                return 12

    @property
    def first_month(self) -> int:
        """The month (1-12) in which the period begins."""
        match self.kind:
            case PeriodKind.MONTH:
                return self.number
            case PeriodKind.QUARTER:
                return self.number * 3 - 2
            case PeriodKind.LAST_SIX_MONTHS:
                return 7
            case _:
                return 1

    @property
    def cut_off(self) -> tuple[datetime.date, datetime.date]:
        """First and last day of the data of a periodic report (NĐ 09/2019/NĐ-CP, Điều 12).

        From the 15th of the month before the period to the 14th of its last month; a sector's own rule may differ, then
        the dates stand in the data.
        """
        year, month = (self.year, self.first_month - 1) if self.first_month > 1 else (self.year - 1, 12)
        return datetime.date(year, month, 15), datetime.date(self.last_year, self.last_month, 14)

    @property
    def day_after(self) -> datetime.date:
        """The first day after the period: the date of a report that has none of its own."""
        year, month = self.last_year, self.last_month
        return datetime.date(year + month // 12, month % 12 + 1, 1)

    @property
    def document_day(self) -> datetime.date:
        """The day that dates a document of the period until it has a date of its own.

        A report follows its period; a plan, whose period is a range of years, comes before it.
        """
        return datetime.date(self.year, 1, 1) if self.kind is PeriodKind.YEARS else self.day_after

    @property
    def years(self) -> tuple[int, ...]:
        """The calendar years that the period touches."""
        return tuple(range(self.year, self.last_year + 1))

    @property
    def next(self) -> Period:
        """What remains of the year after the period, or the period of the same kind that follows it."""
        match self.kind:
            case PeriodKind.MONTH if self.number < 12:
                return Period(PeriodKind.MONTH, self.year, self.number + 1)
            case PeriodKind.MONTH:
                return Period(PeriodKind.MONTH, self.year + 1, 1)
            case PeriodKind.QUARTER if self.number < 4:
                return Period(PeriodKind.QUARTER, self.year, self.number + 1)
            case PeriodKind.QUARTER:
                return Period(PeriodKind.QUARTER, self.year + 1, 1)
            case PeriodKind.SIX_MONTHS:
                return Period(PeriodKind.LAST_SIX_MONTHS, self.year)
            case PeriodKind.NINE_MONTHS:
                return Period(PeriodKind.QUARTER, self.year, 4)
            case PeriodKind.YEARS:
                return Period(PeriodKind.YEARS, self.number + 1, 2 * self.number + 1 - self.year)
            case PeriodKind.YEAR | PeriodKind.LAST_SIX_MONTHS:
                return Period(PeriodKind.YEAR, self.year + 1)

    @property
    def same_last_year(self) -> Period:
        """The "cùng kỳ": the same stretch one year earlier (for a range of years, the range before it)."""
        if self.kind is PeriodKind.YEARS:
            length = self.number - self.year + 1
            return Period(PeriodKind.YEARS, self.year - length, self.year - 1)
        return Period(self.kind, self.year - 1, self.number)

    @property
    def short_name(self) -> str:
        """The period without its year in running text: "9 tháng", "quý III", "giai đoạn 2016 - 2020"."""
        match self.kind:
            case PeriodKind.YEAR:
                return "năm"
            case PeriodKind.MONTH:
                return f"tháng {self.number:02}" if self.number < 3 else f"tháng {self.number}"
            case PeriodKind.QUARTER:
                return f"quý {_ROMAN_QUARTERS[self.number - 1]}"
            case PeriodKind.SIX_MONTHS:
                return "6 tháng"
            case PeriodKind.NINE_MONTHS:
                return "9 tháng"
            case PeriodKind.LAST_SIX_MONTHS:
                return "6 tháng cuối năm"
            case PeriodKind.YEARS:
                return f"giai đoạn {self.year} - {self.number}"

    @property
    def name(self) -> str:
        """The full name in running text: "9 tháng đầu năm 2021", "quý IV năm 2021", "năm 2022"."""
        match self.kind:
            case PeriodKind.SIX_MONTHS | PeriodKind.NINE_MONTHS:
                return f"{self.short_name} đầu năm {self.year}"
            case PeriodKind.MONTH | PeriodKind.QUARTER:
                return f"{self.short_name} năm {self.year}"
            case PeriodKind.YEARS:
                return self.short_name
            case _:
                return f"{self.short_name} {self.year}"
