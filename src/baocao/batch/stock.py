"""Step 9, build: what a batch knows of a workspace: cheaply from hashes, and, when it must, from the data themselves."""

from __future__ import annotations

from functools import cached_property

from baocao.batch.entries import FolderFindings, lasting
from baocao.batch.file_hashes import FileHashes
from baocao.batch.lock_file import LockFile
from baocao.batch.period_data import PeriodData
from baocao.data.agency import AgencyFacts, load_facts
from baocao.data.folders import DATA
from baocao.data.indicators import Catalogue, load_catalogue
from baocao.data.periods import Period
from baocao.errors import BaocaoError
from baocao.findings import Finding, Findings, Severity
from baocao.workspace import Workspace, listing_hash

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
        self.data = PeriodData(workspace, self.hashes, lambda: self.catalogue)
        self._found: dict[tuple[Period, str], list[Concerned]] = {}
        self._blocked: dict[tuple[Period, str], frozenset[str] | None] = {}
        self._facts: dict[str, tuple[AgencyFacts, Findings, dict[str, str]]] = {}

    # What hashes tell

    def listing(self, pattern: str) -> str:
        """Return the hash of the names in a folder ("templates/thu/*.md"), as ``Workspace.looked_at`` holds it."""
        folder, _, ending = pattern.rpartition("/*")
        return listing_hash(self.workspace.list(folder, (ending,)))

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
        told = (until, self.data.state(until))
        if told not in self._found:
            found: list[Concerned] = []
            for path in (DATA, *self.data.folders(until)):
                held = self.lock.folders.get(path)
                if held is None or held.state != (self.data.reading if path == DATA else self.data.folder_state(path)):
                    held = self._examined(path)
                    self.lock.put_folder(path, held)
                found += held.found
            self._found[told] = [*found, *((finding, None) for finding in self.data.strays.items)]
        return self._found[told]

    def _examined(self, path: str) -> FolderFindings:
        """Return what is wrong in a period folder, or, in ``data/`` itself, in the catalogue."""
        if path == DATA:
            findings = lasting(self._catalogue[1].items)
            return FolderFindings(self.data.reading, tuple((finding, None) for finding in findings))
        troubles = self.data.troubles(path)
        found = tuple((trouble.finding, trouble.areas) for trouble in troubles if trouble.lasting)
        return FolderFindings(self.data.folder_state(path), found)

    def blocked_areas(self, until: Period) -> frozenset[str] | None:
        """Return the areas whose reports an error in the data stops; None: all of them."""
        found = self.data_findings(until)
        told = (until, self.data.state(until))
        if told not in self._blocked:
            concerned = [areas for finding, areas in found if finding.severity is Severity.ERROR]
            known = [areas for areas in concerned if areas is not None]
            self._blocked[told] = frozenset().union(*known) if len(known) == len(concerned) else None
        return self._blocked[told]
