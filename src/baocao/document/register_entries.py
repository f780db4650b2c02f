"""Step 4, document: what the register of a document keeps of each figure."""

from __future__ import annotations

from baocao.document.tree import RegisterEntry
from baocao.narrative.recipes import Figure, recipe_id


def register_entry(figure: Figure) -> RegisterEntry:
    """Return the entry of a figure: its text, its value before rounding as a plain decimal, recipe and cells of origin."""
    value = "" if figure.value is None else f"{figure.value:f}"
    cells = tuple(str(place) for place in figure.cells)
    recipe = figure.recipe.to_json()
    return RegisterEntry(recipe_id(recipe), figure.text, value, recipe, cells)
