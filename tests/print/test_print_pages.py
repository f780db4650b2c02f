"""What stands on which page: notes with their calls, headings with their text, the signature with the body."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from print_samples import (
    HEADER,
    STYLES,
    document,
    grid,
    is_header,
    note,
    open_pdf,
    page_texts,
    paragraph,
    pieces,
    signature,
    words,
)

from baocao.annexes.filling import AnnexRow, AnnexTable, CellKind, Heading
from baocao.annexes.pages import annex_section
from baocao.document.tree import Document, Page, PageBreak, Paragraph, Section, Table, Text
from baocao.narrative.recipes import Recipe
from baocao.printing.pdf import print_pdf

LONG_PARAGRAPH = st.lists(st.tuples(st.integers(1, 45), st.integers(0, 70)), min_size=1, max_size=4)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(LONG_PARAGRAPH, min_size=15, max_size=30))
def test_every_note_stands_on_the_page_of_its_call(shape):
    blocks, count = [], 0
    for index, lengths in enumerate(shape):
        inlines = []
        for text_length, note_length in lengths:
            inlines.append(words(index, text_length))
            if note_length > 20:
                count += 1
                inlines += [f" goi{count}x", note(f"ghichu{count}x " + words(index, note_length)), " "]
        blocks.append(paragraph(*inlines))
    pages = page_texts(document(*blocks))
    for number in range(1, count + 1):
        calls = [index for index, page in enumerate(pages) if f"goi{number}x" in page]
        notes = [index for index, page in enumerate(pages) if f"ghichu{number}x" in page]
        assert calls == notes
        assert len(calls) == 1


@pytest.mark.parametrize("with_note", [False, True])
def test_no_heading_at_a_page_foot_and_no_signature_alone(with_note):
    for lines in range(3, 43, 2):
        filling = [paragraph(words(7, 200)), *(paragraph(f"dòng {line}") for line in range(lines))]
        last = [words(lines, 30), " cuoicung./."]
        if with_note:
            last.insert(1, note("ghi chú " + words(lines, 60)))
        headings = [paragraph("dausmuc", style="heading 2"), paragraph("dausmuc nhỏ", style="heading 3")]
        for page in page_texts(document(*filling, *headings, paragraph(*last), paragraph(), signature())):
            text = [line for line in page.splitlines() if line.strip() and not line.strip().isdigit()]
            assert not text[-1].startswith("dausmuc")
            assert ("Người ký" in page) <= ("cuoicung" in page)


def numbers_above(printed):
    """Return for every page what stands in its top margin."""
    pages = open_pdf(print_pdf(printed)).pages
    return ["".join(text.strip() for text, _, height in pieces(page) if is_header(page, height)) for page in pages]


def test_page_numbers_restart_and_hide_on_the_first_page():
    long = tuple(paragraph(words(number, 100)) for number in range(13))
    landscape = Page(16838, 11906, 1134, 1134, 1134, 850)
    annexes = (Section(long, landscape, HEADER, (), True), Section(long, Page(), HEADER, None, True))
    printed = document(*long, sections=annexes)
    assert numbers_above(printed) == ["", "2", "3", "", "2", "3", "1", "2", "3"]
    sizes = [round(page.mediabox.width) for page in open_pdf(print_pdf(printed)).pages]
    assert sizes == [595] * 3 + [842] * 3 + [595] * 3


def test_pages_are_counted_on_without_restart():
    annex = Section((paragraph("phụ lục"),), Page(16838, 11906), HEADER, None)
    assert numbers_above(document(paragraph("thân"), sections=(annex,))) == ["", "2"]


def test_notes_are_numbered_through_all_sections():
    annex = Section((paragraph("phụ lục", note("hai")),), header=HEADER)
    pages = page_texts(document(paragraph("thân", note("một")), sections=(annex,)))
    assert re.search(r"1\s*một", pages[0])
    assert re.search(r"2\s*hai", pages[1])


def test_header_rows_repeat_and_whole_rows_stay_whole():
    table = grid([["TT", "Chỉ tiêu"], *([f"hang{row}", f"{words(row, 40)} het{row}"] for row in range(40))])
    rows = [replace(row, header=index == 0, whole=True) for index, row in enumerate(table.rows)]
    pages = page_texts(document(paragraph("Biểu"), Table(table.grid, tuple(rows), table.borders)))
    assert len(pages) > 2
    for page in pages:
        assert "Chỉ tiêu" in page
        assert set(re.findall(r"hang(\d+)", page)) == set(re.findall(r"het(\d+)", page))


def test_a_page_break_and_the_paragraph_after_a_last_table_make_no_empty_page():
    pages = page_texts(document(paragraph("một"), PageBreak(), paragraph("hai"), grid([["ba"]]), paragraph()))
    assert [sorted(page.split()) for page in pages] == [["một"], ["2", "ba", "hai"]]


def test_an_annex_lies_across_and_repeats_its_head():
    none = (None,) * 3
    row, title = lambda number: AnnexRow((str(number), f"tên-{number}", "5"), none), AnnexRow(("", "nhóm", ""), none, -1)
    rows = tuple(row(number) if number % 3 else title for number in range(1, 100))
    heads = (
        Heading("STT", "", 5, CellKind.POSITION),
        Heading("Tên", "", 30, CellKind.NAME),
        Heading("cột-số", "So", 10, CellKind.NUMBER),
    )
    annex = AnnexTable("Phụ lục", "Biểu", "tỷ đồng", heads, rows, (), Recipe("bang", "x", "2021-9T", "lang-son"))
    body = Section((Paragraph("Nội dung", (Text("Xem Phụ lục kèm theo."),)),))
    document = Document((body, annex_section(annex, "(Kèm theo Báo cáo)")), STYLES)
    pages = open_pdf(print_pdf(document)).pages
    first, *others = pages[1:]
    assert len(others) >= 2
    for page in (first, *others):
        assert [round(float(side)) for side in page.mediabox[2:]] == [842, 595]
        assert page.extract_text().count("cột-số") == 1
        assert page.extract_text().strip().split()[-1] != "nhóm"
    numbers = [[text for text, _, height in pieces(page) if text.strip() and is_header(page, height)] for page in pages]
    assert numbers == [[], [], *([str(number)] for number in range(2, len(others) + 2))]
