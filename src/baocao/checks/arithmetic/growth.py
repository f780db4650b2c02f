"""Step 7, check: "tăng P%", "gấp N lần" where the value it is measured against is printed too (SL206)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import takewhile

from baocao.checks.arithmetic.claims import Claim, amount, percent, quoted, verdict
from baocao.checks.arithmetic.intervals import Interval
from baocao.checks.arithmetic.items import Item, alike
from baocao.checks.arithmetic.names import base_period, content, likeness
from baocao.checks.arithmetic.quantities import Bound, Kind, Quantity
from baocao.checks.arithmetic.sentences import Mention, Role, Sentence
from baocao.checks.arithmetic.text import Text
from baocao.checks.rules import Rule
from baocao.checks.vocabulary import FUNCTION_WORDS, QUANTIFYING
from baocao.findings import Severity

GROWTH = Rule(
    "SL206",
    Severity.ERROR,
    "tốc độ tăng, giảm không khớp với số gốc",
    "Số gốc có trong câu, trong chú thích hoặc cùng mục, nên tốc độ tăng hay số lần gấp tính lại được.",
    "Có 287 cơ sở, tăng 26,1% so với năm 2020 (236 cơ sở).",
    "Có 287 cơ sở, tăng 21,6% so với năm 2020 (236 cơ sở).",
    "Tính lại tốc độ, hoặc xem số gốc và số hiện nay có cùng phạm vi không.",
)

_HUNDRED = Decimal(100)
_SAME_NAME, _RELATED = 0.6, 0.2
_BARE = re.compile(r"\s*(?:(?:là|đạt|có|cùng kỳ|năm trước|năm \d{4}|năm)\s*:?\s*)*(?:khoảng |trên |gần |hơn )?")


def claims(text: Text, sentence: Sentence) -> Iterator[Claim]:
    """Yield the changes in a sentence whose base is printed."""
    for item in text.items(sentence):
        if item.quantity.kind in (Kind.TIMES, Kind.POINTS) or item.mention.average:
            continue
        for said in item.of(Role.CHANGE, Role.TIMES):
            if said.average or said.quantity.kind not in (Kind.PERCENT, Kind.TIMES, Kind.POINTS):
                continue
            base = _in_parenthesis(text, item, said) or _in_sentence(text, item, said) or _nearby(text, item, said)
            if base is not None:
                yield _judge(item, said, base)


def _in_parenthesis(text: Text, item: Item, said: Mention) -> Item | None:
    """Return the base that follows in a parenthesis: "tăng 21,6% so với năm 2020 (236 cơ sở)"."""
    sentence = item.sentence
    if not sentence.parents:
        return None
    for other in alike(item, text.items(sentence)):
        group = other.mention.group
        if group < said.end:
            continue
        between = sentence.passage.text[said.end : group]
        if not _BARE.fullmatch(sentence.passage.text[group + 1 : other.mention.start]):
            continue
        inside = [mention for mention in sentence.mentions if mention.group == group]
        if (
            len(between) <= len(said.after) + 1
            and len(inside) == 1
            and not other.mention.sign
            and other.mention.role is Role.VALUE
        ):
            return other
    return None


def _in_sentence(text: Text, item: Item, said: Mention) -> Item | None:
    """Return the one earlier value of the same clause that is of another year, when the change is measured against it."""
    compared = base_period(said, item.mention, item.sentence.periods)
    if said.after.strip(" .") and compared is None:
        return None
    earlier = [
        other
        for other in alike(item, text.items(item.sentence))
        if other.mention.start < item.mention.start
        and other.mention.clause == item.mention.clause
        and other.mention.group == item.mention.group
    ]
    if len(earlier) != 1 or item.mention.role is Role.TO or earlier[0].mention.role is Role.FROM:
        return None
    base, now = earlier[0].mention.period, item.mention.period
    if base is None or now is None or base.last >= now.first or base.years != now.years:
        return None
    if compared is not None and compared != (base.first, base.last):
        return None
    if not _same_thing(earlier[0], item):
        return None
    return earlier[0]


def _same_thing(one: Item, other: Item) -> bool:
    """Return whether two values may be of one thing: their names overlap, or neither has one and the nouns agree."""
    if _noun(one) != _noun(other):
        return False
    names = one.mention.subject, other.mention.subject
    return likeness(*names) >= _RELATED or not any(content(name) for name in names)


def _noun(item: Item) -> list[str]:
    """Return the noun phrase after a count, up to the first word that says more about it."""
    if item.quantity.kind is not Kind.COUNT:
        return []
    spoken = re.findall(r"[^\W\d_]+", item.mention.after.lower())
    return list(takewhile(lambda word: word not in FUNCTION_WORDS | QUANTIFYING, spoken))


def _nearby(text: Text, item: Item, said: Mention) -> Item | None:
    """Return the value of the same name and the base years, in a note of the sentence or in its passage."""
    compared = base_period(said, item.mention, item.sentence.periods)
    if compared is None or not item.mention.subject:
        return None
    places = [note for _, note in text.notes(item.sentence)] + text.passages[item.sentence.index]
    found = [
        other
        for place in places
        for other in alike(item, text.items(place))
        if other.mention.period is not None
        and (other.mention.period.first, other.mention.period.last) == compared
        and likeness(item.mention.subject, other.mention.subject) >= _SAME_NAME
        and not other.mention.average
    ]
    return found[0] if len(found) == 1 else None


def _judge(item: Item, said: Mention, base: Item) -> Claim:
    sentence = item.sentence
    readings = list(_readings(item, said, base))
    verdicts = [verdict(said.quantity, interval) for _, interval in readings]
    message, severity = "", None
    if readings and all(verdicts):
        severity = Severity.ERROR if Severity.WARNING not in verdicts else Severity.WARNING
        if item.quantity.bound is not Bound.NONE or base.quantity.bound is not Bound.NONE:
            severity = Severity.WARNING
        how, interval = readings[0]
        shown = (
            percent(interval.middle, said.quantity)
            if said.quantity.kind is Kind.PERCENT
            else amount(interval.middle, said.quantity, sentence)
        )
        message = f"{how} = {shown}, văn bản ghi {quoted(said, sentence)}"
    return Claim(GROWTH, sentence.passage, item.mention.start, said.end, message, severity)


def _readings(item: Item, said: Mention, base: Item) -> Iterator[tuple[str, Interval]]:
    now, then = item.quantity, base.quantity
    factor = now.usual().over(then.usual())
    if factor is None:
        return
    written, before = quoted(now, item.sentence), quoted(then, base.sentence)
    one = Interval(Decimal(1), Decimal(1))
    change = factor.minus(one) if said.sign >= 0 else one.minus(factor)
    if said.quantity.kind is Kind.TIMES:
        yield f"{written} / {before}", factor
        if "tăng" in said.cue.split() and "gấp" not in said.cue.split():
            yield f"{written} / {before} - 1", change
        return
    if now.kind is Kind.PERCENT:
        higher, lower = (written, before) if said.sign >= 0 else (before, written)
        yield f"{higher} - {lower}", _difference(now, then, said)
    if said.quantity.kind is Kind.POINTS:
        return
    yield (f"{written} / {before} - 1" if said.sign >= 0 else f"1 - {written} / {before}"), change.times(_HUNDRED)


def _difference(now: Quantity, then: Quantity, said: Mention) -> Interval:
    return now.usual().minus(then.usual()) if said.sign >= 0 else then.usual().minus(now.usual())
