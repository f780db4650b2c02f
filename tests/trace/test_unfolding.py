"""The figures in the cells of annex tables are known by row and column, also when people came and changed the table."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from baocao.document.tree import (
    Cell,
    Control,
    Document,
    Figure,
    Paragraph,
    Register,
    RegisterEntry,
    Row,
    Section,
    Table,
    Text,
)
from baocao.document.unfolding import unfolded

WHOLE = "w"
SIZE = 6


def cell(text):
    return Cell((Paragraph("Normal", (Text(text),)),))


def row(number):
    """Return a row of the table: a name without figure, two figures that no other row prints so."""
    return Row((cell(f"Chỉ tiêu {number}"), cell(f"{number},5"), cell(f"{number}00")))


ROWS = tuple(f"- a{number} b{number}" for number in range(SIZE))
FIGURES = [
    RegisterEntry(f"{column}{number}", text, text, "{}", name=f"Số {number}")
    for number in range(SIZE)
    for column, text in (("a", f"{number},5"), ("b", f"{number}00"))
]
REGISTER = Register(entries=(RegisterEntry(WHOLE, "Phụ lục", "", "{}", rows=ROWS), *FIGURES))
HEAD = Row((cell("Tên"), cell("Kế hoạch"), cell("Thực hiện")), header=True)


def figures(*rows):
    """Return the ids of the figures in the rows of a live table, row by row."""
    table = Table((1, 1, 1), (HEAD, *rows), control=Control(WHOLE, "Phụ lục"))
    found = unfolded(Document((Section((table,)),), register=REGISTER)).sections[0].blocks[0]
    return [
        [inline.id for cell in row.cells for block in cell.blocks for inline in block.inlines if is_figure(inline)]
        for row in found.rows[1:]
    ]


def is_figure(inline):
    return isinstance(inline, Figure)


def test_a_table_as_it_was_made():
    assert figures(*map(row, range(SIZE))) == [[f"a{number}", f"b{number}"] for number in range(SIZE)]


def test_a_cell_typed_over_is_still_that_figure():
    rows = [row(number) for number in range(SIZE)]
    rows[2] = replace(rows[2], cells=(rows[2].cells[0], cell("99"), rows[2].cells[2]))
    assert figures(*rows)[2] == ["a2", "b2"]


def test_a_table_that_is_not_live_has_none():
    table = Table((1, 1, 1), (HEAD, row(1)))
    document = Document((Section((table,)),), register=REGISTER)
    assert unfolded(document) == document


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, SIZE), max_size=3), st.sets(st.integers(0, SIZE - 1), max_size=3))
def test_rows_that_came_or_went_leave_the_others_what_they_are(added, gone):
    kept = [number for number in range(SIZE) if number not in gone]
    rows = [(number, row(number)) for number in kept]
    for at in added:
        rows.insert(min(at, len(rows)), (None, Row((cell("Dòng thêm"), cell("7777"), cell("8888")))))
    expected = [[] if number is None else [f"a{number}", f"b{number}"] for number, _ in rows]
    assert figures(*(content for _, content in rows)) == expected
