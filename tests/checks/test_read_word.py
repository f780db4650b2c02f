"""A DOCX as a reading: paragraphs numbered as any program counts them, offsets in their visible text."""

import io
import unicodedata

import pytest
from docx_samples import filled_frame, package, plain_frame
from test_docx_programs import EVERYTHING

import docx
from baocao.checks.reading import read_file
from baocao.docx.ooxml import W
from baocao.docx.writer import write
from baocao.findings import Findings

TEXT = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"


def p(*inside):
    return f"<w:p>{''.join(part if part.startswith('<') else TEXT.format(part) for part in inside)}</w:p>"


def cell(*paragraphs):
    return f"<w:tc><w:tcPr><w:tcW w:w='900' w:type='dxa'/></w:tcPr>{''.join(paragraphs)}</w:tc>"


def table(*cells):
    return f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='900'/></w:tblGrid><w:tr>{''.join(cells)}</w:tr></w:tbl>"


def call(number):
    return f"<w:r><w:footnoteReference w:id='{number}'/></w:r>"


def note(number, *paragraphs):
    return f"<w:footnote w:id='{number}'>{''.join(paragraphs)}</w:footnote>"


def reading_of(data):
    return read_file("thu.docx", data, Findings())


def numbered(data):
    return [(passage.paragraph, passage.text) for passage in reading_of(data).passages if not passage.note]


def test_every_paragraph_counts_empty_ones_and_those_of_cells_too():
    data = package(p("Một") + p() + table(cell(p("Hai")), cell(p(), p("Ba"))) + p("Bốn"))
    assert numbered(data) == [(1, "Một"), (3, "Hai"), (5, "Ba"), (6, "Bốn")]
    assert [passage.cell for passage in reading_of(data).passages] == [False, True, True, False]


@pytest.mark.parametrize(
    "data", [write(EVERYTHING, plain_frame()), write(EVERYTHING, filled_frame())], ids=["plain", "filled"]
)
def test_numbers_and_texts_are_those_that_python_docx_counts(data):
    body = docx.Document(io.BytesIO(data)).element.body
    counted = {}
    for number, node in enumerate(body.iter(W + "p"), 1):
        counted[number] = "".join(part.text or "" for part in node.iter(W + "t"))
    for passage in reading_of(data).passages:
        if not passage.note:
            shown = passage.source.replace("\t", "").replace("\n", "").replace("\u2011", "")
            assert shown == counted[passage.paragraph].replace("\u2011", "").replace("\t", "")


def test_revisions_count_as_accepted_and_a_cut_paragraph_goes_on():
    cut = "<w:r><w:br w:type='page'/></w:r>"
    gone = "<w:del w:id='1' w:author='a'><w:r><w:delText>cũ</w:delText></w:r></w:del>"
    new = f"<w:ins w:id='2' w:author='a'>{TEXT.format('mới')}</w:ins>"
    data = package(p("Thu ", gone, new, cut, " đạt 5 tỷ"))
    first, second = reading_of(data).passages
    assert (first.text, second.text) == ("Thu mới", " đạt 5 tỷ")
    assert first.paragraph == second.paragraph == 1
    assert second.span(1, 4).start == len("Thu mới") + 1
    assert second.span(1, 4).excerpt == "đạt"


def test_notes_are_numbered_as_they_are_printed():
    notes = note(7, p("<w:r><w:footnoteRef/></w:r>", " Thu."), p("Nội địa.")) + note(3, p("Chi."))
    data = package(p("Thu", call(7), ", chi", call(3), "."), footnotes=notes)
    reading = reading_of(data)
    body, *notes = reading.passages
    assert [(body.text[: one.at], [note.text for note in reading.notes(one)]) for one in body.calls] == [
        ("Thu", ["Thu.", "Nội địa."]),
        ("Thu, chi", ["Chi."]),
    ]
    assert [(one.footnote, one.paragraph) for one in notes] == [(1, None), (1, None), (2, None)]
    assert notes[1].span(0, 3).start == len("Thu.\n")


def test_live_figures_know_their_place():
    reading = reading_of(write(EVERYTHING, plain_frame()))
    printed = [passage.text[one.start : one.end] for passage in reading.passages for one in passage.printed]
    assert len(printed) > 1
    assert all(printed)
    known = {entry.id for entry in reading.document.register.entries}
    assert {one.id for passage in reading.passages for one in passage.printed} & known


def test_letters_with_parted_marks_keep_the_offsets_of_the_file():
    typed = unicodedata.normalize("NFD", "Tỉnh Lạng Sơn")
    (passage,) = reading_of(package(p(typed))).passages
    assert passage.text == "Tỉnh Lạng Sơn"
    span = passage.span(passage.text.index("Sơn"), len(passage.text))
    assert span.excerpt == typed[span.start : span.end] == unicodedata.normalize("NFD", "Sơn")


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Phần I", 1),
        ("II- KẾT QUẢ ĐẠT ĐƯỢC", 2),
        ("Điều 1. Phạm vi", 2),
        ("1. Về phát triển kinh tế", 3),
        ("1.2. Tái cơ cấu", 4),
        ("a) Nông nghiệp", 4),
        ("1. Tiếp tục triển khai các nhiệm vụ.", None),
        ("Thu ngân sách đạt khá", None),
    ],
)
def test_headings_without_a_style_are_told_by_their_look(text, level):
    (passage,) = reading_of(package(p(text))).passages
    assert passage.level == level
