"""Step 9, build: all reports of a period, or of every period, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from baocao.build import Outcome, build_report
from baocao.data.periods import Period
from baocao.errors import BaocaoError
from baocao.findings import Findings, Place
from baocao.office import Office
from baocao.saving import save


@dataclass(frozen=True, slots=True)
class Job:
    """One report of one period."""

    report: str
    period: Period


def jobs(office: Office, period: Period | None = None) -> list[Job]:
    """Return what ``baocao.toml`` lists, in its order, narrowed to ``period`` unless it is None.

    Raises BaocaoError (KG104) when no report has that period.
    """
    listed = [
        Job(report.name, Period.parse(code)) for report in office.workspace.reports.values() for code in report.periods
    ]
    chosen = [job for job in listed if period is None or job.period == period]
    if not chosen and period is not None:
        known = ", ".join(dict.fromkeys(str(job.period) for job in listed))
        message = f"không có báo cáo nào khai kỳ {period.name}"
        raise BaocaoError.because("KG104", message, Place("baocao.toml"), f"Các kỳ đã khai: {known}.")
    return chosen


def run(office: Office, chosen: list[Job], final: bool = False, page: bool = False) -> Iterator[tuple[Job, Outcome]]:
    """Build and save each job and yield it with its outcome; a job that fails does not stop the next.

    ``page``: each with a page for the browser.
    """
    for job in chosen:
        outcome = Outcome(Findings())
        try:
            outcome = build_report(office, job.report, job.period, final, page)
            save(outcome.outputs, office.workspace.root)
        except BaocaoError as error:
            outcome.outputs = {}
            outcome.findings.extend(error.findings)
        yield job, outcome
