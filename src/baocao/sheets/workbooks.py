"""Step 2, data: XLSX workbooks, read with distrust.

A workbook shows one thing and stores another: percentages as fractions, "04/10" as a date, formulas whose result was
never computed, rows that are hidden.  Whatever a person could not see or a program could misread is said.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import re
import warnings
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from baocao.errors import InputError
from baocao.findings import Finding, Findings, Place, Severity
from baocao.plaintext import STRANGE, refuse_strange, tidy
from baocao.sheets.cells import CellValue, Odd, Oddity, Row, Sheet, address, column_letters
from baocao.sheets.numerals import plain, typed

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_BYTES = 192 * 2**20  # unpacked
_MOST_PARTS = 2_000
_MOST_MERGED = 100_000  # openpyxl makes an object of every merged cell
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref\s*=\s*["\']([A-Z]+)(\d+):([A-Z]+)(\d+)["\']')
_DECLARATIONS = tuple(
    word.encode(encoding) for word in ("<!DOCTYPE", "<!ENTITY") for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_FORMAT_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\[[^\]]*\]')
_SAVE_AGAIN = "Mở bằng Excel hoặc LibreOffice, lưu lại thành .xlsx rồi chạy lại."


def read_workbook(data: bytes, file: str, findings: Findings) -> list[Sheet]:
    """Return the sheets of an XLSX workbook that hold anything, those whose name starts with "_" left out.

    Hidden sheets, rows and columns with data, merged cells in the table and cells outside the table's columns are
    findings.  Raises InputError (DL003-DL007) when the file is no workbook, is protected, damaged or unsafe.
    """
    _inspect(data, file)
    formulas = _load(data, file, cached=False)
    cached: Workbook | None = None
    sheets = []
    for worksheet in formulas.worksheets:
        if worksheet.title.startswith("_"):
            continue
        cells = _cells(worksheet)
        if not cells:
            continue
        if cached is None and any(cell.data_type == "f" for cell in cells):
            cached = _load(data, file, cached=True)
        try:
            sheets.append(_read_sheet(worksheet, cells, cached, file, findings))
        except IndexError as error:  # a cell asks for a number format that the workbook does not have
            raise _damaged(file) from error
    return sheets


def _inspect(data: bytes, file: str) -> None:
    """Raise InputError unless ``data`` is an unprotected zip of bounded size whose XML declares no entities."""
    place = Place(file)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            hint = "Mở bằng Excel, bỏ mật khẩu (Tệp > Thông tin > Bảo vệ sổ làm việc), lưu lại."
            raise InputError.because("DL004", "tệp có mật khẩu nên không đọc được", place, hint)
        raise InputError.because("DL005", "tệp theo định dạng Excel cũ (.xls)", place, _SAVE_AGAIN)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _MOST_BYTES:
                hint = "Tách tệp ra, bỏ hình ảnh và trang không cần."
                raise InputError.because("DL006", "tệp quá lớn khi bung ra", place, hint)
            if any(entry.flag_bits & 1 for entry in entries):
                raise InputError.because("DL004", "tệp có mật khẩu nên không đọc được", place, "Bỏ mật khẩu, lưu lại.")
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels")):
                    _inspect_part(package.read(entry), place)
    except InputError:
        raise
    except Exception as error:  # zipfile meets damage with many kinds of exception
        raise _damaged(file) from error


def _inspect_part(part: bytes, place: Place) -> None:
    if any(word in part for word in _DECLARATIONS):
        raise InputError.because("DL007", "tệp có khai báo thực thể XML, không an toàn", place, _SAVE_AGAIN)
    merged = 0
    for left, top, right, bottom in _MERGE.findall(part):
        merged += (abs(_column_number(right) - _column_number(left)) + 1) * (abs(int(bottom) - int(top)) + 1)
    if merged > _MOST_MERGED:
        raise InputError.because("DL006", "tệp gộp quá nhiều ô", place, "Bỏ gộp ô trên cả cột, cả hàng rồi lưu lại.")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:4]:
        number = number * 26 + letter - 64
    return number


def _damaged(file: str) -> InputError:
    message = "tệp hỏng hoặc không phải sổ tính XLSX"
    return InputError(Finding("DL003", Severity.ERROR, message, Place(file), _SAVE_AGAIN))


def _load(data: bytes, file: str, *, cached: bool) -> Workbook:
    """Return the workbook, with formulas as such or with their cached results."""
    import openpyxl

    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            # openpyxl warns of, and in one place prints, styles and extensions that it drops; none of them carries data.
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(data), data_only=cached, keep_links=False)
    except Exception as error:  # openpyxl meets damage with whatever its parser stumbles over
        raise _damaged(file) from error


def _cells(worksheet: Worksheet) -> list[Cell]:
    """Return the cells that hold something, by row, then column.

    The private mapping is used because ``iter_rows`` makes every cell up to the last formatted one: a million rows.
    """
    cells = sorted(worksheet._cells.items())
    return [cell for _, cell in cells if cell.value is not None and cell.value != ""]


def _read_sheet(
    worksheet: Worksheet, cells: list[Cell], cached: Workbook | None, file: str, findings: Findings
) -> Sheet:
    rows: dict[int, Row] = {}
    results: Any = cached[worksheet.title] if cached else None
    for cell in cells:
        place = Place(file, worksheet.title, cell.coordinate)
        if cell.data_type == "f":
            value = _uncalculated(cell) if results is None else _result(cell, results[cell.coordinate])
        else:
            value = _value(cell)
        if isinstance(value, str) and STRANGE.search(value):
            value = refuse_strange(value, place, findings)
        if value == "":
            continue
        row = rows.setdefault(cell.row, Row(cell.row, []))
        row.values.extend([""] * (cell.column - len(row.values)))
        row.values[cell.column - 1] = value
    ordered = list(rows.values()) or [Row(1, [])]
    sheet = Sheet(file, worksheet.title, ordered[0], ordered[1:])
    _find_hidden(worksheet, sheet, findings)
    _find_merged(worksheet, sheet, findings)
    return sheet


def _result(cell: Cell, result: Cell) -> CellValue:
    """Return the cached result of a formula: odd when it was never computed, empty when it gave empty text."""
    if result.value is None:
        return "" if result.data_type == "str" else _uncalculated(cell)
    return _value(result)


def _uncalculated(cell: Cell) -> Odd:
    formula = cell.value if isinstance(cell.value, str) else getattr(cell.value, "text", None) or "="
    return Odd(Oddity.UNCALCULATED, tidy(str(formula))[:80])


def _value(cell: Cell) -> CellValue:
    """Return what a cell without formula holds."""
    value: Any = cell.value
    if cell.data_type == "e":
        return Odd(Oddity.ERROR, str(value))
    match value:
        case bool():
            return Odd(Oddity.LOGICAL, "ĐÚNG" if value else "SAI")
        case int() | float():
            number = _number(value)
            if number is None:
                return Odd(Oddity.TOO_LONG, str(value)[:40])
            if "%" in _FORMAT_LITERALS.sub("", cell.number_format or ""):
                return Odd(Oddity.PERCENT, f"{typed(number * 100)}%", number)
            return number
        case datetime.datetime():
            return value.date()
        case datetime.date():
            return value
        case datetime.time() | datetime.timedelta():
            return Odd(Oddity.TIME, str(value))
        case _:
            return tidy(str(value))


def _number(value: int | float) -> Decimal | None:
    """Return the number as it was typed: Excel keeps 15 significant digits, a float shows more.  None: out of reason."""
    if isinstance(value, float):
        number = Decimal(format(value, ".15g"))
        return plain(number) if number.is_finite() and abs(number) < Decimal("1e20") else None
    return plain(Decimal(value)) if abs(value) < 10**20 else None


CODE_COLUMNS = ("mã", "căn cứ", "địa bàn")
"""Columns for the program: they may be hidden from people, who read the name beside them."""


def _find_hidden(worksheet: Worksheet, sheet: Sheet, findings: Findings) -> None:
    """Find data that nobody sees.  It is read all the same; the error makes somebody show or delete it."""
    hint = "Không ai thấy số liệu này khi soát. Bỏ ẩn (hoặc bỏ lọc) rồi xem lại, hoặc xóa."
    if worksheet.sheet_state != "visible":
        findings.error("DL111", "trang bị ẩn có số liệu", Place(sheet.file, sheet.name), hint)
    dimensions = worksheet.row_dimensions  # reading one that is not there would make it
    hidden = [row for row in sheet.rows if row.number in dimensions and dimensions[row.number].hidden]
    if hidden:
        place = Place(sheet.file, sheet.name, None, hidden[0].number)
        findings.error(
            "DL111", f"hàng bị ẩn có số liệu: hàng {_some([str(row.number) for row in hidden])}", place, hint
        )
    codes = {column for column, header in enumerate(sheet.header.values) if header in CODE_COLUMNS}
    columns = sorted(({column for _, column, _ in sheet.cells()} & _hidden_columns(worksheet)) - codes)
    if columns:
        letters = [column_letters(column) for column in columns]
        place = Place(sheet.file, sheet.name, address(columns[0], sheet.header.number))
        findings.error("DL111", f"cột bị ẩn có số liệu: cột {_some(letters)}", place, hint)


def _hidden_columns(worksheet: Worksheet) -> set[int]:
    """Return the hidden columns, counted from 0; one dimension may stand for a range of them."""
    hidden: set[int] = set()
    for dimension in worksheet.column_dimensions.values():
        if dimension.hidden:
            first, last = dimension.min or 1, dimension.max or dimension.min or 1
            hidden.update(range(first - 1, min(last, 16_384)))
    return hidden


def _find_merged(worksheet: Worksheet, sheet: Sheet, findings: Findings) -> None:
    """Find merged cells that reach into the table: all but the first of them read as empty."""
    width = max((column + 1 for _, column, _ in sheet.cells()), default=0)
    last = sheet.rows[-1].number if sheet.rows else sheet.header.number
    for merged in worksheet.merged_cells.ranges:
        if merged.max_row < sheet.header.number or merged.min_row > last or merged.min_col > width:
            continue
        findings.error(
            "DL110",
            f"ô gộp {merged.coord} trong bảng số liệu",
            Place(sheet.file, sheet.name, address(merged.min_col - 1, merged.min_row)),
            "Bỏ gộp ô (Home > Merge & Center) và ghi giá trị vào từng ô: ô gộp chỉ giữ giá trị ở ô đầu.",
        )


def _some(names: list[str]) -> str:
    """Return the first names of a long list, with the count of the others."""
    return ", ".join(names[:10]) + (f" và {len(names) - 10} chỗ khác" if len(names) > 10 else "")
