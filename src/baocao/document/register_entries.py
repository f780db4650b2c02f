"""Step 4, document: what the register of a document keeps of each figure."""

from __future__ import annotations

from collections.abc import Iterable

from baocao.data.periods import Period
from baocao.document.tree import RegisterCell, RegisterEntry
from baocao.errors import BaocaoError
from baocao.narrative.figures import FORMS
from baocao.narrative.recipes import Figure, Origin, Recipe


def register_entry(figure: Figure) -> RegisterEntry:
    """Return the entry of a figure: text, value before rounding as a plain decimal, recipe, origin, name and formula."""
    value = "" if figure.value is None else f"{figure.value:f}"
    cells = tuple(map(_cell, figure.origins))
    recipe = figure.recipe
    return RegisterEntry(recipe.id, figure.text, value, recipe.to_json(), cells, figure.alias, figure.formula)


def recipe_of(entry: RegisterEntry) -> Recipe | None:
    """Return the recipe of an entry, of a whole table or chart too; None when it holds none that can be read.

    A register comes from a file, which anybody may have changed.
    """
    try:
        return Recipe.from_json(entry.recipe)
    except (ValueError, RecursionError):
        return None


def figure_recipe(entry: RegisterEntry) -> Recipe | None:
    """Return the recipe of an entry that can be evaluated anew; None for a whole, the number of a chart, a bad recipe."""
    recipe = recipe_of(entry)
    return recipe if recipe is not None and can_be_evaluated(recipe) else None


def can_be_evaluated(recipe: Recipe) -> bool:
    """Return whether this version knows the form of a recipe and of its siblings, and can read their periods."""
    try:
        Period.parse(recipe.period)
    except BaocaoError:
        return False
    return recipe.form in FORMS and all(map(can_be_evaluated, recipe.siblings))


def held_row(figures: Iterable[Figure | None]) -> str:
    """Return one row of a whole table or chart as its entry keeps it: the ids of its figures, "-" for none."""
    return " ".join("-" if figure is None else figure.recipe.id for figure in figures)


def _cell(origin: Origin) -> RegisterCell:
    place, held = str(origin.place), origin.observation
    if held is None:
        return RegisterCell(place)
    received = held.row.received.isoformat() if held.row.received else ""
    return RegisterCell(place, f"{held.value:f}", held.key.measure.value, received, held.row.source)
