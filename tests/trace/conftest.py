"""Fixtures of the trace tests: finished documents of this repository, written once for all tests."""

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "build"))
from docx_samples import filled_frame
from real_report import ROOT, RealReport

from baocao.build import build_report
from baocao.data.periods import Period
from baocao.docx.writer import write
from baocao.office import Office

COMMUNE = ("bao-cao-xa", "2026-M09")


@pytest.fixture(scope="session")
def workspace(tmp_path_factory):
    """A workspace with the commune's report, as a person has it: no other report's data."""
    root = tmp_path_factory.mktemp("xa")
    for folder in (f"data/{COMMUNE[1]}", "data/co-quan", f"templates/{COMMUNE[0]}", "templates/mau-trinh-bay"):
        shutil.copytree(ROOT / folder, root / folder)
    for path in ("baocao.toml", *(path.relative_to(ROOT) for path in (ROOT / "data").glob("*.csv"))):
        shutil.copy(ROOT / path, root / path)
    return root


@pytest.fixture(scope="session")
def files(workspace):
    """The finished files of the commune's report by their endings: "docx", "pdf", "html"."""
    outcome = build_report(Office(workspace), COMMUNE[0], Period.parse(COMMUNE[1]), page=True)
    return {name.rpartition(".")[2]: data for name, data in outcome.outputs.items()}


@pytest.fixture(scope="session")
def report():
    """Return a function that gives a report of this repository in memory; each is composed once."""
    composed = {}

    def get(name, period):
        if (name, period) not in composed:
            composed[name, period] = RealReport(ROOT, name, period)
        return composed[name, period]

    return get


@pytest.fixture(scope="session")
def real_docx(report):
    """The nine-month report as DOCX, with its annex, in the shipped frame."""
    return write(report("bao-cao-ktxh", "2021-9T").document, filled_frame())
