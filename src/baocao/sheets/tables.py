"""Step 2, data: a sheet whose header row has been understood: known columns, and text, dates and words in them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from baocao.findings import Findings, Place
from baocao.plaintext import fold, nearest_word
from baocao.sheets.cells import CellValue, Odd, Oddity, Row, Sheet, column_letters
from baocao.sheets.numerals import typed

_VIETNAMESE_DATE = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00(?::00)?)?")


@dataclass(slots=True)
class Table:
    """A sheet with its columns by name; reading a cell gives a value or a finding, never an exception."""

    sheet: Sheet
    columns: dict[str, int]
    findings: Findings

    def rows(self) -> Iterator[Row]:
        """Yield the rows below the header."""
        return iter(self.sheet.rows)

    def place(self, row: Row, column: str | None = None, detail: str | None = None) -> Place:
        """Return the address of the cell in a named column, or of the row when there is no such column."""
        return self.sheet.place(row, self.columns.get(column) if column else None, detail)

    def value(self, row: Row, column: str) -> CellValue:
        """Return the raw content of the cell; empty when the table has no such column."""
        index = self.columns.get(column)
        return "" if index is None else row.value(index)

    def text(self, row: Row, column: str) -> str:
        """Return the cell as text; a number reads as it would be typed, a date or an odd cell is an error and empty."""
        value = self.value(row, column)
        match value:
            case str():
                return value
            case Decimal():
                return typed(value)
            case datetime.date():
                self.findings.error(
                    "DL105",
                    f"ô là ngày {value:%d/%m/%Y}, ở đây cần chữ",
                    self.place(row, column),
                    "Excel có thể đã tự đổi chữ thành ngày. Định dạng ô là Văn bản (Text) rồi gõ lại.",
                )
            case Odd():
                report_odd(value, self.place(row, column), self.findings)
        return ""

    def word(self, row: Row, column: str, allowed: Mapping[str, str], code: str) -> str:
        """Return what the cell's word stands for in ``allowed`` (folded word -> value); an unknown word is an error."""
        text = self.text(row, column)
        if not text:
            return ""
        found = allowed.get(fold(text))
        if found is None:
            choices = ", ".join(f"“{word}”" for word in dict.fromkeys(allowed.values()) if word)
            message = f"không hiểu “{text}” ở cột “{column}”"
            self.findings.error(code, message, self.place(row, column), f"Chỉ dùng: {choices}, hoặc để trống.")
            return ""
        return found

    def date(self, row: Row, column: str) -> datetime.date | None:
        """Return the date in the cell (dd/mm/yyyy, ISO or a date of Excel), None when it is empty or wrong (DL117)."""
        value = self.value(row, column)
        if isinstance(value, datetime.date):
            return value
        if isinstance(value, Decimal):
            hint = f"Ghi ngày theo mẫu 05/9/2021.{_serial_date(value)}"
            self.findings.error("DL117", f"ô ghi số {typed(value)}, ở đây cần ngày", self.place(row, column), hint)
            return None
        text = self.text(row, column)
        if not text:
            return None
        found = read_date(text)
        if found is None:
            hint = "Ghi ngày theo mẫu 05/9/2021 (ngày/tháng/năm) hoặc 2021-09-05."
            self.findings.error("DL117", f'ô "{text}" không phải ngày', self.place(row, column), hint)
        return found


def read_date(text: str) -> datetime.date | None:
    """Return the date that ``text`` writes as day/month/year or ISO, None when it is none or no such day exists."""
    if match := _VIETNAMESE_DATE.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
    elif match := _ISO_DATE.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    else:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _serial_date(value: Decimal) -> str:
    """Return a remark on the day that a number of Excel stands for, where it may be one of our times."""
    if not 36_000 <= value <= 73_000 or value != value.to_integral_value():
        return ""
    day = datetime.date(1899, 12, 30) + datetime.timedelta(days=int(value))
    return f" Nếu là ngày {day:%d/%m/%Y}, định dạng ô là Ngày (Date)."


