"""What an office might fill into the workbook of the next year: every change turned round, and worse."""

from datetime import date
from decimal import Decimal

import openpyxl

from baocao.data.indicators import Kind
from baocao.data.observations import Measure

UNCHANGED = "xnk.dia_phuong"
ALL_OF_THE_PLAN = "lam_nghiep.trong_rung"
ABSENT_PART = "thu_nsnn.huy_dong"
MISSING = "chan_nuoi.trau"
EMPTY_LIST = "ds-cua-khau"
REMARK = "Hỏi lại {{ ky.ten }} <b>**&amp;** =1+1"
_DIFFERENCES = (Measure.SAME_PERIOD_DIFFERENCE, Measure.BASE_DIFFERENCE)
_PERCENTAGES = (Measure.SAME_PERIOD_CHANGE, Measure.BASE_CHANGE)


def turned(measure, change):
    """Return a change the other way; what more than doubled can at most shrink to nothing."""
    return -change / 2 if measure in _PERCENTAGES and change >= 100 else -change


class HostileYear:
    """The rows of the next year, by code and basis, made from those of ``report``: measure -> number."""

    def __init__(self, report):
        self._catalogue = report.dataset.catalogue
        self._facts = {}
        self.rows = {}
        for cell in report.cells:
            row = (cell.key.indicator, cell.key.basis)
            self.rows.setdefault(row, {})[cell.key.measure] = cell.value
            self._facts[row] = cell.row
        self._turn()
        self._add_up()
        for (code, _), numbers in self.rows.items():
            if Measure.SUPPLIED_WITH in numbers:
                numbers[Measure.SUPPLIED_WITH] = numbers.get(Measure.ACTUAL, self._actual(code))
        self.rows[ALL_OF_THE_PLAN, ""][Measure.PLAN_RATE] = Decimal(100)
        for code in (ABSENT_PART, MISSING):
            self.rows = {row: numbers for row, numbers in self.rows.items() if row[0] != code}

    def _actual(self, code):
        found = [
            numbers[Measure.ACTUAL]
            for row, numbers in self.rows.items()
            if row[0] == code and Measure.ACTUAL in numbers
        ]
        return found[0] if found else None

    def _turn(self):
        for (code, _), numbers in self.rows.items():
            value = numbers.get(Measure.ACTUAL)
            for measure in (*_DIFFERENCES, *_PERCENTAGES):
                if measure in numbers:
                    numbers[measure] = turned(measure, numbers[measure])
            if code == UNCHANGED:
                numbers.pop(Measure.SAME_PERIOD_CHANGE)
            elif Measure.SAME_PERIOD_DIFFERENCE in numbers:
                numbers[Measure.ACTUAL] = value + numbers[Measure.SAME_PERIOD_DIFFERENCE]
            elif Measure.SAME_PERIOD_CHANGE in numbers:
                change = numbers[Measure.SAME_PERIOD_CHANGE]
                numbers[Measure.ACTUAL] = (value * (100 + change) / 100).quantize(value)
                numbers[Measure.SAME_PERIOD_CHANGE] = (numbers[Measure.ACTUAL] / value * 100 - 100).quantize(change)
            elif self._catalogue.indicators[code].kind is Kind.CHANGE:
                numbers[Measure.ACTUAL] = -value

    def _add_up(self):
        """Make totals of their parts; how they compare with the year before is then computed."""
        for code, total in self._catalogue.indicators.items():
            parts = [self._actual(part) for part in total.parts] if total.parts_complete else []
            row = next((row for row in self.rows if row[0] == code and Measure.ACTUAL in self.rows[row]), None)
            if row and parts and None not in parts:
                self.rows[row][Measure.ACTUAL] = sum(parts)
                for measure in (Measure.SAME_PERIOD_CHANGE, Measure.SAME_PERIOD_DIFFERENCE):
                    self.rows[row].pop(measure, None)

    def fill(self, path, lists):
        """Write the numbers into the workbook at ``path``, as a person would, and ``lists`` (sheet -> names)."""
        book = openpyxl.load_workbook(path)
        sheet = book["Số liệu"]
        columns = {cell.value: cell.column for cell in sheet[1]}
        for line in range(2, sheet.max_row + 1):
            code, basis = (sheet.cell(line, columns[name]).value for name in ("mã", "căn cứ"))
            row = (code, str(int(basis) - 1) if basis and basis.isdigit() else basis or "")
            if row not in self.rows:
                continue
            for measure, number in self.rows[row].items():
                sheet.cell(line, columns[measure.value], float(number))
            facts = self._facts[row]
            told = {
                "trạng thái": facts.status or None,
                "mức": facts.qualifier or None,
                "từ ngày": next_year(facts.from_date),
                "đến ngày": next_year(facts.to_date),
                "thuyết minh": REMARK,
            }
            for name, value in told.items():
                sheet.cell(line, columns[name], value)
        for sheet in book.worksheets[1:]:
            for name in lists[sheet.title] if sheet.title != EMPTY_LIST else ():
                sheet.append([name])
        book.save(path)


def next_year(day):
    return day and date(day.year + 1, day.month, day.day)
