"""Step 7, check: an amount of money out of all proportion to the others of the text (SL217)."""

from __future__ import annotations

from collections.abc import Iterator

from baocao.checks.arithmetic.claims import Claim, quoted
from baocao.checks.arithmetic.quantities import Kind
from baocao.checks.arithmetic.text import Text
from baocao.checks.rules import Rule
from baocao.findings import Severity
from baocao.narrative import vietnamese as vi

SCALE = Rule(
    "SL217",
    Severity.WARNING,
    "số tiền lớn bất thường so với cả văn bản",
    "Một số tiền gấp hàng chục lần mọi số khác trong văn bản thường là ghi nhầm đơn vị (nghìn tỷ thay cho tỷ).",
    "Tổng vốn đăng ký 25.698 nghìn tỷ đồng (các số khác trong văn bản không quá 300 nghìn tỷ đồng).",
    "Tổng vốn đăng ký 25.698 tỷ đồng.",
    "Xem lại đơn vị: tỷ đồng hay nghìn tỷ đồng, triệu đồng hay tỷ đồng.",
)

_TIMES = 20
_FEWEST = 10
_THOUSAND = 1000


def claims(text: Text) -> Iterator[Claim]:
    """Yield the largest amount of money when the text has enough of them to compare it with."""
    amounts = [
        (mention.quantity.high, mention, sentence)
        for sentence in text.sentences
        for mention in sentence.mentions
        if mention.quantity.kind is Kind.MEASURE and mention.quantity.unit == ("đồng",)
    ]
    if len(amounts) < _FEWEST:
        return
    amounts.sort(key=lambda amount: amount[0])
    (second, _, _), (largest, mention, sentence) = amounts[-2:]
    quantity = mention.quantity
    message = ""
    if largest > second * _TIMES and quantity.high >= _THOUSAND * quantity.scale:
        message = (
            f"{quoted(mention, sentence)} gấp {vi.number(largest / second, 0)} lần số tiền lớn thứ hai trong văn bản"
        )
    yield Claim(SCALE, sentence.passage, mention.start, mention.end, message)
