"""Step 7, check: the shares of a structure make one hundred percent (SL204)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from baocao.checks.arithmetic.claims import Claim, amount, quoted
from baocao.checks.arithmetic.intervals import Interval
from baocao.checks.arithmetic.quantities import Kind
from baocao.checks.arithmetic.sentences import Mention, Role, Sentence
from baocao.checks.rules import Rule
from baocao.findings import Severity

HUNDRED = Rule(
    "SL204",
    Severity.ERROR,
    "cơ cấu không cộng đủ 100%",
    "Tỷ trọng của mọi thành phần trong một cơ cấu phải cộng lại bằng 100% trong phạm vi làm tròn.",
    "Cơ cấu kinh tế: nông nghiệp chiếm 21,6%, công nghiệp 26,3%, dịch vụ 55,1%.",
    "Cơ cấu kinh tế: nông nghiệp chiếm 21,6%, công nghiệp 26,3%, dịch vụ 52,1%.",
    "Đối chiếu từng tỷ trọng với số liệu gốc, sửa tỷ trọng bị gõ sai.",
)

_ALL = Interval(Decimal(100), Decimal(100))
_SHORT, _OVER, _SLIP = Decimal(15), Decimal(60), Decimal(5)
_FEWEST = 3
_STRUCTURE = re.compile(r"\b(?:cơ cấu|tỷ trọng|tỉ trọng)\b", re.IGNORECASE)


def claims(sentence: Sentence) -> Iterator[Claim]:
    """Yield the runs of shares that make up a whole."""
    for run in _runs(sentence):
        yield from _judge(sentence, run)


def _runs(sentence: Sentence) -> Iterator[list[Mention]]:
    """Yield shares that follow each other, each with a subject of its own: "A chiếm 20%, B 24%, C 56%"."""
    run: list[Mention] = []
    if sum(mention.quantity.kind is Kind.PERCENT for mention in sentence.mentions) < _FEWEST:
        return
    for mention in sentence.mentions:
        if mention.role in (Role.CHANGE, Role.TIMES) and not (mention.own and mention.role is Role.TIMES):
            continue  # "giảm 4,8%" beside a share is about that share
        share = mention.role is Role.SHARE or (
            mention.role in (Role.VALUE, Role.RATE) and mention.quantity.kind is Kind.PERCENT and mention.subject
        )
        share = share or (mention.quantity.kind is Kind.PERCENT and mention.remaining)
        starts = share and (mention.role is Role.SHARE or _named_structure(sentence, mention))
        if share and (run or starts) and (not run or run[-1].group == mention.group):
            run.append(mention)
        else:
            if len(run) >= _FEWEST:
                yield run
            run = [mention] if starts else []
    if len(run) >= _FEWEST:
        yield run


def _named_structure(sentence: Sentence, mention: Mention) -> bool:
    before = sentence.passage.text[sentence.start : mention.start]
    return bool(_STRUCTURE.search(before))


def _judge(sentence: Sentence, run: list[Mention]) -> Iterator[Claim]:
    total = Interval.total(mention.quantity.usual() for mention in run)
    if total.meets(_ALL):
        yield Claim(HUNDRED, sentence.passage, run[0].start, run[-1].end)
        return
    structure = _named_structure(sentence, run[0])
    every = all(mention.role is Role.SHARE for mention in run)
    if not (structure or every) or not _ALL.low - _SHORT <= total.middle <= _ALL.low + (_OVER if structure else _SLIP):
        return  # further off, the shares are hardly of one whole: classes may overlap, or some are left out
    if any(mention.quantity.possible() != mention.quantity.usual() for mention in run):
        return
    if total.high < 100 and not structure:
        return  # "chiếm ... chiếm ..." may name the largest shares only
    added = " + ".join(quoted(mention, sentence).rstrip("% ") for mention in run)
    finest = min((mention.quantity for mention in run), key=lambda quantity: quantity.step)
    message = f"{added} = {amount(total.middle, finest, sentence)}, cơ cấu phải cộng đủ 100%"
    severity = Severity.ERROR if structure else Severity.WARNING
    yield Claim(HUNDRED, sentence.passage, run[0].start, run[-1].end, message, severity)
