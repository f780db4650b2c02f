"""Step 7, check: the families of rules over a text, and a reading put through them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from baocao.checks import numbers, wording
from baocao.checks.passages import Reading
from baocao.checks.rules import Rule
from baocao.findings import Finding, Findings


@dataclass(frozen=True, slots=True)
class Family:
    """A family of rules: the letters its codes begin with, its name in Vietnamese, and the check that gives them."""

    letters: str
    name: str
    rules: tuple[Rule, ...]
    check: Callable[[Reading], Iterator[Finding]]


FAMILIES = (
    Family("SO", "cách viết số", numbers.RULES, numbers.check),
    Family("CT", "chữ và dấu câu", wording.RULES, wording.check),
)
RULES = {rule.code: rule for family in FAMILIES for rule in family.rules}


def check_reading(reading: Reading, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Findings:
    """Return what the rules find in ``reading``, in the order of the text.

    ``select`` and ``ignore`` are codes or beginnings of codes (SL, SL2, SL201); nothing selected means all.
    """
    select, ignore = tuple(select), tuple(ignore)
    findings = [
        finding
        for family in FAMILIES
        if _may_give(family, select)
        for finding in family.check(reading)
        if (not select or finding.code.startswith(select)) and not finding.code.startswith(ignore)
    ]
    ordered = Findings()
    ordered.extend(sorted(findings, key=_position))
    return ordered


def _may_give(family: Family, select: tuple[str, ...]) -> bool:
    return not select or any(rule.code.startswith(select) for rule in family.rules)


def _position(finding: Finding) -> tuple[int, int, int, int, str]:
    """Return what findings are ordered by: the whole document first, then its body, then its notes."""
    if finding.place is None or finding.place.span is None:
        return (0, 0, 0, 0, finding.code)
    span = finding.place.span
    return (1, span.footnote or 0, finding.place.line or span.paragraph or 0, span.start, finding.code)
