"""Programs run to their end, with the time they took and the most memory that each of their processes held."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

BAOCAO = (sys.executable, "-c", "from baocao.cli import main; main()")
"""The command line of this source tree, whether it is installed or not."""
_PAUSE = 0.1
_LOOP = (sys.executable, "-c", "for number in range(50_000_000): number * number")


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a program: seconds, its output, and the peak memory (MiB) of itself and of the processes below it."""

    seconds: float
    output: str
    own_peak: float
    peaks_below: tuple[float, ...]

    def worker_peak(self, jobs: int) -> float:
        """The most that one process that did the work held: with one job the program itself, else one below it."""
        return self.own_peak if jobs == 1 else max(self.peaks_below, default=0.0)


def run(*command: str, folder: Path | None = None, codes: tuple[int, ...] = (0,)) -> Run:
    """Run a program to its end; RuntimeError with what it said when it ends with none of ``codes``."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    peaks: dict[int, float] = {}
    ended = threading.Event()
    watch = threading.Thread(target=_watch, args=(process.pid, peaks, ended), daemon=True)
    watch.start()
    output, _ = process.communicate()
    seconds = time.perf_counter() - start
    ended.set()
    watch.join()
    if process.returncode not in codes:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{output[-2000:]}")
    return Run(seconds, output, peaks.pop(process.pid, 0.0), tuple(peaks.values()))


def baocao(*arguments: str, root: Path, codes: tuple[int, ...] = (0,)) -> Run:
    """Run the command line of baocao in the workspace ``root``."""
    return run(*BAOCAO, *arguments, "--root", str(root), codes=codes)


def gain_of_two() -> float:
    """Return how many times as fast two loops of plain Python run at once as one after the other: two cores may be one."""
    start = time.perf_counter()
    subprocess.run(_LOOP, check=True)
    one = time.perf_counter() - start
    start = time.perf_counter()
    both = [subprocess.Popen(_LOOP) for _ in range(2)]
    for process in both:
        process.wait()
    return 2 * one / (time.perf_counter() - start)


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0))


def record(page: Path, name: str, text: str) -> None:
    """Put ``text`` into a page of documentation, in place of what stands there between the two comments of that name."""
    before, opening, rest = page.read_text("utf-8").partition(f"<!-- {name} -->\n")
    _, closing, after = rest.partition(f"<!-- /{name} -->")
    if not opening or not closing:
        raise ValueError(f"{page} has no place named {name}")
    page.write_text(f"{before}{opening}{text.rstrip()}\n{closing}{after}", "utf-8")


def _watch(top: int, peaks: dict[int, float], ended: threading.Event) -> None:
    """Keep the peak of ``top`` and of the processes below it; the system keeps the peak, so few looks are enough."""
    while not ended.wait(_PAUSE):
        parents = _parents()
        family = {top}
        while more := {pid for pid, parent in parents.items() if parent in family} - family:
            family |= more
        for pid in family:
            if peak := _peak(pid):
                peaks[pid] = peak


def _parents() -> dict[int, int]:
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:  # it has ended
                continue
            parents[int(folder.name)] = int(fields[1])
    return parents


def _peak(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)
