"""Step 3, narrative: how administrative Vietnamese writes numbers, dates, verbs, letters and spaces.

Rules are cited from Nghị định 30/2020/NĐ-CP (NĐ 30) and Nghị định 86/2012/NĐ-CP; where there is no rule, the habit of
provincial reports is followed.
"""

from __future__ import annotations

import datetime
import functools
import re
from decimal import ROUND_HALF_UP, Decimal

NBSP = "\u00a0"
NB_HYPHEN = "\u2011"

# Điểm letters of official texts: no ă â ê ô ơ ư, no f j w z (NĐ 30, Phụ lục I, II.6đ).
LETTERS = "abcdđeghiklmnopqrstuvxy"

_GLUED_WORDS = "ngày|tháng|năm|quý|Quý|khoản|Điều|điều|số|lần thứ|kỳ|mức độ|Phụ lục|khóa|lớp"
_GLUE = re.compile(rf"\b({_GLUED_WORDS}) (?=\d|[IVXLC]+\b)")


def round_half_up(value: Decimal, digits: int) -> Decimal:
    """Return ``value`` rounded half up (away from zero) to ``digits`` decimals; zero comes without a sign."""
    rounded = value.quantize(_unit(digits), ROUND_HALF_UP)
    return rounded or abs(rounded)


@functools.lru_cache(maxsize=64)
def _unit(digits: int) -> Decimal:
    """Return one unit of the last of so many decimals."""
    return Decimal(1).scaleb(-digits)


def decimals(value: Decimal) -> int:
    """Return how many decimals ``value`` carries, trailing zeros not counted."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def half_unit(digits: int) -> Decimal:
    """Return half a unit of the last of so many decimals: as far as rounding may have moved a number."""
    return 5 * _unit(digits + 1)


def number(value: Decimal, digits: int) -> str:
    """Return ``value`` with at most ``digits`` decimals: comma before decimals, dots between thousands.

    Trailing zeros of the decimals are dropped (51, not 51,0).  Decimal comma: NĐ 86/2012, Phụ lục V.
    """
    return _grouped(round_half_up(value, digits))


def _grouped(value: Decimal) -> str:
    whole, _, fraction = f"{value:,f}".partition(".")
    fraction = fraction.rstrip("0")
    whole = whole.replace(",", ".")
    return f"{whole},{fraction}" if fraction else whole


def exact(value: Decimal) -> str:
    """Return ``value`` with all the decimals that it carries."""
    return _grouped(value or abs(value))


def count(value: Decimal) -> str:
    """Return a count of things: one-digit counts are padded to two digits (05 dự án), others grouped."""
    text = number(value, 0)
    return f"0{text}" if len(text) == 1 and text != "0" else text


def number_range(low: Decimal, high: Decimal, digits: int) -> str:
    """Return a range of numbers, hyphen with a space on each side: "8 - 8,5"; a line does not end inside it."""
    return f"{number(low, digits)}{NBSP}{NB_HYPHEN}{NBSP}{number(high, digits)}"


def with_unit(text: str, unit: str) -> str:
    """Return a written number with its unit: % glued, any other unit after a no-break space, no unit: alone.

    A unit of two words ("tỷ đồng") stays whole too; a longer one may break inside, or justified lines would gape.
    """
    if not unit:
        return text
    if unit.startswith("%"):
        return text + unit
    return text + NBSP + (unit.replace(" ", NBSP) if unit.count(" ") == 1 else unit)


def verb(change: Decimal) -> str:
    """Return the verb of a change by its sign: tăng, giảm, or không đổi for zero."""
    if change > 0:
        return "tăng"
    return "giảm" if change < 0 else "không đổi"


def month(value: int) -> str:
    """Return a month as dates write it: 1 and 2 padded, the others not (NĐ 30, Phụ lục I, II.4b)."""
    return f"{value:02}" if value < 3 else str(value)


def long_date(day: datetime.date) -> str:
    """Return a date in full: "ngày 05 tháng 9 năm 2021" (NĐ 30, Phụ lục I, II.4b)."""
    return f"ngày{NBSP}{day.day:02} tháng{NBSP}{month(day.month)} năm{NBSP}{day.year}"


def short_date(day: datetime.date) -> str:
    """Return a date in running text: "05/9/2021", "03/10/2026", "15/01/2026"."""
    return f"{day.day:02}/{month(day.month)}/{day.year}"


def roman(value: int) -> str:
    """Return a positive number below 400 in Roman capitals."""
    pieces = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for size, letters in pieces:
        times, value = divmod(value, size)
        text += letters * times
    return text


def letter(position: int) -> str:
    """Return the letter of the ``position``-th điểm (1-based): a b c d đ e …; past the end it goes on aa, ab, …"""
    quotient, rest = divmod(position - 1, len(LETTERS))
    return (letter(quotient) if quotient else "") + LETTERS[rest]


def lower_first(text: str) -> str:
    """Return ``text`` with a small first letter, unless its first word is an abbreviation or all capitals."""
    first = text.split(" ", 1)[0]
    return text if len(first) > 1 and first[1:].lower() != first[1:] else text[:1].lower() + text[1:]


@functools.lru_cache(maxsize=4096)
def upper_first(text: str) -> str:
    """Return ``text`` with a capital first letter."""
    return text[:1].upper() + text[1:]


@functools.lru_cache(maxsize=4096)
def glue(text: str) -> str:
    """Return ``text`` with no-break spaces where a line must not end: "ngày 06", "tháng 9", "Quý IV", "khoản 2"."""
    return _GLUE.sub(lambda match: match[1].replace(" ", NBSP) + NBSP, text)
