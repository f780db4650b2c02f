"""Step 2, data: numbers that people typed as text, in the Vietnamese way.

Decimal comma, dot or nothing between thousands.  A dot with exactly three digits after it can be read both ways and
is never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from baocao.plaintext import tidy

_LONGEST = 40  # longer "numbers" are pasted text or an attack
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2012": "-", "\u2011": "-"})
_PLAIN = re.compile(r"[+-]?[0-9]+(?:,[0-9]+)?")
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:(?:\.[0-9]{3}){2,}(?:,[0-9]+)?|\.[0-9]{3},[0-9]+)")
_AMBIGUOUS = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")
_POINTED = re.compile(r"[+-]?[0-9]+\.[0-9]+")
_WITH_WORDS = re.compile(r"([+-]?[0-9](?:[0-9.,]*[0-9])?)\s*([^0-9\s.,+\-/].*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A numeral that two people would read differently: thousands, or a decimal point."""

    grouped: Decimal
    pointed: Decimal


def read_numeral(text: str) -> Decimal | Ambiguous | None:
    """Return the number that ``text`` writes, both readings where it has two, or None when it is no number."""
    if len(text) <= _LONGEST and _PLAIN.fullmatch(text):  # nearly every cell; tidying costs more than asking
        return plain(Decimal(text.replace(",", ".")))
    written = tidy(text).translate(_MINUS)
    if len(written) > _LONGEST:
        return None
    if _PLAIN.fullmatch(written):
        return plain(Decimal(written.replace(",", ".")))
    if _GROUPED.fullmatch(written):
        return plain(Decimal(written.replace(".", "").replace(",", ".")))
    if _AMBIGUOUS.fullmatch(written):
        return Ambiguous(plain(Decimal(written.replace(".", ""))), plain(Decimal(written)))
    if _POINTED.fullmatch(written):
        return plain(Decimal(written))
    return None


def split_words(text: str) -> tuple[str, str] | None:
    """Return the numeral at the start of ``text`` and the words after it ("12,5", "tr"), or None if there are not both."""
    match = _WITH_WORDS.fullmatch(tidy(text).translate(_MINUS))
    return (match[1], match[2]) if match else None


def plain(value: Decimal) -> Decimal:
    """Return ``value`` without trailing zeros and without exponent, as CSV and XLSX both can give it; zero has no sign."""
    if not value:
        return Decimal(0)
    digits = f"{value:f}"
    return Decimal(digits.rstrip("0").rstrip(".") if "." in digits else digits)


def typed(value: Decimal) -> str:
    """Return ``value`` as a person should type it: decimal comma and no grouping, so that nothing can be misread."""
    return f"{plain(value):f}".replace(".", ",")


def written(value: Decimal) -> str:
    """Return ``value`` as it is printed: decimal comma, dots between thousands, every digit kept."""
    return f"{plain(value):,f}".translate(str.maketrans(",.", ".,"))
