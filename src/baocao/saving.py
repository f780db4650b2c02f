"""Step 9, build: finished files put in their place, whole or not at all."""

from __future__ import annotations

import glob
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from baocao.errors import BaocaoError
from baocao.findings import Place


def save(outputs: dict[str, bytes], root: Path) -> list[Path]:
    """Write finished files below ``root``, each under a temporary name first, and return their paths.

    A crash leaves the old file or the new one, never half a file.  Raises BaocaoError (KG011) when a file cannot be
    written.
    """
    return [_replace(root / name, data) for name, data in outputs.items()]


def sweep(names: Iterable[str], root: Path) -> None:
    """Remove the temporary files that a killed process has left beside finished ones of these names below ``root``."""
    for name in names:
        target = root / name
        for left in target.parent.glob(f".{glob.escape(target.name)}.????????"):
            left.unlink(missing_ok=True)


def _replace(target: Path, data: bytes) -> Path:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, 0o644)
            os.replace(temporary, target)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        hint = "Đóng tệp nếu đang mở ở chương trình khác; xem lại quyền ghi và chỗ trống trên ổ đĩa."
        raise BaocaoError.because("KG011", "không ghi được tệp", Place(str(target)), hint) from error
    return target
