"""Step 2, data: all observations, lists and facts of a workspace, and the view that remembers what was asked of them."""

from __future__ import annotations

import datetime
import hashlib
import string
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from baocao.data.agency import AgencyFacts, fact_code, load_facts
from baocao.data.indicators import Catalogue
from baocao.data.lists import PREFIX, DanhSach, Item, list_code, read_list
from baocao.data.observation_rows import ObservationReader
from baocao.data.observations import Key, Measure, Observation, RowFacts
from baocao.data.periods import Period
from baocao.errors import BaocaoError, InputError
from baocao.findings import Findings, Place
from baocao.sheets.reading import read_sheets
from baocao.workspace import Workspace

__all__ = [
    "AgencyFacts",
    "DanhSach",
    "Dataset",
    "Item",
    "Key",
    "Measure",
    "Observation",
    "RowFacts",
    "View",
    "load_dataset",
    "load_facts",
]

_DATA = "data"
_NOT_PERIODS = ("co-quan",)
_READ = (".csv", ".xlsx")
_UNREAD = (".xls", ".xlsm", ".xlsb", ".ods", ".tsv", ".txt")
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

    def __init__(self, dataset: Dataset) -> None:
        super().__init__(dataset.catalogue, (), dataset._lists, dataset._facts)
        self._newest, self._older, self._bases = dataset._newest, dataset._older, dataset._bases
        self._asked: dict[tuple[object, ...], object] = {}
        self.asked_lists: dict[tuple[str, Period], None] = {}
        """The codes and periods of the lists that were asked for, in the order of asking."""

    @property
    def queries(self) -> dict[str, str]:
        """The text of each question with a hash of its answer (place and row included: the register prints them)."""
        return {
            "|".join(map(str, question)): hashlib.sha256(repr(answer).encode()).hexdigest()[:16]
            for question, answer in self._asked.items()
        }

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
        return self._record((key,), super().get(key))

    def history(self, key: Key) -> tuple[Observation, ...]:
        """Return all observations of ``key``, the oldest first; recorded."""
        return self._record(("history", key), super().history(key))

    def bases(self, indicator: str, period: Period, scope: str) -> tuple[str, ...]:
        """Return the bases that have a number for the indicator; recorded."""
        return self._record(("bases", indicator, period, scope), super().bases(indicator, period, scope))

    def list(self, period: Period, name: str) -> DanhSach | None:
        """Return a list, None when the period has none; recorded."""
        self.asked_lists[list_code(name), period] = None
        return self._record(("list", list_code(name), period), super().list(period, name))

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
    observations: list[Observation] = []
    lists: dict[tuple[Period, str], DanhSach] = {}
    for name in workspace.folders(_DATA):
        if name in _NOT_PERIODS:
            continue
        folder = f"{_DATA}/{name}"
        try:
            period = Period.parse(name)
        except BaocaoError as error:
            findings.extend(replace(finding, place=Place(folder)) for finding in error.findings)
            continue
        if until is not None and period.document_day > until.document_day:
            continue
        reader = ObservationReader(catalogue, period, workspace.scope, findings)
        for file in workspace.list(folder, _READ):
            _read_file(workspace, file, reader, observations, lists)
        for file in workspace.list(folder, _UNREAD):
            hint = "Lưu lại thành .xlsx hoặc CSV UTF-8, hoặc chuyển tệp ra ngoài thư mục số liệu."
            findings.error("DL005", "loại tệp này không được đọc", Place(file), hint)
    _check_duplicates(observations, findings)
    return Dataset(catalogue, observations, lists, load_facts(workspace, office, findings))


def _read_file(
    workspace: Workspace,
    file: str,
    reader: ObservationReader,
    observations: list[Observation],
    lists: dict[tuple[Period, str], DanhSach],
) -> None:
    stem = file.rpartition("/")[2].rpartition(".")[0]
    try:
        sheets = read_sheets(workspace.read(file), file, reader.findings)
    except InputError as error:
        reader.findings.extend(error.findings)
        return
    for sheet in sheets:
        title = sheet.name if sheet.name is not None else stem
        if not title.lower().startswith(PREFIX):
            observations.extend(reader.read(sheet))
            continue
        found = read_list(sheet, title, reader.findings)
        if found is None:
            continue
        held = lists.setdefault((reader.period, found.name), found)
        if held is not found:
            message = f"danh sách “{title}” có hai nơi: {held.place} và {found.place}"
            reader.findings.error("DL135", message, found.place, "Gộp lại thành một.")


def _check_duplicates(observations: Iterable[Observation], findings: Findings) -> None:
    """Find keys with two values of the same status and date received in one folder, and rows that only repeat another."""
    seen: dict[tuple[Key, str, datetime.date | None, Period | None], Observation] = {}
    main: dict[tuple[str, Period, str], Observation] = {}
    repeated: set[tuple[Place, Place]] = set()
    for observation in observations:
        key, row = observation.key, observation.row
        held = seen.setdefault((key, row.status, row.received, row.folder), observation)
        if held is not observation:
            _report_pair(held, observation, repeated, findings)
        if key.measure is Measure.ACTUAL:
            first = main.setdefault((key.indicator, key.period, key.scope), observation)
            if first.key.basis != key.basis and (first.row.received, first.row.folder) == (row.received, row.folder):
                _report_pair(first, observation, repeated, findings)


def _report_pair(held: Observation, other: Observation, repeated: set[tuple[Place, Place]], findings: Findings) -> None:
    what = f"{other.key.indicator}, {other.key.measure.value}"
    if held.value != other.value:
        message = f"hai giá trị cho cùng một số ({what}): {held.place} và {other.place}"
        hint = "Giữ một giá trị; nếu giá trị sau thay giá trị trước, ghi “ngày nhận” ở hàng sau."
        findings.error("DL123", message, other.place, hint)
        return
    rows = (_row(held.place), _row(other.place))
    if rows not in repeated:
        repeated.add(rows)
        message = f"số ghi hai lần giống nhau ({what}): {held.place} và {other.place}"
        findings.warning("DL124", message, other.place, "Xóa một chỗ để lần sau không phải sửa cả hai.")


def _row(place: Place) -> Place:
    """Return the row in which a cell lies."""
    return Place(place.file, place.sheet, (place.cell or "").lstrip(string.ascii_uppercase))
