"""Step 4, document: what a register keeps, in the words that people read: numbers, days, periods.

A register comes out of a file, which anybody may have changed: what is not what it should be stays as it is.
"""

from __future__ import annotations

import datetime
from decimal import Decimal, InvalidOperation

from baocao.data.periods import Period
from baocao.errors import BaocaoError
from baocao.narrative import vietnamese as vi


def plain_decimal(text: str) -> Decimal | None:
    """Return the number that a plain decimal says; None when it is none."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def exact_words(text: str) -> str:
    """Return a plain decimal as Vietnamese writes it, with all its decimals."""
    number = plain_decimal(text)
    return text if number is None else vi.exact(number)


def day_words(text: str) -> str:
    """Return an ISO date as running text writes it."""
    try:
        return vi.short_date(datetime.date.fromisoformat(text))
    except ValueError:
        return text


def period_words(code: str) -> str:
    """Return the name of the period that a code says."""
    try:
        return Period.parse(code).name
    except BaocaoError:
        return code
