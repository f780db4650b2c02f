"""Step 3, narrative: recipes moved to another period, by the same distance as what they belong to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from baocao.data.periods import Period, PeriodKind
from baocao.errors import BaocaoError
from baocao.narrative.recipes import Recipe


@dataclass(frozen=True, slots=True)
class Move:
    """From the period of a draft, or of a figure, to the period that is wanted."""

    start: Period
    end: Period

    def recipe(self, recipe: Recipe) -> Recipe:
        """Return the recipe that stands at the same distance from the new period."""
        if self.start == self.end:
            return recipe
        siblings = tuple(self.recipe(sibling) for sibling in recipe.siblings)
        return replace(recipe, period=self._code(recipe.period), base=self._base(recipe.base), siblings=siblings)

    def _base(self, base: str) -> str:
        kind, _, name = base.partition(".")
        return f"{kind}.{self._code(name)}" if kind == "so_voi" and name[:1].isdigit() else base

    def _code(self, code: str) -> str:
        try:
            return str(self.period(Period.parse(code)))
        except BaocaoError:  # a base such as "mốc" of the catalogue is no period
            return code

    def period(self, period: Period) -> Period:
        """Return the period at the same distance: the neighbours keep their part, others move by whole years."""
        neighbours = {self.start.next: self.end.next, self.start.same_last_year: self.end.same_last_year}
        if period == self.start:
            return self.end
        if period in neighbours:
            return neighbours[period]
        if period.kind is self.start.kind is self.end.kind and period.kind in _STEPS:
            return _shifted(period, _place(self.end) - _place(self.start))
        years = self.end.year - self.start.year
        number = period.number + years if period.kind is PeriodKind.YEARS else period.number
        return replace(period, year=period.year + years, number=number)


_STEPS = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4}


def _place(period: Period) -> int:
    return period.year * _STEPS[period.kind] + period.number - 1


def _shifted(period: Period, steps: int) -> Period:
    year, rest = divmod(_place(period) + steps, _STEPS[period.kind])
    return replace(period, year=year, number=rest + 1)
