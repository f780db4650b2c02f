"""Step 7, check: a change beside the two values it lies between (SL205), and verbs beside their direction (SL212)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from baocao.checks.arithmetic.claims import Claim, amount, percent, quoted, verdict
from baocao.checks.arithmetic.intervals import Interval
from baocao.checks.arithmetic.items import Item
from baocao.checks.arithmetic.quantities import Bound, Kind, Quantity
from baocao.checks.arithmetic.sentences import Mention, Role, Sentence
from baocao.checks.arithmetic.text import Text
from baocao.checks.rules import Rule
from baocao.findings import Severity

CHANGE = Rule(
    "SL205",
    Severity.ERROR,
    "mức tăng, giảm không khớp với số đầu và số cuối",
    "Có số đầu và số cuối thì mức thay đổi, tỷ lệ thay đổi và mức bình quân mỗi năm tính ra được.",
    "Giảm từ 320 điểm trường xuống còn 275 điểm trường, giảm 55 điểm trường.",
    "Giảm từ 320 điểm trường xuống còn 275 điểm trường, giảm 45 điểm trường.",
    "Tính lại mức thay đổi, hoặc sửa số đầu, số cuối bị gõ sai.",
)
DIRECTION = Rule(
    "SL212",
    Severity.ERROR,
    "động từ trái với chiều của số liệu",
    "Số sau lớn hơn thì không thể là giảm, số sau nhỏ hơn thì không thể là tăng.",
    "Tỷ lệ hộ nghèo giảm từ 3,2% lên 4,1%.",
    "Tỷ lệ hộ nghèo tăng từ 3,2% lên 4,1%.",
    "Sửa động từ cho đúng chiều, hoặc đổi chỗ hai số nếu gõ ngược.",
)

_HUNDRED = Decimal(100)
_UP = re.compile(r"\b(?:lên|nâng)\b")
_DOWN = re.compile(r"\b(?:xuống|còn)\b")
_YEARS = re.compile(r"\b(?:trong|sau|qua)\s+(\d{1,2})\s+năm\b", re.IGNORECASE)
_REACH = 3


def claims(text: Text, sentence: Sentence) -> Iterator[Claim]:
    """Yield the changes from one printed value of a sentence to another, with its direction and what is said of its size."""
    for first, second in _pairs(text, sentence):
        yield _direction(sentence, first, second)
        for said in _said(sentence, second):
            yield from _size(sentence, first.mention, second.mention, said)


def _pairs(text: Text, sentence: Sentence) -> Iterator[tuple[Item, Item]]:
    """Yield the values of "từ A ... lên (xuống, còn) B"."""
    items = text.items(sentence)
    for first, second in pairwise(items):
        a, b = first.mention, second.mention
        together = a.role is Role.FROM and b.role is Role.TO and a.clause == b.clause and a.group == b.group
        if together and (a.quantity.alike(b.quantity) or (not a.quantity.unit and a.quantity.kind is Kind.COUNT)):
            yield first, second


def _direction(sentence: Sentence, first: Item, second: Item) -> Claim:
    a, b = first.mention, second.mention
    verbs = f"{a.cue} {b.cue}"
    rising = b.quantity.usual().low > a.quantity.usual().high
    falling = b.quantity.usual().high < a.quantity.usual().low
    wrong = (rising and (a.sign < 0 or _DOWN.search(b.cue))) or (falling and (a.sign > 0 or _UP.search(b.cue)))
    message = ""
    if wrong:
        message = f"văn bản ghi “{' '.join(verbs.split())}” nhưng số sau {'lớn' if rising else 'nhỏ'} hơn số trước"
        message += f": {quoted(a, sentence)}, {quoted(b, sentence)}"
    return Claim(DIRECTION, sentence.passage, a.start, b.end, message)


def _said(sentence: Sentence, second: Item) -> list[Mention]:
    """Return the changes that are said after the second value, up to the next value or semicolon."""
    found: list[Mention] = []
    for mention in sentence.mentions:
        if mention.start <= second.mention.start:
            continue
        if mention.clause != second.mention.clause or len(found) == _REACH:
            break
        if mention.role is not Role.CHANGE or (mention.own and not _of_change(mention)):
            break
        found.append(mention)
    return found


def _of_change(mention: Mention) -> bool:
    return mention.subject in {"", "tương ứng", "trung", "tốc"} or (
        mention.average and len(mention.subject.split()) < 2
    )


def _size(sentence: Sentence, first: Mention, second: Mention, said: Mention) -> Iterator[Claim]:
    if re.match(r"\s*so với", said.after) and not re.match(r"\s*so với (?:năm|đầu|trước|cuối|giai đoạn)", said.after):
        return
    readings = list(_readings(sentence, first, second, said))
    if not readings:
        return
    verdicts = [verdict(said.quantity, interval) for _, interval in readings]
    message, severity = "", None
    if all(verdicts):
        severity = Severity.ERROR if Severity.WARNING not in verdicts else Severity.WARNING
        how, interval = readings[0]
        shown = (
            percent(interval.middle, said.quantity)
            if said.quantity.kind is Kind.PERCENT
            else amount(interval.middle, said.quantity, sentence)
        )
        message = f"{how} = {shown}, văn bản ghi {quoted(said, sentence)}"
    yield Claim(CHANGE, sentence.passage, first.start, said.end, message, severity)


def _readings(sentence: Sentence, first: Mention, second: Mention, said: Mention) -> Iterator[tuple[str, Interval]]:
    """Yield what the change may mean, each as arithmetic in words and as an interval: a difference, or a rate."""
    a, b = first.quantity, second.quantity
    if Bound.NONE not in {a.bound, b.bound} and a.bound is not b.bound:
        return
    difference = _absolute(b.usual().minus(a.usual()))
    larger, smaller = (second, first) if b.value >= a.value else (first, second)
    subtraction = f"{quoted(larger, sentence)} - {quoted(smaller, sentence)}"
    years = _years(sentence, first, second) if said.average else 1
    if years is None:
        return
    divided = f"({subtraction}) / {years} năm" if years > 1 else subtraction
    mean = difference.times(1 / Decimal(years))
    change = said.quantity
    if change.alike(b) or (change.kind is Kind.POINTS and a.kind is Kind.PERCENT):
        yield divided, mean
    elif change.kind is not Kind.PERCENT:
        return
    if change.kind is Kind.PERCENT:
        yield from _rates(a, b, difference, years, subtraction, quoted(first, sentence))


def _rates(
    a: Quantity, b: Quantity, difference: Interval, years: int, subtraction: str, base: str
) -> Iterator[tuple[str, Interval]]:
    relative = difference.over(a.usual())
    growth = b.usual().over(a.usual())
    if relative is None or growth is None:
        return
    if years == 1:
        yield f"({subtraction}) / {base}", relative.times(_HUNDRED)
        return
    yield f"({subtraction}) / {base} / {years} năm", relative.times(_HUNDRED / years)
    root = Decimal(1) / years
    compound = Interval((growth.low**root - 1) * _HUNDRED, (growth.high**root - 1) * _HUNDRED)
    yield f"căn bậc {years} của ({base} so với số cuối)", _absolute(compound)


def _absolute(interval: Interval) -> Interval:
    if interval.high <= 0:
        return Interval(-interval.high, -interval.low)
    return interval if interval.low >= 0 else Interval(Decimal(0), max(interval.high, -interval.low))


def _years(sentence: Sentence, first: Mention, second: Mention) -> int | None:
    """Return over how many years a mean is taken; None when the text does not say."""
    if first.period and second.period and first.period.last < second.period.last:
        return second.period.last - first.period.last
    spoken = _YEARS.search(sentence.text)
    return int(spoken[1]) if spoken and int(spoken[1]) > 1 else None
