"""How the time of a batch grows with the number of reports, and what a run costs when little or nothing has changed.

    .venv/bin/python bench/scaling.py [--sizes 100 1000 5000] [--jobs N] [--chart FILE.svg] [--page FILE.md]

For each size a workspace of communes is made and built; then nothing is changed and it is built again; then one cell that
seven reports read is changed, and it is built once more.  Printed are the seconds of each run, from the start of the
program to its end, and memory; drawn is the first of them over the number of reports.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from communes import PERIOD, SHARED, change_cell, issuers, make_workspace
from processes import baocao, cores, record, run

LOAD = """
import resource, sys, time
from pathlib import Path
from baocao.office import Office
from baocao.data.dataset import Holdings
from baocao.data.periods import Period
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
office = Office(Path(sys.argv[1]))
start = time.perf_counter()
holdings = Holdings(office.workspace, office.catalogue)
findings = holdings.findings(Period.parse(sys.argv[2]), sys.argv[3])
seconds = time.perf_counter() - start
print(seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one size came to: seconds, and MiB."""

    reports: int
    all: float
    nothing: float
    seven: float
    worker_peak: float
    observations: int
    loading: float
    loading_memory: float


def measure(reports: int, jobs: int, root: Path) -> Measured:
    """Return what a workspace of so many reports costs; the run fails unless just the right reports are built."""
    make_workspace(root, reports)
    observations = sum(_numbers(path) for path in (root / "data" / PERIOD).glob("*.csv"))
    loading, memory = map(float, run(sys.executable, "-c", LOAD, str(root), PERIOD, "xa-0002").output.split())
    first = baocao("build", "--all", "--jobs", str(jobs), root=root)
    made = _made(root)
    _check("first run", len(made), reports)
    nothing = baocao("build", "--all", "--jobs", str(jobs), root=root)
    _check("run with nothing to do", len(_newer(made, _made(root))), 0)

    change_cell(root, "xa-0001")
    wanted = {f"bao-cao-{agency.code}" for agency in issuers(SHARED)}
    planned = json.loads(baocao("build", "--all", "--dry-run", "--format", "json", root=root).output)
    _check("plan", {step["report"] for step in planned if step["build"]}, wanted)
    seven = baocao("build", "--all", "--jobs", str(jobs), root=root)
    _check("run after one change", {path.stem for path in _newer(made, _made(root))}, wanted)
    peak = first.worker_peak(jobs)
    return Measured(reports, first.seconds, nothing.seconds, seven.seconds, peak, observations, loading, memory)


def _numbers(path: Path) -> int:
    """Return how many numbers a file of data holds: its columns "thực hiện" to "cùng kỳ"."""
    rows = [line.split(";") for line in path.read_text("utf-8").splitlines()[1:]]
    return sum(bool(cell) for row in rows for cell in row[2:6])


def _made(root: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in (root / "output" / PERIOD).rglob("*.pdf")}


def _newer(before: dict[Path, int], after: dict[Path, int]) -> list[Path]:
    return [path for path, moment in after.items() if before.get(path) != moment]


def _check(what: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise RuntimeError(f"{what}: {found}, not {wanted}")


def table(measured: list[Measured], jobs: int) -> str:
    """Return the results as Markdown."""
    titles = ("reports", "all, s", "ms each", "nothing to do, s", "one cell, 7 reports, s", "MiB a worker")
    titles += ("numbers", "loading them, s", "MiB")
    lines = [f"{cores()} cores, {jobs} processes.", "", f"| {' | '.join(titles)} |", "|---" * len(titles) + "|"]
    for one in measured:
        cells = (str(one.reports), f"{one.all:.0f}", f"{one.all / one.reports * 1000:.0f}", f"{one.nothing:.2f}")
        cells += (f"{one.seven:.1f}", f"{one.worker_peak:.0f}", str(one.observations))
        lines.append(f"| {' | '.join((*cells, f'{one.loading:.1f}', f'{one.loading_memory:.0f}'))} |")
    return "\n".join(lines)


def draw(measured: list[Measured], jobs: int, path: Path) -> None:
    """Draw the time of the first run over the number of reports, beside a straight line through the largest."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "baocao"
    from matplotlib import pyplot

    largest = measured[-1]
    figure, axes = pyplot.subplots(figsize=(6.4, 4))
    axes.plot([0, largest.reports], [0, largest.all / 60], color="0.6", linestyle="--", label="in proportion")
    counts, minutes = [one.reports for one in measured], [one.all / 60 for one in measured]
    axes.plot(counts, minutes, color="black", marker="o", linestyle="none", label=f"measured, {jobs} processes")
    for one in measured:
        label = f"{one.all / one.reports * 1000:.0f} ms each"
        axes.annotate(label, (one.reports, one.all / 60), textcoords="offset points", xytext=(10, -1), fontsize=9)
    right = largest.reports * 1.25  # room for the last label
    axes.set(xlabel="reports of ten pages, DOCX and PDF", ylabel="minutes", xlim=(0, right), ylim=(0, None))
    axes.legend(frameon=False)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Measure, print and draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 5000])
    parser.add_argument("--jobs", type=int, default=cores())
    parser.add_argument("--chart", type=Path)
    parser.add_argument("--page", type=Path, help="the page of documentation that takes the table")
    options = parser.parse_args()
    measured = []
    for size in sorted(options.sizes):
        with tempfile.TemporaryDirectory(prefix="baocao-bench-") as folder:
            measured.append(measure(size, options.jobs, Path(folder) / "workspace"))
            print(f"{size} reports: {measured[-1].all:.0f} s", file=sys.stderr)
    found = table(measured, options.jobs)
    print(found)
    if options.page:
        record(options.page, "scaling", found)
    if options.chart:
        draw(measured, options.jobs, options.chart)


if __name__ == "__main__":
    main()
