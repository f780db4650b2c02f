"""Step 9, build: a batch from plan to finished files: jobs handed out, what comes back put in place and written down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from baocao.batch.entries import Entry, lasting
from baocao.batch.jobs import Job
from baocao.batch.planning import Plan, Step, edited_files, is_blocked
from baocao.batch.programs import difference
from baocao.batch.runners import Dispatch, Runner
from baocao.batch.work import Kit, Made, Task
from baocao.closing.differences import record_paths
from baocao.data.answers import answers_hash
from baocao.errors import BaocaoError
from baocao.findings import Finding, Severity
from baocao.saving import save
from baocao.snapshot import Held, held
from baocao.workspace import Workspace, hash_of

_IN_TEMPLATES = (".md", ".toml", ".docx")


@dataclass
class Result:
    """What became of one step: files written (workspace paths), findings, and the exit code that they mean.

    ``done`` is False when the job was called off before it was begun.
    """

    step: Step
    written: tuple[str, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    exit_code: int = 0
    done: bool = True


def carry_out(plan: Plan, runner: Runner, stopped: Callable[[], bool] = lambda: False) -> Iterator[Result]:
    """Build what has to be built, and yield what becomes of it, as it is done; then write the lock file.

    When ``stopped`` says so, what is under way is finished, and the rest stays as it was for the next batch.
    """
    steps = plan.to_build
    try:
        if steps:
            batch = _Batch(plan)
            dispatch: Dispatch[Step] = Dispatch(runner, batch.kit(), stopped)
            left = dict.fromkeys(steps)
            for step, made in dispatch.results((step, batch.task(step.job)) for step in steps):
                del left[step]
                yield batch.finish(step, made)
            yield from (Result(step, exit_code=1, done=False) for step in left)
    finally:
        plan.close()


class _Batch:
    """Prepares the jobs of a plan and puts in place what comes back."""

    def __init__(self, plan: Plan) -> None:
        self._plan, self._stock, self._wanted = plan, plan.stock, plan.wanted
        self._programs = plan.programs
        self._sources: dict[str, dict[str, str]] = {}
        self._read: dict[Job, tuple[str, str]] = {}
        """Of each job under way, what its numbers and the period folders were when they were read for it."""

    def kit(self) -> Kit:
        """Return what all jobs share."""
        stock, workspace = self._stock, self._stock.workspace
        latest = max((step.job.period for step in self._plan.to_build), key=lambda period: period.document_day)
        lists = stock.data.lists(latest)
        files = dict(_files_below(workspace, "templates"))
        content = [f"{path} {workspace.hashes.get(path)}" for path in files]
        name = hash_of(repr((content, stock.catalogue_files, answers_hash(lists.values()), workspace.scope)).encode())
        return Kit(name, files, stock.catalogue, lists, workspace.scope)

    def task(self, job: Job) -> Task:
        """Return what one job needs besides."""
        stock, workspace = self._stock, self._stock.workspace
        numbers = stock.data.observations(job.report.scope, job.period)
        self._read[job] = stock.data.numbers_hash(job.report.scope, job.period), stock.data.state(job.period)
        facts, found, _ = stock.facts(job.report.office)
        texts = workspace.list(f"data/{job.period}/loi-van/{job.report.name}", (".md",))
        records = record_paths(workspace, job.report, job.period)
        files = {path: held(workspace, path) for path in (*texts, *records)}
        blocked = is_blocked(stock, job) or bool(found.errors)
        return Task(job.report, job.period, self._wanted.final, numbers, facts, files, blocked, self._wanted.page)

    def finish(self, step: Step, made: Made) -> Result:
        """Put the files of a job in place and write down what it read."""
        job = step.job
        findings = [*self._stock.facts(job.report.office)[1].items, *made.findings]
        result = Result(step, (), findings, made.exit_code)
        if not made.outputs:
            return result
        try:
            refused = self._refusal(step, made)
            if refused:
                return replace(result, findings=[*findings, *refused], exit_code=1)
            self._put(job, made, findings)
        except BaocaoError as error:
            return replace(result, findings=[*findings, *error.findings], exit_code=error.exit_code)
        return replace(result, written=tuple(made.outputs))

    def _refusal(self, step: Step, made: Made) -> list[Finding]:
        """Return why the files may not be put in place: made by other programs, or somebody edited the old ones meanwhile."""
        job, stock = step.job, self._stock
        other = difference(self._programs, made.programs)
        if other:
            hint = "Cài cùng một bản baocao, thư viện và phông chữ trên mọi máy của cụm."
            message = f"máy thợ khác máy này, không lấy kết quả của {job}: {'; '.join(other)}"
            return [Finding("DB108", Severity.ERROR, message, hint=hint)]
        entry = stock.lock.entries.get(str(job))
        for path in (*made.outputs, *(entry.outputs if entry else ())):
            stock.hashes.forget(path)
        if self._wanted.overwrite:
            return []
        return replace(step, edited=edited_files(stock, entry, made.outputs)).kept(self._wanted.named)

    def _put(self, job: Job, made: Made, findings: list[Finding]) -> None:
        stock = self._stock
        before = stock.lock.entries.get(str(job))
        entry = self._entry(job, made, findings)
        stock.lock.announce(str(job), entry)
        try:
            save(made.outputs, stock.root)
            for path in before.outputs.keys() - entry.outputs.keys() if before else ():
                (stock.root / path).unlink(missing_ok=True)  # an annex that the report no longer has
        except BaocaoError:
            stock.lock.settle(str(job), entry)
            raise
        for path, digest in entry.outputs.items():
            stock.hashes.wrote(path, digest)
        stock.lock.put(str(job), entry)

    def _entry(self, job: Job, made: Made, findings: list[Finding]) -> Entry:
        stock = self._stock
        numbers, folders = self._read.pop(job)
        looked_at = {**made.looked_at, **stock.catalogue_files, **stock.facts(job.report.office)[2]}
        shared = {path: digest for path, digest in looked_at.items() if path.startswith("templates/")}
        shared |= stock.catalogue_files
        for path in looked_at:
            if "/*" not in path:
                stock.hashes.of(path)  # while it is at hand: the next run shall not have to read thousands of them
        return Entry(
            outputs={path: hash_of(data) for path, data in made.outputs.items()},
            shared=self._sources.setdefault(repr(shared), shared),
            own={path: digest for path, digest in looked_at.items() if path not in shared},
            programs=self._programs,
            settings=job.settings_hash(stock.workspace),
            final=self._wanted.final,
            queries=made.queries,
            numbers=numbers,
            folders=folders,
            findings=lasting(findings),
        )


def _files_below(workspace: Workspace, folder: str, depth: int = 5) -> Iterator[tuple[str, Held]]:
    """Yield the files that templates and frames may consist of."""
    for path in workspace.list(folder, _IN_TEMPLATES):
        yield path, held(workspace, path)
    for name in workspace.folders(folder) if depth else ():
        yield from _files_below(workspace, f"{folder}/{name}", depth - 1)
