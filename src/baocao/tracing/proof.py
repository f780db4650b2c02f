"""Step 9, trace: bản soát số: a copy of a DOCX with its figures shaded and numbered, and a table to be confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from baocao.document.formatting import GRID
from baocao.document.tree import (
    Alignment,
    Block,
    Cell,
    Field,
    Marks,
    Page,
    Paragraph,
    ParagraphFormat,
    Row,
    Section,
    Table,
    Text,
)
from baocao.docx.package import open_package, save_package
from baocao.docx.proofmarks import number_figures
from baocao.docx.writer import append
from baocao.narrative import vietnamese as vi
from baocao.plaintext import as_typed
from baocao.tracing.opened import Opened
from baocao.tracing.present_data import PresentData
from baocao.tracing.traces import Trace

_PAGE = Page(width=16838, height=11906, top=1134, bottom=1134, left=1134, right=850)
_STYLE = "Normal"
_BODY = 22  # half-points
_PLAIN = ParagraphFormat(indent_left=0, indent_right=0, indent_first=0, space_before=20, space_after=20)
_HEADER = (Paragraph("header", (Field("PAGE", "2"),)),)


@dataclass(frozen=True, slots=True)
class ProofRow:
    """One figure of a proof: its number, what is known of it, and its value in an earlier period (empty: none)."""

    number: int
    trace: Trace
    earlier: str


def proof_rows(opened: Opened, traces: Iterable[Trace], present: PresentData | None) -> list[ProofRow]:
    """Return a row for each figure of ``traces``, numbered in reading order; one printed twice has one row.

    Where a figure was typed over in one of its places, that place is the one told of.  Figures without a number
    ("...", a placeholder) have nothing to be confirmed and no row.
    """
    chosen: dict[str, Trace] = {}
    for trace in traces:
        if trace.cells and (trace.id not in chosen or (trace.overtyped and not chosen[trace.id].overtyped)):
            chosen[trace.id] = trace
    return [
        ProofRow(number, trace, _earlier(opened, trace, present)) for number, trace in enumerate(chosen.values(), 1)
    ]


def _earlier(opened: Opened, trace: Trace, present: PresentData | None) -> str:
    entry = opened.entries.get(trace.id)
    found = present.earlier(entry) if present and entry else None
    return f"{as_typed(found[1].text)} ({found[0].name})" if found else ""


def proof_copy(data: bytes, opened: Opened, rows: Sequence[ProofRow], agency: str) -> bytes:
    """Return the DOCX ``data`` with the figures of ``rows`` marked and their table behind it; ``agency`` may be empty.

    ``opened`` is what opening ``data`` gave and is a DOCX.
    """
    assert opened.document is not None
    parts = open_package(data, opened.name)
    number_figures(parts, opened.document, {row.trace.id: row.number for row in rows}, opened.name)
    append(parts, (_section(opened, rows, agency),), opened.name)
    return save_package(parts)


def _section(opened: Opened, rows: Sequence[ProofRow], agency: str) -> Section:
    asked = agency or "các cơ quan cung cấp số liệu"
    blocks: list[Block] = [
        _line("BẢNG SOÁT SỐ LIỆU", Marks(bold=True, size=28)),
        _line(f"(Kèm theo dự thảo {opened.title or opened.name})", Marks(italic=True, size=28)),
        _line(f"Cơ quan xác nhận: {asked}. Số thứ tự trong bảng là số trong ngoặc vuông ở văn bản.", Marks(size=26)),
        _table(rows, with_agency=not agency),
        _signatures(agency),
    ]
    return Section(tuple(blocks), _PAGE, header=_HEADER, first_header=(), restart=True)


def _line(text: str, marks: Marks) -> Paragraph:
    space = replace(_PLAIN, alignment=Alignment.CENTER, space_after=80, keep_next=True)
    return Paragraph(_STYLE, (Text(vi.glue(text), marks),), space)


def _table(rows: Sequence[ProofRow], with_agency: bool) -> Table:
    heads = ["STT", "Tên số", "Kỳ", "Số trong văn bản", "Kỳ trước, cùng kỳ", "Nguồn", "Xác nhận (đúng, hoặc sửa thành)"]
    widths = [740, 3500, 1500, 2000, 1900, 3614, 1600]
    if with_agency:
        heads.insert(1, "Cơ quan")
        widths[1:] = [1500, 2900, 1300, 1900, 1800, 3214, 1500]
    head = Row(tuple(_cell(text, Alignment.CENTER, Marks(bold=True, size=_BODY)) for text in heads), True, True)
    body = (Row(tuple(_cells(row, with_agency)), whole=True) for row in rows)
    return Table(tuple(widths), (head, *body), GRID)


def _cells(row: ProofRow, with_agency: bool) -> Iterable[Cell]:
    trace = row.trace
    yield _cell(str(row.number), Alignment.CENTER)
    if with_agency:
        yield _cell(trace.agency)
    yield _cell(trace.name.removesuffix(f", {trace.period}"))
    yield _cell(trace.period)
    yield _cell(*_shown(trace))
    yield _cell(row.earlier)
    yield _cell(*_sources(trace))
    yield _cell("")


def _shown(trace: Trace) -> tuple[str, ...]:
    """Return the figure as it stands, its value before rounding where rounding took something, and how it came about."""
    lines = [as_typed(trace.shown)]
    if trace.overtyped:
        lines.append(f"(đã sửa tay; khi làm ra ghi “{as_typed(trace.printed or '')}”)")
    if trace.formula:
        lines.append(f"= {trace.formula} = {trace.brief_value}" if trace.value else trace.formula)
    return tuple(lines)


def _sources(trace: Trace) -> tuple[str, ...]:
    cells: dict[str, dict[str, None]] = {}
    for cell in trace.cells:
        file = ", ".join(filter(None, (cell.place.file, cell.place.sheet)))
        cells.setdefault(file, {})[cell.place.cell or ""] = None
    places = [f"{file}: {', '.join(filter(None, names))}".rstrip(": ") for file, names in cells.items()]
    received = [f"Nhận ngày {', '.join(trace.received)}"] if trace.received else []
    return (*places, *trace.sources, *received)


def _cell(first: str, *rest: str | Alignment | Marks) -> Cell:
    """Return a cell with a paragraph for each text; an alignment or marks among ``rest`` hold for all of them."""
    marks = next((item for item in rest if isinstance(item, Marks)), Marks(size=_BODY))
    side = next((item for item in rest if isinstance(item, Alignment)), Alignment.LEFT)
    texts = (first, *(item for item in rest if isinstance(item, str)))
    space = replace(_PLAIN, alignment=side)
    return Cell(
        tuple(Paragraph(_STYLE, (Text(text, marks),) if text else (), space) for text in texts), vertical="center"
    )


def _signatures(agency: str) -> Table:
    """Return the place where the agency signs, at the right of the page."""
    lines = (
        Text(f"Ngày{vi.NBSP * 6}tháng{vi.NBSP * 6}năm{vi.NBSP * 8}", Marks(italic=True, size=26)),
        Text("ĐẠI DIỆN CƠ QUAN XÁC NHẬN", Marks(bold=True, size=26)),
        *((Text(agency, Marks(bold=True, size=26)),) if agency else ()),
        Text("(Ký, ghi rõ họ tên)", Marks(italic=True, size=26)),
    )
    space = replace(_PLAIN, alignment=Alignment.CENTER, keep_next=True)
    above = replace(space, space_before=240)
    signed = Cell(tuple(Paragraph(_STYLE, (line,), space if at else above) for at, line in enumerate(lines)))
    return Table((7427, 7427), (Row((Cell((Paragraph(_STYLE, (), _PLAIN),)), signed), whole=True),))
