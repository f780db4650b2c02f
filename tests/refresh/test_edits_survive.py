"""The property of a refresh: whatever people did to the real nine-month report, nothing outside its figures is lost."""

import datetime
import random
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from edited_drafts import BODY, NOTES, TRACKED
from lxml import etree
from random_edits import KINDS, Editor

from baocao.compose import compose
from baocao.data.dataset import Dataset
from baocao.data.periods import Period
from baocao.docx.frame import render_frame
from baocao.docx.ooxml import W, val
from baocao.docx.package import open_package, parse_xml, to_bytes
from baocao.docx.writer import write
from baocao.findings import Findings
from baocao.office import Office
from baocao.plaintext import as_typed
from baocao.refresh.drafts import Draft
from baocao.refresh.present_report import PresentReport, load_present_report
from baocao.refresh.refreshing import Refreshed, refresh_draft
from baocao.refresh.wishes import Wishes
from baocao.refresh.wording import Wording

ROOT = Path(__file__).parents[2]
SEQUENCES = 200
PARTS = (BODY, NOTES)
WISHES = Wishes(datetime.date(2021, 10, 5))


class NineMonths:
    """The real report: its DOCX, plain and with every change tracked, and what the data print after some changed."""

    def __init__(self):
        office = Office(ROOT)
        report = office.report("bao-cao-ktxh")
        first = load_present_report(office, report, Period.parse("2021-9T"), Findings())
        self.first = first
        path = f"templates/mau-trinh-bay/{report.frame}.docx"
        frame = render_frame(office.workspace.read(path), first.composition.frame_words, path)
        self.frame = frame
        self.built = write(first.composition.document, frame)
        self.now = self._with_other_data(office)
        self.drafts = {}
        tracked = self.refreshed(open_package(self.built, "thu.docx"), self.now, revision=TRACKED)[0]
        for name, parts in (("plain", open_package(self.built, "thu.docx")), ("tracked", tracked)):
            self.drafts[name] = parts, [to_bytes(parse_xml(parts[part])) for part in PARTS]

    def _with_other_data(self, office):
        """Return what is printed when one number in twelve is another one, but no condition of the template turns."""
        first = self.first
        for start in range(12):
            cells = [
                replace(cell, value=cell.value * 102 / 100) if number % 12 == start else cell
                for number, cell in enumerate(first.dataset.cells())
            ]
            dataset = Dataset(first.dataset.catalogue, cells, first.dataset._lists, first.dataset._facts)
            composition = compose(office, first.report, first.period, dataset, False, Findings())
            if composition.document.register.paragraphs == first.composition.document.register.paragraphs:
                break
        return PresentReport(office, first.report, first.period, dataset, composition)

    def refreshed(self, parts, present, **wishes):
        """Return the parts of the refreshed draft and the list of changes."""
        outcome = Refreshed(Findings())
        draft = Draft(parts, "thu.docx")
        changes = refresh_draft(draft, draft.register, present, replace(WISHES, **wishes), outcome)
        assert outcome.findings.errors == []
        return draft.parts, changes


@pytest.fixture(scope="module")
def nine():
    return NineMonths()


def outside(parts):
    """Return the bytes of body and notes that lie in no control."""
    pieces = []
    for part in PARTS:
        depth = 0
        for piece in re.split(rb"(<w:sdt>|</w:sdt>)", parts[part]):
            depth += {b"<w:sdt>": 1, b"</w:sdt>": -1}.get(piece, 0)
            if depth == 0:
                pieces.append(piece)
        assert depth == 0
    return b"".join(pieces)


def controls(parts):
    """Return tag and text of each control of body and notes."""
    nodes = (node for part in PARTS for node in parse_xml(parts[part]).iter(W + "sdt"))
    inline = (node for node in nodes if node.find(f"{W}sdtContent/{W}tbl") is None)
    return [(val(node.find(W + "sdtPr"), W + "tag"), as_typed(Wording(node).text)) for node in inline]


@pytest.fixture(scope="module")
def made():
    return Counter()


@pytest.mark.parametrize("start", ["plain", "tracked"])
def test_nothing_outside_the_figures_is_lost(nine, made, start):
    parts, texts = nine.drafts[start]
    present = nine.now if start == "plain" else nine.first
    printed = {entry.id: as_typed(entry.text) for entry in nine.first.composition.document.register.entries}
    for seed in range(0 if start == "plain" else 1, SEQUENCES, 2):
        roots = [etree.fromstring(text) for text in texts]
        editor = Editor(roots, random.Random(seed))
        editor.sequence()
        made.update(editor.made)
        draft = parts | dict(zip(PARTS, map(to_bytes, roots), strict=True))
        tracked = {"revision": TRACKED} if seed % 3 == 0 else {}
        result, _ = nine.refreshed(draft, present, **tracked)
        assert outside(result) == outside(draft), f"seed {seed}"
        if seed % 5 == 0:
            before, after = controls(draft), controls(result)
            assert [id for id, _ in after] == [id for id, _ in before], f"seed {seed}"
            for (id, old), (_, new) in zip(before, after, strict=True):
                assert new in (old, as_typed(present.entry(id, None).text)) or old != printed[id], f"seed {seed}"
        if seed % 10 == 0:
            assert nine.refreshed(result, present, **tracked)[0] == result, f"seed {seed}"


def test_every_kind_of_edit_was_made(made, record_property):
    record_property("printed", f"{SEQUENCES} chuỗi sửa: " + ", ".join(f"{kind} {made[kind]}" for kind in KINDS))
    assert all(made[kind] > 20 for kind in KINDS)


def test_an_untouched_draft_becomes_what_a_new_build_prints(nine):
    refreshed, changes = nine.refreshed(open_package(nine.built, "thu.docx"), nine.now)
    new = open_package(write(nine.now.composition.document, nine.frame), "thu.docx")
    assert len(changes.altered) > 10
    for part in PARTS:
        ours, theirs = ([as_typed(Wording(p).text) for p in parse_xml(of[part]).iter(W + "p")] for of in (refreshed, new))
        assert ours == theirs
