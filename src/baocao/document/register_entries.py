"""Step 4, document: what the register of a document keeps of each figure."""

from __future__ import annotations

from collections.abc import Iterable

from baocao.document.tree import RegisterCell, RegisterEntry
from baocao.narrative.recipes import Figure, Origin, recipe_id


def register_entry(figure: Figure) -> RegisterEntry:
    """Return the entry of a figure: text, value before rounding as a plain decimal, recipe, origin, name and formula."""
    value = "" if figure.value is None else f"{figure.value:f}"
    cells = tuple(map(_cell, figure.origins))
    recipe = figure.recipe.to_json()
    return RegisterEntry(recipe_id(recipe), figure.text, value, recipe, cells, figure.alias, figure.formula)


def held_row(figures: Iterable[Figure | None]) -> str:
    """Return one row of a whole table or chart as its entry keeps it: the ids of its figures, "-" for none."""
    return " ".join("-" if figure is None else figure.recipe.id for figure in figures)


def _cell(origin: Origin) -> RegisterCell:
    place, held = str(origin.place), origin.observation
    if held is None:
        return RegisterCell(place)
    received = held.row.received.isoformat() if held.row.received else ""
    return RegisterCell(place, f"{held.value:f}", held.key.measure.value, received, held.row.source)
