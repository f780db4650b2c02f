"""Step 9, refresh: the list of changes in lines of text, for the screen."""

from __future__ import annotations

from collections.abc import Iterator

from baocao.document.register_words import day_words, exact_words, period_words
from baocao.docx.ooxml import excerpt
from baocao.narrative import vietnamese as vi
from baocao.plaintext import as_typed
from baocao.refresh.changes import CellChange, Change, ChangeList, Fate, NoteKind, TextNote, Where

_MOST = 20
"""More changes of one fate than these are counted, not shown, unless somebody has to decide about them."""


def lines(changes: ChangeList) -> Iterator[str]:
    """Yield the list of changes line by line, what people have to decide last."""
    yield _summary(changes)
    for fate in sorted(Fate, key=lambda fate: fate.wants_a_look):
        found = [change for change in changes.changes if change.fate is fate]
        if found:
            yield from _of_fate(fate, found)
    for kind in NoteKind:
        notes = [note for note in changes.notes if note.kind is kind]
        if notes:
            yield ""
            yield f"{vi.upper_first(kind.value)} ({len(notes)} chỗ):"
            for note in notes:
                yield from _of_note(note)


def _summary(changes: ChangeList) -> str:
    period = period_words(changes.period)
    parts = [
        f"{len(changes.altered)} chỗ đã thay số",
        f"{len(changes.open)} chỗ cần quyết định",
        f"{changes.unchanged} chỗ giữ nguyên",
    ]
    if changes.repaired:
        parts.append(f"{changes.repaired} ô số liệu mất nhãn đã nối lại")
    number = f"Dự thảo lần {changes.draft}"
    if changes.draft_now != changes.draft:
        number += f" thành lần {changes.draft_now}"
    return f"{number}, {period}: {', '.join(parts)}."


def _of_fate(fate: Fate, changes: list[Change]) -> Iterator[str]:
    yield ""
    yield f"{vi.upper_first(fate.value)} ({len(changes)} chỗ):"
    most = len(changes) if fate.wants_a_look else _MOST
    for change in changes[:most]:
        yield f"  {change.name}: {_texts(change)}"
        place = " ".join(_place(change.where))
        if place:
            yield f"    {place}"
        yield from (f"    do {_cell(cell)}" for cell in change.cells)
        if change.refusal:
            yield f"    Không đưa vào số liệu được: {change.refusal}."
        if change.answers:
            yield f"    Trả lời: --answer {change.id}{' hoặc '.join(f'={answer.value}' for answer in change.answers)}"
    if len(changes) > most:
        yield f"  … còn {len(changes) - most} chỗ nữa; xem hết bằng --format json."


def _texts(change: Change) -> str:
    old, new, computed = (
        excerpt(as_typed(text), 80) or "(trống)" for text in (change.old, change.new, change.computed)
    )
    if change.fate is Fate.REMADE:
        return "làm lại theo số liệu"
    if change.fate.alters and old == new:  # what was typed is what the data say from now on
        return new
    if change.fate.alters:
        return f"{old} → {new}"
    return f"{old}; số liệu nay in: {computed}" if computed != old else old


def _place(where: Where) -> Iterator[str]:
    if where.position < 0:
        return
    if where.heading:
        yield f"{excerpt(where.heading, 70)} -"
    if where.note is not None:
        yield f"chú thích {where.note}:"
    yield f"“{excerpt(where.sentence, 140)}”" if where.sentence else where.story.value


def _cell(cell: CellChange) -> str:
    before, after = exact_words(cell.before) or "(chưa dùng)", exact_words(cell.after) or "(không dùng nữa)"
    known = [
        f"nhận ngày {day_words(cell.received)}" if cell.received else "",
        cell.agency,
        cell.source,
    ]
    about = ", ".join(part for part in known if part)
    measure = f" ({cell.measure})" if cell.measure else ""
    return f"{cell.place}{measure}: {before} → {after}" + (f"; {about}" if about else "")


def _of_note(note: TextNote) -> Iterator[str]:
    if note.heading:
        yield f"  {excerpt(note.heading, 70)}"
    if note.draft:
        yield f"    dự thảo: “{note.draft}”"
    if note.template:
        yield f"    mẫu: “{note.template}”"
    if note.figure:
        yield f"    số: {note.figure}"
