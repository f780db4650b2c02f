"""Step 7, check: a mean over years beside the values of those years (SL207)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from baocao.checks.arithmetic.claims import Claim, amount, quoted, verdict
from baocao.checks.arithmetic.intervals import Interval
from baocao.checks.arithmetic.quantities import Kind
from baocao.checks.arithmetic.sentences import Mention, Sentence
from baocao.checks.arithmetic.text import Text
from baocao.checks.rules import Rule
from baocao.findings import Severity

MEAN = Rule(
    "SL207",
    Severity.ERROR,
    "mức bình quân không khớp với số của từng năm",
    "Số của từng năm đã in đủ thì mức bình quân tính lại được, dù tính theo trung bình cộng hay trung bình nhân.",
    "Tăng bình quân 7,5%/năm (năm 2023 tăng 6,1%, năm 2024 tăng 7,2%, năm 2025 tăng 8,3%).",
    "Tăng bình quân 7,2%/năm (năm 2023 tăng 6,1%, năm 2024 tăng 7,2%, năm 2025 tăng 8,3%).",
    "Tính lại mức bình quân, hoặc sửa số của năm bị gõ sai.",
)

_FEWEST = 3
_HUNDRED = Decimal(100)


def claims(text: Text, sentence: Sentence) -> Iterator[Claim]:
    """Yield the mean of the yearly values in a sentence, which stands there too or where its note is called."""
    call = text.call(sentence)
    yearly = _yearly(sentence)
    if len(yearly) < _FEWEST:
        return
    mean = _mean_before(sentence, yearly[0].start, yearly)
    where = sentence
    if mean is None and call is not None:
        where = call.sentence
        mean = _mean_before(where, call.at, yearly)
    if mean is not None:
        yield _judge(where, mean, sentence, yearly)


def _yearly(sentence: Sentence) -> list[Mention]:
    """Return values of successive single years, one each."""
    run: list[Mention] = []
    if not sentence.periods:
        return run
    for mention in sentence.mentions:
        period = mention.period
        if period is None or period.years != 1 or mention.average or mention.quantity.kind is Kind.TIMES:
            continue
        if run and (period.first != _year(run[-1]) + 1 or mention.quantity.kind is not run[0].quantity.kind):
            if period.first == _year(run[-1]) or len(run) >= _FEWEST:
                continue
            run = []
        run.append(mention)
    return run


def _year(mention: Mention) -> int:
    assert mention.period is not None  # a run holds values of single years only
    return mention.period.first


def _mean_before(sentence: Sentence, at: int, yearly: list[Mention]) -> Mention | None:
    """Return the mean just before an offset that covers exactly the years listed."""
    before = [mention for mention in sentence.mentions if mention.end <= at and mention not in yearly]
    if not before or not before[-1].average or before[-1].quantity.kind is not yearly[0].quantity.kind:
        return None
    mean = before[-1]
    years = (mean.period.first, mean.period.last) if mean.period else None
    if years is not None and mean.period is not None and mean.period.years > 1:
        return mean if years == (_year(yearly[0]), _year(yearly[-1])) else None
    return mean if at - mean.end < 30 else None


def _judge(where: Sentence, mean: Mention, sentence: Sentence, yearly: list[Mention]) -> Claim:
    values = [mention.quantity for mention in yearly]
    arithmetic = Interval.total(value.usual() for value in values).times(1 / Decimal(len(values)))
    readings = [arithmetic]
    if values[0].kind is Kind.PERCENT:
        readings.append(_compound([_signed(mention) for mention in yearly]))
        readings.append(Interval.total(_signed(mention) for mention in yearly).times(1 / Decimal(len(values))))
    verdicts = [verdict(mean.quantity, reading) for reading in readings]
    message, severity = "", None
    if all(verdicts):
        severity = Severity.ERROR if Severity.WARNING not in verdicts else Severity.WARNING
        added = " + ".join(quoted(mention, sentence) for mention in yearly)
        computed = amount(arithmetic.middle, mean.quantity, where)
        message = f"({added}) / {len(values)} = {computed}, văn bản ghi {quoted(mean, where)}"
    if where is sentence:
        return Claim(MEAN, where.passage, mean.start, yearly[-1].end, message, severity)
    return Claim(MEAN, where.passage, mean.start, mean.end, message, severity)


def _signed(mention: Mention) -> Interval:
    usual = mention.quantity.usual()
    return Interval(-usual.high, -usual.low) if mention.sign < 0 else usual


def _compound(rates: list[Interval]) -> Interval:
    low = high = Decimal(1)
    for rate in rates:
        low *= 1 + rate.low / _HUNDRED
        high *= 1 + rate.high / _HUNDRED
    if low <= 0:
        return Interval(-_HUNDRED, _HUNDRED)
    root = 1 / Decimal(len(rates))
    return Interval((low**root - 1) * _HUNDRED, (high**root - 1) * _HUNDRED)
