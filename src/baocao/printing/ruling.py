"""Step 8, print: the lines of a table, each drawn from end to end.

WeasyPrint draws the border of every cell by itself.  Where all lines of a table are solid and of one opaque colour, it
does not matter in which pieces and in which order they are drawn.  Any other table is left to WeasyPrint.

The names used here are not public: ``tests/print`` fails should a later version drop them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from weasyprint import draw

Line = tuple[float, float, float, float, float]
"""Width of a line, where it starts (x, y), where it ends (x, y)."""

_draw: Callable[[Any, Any], None] = draw.draw_collapsed_borders


def draw_collapsed_borders(stream: Any, table: Any) -> None:
    """Do what WeasyPrint's function of this name does."""
    rows = [row for group in table.children for row in group.children]
    seen = {
        (style, color)
        for grid in table.collapsed_border_grid
        for row in grid
        for _, (style, width, color) in row
        if width
    }
    if len(seen) != 1 or not rows or not table.column_widths:
        _draw(stream, table)
        return
    ((style, color),) = seen
    if style != "solid" or color.alpha != 1:
        _draw(stream, table)
        return
    lines = [*_lines(table, rows)]
    with stream.artifact(), stream.stacked():
        stream.set_color(color, stroke=True)
        for width in sorted({line[0] for line in lines}):
            stream.set_line_width(width)
            for thickness, x1, y1, x2, y2 in lines:
                if thickness == width:
                    stream.stream.append(f"{x1:f} {y1:f} m\n{x2:f} {y2:f} l\nS")


def _lines(table: Any, rows: list[Any]) -> Iterator[Line]:
    """Yield the lines of a table, or of the part of it that stands on a page."""
    upright, level = _widths(table, len(rows))
    xs = [*table.column_positions, table.column_positions[-1] + table.column_widths[-1]]
    ys = [*(row.position_y for row in rows), rows[-1].position_y + rows[-1].height]
    # How far a line reaches beyond the corner at which it starts or ends: half of the thickest that crosses it there.
    across = [[max(pair) / 2 for pair in zip([0, *row], [*row, 0], strict=True)] for row in level]
    none: list[float] = [0] * len(xs)
    beside = zip([none, *upright], [*upright, none], strict=True)
    along = [[max(pair) / 2 for pair in zip(above, below, strict=True)] for above, below in beside]
    cut = {0: table.skip_cell_border_top, len(rows): table.skip_cell_border_bottom}
    for number, row in enumerate(level):
        if not cut.get(number):
            for width, start, end in _stretches(row):
                y = ys[number]
                yield width, xs[start] - along[number][start], y, xs[end] + along[number][end], y
    for number, column in enumerate(zip(*upright, strict=True)):
        for width, start, end in _stretches(column):
            top = 0 if cut.get(start) else across[start][number]
            bottom = 0 if cut.get(end) else across[end][number]
            yield width, xs[number], ys[start] - top, xs[number], ys[end] + bottom


def _stretches(widths: Any) -> Iterator[tuple[float, int, int]]:
    """Yield the stretches of equal width in a row of widths: width, start, end; not those where there is no line."""
    start = 0
    for place in range(1, len(widths) + 1):
        if place == len(widths) or widths[place] != widths[start]:
            if widths[start]:
                yield widths[start], start, place
            start = place


def _widths(table: Any, height: int) -> tuple[list[list[float]], list[list[float]]]:
    """Return how wide the lines on this page are: for each row those beside its cells, for each edge those along it.

    The table knows the borders of all its rows; here stand its head, the rows of this page, and its foot.
    """
    upright, level = table.collapsed_border_grid
    head = len(table.children[0].children) if table.children[0].is_header else 0
    foot = len(table.children[-1].children) if table.children[-1].is_footer else 0
    skipped = table.skipped_rows - head if table.skipped_rows else 0

    def rows(grid: list[Any], count: int, edge: int) -> list[list[float]]:
        found: list[list[float]] = []
        for number in range(count):
            place = number + skipped
            if head and number < head + edge:
                place = number
            elif foot and number >= height - foot:
                place = number + len(upright) - height
            found.append([width for _, (_, width, _) in grid[place]])
        return found

    return rows(upright, height, 0), rows(level, height + 1, 1)


def teach() -> None:
    """Make WeasyPrint draw the lines of tables here."""
    draw.draw_collapsed_borders = draw_collapsed_borders
