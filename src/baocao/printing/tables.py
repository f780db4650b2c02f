"""Step 8, print: what the rows and cells of a table ask for on paper: lines, places, which of them stay together."""

from __future__ import annotations

from baocao.document.tree import Border, Borders, Cell, Paragraph, Row, Table


def lines_of(table: Table, cell: Cell, first: int, depth: int, column: int) -> tuple[Border | None, ...]:
    """Return the lines (top, bottom, left, right) of a cell: its own, else those of the table at this place.

    The cell starts in row ``first`` and ``column`` of the grid, and is ``depth`` rows high.
    """
    own, outer = cell.borders or Borders(), table.borders
    return (
        own.top or (outer.top if first == 0 else outer.inside_horizontal),
        own.bottom or (outer.bottom if first + depth == len(table.rows) else outer.inside_horizontal),
        own.left or (outer.left if column == 0 else outer.inside_vertical),
        own.right or (outer.right if column + cell.span == len(table.grid) else outer.inside_vertical),
    )


def is_kept(cell: Cell) -> bool:
    """Return whether a cell asks to stay with the row after it, as the title of a group of rows does."""
    return all(isinstance(block, Paragraph) and bool(block.format.keep_next) for block in cell.blocks)


def is_layout(table: Table) -> bool:
    """Return whether ``table`` draws no line at all: it sets blocks side by side, as for the signature."""
    nothing = Borders()
    return table.borders == nothing and all(cell.borders in (None, nothing) for row in table.rows for cell in row.cells)


def depth_of(rows: tuple[Row, ...], index: int, column: int) -> int:
    """Return how many rows the vertical merge that starts in row ``index`` at grid ``column`` covers."""
    depth = 1
    for row in rows[index + 1 :]:
        place = 0
        for cell in row.cells:
            if place >= column:
                break
            place += cell.span
        else:
            break
        if place != column or cell.merge != "continue":
            break
        depth += 1
    return depth
