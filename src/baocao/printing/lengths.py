"""Step 8, print: the lengths of boxes, worked out once for each style instead of once for each box.

Nearly all of ours are plain points, which do not depend on what stands around a box.

The names used here are not public: ``tests/print`` fails should a later version drop them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.layout import block, inline, page, percent, table
from weasyprint.layout import float as float_

_SIDES = ("top", "right", "bottom", "left")
_LENGTHS = (
    *(f"margin_{side}" for side in _SIDES),
    *(f"padding_{side}" for side in _SIDES),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
_BORDERS = tuple(f"border_{side}_width" for side in _SIDES)

_resolve: Callable[[Any, Any], None] = percent.resolve_percentages


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Do what WeasyPrint's function of this name does; shares, sums and borders inside a size are left to it."""
    style = box.style
    try:
        lengths = style.lengths
    except AttributeError:
        lengths = style.lengths = _plain_lengths(style)
    if lengths is None:
        _resolve(box, containing_block)
        return
    values = vars(box)
    if style["border_collapse"] == "collapse":  # the widths of borders that met others are settled
        settled = {name: values[name] for name in _BORDERS if name in values}
        values.update(lengths)
        values.update(settled)
    else:
        values.update(lengths)


def _plain_lengths(style: Any) -> dict[str, float | str] | None:
    """Return the lengths of a style that are the same wherever a box stands; None when they are not."""
    if style["box_sizing"] != "content-box":
        return None
    lengths: dict[str, float | str] = {name: style[name] for name in _BORDERS}
    for name in _LENGTHS:
        value = style[name]
        if value == "auto":
            lengths[name] = 0 if name in ("min_width", "min_height") else "auto"
        elif getattr(value, "unit", None) == "px":
            lengths[name] = value.value
        else:
            return None
    return lengths


def teach() -> None:
    """Make WeasyPrint ask here; each of its modules has taken the function by name."""
    for module in (block, float_, inline, page, table):
        module.resolve_percentages = resolve_percentages
