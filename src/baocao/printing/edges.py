"""Step 8, print: which border wins where the cells of a table meet.

WeasyPrint asks every cell, row, group and column for the borders of its four sides, and compares each with the one that was
there.  What a style says of its borders is kept with it here, and those too weak to win over any other, which rows and
columns mostly have, are not compared at all.

The names used here are not public: ``tests/print`` fails should a later version drop them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from weasyprint.draw.color import get_color
from weasyprint.formatting_structure import build
from weasyprint.layout.table import TRANSPARENT

_Edge = tuple[tuple[int, float, int], tuple[str, float, Any]]
"""How strong a border is, and its style, width and colour."""
_Grid = list[list[_Edge]]

_SIDES = ("left", "right", "top", "bottom")
_STRENGTHS = ("none", "inset", "groove", "outset", "ridge", "dotted", "dashed", "solid", "double", "hidden")
_COLLAPSED = {"inset": "ridge", "outset": "groove"}
_WEAKEST = (0, 0, 0)
_NONE: _Edge = (_WEAKEST, ("none", 0, TRANSPARENT))
_INSIDE: _Edge = ((1, 0, _STRENGTHS.index("hidden")), ("hidden", 0, TRANSPARENT))
"""Between the rows and columns of one cell nothing is drawn, whatever else is asked for."""
_NO_WIDTHS = dict.fromkeys((f"border_{side}_width" for side in _SIDES), 0.0)

_collapse: Callable[[Any, int, int], tuple[_Grid, _Grid]] = build.collapse_table_borders


def collapse_table_borders(table: Any, width: int, height: int) -> tuple[_Grid, _Grid]:
    """Do what WeasyPrint's function of this name does; empty tables, and those set from the right, are left to it."""
    if not (width and height) or table.style["direction"] != "ltr":
        return _collapse(table, width, height)
    upright: _Grid = [[_NONE] * (width + 1) for _ in range(height)]
    level: _Grid = [[_NONE] * width for _ in range(height + 1)]
    cells = [
        (cell, cell.grid_x, y, cell.colspan, cell.rowspan)
        for y, row in enumerate(row for group in table.children for row in group.children)
        for cell in row.children
    ]
    for cell, x, y, columns, rows in cells:
        for line in upright[y : y + rows]:
            line[x + 1 : x + columns] = [_INSIDE] * (columns - 1)
        for line in level[y + 1 : y + rows]:
            line[x : x + columns] = [_INSIDE] * columns
        _compare(cell.style, upright, level, (x, y, columns, rows))
    around = [*_around_cells(table, width, height)]
    for box, *place in around:
        _compare(box.style, upright, level, place)
        vars(box).update(_NO_WIDTHS)
    for cell, *place in [*cells, (table, 0, 0, width, height)]:
        _set_widths(cell, upright, level, place)
    # The sides of the table itself are those of its first row.
    table.border_left_width = upright[0][0][1][1] / 2
    table.border_right_width = upright[0][width][1][1] / 2
    return upright, level


def _around_cells(table: Any, width: int, height: int) -> Iterator[tuple[Any, int, int, int, int]]:
    """Yield what lies around the cells, the nearest first: box, place of the first cell (x, y), columns, rows."""
    yield from (
        (row, 0, y, width, 1) for y, row in enumerate(row for group in table.children for row in group.children)
    )
    y = 0
    for group in table.children:
        yield group, 0, y, width, len(group.children)
        y += len(group.children)
    for group in table.column_groups:
        yield from ((column, column.grid_x, 0, 1, height) for column in group.children)
    yield from ((group, group.grid_x, 0, group.span, height) for group in table.column_groups)
    yield table, 0, 0, width, height


def _compare(style: Any, upright: _Grid, level: _Grid, place: Any) -> None:
    """Let the borders of a style win around a place over those that are weaker."""
    left, right, top, bottom = _edges(style)
    x, y, columns, rows = place
    for edge, column in ((left, x), (right, x + columns)):
        if edge is not None:
            for line in upright[y : y + rows]:
                if line[column][0] < edge[0]:
                    line[column] = edge
    for edge, row in ((top, y), (bottom, y + rows)):
        if edge is not None:
            line = level[row]
            for column in range(x, x + columns):
                if line[column][0] < edge[0]:
                    line[column] = edge


def _edges(style: Any) -> list[_Edge | None]:
    """Return the borders (left, right, top, bottom) of a style, kept with it; None for those too weak to win."""
    try:
        kept: list[_Edge | None] = style.edges
    except AttributeError:
        kept = style.edges = [_edge(style, side) for side in _SIDES]
    return kept


def _edge(style: Any, side: str) -> _Edge | None:
    kind, width = style[f"border_{side}_style"], style[f"border_{side}_width"]
    strength = (int(kind == "hidden"), width, _STRENGTHS.index(kind))
    if strength == _WEAKEST:
        return None
    return strength, (_COLLAPSED.get(kind, kind), width, get_color(style, f"border_{side}_color"))


def _set_widths(box: Any, upright: _Grid, level: _Grid, place: Any) -> None:
    """Give a box half of the widest border along each of its sides."""
    x, y, columns, rows = place
    beside = upright[y : y + rows]
    box.border_top_width = max(edge[1][1] for edge in level[y][x : x + columns]) / 2
    box.border_bottom_width = max(edge[1][1] for edge in level[y + rows][x : x + columns]) / 2
    box.border_left_width = max(line[x][1][1] for line in beside) / 2
    box.border_right_width = max(line[x + columns][1][1] for line in beside) / 2


def teach() -> None:
    """Make WeasyPrint ask here."""
    build.collapse_table_borders = collapse_table_borders
