"""Step 9, build: the period folders as a batch reads them: not at all, or by area, or, when it must, as a whole."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from baocao.batch.file_hashes import FileHashes
from baocao.batch.shares_memory import SharesMemory
from baocao.collecting import not_collecting
from baocao.data.by_area import FolderByArea, OutOfOrderError, WholeFolder
from baocao.data.folders import READ, UNREAD, Trouble, load_folder, period_folders
from baocao.data.indicators import Catalogue
from baocao.data.lists import DanhSach
from baocao.data.observations import Observation
from baocao.data.periods import Period
from baocao.findings import Findings
from baocao.workspace import Workspace, hash_of, listing_hash

_CATALOGUE_FILES = ("data/chi-tieu.csv", "data/don-vi.csv", "data/can-cu.csv")


class PeriodData:
    """The period folders of a workspace; each is opened when it is first needed.

    A folder that was in order when the last batch closed is read by area, any other as a whole.
    """

    def __init__(self, workspace: Workspace, hashes: FileHashes, catalogue: Callable[[], Catalogue]) -> None:
        self._workspace, self._hashes, self._catalogue = workspace, hashes, catalogue
        self.strays = Findings()
        """What is wrong with the names of folders."""
        self._named = {path: period for period, path in period_folders(workspace, self.strays)}
        self._files: dict[str, dict[str, str]] = {}
        self._opened: dict[str, FolderByArea | WholeFolder] = {}
        self._moved: set[str] = set()
        self._states: dict[Period, str] = {}
        self._lists: dict[str, tuple[str, dict[str, DanhSach]]] = {}

    # What hashes tell

    def folders(self, until: Period) -> dict[str, Period]:
        """Return the folders known at ``until`` by path."""
        return {path: period for path, period in self._named.items() if period.document_day <= until.document_day}

    def state(self, until: Period) -> str:
        """Return the hash of all period folders known at ``until``, and of what they are read with.

        When a file was changed between its hashing and its reading, the hash is one that no later run finds again.
        """
        if until not in self._states:
            rows = [f"{path} {self.folder_state(path)}" for path in self.folders(until)]
            self._states[until] = listing_hash(rows)[:16]
        return self._states[until]

    def folder_state(self, folder: str) -> str:
        """Return the hash of one folder, as ``state`` does."""
        rows = [f"{path} {digest}" for path, digest in self._files_in(folder).items()]
        return "" if folder in self._moved else listing_hash((self.reading, *rows))[:16]

    @cached_property
    def reading(self) -> str:
        """The hash of what decides how a folder is read: catalogue, area of rows that name none, areas that have reports."""
        catalogue = [self._hashes.of(path) for path in _CATALOGUE_FILES]
        scopes = sorted({report.scope for report in self._workspace.reports.values()})
        return hash_of(repr((catalogue, self._workspace.scope, scopes)).encode())

    def _files_in(self, folder: str) -> dict[str, str]:
        if folder not in self._files:
            listed = self._workspace.list(folder, (*READ, *UNREAD))
            self._files[folder] = {path: self._hashes.of(path) for path in listed}
        return self._files[folder]

    # What has to be read

    def troubles(self, folder: str) -> tuple[Trouble, ...]:
        """Return what is wrong in a folder."""
        return self._open(folder).troubles

    def observations(self, scope: str, until: Period) -> list[Observation]:
        """Return the numbers of one area known at ``until``, in the order of the rows."""
        return [found for folder in self.folders(until) for found in self._numbers(folder, scope)]

    def lists(self, until: Period) -> dict[tuple[Period, str], DanhSach]:
        """Return the lists known at ``until``; from now on ``numbers_hash`` tells of these, whatever becomes of the files."""
        folders = self.folders(until)
        for folder in folders:
            if folder not in self._lists:
                lists = self._lists_in(folder)
                self._lists[folder] = self._open(folder).shares.lists, lists
        return {
            (period, name): found
            for folder, period in folders.items()
            for name, found in self._lists[folder][1].items()
        }

    def numbers_hash(self, scope: str, until: Period) -> str:
        """Return the hash of all that a report of an area can ask of the data known at ``until``."""
        told = []
        for path in self.folders(until):
            shares = self._open(path).shares
            lists = self._lists[path][0] if path in self._lists else shares.lists
            told.append((path, lists, shares.area(scope)))
        return hash_of(repr(told).encode())[:16]

    def save(self) -> None:
        """Keep for the next batch what is known of the folders that are in order."""
        if self._opened:
            self._memory.save()

    def _numbers(self, path: str, scope: str) -> list[Observation]:
        try:
            return self._open(path).observations(scope)
        except OutOfOrderError:
            return self._read_whole(path).observations(scope)

    def _lists_in(self, path: str) -> dict[str, DanhSach]:
        try:
            return self._open(path).lists()
        except OutOfOrderError:
            return self._read_whole(path).lists()

    def _open(self, path: str) -> FolderByArea | WholeFolder:
        if path in self._opened:
            return self._opened[path]
        before = self._memory.of(path)
        if before is None:
            return self._read_whole(path)
        files = self._files_in(path)
        try:
            folder = FolderByArea(self._workspace, self._catalogue(), self._named[path], files, before)
        except OutOfOrderError:
            return self._read_whole(path)
        if self._catalogue_moved():
            return self._read_whole(path)
        self._memory.put(path, folder.shares.files)
        self._opened[path] = folder
        return folder

    def _read_whole(self, path: str) -> WholeFolder:
        files = {file: digest for file, digest in self._files_in(path).items() if file.lower().endswith(READ)}
        for file in files:
            self._workspace.hashes.pop(file, None)
        with not_collecting():
            content = load_folder(self._workspace, self._catalogue(), self._named[path], path)
        read = {file: digest for file, digest in self._workspace.hashes.items() if file.rpartition("/")[0] == path}
        if read != files or self._catalogue_moved():
            self._moved.add(path)
            self._states.clear()
        in_order = not content.troubles and path not in self._moved
        self._memory.put(path, content.files if in_order else None)
        folder = self._opened[path] = WholeFolder(content)
        return folder

    def _catalogue_moved(self) -> bool:
        read = self._workspace.hashes
        return any(read.get(path, "") != self._hashes.of(path) for path in _CATALOGUE_FILES)

    @cached_property
    def _memory(self) -> SharesMemory:
        return SharesMemory(self._workspace.root, self.reading)
