"""Fixtures of the build tests; the real report is built twice for all of them, once for each hash seed."""

import shutil
import sys

import pytest
from real_report import JOBS, ROOT, PaperReport, RealReport, build_elsewhere, copy_workspace
from small_report import FRAME, OUTPUT, SECTION

from baocao import cli


@pytest.fixture(scope="session")
def real(tmp_path_factory):
    """The real nine-month report in memory, up to its document (steps 1 to 4)."""
    return RealReport(copy_workspace(tmp_path_factory.mktemp("real")))


@pytest.fixture(scope="session")
def report():
    """Return a function that gives a report of this repository in memory; each is composed once."""
    composed = {}

    def get(job):
        if job not in composed:
            composed[job] = RealReport(ROOT, *JOBS[job])
        return composed[job]

    return get


@pytest.fixture(scope="session")
def builds(tmp_path_factory):
    """The finished files of two builds: other folders, other processes, other hash seeds."""
    return [build_elsewhere(tmp_path_factory.mktemp(f"seed-{seed}"), seed) for seed in ("1", "20211001")]


@pytest.fixture(scope="session")
def paper(builds):
    """The finished DOCX and PDF, as a stranger reads them: raw XML and the text of the pages."""
    return PaperReport(builds[0])


@pytest.fixture
def desk(office, monkeypatch):
    """A small office with one report that can be built, and an earlier output; the current folder is there."""
    office.put(
        SECTION,
        "# TÌNH HÌNH\n\nXuất khẩu {{ xnk.xuat_khau.dat }}[^ck]./.\n\n[^ck]: Qua {{ ds.cua_khau.dem }} cửa khẩu.\n",
    )
    office.put("templates/thu/trich-yeu.md", "Tình hình {{ ky.ten }}\n")
    office.put("data/co-quan/lang-son.csv", "mục;báo cáo;giá trị\nđịa danh;;Lạng Sơn\nký hiệu;;UBND\n")
    office.put(OUTPUT, "bản cũ")
    (office.root / FRAME).parent.mkdir(parents=True)
    shutil.copy(ROOT / FRAME, office.root / FRAME)
    monkeypatch.chdir(office.root)
    return office


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command line in this process; return exit code, stdout and stderr."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["baocao", *arguments])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        shown = capsys.readouterr()
        return stop.value.code or 0, shown.out, shown.err

    return call
