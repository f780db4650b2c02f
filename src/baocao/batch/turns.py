"""Step 9, build: one build at a time in a workspace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from baocao.errors import BaocaoError
from baocao.findings import Place

TURN_FILE = "output/.baocao/turn"


@contextmanager
def turn(root: Path) -> Iterator[None]:
    """Hold the workspace for one build; the system lets go of it however the process ends.

    Raises BaocaoError (DB101) when another build holds it, KG011 when ``output/`` cannot be written.
    """
    path = root / TURN_FILE
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path)
        lock.acquire(timeout=0)
    except Timeout:
        hint = "Chờ lần dựng kia xong rồi chạy lại; không có tệp nào cần xóa bằng tay."
        message = "một lần dựng khác đang chạy trong thư mục làm việc này"
        raise BaocaoError.because("DB101", message, Place("output"), hint) from None
    except OSError as error:
        hint = "Xem lại quyền ghi và chỗ trống trên ổ đĩa."
        raise BaocaoError.because("KG011", "không ghi được vào thư mục kết quả", Place("output"), hint) from error
    try:
        yield
    finally:
        lock.release()
