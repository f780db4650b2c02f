"""Step 9, build: where the jobs of a batch are done: in this process, in processes beside it, on a Dask cluster.

One interface for all, ``concurrent.futures.Executor``, and one function that they call, ``work.make``; so the bytes are the
same.  A worker may die (killed, out of memory): then its job is done once more, alone, and reported if the worker dies
again.  The other jobs that were under way at that moment are done again too; nothing else is lost.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from baocao.batch.work import Kit, Made, Task, make, receive
from baocao.errors import MachineError
from baocao.findings import Finding, Severity

log = logging.getLogger("baocao")
Name = TypeVar("Name")
_MOST_DEATHS = 5
"""So many reports one after the other whose workers died twice: then it is the machine."""


class _Here(Executor):
    """Does each job at once in this process."""

    def submit(self, call: Callable[..., Any], /, *arguments: Any, **options: Any) -> Future[Any]:
        """Return the finished future of a call."""
        future: Future[Any] = Future()
        try:
            future.set_result(call(*arguments, **options))
        except Exception as error:
            future.set_exception(error)
        return future


@dataclass(frozen=True, slots=True)
class Crew:
    """Workers that stand ready: their executor, by what they find the kit, how many jobs they are given at a time."""

    executor: Executor
    kit: Any
    at_a_time: int
    dismiss: Callable[[], None] = lambda: None

    def submit(self, task: Task) -> Future[Made]:
        """Give out a task.  ``make`` raises nothing: what the future raises tells of the worker, not of the report."""
        future: Future[Made] = self.executor.submit(make, self.kit, task)
        return future


Runner = Callable[[Kit], Crew]
"""Opens a crew for a kit."""


def here(kit: Kit) -> Crew:
    """Return this process as the only worker."""
    return Crew(_Here(), kit, 1)


def processes(count: int) -> Runner:
    """Return the runner that starts ``count`` processes, each furnished once."""

    def open_crew(kit: Kit) -> Crew:
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(count, mp_context=context, initializer=receive, initargs=(kit,))
        return Crew(pool, None, 2 * count, dismiss=lambda: pool.shutdown(wait=True, cancel_futures=True))

    return open_crew


def cluster(address: str) -> Runner:
    """Return the runner that gives the jobs to the workers of a running Dask cluster ("tcp://host:8786").

    The crew's opening raises MachineError (DB104) when there is no cluster or no worker there.
    """

    def open_crew(kit: Kit) -> Crew:
        try:
            import distributed
        except ImportError:
            hint = "Cài thêm bằng lệnh: pip install baocao[cluster]."
            raise MachineError(_no_cluster("chưa cài thư viện Dask trên máy này", hint)) from None
        try:
            connect: Any = distributed.Client  # it has no types of its own
            client = connect(address, timeout="10s", set_as_default=False)
            threads = sum(client.nthreads().values())
        except (OSError, TimeoutError, ValueError) as error:
            hint = "Xem lại địa chỉ, dạng tcp://máy:8786; bộ điều phối (dask scheduler) phải đang chạy."
            raise MachineError(_no_cluster(f"không nối được với cụm máy {address}", hint)) from error
        if not threads:
            client.close()
            hint = f"Chạy trên mỗi máy: dask worker {address}"
            raise MachineError(_no_cluster(f"cụm máy {address} chưa có máy thợ nào", hint))
        shared = client.scatter(kit, broadcast=True, hash=False)
        return Crew(client.get_executor(pure=False), shared, 2 * threads, client.close)

    return open_crew


def _no_cluster(message: str, hint: str) -> Finding:
    return Finding("DB104", Severity.ERROR, message, hint=hint)


def default_count(jobs: int) -> int:
    """Return how many processes a batch of so many jobs is worth: one for each core, if each has some reports to do."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, jobs // 4))


class Dispatch(Generic[Name]):
    """Hands out jobs and gives back what comes of them, in the order in which they are done."""

    def __init__(self, runner: Runner, kit: Kit, stopped: Callable[[], bool] = lambda: False) -> None:
        self._runner, self._kit, self._stopped = runner, kit, stopped
        self._crew = runner(kit)
        self._deaths = 0
        self._under_way: dict[Future[Made], tuple[Name, Task]] = {}
        self._suspects: deque[tuple[Name, Task]] = deque()

    def results(self, jobs: Iterator[tuple[Name, Task]]) -> Iterator[tuple[Name, Made]]:
        """Yield each job's name with what came of it.

        Jobs are taken as workers become free.  When ``stopped`` says so, no more are taken, and those under way are
        finished.
        """
        try:
            while True:
                self._fill(jobs)
                if self._suspects:
                    yield from self._alone()
                    continue
                if not self._under_way:
                    return
                done, _ = wait(self._under_way, timeout=0.5, return_when=FIRST_COMPLETED)
                for future in done:
                    yield from self._result(future)
                if self._stopped():
                    self._call_off()
        finally:
            self._crew.dismiss()

    def _fill(self, jobs: Iterator[tuple[Name, Task]]) -> None:
        while len(self._under_way) < self._crew.at_a_time and not self._suspects and not self._stopped():
            job = next(jobs, None)
            if job is None:
                return
            self._submit(job)

    def _submit(self, job: tuple[Name, Task]) -> None:
        try:
            self._under_way[self._crew.submit(job[1])] = job
        except BrokenExecutor:
            self._suspects.append(job)

    def _result(self, future: Future[Made]) -> Iterator[tuple[Name, Made]]:
        name, task = self._under_way.pop(future)
        try:
            made = future.result()
        except Exception:  # the worker died, or was lost from the cluster
            self._suspects.append((name, task))
        else:
            self._deaths = 0
            yield name, made

    def _alone(self) -> Iterator[tuple[Name, Made]]:
        """Do again, one by one in a new crew, what was under way when a worker died: only one of them is to blame."""
        self._suspects.extend(self._under_way.values())
        self._under_way.clear()
        self._renew()
        while self._suspects and not self._stopped():
            name, task = self._suspects.popleft()
            log.debug("9 build: %s %s lần thứ hai", task.report.name, task.period)
            try:
                made = self._crew.submit(task).result()
                self._deaths = 0
            except Exception as error:
                made = Made.failed(_died(task, error))
                self._deaths += 1
                if self._deaths == _MOST_DEATHS:
                    raise MachineError(_nothing_lives()) from error
                self._renew()
            yield name, made
        self._suspects.clear()

    def _renew(self) -> None:
        self._crew.dismiss()
        self._crew = self._runner(self._kit)

    def _call_off(self) -> None:
        for future in [future for future in self._under_way if future.cancel()]:
            with suppress(KeyError):
                del self._under_way[future]


def _died(task: Task, error: Exception) -> Finding:
    log.debug("DB105", exc_info=error)
    killed = isinstance(error, BrokenExecutor | CancelledError) or type(error).__name__ == "KilledWorker"
    why = "tiến trình dựng bị ngắt, có thể vì hết bộ nhớ" if killed else f"{error!r}"
    message = f"hai lần không dựng được {task.report.name} {task.period}: {why}"
    hint = "Đóng bớt chương trình khác, giảm số tiến trình (--jobs 1), rồi chạy lại; các báo cáo khác không mất."
    return Finding("DB105", Severity.ERROR, message, hint=hint)


def _nothing_lives() -> Finding:
    message = f"tiến trình dựng bị ngắt {_MOST_DEATHS} lần liền, không dựng tiếp được"
    hint = "Xem lại bộ nhớ của máy; chạy lại với --jobs 1. Những báo cáo đã dựng xong vẫn giữ."
    return Finding("DB106", Severity.ERROR, message, hint=hint)
