"""Step 8, print: boxes without background, which nearly all are, found so by their style alone.

The names used here are not public: ``tests/print`` fails should a later version drop them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.draw.color import get_color
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import background

_CORNERS = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
_BARE = {"background": None, **dict.fromkeys(_CORNERS, (0, 0))}
"""What WeasyPrint notes on a box without background and without round corners."""

_lay_out: Callable[..., None] = background.layout_box_backgrounds


def layout_box_backgrounds(page: Any, box: Any, images: Any, layout_children: bool = True, style: Any = None) -> None:
    """Do what WeasyPrint's function of this name does."""
    if layout_children:
        for child in box.all_children():
            layout_box_backgrounds(page, child, images)
    if style is None and box is not page and isinstance(box, Box) and _is_bare(box.style):
        vars(box).update(_BARE)
    else:
        _lay_out(page, box, images, False, style)


def _is_bare(style: Any) -> bool:
    """Return whether boxes of that style have neither background nor round corners nor border images, kept with it."""
    try:
        kept: bool = style.bare
    except AttributeError:
        kept = style.bare = (
            all((0, "px") in style[corner] for corner in _CORNERS)
            and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
            and style["visibility"] != "hidden"
            and all(kind == "none" for kind, _ in style["background_image"])
            and get_color(style, "background_color").alpha == 0
            and not style["box_shadow"]
        )
    return kept


def teach() -> None:
    """Make WeasyPrint ask here."""
    background.layout_box_backgrounds = layout_box_backgrounds
