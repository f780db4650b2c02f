"""Step 9, build: figures as they were reported in signed documents, beside what the data say of them now."""

from __future__ import annotations

import re
from dataclasses import dataclass

from baocao.closing.records import Closed, Reported, folder_of, is_closed, read_record
from baocao.data.dataset import View
from baocao.data.observations import Measure
from baocao.data.periods import Period
from baocao.findings import Finding, Findings, Place, Severity
from baocao.narrative.figures import evaluate
from baocao.narrative.recipes import Figure, Recipe
from baocao.narrative.vietnamese import NBSP
from baocao.workspace import ReportConfig, Workspace

PLAIN = ("so", "con_so", "dat", "thuc_hien", "ket_qua")
"""The forms that print the value itself: if it has changed, what follows from it need not be told too."""
_NUMERAL = re.compile(r"\d[\d.,]*\d|\d")
_FINAL = "chính thức"


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that was reported otherwise than the data have it now; ``final``: the present number is final."""

    closed: Closed
    reported: Reported
    now: str
    final: bool
    place: Place | None

    def finding(self) -> Finding:
        """Return the difference as an info: to be known, nothing to be mended."""
        label = "số chính thức" if self.final else "số hiện nay"
        message = (
            f"{self.reported.name}: số đã báo cáo {self.reported.text} ({self.closed.citation}), {label} {self.now}"
        )
        hint = "Văn bản kỳ này dùng số hiện nay; cần thì giải trình số điều chỉnh."
        return Finding("CK203", Severity.INFO, message, self.place, hint)


def _earlier(report: ReportConfig, period: Period) -> list[Period]:
    """Return the periods before ``period`` of which a record may speak, the oldest first."""
    declared = {Period.parse(code) for code in report.periods} | {period.same_last_year}
    return sorted((at for at in declared if at.document_day < period.document_day), key=lambda at: at.document_day)


def record_paths(workspace: Workspace, report: ReportConfig, period: Period) -> list[str]:
    """Return the files of the records that ``check_closed`` looks at."""
    closed = (at for at in (*_earlier(report, period), period) if is_closed(workspace, report.name, at))
    return [path for at in closed for path in workspace.list(folder_of(report.name, at))]


def differences(closed: Closed, view: View, period: Period) -> list[Difference]:
    """Return what the closed document reported otherwise than the data, as the document of ``period`` reads them.

    A comparison is told only when the value that it compares has stayed; a number counts as changed when it would be
    printed otherwise.
    """
    found: dict[tuple[str, str], Difference] = {}
    for reported in sorted(closed.figures, key=lambda figure: figure.recipe.form not in PLAIN):
        recipe = reported.recipe
        subject = (recipe.subject, recipe.period)
        if subject in found:
            continue
        now = _now(recipe, view, period)
        if now is not None and _numerals(now.text) != _numerals(reported.text):
            held = next((origin.observation for origin in now.origins if origin.observation is not None), None)
            place = now.origins[0].place if now.origins else None
            final = held is not None and held.row.status == _FINAL
            found[subject] = Difference(closed, reported, now.text.replace(NBSP, " "), final, place)
    return list(found.values())


def _now(recipe: Recipe, view: View, period: Period) -> Figure | None:
    """Return the figure as it is now: as last year's number that came with this year's, else as the data have it."""
    if recipe.form in PLAIN and recipe.period == str(period.same_last_year):
        told = evaluate(Recipe("cung_ky", recipe.subject, str(period), recipe.scope, shape=recipe.shape), view)
        held = [origin.observation for origin in told.origins if origin.observation is not None]
        if any(observation.key.measure is Measure.SAME_PERIOD for observation in held):
            return told
    figure = evaluate(recipe, view)
    return None if figure.missing else figure


def _numerals(text: str) -> tuple[list[str], bool]:
    """Return what makes a printed number another one: its numerals, and whether it falls."""
    return _NUMERAL.findall(text), "giảm" in text


def check_closed(workspace: Workspace, report: ReportConfig, period: Period, view: View) -> list[Finding]:
    """Return an info for every figure of the last closed period, and of the same one last year, that has changed since.

    Closed records that were damaged are told too (CK201, CK202).
    """
    findings = Findings()
    if is_closed(workspace, report.name, period):
        message = f"{period.name} đã chốt; tệp dựng lại không thay bản đã chốt"
        findings.info("CK204", message, Place(f"data/{period}/da-chot/{report.name}"))
    held = (read_record(workspace, report.name, at, findings) for at in _earlier(report, period))
    records = [record for record in held if record is not None]
    wanted = {record.period: record for record in records if record.period == period.same_last_year}
    if records:
        wanted[records[-1].period] = records[-1]
    for record in wanted.values():
        findings.extend(difference.finding() for difference in differences(record, view, period))
    return findings.items
