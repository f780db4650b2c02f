"""Step 9, build: what an office needs to begin a new period of a report.

A workbook to fill in, with a row for everything that the template read in the period before, and the texts of that period
copied and marked as not yet read again.
"""

from __future__ import annotations

import io
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from baocao import vietnamese as vi
from baocao.annex_specs import load_annex_specs
from baocao.annexes import fill_annexes
from baocao.dataset import Dataset, View, load_dataset
from baocao.errors import BaocaoError
from baocao.findings import Findings, Place
from baocao.narrative import COPIED, Request
from baocao.observations import Key, Measure
from baocao.office import Office
from baocao.periods import Period
from baocao.workspace import ReportConfig

_DESCRIBING = ("mã", "căn cứ", "chỉ tiêu", "đơn vị", "cơ quan", "kỳ trước")
_MEASURES = tuple(measure.value for measure in Measure)
_DATES = ("từ ngày", "đến ngày", "ngày nhận")
_COLUMNS = (*_DESCRIBING, *_MEASURES, "trạng thái", "mức", *_DATES, "nguồn", "thuyết minh")
_WIDTHS = {"chỉ tiêu": 46, "đơn vị": 14, "cơ quan": 24, "kỳ trước": 16, "nguồn": 24, "thuyết minh": 40}
_NEEDED = PatternFill("solid", fgColor="FFF8DC")
_HEAD = PatternFill("solid", fgColor="DDDDDD")


def begin(office: Office, report: ReportConfig, period: Period) -> dict[str, bytes]:
    """Return the files that begin ``period`` of ``report``, by workspace path.

    Raises BaocaoError when no earlier period has data (KG131) or the files are there already (KG132).
    """
    findings = Findings()
    dataset = load_dataset(office.workspace, office.catalogue, report.office, findings, period)
    before = _period_before(dataset, period)
    workbook_path = f"data/{period}/so-lieu.xlsx"
    if office.workspace.exists(workbook_path):
        hint = "Điền tiếp vào tệp đó; muốn lập lại thì đổi tên hoặc xóa nó trước."
        raise BaocaoError.because("KG132", f"đã có sổ số liệu của {period.name}", Place(workbook_path), hint)
    view = View(dataset)
    request = Request(report.template, report.name, before, report.scope, view)
    office.templates.render(request, findings)
    fill_annexes(load_annex_specs(office.workspace, report.template, findings), request, office.templates, findings)
    files = {workbook_path: _workbook(dataset, view, before, period, report.scope)}
    for path in office.workspace.list(f"data/{before}/loi-van/{report.name}", (".md",)):
        target = f"data/{period}/loi-van/{report.name}/{path.rpartition('/')[2]}"
        if not office.workspace.exists(target):
            text = office.workspace.read(path).decode("utf-8-sig")
            files[target] = (text if text.startswith(COPIED) else f"{COPIED}\n{text}").encode()
    return files


def _period_before(dataset: Dataset, period: Period) -> Period:
    """Return the period whose numbers stand beside the new ones: the same one last year, else the latest of its kind."""
    known = {observation.key.period for observation in dataset.cells()}
    if period.same_last_year in known:
        return period.same_last_year
    alike = [other for other in known if other.kind is period.kind and other.year < period.year]
    if not alike:
        message = f"chưa có kỳ nào trước {period.name} có số liệu để dựa theo"
        raise BaocaoError.because("KG131", message, Place("data"), "Nhập số liệu của một kỳ trước, rồi chạy lại.")
    return max(alike, key=lambda other: (other.year, other.number))


def _workbook(dataset: Dataset, view: View, before: Period, period: Period, scope: str) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # a new workbook has one sheet
    sheet.title = "Số liệu"
    sheet.append(list(_COLUMNS))
    asked = [key for key in view.asked_keys if key.period == before and key.scope == scope]
    rows = dict.fromkeys((key.indicator, basis) for key in asked for basis in _bases(dataset, key))
    for code, basis in rows:
        _add_row(sheet, dataset, before, scope, code, basis)
    _finish(sheet)
    for name, at in view.asked_lists:
        listed = dataset.list(before, name) if at == before else None
        if listed is not None:
            columns = dict.fromkeys(column for item in listed.items for column in item.attributes)
            book.create_sheet(f"ds-{name.replace('_', '-')}").append(["tên", *columns])
    stream = io.BytesIO()
    book.properties.title = f"Số liệu {period.name}"
    book.save(stream)
    return stream.getvalue()


def _bases(dataset: Dataset, key: Key) -> tuple[str, ...]:
    return dataset.bases(key.indicator, key.period, key.scope) or ("",)


def _add_row(sheet: Worksheet, dataset: Dataset, before: Period, scope: str, code: str, basis: str) -> None:
    indicator = dataset.catalogue.indicators.get(code)
    if indicator is None:
        return
    name = vi.upper_first(indicator.name)
    base = dataset.catalogue.basis(basis) if basis else None
    found = {measure: dataset.get(Key(code, before, scope, basis, measure)) for measure in Measure}
    known = found[Measure.ACTUAL] or found[Measure.PLAN]
    values = {
        "mã": code,
        "căn cứ": basis or None,
        "chỉ tiêu": f"{name} ({base.name})" if base else name,
        "đơn vị": indicator.unit or None,
        "cơ quan": indicator.agency,
        "kỳ trước": _excel_number(known.value) if known else None,
    }
    sheet.append([values.get(column) for column in _COLUMNS])
    for measure, observation in found.items():
        entry = sheet.cell(sheet.max_row, _COLUMNS.index(measure.value) + 1)
        entry.number_format = "#,##0.####"
        if observation is not None:
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
        sheet.column_dimensions[letter].hidden = column in ("mã", "căn cứ")
        if column not in _DESCRIBING:
            for row in range(2, last + 1):
                sheet.cell(row, position).protection = Protection(locked=False)
        rule = _rule(column)
        if rule is not None:
            rule.add(f"{letter}2:{letter}{last}")
            sheet.add_data_validation(rule)
    sheet.freeze_panes = f"{get_column_letter(_COLUMNS.index('kỳ trước') + 2)}2"
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
