"""How fast one process makes DOCX files alone: for each report of a workspace its text, frame, file and last look over it.

    .venv/bin/python bench/docx_alone.py WORKSPACE [--rounds N] [--page FILE.md]

Loading the data is not counted; the program is warm.  ``bench/communes.py`` makes a workspace.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from communes import PERIOD
from processes import record

from baocao.compose import compose
from baocao.data.dataset import Holdings, load_facts
from baocao.data.periods import Period
from baocao.docx.frame import render_frame
from baocao.docx.structure import look_over
from baocao.docx.writer import write
from baocao.findings import Findings
from baocao.office import Office

_WARM = 3


def measure(root: Path, rounds: int) -> tuple[int, float]:
    """Return how many files were made, and the seconds of processor time for each."""
    office, period = Office(root), Period.parse(PERIOD)
    holdings = Holdings(office.workspace, office.catalogue)
    reports = list(office.workspace.reports.values())
    data = {
        report.name: holdings.dataset_of(report.scope, period, load_facts(office.workspace, report.office, Findings()))
        for report in reports
    }

    def make(name: str) -> None:
        report = office.report(name)
        path = f"templates/mau-trinh-bay/{report.frame}.docx"
        composition = compose(office, report, period, data[name], False, Findings())
        docx = write(composition.document, render_frame(office.workspace.read(path), composition.frame_words, path))
        if found := look_over(docx, name):
            raise RuntimeError(str(found[0]))

    for name in list(data)[:_WARM]:
        make(name)
    start = time.process_time()
    for _ in range(rounds):
        for name in data:
            make(name)
    count = rounds * len(data)
    return count, (time.process_time() - start) / count


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--page", type=Path, help="the page of documentation that takes the result")
    options = parser.parse_args()
    count, seconds = measure(options.workspace, options.rounds)
    found = f"{count} files, {seconds * 1000:.0f} ms of processor time each, {1 / seconds:.1f} a second and core (20 wanted)."
    print(found)
    if options.page:
        record(options.page, "docx-alone", found)


if __name__ == "__main__":
    main()
