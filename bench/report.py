"""How fast one report is made, beside what people use today, in one run.

    .venv/bin/python bench/report.py [--rounds N]

DOCX: from loaded data, against docxtpl rendering a Word template of the same text with the same number of tags.
PDF: from the DOCX (read back, laid out, PDF/A, register attached), against bare WeasyPrint on the same HTML.
Both sides take turns in one process, warm; printed are medians and the ratio of ours to theirs.
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from docxtpl import DocxTemplate
from weasyprint import HTML

import docx
from baocao.build import print_docx
from baocao.compose import compose
from baocao.data.dataset import load_dataset
from baocao.data.periods import Period
from baocao.document.tree import Figure, Footnote, Inline, paragraphs, plain_text
from baocao.docx.frame import render_frame
from baocao.docx.reader import read
from baocao.docx.writer import write
from baocao.findings import Findings
from baocao.office import Office
from baocao.printing.html import to_html

ROOT = Path(__file__).parents[1]
CELL_STYLE = "Số trong bảng"
"""The style of the annex cells that hold figures: the table is live as a whole, they have no controls of their own."""
REPORT, PERIOD = "bao-cao-ktxh", Period.parse("2021-9T")


class Ours:
    """The project's own way, from loaded data and compiled templates."""

    def __init__(self) -> None:
        self.office = Office(ROOT)
        self.report = self.office.report(REPORT)
        self.dataset = load_dataset(
            self.office.workspace, self.office.catalogue, self.report.office, Findings(), PERIOD
        )
        self.frame_path = f"templates/mau-trinh-bay/{self.report.frame}.docx"
        self.frame = self.office.workspace.read(self.frame_path)

    def docx(self) -> bytes:
        """Return the DOCX of the report."""
        composed = compose(self.office, self.report, PERIOD, self.dataset, False, Findings())
        frame = render_frame(self.frame, composed.frame_words, self.frame_path)
        return write(composed.document, frame)


class Theirs:
    """docxtpl with a Word template of the same text, one tag for each figure of it, those in annex cells included.

    The template is plainer than the report, in favour of docxtpl: no tables, no formatting, notes as paragraphs.
    """

    def __init__(self, data: bytes) -> None:
        document = read(data, "report.docx", Findings())
        template = docx.Document()
        self.values: dict[str, str] = {}
        for section in document.sections:
            for paragraph in paragraphs(section.blocks):
                if paragraph.style == CELL_STYLE and paragraph.inlines:
                    template.add_paragraph(self._tag(plain_text(paragraph.inlines)))
                else:
                    self._add(template, paragraph.inlines)
        stream = io.BytesIO()
        template.save(stream)
        self.template = stream.getvalue()

    def _add(self, template: docx.document.Document, inlines: tuple[Inline, ...]) -> None:
        words = []
        for inline in inlines:
            if isinstance(inline, Figure):
                words.append(self._tag(inline.text))
            elif isinstance(inline, Footnote):
                for note in inline.blocks:
                    self._add(template, note.inlines)
            else:
                words.append(plain_text((inline,)))
        template.add_paragraph("".join(words))

    def _tag(self, text: str) -> str:
        """Return the tag that prints one number of the report."""
        name = f"so{len(self.values)}"
        self.values[name] = text
        return "{{ " + name + " }}"

    def docx(self) -> bytes:
        """Return the DOCX that docxtpl makes."""
        template = DocxTemplate(io.BytesIO(self.template))
        template.render(self.values, autoescape=True)
        stream = io.BytesIO()
        template.save(stream)
        return stream.getvalue()


def race(ours: Callable[[], object], theirs: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Return the median seconds of each side, one warm-up each, then turn by turn."""
    ours()
    theirs()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for side, run in enumerate((ours, theirs)):
            start = time.perf_counter()
            run()
            times[side].append(time.perf_counter() - start)
    return statistics.median(times[0]), statistics.median(times[1])


def main() -> None:
    """Run both races and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds

    ours = Ours()
    data = ours.docx()
    theirs = Theirs(data)
    html = to_html(read(data, "report.docx", Findings()))
    print(f"{os.cpu_count()} nhân; {len(theirs.values)} số; {rounds} lượt, trung vị")
    races = {
        "DOCX từ số liệu / docxtpl": (ours.docx, theirs.docx, rounds),
        "PDF từ DOCX / WeasyPrint trần": (
            lambda: print_docx(data, "report.docx", Findings()),
            lambda: HTML(string=html).write_pdf(),
            max(3, rounds // 2),
        ),
    }
    for name, (mine, other, times) in races.items():
        first, second = race(mine, other, times)
        print(f"{name}: {first * 1000:.0f} ms / {second * 1000:.0f} ms = {first / second:.2f}")


if __name__ == "__main__":
    main()
