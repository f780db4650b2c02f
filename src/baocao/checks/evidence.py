"""Step 7, check: what data say of the figures in a text, and what that means for what was found there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from baocao.findings import Finding, Severity, Span

_ARITHMETIC = "SL2"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of figures, by their ids.

    ``texts`` is what the data print today, empty where nobody asked them anew.  ``reasons`` says of each figure with an
    acknowledged cell ("xác nhận") why the data are as they are.  ``problem`` says why the data could not be asked.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


def acknowledged(finding: Finding, accepted: list[tuple[Span, str]]) -> Finding:
    """Return a finding of arithmetic as an info with the reason, when it touches words whose data were accepted.

    ``accepted`` are the places of figures with an acknowledged cell, each with its reason.
    """
    span = finding.place.span if finding.place else None
    if span is None or not finding.code.startswith(_ARITHMETIC) or finding.severity is Severity.INFO:
        return finding
    reasons = dict.fromkeys(reason for place, reason in accepted if _touch(place, span))
    if not reasons:
        return finding
    return replace(finding, severity=Severity.INFO, hint=f"Đã xác nhận: {' '.join(reasons)}")


def _touch(one: Span, other: Span) -> bool:
    same = (one.paragraph, one.footnote) == (other.paragraph, other.footnote)
    return same and one.start < other.end and other.start < one.end
