"""How far a batch has come: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from baocao.batch.batches import Result

_SECONDS_BETWEEN_LINES = 5.0


class BatchProgress:
    """Shows on stderr what is done, has failed and remains, at what rate, and how long it will take still."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = self._failed = 0
        self._began = time.monotonic()
        self._last_line = float("-inf")
        self._console = Console(stderr=True)
        told = "xong {task.fields[done]}, lỗi {task.fields[failed]}, còn {task.fields[left]}, {task.fields[rate]} báo cáo/phút"
        columns = (TextColumn("Đang dựng"), BarColumn(), TextColumn(told), TimeRemainingColumn())
        self._bar = Progress(*columns, console=self._console, transient=True, disable=not self._console.is_terminal)
        self._task = self._bar.add_task("", total=total, done=0, failed=0, left=total, rate="…")

    def __enter__(self) -> BatchProgress:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def advance(self, result: Result) -> None:
        """Count one more report."""
        self._done += bool(result.written)
        self._failed += result.done and not result.written
        left = self._total - self._done - self._failed
        minutes = (time.monotonic() - self._began) / 60
        rate = f"{(self._done + self._failed) / minutes:.0f}" if minutes else "…"
        self._bar.update(self._task, advance=1, done=self._done, failed=self._failed, left=left, rate=rate)
        if not self._console.is_terminal and (time.monotonic() - self._last_line > _SECONDS_BETWEEN_LINES or not left):
            self._last_line = time.monotonic()
            remaining = f", còn khoảng {_long(60 * left * minutes / (self._done + self._failed))}" if left else ""
            self.say(f"Đã dựng {self._done}/{self._total}, lỗi {self._failed}, {rate} báo cáo/phút{remaining}")

    def say(self, words: str) -> None:
        """Show one line, above the bar where there is one."""
        # Without emoji and markup nothing is imported on the way: the words may come from a signal, in the midst of an import.
        self._console.print(words, highlight=False, emoji=False, markup=False)


def _long(seconds: float) -> str:
    """Return a stretch of time in whole seconds, from two minutes on in whole minutes."""
    return f"{seconds:.0f} giây" if seconds < 120 else f"{seconds / 60:.0f} phút"
