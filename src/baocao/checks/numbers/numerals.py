"""Step 7, check: where numbers stand in a text, and which of them are quantities and not numbers of documents, roads, years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from baocao.checks.vocabulary import NAMING, TIMES

SPACE = "[ \u00a0\u202f]"
LETTER = "[^\\W\\d_]"

SCALES = {"nghìn": 3, "ngàn": 3, "triệu": 6, "tỷ": 9, "tỉ": 9}
"""Words that multiply the number before them, with the power of ten."""

SYMBOLS = (
    "ha",
    "km²",
    "km2",
    "km",
    "m²",
    "m2",
    "m³",
    "m3",
    "m",
    "kg",
    "kWh",
    "kW",
    "kV",
    "kVA",
    "MW",
    "MWh",
    "GWh",
    "USD",
)
MEASURES = ("tấn", "tạ", "lít", "đồng", "đô la", "vnđ", "điểm %", *SCALES, *SYMBOLS)
"""Units of money and measure: a number before one of them is a quantity."""

_MEASURE = "|".join(re.escape(unit) for unit in sorted(MEASURES, key=len, reverse=True))
UNIT_AFTER = re.compile(rf"{SPACE}?(?:(?P<unit>{_MEASURE})(?![\w²³])|%)")

_TOKEN = re.compile(r"\d(?<![\w.,/:+\-\u2011\u2013]\d)\d*(?:[.,]\d+)*(?![\d])")
# A sign right before or behind a number makes it a part of something else: 13/63, 1088/2-1089, 65/NQ-HĐND, Km3+700.
_TIED = re.compile(r"[\w/+\-\u2011\u2013]")
_WORD_BEFORE = re.compile(rf"({LETTER}+)[.:]?{SPACE}*\(?$")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written: its digits and marks, where it stands, and the words next to it (small letters, "" for none).

    ``unit`` is the measure that follows it ("%" included), None when none does.
    """

    written: str
    start: int
    end: int
    before: str
    unit: str | None
    unit_end: int


def numerals(text: str) -> Iterator[Numeral]:
    """Yield the numbers in ``text`` that stand by themselves, not tied by a sign to other digits or letters.

    A number with its unit glued to it (54,54ha) stands by itself too.
    """
    for match in _TOKEN.finditer(text):
        unit = UNIT_AFTER.match(text, match.end())
        tied = _TIED.match(text, match.end())
        if tied and (unit is None or unit.end() == match.end()):
            continue
        before = _WORD_BEFORE.search(text, max(0, match.start() - 24), match.start())
        yield Numeral(
            match[0],
            match.start(),
            match.end(),
            before[1].lower() if before else "",
            None if unit is None else unit["unit"] or "%",
            match.end() if unit is None else unit.end(),
        )


def names_something(numeral: Numeral, text: str) -> bool:
    """Return whether the number names a thing and counts nothing: after "số" (but not "tổng số"), "QL", "ISO", "năm"."""
    if numeral.before == "số":
        return not re.search(rf"tổng{SPACE}số[:]?{SPACE}*$", text[: numeral.start], re.I)
    return numeral.before in NAMING or numeral.before in TIMES


def is_year(written: str) -> bool:
    """Return whether four digits may be a year of the last or of this century."""
    return len(written) == 4 and written.isdigit() and 1900 <= int(written) <= 2100
