"""Step 9, build: what an office needs to begin a new period of a report.

A workbook to fill in, with a row for everything that the template read in the period before, and the texts of that period
copied and marked as not yet read again.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from baocao.annexes.filling import fill_annexes
from baocao.annexes.specs import load_annex_specs
from baocao.closing.differences import PLAIN
from baocao.closing.records import read_record
from baocao.data.dataset import Dataset, View, load_dataset
from baocao.data.indicators import Catalogue
from baocao.data.observations import Key, Measure
from baocao.data.periods import Period, PeriodKind
from baocao.errors import BaocaoError
from baocao.findings import Findings, Place
from baocao.narrative import vietnamese as vi
from baocao.narrative.templates import COPIED, Request
from baocao.office import Office
from baocao.sheets.workbooks import CODE_COLUMNS
from baocao.workspace import ReportConfig

_DESCRIBING = ("mã", "căn cứ", "địa bàn", "chỉ tiêu", "kỳ", "đơn vị", "cơ quan", "kỳ trước", "số đã báo cáo")
_MEASURES = tuple(measure.value for measure in Measure)
_DATES = ("từ ngày", "đến ngày", "ngày nhận")
_COLUMNS = (*_DESCRIBING, *_MEASURES, "trạng thái", "mức", *_DATES, "nguồn", "thuyết minh")
_WIDTHS = {
    "chỉ tiêu": 46,
    "kỳ": 11,
    "đơn vị": 14,
    "cơ quan": 24,
    "kỳ trước": 16,
    "số đã báo cáo": 20,
    "nguồn": 24,
    "thuyết minh": 40,
}
_NEEDED = PatternFill("solid", fgColor="FFF8DC")
_HEAD = PatternFill("solid", fgColor="DDDDDD")
_LONGEST_SHEET_NAME = 31  # Excel calls a workbook damaged that has a longer one


def begin(office: Office, report: ReportConfig, period: Period) -> dict[str, bytes]:
    """Return the files that begin ``period`` of ``report``, by workspace path.

    Raises BaocaoError when no earlier period has data (KG131) or the files are there already (KG132).
    """
    findings = Findings()
    dataset = load_dataset(office.workspace, office.catalogue, report.office, findings, period)
    before = _period_before(dataset, period, report.scope)
    workbook_path = f"data/{period}/so-lieu.xlsx"
    if office.workspace.exists(workbook_path):
        hint = "Điền tiếp vào tệp đó; muốn lập lại thì đổi tên hoặc xóa nó trước."
        raise BaocaoError.because("KG132", f"đã có sổ số liệu của {period.name}", Place(workbook_path), hint)
    view = View(dataset)
    request = Request(report.template, report.name, before, report.scope, view)
    office.templates.render(request, findings)
    fill_annexes(load_annex_specs(office.workspace, report.template, findings), request, office.templates, findings)
    rows, lists = _rows(dataset, view, before, report.scope), _lists(view, before)
    reported = _reported(office, report, before, findings)
    files = {workbook_path: _workbook(dataset, rows, lists, before, period, report.scope, reported)}
    for name, columns in lists.items():
        if len(name) > _LONGEST_SHEET_NAME:
            files[f"data/{period}/{name}.csv"] = f"\ufeff{';'.join(columns)}\n".encode()
    for path in office.workspace.list(f"data/{before}/loi-van/{report.name}", (".md",)):
        target = f"data/{period}/loi-van/{report.name}/{path.rpartition('/')[2]}"
        if not office.workspace.exists(target):
            text = office.workspace.read(path).decode("utf-8-sig")
            files[target] = (text if text.startswith(COPIED) else f"{COPIED}\n{text}").encode()
    return files


def _reported(office: Office, report: ReportConfig, before: Period, findings: Findings) -> dict[_Row, str]:
    """Return what the signed document of the period before printed for each main row; empty when it was not closed."""
    record = read_record(office.workspace, report.name, before, findings)
    plain = [figure for figure in record.figures if figure.recipe.form in PLAIN] if record else []
    texts = ((_Row(figure.recipe.subject, Period.parse(figure.recipe.period), ""), figure.text) for figure in plain)
    found: dict[_Row, str] = {}
    for row, text in texts:
        found.setdefault(row, text)
    return found


def _period_before(dataset: Dataset, period: Period, scope: str) -> Period:
    """Return the period whose numbers stand beside the new ones: the same one last year, else the latest of its kind."""
    known = {cell.row.folder for cell in dataset.cells() if cell.row.folder is not None and cell.key.scope == scope}
    if period.same_last_year in known:
        return period.same_last_year
    alike = [other for other in known if other.kind is period.kind and other.document_day < period.document_day]
    if not alike:
        message = f"chưa có kỳ cùng loại nào trước {period.name} có số liệu để dựa theo"
        raise BaocaoError.because(
            "KG131",
            message,
            Place("data"),
            "Nhập số liệu của một kỳ cùng loại (tháng, quý, 9 tháng, năm…) trước đó, rồi chạy lại.",
        )
    return max(alike, key=lambda other: other.document_day)


def _lists(view: View, before: Period) -> dict[str, list[str]]:
    """Return the lists of the period before that the template read: the names of their sheets, and their columns."""
    found = {}
    for name, at in list(view.asked_lists):
        listed = view.list(at, name) if at == before else None
        if listed is not None:
            columns = dict.fromkeys(column for item in listed.items for column in item.attributes)
            found[f"ds-{name.replace('_', '-')}"] = ["tên", *columns]
    return found


@dataclass(frozen=True, slots=True)
class _Row:
    """What a row of observations is about: an indicator at a period, against a basis (empty: the main row)."""

    code: str
    period: Period
    basis: str

    def successor(self, before: Period, period: Period) -> _Row:
        """Return the row that takes its place when ``period`` follows ``before``: other years move along."""
        years = period.year - before.year
        at = self.period
        number = at.number + years if at.kind is PeriodKind.YEARS else at.number
        moved = period if at == before else Period(at.kind, at.year + years, number)
        return _Row(self.code, moved, str(int(self.basis) + years) if self.basis.isdigit() else self.basis)

    def numbers(self, dataset: Dataset, scope: str) -> dict[Measure, Decimal]:
        """Return the numbers that the row has."""
        found = {measure: dataset.get(Key(self.code, self.period, scope, self.basis, measure)) for measure in Measure}
        return {measure: cell.value for measure, cell in found.items() if cell is not None}


def _rows(dataset: Dataset, view: View, before: Period, scope: str) -> Iterator[_Row]:
    """Yield the rows that the template read, in its order: those of the period before, and those given in its folder."""
    folder = {cell.key for cell in dataset.cells() if cell.row.folder == before}
    given = {(key.indicator, key.period, key.basis) for key in folder if key.scope == scope}
    asked = dict.fromkeys((key.indicator, key.period) for key in view.asked_keys if key.scope == scope)
    for code, at in asked:
        bases = [basis for basis in dataset.bases(code, at, scope) if (code, at, basis) in given]
        if code in dataset.catalogue.indicators and (bases or at == before):
            yield from (_Row(code, at, basis) for basis in bases or [""])


def _workbook(
    dataset: Dataset,
    rows: Iterable[_Row],
    lists: dict[str, list[str]],
    before: Period,
    period: Period,
    scope: str,
    reported: dict[_Row, str],
) -> bytes:
    """Return the workbook to fill in; a row that has all its numbers already, from elsewhere, is left out."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # a new workbook has one sheet
    sheet.title = "Số liệu"
    sheet.append(list(_COLUMNS))
    for row in rows:
        numbers, new = row.numbers(dataset, scope), row.successor(before, period)
        if not numbers or not numbers.keys() <= new.numbers(dataset, scope).keys():
            _add_row(sheet, dataset.catalogue, new, period, scope, numbers, reported.get(row))
    _finish(sheet)
    for name, columns in lists.items():
        if len(name) <= _LONGEST_SHEET_NAME:
            book.create_sheet(name).append(columns)
    stream = io.BytesIO()
    book.properties.title = f"Số liệu {period.name}"
    book.save(stream)
    return stream.getvalue()


