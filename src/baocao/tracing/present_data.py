"""Step 9, trace: what catalogue and data of the workspace say now about the figures of a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from baocao.data.dataset import Dataset, View, load_dataset
from baocao.data.periods import Period, PeriodKind
from baocao.document.register_entries import figure_recipe
from baocao.document.tree import Register, RegisterEntry
from baocao.errors import BaocaoError
from baocao.findings import Findings
from baocao.narrative.figures import evaluate
from baocao.narrative.moving import Move
from baocao.narrative.recipes import Figure, Recipe
from baocao.office import Office

_VALUES = ("so", "con_so", "dat", "thuc_hien")
"""The forms that print a value reached, which the agency may have given for the same period last year too."""


class PresentData:
    """The data of a workspace as the report of a register would read them now."""

    def __init__(self, dataset: Dataset) -> None:
        self._catalogue = dataset.catalogue
        self._values: Mapping[str, Decimal] = {str(cell.place): cell.value for cell in dataset.cells()}
        self._view = View(dataset)

    @classmethod
    def load(cls, office: Office, register: Register, findings: Findings) -> PresentData:
        """Load the data; raises BaocaoError when the workspace has no such report (KG102) or period code (KG101)."""
        report, period = office.report(register.report), Period.parse(register.period)
        return cls(load_dataset(office.workspace, office.catalogue, report.office, findings, period))

    def agency(self, code: str) -> str:
        """Return who supplies an indicator, empty when the catalogue does not say or does not know the code."""
        indicator = self._catalogue.indicators.get(code)
        return indicator.agency if indicator else ""

    def value_at(self, place: str) -> Decimal | None:
        """Return the number that stands in a cell now, None when none does."""
        return self._values.get(place)

    def figure(self, entry: RegisterEntry) -> Figure | None:
        """Return the figure as the data make it now; None for a whole table, a chart, and what is no recipe."""
        recipe = figure_recipe(entry)
        return None if recipe is None else self._evaluate(recipe)

    def earlier(self, entry: RegisterEntry) -> tuple[Period, Figure] | None:
        """Return what the figure was in an earlier period, and that period; None when the data have nothing for it.

        The same period last year is asked first, as the agency gives it now, then the month or quarter before.
        """
        recipe = figure_recipe(entry)
        if recipe is None:
            return None
        own = Period.parse(recipe.period)
        last = own.same_last_year
        asked = [(last, replace(recipe, form="cung_ky"))] if recipe.form in _VALUES else []
        asked.append((last, Move(own, last).recipe(recipe)))
        if own.kind in (PeriodKind.MONTH, PeriodKind.QUARTER) and own.number > 1 and not recipe.siblings:
            before = replace(own, number=own.number - 1)
            asked.append((before, replace(recipe, period=str(before))))
        for period, other in asked:
            figure = self._evaluate(other)
            if figure is not None and not figure.missing and figure.text:
                return period, figure
        return None

    def _evaluate(self, recipe: Recipe) -> Figure | None:
        try:
            return evaluate(recipe, self._view)
        except BaocaoError:  # a period that cannot be read
            return None
