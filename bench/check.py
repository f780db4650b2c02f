"""How fast a report of some forty pages is checked, as DOCX, as PDF and as marked text.

    .venv/bin/python bench/check.py [--rounds N] [--report ke-hoach-5-nam --period 2026-2030]

The report is built first; then each form is read and put through all rules, in one process, warm.  Printed are medians of
reading and of checking, in time of the processor: checking as if no text of it had been checked before, and once more
when what the rules find in its texts is kept.
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pypdf import PdfReader

from baocao.build import build_report
from baocao.checks.families import check_reading
from baocao.checks.passages import Reading
from baocao.checks.reading import read_file
from baocao.data.periods import Period
from baocao.findings import Findings
from baocao.office import Office

ROOT = Path(__file__).parents[1]


def marked(reading: Reading) -> bytes:
    """Return a reading as marked text: headings, calls and notes as the published reports are kept."""
    lines = []
    for index, passage in enumerate(reading.passages):
        text = passage.text.replace("\n", " ")
        for call in reversed(passage.calls):
            text = text[: call.at] + "".join(f"[^{note}]" for note in call.notes) + text[call.at :]
        head = f"[^{index}]: " if passage.note else "#" * (passage.level or 0) + " " * bool(passage.level)
        lines.append(head + text)
    return "\n\n".join(lines).encode()


def forget() -> None:
    """Forget what the checks keep of texts."""
    for name, module in sys.modules.items():
        if name.startswith("baocao.checks"):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


def median(run: Callable[[], object], rounds: int, before: Callable[[], object] = int) -> float:
    """Return the median seconds of the processor that a run takes, after one to warm up: other programs do not count.

    ``before`` is done before each run and not counted.
    """
    run()
    times = []
    for _ in range(rounds):
        before()
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return statistics.median(times)


def main() -> None:
    """Build the report, check it in its three forms, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--report", default="ke-hoach-5-nam")
    parser.add_argument("--period", default="2026-2030")
    asked = parser.parse_args()

    outputs = build_report(Office(ROOT), asked.report, Period.parse(asked.period)).outputs
    files = {Path(name).suffix: data for name, data in outputs.items() if name.endswith((".docx", ".pdf"))}
    files[".md"] = marked(read_file("thu.docx", files[".docx"], Findings()))
    pages = len(PdfReader(io.BytesIO(files[".pdf"])).pages)
    print(f"{os.cpu_count()} nhân; {asked.report} {asked.period}; {asked.rounds} lượt, trung vị; {pages} trang")
    for suffix, data in files.items():
        reading = read_file(f"thu{suffix}", data, Findings())
        read_in = median(lambda data=data, suffix=suffix: read_file(f"thu{suffix}", data, Findings()), asked.rounds)
        check_in = median(lambda reading=reading: check_reading(reading), asked.rounds, forget)
        again_in = median(lambda reading=reading: check_reading(reading), asked.rounds)
        told = len(check_reading(reading).items)
        print(
            f"{suffix}: đọc {read_in * 1000:.0f} ms + soát {check_in * 1000:.0f} ms = {(read_in + check_in) * 1000:.0f} ms"
            f" (soát lại {again_in * 1000:.0f} ms; {len(reading.passages)} đoạn, {told} thông báo)"
        )


if __name__ == "__main__":
    main()
