"""Serial, in several processes, on a cluster: the same bytes; and a worker that dies costs its own report only."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from small_communes import SECTION, Communes, weighty

from baocao import build
from baocao.batch import runners
from baocao.batch.batches import _Batch, carry_out
from baocao.batch.lock_file import LOCK_FILE
from baocao.batch.runners import Dispatch, cluster, here, processes

COUNT = 5


@pytest.fixture(scope="module")
def serial(tmp_path_factory):
    """Five communes, built in this process."""
    communes = Communes.of(tmp_path_factory.mktemp("serial"), COUNT)
    results = communes.build(here)
    assert not any(result.exit_code for result in results.values())
    return communes


def everything(communes):
    """Return the finished files and the lock file."""
    return communes.outputs() | {LOCK_FILE: (communes.root / LOCK_FILE).read_bytes()}


def test_two_processes_give_the_same_bytes(serial, tmp_path):
    communes = Communes.of(tmp_path, COUNT)
    communes.build(processes(2))
    assert everything(communes) == everything(serial)


def test_a_worker_killed_in_mid_run(serial, tmp_path):
    """Whatever was under way is done again: nothing is lost, nothing is reported."""
    communes = Communes.of(tmp_path, COUNT)
    results = []
    for result in carry_out(communes.plan(), processes(2)):
        if not results:
            os.kill(multiprocessing.active_children()[0].pid, signal.SIGKILL)
        results.append(result)
    assert not any(weighty(result.findings) for result in results)
    assert everything(communes) == everything(serial)


class Deadly:
    """Kills the process that takes it over, as a lack of memory does."""

    def __reduce__(self):
        return os._exit, (9,)


def test_a_report_that_kills_its_worker_costs_itself_only(tmp_path):
    communes = Communes.of(tmp_path, COUNT)
    plan = communes.plan()
    batch = _Batch(plan)
    tasks = [(step.job.report.name, batch.task(step.job)) for step in plan.steps]
    name, deadly = tasks[2]
    tasks[2] = name, replace(deadly, files={"x": Deadly()})
    made = dict(Dispatch(processes(1), batch.kit()).results(iter(tasks)))
    assert {name for name, one in made.items() if one.exit_code} == {name}
    assert [finding.code for finding in made[name].findings] == ["DB105"]
    assert f"hai lần không dựng được {name} 2021-9T" in made[name].findings[0].message
    assert all(len(one.outputs) == 2 for other, one in made.items() if other != name)


def test_a_fault_of_baocao_in_one_report(tmp_path, monkeypatch):
    communes = Communes.of(tmp_path, 3)
    make = build.make_report

    def make_report(office, report, *rest):
        return 1 / 0 if report.name == "xa-01" else make(office, report, *rest)

    monkeypatch.setattr(build, "make_report", make_report)
    results = communes.build(here)
    assert {name: bool(result.written) for name, result in results.items()} == {"xa-00": True, "xa-01": False, "xa-02": True}
    assert [finding.code for finding in weighty(results["xa-01"].findings)] == ["DB103"]


def test_a_worker_with_other_programs_is_not_believed(tmp_path, monkeypatch):
    communes = Communes.of(tmp_path, 1)
    monkeypatch.setattr("baocao.batch.work.own_programs", lambda: {"weasyprint": "1.0"})
    (result,) = communes.build(here).values()
    assert [finding.code for finding in weighty(result.findings)] == ["DB108"]
    assert "weasyprint 70.0 → 1.0" in result.findings[-1].message
    assert not communes.outputs()


def test_the_number_of_processes(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    assert [runners.default_count(jobs) for jobs in (1, 3, 8, 100)] == [1, 1, 2, 8]


# A cluster


@pytest.fixture(scope="module")
def dask(tmp_path_factory):
    """A scheduler and two workers, each a process; the address, and the workers."""
    pytest.importorskip("distributed")
    folder = tmp_path_factory.mktemp("dask")
    contact, told = folder / "scheduler.json", (folder / "log").open("wb")

    def start(program, *options):
        command = [sys.executable, "-m", f"distributed.cli.{program}", "--scheduler-file", str(contact), *options]
        return subprocess.Popen(command, stdout=told, stderr=told, cwd=folder)

    started = [start("dask_scheduler", "--port", "0", "--no-dashboard", "--host", "127.0.0.1")]
    started += [start("dask_worker", "--nthreads", "1", "--no-nanny", "--no-dashboard") for _ in range(2)]
    from distributed import Client

    try:
        while not contact.exists() and started[0].poll() is None:
            time.sleep(0.1)
        address = json.loads(contact.read_text(encoding="utf-8"))["address"]
        with Client(address, timeout="30s", set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield address, started[1:]
    finally:
        for process in started:
            process.kill()
            process.wait()
        told.close()


def test_a_cluster_gives_the_same_bytes_also_when_a_worker_is_killed(serial, dask, tmp_path):
    address, workers = dask
    communes = Communes.of(tmp_path / "a", COUNT)
    communes.build(cluster(address))
    assert everything(communes) == everything(serial)

    communes = Communes.of(tmp_path / "b", COUNT)
    results = []
    for result in carry_out(communes.plan(), cluster(address)):
        if not results:
            workers[0].send_signal(signal.SIGKILL)
        results.append(result)
    assert not any(weighty(result.findings) for result in results)
    assert everything(communes) == everything(serial)

    # What stayed on the worker from the batch before is not taken for this one's.
    communes.edit(SECTION, "Xảy ra", "Đã xảy ra")
    before = communes.outputs()
    assert len(communes.build(cluster(address))) == COUNT
    assert all(before[path] != content for path, content in communes.outputs().items())


def test_no_cluster_there(tmp_path, run, monkeypatch):
    Communes.of(tmp_path, 1)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("distributed.Client", _nobody)
    left, _, told = run("build", "--all", "--cluster", "tcp://127.0.0.1:9")
    assert left == 4
    assert "Lỗi DB104: không nối được với cụm máy tcp://127.0.0.1:9" in told


def _nobody(*_arguments, **_options):
    raise OSError
