"""Step 2, data: CSV and XLSX files -> sheets of cells with their addresses."""

from __future__ import annotations

import io
import re

from baocao.errors import BaocaoError, InputError
from baocao.findings import Findings, Place
from baocao.plaintext import STRANGE, refuse_strange, tidy
from baocao.sheets.cells import CellValue, Row, Sheet

_RAGGED = re.compile(r"Expected (\d+) fields in line (\d+), saw (\d+)")
_BLANK_LINES = re.compile(r"\A(?:[^\S\n]*\n)+")
_UTF8 = "Lưu lại bằng Excel với kiểu “CSV UTF-8”; phông TCVN3, VNI phải chuyển sang Unicode trước."


def read_sheets(data: bytes, file: str, findings: Findings) -> list[Sheet]:
    """Return the tables of a CSV or XLSX file; traps in it that belong to no single column go to ``findings``.

    ``file`` is the workspace-relative name, for addresses.  A CSV file is one sheet without name.  Raises InputError
    (DL001-DL008) when the file cannot be opened or is not what its name says.
    """
    if file.lower().endswith(".csv"):
        sheet = read_csv(data, file, findings)
        return [sheet] if sheet else []
    from baocao.sheets.workbooks import read_workbook  # openpyxl is heavy: only when there is a workbook

    return read_workbook(data, file, findings)


def read_csv(data: bytes, file: str, findings: Findings) -> Sheet | None:
    """Return the table of a CSV file (UTF-8 with or without BOM, ``;`` or ``,``), None when it is empty."""
    text = _decode(data, file)
    rows = _parse(text, file) if text.strip() else []
    if not rows:
        findings.warning("DL008", "tệp không có hàng nào", Place(file), "Xóa tệp hoặc nhập hàng tiêu đề và số liệu.")
        return None
    sheet = Sheet(file, None, rows[0], rows[1:])
    if STRANGE.search(text):
        for row, column, value in sheet.cells():
            if isinstance(value, str):
                row.values[column] = refuse_strange(value, sheet.place(row, column), findings)
    return sheet


def _decode(data: bytes, file: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError.because("DL001", "tệp không phải chữ Unicode UTF-8", Place(file, line=line), _UTF8) from None
    if "\x00" in text:
        raise InputError.because("DL001", "tệp không phải tệp chữ (có byte 0)", Place(file), _UTF8)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _delimiter(text: str, file: str) -> str:
    """Return the delimiter that the first line with anything in it uses."""
    first = next(line for line in text.split("\n") if line.strip())
    bare = re.sub(r'"[^"]*"', "", first)
    if ";" in bare:
        return ";"
    if "," in bare:
        return ","
    if "\t" in bare:
        hint = "Lưu lại với dấu chấm phẩy (;) hoặc dấu phẩy (,) giữa các cột."
        raise InputError.because("DL002", "các cột cách nhau bằng dấu tab", Place(file, line=1), hint)
    return ";"


def _parse(text: str, file: str) -> list[Row]:
    """Return the rows that hold anything."""
    import pandas  # heavy: only when there is a table to read

    delimiter = _delimiter(text, file)
    table = _BLANK_LINES.sub("", text, count=1)  # pandas takes the number of columns from the first line
    above = text.count("\n") - table.count("\n")
    try:
        frame = pandas.read_csv(
            io.StringIO(table),
            sep=delimiter,
            header=None,
            dtype=str,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
            low_memory=False,
        )
    except (pandas.errors.ParserError, pandas.errors.EmptyDataError, ValueError) as error:
        raise _unreadable(str(error), delimiter, file, above) from None
    rows: list[Row] = []
    line = above + 1
    quoted = '"' in text
    tidied = {"": ""}  # equal cells share one string
    for number, values in enumerate(zip(*(frame[column].tolist() for column in frame.columns), strict=True), line):
        cells: list[CellValue] = []
        for value in values:
            if value not in tidied:
                tidied[value] = tidy(value) if isinstance(value, str) else ""
            cells.append(tidied[value])
        if any(cells):
            rows.append(Row(number, cells, line))
        # A quoted cell may hold line breaks, which move everything below it.
        line += 1 + (sum(value.count("\n") for value in values if isinstance(value, str)) if quoted else 0)
    return rows


def _unreadable(reason: str, delimiter: str, file: str, above: int) -> BaocaoError:
    ragged = _RAGGED.search(reason)
    if ragged:
        expected, line, seen = ragged.groups()
        return InputError.because(
            "DL002",
            f"dòng có {seen} ô, hàng tiêu đề chỉ có {expected} ô",
            Place(file, line=int(line) + above),
            f"Ô có dấu “{delimiter}” bên trong phải đặt trong ngoặc kép; nếu thừa ô ở cuối dòng thì xóa.",
        )
    return InputError.because(
        "DL002",
        "không đọc được bảng",
        Place(file),
        "Xem lại dấu ngoặc kép: mỗi dấu mở phải có dấu đóng trong cùng một ô.",
    )
