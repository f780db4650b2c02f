"""Step 9, refresh: the change list as one A4 page for the leader's desk: what has changed, and what is to be decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from baocao.document.formatting import GRID
from baocao.document.register_words import period_words
from baocao.document.tree import (
    Alignment,
    Block,
    Cell,
    Document,
    Marks,
    Meta,
    Page,
    Paragraph,
    ParagraphFormat,
    Row,
    Section,
    Table,
    Text,
)
from baocao.docx.blank import blank_frame
from baocao.docx.reader import read
from baocao.docx.writer import write
from baocao.findings import Findings
from baocao.narrative import vietnamese as vi
from baocao.plaintext import as_typed
from baocao.printing.attached import count_pages
from baocao.printing.pdf import print_pdf
from baocao.refresh.change_list import headlines, place_words, reasons, title
from baocao.refresh.changes import Change, ChangeList

_PAGE = Page(top=1134, bottom=850, left=1134, right=850)
_WIDTHS = (680, 2900, 1700, 1900, 2742)
_HEADS = ("STT", "Số", "Cũ", "Mới", "Vì sao")
_SMALL = Marks(size=20)
_PLAIN = ParagraphFormat(indent_left=0, indent_right=0, indent_first=0, space_before=20, space_after=20)
_MOST_REASONS = 2
_MOST_ROWS = 30
"""No page has room for more, so no more are tried."""


@dataclass(frozen=True, slots=True)
class ChangePage:
    """The page as DOCX and as PDF, and how many changes had no room on it."""

    docx: bytes
    pdf: bytes
    left_out: int


def change_page(changes: ChangeList, created: str) -> ChangePage:
    """Return the change list on one A4 page; what needs a decision comes first, and what has no room is counted there.

    ``created`` is an ISO 8601 time.  Raises MachineError when the machine cannot print.
    """
    listed = [*changes.open, *(change for change in changes.altered if not change.fate.wants_a_look)]
    low, high = 0, min(len(listed), _MOST_ROWS)
    page = _page(changes, listed, high, created)
    if count_pages(page.pdf) == 1:
        return page
    while low < high - 1:  # ``low`` rows fit, ``high`` rows do not
        middle = (low + high) // 2
        tried = _page(changes, listed, middle, created)
        if count_pages(tried.pdf) == 1:
            low, page = middle, tried
        else:
            high = middle
    return page if low else _page(changes, listed, 0, created)


def _page(changes: ChangeList, listed: Sequence[Change], size: int, created: str) -> ChangePage:
    left = len(listed) - size
    document = Document(
        (Section(tuple(_blocks(changes, listed[:size], left)), _PAGE),),
        meta=Meta(title=vi.upper_first(title(changes).lower()), subject=changes.title, created=created),
    )
    docx = write(document, blank_frame(_PAGE))
    return ChangePage(docx, print_pdf(read(docx, changes.file, Findings())), left)


def _blocks(changes: ChangeList, shown: Sequence[Change], left: int) -> list[Block]:
    centred = replace(_PLAIN, alignment=Alignment.CENTER, space_after=60)
    blocks: list[Block] = [
        Paragraph("Normal", (Text(title(changes), Marks(bold=True, size=28)),), centred),
        *(Paragraph("Normal", (Text(vi.glue(line), Marks(italic=True)),), centred) for line in headlines(changes)),
    ]
    if not shown and not left:
        blocks.append(Paragraph("Normal", (Text("Không có số nào thay đổi."),), centred))
        return blocks
    blocks.append(Table(_WIDTHS, tuple(_rows(shown, period_words(changes.period))), GRID))
    if left:
        text = f"Còn {left} chỗ nữa, xem danh sách đầy đủ trong tệp Excel kèm theo."
        blocks.append(Paragraph("Normal", (Text(text, Marks(italic=True, size=24)),), replace(_PLAIN, space_before=80)))
    return blocks


def _rows(shown: Sequence[Change], period: str) -> list[Row]:
    bold = Marks(bold=True, size=22)
    rows = [Row(tuple(_cell([Text(head, bold)], Alignment.CENTER) for head in _HEADS), header=True, whole=True)]
    groups = (
        ("CẦN QUYẾT ĐỊNH", [change for change in shown if change.fate.wants_a_look]),
        ("ĐÃ THAY SỐ", [change for change in shown if not change.fate.wants_a_look]),
    )
    filled = [(name, group) for name, group in groups if group]
    number = 0
    for name, group in filled:
        if len(filled) > 1:
            rows.append(Row((replace(_cell([Text(name, bold)]), span=len(_WIDTHS)),), whole=True))
        for change in group:
            number += 1
            rows.append(_row(number, change, period))
    return rows


def _row(number: int, change: Change, period: str) -> Row:
    name = [Text(change.name.removesuffix(f", {period}"), Marks(size=22))]
    if place := place_words(change.where):
        name.append(Text(place, Marks(size=20, italic=True)))
    new = [Text(as_typed(change.new), Marks(size=22, bold=True))]
    if change.fate.wants_a_look:
        new.append(Text(f"({change.fate.value}; số liệu nay: {as_typed(change.computed)})", _SMALL))
    why = reasons(change, brief=True)
    lines = why[:_MOST_REASONS] + ([f"và {len(why) - _MOST_REASONS} ô khác"] if len(why) > _MOST_REASONS else [])
    return Row(
        (
            _cell([Text(str(number), Marks(size=22))], Alignment.CENTER),
            _cell(name),
            _cell([Text(as_typed(change.old), Marks(size=22))]),
            _cell(new),
            _cell([Text(line, _SMALL) for line in lines]),
        ),
        whole=True,
    )


def _cell(lines: Sequence[Text], side: Alignment = Alignment.LEFT) -> Cell:
    """Return a cell with a paragraph for each line."""
    form = replace(_PLAIN, alignment=side)
    return Cell(tuple(Paragraph("Normal", (line,) if line.text else (), form) for line in lines or [Text("")]))
