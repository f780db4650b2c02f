"""Step 7, check: rates of a whole and of its parts that cannot have been taken of the same bases (SL211)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from baocao.checks.arithmetic.breakdowns import Breakdown
from baocao.checks.arithmetic.claims import Claim, quoted
from baocao.checks.arithmetic.intervals import Interval
from baocao.checks.arithmetic.items import Item
from baocao.checks.arithmetic.quantities import Kind
from baocao.checks.arithmetic.sentences import Mention, Role
from baocao.checks.rules import Rule
from baocao.findings import Severity
from baocao.narrative import vietnamese as vi

BASES = Rule(
    "SL211",
    Severity.WARNING,
    "các tỷ lệ suy ra những kế hoạch (số gốc) không khớp nhau",
    "Từ mỗi số và tỷ lệ của nó suy ra được kế hoạch; kế hoạch của các phần phải cộng lại bằng kế hoạch của tổng.",
    "Giải ngân 300 tỷ đồng, đạt 60% kế hoạch, trong đó vốn tỉnh 100 tỷ đồng, đạt 50% kế hoạch; "
    "vốn trung ương 200 tỷ đồng, đạt 50% kế hoạch.",
    "Giải ngân 300 tỷ đồng, đạt 50% kế hoạch, trong đó vốn tỉnh 100 tỷ đồng, đạt 50% kế hoạch; "
    "vốn trung ương 200 tỷ đồng, đạt 50% kế hoạch.",
    "Xem lại từng tỷ lệ, và các tỷ lệ có tính theo cùng một kế hoạch không.",
)

_HUNDRED = Decimal(100)
_NEAR = Decimal("0.03")
_BASE = re.compile(r"\s*(?:so với )?(?P<base>kế hoạch|dự toán|cùng kỳ|chỉ tiêu)\b")


def claims(breakdowns: Iterable[Breakdown]) -> Iterator[Claim]:
    """Yield every complete breakdown whose whole and parts all carry a rate of the same kind of base."""
    for breakdown in breakdowns:
        yield from _judge(breakdown)


def _judge(breakdown: Breakdown) -> Iterator[Claim]:
    whole, parts = breakdown.whole, breakdown.parts
    total = Interval.total(part.quantity.usual() for part in parts)
    wanted_total = whole.quantity.usual()
    if len(parts) < 2 or total.high < wanted_total.low or total.low > wanted_total.high + whole.quantity.value * _NEAR:
        return
    for base in ("kế hoạch", "dự toán", "cùng kỳ", "chỉ tiêu", "+"):
        rates = [_rate(part, base) for part in parts]
        wanted = [rate for rate in whole.said if _base_of(rate) == base]
        if not wanted or None in rates:
            continue
        bases = [_implied(part, rate) for part, rate in zip(parts, rates, strict=True) if rate is not None]
        own = [_implied(whole, rate) for rate in wanted]
        if None in bases or None in own:
            continue
        added = Interval.total(one for one in bases if one is not None)
        yield _claim(breakdown, base, added, [one for one in own if one is not None], total.meets(wanted_total))


def _base_of(said: Mention) -> str | None:
    """Return what the rate is measured against; "+" for a change against the same time before."""
    if said.average or said.quantity.kind is not Kind.PERCENT:
        return None
    if said.role is Role.RATE:
        base = _BASE.match(said.after)
        return base["base"] if base else None
    if said.role is Role.CHANGE and (not said.after.strip(" .") or "cùng kỳ" in said.after):
        return "+"
    return None


def _rate(item: Item, base: str) -> Mention | None:
    return next((said for said in item.said if _base_of(said) == base), None)


def _implied(item: Item, rate: Mention) -> Interval | None:
    percent = rate.quantity.usual()
    if rate.role is Role.CHANGE:
        percent = Interval(_HUNDRED + percent.low, _HUNDRED + percent.high)
        if rate.sign < 0:
            usual = rate.quantity.usual()
            percent = Interval(_HUNDRED - usual.high, _HUNDRED - usual.low)
    return item.quantity.usual().over(percent.times(1 / _HUNDRED))


def _claim(breakdown: Breakdown, base: str, added: Interval, own: list[Interval], adds_up: bool) -> Claim:
    whole, first, last = breakdown.whole, breakdown.parts[0], breakdown.parts[-1]
    start = first.mention.start
    end = max([last.mention.end, *(said.end for said in last.said)])
    message = ""
    if not any(added.meets(one) for one in own):
        noun = "số cùng kỳ" if base == "+" else base
        message = (
            f"{noun} suy ra từ các phần cộng lại khoảng {_shown(whole, added)}, "
            f"suy ra từ tổng {quoted(whole.mention, whole.sentence)} là khoảng {_shown(whole, own[0])}"
        )
    return Claim(BASES, first.sentence.passage, start, end, message, Severity.WARNING if adds_up else Severity.INFO)


def _shown(like: Item, interval: Interval) -> str:
    scale = like.quantity.scale
    return f"{vi.number(interval.low / scale, 1)} - {vi.number(interval.high / scale, 1)}"
