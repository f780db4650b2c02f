"""Step 7, check: counts are whole numbers, so not every rate can be the rate of one (SL219)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal

from baocao.checks.arithmetic.claims import Claim, quoted
from baocao.checks.arithmetic.intervals import Interval
from baocao.checks.arithmetic.items import Item
from baocao.checks.arithmetic.quantities import Bound, Fraction, Kind
from baocao.checks.arithmetic.sentences import Mention, Role, Sentence
from baocao.checks.arithmetic.text import Text
from baocao.checks.rules import Rule
from baocao.findings import Severity
from baocao.narrative import vietnamese as vi

WHOLE = Rule(
    "SL219",
    Severity.WARNING,
    "không số nguyên nào cho ra tỷ lệ này",
    "Số kỳ trước hay kế hoạch của thứ đếm được là số nguyên; tỷ lệ tính từ nó chỉ có thể là một số giá trị.",
    "Tiếp nhận 133 đơn, tăng 26,6% so với cùng kỳ.",
    "Tiếp nhận 133 đơn, tăng 26,7% so với cùng kỳ.",
    "Tính lại tỷ lệ từ số gốc; thường là bỏ bớt chữ số thay vì làm tròn.",
)

_HUNDRED = Decimal(100)
_MOST = 1000  # of more things nearly every rate is possible
_BASES = ("kế hoạch", "so với cùng kỳ", "cùng kỳ", "so với năm")


def claims(text: Text, sentence: Sentence) -> Iterator[Claim]:
    """Yield the rates against a plan or an earlier count that is said of a small exact count."""
    for item in text.items(sentence):
        if not item.quantity.exact or item.quantity.value >= _MOST or isinstance(item.mention.token, Fraction):
            continue
        for said in item.said:
            if said.role is Role.SHARE:
                break  # what follows is about the share
            if _comparable(said):
                yield from _judge(item, said)


def _comparable(said: Mention) -> bool:
    quantity = said.quantity
    if (
        quantity.kind is not Kind.PERCENT
        or quantity.bound is not Bound.NONE
        or said.average
        or quantity.low != quantity.high
    ):
        return False
    return said.role in (Role.RATE, Role.CHANGE) and said.after.strip().startswith(_BASES)


def _judge(item: Item, said: Mention) -> Iterator[Claim]:
    value, printed = item.quantity.value, said.quantity.usual()
    rates = printed
    if said.role is Role.CHANGE:
        rates = Interval(_HUNDRED + printed.low, _HUNDRED + printed.high)
        if said.sign < 0:
            rates = Interval(_HUNDRED - printed.high, _HUNDRED - printed.low)
    if rates.low <= 0:
        return
    largest = (value * _HUNDRED / rates.low).to_integral_value(ROUND_FLOOR)
    message = ""
    if largest * rates.high < value * _HUNDRED:
        near = [_rate(value, base, said) for base in (largest, largest + 1) if base > 0]
        told = " hoặc ".join(f"{rate}%" for rate in near)
        message = (
            f"với {quoted(item.mention, item.sentence)} chỉ có thể là {told}, văn bản ghi {quoted(said, item.sentence)}"
        )
    yield Claim(WHOLE, item.sentence.passage, item.mention.start, said.end, message)


def _rate(value: Decimal, base: Decimal, said: Mention) -> str:
    rate = value * _HUNDRED / base
    if said.role is Role.CHANGE:
        rate = abs(rate - _HUNDRED)
    return vi.number(rate, vi.decimals(said.quantity.step))
