"""Step 9, refresh: where a refreshed draft is put, so that no file of anybody is lost."""

from __future__ import annotations

import datetime
from pathlib import Path

from baocao.errors import BaocaoError
from baocao.findings import Place
from baocao.refresh.change_list import change_workbook
from baocao.refresh.change_page import change_page
from baocao.refresh.changes import ChangeList

_NEW, _OLD, _LIST = "cap-nhat", "truoc-cap-nhat", "so-thay-doi"


def new_file(draft: Path, out: Path | None) -> Path:
    """Return where the new draft goes: ``out``, or a free name beside the draft.

    Raises BaocaoError (CN103) when ``out`` is there already.
    """
    if out is None:
        return _free(draft, _NEW)
    if out.exists():
        hint = "Chọn tên khác cho --out, hoặc dùng --in-place để thay chính dự thảo (có bản sao dự phòng)."
        raise BaocaoError.because("CN103", "tệp sẽ ghi đã có", Place(str(out)), hint)
    return out


def backup_file(draft: Path) -> Path:
    """Return a free name beside the draft for a copy of it as it was."""
    return _free(draft, _OLD)


def list_files(changes: ChangeList, draft: Path, day: datetime.date) -> dict[Path, bytes]:
    """Return the list of changes as files with free names beside the new ``draft``: a workbook, a page as DOCX and PDF.

    Raises MachineError when the machine cannot print.
    """
    created = f"{day.isoformat()}T00:00:00Z"
    page = change_page(changes, created)
    files = {".xlsx": change_workbook(changes, created), ".docx": page.docx, ".pdf": page.pdf}
    stem = _free(draft, _LIST, tuple(files)).with_suffix("")
    return {stem.with_name(f"{stem.name}{ending}"): data for ending, data in files.items()}


def _free(draft: Path, word: str, endings: tuple[str, ...] = (".docx",)) -> Path:
    """Return a name for a DOCX beside the draft that is free with all of ``endings``."""
    stem, number = f"{draft.stem}-{word}", 1
    while any(draft.with_name(f"{stem}{ending}").exists() for ending in endings):
        number += 1
        stem = f"{draft.stem}-{word}-{number}"
    return draft.with_name(f"{stem}.docx")