def report_odd(odd: Odd, place: Place, findings: Findings) -> None:
    """Report a cell of a workbook that cannot be read as text or as a number (DL103, DL106-DL108)."""
    match odd.why:
        case Oddity.UNCALCULATED:
            message = f'công thức "{odd.text}" chưa có kết quả lưu trong tệp'
            hint = "Mở tệp bằng Excel, chờ tính xong, lưu lại; hoặc dán giá trị thay cho công thức."
            findings.error("DL106", message, place, hint)
        case Oddity.ERROR:
            hint = "Sửa công thức hoặc ghi thẳng giá trị; để trống ô nếu chưa có số."
            findings.error("DL107", f"ô báo lỗi {odd.text}", place, hint)
        case Oddity.PERCENT:
            findings.error(
                "DL108",
                f"ô định dạng phần trăm: hiện {odd.text} nhưng lưu {typed(odd.value or Decimal(0))}",
                place,
                f"Định dạng ô là Số (Number) và ghi {odd.text.removesuffix('%')}.",
            )
        case Oddity.LOGICAL | Oddity.TIME | Oddity.TOO_LONG:
            findings.error("DL103", f'ô "{odd.text}" không phải số', place, "Ghi lại bằng số thường.")


def read_table(
    sheet: Sheet, known: Iterable[str], required: Iterable[str], findings: Findings, *, free: bool = False
) -> Table | None:
    """Return the sheet with its columns named, None (with a finding) when a required column is missing.

    ``known`` are the columns that may stand there; with ``free`` any other is taken too, under its own name.  Unknown
    (DL101) and duplicate (DL102) headers and cells without header (DL114) are errors.
    """
    names = {fold(name): name for name in known}
    columns: dict[str, int] = {}
    for column, value in enumerate(sheet.header.values):
        place = sheet.place(sheet.header, column)
        if isinstance(value, Odd | datetime.date):
            findings.error("DL101", "ô tiêu đề không phải chữ", place, "Ghi lại tên cột bằng chữ.")
            continue
        header = (value if isinstance(value, str) else typed(value)).replace("\n", " ")
        name = names.get(fold(header)) or (header if free else None)
        if not header:
            continue
        if name is None:
            nearest = nearest_word(header, names.values())
            hint = f"Tên gần nhất là “{nearest}”." if nearest else f"Các cột được dùng: {', '.join(names.values())}."
            findings.error("DL101", f"không có cột nào tên “{header}”", place, hint)
        elif name in columns:
            message = f"hai cột cùng tên “{name}” (cột {column_letters(columns[name])} và {column_letters(column)})"
            findings.error("DL102", message, place, "Xóa hoặc đổi tên một cột.")
        else:
            columns[name] = column
    missing = [name for name in required if name not in columns]
    for name in missing:
        hint = f"Hàng đầu tiên có chữ phải là hàng tiêu đề, trong đó có ô “{name}”; bỏ dòng tên bảng ở trên."
        findings.error("DL112", f"bảng không có cột “{name}”", sheet.place(sheet.header), hint)
    _find_outside(sheet, findings)
    return None if missing else Table(sheet, columns, findings)


def _find_outside(sheet: Sheet, findings: Findings) -> None:
    """Find cells that stand in no named column."""
    unnamed = {column for column, value in enumerate(sheet.header.values) if value == ""}
    width = len(sheet.header.values)
    for row in sheet.rows:
        if len(row.values) <= width and not unnamed:
            continue
        for column, value in enumerate(row.values):
            if value != "" and (column >= width or column in unnamed):
                hint = "Ghi tên cột ở hàng tiêu đề, hoặc xóa ô này (ghi chú để ở trang có tên bắt đầu bằng “_”)."
                findings.error("DL114", "ô có dữ liệu nhưng cột không có tiêu đề", sheet.place(row, column), hint)
