"""Step 2, data: the period folders of ``data/``, each file read once, with what is wrong in them and whom it concerns."""

from __future__ import annotations

import datetime
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from baocao.data.indicators import Catalogue
from baocao.data.lists import DanhSach, is_list, read_list
from baocao.data.observation_rows import ObservationReader
from baocao.data.observations import Key, Measure, Observation
from baocao.data.periods import Period
from baocao.data.shares import Shares, by_area, rows_by_area
from baocao.errors import BaocaoError, InputError
from baocao.findings import Finding, Findings, Place, Severity
from baocao.sheets.cells import Sheet
from baocao.sheets.reading import read_sheets
from baocao.workspace import Workspace

DATA = "data"
_NOT_PERIODS = ("co-quan",)
READ = (".csv", ".xlsx")
UNREAD = (".xls", ".xlsm", ".xlsb", ".ods", ".tsv", ".txt")


@dataclass(frozen=True, slots=True)
class Trouble:
    """A finding about the data and the areas that it concerns; None: it may concern any."""

    finding: Finding
    areas: frozenset[str] | None = None

    @property
    def lasting(self) -> bool:
        """Whether it is told again as long as the data stay: errors and warnings are."""
        return self.finding.severity is not Severity.INFO

    def concerns(self, scope: str) -> bool:
        """Return whether the reports of an area should hear of it."""
        return self.areas is None or scope in self.areas


@dataclass(frozen=True, slots=True)
class PeriodFolder:
    """What the files of one period folder hold: observations in the order of the rows, lists by code, troubles.

    ``files`` holds the shares of those that could be opened.
    """

    period: Period
    observations: tuple[Observation, ...]
    lists: dict[str, DanhSach]
    troubles: tuple[Trouble, ...]
    files: dict[str, Shares]


@dataclass(slots=True)
class FileContent:
    """What one file holds, numbers in the order of the rows; its ``reader`` knows what is wrong, and the area of each row.

    ``shared``: troubles with it concern every area, for it holds lists or could not be read.  ``shares`` is None when it
    could not be opened.
    """

    reader: ObservationReader
    observations: list[Observation] = field(default_factory=list)
    lists: list[DanhSach] = field(default_factory=list)
    shared: bool = False
    shares: Shares | None = None

    def troubles(self) -> Iterator[Trouble]:
        """Yield what is wrong in the file."""
        areas = None if self.shared else frozenset((*self.reader.areas.values(), *by_area(self.observations)))
        for finding in self.reader.findings.items:
            yield Trouble(finding, _areas_of(finding, self.reader, areas))


def period_folders(workspace: Workspace, findings: Findings) -> list[tuple[Period, str]]:
    """Return the periods that have a folder in ``data/``, with its path; a folder of another name is an error (KG101)."""
    found = []
    for name in workspace.folders(DATA):
        if name in _NOT_PERIODS:
            continue
        try:
            found.append((Period.parse(name), f"{DATA}/{name}"))
        except BaocaoError as error:
            findings.extend(replace(finding, place=Place(f"{DATA}/{name}")) for finding in error.findings)
    return found


def load_folder(workspace: Workspace, catalogue: Catalogue, period: Period, folder: str) -> PeriodFolder:
    """Return what the files in the folder of ``period`` hold.

    Files that cannot be opened are troubles too, so that one run reports everything.  What concerns areas without any
    report (a name mistyped) concerns all, so that somebody hears of it.
    """
    observations: list[Observation] = []
    lists: dict[str, DanhSach] = {}
    troubles: list[Trouble] = []
    known = {report.scope for report in workspace.reports.values()}
    files: dict[str, Shares] = {}
    for file in workspace.list(folder, READ):
        reader = ObservationReader(catalogue, period, workspace.scope, Findings())
        content = read_file(workspace, file, reader, lists)
        observations += content.observations
        troubles += content.troubles()
        if content.shares is not None:
            files[file] = content.shares
    for file in workspace.list(folder, UNREAD):
        hint = "Lưu lại thành .xlsx hoặc CSV UTF-8, hoặc chuyển tệp ra ngoài thư mục số liệu."
        unread = Findings()
        unread.error("DL005", "loại tệp này không được đọc", Place(file), hint)
        troubles += [Trouble(finding) for finding in unread.items]
    troubles += doubles(observations)
    heard = (trouble if trouble.areas and trouble.areas & known else Trouble(trouble.finding) for trouble in troubles)
    return PeriodFolder(period, tuple(observations), lists, tuple(heard), files)


