"""Step 9, build: one at a time writes over the finished files of a workspace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from baocao.errors import BaocaoError
from baocao.findings import Place
from baocao.workspace import CONFIG_FILE

OUTPUT = "output"
TURN_FILE = f"{OUTPUT}/.baocao/turn"


@contextmanager
def turn(root: Path) -> Iterator[None]:
    """Hold the workspace for one command; the system lets go of it however the process ends.

    Raises BaocaoError (DB101) when another command holds it, KG011 when ``output/`` cannot be written.
    """
    path = root / TURN_FILE
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path)
        lock.acquire(timeout=0)
    except Timeout:
        hint = "Chờ lệnh kia (build, refresh, print hoặc close) xong rồi chạy lại; không có tệp nào cần xóa bằng tay."
        message = "một lệnh khác đang ghi vào thư mục kết quả này"
        raise BaocaoError.because("DB101", message, Place(OUTPUT), hint) from None
    except OSError as error:
        hint = "Xem lại quyền ghi và chỗ trống trên ổ đĩa."
        raise BaocaoError.because("KG011", "không ghi được vào thư mục kết quả", Place(OUTPUT), hint) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def turn_to_replace(file: Path) -> Iterator[None]:
    """Hold the workspace in whose ``output/`` a file lies that is going to be written over.

    A file that is new, or lies elsewhere, is nothing that a build could be writing: it need not wait.
    """
    folders = file.resolve().parents
    outputs = (folder for folder in folders if folder.name == OUTPUT and (folder.parent / CONFIG_FILE).is_file())
    output = next(outputs, None)
    if output is None or not file.exists():
        yield
        return
    with turn(output.parent):
        yield
