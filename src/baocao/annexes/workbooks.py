"""Step 5, xlsx: the annexes of a report as one workbook, with real numbers in the cells."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from copy import copy
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from baocao.annexes.filling import AnnexRow, AnnexTable, CellKind, Heading, plain_number
from baocao.docx.package import parse_xml, save_package, to_bytes
from baocao.narrative import vietnamese as vi

_FONT = "Times New Roman"
_SIDE = Side(style="thin")
_BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_SHEET_WIDTH = 150
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_FONT_ORDER = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "name", "family", "charset", "scheme"),
)
Look = tuple[CellKind, bool, str]
"""What the look of a cell depends on: kind of column, bold or not, number format."""
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def annex_workbook(annexes: Sequence[AnnexTable], reference: str, created: str) -> bytes:
    """Return the workbook, one sheet for each annex; the same annexes give the same bytes in any process.

    ``created`` is the document's ISO 8601 time.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for annex in annexes:
        _fill(book.create_sheet(annex.label[:31]), annex, reference)
    moment = datetime.fromisoformat(created).replace(tzinfo=None)
    book.properties.creator, book.properties.title = "baocao", annexes[0].title
    book.properties.created = moment
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    # openpyxl always says that it was changed just now.
    core = "docProps/core.xml"
    parts[core] = _MODIFIED.sub(rb"\g<1>" + created.encode(), parts[core])
    styles = "xl/styles.xml"
    parts[styles] = _in_schema_order(parts[styles])
    return save_package(parts)


def _in_schema_order(styles: bytes) -> bytes:
    """Return the styles part with the parts of each font in the order of the schema, which openpyxl does not keep."""
    root = parse_xml(styles)
    for font in root.iter(f"{_MAIN}font"):
        font[:] = sorted(font, key=lambda node: _FONT_ORDER.index(str(node.tag).removeprefix(_MAIN)))
    return to_bytes(root)


def _fill(sheet: Worksheet, annex: AnnexTable, reference: str) -> None:
    last = len(annex.headings)
    lines = ((annex.label, Font(_FONT, 14, bold=True)), (annex.title.upper(), Font(_FONT, 14, bold=True)))
    for row, (text, font) in enumerate((*lines, (reference, Font(_FONT, 14, italic=True))), 1):
        _wide(sheet, row, last, text, font, "center")
    first = 5
    if annex.unit:
        _wide(sheet, 4, last, f"Đơn vị tính: {annex.unit}", Font(_FONT, 12, italic=True), "right")
    below = _head(sheet, first, annex.headings)
    looks: dict[Look, StyleArray] = {}
    for number, filled in enumerate(annex.rows, below):
        _write_row(sheet, number, filled, annex.headings, looks)
    for number, note in enumerate(annex.notes, below + len(annex.rows) + 1):
        _wide(sheet, number, last, note, Font(_FONT, 12, italic=True), "left")
    total = sum(heading.weight for heading in annex.headings)
    for position, heading in enumerate(annex.headings, 1):
        width = max(6.0, _SHEET_WIDTH * heading.weight / total)
        sheet.column_dimensions[get_column_letter(position)].width = width
    sheet.freeze_panes = f"A{below}"
    sheet.print_title_rows = f"{first}:{below - 1}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _wide(sheet: Worksheet, row: int, last: int, text: str, font: Font, side: str) -> None:
    """Write a line over all columns."""
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
    _put(sheet, row, 1, text)
    sheet.cell(row, 1).font = font
    sheet.cell(row, 1).alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)


def _head(sheet: Worksheet, first: int, headings: tuple[Heading, ...]) -> int:
    """Write the header rows from row ``first`` on and return the number of the row below them."""
    depth = 2 if any(heading.group for heading in headings) else 1
    for position, heading in enumerate(headings, 1):
        texts = [heading.group or heading.text, heading.text if heading.group else ""]
        for row in range(depth):
            cell = sheet.cell(first + row, position)
            cell.font, cell.border = Font(_FONT, 12, bold=True), _BORDER
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            _put(sheet, first + row, position, texts[row])
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
            _put(sheet, number, position, text)
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
        cell.font, cell.border = Font(_FONT, 12, bold=bold), _BORDER
        cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=kind is CellKind.NAME)
        looks[look] = cell._style
    cell._style = copy(looks[look])


def _put(sheet: Worksheet, row: int, position: int, text: str) -> None:
    """Write words, which Excel must never take for a formula; nothing for an empty text."""
    if text:
        cell = sheet.cell(row, position, text.replace(vi.NBSP, " ").replace(vi.NB_HYPHEN, "-"))
        if isinstance(cell, Cell):
            cell.data_type = "s"
