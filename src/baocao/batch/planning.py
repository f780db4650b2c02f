"""Step 9, build: which reports have to be built, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from baocao.batch.entries import Entry, unpacked
from baocao.batch.jobs import Job
from baocao.batch.lock_file import LOCK_FILE
from baocao.batch.programs import difference, programs
from baocao.batch.stock import Concerned, Stock
from baocao.collecting import not_collecting
from baocao.data.agency import AgencyFacts
from baocao.data.answers import NOTHING
from baocao.data.asking import changed, subject
from baocao.data.dataset import Dataset
from baocao.findings import Finding, Place, Severity
from baocao.workspace import ABSENT, PRESENT

_MOST_TOLD = 3
_KINDS = (
    ("templates/mau-trinh-bay/", "mẫu trình bày"),
    ("templates/", "mẫu"),
    ("data/co-quan/", "thông tin cơ quan"),
    ("/loi-van/", "lời văn của kỳ"),
    ("/da-chot/", "hồ sơ chốt kỳ"),
    ("data/", "danh mục"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done about one job.

    ``reasons`` says in Vietnamese why it has to be built (none: it does not), ``edited`` which of its files somebody has
    edited by hand; they are written over only when ``overwrite`` allows it.
    """

    job: Job
    reasons: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    overwrite: bool = False

    @property
    def to_build(self) -> bool:
        """Whether the report is going to be built."""
        return bool(self.reasons) and (self.overwrite or not self.edited)

    def kept(self, named: bool = False) -> list[Finding]:
        """Return the finding that an edited file stays as it is, one for each.

        An error when the report was asked for by ``named``, a warning when it would have to be built, else an info.
        """
        severity = Severity.ERROR if named else Severity.WARNING if self.reasons else Severity.INFO
        old = "; số liệu hoặc mẫu đã đổi từ đó" if self.reasons and not named else ""
        found = []
        for path in self.edited:
            refresh = f"Cập nhật số, giữ bản sửa: baocao refresh {path}. " if path.endswith(".docx") else ""
            hint = f"{refresh}Bỏ bản sửa, dựng lại từ đầu: thêm --overwrite."
            message = f"tệp kết quả đã được sửa sau lần dựng trước, giữ nguyên{old}"
            found.append(Finding("DB102", severity, message, Place(path), hint))
        return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a batch is to go.

    ``final``: documents for signing; ``force``: what has not changed too; ``overwrite``: over files edited by hand too;
    ``named``: the report was asked for by name; ``page``: with a page for the browser.
    """

    final: bool = False
    force: bool = False
    overwrite: bool = False
    named: bool = False
    page: bool = False


class Plan:
    """A step for each job, in their order; what the lock file says of it is compared with what there is now.

    What many jobs share is compared once.  Raises BaocaoError when the catalogue is needed and has errors.
    """

    def __init__(self, stock: Stock, jobs: Iterable[Job], wanted: Wanted) -> None:
        self.stock, self.wanted = stock, wanted
        self.programs = programs(stock.hashes.of)
        self._shared: dict[int, list[str]] = {}
        self._programs: dict[int, list[str]] = {}
        with not_collecting():
            self.steps = [self._step(job) for job in jobs]

    @property
    def to_build(self) -> list[Step]:
        """The steps that build something."""
        return [step for step in self.steps if step.to_build]

    def told(self) -> list[Finding]:
        """Return what is to be said whatever is built: of the data, and of the reports that stay as they are."""
        latest = max((step.job.period for step in self.steps), key=lambda period: period.document_day, default=None)
        scopes = {step.job.report.scope for step in self.steps}
        found = [] if latest is None else _concerning(self.stock.data_findings(latest), scopes)
        if self.stock.lock.damaged:
            hint = "Không phải làm gì: mọi báo cáo được coi như chưa dựng lần nào, sổ mới được ghi lại."
            message = "không đọc được sổ ghi các lần dựng trước"
            found.append(Finding("DB107", Severity.WARNING, message, Place(LOCK_FILE), hint))
        for step in self.steps:
            if not step.to_build:
                entry = self.stock.lock.entries.get(str(step.job))
                found += entry.findings if entry else ()
                found += step.kept(self.wanted.named)
        return found

    def concerning(self, job: Job) -> list[Finding]:
        """Return the errors and warnings of the data that concern a job."""
        return _concerning(self.stock.data_findings(job.period), {job.report.scope})

    def close(self) -> None:
        """Write down what is known now; only in one's own turn."""
        self.stock.lock.save()
        self.stock.hashes.save()
        self.stock.data.save()

    def _step(self, job: Job) -> Step:
        entry = self.stock.lock.entries.get(str(job))
        target = f"output/{job.period}/{job.report.scope}/{job.report.name}"
        edited = edited_files(self.stock, entry, () if entry else (f"{target}.docx", f"{target}-phu-luc.xlsx"))
        reasons = ["chưa dựng lần nào"] if entry is None else self._changes(job, entry)
        if self.wanted.page and entry is not None and not any(path.endswith(".html") for path in entry.outputs):
            reasons.append("chưa có trang HTML")
        if (self.wanted.force or self.wanted.named) and not reasons:
            reasons = ["dựng lại theo yêu cầu"]
        if self.wanted.overwrite and edited:
            reasons.append(f"tệp kết quả bị sửa tay, dựng đè theo yêu cầu: {', '.join(edited)}")
        return Step(job, tuple(reasons), edited, self.wanted.overwrite)

    def _changes(self, job: Job, entry: Entry) -> list[str]:
        reasons = [] if entry.finished else ["lần dựng trước bị ngắt"]
        reasons += [f"thiếu tệp kết quả: {path}" for path in entry.outputs if self.stock.hashes.of(path) == ABSENT]
        if entry.settings != job.settings_hash(self.stock.workspace):
            reasons.append("khai báo của báo cáo trong baocao.toml đổi")
        if entry.final != self.wanted.final:
            reasons.append(f"lần trước dựng {'bản trình ký' if entry.final else 'dự thảo'}")
        if id(entry.programs) not in self._programs:
            self._programs[id(entry.programs)] = difference(entry.programs, self.programs)
        if id(entry.shared) not in self._shared:
            self._shared[id(entry.shared)] = self._file_changes(entry.shared)
        reasons += self._programs[id(entry.programs)] + self._shared[id(entry.shared)]
        return reasons + self._file_changes(entry.own) + self._data_changes(job, entry)

    def _file_changes(self, looked_at: Mapping[str, str]) -> list[str]:
        reasons = []
        for path, held in looked_at.items():
            if "/*" in path:
                if self.stock.listing(path) != held:
                    reasons.append(f"có tệp thêm hoặc bớt trong thư mục {path.rpartition('/*')[0]}")
                continue
            now = self.stock.hashes.of(path)
            if now != held and not (held == PRESENT and now != ABSENT):
                kind = next(name for mark, name in _KINDS if mark in path)
                verb = "mới có" if held == ABSENT else "không còn" if now == ABSENT else "đổi"
                reasons.append(f"{kind} {verb}: {path}")
        return list(dict.fromkeys(reasons))

    def _data_changes(self, job: Job, entry: Entry) -> list[str]:
        """Return what the data answer in another way, after loading them if any of their files has changed."""
        stock, scope = self.stock, job.report.scope
        if entry.folders == stock.data.state(job.period):
            return []
        if is_blocked(stock, job):
            return ["số liệu có lỗi"]
        if stock.data.numbers_hash(scope, job.period) != entry.numbers:
            numbers = stock.data.observations(scope, job.period)
            dataset = Dataset(stock.catalogue, numbers, stock.data.lists(job.period), AgencyFacts())
            told = _told(dataset, entry.queries)
            if told:
                return told
        stock.lock.confirm(str(job), stock.data.numbers_hash(scope, job.period), stock.data.state(job.period))
        return []


