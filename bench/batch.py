"""A batch of reports of ten pages, beside what people use today, in one run, turn by turn.

    .venv/bin/python bench/batch.py [--reports 1000] [--rounds 2] [--slow 50] [--unoserver PYTHON] [--page FILE.md]

Ours: ``baocao build --all`` with one and with two processes, DOCX, PDF and annex workbook, everything included from the
start of the program.  Theirs: docxtpl fills in a Word template of the same text and look, then LibreOffice prints it,
started for each report or one that stays (unoserver).  PYTHON is an interpreter with unoserver and LibreOffice's uno:
``python3 -m venv --system-site-packages DIR; DIR/bin/pip install unoserver`` with Debian's python3-uno.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import others
from communes import PERIOD, make_workspace
from processes import Run, baocao, cores, gain_of_two, record


@dataclass
class Way:
    """One way of making the reports: how many it has made, in how many seconds, and the memory of one worker."""

    name: str
    reports: int = 0
    seconds: float = 0.0
    peak: float = 0.0
    rounds: list[float] = field(default_factory=list)

    def add(self, reports: int, seconds: float, peak: float = 0.0) -> None:
        """Add one round."""
        self.reports += reports
        self.seconds += seconds
        self.peak = max(self.peak, peak)
        self.rounds.append(seconds / reports)

    @property
    def each(self) -> float:
        """Seconds for one report."""
        return self.seconds / self.reports


def build(root: Path, reports: int, jobs: int) -> Run:
    """Build every report of a workspace anew; the run fails unless each has its files."""
    run = baocao("build", "--all", "--force", "--jobs", str(jobs), root=root)
    made = len(list((root / "output" / PERIOD).rglob("*.pdf")))
    if made != reports:
        raise RuntimeError(f"{made} of {reports} reports were made:\n{run.output[-2000:]}")
    return run


class Theirs:
    """The reports of a workspace, made as people make them today."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._reports = sorted((root / "output" / PERIOD).rglob("*.docx"))
        self._folder = folder
        self._template = others.Template(self._reports[0].read_bytes())
        self._check()

    def _check(self) -> None:
        first = self._reports[0].read_bytes()
        if others.text_of_docx(self._template.render(self._template.facts(first))) != others.text_of_docx(first):
            raise RuntimeError("the template of docxtpl does not give the text of the report")

    def seconds(self, count: int, convert: Callable[[Path], Path]) -> float:
        """Return how long ``count`` reports take; what goes into the template is read before."""
        facts = [self._template.facts(path.read_bytes()) for path in self._reports[:count]]
        start = time.perf_counter()
        for number, values in enumerate(facts):
            docx = self._folder / f"{number}.docx"
            docx.write_bytes(self._template.render(values))
            if not convert(docx).is_file():
                raise RuntimeError("LibreOffice printed nothing")
        return time.perf_counter() - start


def measure(options: argparse.Namespace, folder: Path) -> tuple[list[Way], float]:
    """Return all ways after all rounds, and what two cores gain here at most."""
    gains = []
    one, two = Way("baocao, 1 process"), Way("baocao, 2 processes")
    process, staying = Way("docxtpl + a LibreOffice for each"), Way("docxtpl + unoserver")
    share, slow = options.reports // options.rounds, max(1, options.slow // options.rounds)
    profile = folder / "profile"
    for number in range(options.rounds):
        gains.append(gain_of_two())
        root = folder / f"round-{number}"
        make_workspace(root, share, seed=number)
        for way, jobs in ((one, 1), (two, 2)) if number % 2 == 0 else ((two, 2), (one, 1)):
            run = build(root, share, jobs)
            way.add(share, run.seconds, run.worker_peak(jobs))
        theirs = Theirs(root, folder)
        count = min(slow, share)
        if not process.reports:
            theirs.seconds(1, lambda docx: others.convert_in_a_process(docx, profile))  # makes its profile
        process.add(count, theirs.seconds(count, lambda docx: others.convert_in_a_process(docx, profile)))
        if others.has_unoserver(options.unoserver):
            with others.server(options.unoserver) as server:
                theirs.seconds(3, server.convert)  # warms it
                staying.add(count, theirs.seconds(count, server.convert))
        shutil.rmtree(root)
    return [way for way in (one, two, process, staying) if way.reports], statistics.median(gains)


def table(ways: list[Way], gain: float) -> str:
    """Return the results as Markdown, with the ratios that matter."""
    lines = [f"{cores()} cores.", "", "| | reports | ms each | a second | MiB a worker |", "|---|---|---|---|---|"]
    for way in ways:
        peak = f"{way.peak:.0f}" if way.peak else ""
        lines.append(f"| {way.name} | {way.reports} | {way.each * 1000:.0f} | {1 / way.each:.2f} | {peak} |")
    one, two, *theirs = ways
    ratio = f"{one.each / two.each:.2f} times as fast (wanted: 1.8)"
    lines += ["", f"- two processes to one: {ratio}; two loops of plain Python gain {gain:.2f} here"]
    for way, wanted in zip(theirs, ("2.5", "1"), strict=False):
        ratios = f"{way.each / one.each:.2f} times as fast with 1 process, {way.each / two.each:.2f} with 2"
        lines.append(f"- baocao to {way.name}: {ratios} (wanted: {wanted})")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=1000, help="made with one and with two processes each")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--slow", type=int, default=50, help="made in each of the slow ways")
    parser.add_argument("--unoserver", default="python3", metavar="PYTHON")
    parser.add_argument("--page", type=Path, help="the page of documentation that takes the table")
    options = parser.parse_args()
    if not others.has_unoserver(options.unoserver):
        print(f"{options.unoserver} has no unoserver: that comparison is left out")
    with tempfile.TemporaryDirectory(prefix="baocao-bench-") as folder:
        found = table(*measure(options, Path(folder)))
    print(found)
    if options.page:
        record(options.page, "batch", found)


if __name__ == "__main__":
    main()
