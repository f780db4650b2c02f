"""Step 2, data: all observations, lists and facts of a workspace, and the view that remembers what was asked of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from baocao.collecting import not_collecting
from baocao.data.agency import AgencyFacts, fact_code, load_facts
from baocao.data.answers import answer_hash
from baocao.data.folders import PeriodFolder, load_folder, period_folders
from baocao.data.indicators import Catalogue
from baocao.data.lists import DanhSach, Item, list_code
from baocao.data.observations import Key, Measure, Observation, RowFacts
from baocao.data.periods import Period
from baocao.data.shares import by_area
from baocao.findings import Finding, Findings, Place
from baocao.workspace import Workspace

__all__ = [
    "AgencyFacts",
    "DanhSach",
    "Dataset",
    "Holdings",
    "Item",
    "Key",
    "Measure",
    "Observation",
    "RowFacts",
    "View",
    "load_dataset",
    "load_facts",
]

_STATUS_ORDER = {"": 0, "ước": 1, "sơ bộ": 2, "chính thức": 3}

Answer = TypeVar("Answer")
Observations = list[Observation]  # inside Dataset, the name list means a DanhSach
Lists = Mapping[tuple[Period, str], DanhSach]


def _order(observation: Observation) -> tuple[datetime.date, datetime.date, int]:
    """Return by what the rows of one key are ordered: date received (none is oldest), folder, how final they are."""
    row = observation.row
    known = row.folder.document_day if row.folder else datetime.date.min
    return row.received or datetime.date.min, known, _STATUS_ORDER.get(row.status, 0)


class Dataset:
    """The numbers of a workspace.

    Of several rows for one key the newest received wins; the older ones stay in the history.  A number of one scope
    never stands in for another's: what is not there is None.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        observations: Iterable[Observation],
        lists: Lists | None = None,
        facts: AgencyFacts | None = None,
    ) -> None:
        self.catalogue = catalogue
        self._facts = facts or AgencyFacts()
        self._lists = dict(lists or {})
        self._newest: dict[Key, Observation] = {}
        self._older: dict[Key, tuple[Observation, ...]] = {}
        self._bases: dict[tuple[str, Period, str], tuple[str, ...]] = {}
        for observation in observations:
            self._put(observation)

    def _put(self, observation: Observation) -> None:
        key = observation.key
        held = self._newest.get(key)
        if held is None:
            self._newest[key] = observation
            row = (key.indicator, key.period, key.scope)
            bases = self._bases.get(row, ())
            if key.basis not in bases:
                self._bases[row] = (*bases, key.basis)
            return
        ordered = sorted((*self._older.get(key, ()), held, observation), key=_order)
        self._newest[key] = ordered.pop()
        self._older[key] = tuple(ordered)

    @property
    def facts(self) -> AgencyFacts:
        """The facts of the office."""
        return self._facts

    def get(self, key: Key) -> Observation | None:
        """Return the newest observation of ``key``, None when there is none."""
        return self._newest.get(key)

    def history(self, key: Key) -> tuple[Observation, ...]:
        """Return all observations of ``key``, the oldest first."""
        held = self._newest.get(key)
        return (*self._older.get(key, ()), held) if held is not None else ()

    def bases(self, indicator: str, period: Period, scope: str) -> tuple[str, ...]:
        """Return the bases that have a number for the indicator, in the order of the rows; "" is the main row."""
        return self._bases.get((indicator, period, scope), ())

    def on_main_row(self, indicator: str, period: Period, scope: str, measure: Measure) -> Observation | None:
        """Return the number on the row without basis, else on the first row that has it; None when no row has."""
        for basis in ("", *self.bases(indicator, period, scope)):
            found = self.get(Key(indicator, period, scope, basis, measure))
            if found is not None:
                return found
        return None

    def list(self, period: Period, name: str) -> DanhSach | None:
        """Return a list by its code or file name ("cua_khau" or "cua-khau"), None when the period has none."""
        return self._lists.get((period, list_code(name)))

    def has_numbers(self, period: Period, scope: str) -> bool:
        """Return whether there is any number of the period and area."""
        return any(key.period == period and key.scope == scope for key in self._newest)

    def cells(self) -> Observations:
        """Return every observation, older ones too, in the order in which their keys were first read."""
        return [observation for key in self._newest for observation in self.history(key)]

    def with_value(self, place: Place, value: Decimal) -> Dataset:
        """Return a copy in which the one cell at ``place`` holds ``value``; KeyError when no number stands there."""
        held = (*self._newest.values(), *(old for older in self._older.values() for old in older))
        changed = [item for item in held if item.place.cell == place.cell and item.place == place]
        if not changed:
            raise KeyError(str(place))
        copy = self._copy()
        for old in changed:
            new = replace(old, value=value)
            if copy._newest[old.key] == old:
                copy._newest[old.key] = new
            else:
                copy._older[old.key] = tuple(new if item == old else item for item in copy._older[old.key])
        return copy

    def with_file(self, file: str, observations: Iterable[Observation]) -> Dataset:
        """Return a copy in which these are the observations of one file, whatever it held before."""
        held = (cell for cell in self.cells() if cell.place.file != file)
        return Dataset(self.catalogue, (*held, *observations), self._lists, self._facts)

    def _copy(self) -> Dataset:
        copy = Dataset(self.catalogue, (), self._lists, self._facts)
        copy._newest, copy._older, copy._bases = dict(self._newest), dict(self._older), self._bases
        return copy


