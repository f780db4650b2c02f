"""Step 7, check: rates whose two numbers are printed: A/B (SL201), a part of a whole, a result of what was due (SL202)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import ROUND_FLOOR, Decimal

from baocao.checks.arithmetic.breakdowns import Breakdown
from baocao.checks.arithmetic.claims import Claim, percent, quoted, verdict
from baocao.checks.arithmetic.items import Item, alike
from baocao.checks.arithmetic.names import content, likeness
from baocao.checks.arithmetic.quantities import Bound, Fraction, Kind, Quantity
from baocao.checks.arithmetic.sentences import Mention, Role, Sentence
from baocao.checks.arithmetic.text import Text
from baocao.checks.rules import Rule
from baocao.findings import Severity

FRACTION = Rule(
    "SL201",
    Severity.ERROR,
    "tỷ lệ không khớp với hai số A/B đứng trước",
    "Đã in cả hai số thì người đọc chia lại được; tỷ lệ phải đúng đến chữ số cuối cùng được in.",
    "Đã giải quyết 305/320 đơn, đạt 93,5%.",
    "Đã giải quyết 305/320 đơn, đạt 95,3%.",
    "Tính lại tỷ lệ, hoặc sửa số bị gõ sai.",
)
SHARE = Rule(
    "SL202",
    Severity.ERROR,
    "tỷ trọng hoặc tỷ lệ không khớp với phần và tổng",
    "Phần, tổng và tỷ lệ đều có trong câu nên phải khớp nhau trong phạm vi làm tròn.",
    "Toàn tỉnh có 400 phòng học, trong đó 280 phòng kiên cố, chiếm 75%.",
    "Toàn tỉnh có 400 phòng học, trong đó 280 phòng kiên cố, chiếm 70%.",
    "Tính lại tỷ lệ, hoặc sửa phần hay tổng bị gõ sai.",
)

_HUNDRED = Decimal(100)
_CHANCE = Decimal("0.5")  # in a wider interval a whole number is no telling coincidence
_COMPARED = re.compile(r"\s*(?:so |cùng kỳ|của cùng kỳ|năm trước|mức|bình quân)")
_PLAN = re.compile(r"kế hoạch|dự toán|chỉ tiêu|nhu cầu|mục tiêu")
_DONE = re.compile(r"\bđã (?:thực hiện |tổ chức |được |hoàn thành )?(?P<verb>[^\W\d_]+ [^\W\d_]+)")
_RECEIVED = re.compile(r"\b(?:tiếp nhận|thụ lý|phải|được giao|kiến nghị|yêu cầu|đề nghị)\b")
_CARRIED_OVER = re.compile(r"kỳ trước|chuyển sang|tồn đọng|từ trước|năm trước|còn tồn", re.IGNORECASE)
_WHOLE = re.compile(r"\b(?:trong|trên) tổng(?: số)?\b|\btổng số\b")
_ON_TOTAL = re.compile(r"\btrên tổng(?: số)?$")
_WORD = re.compile(r"[^\W\d_]+")
_SHORT, _TELLING = 4, 3
_RELATED = 0.3
_SAME_NAME = 0.8


def claims(text: Text, sentence: Sentence, breakdowns: Iterable[Breakdown]) -> Iterator[Claim]:
    """Yield the rates in a sentence whose operands are printed."""
    wholes = _wholes(breakdowns)
    for item in text.items(sentence):
        for rate in item.of(Role.SHARE, Role.RATE):
            yield from _judge(text, item, rate, wholes)


def _judge(text: Text, item: Item, rate: Mention, wholes: dict[int, Item]) -> Iterator[Claim]:
    if rate.average or rate.quantity.kind is not Kind.PERCENT or _COMPARED.match(rate.after):
        return
    token = item.mention.token
    if isinstance(token, Fraction):
        if not _has_its_own_plan(token, rate):
            yield from _claim(FRACTION, item, rate, token.whole, quoted(token.whole, item.sentence))
        return
    if item.quantity.kind not in (Kind.COUNT, Kind.MEASURE):
        return
    if _ON_TOTAL.search(item.mention.subject):
        yield from _of_total(text, item, rate)
        return
    whole = _unless_renamed(wholes.get(item.mention.start), rate) or _named(text, item, rate) or _due(text, item, rate)
    others = [
        other
        for other in alike(item, _around(text, item.sentence))
        if wholes.get(other.mention.start) is not whole or whole is None
    ]
    fitting = item.quantity.bound is Bound.NONE and any(not _off(item.quantity, base, rate) for base in _bases(others))
    if fitting and (whole is not None or rate.role is Role.SHARE or (rate.quantity.step < 1 < rate.quantity.value)):
        yield Claim(SHARE, item.sentence.passage, item.mention.start, rate.end)
    elif fitting:
        return
    elif whole is not None:
        yield from _claim(SHARE, item, rate, whole.quantity, quoted(whole.quantity, whole.sentence))


def _has_its_own_plan(of: Fraction, rate: Mention) -> bool:
    """Return whether the rate tells a whole number that was planned, fewer than there are: "09/15 thôn, đạt 90% kế hoạch"."""
    if not (of.part.exact and of.whole.exact and _PLAN.match(rate.after.strip())):
        return False
    plans = of.part.usual().times(_HUNDRED).over(rate.quantity.usual())
    if plans is None or plans.high - plans.low > _CHANCE:
        return False
    planned = plans.high.to_integral_value(ROUND_FLOOR)
    return plans.low <= planned < of.whole.value


def _bases(items: list[Item]) -> Iterator[Quantity]:
    for item in items:
        yield item.quantity
        if isinstance(item.mention.token, Fraction):
            yield item.mention.token.whole


def _around(text: Text, sentence: Sentence) -> list[Item]:
    """Return the values that a rate may refer to: of its sentence, the one before, and the one that calls its note."""
    items = list(text.items(sentence))
    previous, call = text.before(sentence), text.call(sentence)
    for near in (previous, call.sentence if call else None):
        items += text.items(near) if near is not None else []
    return items


def _wholes(breakdowns: Iterable[Breakdown]) -> dict[int, Item]:
    """Return for each part of a breakdown, by its offset, the whole it belongs to."""
    return {
        part.mention.start: breakdown.whole
        for breakdown in breakdowns
        for part in breakdown.parts
        if part.of(Role.SHARE)
    }


def _unless_renamed(whole: Item | None, rate: Mention) -> Item | None:
    """Return the whole of a breakdown unless the rate names a base of another kind: "chiếm 35% tổng chi toàn tỉnh"."""
    named = content(" ".join(_WORD.findall(rate.after.lower())))
    if whole is None or len(named) < _TELLING:
        return whole
    return whole if likeness(" ".join(named), whole.mention.subject) >= _RELATED else None


def _named(text: Text, item: Item, rate: Mention) -> Item | None:
    """Return the base that the rate names and the text prints: "kế hoạch A ... đạt P% kế hoạch", "chiếm P% tổng dư nợ"."""
    named = " ".join(_WORD.findall(rate.after.lower()))
    here = [other for other in alike(item, text.items(item.sentence)) if other.mention.group == item.mention.group]
    if named:
        plan = _PLAN.match(named)
        if plan and len(named.split()) <= _SHORT:
            found = [other for other in here if other.mention.subject.startswith(plan[0])]
        elif len(content(named)) >= 2:
            near = alike(item, _around(text, item.sentence))
            found = [other for other in near if likeness(named, other.mention.subject) >= _SAME_NAME]
        else:
            found = []
    else:
        found = [other for other in here if _WHOLE.search(f"{other.mention.subject} {other.mention.cue}")]
        found = found if len(here) == 1 else []
    return found[0] if len(found) == 1 else None


def _due(text: Text, item: Item, rate: Mention) -> Item | None:
    """Return what was to be done when the item is what has been: "kiến nghị thu hồi A, đã thu hồi B, đạt P%"."""
    if rate.after.strip(" .;") or item.mention.group != -1 or _CARRIED_OVER.search(item.sentence.text):
        return None
    done = _DONE.search(f"{item.mention.subject} {item.mention.cue}")
    if done is None:
        return None
    earlier = [other for other in alike(item, text.items(item.sentence)) if other.mention.start < item.mention.start]
    due = [
        other
        for other in earlier
        if not _DONE.search(other.mention.subject)
        and (
            done["verb"] in f"{other.mention.subject} {other.mention.after}" or _RECEIVED.search(other.mention.subject)
        )
    ]
    return due[-1] if due else None


def _of_total(text: Text, whole: Item, rate: Mention) -> Iterator[Claim]:
    """Yield "A trên tổng số B, chiếm P%": the rate follows the whole."""
    earlier = [other for other in alike(whole, text.items(whole.sentence)) if other.mention.start < whole.mention.start]
    if earlier and not rate.after.strip(" .;"):
        yield from _claim(SHARE, earlier[-1], rate, whole.quantity, quoted(whole.quantity, whole.sentence))


def _off(part: Quantity, whole: Quantity, rate: Mention) -> Severity | None:
    ratio = part.usual().over(whole.usual())
    return verdict(rate.quantity, ratio.times(_HUNDRED)) if ratio else Severity.WARNING


def _claim(rule: Rule, item: Item, rate: Mention, whole: Quantity, printed: str) -> Iterator[Claim]:
    ratio = item.quantity.usual().over(whole.usual())
    if ratio is None:
        return
    rates = ratio.times(_HUNDRED)
    severity = verdict(rate.quantity, rates)
    if severity is not None and _PLAN.match(rate.after.strip()):
        severity = Severity.WARNING  # the plan may be another number than the one printed
    message = ""
    if severity is not None:
        part = quoted(item.quantity, item.sentence)
        exact = item.quantity.value / whole.value * _HUNDRED
        message = f"{part} / {printed} = {percent(exact, rate.quantity)}, văn bản ghi {quoted(rate, item.sentence)}"
    yield Claim(rule, item.sentence.passage, item.mention.start, rate.end, message, severity)
