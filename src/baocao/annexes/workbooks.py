"""Step 5, xlsx: the annexes of a report as one workbook, with real numbers in the cells.

The reports of one template differ in words and numbers, hardly in the looks of their sheets: openpyxl makes a mould of
a workbook once, and the rows are put into it as text.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from baocao.annexes.filling import AnnexRow, AnnexTable, CellKind, Heading, plain_number
from baocao.docx.package import save_package
from baocao.narrative import vietnamese as vi
from baocao.sheets.writing import BORDER, FONT, finished, for_a4, plain_words, put

_SHEET_WIDTH = 150
_FIRST_HEAD, _UNIT_LINE = 5, 4
_SIDES = {CellKind.NAME: "left", CellKind.NUMBER: "right"}
_OPENED, _CLOSED = b"<sheetData>", b"</sheetData>"

Look = tuple[CellKind, bool, str]
"""What the look of a cell depends on: kind of column, bold or not, number format."""

Filled = tuple[Look, str | Decimal]
"""A cell of a row: its look, and the words or the number in it."""


def annex_workbook(annexes: Sequence[AnnexTable], reference: str, created: str) -> bytes:
    """Return the workbook, one sheet for each annex; the same annexes give the same bytes in any process.

    ``created`` is the document's ISO 8601 time.
    """
    rows = [[_filled(row, annex.headings) for row in annex.rows] for annex in annexes]
    shapes = tuple(map(_shape, annexes, rows))
    parts, moulds = _moulds(shapes, annexes[0].title, created)
    sheets = {
        mould.part: mould.sheet(_lines(annex, reference), written)
        for mould, annex, written in zip(moulds, annexes, rows, strict=True)
    }
    return save_package(parts | sheets)


def _filled(row: AnnexRow, headings: tuple[Heading, ...]) -> list[Filled]:
    """Return the cells of a row."""
    cells: list[Filled] = []
    for text, heading in zip(row.texts, headings, strict=True):
        value = plain_number(text) if heading.kind is CellKind.NUMBER else None
        form = "General"
        if value is not None:
            digits = vi.decimals(value)
            form = "#,##0" + ("." + "0" * digits if digits else "")
        cells.append(((heading.kind, row.depth < 0, form), plain_words(text) if value is None else value))
    return cells


def _lines(annex: AnnexTable, reference: str) -> list[str]:
    """Return the lines that stand above and below the columns, from top to bottom."""
    unit = [f"Đơn vị tính: {annex.unit}"] if annex.unit else []
    return [annex.label, annex.title.upper(), reference, *unit, *annex.notes]


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a sheet is but for the words and numbers below its head: ``looks`` are those of its cells, as they come first."""

    label: str
    headings: tuple[Heading, ...]
    unit: bool
    rows: int
    notes: int
    looks: tuple[Look, ...]


def _shape(annex: AnnexTable, rows: list[list[Filled]]) -> _Shape:
    looks = dict.fromkeys(look for row in rows for look, _ in row)
    return _Shape(annex.label, annex.headings, bool(annex.unit), len(rows), len(annex.notes), tuple(looks))


@dataclass(frozen=True, slots=True)
class _Mould:
    """A sheet that is to be filled: its part, what stands in it before and after the rows, and its head rows.

    ``lines`` are row and style of the lines over all columns, ``styles`` those of the looks, ``first`` is the first row
    below the head.
    """

    part: str
    before: bytes
    after: bytes
    head: bytes
    lines: tuple[tuple[int, int], ...]
    styles: dict[Look, int]
    first: int

    def sheet(self, lines: list[str], rows: list[list[Filled]]) -> bytes:
        """Return the part with the given lines and rows."""
        wide = [
            (at, _row(at, [_cell(f"A{at}", style, plain_words(text))]))
            for (at, style), text in zip(self.lines, lines, strict=True)
        ]
        letters = [get_column_letter(position) for position in range(1, len(rows[0]) + 1)]
        filled = []
        for at, row in enumerate(rows, self.first):
            cells = zip(letters, row, strict=True)
            filled.append(
                _row(at, (_cell(f"{letter}{at}", self.styles[look], value) for letter, (look, value) in cells))
            )
        above = [row for at, row in wide if at < self.first]
        below = [row for at, row in wide if at > self.first]
        return b"".join((self.before, *above, self.head, *filled, *below, self.after))


