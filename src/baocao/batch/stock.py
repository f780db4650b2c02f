"""Step 9, build: what a batch knows of a workspace: cheaply from hashes, and, when it must, from the data themselves."""

from __future__ import annotations

from functools import cached_property

from baocao.batch.entries import FolderFindings, lasting
from baocao.batch.file_hashes import FileHashes
from baocao.batch.lock_file import LockFile
from baocao.data.agency import AgencyFacts, load_facts
from baocao.data.answers import answers_hash
from baocao.data.dataset import Holdings
from baocao.data.folders import DATA, READ, UNREAD, period_folders
from baocao.data.indicators import Catalogue, load_catalogue
from baocao.data.periods import Period
from baocao.errors import BaocaoError
from baocao.findings import Finding, Findings, Severity
from baocao.workspace import Workspace, hash_of, listing_hash

CATALOGUE_FILES = ("data/chi-tieu.csv", "data/don-vi.csv", "data/can-cu.csv")

Concerned = tuple[Finding, frozenset[str] | None]
"""A finding about the data, with the areas that it concerns; None: any."""


class Stock:
    """A workspace with the hashes of its files and its lock file; catalogue and data are loaded when first asked for.

    Where nothing has changed they never are, and with them the library that reads tables.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.root = workspace.root
        self.hashes = FileHashes(self.root)
        self.lock = LockFile(self.root, self.hashes)
        self._strays = Findings()
        self._named = period_folders(self.workspace, self._strays)
        self._files: dict[str, dict[str, str]] = {}
        self._loaded: set[Period] = set()
        self._read: set[str] = set()
        self._moved: set[str] = set()
        self._states: dict[Period, str] = {}
        self._lists: dict[Period, str] = {}
        self._found: dict[Period, list[Concerned]] = {}
        self._facts: dict[str, tuple[AgencyFacts, Findings, dict[str, str]]] = {}

    # What hashes tell

    def listing(self, pattern: str) -> str:
        """Return the hash of the names in a folder ("templates/thu/*.md"), as ``Workspace.looked_at`` holds it."""
        folder, _, ending = pattern.rpartition("/*")
        return listing_hash(self.workspace.list(folder, (ending,)))

    def state(self, until: Period) -> str:
        """Return the hash of all period folders known at ``until``, and of what they are read with.

        When a file was changed between its hashing and its reading, the hash is one that no later run finds again.
        """
        if until not in self._states:
            rows = [f"{path} {self._state(path)}" for path in self._folders(until)]
            self._states[until] = listing_hash(rows)[:16]
        return self._states[until]

    def _folders(self, until: Period) -> dict[str, Period]:
        return {path: period for period, path in self._named if period.document_day <= until.document_day}

    def _state(self, folder: str) -> str:
        rows = [f"{path} {digest}" for path, digest in self._files_in(folder).items()]
        return "" if folder in self._moved else listing_hash((self._reading, *rows))[:16]

    def _files_in(self, folder: str) -> dict[str, str]:
        if folder not in self._files:
            listed = self.workspace.list(folder, (*READ, *UNREAD))
            self._files[folder] = {path: self.hashes.of(path) for path in listed}
        return self._files[folder]

    @cached_property
    def _reading(self) -> str:
        """The hash of what decides how a folder is read: catalogue, area of rows that name none, areas that have reports."""
        catalogue = [self.hashes.of(path) for path in CATALOGUE_FILES]
        scopes = sorted({report.scope for report in self.workspace.reports.values()})
        return hash_of(repr((catalogue, self.workspace.scope, scopes)).encode())

    # What has to be loaded

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue; raises BaocaoError when it cannot be used."""
        return self._catalogue[0]

    @property
    def catalogue_files(self) -> dict[str, str]:
        """What was looked at among the files when the catalogue was loaded."""
        return self._catalogue[2]

    @cached_property
    def _catalogue(self) -> tuple[Catalogue, Findings, dict[str, str]]:
        findings = Findings()
        with self.workspace.recorded() as looked_at:
            catalogue = load_catalogue(self.workspace, findings)
        if findings.errors:
            raise BaocaoError(*findings.items)
        return catalogue, findings, looked_at

    @cached_property
    def _holdings(self) -> Holdings:
        return Holdings(self.workspace, self.catalogue)

    def holdings(self, until: Period) -> Holdings:
        """Return the period folders, those known at ``until`` loaded."""
        if until in self._loaded:
            return self._holdings
        self._loaded.add(until)
        hashed = {path: self._files_in(path) for path in self._folders(until)}
        self._holdings.folders(until)
        for folder in hashed.keys() - self._read:
            self._read.add(folder)
            read = {path: digest for path, digest in self.workspace.hashes.items() if path.rpartition("/")[0] == folder}
            files = {path: digest for path, digest in hashed[folder].items() if path.endswith(READ)}
            catalogue_moved = any(
                self.workspace.hashes.get(path, "") != self.hashes.of(path) for path in CATALOGUE_FILES
            )
            if read != files or catalogue_moved:
                self._moved.add(folder)
                self._states.clear()
        return self._holdings

    def numbers_hash(self, scope: str, until: Period) -> str:
        """Return the hash of all that a report of an area can ask of the data known at ``until``."""
        holdings = self.holdings(until)
        if until not in self._lists:
            self._lists[until] = answers_hash(holdings.lists(until).values())
        return hash_of(f"{self._lists[until]} {answers_hash(holdings.observations(scope, until))}".encode())[:16]

    def facts(self, office: str) -> tuple[AgencyFacts, Findings, dict[str, str]]:
        """Return the facts of an office, what is to be said of them, and what was looked at among the files."""
        if office not in self._facts:
            findings = Findings()
            with self.workspace.recorded() as looked_at:
                facts = load_facts(self.workspace, office, findings)
            self._facts[office] = facts, findings, looked_at
        return self._facts[office]

    def data_findings(self, until: Period) -> list[Concerned]:
        """Return errors and warnings of the catalogue and of the period folders known at ``until``.

        From the lock file while the folders are as they were then, else from the data.
        """
        if until not in self._found:
            found: list[Concerned] = []
            folders: dict[str, Period | None] = {DATA: None, **self._folders(until)}
            for path, period in folders.items():
                held = self.lock.folders.get(path)
                if held is None or held.state != (self._state(path) if period else self._reading):
                    held = self._examined(path, period)
                    self.lock.put_folder(path, held)
                found += held.found
            self._found[until] = [*found, *((finding, None) for finding in self._strays.items)]
        return self._found[until]

    def _examined(self, path: str, period: Period | None) -> FolderFindings:
        """Return what is wrong in a period folder; in the catalogue when ``period`` is None."""
        if period is None:
            return FolderFindings(
                self._reading, tuple((finding, None) for finding in lasting(self._catalogue[1].items))
            )
        folder = next(folder for folder in self.holdings(period).folders(period) if folder.period == period)
        found = tuple((trouble.finding, trouble.areas) for trouble in folder.troubles if trouble.lasting)
        return FolderFindings(self._state(path), found)

    def blocked_areas(self, until: Period) -> frozenset[str] | None:
        """Return the areas whose reports an error in the data stops; None: all of them."""
        blocked: set[str] = set()
        for finding, areas in self.data_findings(until):
            if finding.severity is Severity.ERROR:
                if areas is None:
                    return None
                blocked |= areas
        return frozenset(blocked)
