"""Step 7, check: all rules of form put to one document (family TT)."""

from __future__ import annotations

from collections.abc import Iterator

from baocao.checks.form import annexes, body, clauses, closing, opening, outline, pages, separators
from baocao.checks.form.layout import Layout
from baocao.checks.form.parts import parts_of
from baocao.checks.form.profiles import profile_of
from baocao.checks.passages import Reading
from baocao.findings import Finding

RULES = (
    *pages.RULES,
    *opening.RULES,
    *separators.RULES,
    *body.RULES,
    *clauses.RULES,
    *outline.RULES,
    *closing.RULES,
    *annexes.RULES,
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield what is wrong with the form of a document: its outline in any file, the rest where there is a DOCX.

    A DOCX whose opening block tells no form, and for which none is named, is looked at for its outline alone.
    """
    yield from outline.check(reading)
    if reading.document is None:
        return
    layout = Layout(reading, reading.document)
    profile = profile_of(layout, reading.profile)
    if profile is None:
        return
    parts = parts_of(layout)
    yield from pages.check(layout, profile)
    for part in (opening, separators, body, clauses, closing, annexes):
        yield from part.check(layout, parts, profile)