def _add_row(
    sheet: Worksheet,
    catalogue: Catalogue,
    row: _Row,
    period: Period,
    scope: str,
    before: dict[Measure, Decimal],
    reported: str | None,
) -> None:
    """Append a row without numbers, beside it what it held ``before`` and what was ``reported`` of it in a signed text.

    The cells that were filled then are marked.
    """
    indicator = catalogue.indicators[row.code]
    basis = catalogue.basis(row.basis) if row.basis else None
    known = before.get(Measure.ACTUAL, before.get(Measure.PLAN))
    values = {
        "mã": row.code,
        "địa bàn": scope,
        "kỳ": str(row.period) if row.period != period else None,
        "căn cứ": row.basis or None,
        "chỉ tiêu": vi.upper_first(indicator.name) + (f" ({basis.name})" if basis else ""),
        "đơn vị": indicator.unit or None,
        "cơ quan": indicator.agency,
        "kỳ trước": None if known is None else _excel_number(known),
        "số đã báo cáo": reported,
    }
    sheet.append([values.get(column) for column in _COLUMNS])
    for measure in Measure:
        entry = sheet.cell(sheet.max_row, _COLUMNS.index(measure.value) + 1)
        entry.number_format = "#,##0.####"
        if measure in before:
            entry.fill = _NEEDED


def _excel_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _finish(sheet: Worksheet) -> None:
    """Lock the descriptions, hide the codes, and let the other cells take only what they are meant for."""
    last = max(sheet.max_row, 2)
    for position, column in enumerate(_COLUMNS, 1):
        letter = get_column_letter(position)
        head = sheet.cell(1, position)
        head.font, head.fill = Font(bold=True), _HEAD
        head.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        sheet.column_dimensions[letter].width = _WIDTHS.get(column, 13)
        sheet.column_dimensions[letter].hidden = column in CODE_COLUMNS
        if column not in _DESCRIBING:
            for row in range(2, last + 1):
                sheet.cell(row, position).protection = Protection(locked=False)
        rule = _rule(column)
        if rule is not None:
            rule.add(f"{letter}2:{letter}{last}")
            sheet.add_data_validation(rule)
    sheet.freeze_panes = f"{get_column_letter(_COLUMNS.index('số đã báo cáo') + 2)}2"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False


def _rule(column: str) -> DataValidation | None:
    if column in _MEASURES:
        rule = DataValidation(type="decimal", operator="between", formula1="-1E+15", formula2="1E+15", allow_blank=True)
        rule.error = "Chỉ ghi con số; đơn vị đã có ở cột “đơn vị”."
    elif column == "trạng thái":
        rule = DataValidation(type="list", formula1='"ước,sơ bộ,chính thức"', allow_blank=True)
        rule.error = "Chọn ước, sơ bộ hoặc chính thức."
    elif column in _DATES:
        rule = DataValidation(type="date", operator="greaterThan", formula1="36526", allow_blank=True)
        rule.error = "Ghi ngày, ví dụ 14/9/2021."
    else:
        return None
    rule.errorTitle = "Ô không nhận nội dung này"
    rule.showErrorMessage = True
    return rule
