"""How fast a draft is refreshed, beside building its DOCX and PDF anew, in one run.

    .venv/bin/python bench/refresh.py [--rounds N] [--report NAME --period P]

The largest report of the repository: its draft, read from bytes and given back as bytes, data and templates loaded from
files each time.  Three refreshes take turns with the build: nothing changed, every number changed, every change tracked.
"""

from __future__ import annotations

import argparse
import datetime
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from baocao.build import build_report
from baocao.data.periods import Period
from baocao.office import Office
from baocao.refresh.refreshing import refresh
from baocao.refresh.wishes import Wishes
from baocao.refresh.wording import Revision

ROOT = Path(__file__).parents[1]
TODAY = datetime.date(2026, 1, 2)
OTHER = "1"
"""What is put before the first number of each row of data, so that all of them are other ones."""


def built(root: Path, report: str, period: Period) -> bytes:
    """Return the DOCX that a build makes; the PDF is made too."""
    outputs = build_report(Office(root), report, period).outputs
    return next(data for name, data in outputs.items() if name.endswith(".docx"))


def other_data(root: Path, period: Period) -> Path:
    """Return a copy of the workspace in which each row of the period's data has another number."""
    for folder in ("data", "templates"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copy(ROOT / "baocao.toml", root)
    for file in (root / "data" / str(period)).glob("*.csv"):
        lines = file.read_text(encoding="utf-8").splitlines()
        header = lines[0].split(";")
        if "thực hiện" not in header:
            continue
        at = header.index("thực hiện")
        rows = [line.split(";") for line in lines[1:]]
        for row in rows:
            if '"' not in ";".join(row[: at + 1]) and len(row) > at and row[at][:1].isdigit():
                row[at] = OTHER + row[at]
        file.write_text("\n".join([lines[0], *(";".join(row) for row in rows)]) + "\n", encoding="utf-8")
    return root


def race(runs: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return the median seconds of each, one warm-up each, then turn by turn."""
    for run in runs.values():
        run()
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            start = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(measured) for name, measured in times.items()}


def main() -> None:
    """Run the race and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--report", default="ke-hoach-5-nam")
    parser.add_argument("--period", default="2026-2030")
    chosen = parser.parse_args()
    period = Period.parse(chosen.period)
    draft = built(ROOT, chosen.report, period)
    revision = Revision("baocao", "2026-01-02T00:00:00Z")
    with tempfile.TemporaryDirectory() as folder:
        other = other_data(Path(folder), period)

        def refreshed(root: Path, revision: Revision | None = None) -> int:
            outcome = refresh(Office(root), draft, "du-thao.docx", Wishes(TODAY, revision=revision))
            if outcome.changes is None:
                raise SystemExit("\n".join(finding.message for finding in outcome.findings.errors))
            return len(outcome.changes.altered)

        counts = refreshed(ROOT), refreshed(other), refreshed(other, revision)
        runs: dict[str, Callable[[], object]] = {
            "dựng DOCX và PDF": lambda: built(ROOT, chosen.report, period),
            f"cập nhật, {counts[0]} chỗ đổi": lambda: refreshed(ROOT),
            f"cập nhật, {counts[1]} chỗ đổi": lambda: refreshed(other),
            f"cập nhật có theo dõi, {counts[2]} chỗ đổi": lambda: refreshed(other, revision),
        }
        found = race(runs, chosen.rounds)
    whole = next(iter(found.values()))
    print(f"{chosen.report} {period}; {os.cpu_count()} nhân; {chosen.rounds} lượt, trung vị")
    for name, seconds in found.items():
        print(f"{name}: {seconds * 1000:.0f} ms, {seconds / whole:.2f} lần thời gian dựng")


if __name__ == "__main__":
    main()