class View(Dataset):
    """A dataset that remembers what was read from it.

    That nothing was there is an answer too.  The catalogue is not recorded: its file's hash stands for all of it.
    """

    @classmethod
    def of(cls, dataset: Dataset) -> View:
        """Return ``dataset`` if it is a view, so that one record holds everything; else a new view of it."""
        return dataset if isinstance(dataset, View) else cls(dataset)

    def __init__(self, dataset: Dataset) -> None:
        super().__init__(dataset.catalogue, (), dataset._lists, dataset._facts)
        self._newest, self._older, self._bases = dataset._newest, dataset._older, dataset._bases
        self._asked: dict[tuple[object, ...], object] = {}
        self._on_main_rows: dict[tuple[str, Period, str, Measure], Observation | None] = {}
        self.asked_lists: dict[tuple[str, Period], None] = {}
        """The codes and periods of the lists that were asked for, in the order of asking."""

    @property
    def queries(self) -> dict[str, str]:
        """The text of each question (``asking`` can ask it again) with the hash of its answer."""
        return {"|".join(map(str, question)): answer_hash(answer) for question, answer in self._asked.items()}

    @property
    def asked_keys(self) -> list[Key]:
        """The keys of single numbers that were asked for, present or absent, in the order of asking."""
        return [key for (key, *_) in self._asked if isinstance(key, Key)]

    @property
    def facts(self) -> AgencyFacts:
        """The facts of the office; reading them is recorded."""
        return _SeenFacts(self._facts, self)

    def get(self, key: Key) -> Observation | None:
        """Return the newest observation of ``key``, None when there is none; recorded."""
        found = self._asked[(key,)] = self._newest.get(key)  # asked more often than anything else
        return found

    def history(self, key: Key) -> tuple[Observation, ...]:
        """Return all observations of ``key``, the oldest first; recorded."""
        return self._record(("history", key), super().history(key))

    def bases(self, indicator: str, period: Period, scope: str) -> tuple[str, ...]:
        """Return the bases that have a number for the indicator; recorded."""
        return self._record(("bases", indicator, period, scope), super().bases(indicator, period, scope))

    def on_main_row(self, indicator: str, period: Period, scope: str, measure: Measure) -> Observation | None:
        """Return the number on the main row (see ``Dataset``); what it asks is recorded, and asked only once."""
        question = (indicator, period, scope, measure)
        found = self._on_main_rows.get(question)
        if found is None and question not in self._on_main_rows:
            found = self._on_main_rows[question] = super().on_main_row(*question)
        return found

    def list(self, period: Period, name: str) -> DanhSach | None:
        """Return a list, None when the period has none; recorded."""
        self.asked_lists[list_code(name), period] = None
        return self._record(("list", list_code(name), period), super().list(period, name))

    def has_numbers(self, period: Period, scope: str) -> bool:
        """Return whether there is any number of the period and area; recorded."""
        return self._record(("numbers", period, scope), super().has_numbers(period, scope))

    def _record(self, question: tuple[object, ...], answer: Answer) -> Answer:
        self._asked[question] = answer  # hashed only when somebody wants the queries
        return answer