def read_file(workspace: Workspace, file: str, reader: ObservationReader, lists: dict[str, DanhSach]) -> FileContent:
    """Return what a file holds; its lists are put among the ``lists`` of the folder too."""
    content = FileContent(reader)
    try:
        sheets = read_sheets(workspace.read(file), file, reader.findings)
    except InputError as error:
        reader.findings.extend(error.findings)
        content.shared = True
        return content
    for sheet in sheets:
        title = sheet.name if sheet.name is not None else _title(file)
        if not is_list(title):
            before = len(reader.areas)
            content.observations.extend(reader.read(sheet))
            content.shared |= len(reader.areas) == before
            continue
        content.shared = True
        found = read_list(sheet, title, reader.findings)
        if found is None:
            continue
        content.lists.append(found)
        held = lists.setdefault(found.name, found)
        if held is not found:
            message = f"danh sách “{title}” có hai nơi: {held.place} và {found.place}"
            reader.findings.error("DL135", message, found.place, "Gộp lại thành một.")
    content.shares = _shares(workspace.hashes[file], sheets, content)
    return content


def _shares(digest: str, sheets: list[Sheet], content: FileContent) -> Shares:
    if sheets and has_rows(sheets[0].file):
        return Shares.of_rows(digest, sheets[0].header, rows_by_area(sheets[0], content.reader.scope))
    return Shares.of_numbers(digest, content.observations, content.lists)


def has_rows(file: str) -> bool:
    """Return whether the rows of a file can be told apart by area before they are understood: those of CSV, no list."""
    return file.lower().endswith(".csv") and not is_list(_title(file))


def _title(file: str) -> str:
    return file.rpartition("/")[2].rpartition(".")[0]


def _areas_of(finding: Finding, reader: ObservationReader, areas: frozenset[str] | None) -> frozenset[str] | None:
    """Return whom a finding concerns: the area of its row, else all ``areas`` of the file (None: any)."""
    area = reader.areas.get(_row(finding.place)[1:]) if finding.place else None
    return frozenset((area,)) if area is not None else areas


def doubles(observations: Iterable[Observation]) -> Iterator[Trouble]:
    """Find keys with two values of the same status and date received in one folder, and rows that only repeat another."""
    seen: dict[tuple[Key, str, datetime.date | None], Observation] = {}
    main: dict[tuple[str, Period, str, datetime.date | None], Observation] = {}
    repeated: set[object] = set()
    findings = Findings()
    for observation in observations:
        key, row = observation.key, observation.row
        held = seen.setdefault((key, row.status, row.received), observation)
        if held is not observation:
            _report_pair(held, observation, repeated, findings)
        if key.measure is Measure.ACTUAL:
            first = main.setdefault((key.indicator, key.period, key.scope, row.received), observation)
            if first.key.basis != key.basis:
                _report_pair(first, observation, repeated, findings)
        if findings.items:
            yield from (Trouble(finding, frozenset((key.scope,))) for finding in findings.items)
            findings = Findings()


def _report_pair(held: Observation, other: Observation, repeated: set[object], findings: Findings) -> None:
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


def _row(place: Place) -> tuple[str, str | None, str]:
    """Return the row in which a cell lies: file, sheet, number."""
    number = (place.cell or "").lstrip(string.ascii_uppercase)
    return place.file, place.sheet, number or str(place.line or "")
