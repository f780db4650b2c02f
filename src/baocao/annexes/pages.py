"""Step 4, document: annexes as sections of their own, landscape, by the rules of NĐ 30/2020, Phụ lục I, III.1."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable
from dataclasses import replace

from baocao.annexes.filling import AnnexRow, AnnexTable, CellKind, Heading
from baocao.document.formatting import GRID
from baocao.document.tree import (
    UNMARKED,
    Alignment,
    Block,
    Cell,
    Control,
    Field,
    Footnote,
    Marks,
    Page,
    Paragraph,
    ParagraphFormat,
    Row,
    Section,
    Table,
    Text,
    paragraphs,
    plain_text,
)
from baocao.findings import Findings, Place

PAGE = Page(width=16838, height=11906, top=1134, bottom=1134, left=1134, right=850)
"""A4 landscape: 20 mm above, below and at the left, 15 mm at the right."""
END_MARK = "./."
_RULE_WIDTH = 1700
_POSITION_WIDTH = 740
"""Room for "STT" and for numbers such as 1999 and XXVIII."""
_HEADER = (Paragraph("header", (Field("PAGE", "2"),)),)

_OF_TITLE, _OF_WORDS, _OF_NUMBERS = Marks(bold=True), Marks(italic=True), UNMARKED
"""How the words of a row look: the title of a group, a row that only leads to others, any other."""
_FORMATS = {
    (centred, kept): ParagraphFormat(Alignment.CENTER if centred else None, keep_next=kept or None)
    for centred in (False, True)
    for kept in (False, True)
}
"""The formats of cells: whether their words are centred, and whether the row stays on the page of what follows."""


def reference_line(kind: str, number: str, day: str, issuer: str) -> str:
    """Return the line that names the document which an annex belongs to (NĐ 30/2020, Phụ lục I, III.1c)."""
    return f"(Kèm theo {kind} {number} {day} của {issuer})"


def annex_section(annex: AnnexTable, reference: str) -> Section:
    """Return the pages of one annex: numbered from 1, without a number on the first one."""
    blocks: list[Block] = [
        Paragraph("Phụ lục", (Text(annex.label),)),
        Paragraph("Tên phụ lục", (Text(annex.title.upper()),)),
        Paragraph("Kèm theo", (Text(reference),)),
        _rule(gap=not annex.unit),
    ]
    if annex.unit:
        blocks.append(Paragraph("Đơn vị tính", (Text(f"Đơn vị tính: {annex.unit}"),)))
    blocks.append(_table(annex))
    blocks += _notes(annex.notes)
    return Section(tuple(blocks), PAGE, header=_HEADER, first_header=(), restart=True)


def check_mentions(blocks: Iterable[Block], annexes: list[AnnexTable], findings: Findings) -> None:
    """Add a warning for every annex that the text does not point to (NĐ 30/2020, Phụ lục I, III.1a)."""
    text = " ".join(_texts(tuple(blocks))).casefold()
    for annex in annexes:
        if not re.search(rf"{re.escape(annex.label.casefold())}(?!\w)", text):
            hint = f"Thêm vào lời văn, ví dụ: (chi tiết tại {annex.label} kèm theo)."
            message = f"lời văn chưa nhắc đến {annex.label}"
            findings.warning("MB507", message, Place(annex.recipe.subject), hint)


def _texts(blocks: tuple[Block, ...]) -> Iterable[str]:
    for paragraph in paragraphs(blocks):
        yield plain_text(paragraph.inlines).replace("\u00a0", " ")
        for inline in paragraph.inlines:
            if isinstance(inline, Footnote):
                yield from _texts(inline.blocks)


def _rule(gap: bool) -> Paragraph:
    """Return the short rule under the reference line; ``gap``: the table follows at once."""
    side = (_text_width() - _RULE_WIDTH) // 2
    space = ParagraphFormat(indent_left=side, indent_right=side, space_after=160 if gap else None)
    return Paragraph("Đường kẻ", (), space)


def _text_width() -> int:
    return PAGE.width - PAGE.left - PAGE.right


def _table(annex: AnnexTable) -> Table:
    heads = _head_rows(annex.headings)
    last = annex.rows[-1] if annex.notes else None  # the notes never stand alone on a page
    rows = (_row(row, annex.headings, row is last) for row in annex.rows)
    control = Control(annex.recipe.id, annex.label)
    return Table(_grid(annex.headings), (*heads, *rows), GRID, control=control)


def _grid(headings: tuple[Heading, ...]) -> tuple[int, ...]:
    """Return the widths of the columns, which fill the text to the last twip; numbers of rows always have room."""
    width = _text_width()
    widths = [_POSITION_WIDTH if heading.kind is CellKind.POSITION else 0 for heading in headings]
    fixed = sum(widths)
    weights = [0 if wide else heading.weight for heading, wide in zip(headings, widths, strict=True)]
    edges = [edge * (width - fixed) // (sum(weights) or 1) for edge in itertools.accumulate(weights, initial=0)]
    return tuple(wide or right - left for wide, (left, right) in zip(widths, itertools.pairwise(edges), strict=True))


def _head_rows(headings: tuple[Heading, ...]) -> list[Row]:
    """Return one header row, or two where columns stand together under a heading of their own."""
    if not any(heading.group for heading in headings):
        return [Row(tuple(_head_cell(heading.text) for heading in headings), header=True, whole=True)]
    upper: list[Cell] = []
    lower: list[Cell] = []
    position = 0
    while position < len(headings):
        heading = headings[position]
        together = 1
        if heading.group:
            while position + together < len(headings) and headings[position + together].group == heading.group:
                together += 1
            upper.append(_head_cell(heading.group, span=together))
            lower += [_head_cell(headings[position + index].text) for index in range(together)]
        else:
            upper.append(_head_cell(heading.text, merge="start"))
            lower.append(_head_cell("", merge="continue"))
        position += together
    return [Row(tuple(upper), header=True, whole=True), Row(tuple(lower), header=True, whole=True)]


def _head_cell(text: str, span: int = 1, merge: str | None = None) -> Cell:
    inlines = (Text(text),) if text else ()
    return Cell((Paragraph("Đầu bảng", inlines),), span, merge, vertical="center")


def _row(row: AnnexRow, headings: tuple[Heading, ...], kept: bool) -> Row:
    """Return a row; ``kept``: it stays on the page of what follows, as a row without numbers does anyway."""
    title = row.depth < 0
    kept = kept or not any(row.texts[at] for at, heading in enumerate(headings) if heading.kind is CellKind.NUMBER)
    marks = _OF_TITLE if title else _OF_WORDS if _is_words_only(row) else _OF_NUMBERS
    cells = tuple(_cell(text, heading.kind, marks, kept) for text, heading in zip(row.texts, headings, strict=True))
    if title:  # the title of a group runs on over the columns of numbers, which are empty
        name = next((at for at, heading in enumerate(headings) if heading.kind is CellKind.NAME), len(cells) - 1)
        cells = (*cells[:name], replace(cells[name], span=len(cells) - name))
    return Row(cells, whole=True)


def _is_words_only(row: AnnexRow) -> bool:
    """Return whether a row only leads to the rows after it ("Trong đó:")."""
    return not any(row.figures) and any(text.endswith(":") for text in row.texts)


@functools.lru_cache(maxsize=4096)
def _cell(text: str, kind: CellKind, marks: Marks, kept: bool) -> Cell:
    """Return a cell; names, units and the words for what is missing stand in every report."""
    inlines = (Text(text, marks),) if text else ()
    style = "Số trong bảng" if kind is CellKind.NUMBER else "Chữ trong bảng"
    centred = kind not in (CellKind.NAME, CellKind.NUMBER)
    return Cell((Paragraph(style, inlines, _FORMATS[centred, kept]),), vertical="center")


def _notes(notes: tuple[str, ...]) -> list[Paragraph]:
    """Return the notes below the table, the last one with the mark that ends an annex."""
    if not notes:
        return []
    texts = [f"Ghi chú: {notes[0]}"] if len(notes) == 1 else ["Ghi chú:", *(f"- {note}" for note in notes)]
    texts[-1] = texts[-1].rstrip(".") + END_MARK
    return [Paragraph("Ghi chú bảng", (Text(text),)) for text in texts]
