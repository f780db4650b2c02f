"""Steps 5 and 6, docx: tables with grid, spans, vertical merges and borders, in both directions."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator

from lxml import etree

from baocao.document.tree import Block, Border, Borders, Cell, Paragraph, Row, Table
from baocao.docx.formats import alignment, read_borders, write_borders
from baocao.docx.fragments import PREFIXES, element_xml, fragment
from baocao.docx.ooxml import VAL, W, by_tag, first, integer, on_off, twips, val
from baocao.docx.styles import StyleTable

_NONE = Border(width=0)
_CELL = W + "tc"
_CELL_PROPERTIES = tuple(W + tag for tag in ("gridSpan", "vMerge", "tcBorders", "vAlign", "shd"))
# Word's own padding at the left and right of a cell; said in the file so that every program draws the same.
CELL_PADDING = 108


def table_xml(table: Table, cell_xml: Callable[[Cell], str]) -> str:
    """Return ``table`` as XML; ``cell_xml`` gives the blocks of one cell."""
    rows = "".join([_row_xml(row, table.grid, cell_xml) for row in table.rows])
    return f"<w:tbl>{_properties_xml(table)}{rows}</w:tbl>"


def _properties_xml(table: Table) -> str:
    """Return what stands before the rows of a table: properties and grid."""
    node = etree.Element(W + "tbl", nsmap=PREFIXES)
    properties = etree.SubElement(node, W + "tblPr")
    _width(properties, "tblW", sum(table.grid))
    if table.alignment is not None:
        etree.SubElement(properties, W + "jc").set(VAL, table.alignment.value)
    if table.indent:
        _width(properties, "tblInd", table.indent)
    if table.borders != Borders():
        write_borders(etree.SubElement(properties, W + "tblBorders"), table.borders)
    etree.SubElement(properties, W + "tblLayout").set(W + "type", "fixed")
    margins = etree.SubElement(properties, W + "tblCellMar")
    for side in ("left", "right"):
        _width(margins, side, CELL_PADDING)
    grid = etree.SubElement(node, W + "tblGrid")
    for width in table.grid:
        etree.SubElement(grid, W + "gridCol").set(W + "w", str(width))
    return "".join(map(fragment, node))


def _width(parent: etree._Element, tag: str, width: int) -> None:
    node = etree.SubElement(parent, W + tag)
    node.set(W + "w", str(width))
    node.set(W + "type", "dxa")


def _row_xml(row: Row, grid: tuple[int, ...], cell_xml: Callable[[Cell], str]) -> str:
    said = f"{'<w:cantSplit/>' if row.whole else ''}{'<w:tblHeader/>' if row.header else ''}"
    inside = [f"<w:trPr>{said}</w:trPr>"] if said else []
    column = 0
    for cell in row.cells:
        width = sum(grid[column : column + cell.span])
        properties = _cell_properties(width, cell.span, cell.merge, cell.borders, cell.shading, cell.vertical)
        inside.append(f"<w:tc>{properties}{cell_xml(cell)}</w:tc>")
        column += cell.span
    return element_xml("w:tr", "", "".join(inside))


@functools.lru_cache(maxsize=256)
def _cell_properties(
    width: int, span: int, merge: str | None, borders: Borders | None, shading: str | None, vertical: str | None
) -> str:
    """Return the ``w:tcPr`` of a cell: most cells of a table have the same."""
    properties = etree.Element(W + "tcPr", nsmap=PREFIXES)
    _width(properties, "tcW", width)
    if span > 1:
        etree.SubElement(properties, W + "gridSpan").set(VAL, str(span))
    if merge is not None:
        etree.SubElement(properties, W + "vMerge").set(VAL, "restart" if merge == "start" else "continue")
    if borders is not None:
        write_borders(etree.SubElement(properties, W + "tcBorders"), borders)
    if shading is not None:
        shade = etree.SubElement(properties, W + "shd")
        for key, value in (("val", "clear"), ("color", "auto"), ("fill", shading)):
            shade.set(W + key, value)
    if vertical is not None:
        etree.SubElement(properties, W + "vAlign").set(VAL, vertical)
    return fragment(properties)


def read_table(
    node: etree._Element, styles: StyleTable, read_blocks: Callable[[etree._Element], tuple[Block, ...]]
) -> Table:
    """Return the table ``node``; ``read_blocks`` reads what stands in one ``w:tc`` (or the control around it)."""
    properties = first(node, W + "tblPr")
    grid = tuple(twips(column.get(W + "w")) or 0 for column in node.findall(f"{W}tblGrid/{W}gridCol"))
    rows = tuple(row for row in (_read_row(row, read_blocks) for row in _rows(node)) if row is not None)
    if not grid or any(sum(cell.span for cell in row.cells) > len(grid) for row in rows):
        grid = _grid_from_cells(node, rows, grid)
    if properties is None:
        return Table(grid, rows)
    said = first(properties, W + "tblBorders")
    indent = first(properties, W + "tblInd")
    return Table(
        grid,
        rows,
        styles.table_borders(val(properties, W + "tblStyle")) if said is None else read_borders(said),
        alignment(val(properties, W + "jc")),
        0 if indent is None else twips(indent.get(W + "w")) or 0,
    )


def numbered_cells(node: etree._Element) -> Iterator[tuple[int, int, etree._Element]]:
    """Yield the cells of the table ``node`` with the row and the place in it (0-based) that they have when it is read."""
    at = 0
    for row in _rows(node):
        properties = row.find(W + "trPr")
        if properties is not None and properties.find(W + "del") is not None:
            continue
        gap = 0 if properties is None else len(_gap(integer(val(properties, W + "gridBefore"))))
        for place, (cell, _) in enumerate(_cells(row), gap):
            yield at, place, cell
        at += 1


def _rows(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows in document order, those inside row controls and revisions included."""
    for child in parent:
        if child.tag == W + "tr":
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "ins", W + "moveTo"):
            yield from _rows(child)


