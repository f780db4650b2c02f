"""Step 2, data: rows of observations, one per (indicator, scope, basis), taken apart into single numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from baocao.data.bases import START_OF_YEAR, Basis, BasisKind
from baocao.data.indicators import Catalogue, Indicator, Kind, UnitKind
from baocao.data.observations import Key, Measure, Observation, RowFacts
from baocao.data.periods import Period
from baocao.data.quantities import quantity, report_unread
from baocao.errors import BaocaoError
from baocao.findings import Findings, Place
from baocao.plaintext import fold_marks, nearest_word
from baocao.sheets.cells import CellValue, Row, Sheet, address
from baocao.sheets.numerals import typed, written
from baocao.sheets.tables import Table, read_table

_PERCENTAGES = (Measure.PLAN_RATE, Measure.SAME_PERIOD_CHANGE, Measure.BASE_CHANGE)
_DIFFERENCES = (Measure.SAME_PERIOD_DIFFERENCE, Measure.BASE_DIFFERENCE)
_OF_PLAN = (Measure.PLAN, Measure.PLAN_UPPER, Measure.PLAN_RATE)
_OF_POINT = (Measure.BASE, Measure.BASE_CHANGE, Measure.BASE_DIFFERENCE, Measure.BASE_MULTIPLE)
_SUPPLIED = (*_PERCENTAGES, *_DIFFERENCES, Measure.BASE_MULTIPLE)
_TEXTS = ("mã", "chỉ tiêu", "đơn vị", "địa bàn", "kỳ", "căn cứ")
_FACTS = ("trạng thái", "mức", "từ ngày", "đến ngày", "ngày nhận", "nguồn", "số đã in", "xác nhận")
FOR_READERS = ("cơ quan", "kỳ trước", "số đã báo cáo", "thuyết minh")
"""Columns that tell people something and are not read."""
_COLUMNS = (*_TEXTS, *FOR_READERS, *(measure.value for measure in Measure), *_FACTS)

_STATUSES = ("ước", "sơ bộ", "chính thức")
_BEFORE = ("trên", "hơn", "dưới", "gần", "khoảng", "từ", "tối thiểu", "ít nhất", "không quá", "≥", "≤")
_QUALIFIERS = {
    **{word: word for word in (*_BEFORE, "từ … trở lên")},
    "từ ... trở lên": "từ … trở lên",
    "từ…trở lên": "từ … trở lên",
    "từ...trở lên": "từ … trở lên",
}


@dataclass(slots=True)
class ObservationReader:
    """Reads observation rows; ``scope`` is the area meant by a blank ``địa bàn``.

    ``areas`` holds the area of every row read so far, by sheet and row as addresses of cells write them.
    """

    catalogue: Catalogue
    period: Period
    scope: str
    findings: Findings
    areas: dict[tuple[str | None, str], str] = field(default_factory=dict)
    _facts: dict[RowFacts, RowFacts] = field(default_factory=dict)
    _other_scopes: set[str] = field(default_factory=set)

    def read(self, sheet: Sheet) -> Iterator[Observation]:
        """Yield the observations of one sheet; what is wrong with a cell is a finding and the cell is left out."""
        table = read_table(sheet, _COLUMNS, ("mã",), self.findings)
        if table is None:
            return
        measures = {table.columns[measure.value]: measure for measure in Measure if measure.value in table.columns}
        for row in table.rows():
            filled = {column: measure for column, measure in measures.items() if row.value(column) != ""}
            yield from self._read_row(table, row, filled)
        for column, measure in measures.items() if sheet.name is not None else ():
            cells = [address(column, row.number) for row in table.rows() if _is_text_number(row.value(column))]
            if cells:
                self._report_texts(sheet, measure, cells)

    def _read_row(self, table: Table, row: Row, filled: dict[int, Measure]) -> Iterator[Observation]:
        code = table.text(row, "mã")
        if not code:
            for column in list(filled)[:1]:
                hint = "Ghi mã chỉ tiêu ở cột “mã”, hoặc xóa số liệu của hàng."
                place = table.sheet.place(row, column)
                self.findings.error("DL113", "hàng có số liệu nhưng không có mã chỉ tiêu", place, hint)
            return
        indicator = self._indicator(code, table, row)
        basis = self._basis(table, row, filled)
        period = self._period(table, row)
        scope = self._scope(table, row)
        self.areas[table.sheet.name, str(row.line or row.number)] = scope
        facts = self._read_facts(table, row)
        usable = indicator is not None and self._unit_agrees(indicator, table, row)
        if indicator is not None:
            self._check_supplied(indicator, table, row, filled.values())
        for column, measure in filled.items():
            value = self._number(table, row, column, measure, indicator)
            if value is None or indicator is None or basis is None or period is None or not usable:
                continue
            key = Key(indicator.code, period, scope, basis.code, measure)
            yield Observation(key, value, table.sheet.place(row, column), facts)

    def _number(
        self, table: Table, row: Row, column: int, measure: Measure, indicator: Indicator | None
    ) -> Decimal | None:
        """Return the number in a cell, None with a finding when there is none; ``indicator`` None: an unknown code."""
        raw = row.value(column)
        value = quantity(raw)
        if value is None:
            unit = _unit_of(measure, indicator) if indicator else ""
            place = table.sheet.place(row, column, _detail(indicator, unit) if indicator else None)
            report_unread(raw, unit, self.catalogue.unit_table, place, self.findings)
        elif indicator is not None and self._is_count(measure, indicator):
            place = table.sheet.place(row, column, _detail(indicator))
            if value < 0:
                hint = "Số đếm không âm; số tăng giảm ghi ở cột “tăng lượng …”."
                self.findings.error("DL125", "số đếm âm", place, hint)
            elif value % 1:
                hint = "Xem lại dấu phẩy: phẩy là dấu thập phân, không ngăn hàng nghìn."
                self.findings.warning("DL126", "số đếm có phần lẻ", place, hint)
        return value

    def _is_count(self, measure: Measure, indicator: Indicator) -> bool:
        """Return whether the column counts things, so that its numbers are whole and not negative."""
        unit = self.catalogue.units.get(indicator.unit)
        counted = unit is not None and unit.kind is UnitKind.COUNTED
        return counted and indicator.kind is not Kind.CHANGE and measure not in _SUPPLIED

    def _check_supplied(self, indicator: Indicator, table: Table, row: Row, filled: Iterable[Measure]) -> None:
        """Report a supplied comparison that does not say with which value it came."""
        measures = set(filled)
        if measures.isdisjoint(_SUPPLIED) or Measure.SUPPLIED_WITH in measures:
            return
        hint = "Ghi lại ở cột “tính theo” giá trị thực hiện mà tỷ lệ này được tính, để biết khi tỷ lệ đã cũ."
        place = table.place(row, "mã", _detail(indicator))
        self.findings.warning("DL128", "tỷ lệ được cấp chưa ghi giá trị kèm theo", place, hint)

    def _indicator(self, code: str, table: Table, row: Row) -> Indicator | None:
        indicator = self.catalogue.indicators.get(code)
        if indicator is None:
            nearest = self.catalogue.nearest(code)
            name = f" ({self.catalogue.indicators[nearest].name})" if nearest else ""
            hint = f"Mã gần nhất là “{nearest}”{name}." if nearest else "Thêm chỉ tiêu vào data/chi-tieu.csv."
            self.findings.error("DL120", f"không có mã chỉ tiêu “{code}” trong danh mục", table.place(row, "mã"), hint)
        return indicator

    def _basis(self, table: Table, row: Row, filled: dict[int, Measure]) -> Basis | None:
        """Return the basis of the row, None (with a finding) when it is unknown or when a column does not fit it."""
        code = table.text(row, "căn cứ")
        basis = self.catalogue.basis(code)
        if basis is None:
            nearest = nearest_word(code, (*self.catalogue.bases, START_OF_YEAR))
            hint = f"Mã gần nhất là “{nearest}”." if nearest else "Thêm căn cứ vào data/can-cu.csv."
            self.findings.error("DL121", f"không có căn cứ “{code}”", table.place(row, "căn cứ"), hint)
            return None
        unfit = _OF_POINT if basis.kind is BasisKind.PLAN else _OF_PLAN
        for column, measure in filled.items():
            if measure in unfit:
                wanted = "một mốc (đầu năm, năm, mốc trong can-cu.csv)" if unfit is _OF_POINT else "một kế hoạch"
                message = f"cột “{measure.value}” cần hàng có căn cứ là {wanted}"
                hint = "Ghi số này ở một hàng riêng cùng mã, với căn cứ của nó."
                self.findings.error("DL127", message, table.sheet.place(row, column), hint)
        return basis

    def _scope(self, table: Table, row: Row) -> str:
        text = table.text(row, "địa bàn")
        if not text or text == self.scope:
            return self.scope
        if text in self._other_scopes:
            return text
        if fold_marks(text).replace(" ", "-") == self.scope:
            hint = f"Ghi “{self.scope}” hoặc để trống."
            self.findings.error("DL129", f"địa bàn “{text}” viết khác mã địa bàn", table.place(row, "địa bàn"), hint)
        else:
            self._other_scopes.add(text)
        return text

    def _period(self, table: Table, row: Row) -> Period | None:
        """Return the period of a row: that of its folder unless the column ``kỳ`` names another; None: not a period."""
        code = table.text(row, "kỳ")
        if not code:
            return self.period
        try:
            return Period.parse(code)
        except BaocaoError as error:
            for finding in error.findings:
                self.findings.error("DL134", finding.message, table.place(row, "kỳ"), finding.hint)
            return None

    def _read_facts(self, table: Table, row: Row) -> RowFacts:
        if not any(table.value(row, column) for column in _FACTS if column in table.columns):
            facts = RowFacts(folder=self.period)
            return self._facts.setdefault(facts, facts)
        first, last = table.date(row, "từ ngày"), table.date(row, "đến ngày")
        if first is not None and last is not None and last < first:
            message = f"“đến ngày” {last:%d/%m/%Y} trước “từ ngày” {first:%d/%m/%Y}"
            self.findings.error("DL118", message, table.place(row, "đến ngày"), "Xem lại hai ngày, có thể ghi đảo.")
        facts = RowFacts(
            status=table.word(row, "trạng thái", {status: status for status in _STATUSES}, "DL119"),
            qualifier=table.word(row, "mức", _QUALIFIERS, "DL119"),
            from_date=first,
            to_date=last,
            received=table.date(row, "ngày nhận"),
            source=table.text(row, "nguồn"),
            printed=table.text(row, "số đã in"),
            acknowledged=table.text(row, "xác nhận"),
            folder=self.period,
        )
        if facts.printed and not facts.acknowledged:
            hint = "Ghi ở cột “xác nhận” lý do số liệu ở đây khác số mà văn bản thật đã in."
            self.findings.warning("DL130", "có “số đã in” mà không có “xác nhận”", table.place(row, "số đã in"), hint)
        return self._facts.setdefault(facts, facts)

    def _unit_agrees(self, indicator: Indicator, table: Table, row: Row) -> bool:
        """Return whether the unit that the row names is the catalogue's; else there is a finding."""
        text = table.text(row, "đơn vị")
        if not text:
            return True
        units = self.catalogue.unit_table
        unit = units.named(text)
        if unit is not None and unit.name == indicator.unit:
            return True
        place = table.place(row, "đơn vị", _detail(indicator))
        asked = indicator.unit or "(không có đơn vị)"
        if unit is None:
            nearest = nearest_word(text, units.by_name)
            hint = f"Danh mục ghi {asked}." + (f" Đơn vị gần nhất là “{nearest}”." if nearest else "")
            self.findings.error("DL122", f"không có đơn vị “{text}”", place, hint)
            return False
        factor = units.convert(Decimal(1), unit.name, indicator.unit)
        hint = f"“{unit.name}” không đổi được ra {asked}; sửa số liệu hoặc sửa danh mục."
        if factor is not None:
            hint = f"Đổi số ra {asked} rồi ghi lại đơn vị"
            value = quantity(table.value(row, Measure.ACTUAL.value))
            if value is not None:
                hint += f": {written(value)} {unit.name} là {typed(value * factor)} {asked}"
            hint += "."
        self.findings.error("DL122", f"đơn vị “{unit.name}” khác đơn vị của danh mục ({asked})", place, hint)
        return False

    def _report_texts(self, sheet: Sheet, measure: Measure, cells: list[str]) -> None:
        """Say which number cells of a workbook are text: they were read here, but formulas over them leave them out."""
        some = ", ".join(cells[:20]) + (f" và {len(cells) - 20} ô khác" if len(cells) > 20 else "")
        place = Place(sheet.file, sheet.name, cells[0], None, f"cột “{measure.value}”")
        hint = "Số đã được đọc theo cách viết Việt Nam. Định dạng ô là Số (Number) để Excel cộng được."
        self.findings.warning("DL109", f"số ghi bằng chữ ở ô {some}", place, hint)


def _is_text_number(value: CellValue) -> bool:
    return isinstance(value, str) and value != "" and quantity(value) is not None


def _detail(indicator: Indicator, unit: str | None = None) -> str:
    """Return the words that tell a person which row and unit a cell belongs to."""
    unit = indicator.unit if unit is None else unit
    name = indicator.name[:1].upper() + indicator.name[1:]
    return f"{name}, đơn vị {unit}" if unit else name


def _unit_of(measure: Measure, indicator: Indicator) -> str:
    """Return the unit of a column: that of the indicator, or % or lần."""
    if measure in _PERCENTAGES:
        return "%"
    if measure is Measure.BASE_MULTIPLE:
        return "lần"
    if measure in _DIFFERENCES and indicator.unit == "%":
        return "điểm %"
    return indicator.unit
