"""Step 5, xlsx: workbooks that baocao writes for people: tables in the manner of an annex, the same bytes every time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from baocao.docx.package import parse_xml, save_package, to_bytes

FONT = "Times New Roman"
_SIDE = Side(style="thin")
BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
MOST_SIGNS = 32_767
"""As many characters as a cell of Excel can hold."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_FONT_ORDER = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "name", "family", "charset", "scheme"),
)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\\]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in characters, and on which side its cells stand ("left", "center", "right")."""

    head: str
    width: float
    side: str = "left"


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A sheet with one list: title and lines below it, columns, rows of words and numbers; ``strong`` rows are bold."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[str | Decimal | int, ...]]
    lines: tuple[str, ...] = ()
    strong: frozenset[int] = frozenset()


def list_workbook(sheets: Sequence[ListSheet], created: str) -> bytes:
    """Return the lists as a workbook; ``created`` is an ISO 8601 time."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _fill(book.create_sheet(_NOT_IN_NAMES.sub(" ", sheet.name)[:31]), sheet)
    return save_package(finished(book, sheets[0].title, created))


def finished(book: Workbook, title: str, created: str) -> dict[str, bytes]:
    """Return the parts of a workbook, the same for the same content in any process; ``save_package`` makes it a file."""
    moment = datetime.fromisoformat(created).replace(tzinfo=None)
    book.properties.creator, book.properties.title = "baocao", title
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
    return parts


def for_a4(sheet: Worksheet) -> None:
    """Make a sheet print on A4, landscape, as wide as the paper."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def put(sheet: Worksheet, row: int, position: int, text: str) -> None:
    """Write words, which Excel must never take for a formula; nothing for an empty text."""
    if text:
        cell = sheet.cell(row, position, plain_words(text))
        if isinstance(cell, Cell):
            cell.data_type = "s"


def plain_words(text: str) -> str:
    """Return words as a cell can hold them."""
    return ILLEGAL_CHARACTERS_RE.sub("", text.replace("\u00a0", " ").replace("\u2011", "-"))[:MOST_SIGNS]


def _fill(sheet: Worksheet, content: ListSheet) -> None:
    last = len(content.columns)
    fonts = (Font(FONT, 14, bold=True), *(Font(FONT, 12, italic=True) for _ in content.lines))
    for row, (text, font) in enumerate(zip((content.title, *content.lines), fonts, strict=True), 1):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
        put(sheet, row, 1, text)
        sheet.cell(row, 1).font = font
        sheet.cell(row, 1).alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    head = len(content.lines) + 3
    for position, column in enumerate(content.columns, 1):
        put(sheet, head, position, column.head)
        cell = sheet.cell(head, position)
        cell.font, cell.border = Font(FONT, 12, bold=True), BORDER
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(position)].width = column.width
    for number, values in enumerate(content.rows):
        for position, (value, column) in enumerate(zip(values, content.columns, strict=True), 1):
            cell = sheet.cell(head + 1 + number, position)
            if isinstance(value, str):
                put(sheet, head + 1 + number, position, value)
            else:
                sheet.cell(head + 1 + number, position, int(value) if value == int(value) else float(value))
                cell.number_format = "#,##0.##########" if value != int(value) else "#,##0"
            cell.font, cell.border = Font(FONT, 12, bold=number in content.strong), BORDER
            cell.alignment = Alignment(horizontal=column.side, vertical="top", wrap_text=True)
    sheet.freeze_panes = f"A{head + 1}"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(last)}{head + len(content.rows)}"
    for_a4(sheet)


def _in_schema_order(styles: bytes) -> bytes:
    """Return the styles part with the parts of each font in the order of the schema, which openpyxl does not keep."""
    root = parse_xml(styles)
    for font in root.iter(f"{_MAIN}font"):
        font[:] = sorted(font, key=lambda node: _FONT_ORDER.index(str(node.tag).removeprefix(_MAIN)))
    return to_bytes(root)
