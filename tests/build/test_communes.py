"""The test bed of the benches: communes with invented figures, each with a report that can be built."""

import io

import pytest
from communes import NOTE, PERIOD, SHARED, change_cell, issuers, make_workspace
from pypdf import PdfReader

from baocao.build import build_report
from baocao.data.periods import Period
from baocao.office import Office


def files(root):
    return {path.relative_to(root): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    root = tmp_path_factory.mktemp("communes") / "workspace"
    make_workspace(root, SHARED + 2)
    return root


def test_the_same_seed_gives_the_same_files(workspace, tmp_path):
    make_workspace(tmp_path / "again", SHARED + 2)
    assert files(tmp_path / "again") == files(workspace)
    make_workspace(tmp_path / "other", SHARED + 2, seed=2)
    assert files(tmp_path / "other") != files(workspace)


def test_seven_offices_report_from_the_first_commune():
    scopes = [agency.scope for agency in issuers(SHARED + 2)]
    assert scopes == ["xa-0001"] * SHARED + ["xa-0002", "xa-0003"]


def test_a_report_has_ten_pages_and_says_that_its_figures_are_invented(workspace):
    outcome = build_report(Office(workspace), "bao-cao-xa-0002", Period.parse(PERIOD))
    assert not outcome.findings.errors
    pages = PdfReader(io.BytesIO(outcome.outputs[f"output/{PERIOD}/xa-0002/bao-cao-xa-0002.pdf"])).pages
    assert len(pages) == 10
    assert NOTE in " ".join(pages[0].extract_text().split())


def test_one_number_is_changed(workspace, tmp_path):
    make_workspace(tmp_path / "changed", SHARED + 2)
    change_cell(tmp_path / "changed", "xa-0001")
    before, after = files(workspace), files(tmp_path / "changed")
    (changed,) = [path for path in before if after[path] != before[path]]
    rows = zip(before[changed].splitlines(), after[changed].splitlines(), strict=True)
    (row,) = [(old, new) for old, new in rows if old != new]
    assert all(line.startswith(b"dau_tu.giai_ngan;xa-0001;") for line in row)
