"""Step 8, print: how boxes stand in one another, found in few steps.

WeasyPrint asks a box for every box around it whether it stands in the normal flow, in five questions to its style; here each
style is asked once.  And it hands every box inside a page up through all those around it.

The names used here are not public: ``tests/print`` fails should a later version drop them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from weasyprint.formatting_structure.boxes import Box

_descendants: Callable[..., Iterator[Any]] = Box.descendants
_is_in_normal_flow: Callable[[Any], bool] = Box.is_in_normal_flow
_establishes: Callable[[Any], bool] = Box.establishes_formatting_context


def is_in_normal_flow(box: Any) -> bool:
    """Do what WeasyPrint's method of this name does."""
    style = box.style
    try:
        kept: bool = style.in_flow
    except AttributeError:
        kept = style.in_flow = _is_in_normal_flow(box)
    return kept


def establishes_formatting_context(box: Any) -> bool:
    """Do what WeasyPrint's method of this name does."""
    style = box.style
    try:
        kept: dict[Any, bool] = style.contexts
    except AttributeError:
        kept = style.contexts = {}
    key = type(box), box.is_column
    if key not in kept:
        kept[key] = _establishes(box)
    return kept[key]


def descendants(box: Any, placeholders: bool = False) -> Iterator[Any]:
    """Do what WeasyPrint's method of this name does."""
    waiting = [box]
    while waiting:
        box = waiting.pop()
        yield box
        if placeholders or isinstance(box, Box):
            waiting.extend(reversed(box.children))


def teach() -> None:
    """Make WeasyPrint ask here."""
    Box.descendants = descendants
    Box.is_in_normal_flow = is_in_normal_flow
    Box.establishes_formatting_context = establishes_formatting_context