class _SeenFacts(AgencyFacts):
    """Facts whose reading a view records."""

    def __init__(self, facts: AgencyFacts, view: View) -> None:
        super().__init__(facts._values)
        self._view = view

    def lines(self, key: str, report: str = "") -> tuple[str, ...]:
        """Return the rows of a fact in order, none when nobody gave it; recorded."""
        return self._view._record(("facts", fact_code(key), report), super().lines(key, report))


def load_dataset(
    workspace: Workspace, catalogue: Catalogue, office: str, findings: Findings, until: Period | None = None
) -> Dataset:
    """Return the data of the workspace: the period folders of ``data/``, and the facts of ``office``.

    With ``until`` only the folders of documents that are no later than the one of that period: what was known then.
    So an old report does not change with new data, nor stop at an error in it.  Whatever is wrong goes to ``findings``,
    files that cannot be opened too, so that one run reports everything.
    """
    holdings = Holdings(workspace, catalogue)
    findings.extend(holdings.findings(until))
    return holdings.dataset(load_facts(workspace, office, findings), until)


class Holdings:
    """All that the period folders of a workspace hold; each folder is read when it is first needed, and once."""

    def __init__(self, workspace: Workspace, catalogue: Catalogue) -> None:
        self._workspace, self._catalogue = workspace, catalogue
        self._strays = Findings()
        self._named = period_folders(workspace, self._strays)
        self._read: dict[Period, PeriodFolder] = {}
        self._by_area: dict[Period, dict[str, list[Observation]]] = {}

    def folders(self, until: Period | None = None) -> list[PeriodFolder]:
        """Return the folders of documents no later than the one of ``until``; None: all of them."""
        return [
            self._read.get(period) or self._read.setdefault(period, self._load(period, path))
            for period, path in self._named
            if until is None or period.document_day <= until.document_day
        ]

    def _load(self, period: Period, path: str) -> PeriodFolder:
        with not_collecting():
            return load_folder(self._workspace, self._catalogue, period, path)

    def findings(self, until: Period | None = None, scope: str | None = None) -> list[Finding]:
        """Return what is wrong with the data known at ``until``; with ``scope`` only what concerns that area."""
        troubles = (trouble for folder in self.folders(until) for trouble in folder.troubles)
        concerned = (trouble.finding for trouble in troubles if scope is None or trouble.concerns(scope))
        return [*concerned, *self._strays.items]

    def observations(self, scope: str, until: Period) -> Observations:
        """Return the numbers of one area known at ``until``, in the order of the rows."""
        return [found for folder in self.folders(until) for found in self._of_area(folder).get(scope, ())]

    def _of_area(self, folder: PeriodFolder) -> dict[str, Observations]:
        if folder.period not in self._by_area:
            self._by_area[folder.period] = by_area(folder.observations)
        return self._by_area[folder.period]

    def lists(self, until: Period | None = None) -> dict[tuple[Period, str], DanhSach]:
        """Return the lists known at ``until``; they belong to no area."""
        return {(folder.period, name): found for folder in self.folders(until) for name, found in folder.lists.items()}

    def dataset(self, facts: AgencyFacts, until: Period | None = None) -> Dataset:
        """Return the numbers of all areas, and the lists, known at ``until``."""
        every = (observation for folder in self.folders(until) for observation in folder.observations)
        return Dataset(self._catalogue, every, self.lists(until), facts)

    def dataset_of(self, scope: str, until: Period, facts: AgencyFacts) -> Dataset:
        """Return the numbers of one area, and the lists, known at ``until``: all that a report of the area can ask for."""
        return Dataset(self._catalogue, self.observations(scope, until), self.lists(until), facts)
