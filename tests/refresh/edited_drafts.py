"""Drafts as people leave them: a small report built, then edited in its XML as Word or LibreOffice would."""

import datetime
import shutil
from copy import deepcopy
from pathlib import Path

from lxml import etree

from baocao.compose import compose
from baocao.data.dataset import load_dataset
from baocao.data.periods import Period
from baocao.docx.frame import render_frame
from baocao.docx.ooxml import W, val
from baocao.docx.package import open_package, parse_xml, save_package, to_bytes
from baocao.docx.writer import write
from baocao.findings import Findings
from baocao.office import Office
from baocao.plaintext import as_typed
from baocao.refresh.refreshing import refresh
from baocao.refresh.wishes import Wishes
from baocao.refresh.wording import Revision, Wording

ROOT = Path(__file__).parents[2]
FRAME = "templates/mau-trinh-bay/nghi-dinh-30.docx"
DATA = "data/2021-9T/so-lieu.csv"
DAY = datetime.date(2021, 10, 5)
TRACKED = Revision("Văn thư", "2021-10-05T00:00:00Z")
BODY, NOTES = "word/document.xml", "word/footnotes.xml"
SECTION = """\
# TÌNH HÌNH KINH TẾ

Xuất nhập khẩu {{ xnk.thuc_hien }}, {{ xnk.ck }}; xuất khẩu {{ xnk.xuat_khau.so }}, nhập khẩu {{ xnk.nhap_khau.so }}[^n].

{% if xnk.ck.tang %}Thương mại phát triển khá, kim ngạch tăng so với năm trước.{% else %}Thương mại gặp khó khăn, kim ngạch không tăng.{% endif %}

Y tế: {{ thieu.so }}. Tai nạn giao thông xảy ra {{ tngt.vu.so }}.

[^n]: Nhập khẩu {{ xnk.nhap_khau.ck }}, xuất khẩu {{ xnk.xuat_khau.con_so }}.
"""  # noqa: E501
ANNEX = """\
tieu_de = "Chỉ tiêu chủ yếu {{ ky.ten }}"
[[cot]]
ten = "Chỉ tiêu"
in = "ten"
rong = 30
[[cot]]
ten = "Thực hiện"
in = "con_so"
[[cot]]
ten = "So với cùng kỳ"
in = "ck.bang"
[[nhom]]
dong = ["xnk", "xnk.xuat_khau", "iip", "thieu"]
"""


class DraftDesk:
    """A small office with one report, which is built, edited and refreshed."""

    def __init__(self, office, section=SECTION, annex=None):
        self.files = office
        self.root = office.root
        office.put("templates/thu/01-phan.md", section)
        office.put("templates/thu/trich-yeu.md", "Tình hình {{ ky.ten }}\n")
        if annex:
            office.put("templates/thu/phu-luc-01-chi-tieu.toml", annex)
        (office.root / FRAME).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / FRAME, office.root / FRAME)

    @property
    def office(self):
        """The office as its files are now."""
        return Office(self.root)

    def build(self, period="2021-9T"):
        """Return the DOCX of the report."""
        office, at = self.office, Period.parse(period)
        report = office.report("thu")
        dataset = load_dataset(office.workspace, office.catalogue, report.office, Findings(), at)
        composed = compose(office, report, at, dataset, False, Findings())
        return write(composed.document, render_frame(office.workspace.read(FRAME), composed.frame_words, FRAME))

    def change(self, *pairs, file=DATA):
        """Put other words into a file of the office."""
        text = (self.root / file).read_text(encoding="utf-8")
        for old, new in pairs:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        self.files.put(file, text)

    def refresh(self, data, **wishes):
        """Return what a refresh of the draft ``data`` gives."""
        return refresh(self.office, data, "thu.docx", Wishes(**{"day": DAY, **wishes}))


def edited(data, *edits, part=BODY):
    """Return the draft with the root of one of its parts changed by each of ``edits``."""
    parts = open_package(data, "thu.docx")
    root = parse_xml(parts[part])
    for edit in edits:
        edit(root)
    return save_package({**parts, part: to_bytes(root)})


def root_of(data, part=BODY):
    return parse_xml(open_package(data, "thu.docx")[part])


def control_of(root, text):
    """Return the one control that shows ``text``."""
    (found,) = [node for node in root.iter(W + "sdt") if as_typed(Wording(node).text) == text]
    return found


def typed(text, new):
    """Return the edit of somebody who types over a figure."""

    def edit(root):
        nodes = list(control_of(root, text).iter(W + "t"))
        for node in nodes:
            node.text = ""
        nodes[0].text = new

    return edit


def without(tag):
    """Return the edit of a program that drops a property of all controls."""

    def edit(root):
        for properties in root.iter(W + "sdtPr"):
            for node in properties.findall(tag):
                properties.remove(node)

    return edit


def deleted(text):
    """Return the edit of somebody who deletes a figure."""

    def edit(root):
        control = control_of(root, text)
        control.getparent().remove(control)

    return edit


def loosened(text):
    """Return the edit of somebody who copies a figure as plain text and deletes its control."""

    def edit(root):
        control = control_of(root, text)
        for child in list(control.find(W + "sdtContent")):
            control.addprevious(child)
        control.getparent().remove(control)

    return edit


def copied(text, into):
    """Return the edit of somebody who copies a figure to the end of the paragraph that contains ``into``."""

    def edit(root):
        target = next(node for node in root.iter(W + "p") if into in Wording(node).text)
        target.append(deepcopy(control_of(root, text)))

    return edit


def accepted(root):
    """Accept all tracked changes, as Word does."""
    for node in list(root.iter(W + "del")):
        node.getparent().remove(node)
    _unwrap(root, "ins")


def rejected(root):
    """Reject all tracked changes, as Word does."""
    for node in list(root.iter(W + "ins")):
        node.getparent().remove(node)
    for node in list(root.iter(W + "delText")):
        node.tag = W + "t"
    _unwrap(root, "del")


def _unwrap(root, tag):
    for node in list(root.iter(W + tag)):
        for child in list(node):
            node.addprevious(child)
        node.getparent().remove(node)


def shown(data, part=BODY):
    """Return what the controls of a part show, one per figure."""
    return [as_typed(Wording(node).text) for node in root_of(data, part).iter(W + "sdt")]


def lines(data, part=BODY):
    """Return what the paragraphs of a part show."""
    return [as_typed(Wording(node).text) for node in root_of(data, part).iter(W + "p")]


def fates(outcome):
    """Return name of fate, text before and after of every change."""
    assert outcome.findings.errors == []
    return [(change.fate.name, as_typed(change.old), as_typed(change.new)) for change in outcome.changes.changes]


def highlighted(root):
    return [as_typed(Wording(node).text) for node in root.iter(W + "sdt") if node.find(f".//{W}highlight") is not None]


def tags(root):
    return [val(node.find(W + "sdtPr"), W + "tag") for node in root.iter(W + "sdt")]


def plain_controls(root):
    """Return how many controls are plain-text controls."""
    return len(root.findall(f".//{W}sdtPr/{W}text"))


def skeleton(data, part=BODY):
    """Return a part as canonical XML without the inside of its controls and their properties."""
    root = root_of(data, part)
    for node in list(root.iter(W + "sdt")):
        del node[:]
    return etree.tostring(root, method="c14n")


