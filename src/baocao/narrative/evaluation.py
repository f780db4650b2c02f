"""Step 3, narrative: one evaluation of a recipe under way, what it reads and what it has to say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from baocao.data.dataset import View
from baocao.data.indicators import Indicator, Kind
from baocao.data.observations import Key, Measure, Observation
from baocao.data.periods import Period
from baocao.data.units import UnitKind
from baocao.findings import Finding, Place, Severity
from baocao.narrative import vietnamese as vi
from baocao.narrative.recipes import MissingError, Recipe

_UPPER_ENDS = {Measure.ACTUAL: Measure.ACTUAL_UPPER, Measure.PLAN: Measure.PLAN_UPPER}

Printed = tuple[str, Decimal | None]
"""What a form gives: the text as printed, and the value before rounding (None: not a number)."""


@dataclass
class Evaluation:
    """One evaluation under way: reads the data through the view and remembers the cells that it used."""

    recipe: Recipe
    view: View
    used: dict[Place, Observation | None] = field(default_factory=dict)
    """The places that were read, with the number that stands there (None: a row of a list)."""
    formula: str = ""
    """How the value comes from what was read; empty while it is one of the numbers read."""
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.period = Period.parse(self.recipe.period)

    @property
    def indicator(self) -> Indicator:
        """The indicator of the recipe; MissingError when the catalogue has lost it."""
        indicator = self.view.catalogue.indicators.get(self.recipe.subject)
        if indicator is None:
            nearest = self.view.catalogue.nearest(self.recipe.subject)
            hint = f'Mã gần nhất trong danh mục chỉ tiêu là "{nearest}".' if nearest else "Xem data/chi-tieu.csv."
            what = f'không có chỉ tiêu "{self.recipe.subject}"'
            raise MissingError(what, f"[không có chỉ tiêu: {self.recipe.subject}]", hint, "MB101", Severity.ERROR)
        return indicator

    def find(
        self, measure: Measure, basis: str = "", period: Period | None = None, code: str = ""
    ) -> Observation | None:
        """Return the observation of one measure (of the recipe's indicator unless ``code`` says another), or None."""
        key = Key(code or self.recipe.subject, period or self.period, self.recipe.scope, basis, measure)
        observation = self.view.get(key)
        if observation is not None:
            self.used.setdefault(observation.place, observation)
        return observation

    def use(self, observations: Iterable[Observation], *rows: Place) -> None:
        """Remember what was read other than through ``find``: numbers, and rows of lists."""
        for row in rows:
            self.used.setdefault(row, None)
        for observation in observations:
            self.used.setdefault(observation.place, observation)

    def find_main(self, measure: Measure, code: str = "", period: Period | None = None) -> Observation | None:
        """Return the observation on the main row: the row without basis, else the first row that has the measure."""
        row = code or self.recipe.subject, period or self.period, self.recipe.scope
        observation = self.view.on_main_row(*row, measure)
        if observation is not None:
            self.used.setdefault(observation.place, observation)
        return observation

    def bases(self, code: str = "", period: Period | None = None) -> tuple[str, ...]:
        """Return the named bases that have a row for the indicator."""
        rows = self.view.bases(code or self.recipe.subject, period or self.period, self.recipe.scope)
        return tuple(basis for basis in rows if basis)

    def need(self, measure: Measure) -> Observation:
        """Return the observation on the main row; MissingError when there is none."""
        observation = self.find_main(measure)
        if observation is None:
            raise self.missing()
        return observation

    def missing(self, part: str = "") -> MissingError:
        """Return the error that says in words which number is missing; ``part`` adds to the indicator's name."""
        indicator = self.indicator
        name = f"{vi.upper_first(indicator.name)}{' ' + part if part else ''}"
        supplier = f" - {indicator.agency}" if indicator.agency else ""
        what = f"chưa có số: {name}, {self.period.name}{supplier}"
        hint = f"Nhập vào thư mục data/{self.period}, dòng mã {indicator.code}."
        return MissingError(what, f"[{what}]", hint)

    def stale(self, part: str) -> MissingError:
        """Return the error for a supplied comparison whose value has changed since."""
        name = f"{self.indicator.name} {part}"
        hint = "Hỏi lại cơ quan cung cấp tỷ lệ mới, ghi cùng số mới và sửa cột “tính theo”."
        what = f"cần cập nhật tỷ lệ: {name}"
        return MissingError(what, f"[{what}]", hint, "MB202")

    def warn(self, code: str, message: str, hint: str = "") -> None:
        """Keep a warning about this figure."""
        self.findings.append(Finding(code, Severity.WARNING, message, next(iter(self.used), None), hint))

    def inform(self, code: str, message: str, hint: str = "") -> None:
        """Keep an info about this figure."""
        self.findings.append(Finding(code, Severity.INFO, message, next(iter(self.used), None), hint))

    def counted(self, indicator: Indicator | None = None) -> bool:
        """Return whether the indicator counts things, so that its numbers are exact and small ones padded."""
        unit = self.view.catalogue.units.get((indicator or self.indicator).unit)
        return unit is not None and unit.kind is UnitKind.COUNTED

    def write(self, value: Decimal) -> str:
        """Return ``value`` written in the manner of the indicator, without unit."""
        indicator = self.indicator
        if self.counted(indicator) and indicator.digits == 0:
            return vi.count(value)
        return vi.number(value, indicator.digits)

    def _span(self, observation: Observation) -> str:
        """Return the number of an observation, or the range that it opens."""
        upper = self._upper(observation)
        if upper is None:
            return self.write(observation.value)
        return vi.number_range(observation.value, upper.value, self.indicator.digits)

    def _upper(self, observation: Observation) -> Observation | None:
        """Return the upper end of the range that an observation opens, None when it is a single number."""
        measure, key = _UPPER_ENDS.get(observation.key.measure), observation.key
        return self.find(measure, key.basis, key.period) if measure else None

    def bare(self, observation: Observation) -> str:
        """Return the observation as a table prints it: without unit, a target with its qualifier ("khoảng 80 - 82")."""
        upper = self._upper(observation)
        digits = self.indicator.digits
        written = vi.number(observation.value, digits)
        if upper is not None:
            written = vi.number_range(observation.value, upper.value, digits)
        return self._qualified(written, observation) if observation.key.measure is Measure.PLAN else written

    def quantity(self, observation: Observation) -> str:
        """Return the observation with its unit, and its qualifier before (or around) it; bare when the recipe says so."""
        if self.recipe.bare:
            return self.bare(observation)
        indicator = self.indicator
        value = observation.value
        if indicator.kind is Kind.CHANGE and observation.key.measure is not Measure.PLAN:
            rounded = vi.round_half_up(value, indicator.digits)
            if rounded == 0:
                return vi.verb(rounded)
            amount = vi.with_unit(self.write(abs(value)), indicator.unit)
            return f"{vi.verb(rounded)} {self._qualified(amount, observation)}"
        return self._qualified(vi.with_unit(self._span(observation), indicator.unit), observation)

    @staticmethod
    def _qualified(written: str, observation: Observation) -> str:
        qualifier = observation.row.qualifier
        if not qualifier:
            return written
        before, _, after = qualifier.partition("…")
        return " ".join(part for part in (before.strip(), written, after.strip()) if part)
