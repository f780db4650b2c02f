"""Whatever a file holds, checking it ends in findings or in a refusal, and every finding names the words that stand there."""

from contextlib import suppress

from docx_samples import plain_frame
from hypothesis import given, settings
from hypothesis import strategies as st
from print_samples import note, paragraph
from test_docx_programs import EVERYTHING

from baocao.checks.families import check_reading
from baocao.checks.reading import read_file
from baocao.checks.vocabulary import words
from baocao.document.tree import Document, Section
from baocao.docx.package import open_package, save_package
from baocao.docx.reader import read
from baocao.docx.writer import write
from baocao.errors import InputError
from baocao.findings import Findings
from baocao.printing.pdf import print_pdf

NUMBERS = st.one_of(
    st.from_regex(r"\d{1,4}([.,]\d{1,4}){0,3}%?", fullmatch=True),
    st.from_regex(r"\d{1,5}/\d{1,5}(/\d{4})?", fullmatch=True),
    st.sampled_from(["05", "2021 - 2025", "31/9/2021", "QL.1B", "1088/2-1089", "40.37%", "65/NQ-HĐND", "11.55,6m²"]),
)
WORDS = st.sampled_from(
    sorted(
        words(
            "thu chi ngân sách đạt tăng giảm gấp lần chiếm trong đó gồm kế hoạch so với cùng kỳ năm từ lên xuống còn trên gần "
            "tỷ triệu đồng ha km người hộ xã huyện Lạng Sơn sơn hình vi các hằng hàng hóa hoá kỹ kĩ là và tổng số ngày đến nay"
        )
    )
)
MARKS = st.sampled_from([*',;:.()“”"-/\n', "...", " - ", "\n\n", "[^1]", "\n[^1]: ", "## "])
SENTENCES = st.lists(st.one_of(NUMBERS, WORDS, WORDS, MARKS, st.characters()), max_size=40).map(" ".join)


def checked(name, data):
    """Check a file; every finding about words of a text file names the words that stand at its place."""
    try:
        reading = read_file(name, data, Findings())
    except InputError:
        return
    sources = {(one.line, one.paragraph, one.footnote, one.page, one.source) for one in reading.passages}
    for finding in check_reading(reading).items:
        place = finding.place
        assert finding.message
        if place is not None and place.span is not None and place.span.excerpt:
            span = place.span
            where = (place.line, span.paragraph, span.footnote, span.page)
            assert any(where == key[:4] and key[4][span.start : span.end] == span.excerpt for key in sources)


@settings(max_examples=300, deadline=None)
@given(SENTENCES, st.sampled_from(["thu.md", "thu.txt"]))
def test_sentences(text, name):
    checked(name, text.encode("utf-8", "replace"))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["thu.md", "thu.txt", "thu.docx", "thu.pdf", "thu"]))
def test_bytes(data, name):
    checked(name, data)


WORD = write(EVERYTHING, plain_frame())
PAPER = print_pdf(
    read(
        write(
            Document(
                (Section(tuple(paragraph(f"Thu đạt {n} tỷ đồng", note(f"Gồm: {n}."), ".") for n in range(1, 30))),)
            ),
            plain_frame(),
        ),
        "thu.docx",
        Findings(),
    )
)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(WORD) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_docx(at, new):
    checked("thu.docx", WORD[:at] + new + WORD[at + len(new) :])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(PAPER) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_pdf(at, new):
    checked("thu.pdf", PAPER[:at] + new + PAPER[at + len(new) :])


@settings(max_examples=30, deadline=None)
@given(st.integers(0, len(PAPER)), st.sampled_from(["thu.pdf", "thu.docx"]))
def test_a_file_that_breaks_off(at, name):
    checked(name, (PAPER if name.endswith("pdf") else WORD)[:at])


@settings(max_examples=60, deadline=None)
@given(SENTENCES)
def test_any_words_in_a_docx(text):
    parts = open_package(WORD, "thu.docx")
    typed = "".join(sign for sign in text if sign.isprintable() and sign not in "<>&").encode("utf-8", "ignore")
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"</w:t>", typed + b"</w:t>")
    with suppress(InputError):
        checked("thu.docx", save_package(parts))
