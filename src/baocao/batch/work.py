"""Step 9, build: one job done in a worker: plain data in, bytes and findings out; nothing is read from the workspace.

What all jobs share (``Kit``) reaches a worker once; catalogue, compiled templates, fonts and libraries stay loaded there.
What makes reports is imported where one is made: the parent of other workers can do without.
"""

from __future__ import annotations

import atexit
import gc
import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from baocao.batch.entries import packed
from baocao.batch.programs import own_programs
from baocao.collecting import collecting_after
from baocao.data.agency import AgencyFacts
from baocao.data.dataset import Dataset
from baocao.data.indicators import Catalogue
from baocao.data.lists import DanhSach
from baocao.data.observations import Observation
from baocao.data.periods import Period
from baocao.errors import BaocaoError
from baocao.findings import Finding, Findings, Severity
from baocao.snapshot import Held, Snapshot
from baocao.workspace import ReportConfig

log = logging.getLogger("baocao")


@dataclass(frozen=True, slots=True)
class Kit:
    """What all jobs of a batch share: ``files`` of ``templates/``, catalogue, lists; ``scope`` as in ``Workspace``.

    ``name`` tells one kit from another.
    """

    name: str
    files: Mapping[str, Held]
    catalogue: Catalogue
    lists: Mapping[tuple[Period, str], DanhSach]
    scope: str


@dataclass(frozen=True, slots=True)
class Task:
    """What one job needs besides: the numbers of its area, the facts of its office, ``files`` that are its own by path.

    ``blocked``: the data have errors, so nothing is made; ``page``: a page for the browser is made too.
    """

    report: ReportConfig
    period: Period
    final: bool
    numbers: list[Observation]
    facts: AgencyFacts
    files: Mapping[str, Held]
    blocked: bool
    page: bool


@dataclass(slots=True)
class Made:
    """What came of a job: files, findings, the exit code that they mean, and what the build read (see ``Entry``)."""

    outputs: dict[str, bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    exit_code: int = 0
    looked_at: dict[str, str] = field(default_factory=dict)
    queries: str = ""
    programs: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def failed(cls, finding: Finding) -> Made:
        """Return the outcome of a job from which nothing came but an error."""
        return cls(findings=[finding], exit_code=1)


class _Desk:
    """The place of work: the office that a kit furnishes."""

    def __init__(self, kit: Kit) -> None:
        from baocao.office import Office

        self.kit = kit
        self.files = Snapshot(kit.files, kit.scope)
        self.office = Office.of(self.files, kit.catalogue)

    def make(self, task: Task) -> Made:
        """Return what comes of a task."""
        from baocao.build import Outcome, make_report

        until = task.period.document_day
        lists = {key: found for key, found in self.kit.lists.items() if key[0].document_day <= until}
        dataset = Dataset(self.kit.catalogue, task.numbers, lists, task.facts)
        self.files.files = {**self.kit.files, **task.files}
        outcome = Outcome(Findings())
        exit_code = 0
        with self.files.recorded() as looked_at:
            try:
                make_report(
                    self.office, task.report, task.period, dataset, task.final, outcome, task.blocked, task.page
                )
            except BaocaoError as error:
                outcome.outputs = {}
                outcome.findings.extend(error.findings)
                exit_code = error.exit_code
        exit_code = exit_code or int(outcome.failed or task.blocked)
        queries = packed(outcome.queries)
        return Made(outcome.outputs, outcome.findings.items, exit_code, looked_at, queries, own_programs())


_one_at_a_time = threading.Lock()
"""A worker of a cluster may have several threads; what sets the pages is not made for that."""
_desk: _Desk | None = None


def receive(kit: Kit) -> None:
    """Furnish this process for a batch.

    An interruption is left to the parent, which lets running jobs finish; when the parent is gone, this process goes too.
    """
    global _desk
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    atexit.register(gc.freeze)  # no search for garbage in what the system takes back anyway
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    _desk = _Desk(kit)


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def make(kit: Kit | None, task: Task) -> Made:
    """Return what comes of a task; ``kit`` is None where ``receive`` has brought it."""
    global _desk
    with _one_at_a_time:
        if _desk is None or (kit is not None and _desk.kit.name != kit.name):
            if kit is None:
                raise RuntimeError("no kit")
            _desk = _Desk(kit)
        try:
            with collecting_after():
                return _desk.make(task)
        except Exception as error:  # a fault of baocao in one report must not stop the others
            log.debug("DB103", exc_info=True)
            return Made.failed(fault(task, error))


def fault(task: Task, error: BaseException) -> Finding:
    """Return the finding that a job has failed in a way that nobody foresaw."""
    hint = "Đây là lỗi của baocao, không phải của số liệu. Chạy lại riêng báo cáo này với baocao --verbose …"
    message = f"lỗi bất ngờ khi dựng {task.report.name} {task.period}: {error!r}"
    return Finding("DB103", Severity.ERROR, message, hint=hint)
