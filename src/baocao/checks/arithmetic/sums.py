"""Step 7, check: the parts of a whole add up to it (SL203); no part is larger than its whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from baocao.checks.arithmetic.breakdowns import Breakdown, Manner, breakdowns
from baocao.checks.arithmetic.claims import Claim, amount, words
from baocao.checks.arithmetic.intervals import Interval
from baocao.checks.arithmetic.items import Item
from baocao.checks.arithmetic.quantities import Bound, Kind
from baocao.checks.arithmetic.sentences import Role
from baocao.checks.arithmetic.text import Text
from baocao.checks.rules import Rule
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

_DENIAL = re.compile(r"\b(?:không|chưa|ngoài)\s+([^\W\d_]+)")
_MANY = Decimal("1.5")
_REST = re.compile(r"\b(?:còn lại|khác)\b")
_PEOPLE = frozenset("người lượt lao học hộ cán đảng đối đại công thành hội em trẻ bệnh".split())
_OPPOSITES = tuple(
    frozenset(pair.split("/"))
    for pair in (
        "xuất khẩu/nhập khẩu", "nam/nữ", "trong nước/nước ngoài", "trong nước/ngoài nước", "nội địa/quốc tế", "nội tỉnh/liên tỉnh",
        "thành thị/nông thôn", "đô thị/nông thôn", "công lập/ngoài công lập", "đúng hạn/quá hạn", "trung ương/địa phương",
        "trực tiếp/trực tuyến", "trực tiếp/gián tiếp", "đạt/không đạt", "xây mới/sửa chữa", "cá nhân/tổ chức",
    )
)  # fmt: skip


def claims(text: Text) -> Iterator[Claim]:
    """Yield every sum of parts that the text prints beside its whole."""
    for sentence in text.sentences:
        found = list(breakdowns(text, sentence))
        for breakdown in found:
            yield from _judge(breakdown, found)


def _judge(breakdown: Breakdown, others: list[Breakdown]) -> Iterator[Claim]:
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
    """Return how sure it is that parts which exceed the whole are wrong; classes of people may overlap."""
    whole = breakdown.whole.quantity
    if len(breakdown.parts) == 1:
        return Severity.WARNING if _plain_part(breakdown) else None
    if whole.bound in {Bound.ABOVE, Bound.ABOUT} and whole.possible().meets(total):
        return Severity.WARNING if breakdown.manner is not Manner.BARE else Severity.INFO
    if breakdown.manner is Manner.AMONG and not _opposites(breakdown):
        return None
    overlapping = whole.kind is Kind.COUNT and whole.unit[0] in _PEOPLE and breakdown.manner is Manner.SOME
    if (
        overlapping and not _shares_fill(breakdown.parts) and not _opposites(breakdown)
    ) or total.low > whole.value * _MANY:
        return Severity.INFO
    return Severity.ERROR


def _plain_part(breakdown: Breakdown) -> bool:
    part = breakdown.parts[0].quantity
    return (
        breakdown.manner is Manner.SOME
        and part.bound is Bound.NONE
        and breakdown.whole.quantity.bound in {Bound.NONE, Bound.BELOW}
        and part.value < breakdown.whole.quantity.value * 10
    )


def _shortage(breakdown: Breakdown, total: Interval, others: list[Breakdown]) -> Severity | None:
    """Return how sure it is that nothing is left out on purpose and the parts still fall short of the whole."""
    whole, parts = breakdown.whole.quantity, breakdown.parts
    if breakdown.cut:
        return None
    if whole.bound is not Bound.NONE and whole.possible().meets(total):
        return None
    if _shares_fill(parts) or _years_fill(breakdown):
        return Severity.ERROR
    if (
        any(_REST.search(part.mention.subject) for part in parts)
        or _opposites(breakdown)
        or _slip(whole.low / whole.step, total, whole.step)
    ):
        return Severity.WARNING
    if any(_same_rows(breakdown, other) for other in others):
        return Severity.ERROR
    alike = all(part.quantity.unit[:1] == whole.unit[:1] for part in parts)
    if breakdown.manner in {Manner.ALL, Manner.BARE} and alike and total.high * 2 > whole.value:
        return Severity.WARNING
    missing = whole.value - total.middle
    smallest = min(part.quantity.value for part in parts)
    if len(parts) >= 4 and smallest < missing < whole.value * Decimal("0.03"):
        return Severity.WARNING
    return None


def _shares_fill(parts: tuple[Item, ...]) -> bool:
    shares = [part.of(Role.SHARE)[0].quantity for part in parts if part.of(Role.SHARE)]
    return len(shares) == len(parts) >= 2 and Interval.total(share.usual() for share in shares).meets(
        Interval(Decimal(100), Decimal(100))
    )


def _years_fill(breakdown: Breakdown) -> bool:
    """Return whether the parts are the single years of the whole's period, one each."""
    period = breakdown.whole.mention.period
    if period is None or period.years < 2:
        return False
    years = [part.mention.period for part in breakdown.parts]
    return [year.first for year in years if year and year.years == 1] == list(range(period.first, period.last + 1))


