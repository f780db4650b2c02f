"""What each cell of a report can change: the recipes of its figures evaluated with other values, one cell at a time."""

from collections import defaultdict

from baocao.checks.unused import check_unused
from baocao.data.dataset import Measure, View
from baocao.findings import Findings
from baocao.narrative.figures import FORMS, NO_DATA, evaluate
from baocao.narrative.recipes import Recipe

# A date names the row that it is the date of, a verdict and a count of verdicts all that was judged: they need not change
# when a number of those does.
DATES = {"den_ngay", "tu_den"}
JUDGING = {"ket_luan", "ket_luan_chi_tieu", "dem_chi_tieu"}
DIFFERS = "MB204"
"""The finding that a comparison, as the agency gave it, is not what the numbers say."""


def perturbed(value):
    """Return values far enough from ``value`` that no rounding hides them: larger, turned, much smaller."""
    return (value * 3 + 7, -value - 1, value / 2)


def unused(report, dataset=None):
    """Return the places that the check of unused data tells of."""
    cells = [cell.place for entry in report.entries.values() for cell in entry.cells]
    found = check_unused(dataset or report.dataset, report.period, report.config.scope, cells)
    return {finding.place for finding in found}


class Influence:
    """The figures of a report by the cells that they name, and evaluated anew with other values.

    A recipe that never asked for a cell cannot print another text when the cell changes, so only those that asked are
    evaluated again.
    """

    def __init__(self, report):
        self.report = report
        recipes = {entry.id: Recipe.from_json(entry.recipe) for entry in report.entries.values()}
        # A whole table and a whole chart have entries too; what they show are the figures in them.
        self.recipes = {name: recipe for name, recipe in recipes.items() if recipe.form in FORMS}
        self.naming, self._asking = defaultdict(set), defaultdict(set)
        for name, recipe in self.recipes.items():
            for cell in report.entries[name].cells:
                self.naming[cell.place].add(name)
            view = View(report.dataset)
            assert evaluate(recipe, view).text == report.entries[name].text
            for query in view.queries:
                self._asking[query].add(name)

    def of(self, cell):
        """Return the ids of the figures that another value of the cell changes, and of those that tell a difference."""
        changed, telling = set(), set()
        for value in perturbed(cell.value):
            view = View(self.report.dataset.with_value(cell.place, value))
            for name in self._asking[str(cell.key)]:
                figure = evaluate(self.recipes[name], view)
                if figure.text != self.report.entries[name].text:
                    changed.add(name)
                if DIFFERS in {finding.code for finding in figure.findings}:
                    telling.add(name)
        return changed, telling

    def check_renderings(self, cells):
        """Fail unless all templates rendered with half of a cell print what the recipes, evaluated one by one, give."""
        for cell in cells:
            dataset = self.report.dataset.with_value(cell.place, cell.value / 2)
            view = View(dataset)
            alone = {name: evaluate(recipe, view).text for name, recipe in self.recipes.items()}
            entries = self.report.compose(dataset, Findings()).register.entries
            together = {entry.id: entry.text for entry in entries if entry.id in alone}
            assert together == alone
            assert {entry.id for entry in entries} == set(self.report.entries)

    def unmoved(self, name):
        """Return whether a figure may stay as it is though a number that it names changes: it says no number."""
        return self.recipes[name].form in DATES | JUDGING or self.report.entries[name].text == NO_DATA

    def check_every_cell(self):
        """Fail unless each cell changes the figures that name it and no others, and unless idle cells are reported.

        A comparison that the agency gave stands against the numbers where they are not of this report or the difference
        is acknowledged; then it tells of it.
        """
        idle = set()
        for cell in self.report.dataset.cells():
            (changed, telling), naming = self.of(cell), self.naming[str(cell.place)]
            assert changed <= naming, f"{cell.place}: {cell.key}"
            if cell.key.measure is not Measure.SUPPLIED_WITH:
                still = {name for name in naming - changed - telling if not self.unmoved(name)}
                assert not still, f"{cell.place}: {cell.key}"
                idle |= set() if naming or cell not in self.report.cells else {cell.place}
        assert idle == unused(self.report)
