"""Step 9, trace: the whole register of a document as a workbook, in the order in which a reader meets the figures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from baocao.plaintext import as_typed
from baocao.sheets.writing import Column, ListSheet, list_workbook
from baocao.tracing.differences import Comparison
from baocao.tracing.opened import Opened
from baocao.tracing.traces import UNCHANGED, Trace

_COLUMNS = (
    Column("STT", 6, "center"),
    Column("Chữ trong văn bản", 26),
    Column("Tên số", 44),
    Column("Kỳ", 18),
    Column("Giá trị trước khi làm tròn", 16, "right"),
    Column("Cách tính", 28),
    Column("Cơ quan cung cấp", 22),
    Column("Ngày nhận", 13, "center"),
    Column("Nguồn", 34),
    Column("Tệp", 28),
    Column("Trang", 12),
    Column("Ô", 12, "center"),
    Column("Ở đâu", 40),
    Column("Câu", 60),
    Column("Ghi chú", 30),
)
NO_DAY = "2000-01-01T00:00:00Z"
"""The time of a list about a document that does not say when it was made."""


def register_workbook(opened: Opened, traces: Sequence[Trace]) -> bytes:
    """Return the figures of a document as a workbook, one row for each place where one stands."""
    rows = [(number, *_row(trace)) for number, trace in enumerate(traces, 1)]
    lines = (opened.title, f"Tệp {opened.name}: {len(rows)} chỗ, {len({trace.id for trace in traces})} số khác nhau")
    sheet = ListSheet("Nguồn của số", "NGUỒN CỦA TỪNG SỐ TRONG VĂN BẢN", _COLUMNS, rows, tuple(filter(None, lines)))
    return list_workbook([sheet], day_of(opened))


def day_of(opened: Opened) -> str:
    """Return the ISO 8601 time that lists about a document bear."""
    return (opened.document.meta.created if opened.document else "") or NO_DAY


def _row(trace: Trace) -> tuple[str | Decimal | int, ...]:
    cells = trace.cells
    return (
        as_typed(trace.shown),
        trace.name,
        trace.period,
        trace.value,
        trace.formula,
        trace.agency,
        "\n".join(trace.received),
        "\n".join(trace.sources),
        "\n".join(dict.fromkeys(cell.place.file for cell in cells)),
        "\n".join(dict.fromkeys(cell.place.sheet or "" for cell in cells)).strip(),
        "\n".join(dict.fromkeys(cell.place.cell or "" for cell in cells)).strip(),
        trace.place,
        trace.sentence,
        remark(trace),
    )


def remark(trace: Trace) -> str:
    """Return what a person should know of a figure beside its origin: typed over, changed since, without a number."""
    notes: list[str] = []
    if trace.printed is None:
        notes.append("không có trong sổ số liệu của tệp")
    elif trace.overtyped:
        notes.append(f"đã sửa tay, khi làm ra ghi “{as_typed(trace.printed)}”")
    if trace.now and trace.now != UNCHANGED:
        notes.append(f"số liệu nay cho “{trace.now}”")
    return "; ".join(notes)


def comparison_workbook(comparison: Comparison) -> bytes:
    """Return the differences between documents as a workbook, a column for each of them."""
    columns = (
        Column("STT", 6, "center"),
        Column("Tên số", 44),
        *(Column(file, 30) for file in comparison.files),
        Column("Ở đâu", 40),
        Column("Câu", 60),
    )
    rows: list[tuple[str | Decimal | int, ...]] = [
        (number, found.name, *(version.words for version in found.versions), found.place, found.sentence)
        for number, found in enumerate(comparison.differences, 1)
    ]
    line = f"{len(rows)} số khác nhau, {comparison.same} số giống nhau"
    return list_workbook(
        [ListSheet("Số khác nhau", "CÁC SỐ KHÁC NHAU GIỮA CÁC VĂN BẢN", columns, rows, (line,))], NO_DAY
    )
