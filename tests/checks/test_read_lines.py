"""Marked and plain text as readings: lines and offsets are those of the file as it is."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baocao.checks.reading import read_file
from baocao.errors import InputError
from baocao.findings import Findings

REPORT = """# BÁO CÁO

## I. Kinh tế

Thu đạt 5 tỷ đồng[^b], chi 3 tỷ đồng[^a]. <!-- xem lại -->Hết.

<!-- footnotes -->

[^a]: Chi cho giáo dục.

[^b]: Thu nội địa.
[^c]: Không ai gọi.
"""


def marked(text):
    return read_file("thu.md", text if isinstance(text, bytes) else text.encode(), Findings())


def texts(reading):
    return [passage.text for passage in reading.passages]


def test_marks_are_taken_off_and_notes_stand_in_the_order_of_their_calls():
    reading = marked(REPORT)
    assert texts(reading) == [
        "BÁO CÁO",
        "I. Kinh tế",
        "Thu đạt 5 tỷ đồng, chi 3 tỷ đồng. Hết.",
        "Thu nội địa.",
        "Chi cho giáo dục.",
        "Không ai gọi.",
    ]
    assert [passage.level for passage in reading.passages] == [1, 2, None, None, None, None]
    assert [passage.line for passage in reading.passages] == [1, 3, 5, 11, 9, 12]
    assert [passage.note for passage in reading.passages] == [False] * 3 + [True] * 3


def test_a_call_knows_its_place_and_its_note():
    reading = marked(REPORT)
    body = reading.passages[2]
    called = [(body.text[: call.at], [note.text for note in reading.notes(call)]) for call in body.calls]
    assert called == [
        ("Thu đạt 5 tỷ đồng", ["Thu nội địa."]),
        ("Thu đạt 5 tỷ đồng, chi 3 tỷ đồng", ["Chi cho giáo dục."]),
    ]


@pytest.mark.parametrize("words", ["5 tỷ đồng", "đồng, chi", "chi 3 tỷ đồng", "Hết."])
def test_offsets_count_the_marks_of_the_line(words):
    reading = marked(REPORT)
    body = reading.passages[2]
    start = body.text.index(words)
    span = body.span(start, start + len(words))
    line = REPORT.split("\n")[4]
    assert span.excerpt == line[span.start : span.end]
    assert span.excerpt.replace("[^b]", "").replace("[^a]", "") == words


def test_offsets_go_back_to_letters_with_parted_marks():
    line = unicodedata.normalize("NFD", "Tỉnh Lạng Sơn đạt 5 tỷ đồng")
    (passage,) = read_file("thu.txt", line.encode(), Findings()).passages
    assert passage.text == "Tỉnh Lạng Sơn đạt 5 tỷ đồng"
    start = passage.text.index("Sơn")
    span = passage.span(start, start + 3)
    assert span.excerpt == line[span.start : span.end] == unicodedata.normalize("NFD", "Sơn")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end(end):
    reading = read_file("thu.txt", f"Một{end}{end}Hai{end}".encode(), Findings())
    assert [(passage.line, passage.text) for passage in reading.passages] == [(1, "Một"), (3, "Hai")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_encoding_that_notepad_saves(encoding):
    assert texts(read_file("thu.txt", "Tỉnh Lạng Sơn".encode(encoding), Findings())) == ["Tỉnh Lạng Sơn"]


def test_a_byte_that_is_no_text_is_told_with_its_line():
    findings = Findings()
    reading = read_file("thu.txt", "Một\nHai ".encode() + b"\xff" + b" ba", findings)
    (finding,) = findings.items
    assert (finding.code, finding.place.line) == ("VB116", 2)
    assert texts(reading) == ["Một", "Hai \ufffd ba"]


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 4, b"\0\1\2" * 50, "École française à Genève ".encode("latin-1") * 9]
)
def test_what_is_no_text_is_refused(data):
    with pytest.raises(InputError) as refused:
        read_file("thu.txt", data, Findings())
    assert [finding.code for finding in refused.value.findings] == ["VB115"]


def test_a_text_of_the_old_fonts_is_read_so_that_it_can_be_told():
    (passage,) = read_file("cu.txt", "Céng hßa x· héi chñ nghÜa ViÖt Nam".encode("latin-1"), Findings()).passages
    assert passage.text == "Céng hßa x· héi chñ nghÜa ViÖt Nam"


@settings(max_examples=150)
@given(st.text(alphabet=st.sampled_from("aạ\u0323\u0302 #[^1]:<!->\n"), max_size=60))
def test_every_letter_lies_where_its_passage_says(text):
    lines = text.split("\n")
    for passage in marked(text).passages:
        for at, sign in enumerate(passage.text):
            span = passage.span(at, at + 1)
            assert lines[passage.line - 1][span.start : span.end] == span.excerpt
            assert sign in unicodedata.normalize("NFC", span.excerpt)


def test_rich_text_is_not_taken_for_words():
    with pytest.raises(InputError) as refused:
        read_file("a.doc", rb"{\rtf1\ansi Xin chao}", Findings())
    assert [finding.code for finding in refused.value.findings] == ["VB115"]


def test_a_file_without_words_is_told():
    findings = Findings()
    assert not read_file("a.md", b" \n", findings).passages
    assert [finding.code for finding in findings.items] == ["VB117"]
