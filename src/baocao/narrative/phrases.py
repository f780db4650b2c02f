"""Step 3, narrative: phrases of several figures, such as the parts of a total or changes that share a base or a verb."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from baocao.data.dataset import View
from baocao.data.periods import Period
from baocao.narrative import vietnamese as vi
from baocao.narrative.comparisons import find_base, outcome_of, sign_of
from baocao.narrative.evaluation import Evaluation
from baocao.narrative.figures import evaluate
from baocao.narrative.recipes import Figure, Recipe


@dataclass(frozen=True, slots=True)
class Phrase:
    """Text and figures in the order of print; like a figure it never becomes plain text."""

    parts: tuple[str | Figure, ...]

    def __str__(self) -> str:
        raise TypeError("a phrase cannot become plain text: it would lose its figures")

    __html__ = __str__


def comparison_exists(recipe: Recipe, view: View) -> bool:
    """Return whether the data allow the comparison at all (a stale one counts: it is printed as a placeholder)."""
    return _is_printed(evaluate(recipe, view))


def _is_printed(comparison: Figure) -> bool:
    return not comparison.missing or any(finding.code == "MB202" for finding in comparison.findings)


def plan_reached(recipe: Recipe, view: View) -> bool:
    """Return whether a comparison with a plan is printed as 100% or more."""
    outcome = outcome_of(Evaluation(recipe, view))
    return outcome is not None and vi.round_half_up(outcome.number, outcome.digits) >= 100


def direction(recipe: Recipe, view: View) -> int | None:
    """Return the sign of a comparison as printed: 1, 0 or -1; None when the data do not allow it."""
    return sign_of(Evaluation(recipe, view))


def parts_of(total: Recipe, view: View) -> Phrase:
    """Return the declared parts of a total, each with what the data compare it with; the base is named once.

    "xuất khẩu 980 triệu USD, đạt 73,1% kế hoạch, tăng 10,1% so với cùng kỳ; nhập khẩu 2.080 triệu USD, …, tăng 84,1%"
    """
    indicator = Evaluation(total, view).indicator
    pieces: list[str | Figure] = []
    base_named = False
    for code in indicator.parts:
        part = replace(total, subject=code, form="so", base="", shape="")
        if pieces:
            pieces.append("; ")
        pieces += [f"{view.catalogue.indicators[code].short_name} ", evaluate(part, view)]
        plan = evaluate(replace(part, form="so_sanh", base="kh"), view)
        if _is_printed(plan):
            pieces += [", ", plan]
        same_period = evaluate(replace(part, form="so_sanh", base="ck", shape="gon" if base_named else ""), view)
        if _is_printed(same_period):
            pieces += [", ", same_period]
            base_named = True
    return Phrase(tuple(pieces))


def with_shared_base(recipes: Sequence[Recipe], view: View) -> Phrase:
    """Return changes that name their common base once, after the last: "tăng 10 vụ, tăng 16,6 ha so với cùng kỳ"."""
    figures = [evaluate(replace(recipe, shape=_brief(recipe.shape)), view) for recipe in recipes]
    return Phrase((*_joined(figures), f" so với {find_base(Evaluation(recipes[-1], view)).noun}"))


def with_shared_verb(recipes: Sequence[Recipe], view: View) -> Phrase:
    """Return changes that share base and, while all go the same way, verb: "giảm 05 vụ, 07 người so với cùng kỳ"."""
    brief = [replace(recipe, shape=_brief(recipe.shape)) for recipe in recipes]
    followers = [replace(recipe, siblings=tuple(other for other in brief if other != recipe)) for recipe in brief[1:]]
    figures = [evaluate(recipe, view) for recipe in (brief[0], *followers)]
    return Phrase((*_joined(figures), f" so với {find_base(Evaluation(recipes[-1], view)).noun}"))


def _brief(shape: str) -> str:
    return shape if shape.endswith("gon") else f"{shape}.gon" if shape else "gon"


def _joined(figures: Sequence[Figure]) -> list[str | Figure]:
    pieces: list[str | Figure] = []
    for figure in figures:
        pieces += [", ", figure] if pieces else [figure]
    return pieces


def through_years(recipe: Recipe, view: View) -> Phrase:
    """Return the values of all years of the recipe's period: "năm 2021 tăng 6,75%, …, năm 2025 ước tăng 8,06%"."""
    pieces: list[str | Figure] = []
    for year in Evaluation(recipe, view).period.years:
        pieces.append(f"{', ' if pieces else ''}năm{vi.NBSP}{year} ")
        pieces.append(evaluate(replace(recipe, form="dat", period=str(year)), view))
    return Phrase(tuple(pieces))


def moved_since(recipe: Recipe, since: Period, view: View) -> Phrase:
    """Return where a value was and where it is: "từ 54,5% năm 2015 lên 63% năm 2020"."""
    before = evaluate(replace(recipe, form="so", period=str(since)), view)
    now = evaluate(replace(recipe, form="len_xuong", base=f"so_voi.{since}"), view)
    return Phrase(("từ ", before, f" {vi.glue(since.name)} ", now, f" {vi.glue(Period.parse(recipe.period).name)}"))


def names(items: Sequence[str]) -> Phrase:
    """Return the names of a list one after the other: "Hữu Nghị, Chi Ma, Tân Thanh"."""
    return Phrase((vi.glue(", ".join(items)),))


def enumerated(items: Sequence[str]) -> Phrase:
    """Return the names of a list with numbers in brackets: "(1) Hữu Nghị; (2) Chi Ma"."""
    return Phrase(("; ".join(f"({position}){vi.NBSP}{item}" for position, item in enumerate(items, 1)),))
