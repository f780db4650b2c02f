"""Step 9, build: finished files put in their place, whole or not at all."""

from __future__ import annotations

import contextlib
import glob
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from baocao.errors import BaocaoError
from baocao.findings import Place


def save(outputs: dict[str, bytes], root: Path) -> list[Path]:
    """Write finished files below ``root``, or under absolute names, and return their paths.

    All are written under temporary names first and only then take their places: a folder that cannot be written to
    leaves every old file as it was, a crash the old file or the new one, never half a file.  Raises BaocaoError (KG011)
    when a file cannot be written.
    """
    waiting: dict[Path, str] = {}
    try:
        for name, data in outputs.items():
            waiting[root / name] = _temporary(root / name, data)
        targets = list(waiting)
        for target in targets:
            with _told(target):
                os.replace(waiting[target], target)
            del waiting[target]
    finally:
        for temporary in waiting.values():
            os.unlink(temporary)
    return targets


def sweep(names: Iterable[str], root: Path) -> None:
    """Remove the temporary files that a killed process has left beside finished ones of these names below ``root``."""
    for name in names:
        target = root / name
        for left in target.parent.glob(f".{glob.escape(target.name)}.????????"):
            left.unlink(missing_ok=True)


def _temporary(target: Path, data: bytes) -> str:
    with _told(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, 0o644)
        except BaseException:
            os.unlink(temporary)
            raise
    return temporary


@contextlib.contextmanager
def _told(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        hint = "Đóng tệp nếu đang mở ở chương trình khác; xem lại quyền ghi và chỗ trống trên ổ đĩa."
        raise BaocaoError.because("KG011", "không ghi được tệp", Place(str(target)), hint) from error
