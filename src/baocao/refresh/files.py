"""Step 9, refresh: where a refreshed draft is put, so that no file of anybody is lost."""

from __future__ import annotations

from pathlib import Path

from baocao.errors import BaocaoError
from baocao.findings import Place

_NEW, _OLD = "cap-nhat", "truoc-cap-nhat"


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


def _free(draft: Path, word: str) -> Path:
    candidate, number = draft.with_name(f"{draft.stem}-{word}.docx"), 1
    while candidate.exists():
        number += 1
        candidate = draft.with_name(f"{draft.stem}-{word}-{number}.docx")
    return candidate
