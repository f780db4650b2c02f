"""Step 7, check: one figure that a text gives two values (SL210)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from baocao.checks.arithmetic.claims import Claim, quoted
from baocao.checks.arithmetic.items import Item
from baocao.checks.arithmetic.names import base_period, content
from baocao.checks.arithmetic.quantities import Bound, Fraction, Kind, Quantity
from baocao.checks.arithmetic.sentences import Mention, Role
from baocao.checks.arithmetic.text import Text
from baocao.checks.rules import Rule
from baocao.findings import Severity

CONFLICT = Rule(
    "SL210",
    Severity.WARNING,
    "một số liệu có hai giá trị trong cùng văn bản",
    "Cùng một chỉ tiêu, cùng thời gian và phạm vi thì mọi chỗ phải ghi như nhau.",
    "Toàn tỉnh có 5.700 doanh nghiệp, gấp 1,7 lần năm 2020. Ước tính có 5.700 doanh nghiệp, gấp 1,8 lần so với năm 2020.",
    "Toàn tỉnh có 5.700 doanh nghiệp, gấp 1,7 lần năm 2020. Ước tính có 5.700 doanh nghiệp, gấp 1,7 lần so với năm 2020.",
    "Xem số nào đúng rồi ghi thống nhất; nếu khác phạm vi thì nói rõ phạm vi.",
)

_TARGET = re.compile(
    r"\b(?:mục tiêu|phấn đấu|kế hoạch|chỉ tiêu|dự toán|đến năm|nghị quyết|định hướng|nhu cầu|quy hoạch)\b",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"(?:tổng|tỷ lệ|tỉ lệ|số|diện tích|sản lượng|giá trị|doanh thu|kim ngạch|thu nhập|grdp|chỉ số|mức|tốc độ|dân số|vốn|"
    r"nguồn|thu|chi|dư nợ|quy mô|năng suất|năng lực|kinh phí)\b"
)
_TELLING = 4
_LARGE = 100

Key = tuple[object, ...]


def claims(text: Text) -> Iterator[Claim]:
    """Yield every figure that stands in two places and can be compared."""
    said: dict[Key, tuple[Item, Mention]] = {}
    values: dict[Key, Item] = {}
    for sentence in text.sentences:
        if sentence.passage.cell:
            continue
        for item in text.items(sentence):
            yield from _compared(item, said)
            yield from _repeated(item, values)


def _compared(item: Item, known: dict[Key, tuple[Item, Mention]]) -> Iterator[Claim]:
    """Yield the growth of one value against one year that is told a second time."""
    quantity = item.quantity
    if quantity.kind is Kind.PERCENT or quantity.low / quantity.scale < _LARGE or quantity.low != quantity.high:
        return
    for mention in item.of(Role.TIMES, Role.CHANGE):
        base = base_period(mention, item.mention, item.sentence.periods)
        if base is None or mention.average or mention.quantity.kind not in (Kind.TIMES, Kind.PERCENT):
            continue
        key = (quantity.low, quantity.unit[:2], mention.quantity.kind, mention.sign, base)
        if key not in known:
            known[key] = item, mention
            continue
        first, before = known[key]
        message = ""
        if not _agree(mention.quantity, before.quantity):
            message = (
                f"{quoted(item.mention, item.sentence)} ở đây ghi {quoted(mention, item.sentence)}, "
                f"chỗ khác ghi {quoted(before, first.sentence)} so với cùng năm gốc"
            )
        yield Claim(CONFLICT, item.sentence.passage, item.mention.start, mention.end, message)


def _repeated(item: Item, known: dict[Key, Item]) -> Iterator[Claim]:
    """Yield a figure of one name and one time that is given a second time."""
    mention, quantity = item.mention, item.quantity
    name = content(mention.subject)
    if (
        len(name) < _TELLING
        or not _MEASURED.match(mention.subject)
        or mention.period is None
        or mention.average
        or mention.role is not Role.VALUE
    ):
        return
    if (
        quantity.bound is not Bound.NONE
        or quantity.low != quantity.high
        or isinstance(mention.token, Fraction)
        or mention.sign
    ):
        return
    if _TARGET.search(item.sentence.text):
        return
    key = (name, quantity.unit, quantity.kind, mention.period.first, mention.period.last, _months(item))
    first = known.setdefault(key, item)
    if first is item:
        return
    message = ""
    if not _agree(first.quantity, quantity):
        here, there = quoted(mention, item.sentence), quoted(first.mention, first.sentence)
        message = f"ở đây ghi {here}, chỗ khác ghi {there} cho cùng một chỉ tiêu, cùng thời gian"
    yield Claim(CONFLICT, item.sentence.passage, mention.start, mention.end, message)


def _agree(one: Quantity, other: Quantity) -> bool:
    """Return whether one value may be printed both ways; with the same last digit that is only the same number."""
    if one.step == other.step and one.bound is other.bound:
        return one.value == other.value
    return one.possible().meets(other.possible())


def _months(item: Item) -> str:
    """Return the words of the sentence that narrow its year: "9 tháng", "quý III", "đến ngày 24/9"."""
    found = re.findall(
        r"\d+ tháng|quý [IVX\d]+|ngày \d+(?:/\d+)*|tháng \d+", item.sentence.passage.text[: item.mention.end][-200:]
    )
    return " ".join(found)
