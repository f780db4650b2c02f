"""Step 9, build: what all reports of a workspace share, loaded once: the catalogue and the compiled templates."""

from __future__ import annotations

from pathlib import Path

from baocao.data.indicators import Catalogue, load_catalogue
from baocao.errors import BaocaoError
from baocao.findings import Finding, Findings
from baocao.narrative.templates import Templates
from baocao.workspace import ReportConfig, Workspace


class Office:
    """A workspace with what all its reports share: the catalogue and the compiled templates, loaded once."""

    catalogue_findings: tuple[Finding, ...] = ()

    def __init__(self, root: Path) -> None:
        """Open the workspace at ``root``; raises BaocaoError when it or its catalogue cannot be used."""
        findings = Findings()
        workspace = Workspace.open(root)
        self._furnish(workspace, load_catalogue(workspace, findings))
        if findings.errors:
            raise BaocaoError(*findings.items)
        self.catalogue_findings = tuple(findings.items)

    @classmethod
    def of(cls, workspace: Workspace, catalogue: Catalogue) -> Office:
        """Return the office of a workspace whose catalogue is loaded already."""
        office = cls.__new__(cls)
        office._furnish(workspace, catalogue)
        return office

    def _furnish(self, workspace: Workspace, catalogue: Catalogue) -> None:
        self.workspace = workspace
        self.catalogue = catalogue
        self.templates = Templates(workspace)

    def report(self, name: str) -> ReportConfig:
        """Return the report of that name; raises BaocaoError (KG102) that lists the names there are."""
        return self.workspace.report(name)
