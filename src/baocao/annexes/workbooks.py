"""Step 5, xlsx: the annexes of a report as one workbook, with real numbers in the cells."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from baocao.annexes.filling import AnnexRow, AnnexTable, CellKind, Heading, plain_number
from baocao.narrative import vietnamese as vi
from baocao.sheets.writing import BORDER, FONT, finished, for_a4, put

_SHEET_WIDTH = 150
Look = tuple[CellKind, bool, str]
"""What the look of a cell depends on: kind of column, bold or not, number format."""


def annex_workbook(annexes: Sequence[AnnexTable], reference: str, created: str) -> bytes:
    """Return the workbook, one sheet for each annex; the same annexes give the same bytes in any process.

    ``created`` is the document's ISO 8601 time.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for annex in annexes:
        _fill(book.create_sheet(annex.label[:31]), annex, reference)
    return finished(book, annexes[0].title, created)


def _fill(sheet: Worksheet, annex: AnnexTable, reference: str) -> None:
    last = len(annex.headings)
    lines = ((annex.label, Font(FONT, 14, bold=True)), (annex.title.upper(), Font(FONT, 14, bold=True)))
    for row, (text, font) in enumerate((*lines, (reference, Font(FONT, 14, italic=True))), 1):
        _wide(sheet, row, last, text, font, "center")
    first = 5
    if annex.unit:
        _wide(sheet, 4, last, f"Đơn vị tính: {annex.unit}", Font(FONT, 12, italic=True), "right")
    below = _head(sheet, first, annex.headings)
    looks: dict[Look, StyleArray] = {}
    for number, filled in enumerate(annex.rows, below):
        _write_row(sheet, number, filled, annex.headings, looks)
    for number, note in enumerate(annex.notes, below + len(annex.rows) + 1):
        _wide(sheet, number, last, note, Font(FONT, 12, italic=True), "left")
    total = sum(heading.weight for heading in annex.headings)
    for position, heading in enumerate(annex.headings, 1):
        width = max(6.0, _SHEET_WIDTH * heading.weight / total)
        sheet.column_dimensions[get_column_letter(position)].width = width
    sheet.freeze_panes = f"A{below}"
    sheet.print_title_rows = f"{first}:{below - 1}"
    for_a4(sheet)


def _wide(sheet: Worksheet, row: int, last: int, text: str, font: Font, side: str) -> None:
    """Write a line over all columns."""
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
    put(sheet, row, 1, text)
    sheet.cell(row, 1).font = font
    sheet.cell(row, 1).alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)


def _head(sheet: Worksheet, first: int, headings: tuple[Heading, ...]) -> int:
    """Write the header rows from row ``first`` on and return the number of the row below them."""
    depth = 2 if any(heading.group for heading in headings) else 1
    for position, heading in enumerate(headings, 1):
        texts = [heading.group or heading.text, heading.text if heading.group else ""]
        for row in range(depth):
            cell = sheet.cell(first + row, position)
            cell.font, cell.border = Font(FONT, 12, bold=True), BORDER
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            put(sheet, first + row, position, texts[row])
    position = 1
    while depth == 2 and position <= len(headings):
        group, last = headings[position - 1].group, position
        while group and last < len(headings) and headings[last].group == group:
            last += 1
        down = first if group else first + 1
        sheet.merge_cells(start_row=first, end_row=down, start_column=position, end_column=last)
        position = last + 1
    return first + depth


def _write_row(
    sheet: Worksheet, number: int, row: AnnexRow, headings: tuple[Heading, ...], looks: dict[Look, StyleArray]
) -> None:
    for position, (text, heading) in enumerate(zip(row.texts, headings, strict=True), 1):
        cell = sheet.cell(number, position)
        value = plain_number(text) if heading.kind is CellKind.NUMBER else None
        format_ = "General"
        if value is None:
            put(sheet, number, position, text)
        else:
            sheet.cell(number, position, int(value) if value == value.to_integral_value() else float(value))
            digits = vi.decimals(value)
            format_ = "#,##0" + ("." + "0" * digits if digits else "")
        if isinstance(cell, Cell):
            _style(cell, (heading.kind, row.depth < 0, format_), looks)


def _style(cell: Any, look: Look, looks: dict[Look, StyleArray]) -> None:
    """Give a cell its look; openpyxl takes long over a look that it has not copied from another cell."""
    if look not in looks:
        kind, bold, cell.number_format = look
        side = {CellKind.NAME: "left", CellKind.NUMBER: "right"}.get(kind, "center")
        cell.font, cell.border = Font(FONT, 12, bold=bold), BORDER
        cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=kind is CellKind.NAME)
        looks[look] = cell._style
    cell._style = copy(looks[look])
