"""Step 7, check: a rule, as its findings and the guide tell it to people."""

from __future__ import annotations

from dataclasses import dataclass

from baocao.findings import Finding, Place, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that a check looks for; all words in Vietnamese.

    ``severity`` is that of most of its findings.  ``title`` names what is wrong, ``reason`` says why it is,
    ``bad`` and ``good`` are an example and the same put right, ``remedy`` says what to do.
    """

    code: str
    severity: Severity
    title: str
    reason: str
    bad: str
    good: str
    remedy: str

    def found(self, place: Place, message: str, hint: str = "", severity: Severity | None = None) -> Finding:
        """Return the finding of this rule at ``place``; the rule's remedy and severity stand unless others are given."""
        return Finding(self.code, severity or self.severity, message, place, hint or self.remedy)
