"""Drafts that a real LibreOffice has opened and saved."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from edited_drafts import ANNEX, BODY, NOTES, SECTION, TRACKED, DraftDesk, W, fates, lines, root_of, shown, tags

from baocao.docx.ooxml import WP
from narrative.office import SmallOffice

VALIDATOR = Path(__file__).parents[1] / "ooxml" / "node_modules" / ".bin" / "ooxml-validator"
CHART = """\
loai = "cột"
tieu_de = "Tai nạn giao thông"
ky = ["ky.truoc", "ky"]
[[chuoi]]
ma = "tngt.vu"
"""
EDITS = (("xnk.nhap_khau;;2080;", "xnk.nhap_khau;;2090;"), ("tngt.vu;;28;", "tngt.vu;;29;"))

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """The desk of a report with note, table and chart; its DOCX, the same after LibreOffice, and tracked ones."""
    folder = tmp_path_factory.mktemp("libre")
    desk = DraftDesk(SmallOffice(folder / "van-phong"), SECTION + "\n{{ bieu_do.thu }}\n\nKết thúc.\n", ANNEX)
    desk.files.put("templates/thu/bieu-do-thu.toml", CHART)
    desk.files.put("data/2021-9T/nam-truoc.csv", "mã;kỳ;thực hiện\ntngt.vu;2020-9T;33\n")
    ours = desk.build()
    (folder / "thu.docx").write_bytes(ours)
    desk.change(*EDITS)
    (folder / "theo-doi.docx").write_bytes(desk.refresh(ours, revision=TRACKED).docx)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "docx"]
    files = [folder / "thu.docx", folder / "theo-doi.docx"]
    subprocess.run([*command, "--outdir", folder / "ra", *files], capture_output=True, check=True, timeout=180)
    return desk, ours, (folder / "ra" / "thu.docx").read_bytes(), (folder / "ra" / "theo-doi.docx").read_bytes()


def errors(data, folder):
    path = folder / "thu.docx"
    path.write_bytes(data)
    run = subprocess.run([VALIDATOR, path], capture_output=True, text=True, check=False)
    return {(error["path"], error["description"]) for error in json.loads(run.stdout)["errors"]}


def test_figures_notes_tables_and_charts_follow_the_data(saved):
    desk, ours, theirs, _ = saved
    assert not any(tags(root_of(theirs)))
    outcome = desk.refresh(theirs)
    expected = desk.refresh(ours)
    assert fates(outcome) == fates(expected)
    assert shown(outcome.docx) == shown(expected.docx)
    assert len(lines(outcome.docx)) == len(lines(theirs))
    assert shown(outcome.docx, NOTES) == shown(expected.docx, NOTES)
    assert tags(root_of(outcome.docx)) == tags(root_of(expected.docx))
    body = root_of(outcome.docx)
    assert body.find(f"{W}body/{W}sdt/{W}sdtContent/{W}tbl") is not None
    assert "9 tháng: 29" in body.find(f"{W}body/{W}sdt//{WP}docPr").get("descr")


def test_a_second_refresh_gives_the_same_bytes(saved):
    desk, _, theirs, _ = saved
    first = desk.refresh(theirs)
    second = desk.refresh(first.docx)
    assert second.docx == first.docx
    assert fates(second) == []


def test_a_tracked_change_that_libre_office_saved_is_still_known(saved):
    desk, *_, tracked = saved
    outcome = desk.refresh(tracked)
    assert [change.fate.name for change in outcome.changes.changes if change.where.story.name == "BODY"] == []
    assert all(tags(root_of(outcome.docx, BODY)))


@pytest.mark.skipif(not VALIDATOR.exists(), reason="make test installs the Open XML SDK validator")
def test_the_open_xml_sdk_finds_no_error_that_was_not_there(saved, tmp_path):
    desk, _, theirs, _ = saved
    assert errors(desk.refresh(theirs).docx, tmp_path) <= errors(theirs, tmp_path)
