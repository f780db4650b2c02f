"""Step 7, check: signs that the parts which a text names are all of the whole, so that falling short is a mistake."""

from __future__ import annotations

import re
from decimal import Decimal

from baocao.checks.arithmetic.breakdowns import Breakdown
from baocao.checks.arithmetic.intervals import Interval
from baocao.checks.arithmetic.items import Item

_DENIAL = re.compile(r"\b(?:không|chưa|ngoài)\s+([^\W\d_]+)")
_OPPOSITES = tuple(
    frozenset(pair.split("/"))
    for pair in (
        "xuất khẩu/nhập khẩu", "nam/nữ", "trong nước/nước ngoài", "trong nước/ngoài nước", "nội địa/quốc tế",
        "nội tỉnh/liên tỉnh",
        "thành thị/nông thôn", "đô thị/nông thôn", "công lập/ngoài công lập", "đúng hạn/quá hạn", "trung ương/địa phương",
        "trực tiếp/trực tuyến", "trực tiếp/gián tiếp", "đạt/không đạt", "xây mới/sửa chữa", "cá nhân/tổ chức",
    )
)  # fmt: skip


def rest(parts: tuple[Item, ...]) -> bool:
    """Return whether one part is what remains: "còn lại", "khác"."""
    return any(part.mention.remaining for part in parts)


def years_fill(breakdown: Breakdown) -> bool:
    """Return whether the parts are the single years of the whole's period, one each."""
    period = breakdown.whole.mention.period
    if period is None or period.years < 2:
        return False
    years = [part.mention.period for part in breakdown.parts]
    return [year.first for year in years if year and year.years == 1] == list(range(period.first, period.last + 1))


def opposites(breakdown: Breakdown) -> bool:
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


def slip(printed: Decimal, total: Interval, step: Decimal) -> bool:
    """Return whether two digits that changed places explain the difference: then nothing was left out."""
    digits = str(int(printed))
    if len(digits) < 4:
        return False
    wanted = Interval(total.low / step, total.high / step)
    for place in range(len(digits) - 1):
        swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
        if swapped != digits and wanted.meets(Interval(Decimal(swapped), Decimal(swapped))):
            return True
    return False


def one_digit_off(breakdown: Breakdown) -> bool:
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


def same_rows(breakdown: Breakdown, other: Breakdown) -> bool:
    """Return whether another count with the same rows is complete, so that this one is too."""
    if other is breakdown or len(other.parts) != len(breakdown.parts) or len(other.parts) < 2:
        return False
    if abs(other.whole.mention.start - breakdown.whole.mention.start) > 80:
        return False
    total = Interval.total(part.quantity.usual() for part in other.parts)
    return total.meets(other.whole.quantity.usual())
