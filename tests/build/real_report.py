"""The real reports of this repository: any of them in memory, the nine-month report as finished files too."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from functools import cached_property
from pathlib import Path

import pypdf
from lxml import etree

from baocao.compose import compose
from baocao.data.dataset import load_dataset
from baocao.data.periods import Period
from baocao.document.tree import Footnote, paragraphs
from baocao.docx.frame import render_frame
from baocao.docx.writer import write
from baocao.findings import Findings
from baocao.office import Office

ROOT = Path(__file__).parents[2]
REPORT, PERIOD = "bao-cao-ktxh", "2021-9T"
LISTED = tomllib.loads((ROOT / "baocao.toml").read_text(encoding="utf-8"))["report"]
JOBS = {f"{entry['name']} {period}": (entry["name"], period) for entry in LISTED for period in entry["periods"]}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CALL = "\u2021"


def copy_workspace(target):
    """Copy what a build of the report reads into ``target``, other reports and periods left out."""
    for folder in (f"data/{PERIOD}", "data/co-quan", f"templates/{REPORT}", "templates/mau-trinh-bay"):
        shutil.copytree(ROOT / folder, target / folder)
    for file in ("baocao.toml", *(path.relative_to(ROOT) for path in (ROOT / "data").glob("*.csv"))):
        shutil.copy(ROOT / file, target / file)
    return target


def baocao(*arguments, folder, seed="0"):
    """Run the command line in a process of its own, as a user does, and return what came of it."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "NO_COLOR": "1"}
    command = [sys.executable, "-c", "from baocao.cli import main; main()", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8")


def build_elsewhere(folder, seed):
    """Build the real report in a copy of the workspace; return the folder of its files."""
    done = baocao("build", REPORT, "--period", PERIOD, folder=copy_workspace(folder), seed=seed)
    assert done.returncode == 0, done.stderr
    return folder / "output" / PERIOD / "lang-son"


class RealReport:
    """Steps 1 to 4 of a real report, the nine-month report unless another is named, to be repeated with other data."""

    def __init__(self, root, report=REPORT, period=PERIOD):
        self.office = Office(root)
        self.config = self.office.report(report)
        self.period = Period.parse(period)
        self.findings = Findings()
        workspace, catalogue = self.office.workspace, self.office.catalogue
        self.dataset = load_dataset(workspace, catalogue, self.config.office, self.findings, self.period)
        self.cells = [cell for cell in self.dataset.cells() if cell.place.file.startswith(f"data/{period}/")]
        self.composition = self._compose(self.dataset, self.findings)
        self.document = self.composition.document
        self.entries = {entry.id: entry for entry in self.document.register.entries}

    def compose(self, dataset, findings=None):
        """Return the document that other data make."""
        return self._compose(dataset, self.findings if findings is None else findings).document

    def _compose(self, dataset, findings):
        return compose(self.office, self.config, self.period, dataset, False, findings)

    @cached_property
    def docx(self):
        """The finished DOCX, as a build writes it."""
        path = f"templates/mau-trinh-bay/{self.config.frame}.docx"
        frame = render_frame(self.office.workspace.read(path), self.composition.frame_words, path)
        return write(self.document, frame)

    def printed(self, document=None):
        """Return everything printed, in order: style names of paragraphs and their inlines, those of notes at the call."""
        pieces = []
        for block in paragraphs((document or self.document).sections[0].blocks):
            pieces.append(block.style)
            for inline in block.inlines:
                notes = inline.blocks if isinstance(inline, Footnote) else ()
                pieces += [piece for note in notes for piece in note.inlines] if notes else [inline]
        return pieces

    def cell(self, code, measure):
        """Return the one observation of an indicator of the period."""
        wanted = (code, measure, self.period)
        (found,) = (cell for cell in self.cells if (cell.key.indicator, cell.key.measure, cell.key.period) == wanted)
        return found


def squeezed(text):
    """Return text without any white space."""
    return re.sub(r"\s+", "", text)


class PaperReport:
    """A finished DOCX and PDF."""

    def __init__(self, folder):
        self.folder = folder
        with zipfile.ZipFile(folder / f"{REPORT}.docx") as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.pdf = pypdf.PdfReader(folder / f"{REPORT}.pdf")
        self.pages = [page.extract_text() for page in self.pdf.pages]
        self.body = etree.fromstring(self.parts["word/document.xml"])[0]
        notes = etree.fromstring(self.parts["word/footnotes.xml"])
        self.notes = {note.get(f"{W}id"): note for note in notes if note.get(f"{W}type") in (None, "normal")}
        self.styles = {
            style.get(f"{W}styleId"): style.find(f"{W}name").get(f"{W}val")
            for style in etree.fromstring(self.parts["word/styles.xml"]).iter(f"{W}style")
        }

    def paragraphs(self):
        """Yield style name and element of every paragraph of the body."""
        for paragraph in self.body.iter(f"{W}p"):
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            yield self.styles[style.get(f"{W}val")] if style is not None else "Normal", paragraph


def visible(element, call=CALL, omitted=()):
    """Return the text of a piece of WordprocessingML, except of what lies inside elements of the ``omitted`` set."""
    text = []
    for piece in element.iter(f"{W}t", f"{W}br", f"{W}tab", f"{W}footnoteReference"):
        if any(parent in omitted for parent in piece.iterancestors()):
            continue
        if piece.tag == f"{W}footnoteReference":
            text.append(call)
        else:
            text.append((piece.text or "") if piece.tag == f"{W}t" else "\n")
    return "".join(text)