def _opposites(breakdown: Breakdown) -> bool:
    """Return whether two parts are opposites that leave nothing between them: xuất khẩu, nhập khẩu."""
    if len(breakdown.parts) != 2:
        return False
    if _denied(breakdown):
        return True
    names = [f" {part.mention.subject} {part.mention.cue} {part.mention.after.lower()} " for part in breakdown.parts]
    return any(
        (f" {one} " in names[0] and f" {other} " in names[1]) or (f" {other} " in names[0] and f" {one} " in names[1])
        for one, other in (sorted(pair) for pair in _OPPOSITES)
    )


def _denied(breakdown: Breakdown) -> bool:
    """Return whether one part is what the other is not: "đạt" and "chưa đạt", "công lập" and "ngoài công lập"."""
    first, second = (f"{part.mention.subject} {part.mention.after}".lower() for part in breakdown.parts)
    denied = _DENIAL.search(second) or _DENIAL.search(first)
    return bool(denied and denied[1] in first and denied[1] in second)


def _slip(printed: Decimal, total: Interval, step: Decimal) -> bool:
    """Return whether one wrong digit, or two that changed places, explain the difference: then nothing was left out."""
    digits = str(int(printed))
    if len(digits) < 4:
        return False
    wanted = Interval(total.low / step, total.high / step)
    for place in range(len(digits) - 1):
        swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
        if swapped != digits and wanted.meets(Interval(Decimal(swapped), Decimal(swapped))):
            return True
    return False


def _one_digit_off(breakdown: Breakdown) -> bool:
    """Return whether one other digit in the whole would make it right: then the whole is where to look."""
    whole = breakdown.whole.quantity
    printed = str(int(whole.low / whole.step))
    total = Interval.total(part.quantity.usual() for part in breakdown.parts).times(1 / whole.step)
    rounded = {
        str(int(total.low)),
        str(int(total.middle)),
        str(int(total.high)),
        str(int(total.middle + Decimal("0.5"))),
    }
    return len(printed) >= 3 and any(
        len(wanted) == len(printed) and sum(one != other for one, other in zip(wanted, printed, strict=True)) == 1
        for wanted in rounded
    )


def _same_rows(breakdown: Breakdown, other: Breakdown) -> bool:
    """Return whether another count with the same rows is complete, so that this one is too."""
    if other is breakdown or len(other.parts) != len(breakdown.parts) or len(other.parts) < 2:
        return False
    if abs(other.whole.mention.start - breakdown.whole.mention.start) > 80:
        return False
    total = Interval.total(part.quantity.usual() for part in other.parts)
    return total.meets(other.whole.quantity.usual())


def _claim(breakdown: Breakdown, message: str, severity: Severity | None) -> Claim:
    whole, first, last = breakdown.whole, breakdown.parts[0], breakdown.parts[-1]
    sentence = first.sentence
    if message and whole.sentence is not sentence and _one_digit_off(breakdown):
        return Claim(SUM, whole.sentence.passage, whole.mention.start, whole.mention.end, message, severity)
    start = first.mention.start
    if breakdown.whole.sentence is sentence:
        start = min(start, breakdown.whole.mention.start)
    return Claim(SUM, sentence.passage, start, last.mention.end, message, severity)


def _message(breakdown: Breakdown, total: Interval) -> str:
    whole = breakdown.whole
    added = " + ".join(words(part.quantity, part.sentence) for part in breakdown.parts)
    finest = min((part.quantity for part in breakdown.parts), key=lambda quantity: quantity.step)
    computed = amount(total.middle, finest)
    printed = words(whole.quantity, whole.sentence)
    if len(breakdown.parts) == 1:
        return f"phần {added} lớn hơn tổng {printed}"
    return f"{added} = {computed}, tổng ghi {printed}"