def _told(dataset: Dataset, queries: str) -> list[str]:
    """Return the answers that have changed since ``queries`` were asked, in words; none: nothing has."""
    try:
        held = unpacked(queries)
    except ValueError:
        return ["không rõ lần trước đọc số liệu nào"]
    # Facts are not among the numbers: the hash of their file stands for them.
    other = changed(
        dataset, {question: answer for question, answer in held.items() if not question.startswith("facts|")}
    )
    reasons: dict[str, str] = {}
    for question, now in other.items():
        words, place = subject(dataset, question)
        verb = "mới có" if held[question] == NOTHING else "không còn" if now == NOTHING else "đổi"
        if place or words not in reasons:  # several questions may be about one number; one of them has its cell
            reasons[words] = f"số liệu {verb}: {words}" + (f", {place}" if place else "")
    told = list(reasons.values())
    more = len(told) - _MOST_TOLD
    return [*told[:_MOST_TOLD], *([f"và {more} số liệu khác"] if more > 0 else [])]


def _concerning(found: Iterable[Concerned], scopes: set[str]) -> list[Finding]:
    return [finding for finding, areas in found if areas is None or areas & scopes]


def is_blocked(stock: Stock, job: Job) -> bool:
    """Return whether an error in the data stops the reports of the job's area."""
    areas = stock.blocked_areas(job.period)
    return areas is None or job.report.scope in areas


def edited_files(stock: Stock, entry: Entry | None, written: Iterable[str]) -> tuple[str, ...]:
    """Return the files of a job that are there, but not as its last build wrote them.

    Of a file among ``written`` that no build is known to have written its form tells whether another program saved it.
    """
    known = entry.outputs if entry else {}
    edited = [path for path, digest in known.items() if stock.hashes.of(path) not in (digest, ABSENT)]
    for path in written:
        if path not in known and stock.hashes.of(path) != ABSENT:
            from baocao.docx.package import saved_elsewhere  # with lxml, which a batch with nothing to do does not need

            edited += [path] if saved_elsewhere((stock.root / path).read_bytes()) else []
    return tuple(edited)
