"""Step 7, check: rates that no numbers can give (SL216): a fall by more than all, a part larger than the whole."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from baocao.checks.arithmetic.claims import Claim, quoted
from baocao.checks.arithmetic.quantities import Kind
from baocao.checks.arithmetic.sentences import Role, Sentence
from baocao.checks.rules import Rule
from baocao.findings import Severity

IMPOSSIBLE = Rule(
    "SL216",
    Severity.ERROR,
    "tỷ lệ không thể có",
    "Không gì giảm quá 100%, và không phần nào chiếm quá 100% của tổng.",
    "Số vụ giảm 125% so với cùng kỳ.",
    "Số vụ giảm 12,5% so với cùng kỳ.",
    "Xem lại dấu phẩy của số, hoặc động từ (tăng, giảm, bằng).",
)

_HUNDRED = Decimal(100)


def claims(sentence: Sentence) -> Iterator[Claim]:
    """Yield the falls and the shares in percent."""
    for mention in sentence.mentions:
        if mention.quantity.kind is not Kind.PERCENT:
            continue
        falls = mention.role is Role.CHANGE and mention.sign < 0
        if falls or mention.role is Role.SHARE:
            message = ""
            if mention.quantity.usual().low > _HUNDRED:
                message = f"văn bản ghi {'giảm' if falls else 'chiếm'} {quoted(mention, sentence)}, quá 100%"
            yield Claim(IMPOSSIBLE, sentence.passage, mention.start, mention.end, message)
