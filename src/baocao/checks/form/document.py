"""Step 7, check: the rules of form that only a DOCX can keep or break (family TT)."""

from __future__ import annotations

from collections.abc import Iterator

from baocao.checks.form import annexes, body, clauses, closing, opening, pages, separators
from baocao.checks.form.layout import Layout
from baocao.checks.form.parts import parts_of
from baocao.checks.form.profiles import profile_of
from baocao.checks.passages import Reading
from baocao.findings import Finding

_PARTS = (opening, separators, body, clauses, closing, annexes)
RULES = (*pages.RULES, *(rule for part in _PARTS for rule in part.RULES))


def check(reading: Reading) -> Iterator[Finding]:
    """Yield what is wrong with the form of a document; nothing for files of other kinds.

    Nor is anything told of a DOCX whose opening block shows no form, and for which none is named.
    """
    if reading.document is None:
        return
    layout = Layout(reading, reading.document)
    profile = profile_of(layout, reading.profile)
    if profile is None:
        return
    parts = parts_of(layout)
    yield from pages.check(layout, profile)
    for part in _PARTS:
        yield from part.check(layout, parts, profile)
