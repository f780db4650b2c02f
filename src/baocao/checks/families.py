"""Step 7, check: the families of rules over a text, and a reading put through them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from baocao.checks import provenance
from baocao.checks.arithmetic import check as arithmetic
from baocao.checks.evidence import acknowledged
from baocao.checks.form import document, outline
from baocao.checks.numbers import dates, marks, units
from baocao.checks.passages import Reading
from baocao.checks.rules import Rule
from baocao.checks.wording import characters, punctuation, repeats, variants
from baocao.collecting import not_collecting
from baocao.findings import Finding, Findings
from baocao.plaintext import nearest_word


class Check(Protocol):
    """A module that looks for some rules of a family: the rules, and what they find in a text."""

    @property
    def RULES(self) -> tuple[Rule, ...]:  # noqa: N802
        """The rules that ``check`` may give."""

    def check(self, reading: Reading) -> Iterator[Finding]:
        """Yield what the rules find in ``reading``, in any order."""


@dataclass(frozen=True, slots=True)
class Family:
    """A family of rules: the letters its codes begin with, its name in Vietnamese, and the modules that check them."""

    letters: str
    name: str
    checks: tuple[Check, ...]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of all its checks, by code."""
        return tuple(sorted((rule for check in self.checks for rule in check.RULES), key=lambda rule: rule.code))


FAMILIES = (
    Family("SL", "số liệu trong văn bản", (arithmetic, provenance)),
    Family("SO", "cách viết số", (marks, units, dates)),
    Family("CT", "chữ và dấu câu", (repeats, punctuation, variants, characters)),
    Family("TT", "thể thức", (outline, document)),
)
RULES = {rule.code: rule for family in FAMILIES for rule in family.rules}


def nearest_code(code: str) -> str | None:
    """Return None when ``code`` is a code or the beginning of one, else the code that looks most like it ("" for none)."""
    if code and any(known.startswith(code) for known in RULES):
        return None
    same = [known for known in RULES if known.startswith(code[:2])]
    return nearest_word(code, same or RULES) or (same[0] if same and code else "")


def check_reading(reading: Reading, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Findings:
    """Return what the rules find in ``reading``, in the order of the text.

    ``select`` and ``ignore`` are codes or beginnings of codes (SL, SL2, SL201); nothing selected means all.
    """
    select, ignore = tuple(select), tuple(ignore)
    with not_collecting():  # a check is one burst of small values that all live to its end
        findings = [
            finding
            for family in FAMILIES
            for check in family.checks
            if not select or any(rule.code.startswith(select) for rule in check.RULES)
            for finding in check.check(reading)
            if (not select or finding.code.startswith(select)) and not finding.code.startswith(ignore)
        ]
    accepted = reading.accepted()
    ordered = Findings()
    ordered.extend(sorted((acknowledged(finding, accepted) for finding in findings), key=_position))
    return ordered


def _position(finding: Finding) -> tuple[int, int, int, int, str]:
    """Return what findings are ordered by: the whole document first, then its body, then its notes."""
    if finding.place is None or finding.place.span is None:
        return (0, 0, 0, 0, finding.code)
    span = finding.place.span
    return (1, span.footnote or 0, finding.place.line or span.paragraph or 0, span.start, finding.code)
