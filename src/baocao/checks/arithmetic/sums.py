"""Step 7, check: the parts of a whole add up to it (SL203); no part is larger than its whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from baocao.checks.arithmetic.breakdowns import Breakdown, Manner
from baocao.checks.arithmetic.claims import Claim, amount, quoted
from baocao.checks.arithmetic.completeness import (
    one_digit_off,
    opposites,
    rest,
    same_rows,
    slip,
    years_fill,
)
from baocao.checks.arithmetic.intervals import Interval
from baocao.checks.arithmetic.items import shares_fill
from baocao.checks.arithmetic.quantities import Bound, Kind
from baocao.checks.rules import Rule
from baocao.checks.vocabulary import words
from baocao.findings import Severity

SUM = Rule(
    "SL203",
    Severity.ERROR,
    "các phần cộng lại không bằng tổng",
    "Tổng và các phần của nó phải khớp nhau trong phạm vi làm tròn; người đọc cộng lại là thấy ngay.",
    "Đã giải quyết 120 hồ sơ, trong đó trước hạn 45 hồ sơ, đúng hạn 78 hồ sơ.",
    "Đã giải quyết 123 hồ sơ, trong đó trước hạn 45 hồ sơ, đúng hạn 78 hồ sơ.",
    "Đối chiếu với số liệu gốc, sửa số tổng hoặc số thành phần bị sai.",
)

_MANY = Decimal("1.5")  # parts this much larger than the whole are parts of something else
_PEOPLE = words("người lượt lao học hộ cán đảng đối đại công thành hội em trẻ bệnh")


def claims(breakdowns: Sequence[Breakdown]) -> Iterator[Claim]:
    """Yield every sum of parts that a sentence prints beside its whole."""
    for breakdown in breakdowns:
        yield from _judge(breakdown, breakdowns)


def _judge(breakdown: Breakdown, others: Sequence[Breakdown]) -> Iterator[Claim]:
    whole, parts = breakdown.whole, breakdown.parts
    total = Interval.total(part.quantity.usual() for part in parts)
    wanted = whole.quantity.usual()
    if len(parts) >= 2 and total.meets(wanted):
        yield _claim(breakdown, "", None)
    elif total.low > wanted.high:
        severity = _excess(breakdown, total)
        if severity is not None:
            yield _claim(breakdown, _message(breakdown, total), severity)
    elif len(parts) >= 2 and total.high < wanted.low and not breakdown.unfinished:
        severity = _shortage(breakdown, total, others)
        if severity is not None:
            yield _claim(breakdown, _message(breakdown, total), severity)


def _excess(breakdown: Breakdown, total: Interval) -> Severity | None:
    """Return how sure it is that parts which exceed the whole are wrong; None: classes of people may overlap."""
    whole = breakdown.whole.quantity
    if len(breakdown.parts) == 1:
        return Severity.WARNING if _plain_part(breakdown) else None
    if whole.bound in (Bound.ABOVE, Bound.ABOUT) and whole.possible().meets(total):
        return Severity.WARNING
    if breakdown.manner is Manner.AMONG and not opposites(breakdown):
        return None
    overlapping = whole.kind is Kind.COUNT and whole.unit[0] in _PEOPLE and breakdown.manner is Manner.SOME
    if overlapping and not shares_fill(breakdown.parts) and not opposites(breakdown):
        return None
    return Severity.ERROR if total.low <= whole.value * _MANY else None


def _plain_part(breakdown: Breakdown) -> bool:
    part = breakdown.parts[0].quantity
    return (
        breakdown.manner is Manner.SOME
        and part.bound is Bound.NONE
        and breakdown.whole.quantity.bound in (Bound.NONE, Bound.BELOW)
        and part.value < breakdown.whole.quantity.value * 10
    )


def _shortage(breakdown: Breakdown, total: Interval, others: Sequence[Breakdown]) -> Severity | None:
    """Return how sure it is that nothing is left out on purpose and the parts still fall short of the whole."""
    whole, parts = breakdown.whole.quantity, breakdown.parts
    if breakdown.cut:
        return None
    if whole.bound is not Bound.NONE and whole.possible().meets(total):
        return None
    if shares_fill(parts) or years_fill(breakdown):
        return Severity.ERROR
    if rest(parts) or opposites(breakdown) or slip(whole.low / whole.step, total, whole.step):
        return Severity.WARNING
    if any(same_rows(breakdown, other) for other in others):
        return Severity.ERROR
    alike = all(part.quantity.unit[:1] == whole.unit[:1] for part in parts)
    if breakdown.manner in {Manner.ALL, Manner.BARE} and alike and total.high * 2 > whole.value:
        return Severity.WARNING
    missing = whole.value - total.middle
    smallest = min(part.quantity.value for part in parts)
    if len(parts) >= 4 and smallest < missing < whole.value * Decimal("0.03"):
        return Severity.WARNING
    return None


def _claim(breakdown: Breakdown, message: str, severity: Severity | None) -> Claim:
    whole, first, last = breakdown.whole, breakdown.parts[0], breakdown.parts[-1]
    sentence = first.sentence
    suspect = one_digit_off(breakdown) or whole.quantity.bound is not Bound.NONE
    if message and whole.sentence is not sentence and suspect:
        return Claim(SUM, whole.sentence.passage, whole.mention.start, whole.mention.end, message, severity)
    start = first.mention.start
    if breakdown.whole.sentence is sentence:
        start = min(start, breakdown.whole.mention.start)
    return Claim(SUM, sentence.passage, start, last.mention.end, message, severity)


def _message(breakdown: Breakdown, total: Interval) -> str:
    whole = breakdown.whole
    added = " + ".join(quoted(part.quantity, part.sentence) for part in breakdown.parts)
    finest = min(breakdown.parts, key=lambda part: part.quantity.step)
    computed = amount(total.middle, finest.quantity, finest.sentence)
    printed = quoted(whole.quantity, whole.sentence)
    if len(breakdown.parts) == 1:
        return f"phần {added} lớn hơn tổng {printed}"
    return f"{added} = {computed}, tổng ghi {printed}"
