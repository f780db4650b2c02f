"""Whatever kills or interrupts a build: whole files, a lock file that tells the truth, and the next build goes on from there."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from small_communes import SECTION, Communes
from small_report import BUILD

HERE = Path(__file__).parent
PROGRAM = "from baocao.cli import main; main()"


def start(*command, folder, **options):
    paths = [str(HERE), str(HERE.parent), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}
    return subprocess.Popen(
        [sys.executable, *command], cwd=folder, env=environment, stdout=-1, stderr=-1, encoding="utf-8", **options
    )


def test_killed_at_random_moments(tmp_path):
    process = start(str(HERE / "crashing.py"), str(tmp_path / "office"), "55", "20211001", folder=tmp_path)
    shown, told = process.communicate()
    assert process.returncode == 0, told
    seen = json.loads(shown)
    assert seen["wrong"] == []
    assert seen["killed"] == 55
    assert seen["unfinished"], "some were killed between a journal line and its files"


HOLDER = """
import pathlib, sys
from baocao.batch.turns import turn
with turn(pathlib.Path(sys.argv[1])):
    print("mine", flush=True)
    sys.stdin.read()
"""


def test_two_builds_at_once(desk, run):
    holder = start("-c", HOLDER, str(desk.root), folder=desk.root, stdin=-1)
    assert holder.stdout.readline() == "mine\n"
    before = sorted(desk.root.rglob("*"))
    for command in (BUILD, ("build", "--all")):
        left, shown, told = run(*command)
        assert left == 1
        assert told.startswith("Lỗi DB101: một lệnh khác đang ghi vào thư mục kết quả")
        assert not shown
    assert sorted(desk.root.rglob("*")) == before
    assert run("build", "--all", "--dry-run")[0] == 0, "looking is free"
    holder.kill()  # the system lets go of what a killed process held
    holder.communicate()
    assert run(*BUILD)[0] == 0


def test_who_writes_over_finished_files_waits_for_the_build(desk, run, tmp_path):
    assert run(*BUILD)[0] == 0
    name, _, period = BUILD[1:]
    (docx,) = (desk.root / "output").rglob("*.docx")
    elsewhere = tmp_path / "ban-in.pdf"
    holder = start("-c", HOLDER, str(desk.root), folder=desk.root, stdin=-1)
    assert holder.stdout.readline() == "mine\n"
    files = {path: path.stat().st_mtime_ns for path in (desk.root / "output").rglob("*.*")}
    for command in (("print", str(docx)), ("refresh", "--in-place", str(docx)), ("close", name, "--period", period)):
        left, _, told = run(*command)
        assert (left, told[:10]) == (1, "Lỗi DB101:"), command
    assert {path: path.stat().st_mtime_ns for path in files} == files
    for command in (("print", str(docx), "--out", str(elsewhere)), ("refresh", str(docx), "--out", f"{docx}-2.docx")):
        assert run(*command)[0] == 0, command
    assert elsewhere.is_file()
    holder.kill()
    holder.communicate()
    assert run("print", str(docx))[0] == 0


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interrupted_by_the_keyboard(tmp_path, jobs):
    """As a terminal does it: every process of the group gets the signal."""
    communes = Communes.of(tmp_path, 12)
    process = start("-c", PROGRAM, "build", "--all", "-j", jobs, folder=tmp_path, start_new_session=True)
    while not communes.outputs() and process.poll() is None:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate()
    assert process.returncode == 130, told
    assert "Đang dừng" in told
    assert "Traceback" not in told
    done = set(communes.lock()["reports"])
    assert 0 < len(done) < 12
    assert {f"{name.split('/')[2]} 2021-9T" for name in communes.outputs()} == done
    assert not list(communes.root.rglob(".xa-*"))
    assert {f"{name} 2021-9T" for name in communes.reasons()} == {f"xa-{n:02} 2021-9T" for n in range(12)} - done


def alive(group):
    """Return the processes of a group that are still running."""
    running = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            _, _, rest = status.read_text(encoding="utf-8").rpartition(")")
        except OSError:
            continue
        state, _, of_group = rest.split()[:3]
        running += [status.parent.name] if of_group == str(group) and state not in "ZX" else []
    return running


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")
def test_workers_go_when_the_parent_is_killed(tmp_path):
    communes = Communes.of(tmp_path, 8)
    process = start("-c", PROGRAM, "build", "--all", "-j", "2", folder=tmp_path, start_new_session=True)
    while not communes.outputs() and process.poll() is None:
        time.sleep(0.02)
    assert len(alive(process.pid)) >= 3
    process.kill()
    process.communicate()
    until = time.monotonic() + 30
    while alive(process.pid) and time.monotonic() < until:
        time.sleep(0.1)
    assert not alive(process.pid)


def test_a_section_that_cannot_be_read_is_said(tmp_path):
    """What a worker cannot see, because it was not to be read here, is not taken for absent."""
    communes = Communes.of(tmp_path, 1)
    os.truncate(communes.root / SECTION, 65 * 2**20)
    (result,) = communes.build().values()
    assert [finding.code for finding in result.findings] == ["KG009"]
    assert not result.written
