"""Step 3, narrative: chains of the template language without their indicator, as columns and series name what they print.

"kh.bang", "[2020].con_so", "[ky.truoc].muc_tieu": applied to an indicator each gives the recipe of a bare number.
"""

from __future__ import annotations

import re
from dataclasses import replace

from baocao.data.dataset import View
from baocao.data.periods import Period
from baocao.errors import BaocaoError
from baocao.narrative.recipes import BARE, Figure, Recipe
from baocao.narrative.terms import ComparisonTerm, IndicatorTerm, PeriodTerm, Term, Unknown, period_of

_CHAIN = re.compile(r"(?:\[(?P<at>[^\[\]]+)\]\.)?(?P<words>[a-z_]+(?:\.[a-z_][a-z0-9_]*|\[[0-9a-z_.]+\])*)")
_STEP = re.compile(r"\.?([a-z_][a-z0-9_]*)|\[([0-9a-z_.]+)\]")
_WITH_UNIT = ("so", "dat", "thuc_hien")


def period_at(words: str, period: Period, year: int | None = None) -> Period:
    """Return the period that stands in brackets: "ky.truoc", "ky.nam_goc", "2020", or "nam" (the year of the column).

    Raises BaocaoError (MB503) when it means no period.
    """
    if words == "nam" and year is not None:
        return Period.parse(str(year))
    root, *steps = words.split(".")
    if root != "ky":
        return Period.parse(words)
    found: object = PeriodTerm(period)
    for step in steps:
        found = found.step(step) if isinstance(found, PeriodTerm) else Unknown(words, "")
    if isinstance(found, Unknown):
        raise BaocaoError.because("MB503", f"“{words}” không phải kỳ", hint="Ví dụ: ky, ky.truoc, ky.nam_goc, 2020.")
    return period_of(found)


def recipe_of(chain: str, code: str, period: Period, scope: str, view: View, year: int | None = None) -> Recipe:
    """Return the recipe of the bare number that ``chain`` prints of the indicator ``code``.

    Raises BaocaoError (MB503) when the chain is none of the language or prints something else than one number.
    """
    match = _CHAIN.fullmatch(chain)
    if match is None:
        raise _not_a_number(chain)
    at = period_at(match["at"].strip(), period, year) if match["at"] else period
    term: object = IndicatorTerm(code, at, scope, view)
    for word, index in _STEP.findall(match["words"]):
        if not isinstance(term, Term):
            raise _not_a_number(chain)
        term = term.pick(period_at(index, period, year)) if index else term.step(word)
    if isinstance(term, ComparisonTerm):
        return replace(term.recipe, shape=f"{term.recipe.shape}.{BARE}".lstrip("."))
    if not isinstance(term, Figure):
        raise _not_a_number(chain, term.message if isinstance(term, Unknown) else "")
    form = "con_so" if term.recipe.form in _WITH_UNIT else term.recipe.form
    return replace(term.recipe, form=form, shape=BARE)


def _not_a_number(chain: str, why: str = "") -> BaocaoError:
    message = f"“{chain}” không in được một số{': ' + why if why else ''}"
    return BaocaoError.because("MB503", message, hint="Ví dụ: con_so, muc_tieu, kh.bang, ck.bang, [2020].con_so.")
