"""Step 7, check: "gấp N lần năm X" beside the mean growth of the same years (SL218)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from baocao.checks.arithmetic.claims import Claim, quoted, verdict
from baocao.checks.arithmetic.intervals import Interval
from baocao.checks.arithmetic.items import Item
from baocao.checks.arithmetic.names import base_period
from baocao.checks.arithmetic.quantities import Kind
from baocao.checks.arithmetic.sentences import Mention, Role, Sentence
from baocao.checks.arithmetic.text import Text
from baocao.checks.rules import Rule
from baocao.findings import Severity
from baocao.narrative import vietnamese as vi

PACE = Rule(
    "SL218",
    Severity.WARNING,
    "số lần gấp và tốc độ tăng bình quân không khớp nhau",
    "Tăng đều P% mỗi năm trong nhiều năm thì gấp một số lần xác định; hai con số nói về cùng một việc.",
    "Năm 2025 đạt 43.368 tỷ đồng, gấp 2,0 lần năm 2020, bình quân hằng năm tăng 17,5%.",
    "Năm 2025 đạt 43.368 tỷ đồng, gấp 2,0 lần năm 2020, bình quân hằng năm tăng 14,9%.",
    "Tính lại cả hai; nếu bình quân là trung bình cộng của các năm thì nói rõ.",
)

_HUNDRED = Decimal(100)


def claims(text: Text, sentence: Sentence) -> Iterator[Claim]:
    """Yield the values that have both a multiple of an earlier year and a mean growth."""
    for item in text.items(sentence):
        for multiple in item.of(Role.TIMES):
            for mean in item.of(Role.CHANGE):
                if mean.average and mean.quantity.kind is Kind.PERCENT and mean.sign > 0:
                    yield from _judge(item, multiple, mean)


def _judge(item: Item, multiple: Mention, mean: Mention) -> Iterator[Claim]:
    base = base_period(multiple, item.mention, item.sentence.periods)
    period = item.mention.period
    if base is None or period is None or base[0] != base[1] or period.years != 1 or period.first - base[1] < 2:
        return
    years = period.first - base[1]
    growth = mean.quantity.usual()
    reached = Interval((1 + growth.low / _HUNDRED) ** years, (1 + growth.high / _HUNDRED) ** years)
    severity = verdict(multiple.quantity, reached)
    message = ""
    if severity is not None:
        shown = vi.number(reached.middle, vi.decimals(multiple.quantity.step) + 1)
        message = (
            f"tăng bình quân {quoted(mean, item.sentence)} trong {years} năm là gấp {shown} lần, "
            f"văn bản ghi {quoted(multiple, item.sentence)}"
        )
    first, last = sorted((multiple, mean), key=lambda mention: mention.start)
    yield Claim(PACE, item.sentence.passage, first.start, last.end, message, Severity.WARNING)