def _row(number: int, cells: Iterable[str]) -> bytes:
    return f'<row r="{number}">{"".join(cells)}</row>'.encode("ascii", "xmlcharrefreplace")


def _cell(place: str, style: int, value: str | Decimal) -> str:
    """Return a cell as openpyxl writes it."""
    opening = f'<c r="{place}" s="{style}"'
    if isinstance(value, Decimal):
        number = int(value) if value == value.to_integral_value() else float(value)
        return f'{opening} t="n"><v>{number:.16g}</v></c>'
    if not value:
        return f'{opening} t="n"></c>'
    space = "" if value == value.strip() else ' xml:space="preserve"'
    return f'{opening} t="inlineStr"><is><t{space}>{escape(value)}</t></is></c>'


@functools.lru_cache(maxsize=32)
def _moulds(shapes: tuple[_Shape, ...], title: str, created: str) -> tuple[dict[str, bytes], list[_Mould]]:
    """Return the parts of a workbook with sheets of these shapes, and the sheets to be filled."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets = [book.create_sheet(shape.label[:31]) for shape in shapes]
    firsts = list(map(_fill, sheets, shapes))
    parts = finished(book, title, created)
    names = (f"xl/worksheets/sheet{number}.xml" for number in range(1, len(sheets) + 1))
    return parts, [_mould(name, parts[name], *made) for name, *made in zip(names, sheets, shapes, firsts, strict=True)]


def _mould(part: str, data: bytes, sheet: Worksheet, shape: _Shape, first: int) -> _Mould:
    before, opened, rest = data.partition(_OPENED)
    rows, closed, after = rest.partition(_CLOSED)
    head = rows[rows.index(f'<row r="{_FIRST_HEAD}">'.encode()) : rows.index(f'<row r="{first}">'.encode())]
    lines = tuple((at, sheet.cell(at, 1).style_id) for at in (*_upper_lines(shape), *_notes(shape, first)))
    styles = {look: sheet.cell(*place).style_id for look, place in _look_places(shape, first)}
    return _Mould(part, before + opened, closed + after, head, lines, styles, first)


def _upper_lines(shape: _Shape) -> tuple[int, ...]:
    """Return the rows of the lines over all columns that stand above the head."""
    return (1, 2, 3, _UNIT_LINE) if shape.unit else (1, 2, 3)


def _notes(shape: _Shape, first: int) -> range:
    """Return the rows of the notes."""
    start = first + shape.rows + 1
    return range(start, start + shape.notes)


def _look_places(shape: _Shape, first: int) -> Iterable[tuple[Look, tuple[int, int]]]:
    """Yield the looks of a mould, each with row and column of the cell that has it there."""
    for number, look in enumerate(shape.looks):
        row, column = divmod(number, len(shape.headings))
        yield look, (first + row, column + 1)


def _fill(sheet: Worksheet, shape: _Shape) -> int:
    """Lay out a sheet, each look in one cell, and return the number of the first row below its head."""
    last = len(shape.headings)
    titles = (Font(FONT, 14, bold=True), Font(FONT, 14, bold=True), Font(FONT, 14, italic=True))
    for row, font in zip((1, 2, 3), titles, strict=True):
        _wide(sheet, row, last, font, "center")
    if shape.unit:
        _wide(sheet, _UNIT_LINE, last, Font(FONT, 12, italic=True), "right")
    below = _head(sheet, _FIRST_HEAD, shape.headings)
    for (kind, bold, form), (row, column) in _look_places(shape, below):
        cell = sheet.cell(row, column)
        cell.number_format = form
        cell.font, cell.border = Font(FONT, 12, bold=bold), BORDER
        side = _SIDES.get(kind, "center")
        cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=kind is CellKind.NAME)
    sheet.cell(below + shape.rows - 1, last)  # so that the sheet is said to be as large as it will be
    for row in _notes(shape, below):
        _wide(sheet, row, last, Font(FONT, 12, italic=True), "left")
    total = sum(heading.weight for heading in shape.headings)
    for position, heading in enumerate(shape.headings, 1):
        width = max(6.0, _SHEET_WIDTH * heading.weight / total)
        sheet.column_dimensions[get_column_letter(position)].width = width
    sheet.freeze_panes = f"A{below}"
    sheet.print_title_rows = f"{_FIRST_HEAD}:{below - 1}"
    for_a4(sheet)
    return below


def _wide(sheet: Worksheet, row: int, last: int, font: Font, side: str) -> None:
    """Make a line over all columns."""
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
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
