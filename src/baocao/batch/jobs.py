"""Step 9, build: the jobs of a batch: one report of one period each."""

from __future__ import annotations

from dataclasses import dataclass

from baocao.data.periods import Period
from baocao.errors import BaocaoError
from baocao.findings import Place
from baocao.workspace import CONFIG_FILE, ReportConfig, Workspace, hash_of


@dataclass(frozen=True, slots=True)
class Job:
    """One report of one period."""

    report: ReportConfig
    period: Period

    def __str__(self) -> str:
        """Return how the job is called in the lock file and on the screen: "bao-cao-ktxh 2021-9T"."""
        return f"{self.report.name} {self.period}"

    def settings_hash(self, workspace: Workspace) -> str:
        """Return the hash of all that ``baocao.toml`` says of the job, the area of rows that name none included."""
        report = self.report
        said = (report.template, report.frame, report.scope, report.office, report.kind, report.symbol, report.sample)
        return hash_of(repr((said, report.outline_at(self.period), workspace.scope)).encode())[:16]


def listed_jobs(workspace: Workspace, period: Period | None = None) -> list[Job]:
    """Return what ``baocao.toml`` lists, in its order, narrowed to ``period`` unless it is None.

    Raises BaocaoError (KG104) when no report has that period.
    """
    listed = [Job(report, Period.parse(code)) for report in workspace.reports.values() for code in report.periods]
    chosen = [job for job in listed if period is None or job.period == period]
    if not chosen and period is not None:
        known = ", ".join(dict.fromkeys(str(job.period) for job in listed))
        message = f"không có báo cáo nào khai kỳ {period.name}"
        raise BaocaoError.because("KG104", message, Place(CONFIG_FILE), f"Các kỳ đã khai: {known}.")
    return chosen
