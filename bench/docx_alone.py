"""How fast one process makes DOCX files alone: for each report of a workspace its text, frame, file and last look over it;
beside it docxtpl, which fills in a template of the same text with words that are at hand already.

    .venv/bin/python bench/docx_alone.py WORKSPACE [--rounds N] [--page FILE.md]

Loading the data is not counted; both are warm, and each makes all files of a round in a row.  ``bench/communes.py`` makes a
workspace.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import others
from communes import PERIOD
from processes import record

from baocao.collecting import collecting_after
from baocao.compose import compose
from baocao.data.dataset import Holdings, load_facts
from baocao.data.periods import Period
from baocao.docx.frame import render_frame
from baocao.docx.structure import look_over
from baocao.docx.writer import write
from baocao.findings import Findings
from baocao.office import Office


def measure(root: Path, rounds: int) -> tuple[int, float, float]:
    """Return how many files were made, and the seconds of processor time for each: ours, and docxtpl's."""
    office, period = Office(root), Period.parse(PERIOD)
    holdings = Holdings(office.workspace, office.catalogue)
    reports = list(office.workspace.reports.values())
    data = {
        report.name: holdings.dataset_of(report.scope, period, load_facts(office.workspace, report.office, Findings()))
        for report in reports
    }

    def make(name: str) -> bytes:
        report = office.report(name)
        path = f"templates/mau-trinh-bay/{report.frame}.docx"
        composition = compose(office, report, period, data[name], False, Findings())
        docx = write(composition.document, render_frame(office.workspace.read(path), composition.frame_words, path))
        if found := look_over(docx, name):
            raise RuntimeError(str(found[0]))
        return docx

    template = others.Template(make(next(iter(data))))
    facts = {name: template.facts(make(name)) for name in data}
    template.render(facts[next(iter(data))])
    ours = theirs = 0.0
    for _ in range(rounds):
        start = time.process_time()
        for name in data:
            with collecting_after():  # as a worker of a batch makes a report
                make(name)
        between = time.process_time()
        for values in facts.values():
            template.render(values)
        ours += between - start
        theirs += time.process_time() - between
    count = rounds * len(data)
    return count, ours / count, theirs / count


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--page", type=Path, help="the page of documentation that takes the result")
    options = parser.parse_args()
    count, ours, theirs = measure(options.workspace, options.rounds)
    rate = f"{ours * 1000:.0f} ms of processor time each, {1 / ours:.1f} a second and core (20 wanted)"
    found = f"{count} files, {rate}; docxtpl {theirs * 1000:.0f} ms, {1 / theirs:.1f} a second."
    print(found)
    if options.page:
        record(options.page, "docx-alone", found)


if __name__ == "__main__":
    main()
