"""Hypothesis strategies: documents in the one form in which the reader gives them back."""


from hypothesis import strategies as st

from baocao.document.tree import (
    Alignment,
    Border,
    Borders,
    Break,
    Cell,
    Control,
    Document,
    Field,
    Figure,
    Footnote,
    LineRule,
    LineSpacing,
    Link,
    Marks,
    Meta,
    Number,
    Page,
    PageBreak,
    Paragraph,
    ParagraphFormat,
    Picture,
    Register,
    RegisterCell,
    RegisterEntry,
    Row,
    Section,
    Tab,
    Table,
    Text,
)
from baocao.docx.fields import join

# Letters with two marks, what XML escapes, spaces of all kinds, hyphens that Word writes as elements, tags of frames.
words = st.text("aáđỘữ ơƯ05.,%&<>\"'-–\u00a0\u2011\u00ad{·", min_size=1, max_size=12)
maybe = st.sampled_from([None, True, False])
lengths = st.one_of(st.none(), st.integers(0, 3000))

marks = st.one_of(
    st.just(Marks()),
    st.builds(
        Marks,
        bold=maybe,
        italic=maybe,
        underline=maybe,
        caps=maybe,
        size=st.sampled_from([None, 22, 28]),
        color=st.sampled_from([None, "FF0000"]),
        highlight=st.sampled_from([None, "yellow"]),
        font=st.sampled_from([None, "Arial"]),
        raised=maybe,
        kerning=maybe,
    ),
)
border = st.one_of(st.none(), st.just(Border(width=0)), st.builds(Border, st.integers(2, 24), st.integers(0, 4)))
borders = st.builds(Borders, border, border, border, border)
formats = st.one_of(
    st.just(ParagraphFormat()),
    st.builds(
        ParagraphFormat,
        alignment=st.sampled_from([None, *Alignment]),
        indent_left=lengths,
        indent_right=lengths,
        indent_first=st.one_of(st.none(), st.integers(-1000, 1000)),
        space_before=lengths,
        space_after=lengths,
        line=st.one_of(st.none(), st.builds(LineSpacing, st.integers(1, 800), st.sampled_from(LineRule))),
        keep_next=maybe,
        keep_lines=maybe,
        page_break_before=maybe,
        outline_level=st.sampled_from([None, 0, 3]),
        borders=st.one_of(st.none(), borders),
    ),
)

ids = st.text("0123456789abcdef", min_size=8, max_size=12)
figures = st.builds(Figure, ids, words, words, marks)
texts = st.builds(Text, words, marks)
numbers = st.builds(Number, words, marks)
controls = st.one_of(st.none(), st.builds(Control, ids, words))
fields = st.builds(Field, st.sampled_from(["PAGE", "NUMPAGES"]), st.sampled_from(["1", "12"]), marks)
addresses = st.sampled_from(["https://vi.example/a?b=1&c=2", "mailto:van-thu@langson.example"])
links = st.builds(Link, addresses, st.lists(st.one_of(texts, figures), min_size=1, max_size=3).map(join))
simple = st.one_of(texts, texts, figures, numbers, fields, links, st.just(Tab()), st.just(Break()))


def paragraphs(inlines, styles):
    """Return paragraphs of these styles, texts that follow each other with equal marks made one."""
    return st.builds(Paragraph, st.sampled_from(styles), st.lists(inlines, max_size=6).map(join), formats)


notes = st.builds(Footnote, st.lists(paragraphs(simple, ["footnote text"]), min_size=1, max_size=2).map(tuple))
body_paragraphs = paragraphs(st.one_of(simple, simple, notes), ["Nội dung", "heading 1", "heading 4", "Tiểu đề"])


@st.composite
def tables(draw, depth=1):
    """Return a table, at ``depth`` 1 with tables in some of its cells."""
    columns = draw(st.integers(1, 3))
    rows = []
    for _ in range(draw(st.integers(1, 3))):
        cells, left = [], columns
        while left:
            span = draw(st.integers(1, left))
            inside = [draw(body_paragraphs)]
            if depth and draw(st.booleans()):
                inside.append(draw(tables(depth=0)))
            merge = draw(st.sampled_from([None, "start", "continue"]))
            shading = draw(st.sampled_from([None, "D9D9D9"]))
            vertical = draw(st.sampled_from([None, "center"]))
            cells.append(Cell(tuple(inside), span, merge, draw(st.one_of(st.none(), borders)), vertical, shading))
            left -= span
        rows.append(Row(tuple(cells), draw(st.booleans()), draw(st.booleans())))
    grid = tuple(draw(st.integers(500, 3000)) for _ in range(columns))
    alignment = draw(st.sampled_from([None, Alignment.CENTER]))
    inside = draw(borders)
    return Table(grid, tuple(rows), inside, alignment, draw(st.sampled_from([0, -108, 200])), draw(controls))


pictures = st.builds(
    Picture,
    st.binary(max_size=9).map(lambda data: b"\x89PNG" + data),
    st.integers(1, 9000),
    st.integers(1, 9000),
    words,
    st.one_of(st.none(), st.just(b"<svg xmlns='http://www.w3.org/2000/svg'/>")),
    controls,
    st.booleans(),
)
blocks = st.one_of(body_paragraphs, body_paragraphs, tables(), pictures, st.just(PageBreak()))
block_lists = st.lists(blocks, max_size=5).map(tuple)

pages = st.sampled_from([Page(), Page(width=16838, height=11906, left=1134, header=400)])
headers = st.one_of(
    st.just(()),
    st.builds(lambda field: (Paragraph("header", (field, Text("-"))),), fields),
)
further = st.builds(Section, block_lists, pages, headers, st.one_of(st.none(), headers), st.booleans())
entries = st.builds(
    RegisterEntry,
    ids,
    words,
    st.just("980"),
    st.just('{"chỉ tiêu":"xnk"}'),
    st.lists(st.builds(RegisterCell, words, words, words, words, words), max_size=3).map(tuple),
    words,
    words,
    st.just(()),
    words,
)
# The entry of a whole table has an id of its own: no figure in the text is one.
wholes = st.builds(
    lambda entry, rows: entry._replace(id=f"w{entry.id}", rows=tuple(rows)), entries, st.lists(words, max_size=3)
)
registers = st.builds(
    Register,
    words,
    words,
    words,
    st.lists(entries | wholes, max_size=4, unique_by=lambda entry: entry.id).map(tuple),
)
plain = st.text("aạĐ &<", max_size=8)
metas = st.builds(
    Meta, plain, plain, plain, plain, plain, st.sampled_from(["", "2021-10-01T00:00:00Z"]), st.just("vi-VN")
)


@st.composite
def documents(draw, first):
    """Return a document whose first section has the page and headers of the section ``first``."""
    opening = Section(draw(block_lists), first.page, first.header, first.first_header, first.restart)
    sections = (opening, *draw(st.lists(further, max_size=2)))
    return Document(sections, meta=draw(metas), register=draw(registers))