def _cells(parent: etree._Element) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Yield every cell with the element to read it from: itself, or the control that it lies in."""
    for child in parent:
        if child.tag == _CELL:
            yield child, child
        elif child.tag == W + "sdt":
            cells = child.findall(f"{W}sdtContent/{W}tc")
            if len(cells) == 1:
                yield cells[0], child
            else:
                yield from ((cell, cell) for cell in cells)
        elif child.tag in (W + "customXml", W + "ins", W + "moveTo"):
            yield from _cells(child)


def _read_row(node: etree._Element, read_blocks: Callable[[etree._Element], tuple[Block, ...]]) -> Row | None:
    properties = first(node, W + "trPr")
    if properties is not None and first(properties, W + "del") is not None:
        return None
    cells = [_read_cell(cell, read_blocks(source)) for cell, source in _cells(node)]
    header = whole = False
    if properties is not None:
        header, whole = bool(on_off(properties, W + "tblHeader")), bool(on_off(properties, W + "cantSplit"))
        before, after = integer(val(properties, W + "gridBefore")), integer(val(properties, W + "gridAfter"))
        cells = _gap(before) + cells + _gap(after)
    return Row(tuple(cells), header, whole)


def _gap(span: int) -> list[Cell]:
    """Return the cell that stands for grid columns which a row leaves out at its beginning or end."""
    borders = Borders(_NONE, _NONE, _NONE, _NONE)
    return [Cell((Paragraph("Normal"),), span, borders=borders)] if span > 0 else []


def _read_cell(node: etree._Element, blocks: tuple[Block, ...]) -> Cell:
    properties = first(node, W + "tcPr")
    if properties is None:
        return Cell(blocks)
    span, merge, borders, vertical, shading = map(by_tag(properties).get, _CELL_PROPERTIES)
    fill = "auto" if shading is None else shading.get(W + "fill", "auto")
    return Cell(
        blocks,
        span=1 if span is None else max(1, integer(span.get(VAL), 1)),
        merge=None if merge is None else "start" if merge.get(VAL) == "restart" else "continue",
        borders=None if borders is None else read_borders(borders),
        vertical=None if vertical is None else vertical.get(VAL) or None,
        shading=None if fill == "auto" else fill.upper(),
    )


def _grid_from_cells(node: etree._Element, rows: tuple[Row, ...], grid: tuple[int, ...]) -> tuple[int, ...]:
    """Return a grid that is wide enough for the widest row, from the widths that its cells ask for."""
    columns = max((sum(cell.span for cell in row.cells) for row in rows), default=len(grid))
    for row in _rows(node):
        widths = [cell.find(f"{W}tcPr/{W}tcW") for cell, _ in _cells(row)]
        if len(widths) == columns:
            return tuple((twips(width.get(W + "w")) if width is not None else None) or 1440 for width in widths)
    return grid + (1440,) * (columns - len(grid))
