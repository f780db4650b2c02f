"""Changes written as tracked changes of Word, and what the next refresh makes of their outcome."""

import json
import subprocess
from pathlib import Path

import pytest
from edited_drafts import (
    BODY,
    NOTES,
    TRACKED,
    W,
    accepted,
    control_of,
    edited,
    fates,
    plain_controls,
    rejected,
    root_of,
    shown,
    skeleton,
    typed,
)

from baocao.docx.ooxml import text_of
from baocao.refresh.changes import Answer

VALIDATOR = Path(__file__).parents[1] / "ooxml" / "node_modules" / ".bin" / "ooxml-validator"
IMPORT = ("xnk.nhap_khau;;2080;", "xnk.nhap_khau;;2090;")
AGAIN = ("xnk.nhap_khau;;2090;", "xnk.nhap_khau;;2100;")
BACK = ("xnk.nhap_khau;;2090;", "xnk.nhap_khau;;2080;")
OLD, NEW = "2.080 triệu USD", "2.090 triệu USD"


@pytest.fixture
def tracked(desk):
    """A draft in which one figure waits in a tracked change."""
    data = desk.build()
    desk.change(IMPORT)
    return desk.refresh(data, revision=TRACKED).docx


def revisions(data, part=BODY):
    """Return author and text of every deletion and insertion."""
    found = []
    for node in root_of(data, part).iter(W + "del", W + "ins"):
        words = "".join(text.text for text in node.iter(W + "delText")) or text_of(node)
        found.append((node.tag.removeprefix(W), node.get(W + "author"), words.replace("\u00a0", " ")))
    return found


def test_each_change_waits_as_deletion_and_insertion(desk, tracked):
    assert revisions(tracked) == [("del", "Văn thư", OLD), ("ins", "Văn thư", NEW)]
    assert shown(tracked) == shown(desk.build())
    control = control_of(root_of(tracked), NEW)
    assert control.find(f"{W}sdtPr/{W}text") is None
    assert desk.refresh(tracked, revision=TRACKED).docx == tracked


def test_accepted_it_is_ours(desk, tracked):
    done = edited(tracked, accepted)
    outcome = desk.refresh(done)
    assert fates(outcome) == []
    assert plain_controls(root_of(outcome.docx)) == plain_controls(root_of(desk.build()))
    assert skeleton(outcome.docx) == skeleton(desk.build())


def test_rejected_it_is_kept_and_told(desk, tracked):
    done = edited(tracked, rejected)
    outcome = desk.refresh(done)
    assert fates(outcome) == [("REJECTED", OLD, OLD)]
    assert outcome.changes.changes[0].computed.replace("\u00a0", " ") == NEW
    assert fates(desk.refresh(outcome.docx)) == [("REJECTED", OLD, OLD)]
    assert fates(desk.refresh(done, default=Answer.RESTORE)) == [("RESTORED", OLD, NEW)]


def test_pending_it_counts_as_what_it_says_and_follows_the_data(desk, tracked):
    assert fates(desk.refresh(tracked)) == []
    desk.change(AGAIN)
    outcome = desk.refresh(tracked, revision=TRACKED)
    assert ("UPDATED", NEW, "2.100 triệu USD") in fates(outcome)
    assert revisions(outcome.docx) == [("del", "Văn thư", OLD), ("ins", "Văn thư", "2.100 triệu USD")]
    assert shown(edited(outcome.docx, rejected)) == shown(edited(tracked, rejected))
    untracked = desk.refresh(tracked)
    assert revisions(untracked.docx) == [("del", "Văn thư", OLD), ("ins", "Văn thư", "2.100 triệu USD")]


def test_a_value_that_comes_back_leaves_nothing_to_accept(desk, tracked):
    desk.change(BACK)
    outcome = desk.refresh(tracked, revision=TRACKED)
    assert revisions(outcome.docx) == []
    assert shown(outcome.docx) == shown(desk.build())
    assert plain_controls(root_of(outcome.docx)) == plain_controls(root_of(desk.build()))


def test_only_the_number_waits_where_words_were_changed(desk):
    draft = edited(desk.build(), typed("tăng 51,5% so với cùng kỳ", "tăng khá, đạt 51,5%"))
    desk.change(("99,4;51,5;;;;3060", "99,4;53,4;;;;3060"))
    outcome = desk.refresh(draft, revision=TRACKED)
    assert revisions(outcome.docx) == [("del", "Văn thư", "51,5"), ("ins", "Văn thư", "53,4")]


def test_an_insertion_of_somebody_else_is_not_swallowed(desk):
    def as_other(root):
        control = control_of(root, OLD)
        run = next(control.iter(W + "r"))
        insertion = run.makeelement(W + "ins", {W + "id": "77", W + "author": "An", W + "date": "2021-10-01T00:00:00Z"})
        run.addprevious(insertion)
        insertion.append(run)

    draft = edited(desk.build(), as_other)
    desk.change(IMPORT)
    outcome = desk.refresh(draft, revision=TRACKED)
    assert ("ins", "Văn thư", NEW) in revisions(outcome.docx)
    assert ("del", "Văn thư", OLD) in revisions(outcome.docx)
    assert shown(edited(outcome.docx, accepted)) == shown(desk.build())


def test_notes_are_tracked_too(desk):
    data = desk.build()
    desk.change(("xnk.xuat_khau;;980;", "xnk.xuat_khau;;990;"))
    outcome = desk.refresh(data, revision=TRACKED)
    assert ("ins", "Văn thư", "990") in revisions(outcome.docx, NOTES)
    assert "CN205" in [finding.code for finding in outcome.findings.items]


@pytest.mark.skipif(not VALIDATOR.exists(), reason="make test installs the Open XML SDK validator")
def test_the_open_xml_sdk_finds_no_error(tracked, tmp_path):
    path = tmp_path / "thu.docx"
    path.write_bytes(tracked)
    run = subprocess.run([VALIDATOR, path], capture_output=True, text=True, check=False)
    assert json.loads(run.stdout)["errors"] == []
