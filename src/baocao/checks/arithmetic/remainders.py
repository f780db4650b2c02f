"""Step 7, check: what is left of a total after what is done: "nhận A, đã giải quyết B, còn lại C" (SL213)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from baocao.checks.arithmetic.claims import Claim, amount, quoted, verdict
from baocao.checks.arithmetic.items import Item
from baocao.checks.arithmetic.quantities import Kind
from baocao.checks.arithmetic.sentences import Sentence
from baocao.checks.arithmetic.text import Text
from baocao.checks.rules import Rule
from baocao.findings import Severity

LEFT = Rule(
    "SL213",
    Severity.ERROR,
    "phần còn lại không bằng tổng trừ phần đã làm",
    "Tổng, phần đã làm và phần còn lại ràng buộc nhau: biết hai số thì tính được số thứ ba.",
    "Tiếp nhận 250 hồ sơ, đã giải quyết 230 hồ sơ, còn lại 25 hồ sơ.",
    "Tiếp nhận 250 hồ sơ, đã giải quyết 230 hồ sơ, còn lại 20 hồ sơ.",
    "Trừ lại, rồi sửa số bị gõ sai.",
)

_LEFT = re.compile(r"\bcòn(?: lại)?\b")
_DONE = re.compile(r"\bđã\b")


def claims(text: Text, sentence: Sentence) -> Iterator[Claim]:
    """Yield what is left where three values of one thing are a total, what is done of it, and what is left."""
    items = [item for item in text.items(sentence) if item.quantity.kind in (Kind.COUNT, Kind.MEASURE)]
    for place, left in enumerate(items):
        if not _LEFT.search(left.mention.cue) or _LEFT.search(left.mention.subject):
            continue
        before = [item for item in items[:place] if item.quantity.alike(left.quantity)]
        if len(before) == 2 and _is_done(sentence, before[1]) and not _is_done(sentence, before[0]):
            claim = _judge(sentence, before[0], before[1], left)
            if claim.holds or not any(item.quantity.alike(left.quantity) for item in items[place + 1 :]):
                yield claim  # more of the same after it: what is left may be told in several parts


def _is_done(sentence: Sentence, item: Item) -> bool:
    start = sentence.start
    for mention in sentence.mentions:
        if mention.end <= item.mention.start:
            start = mention.end
    return bool(_DONE.search(sentence.passage.text[start : item.mention.start]))


def _judge(sentence: Sentence, whole: Item, done: Item, left: Item) -> Claim:
    difference = whole.quantity.usual().minus(done.quantity.usual())
    severity = verdict(left.quantity, difference)
    message = ""
    if severity is not None:
        message = (
            f"{quoted(whole.quantity, sentence)} - {quoted(done.quantity, sentence)} = "
            f"{amount(difference.middle, left.quantity, sentence)}, văn bản ghi còn {quoted(left.quantity, sentence)}"
        )
    return Claim(LEFT, sentence.passage, whole.mention.start, left.mention.end, message, severity)
