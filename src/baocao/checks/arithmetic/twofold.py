"""Step 7, check: one rise or fall told in two ways beside one value (SL220): "tăng 150 tỷ đồng" and "tăng 5,4%"."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from baocao.checks.arithmetic.claims import Claim, percent, quoted, verdict
from baocao.checks.arithmetic.intervals import Interval
from baocao.checks.arithmetic.items import Item
from baocao.checks.arithmetic.quantities import Kind
from baocao.checks.arithmetic.sentences import Mention, Role, Sentence
from baocao.checks.arithmetic.text import Text
from baocao.checks.rules import Rule
from baocao.findings import Severity

TWOFOLD = Rule(
    "SL220",
    Severity.ERROR,
    "hai cách nói về một mức tăng, giảm không khớp nhau",
    "Mức tăng bằng số, bằng tỷ lệ, hay “bằng bao nhiêu phần trăm cùng kỳ” là một việc, tính qua lại được.",
    "Thu ngân sách 9.850 tỷ đồng, tăng 4,9% (tăng 850 tỷ đồng) so với năm trước.",
    "Thu ngân sách 9.850 tỷ đồng, tăng 9,4% (tăng 850 tỷ đồng) so với năm trước.",
    "Tính lại từ số gốc, sửa con số sai.",
)

_HUNDRED = Decimal(100)
_BEFORE = ("cùng kỳ", "so với cùng kỳ", "so cùng kỳ", "năm trước", "so với năm")


def claims(text: Text, sentence: Sentence) -> Iterator[Claim]:
    """Yield the values whose change is told twice."""
    for item in text.items(sentence):
        changes = [said for said in item.of(Role.CHANGE) if said.sign and not said.average]
        rates = [said for said in changes if said.quantity.kind is Kind.PERCENT]
        if item.quantity.kind is Kind.PERCENT or item.mention.average:
            continue
        for rate, size in product(rates, changes):
            if size.quantity.alike(item.quantity) and rate.sign == size.sign and _same_base(rate, size):
                yield from _size(item, rate, size)
        for rate, level in product(rates, item.of(Role.RATE)):
            if _base(level).startswith(_BEFORE) and (not _base(rate) or _base(rate).startswith(_BEFORE)):
                yield _level(item, rate, level)


def _base(said: Mention) -> str:
    return " ".join(said.after.split()).strip(" .")


def _same_base(one: Mention, other: Mention) -> bool:
    return not _base(one) or not _base(other) or _base(one) == _base(other)


def _size(item: Item, rate: Mention, size: Mention) -> Iterator[Claim]:
    """Yield a rate beside the same change in numbers: change / (value - change)."""
    now, change = item.quantity.usual(), size.quantity.usual()
    ratio = change.over(now.minus(change) if size.sign > 0 else now.plus(change))
    if ratio is None:
        return
    severity = verdict(rate.quantity, ratio.times(_HUNDRED))
    message = ""
    if severity is not None:
        value, step = item.quantity.value, size.quantity.value
        exact = step / (value - step * size.sign) * _HUNDRED
        operator = "-" if size.sign > 0 else "+"
        told = quoted(size, item.sentence)
        message = (
            f"{told} / ({quoted(item.quantity, item.sentence)} {operator} {told}) = {percent(exact, rate.quantity)}, "
            f"văn bản ghi {quoted(rate, item.sentence)}"
        )
    yield _claim(item, rate, size, message, severity)


def _level(item: Item, rate: Mention, level: Mention) -> Claim:
    """Return a rate of change beside the level against the same time before: "bằng 105% cùng kỳ, tăng 5%"."""
    change = rate.quantity.usual()
    wanted = Interval(_HUNDRED + change.low, _HUNDRED + change.high)
    if rate.sign < 0:
        wanted = Interval(_HUNDRED - change.high, _HUNDRED - change.low)
    severity = verdict(level.quantity, wanted)
    message = ""
    if severity is not None:
        verb = "tăng" if rate.sign > 0 else "giảm"
        message = (
            f"{verb} {quoted(rate, item.sentence)} là bằng {percent(wanted.middle, level.quantity)}, "
            f"văn bản ghi bằng {quoted(level, item.sentence)}"
        )
        severity = severity if _base(rate) else Severity.WARNING
    return _claim(item, rate, level, message, severity)


def _claim(item: Item, one: Mention, other: Mention, message: str, severity: Severity | None) -> Claim:
    last = max(one.end, other.end)
    return Claim(TWOFOLD, item.sentence.passage, item.mention.start, last, message, severity)
