"""Step 7, check: the arithmetic of a text (family SL): every claim that is understood, and those that do not hold."""

from __future__ import annotations

from collections.abc import Iterator

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
from baocao.checks.arithmetic.claims import Claim
from baocao.checks.arithmetic.text import Text
from baocao.checks.passages import Reading
from baocao.checks.rules import Rule
from baocao.findings import Finding

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
_CHECKS = (
    ratios.claims,
    sums.claims,
    structures.claims,
    changes.claims,
    growth.claims,
    averages.claims,
    counting.claims,
    conflicts.claims,
    bases.claims,
    remainders.claims,
    spans.claims,
    impossible.claims,
    scale.claims,
    pace.claims,
    integers.claims,
    twofold.claims,
)


def claims_of(reading: Reading) -> list[Claim]:
    """Return everything that the text says about its numbers and that is understood, whether it holds or not."""
    text = Text.of(reading)
    return [claim for check in _CHECKS for claim in check(text)]


def check(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for every claim that does not hold."""
    seen = set()
    for claim in claims_of(reading):
        if claim.holds or (claim.passage.line, claim.start, claim.end, claim.rule.code) in seen:
            continue
        seen.add((claim.passage.line, claim.start, claim.end, claim.rule.code))
        yield claim.rule.found(
            reading.place(claim.passage, claim.start, claim.end), claim.message, severity=claim.severity
        )
