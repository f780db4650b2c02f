"""Step 9, refresh: what data and template print now, for the figures and for the whole report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from baocao.annexes.filling import AnnexTable
from baocao.compose import Composition, compose
from baocao.data.dataset import Dataset, Observation, View, load_dataset
from baocao.data.periods import Period
from baocao.document.imprints import live_blocks
from baocao.document.register_entries import can_be_evaluated, register_entry
from baocao.document.tree import Picture, RegisterEntry, Table
from baocao.findings import Findings
from baocao.narrative.figures import evaluate
from baocao.narrative.recipes import Recipe
from baocao.office import Office
from baocao.workspace import ReportConfig


@dataclass
class PresentReport:
    """The report as it would be built now, and any other figure of its data."""

    office: Office
    report: ReportConfig
    period: Period
    dataset: Dataset
    composition: Composition

    def __post_init__(self) -> None:
        self._view = View(self.dataset)
        self._entries: dict[str, RegisterEntry | None] = {
            entry.id: entry for entry in self.composition.document.register.entries
        }
        self.printed = frozenset(self._entries)
        """The ids of what the template prints now."""
        self.cells = tuple(entry for entry in self._entries.values() if entry and Recipe.from_json(entry.recipe).bare)
        """What stands in tables and charts, without controls of its own."""
        blocks = live_blocks(self.composition.document)
        self.blocks: dict[str, Table | Picture] = {
            block.control.id: block for block in blocks if block.control is not None
        }
        self.annexes: dict[str, AnnexTable] = {annex.recipe.id: annex for annex in self.composition.annexes}

    def entry(self, id: str, recipe: Recipe | None) -> RegisterEntry | None:
        """Return what the data print now; None when nobody knows the recipe, or the template has the whole no more."""
        if id not in self._entries:
            made = evaluate(recipe, self._view) if recipe is not None and can_be_evaluated(recipe) else None
            self._entries[id] = None if made is None else register_entry(made)
        return self._entries[id]

    @property
    def has_numbers(self) -> bool:
        """Whether the data hold a single number of this period and area."""
        wanted = (self.period, self.report.scope)
        return any((cell.key.period, cell.key.scope) == wanted for cell in self.dataset.cells())

    def agency(self, recipe: Recipe) -> str:
        """Return who supplies the indicator of a recipe; empty when nobody is named."""
        indicator = self.dataset.catalogue.indicators.get(recipe.subject)
        return indicator.agency if indicator else ""

    def with_observations(self, added: Iterable[Observation], file: str, findings: Findings) -> PresentReport:
        """Return the report of the same data with the observations of one more file, or that file's new content."""
        dataset = self.dataset.with_file(file, added)
        return replace(
            self,
            dataset=dataset,
            composition=compose(self.office, self.report, self.period, dataset, False, findings),
        )


def load_present_report(
    office: Office, report: ReportConfig, period: Period, findings: Findings
) -> PresentReport | None:
    """Return the report as it would be built now; None when errors of data or template stand in the way."""
    findings.extend(office.catalogue_findings)
    dataset = load_dataset(office.workspace, office.catalogue, report.office, findings, period)
    if findings.errors:
        return None
    composition = compose(office, report, period, dataset, False, findings)
    return None if findings.errors else PresentReport(office, report, period, dataset, composition)
