"""Step 9, build: what all reports of a workspace share, loaded once: the catalogue and the compiled templates."""

from __future__ import annotations

from pathlib import Path

from baocao.data.indicators import load_catalogue
from baocao.errors import BaocaoError
from baocao.findings import Findings, Place
from baocao.narrative.templates import Templates
from baocao.workspace import CONFIG_FILE, ReportConfig, Workspace


class Office:
    """A workspace with what all its reports share: the catalogue and the compiled templates, loaded once."""

    def __init__(self, root: Path) -> None:
        """Open the workspace at ``root``; raises BaocaoError when it or its catalogue cannot be used."""
        findings = Findings()
        self.workspace = Workspace.open(root)
        self.catalogue = load_catalogue(self.workspace, findings)
        if findings.errors:
            raise BaocaoError(*findings.items)
        self.catalogue_findings = findings.items
        self.templates = Templates(self.workspace)

    def report(self, name: str) -> ReportConfig:
        """Return the report of that name; raises BaocaoError (KG102) that lists the names there are."""
        if name not in self.workspace.reports:
            known = ", ".join(sorted(self.workspace.reports))
            message = f'không có báo cáo "{name}"'
            raise BaocaoError.because("KG102", message, Place(CONFIG_FILE), f"Các báo cáo đã khai: {known}.")
        return self.workspace.reports[name]
