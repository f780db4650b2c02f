"""Step 9, refresh: the change list as a workbook: every change with its reason, and the places to read again."""

from __future__ import annotations

from decimal import Decimal

from baocao.document.register_words import day_words, exact_words, period_words
from baocao.findings import parse_place
from baocao.plaintext import as_typed
from baocao.refresh.changes import CellChange, Change, ChangeList, TextNote, Where
from baocao.sheets.writing import Column, ListSheet, list_workbook

_CHANGES = (
    Column("STT", 6, "center"),
    Column("Tên số", 44),
    Column("Cũ", 24),
    Column("Mới", 24),
    Column("Số liệu nay", 24),
    Column("Việc đã làm", 30),
    Column("Vì sao", 60),
    Column("Ở đâu", 40),
    Column("Câu", 60),
)
_NOTES = (
    Column("STT", 6, "center"),
    Column("Cần xem gì", 28),
    Column("Dự thảo viết", 60),
    Column("Mẫu nay viết", 60),
    Column("Ở đâu", 40),
)


def change_workbook(changes: ChangeList, created: str) -> bytes:
    """Return the change list as a workbook; ``created`` is an ISO 8601 time.  The same list gives the same bytes."""
    figures: list[tuple[str | Decimal | int, ...]] = [
        (number, *_change_row(change)) for number, change in enumerate(changes.changes, 1)
    ]
    bold = frozenset(at for at, change in enumerate(changes.changes) if change.fate.wants_a_look)
    sheets = [ListSheet("Số thay đổi", title(changes), _CHANGES, figures, tuple(headlines(changes)), bold)]
    if changes.notes:
        notes: list[tuple[str | Decimal | int, ...]] = [
            (number, *_note_row(note)) for number, note in enumerate(changes.notes, 1)
        ]
        sheets.append(ListSheet("Chỗ cần đọc lại", "CÁC CHỖ CẦN ĐỌC LẠI", _NOTES, notes, (changes.title,)))
    return list_workbook(sheets, created)


def title(changes: ChangeList) -> str:
    """Return the title of the list: "CÁC SỐ THAY ĐỔI SO VỚI DỰ THẢO LẦN 2"."""
    return f"CÁC SỐ THAY ĐỔI SO VỚI DỰ THẢO LẦN {changes.draft}"


def headlines(changes: ChangeList) -> list[str]:
    """Return the lines below the title: what document and draft, how much has changed, how much is to be decided."""
    moved = changes.period != changes.period_before
    of = f"; số liệu {period_words(changes.period)}, trước là {period_words(changes.period_before)}" if moved else ""
    lines = [f"{changes.title or changes.file} (dự thảo lần {changes.draft_now}{of})"]
    counts = [f"{len(changes.altered)} chỗ đã thay số", f"{changes.unchanged} chỗ không đổi"]
    if changes.open:
        counts.insert(1, f"{len(changes.open)} chỗ cần quyết định")
    if changes.notes:
        counts.append(f"{len(changes.notes)} chỗ ngoài số cần đọc lại")
    return [*lines, "; ".join(counts)]


def place_words(where: Where) -> str:
    """Return where a change stands, in words."""
    note = f"chú thích {where.note}" if where.note is not None else ""
    parts = (where.heading, note or ("" if where.story.value == "lời văn" else where.story.value))
    return " › ".join(part for part in parts if part)


def reasons(change: Change, brief: bool = False) -> list[str]:
    """Return why a figure changed, a line for each cell: which, from what to what, received when, from whom.

    ``brief``: the cell without folder, sheet and line, and without the note on its source.
    """
    lines = [_reason(cell, brief) for cell in change.cells]
    return [*lines, change.refusal] if change.refusal else lines


def _reason(cell: CellChange, brief: bool) -> str:
    before, after = exact_words(cell.before) or "chưa có", exact_words(cell.after) or "không còn"
    said = f"{cell.measure}: {before} → {after}" if cell.measure else f"{before} → {after}"
    received = f"nhận ngày {day_words(cell.received)}" if cell.received else ""
    more = [part for part in (received, cell.agency, "" if brief else cell.source) if part]
    place = parse_place(cell.place)
    where = f"{place.file.rpartition('/')[2]} {place.cell or ''}".rstrip() if brief else cell.place
    return f"{where}: {said}" + (f" ({'; '.join(more)})" if more else "")


def _change_row(change: Change) -> tuple[str, ...]:
    return (
        change.name,
        as_typed(change.old),
        as_typed(change.new),
        as_typed(change.computed),
        change.fate.value,
        "\n".join(reasons(change)),
        place_words(change.where),
        as_typed(change.where.sentence),
    )


def _note_row(note: TextNote) -> tuple[str, ...]:
    return note.kind.value, note.draft or note.figure, note.template, note.heading
