"""Step 7, check: words, names and punctuation (family CT)."""

from __future__ import annotations

from collections.abc import Iterator

from baocao.checks.passages import Reading
from baocao.checks.rules import Rule
from baocao.findings import Finding

RULES: tuple[Rule, ...] = ()


def check(reading: Reading) -> Iterator[Finding]:
    """Yield what is wrong."""
    yield from ()
