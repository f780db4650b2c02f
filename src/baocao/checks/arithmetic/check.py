"""Step 7, check: the arithmetic of a text (family SL): every claim that is understood, and those that do not hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from baocao.checks.arithmetic import (
    averages,
    bases,
    changes,
    conflicts,
    counting,
    growth,
    impossible,
    integers,
    pace,
    ratios,
    remainders,
    scale,
    spans,
    structures,
    sums,
    twofold,
)
from baocao.checks.arithmetic.breakdowns import breakdowns
from baocao.checks.arithmetic.claims import Claim
from baocao.checks.arithmetic.sentences import Sentence
from baocao.checks.arithmetic.text import Text
from baocao.checks.passages import Passage, Reading
from baocao.checks.rules import Rule
from baocao.checks.texts import kept
from baocao.findings import Finding
from baocao.narrative import vietnamese as vi

RULES: tuple[Rule, ...] = (
    ratios.FRACTION,
    ratios.SHARE,
    sums.SUM,
    structures.HUNDRED,
    changes.CHANGE,
    growth.GROWTH,
    averages.MEAN,
    counting.COUNT,
    counting.TWICE,
    conflicts.CONFLICT,
    bases.BASES,
    changes.DIRECTION,
    remainders.LEFT,
    spans.YEARS,
    spans.SWAPPED,
    impossible.IMPOSSIBLE,
    scale.SCALE,
    pace.PACE,
    integers.WHOLE,
    twofold.TWOFOLD,
)


def claims_of(reading: Reading) -> list[Claim]:
    """Return everything that the text says about its numbers and that is understood, whether it holds or not."""
    reading = _without_no_break(reading)
    text = Text.of(reading)
    found: list[Claim] = []
    for index, passage in enumerate(reading.passages):
        if not text.passages[index]:
            continue  # but a number
        if text.alone(index):
            found += [claim.of(passage) for claim in _alone(passage.text)]
        else:
            found += _of_passage(text, index)
    return [*found, *conflicts.claims(text), *spans.claims(text), *scale.claims(text)]


def _without_no_break(reading: Reading) -> Reading:
    """Return the reading with plain spaces and hyphens for no-break ones, which say nothing else; all offsets stay."""
    passages = []
    for passage in reading.passages:
        text = passage.text.replace(vi.NBSP, " ").replace(vi.NB_HYPHEN, "-")
        passages.append(passage if text == passage.text else replace(passage, text=text))
    return replace(reading, passages=tuple(passages))


@kept
def _alone(text: str) -> Iterator[Claim]:
    """Yield the claims of a passage that neither calls a note nor is one: they depend on its text only."""
    return _of_passage(Text.of(Reading("", (Passage(text, text),))), 0)


def _of_passage(text: Text, index: int) -> Iterator[Claim]:
    for sentence in text.passages[index]:
        if sentence.mentions:
            yield from _of_sentence(text, sentence)
    yield from counting.repeats(text.reading.passages[index])
    yield from spans.counted(text.reading.passages[index])


def _of_sentence(text: Text, sentence: Sentence) -> Iterator[Claim]:
    parted = tuple(breakdowns(text, sentence))
    yield from sums.claims(parted)
    yield from counting.claims(text, sentence)
    yield from impossible.claims(sentence)
    if len(sentence.mentions) == 1:
        return  # what is left speaks of two numbers of the sentence
    yield from bases.claims(parted)
    yield from ratios.claims(text, sentence, parted)
    yield from structures.claims(sentence)
    yield from changes.claims(text, sentence)
    yield from growth.claims(text, sentence)
    yield from averages.claims(text, sentence)
    yield from remainders.claims(text, sentence)
    yield from pace.claims(text, sentence)
    yield from integers.claims(text, sentence)
    yield from twofold.claims(text, sentence)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for every claim that does not hold."""
    seen = set()
    for claim in claims_of(reading):
        said = (id(claim.passage), claim.start, claim.end, claim.rule.code)
        if claim.holds or said in seen:
            continue
        seen.add(said)
        yield claim.rule.found(
            reading.place(claim.passage, claim.start, claim.end), claim.message, severity=claim.severity
        )
