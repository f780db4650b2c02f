"""What rules say of a text is kept: it must be what they would say now, whatever was checked before."""

import re

from check import forget
from hypothesis import given, settings
from hypothesis import strategies as st

from baocao.checks.arithmetic import check as arithmetic
from baocao.checks.arithmetic import exclusions
from baocao.checks.arithmetic.text import Text
from baocao.checks.families import check_reading
from baocao.checks.readers.lines import read_marked
from baocao.checks.texts import KEPT, kept
from baocao.checks.wording import punctuation

WORDS = (
    *(
        "Thu ngân sách",
        "trong đó",
        "gồm",
        "tổng số",
        "số",
        "xếp hạng thứ",
        "hạng",
        "ngày",
        "tháng",
        "năm",
        "từ",
        "đến",
        "km",
        "QL",
    ),
    *(
        "khoản",
        "điều",
        "mốc",
        "chiếm",
        "tăng",
        "giảm",
        "đạt",
        "còn lại",
        "so với cùng kỳ",
        "bình quân",
        "trên",
        "khoảng",
        "hộ",
    ),
    *(
        "tỷ đồng",
        "triệu đồng",
        "ha",
        "%",
        "lần",
        "sao",
        "và",
        "và",
        "người",
        "Chi Lăng",
        "Bắc Sơn",
        "hàng năm",
        "kĩ thuật",
        "kỹ thuật",
    ),
)
NUMBERS = (
    "5",
    "05",
    "12",
    "31",
    "62,5",
    "1.234",
    "1234",
    "2021",
    "2025",
    "3/4",
    "24/7",
    "15/9/2021",
    "1.1",
    "2021 - 2025",
    "5h30",
)
MARKS = (
    " ",
    " ",
    " ",
    " ",
    " ",
    ", ",
    "; ",
    ". ",
    " (",
    ") ",
    ": ",
    "-",
    " - ",
    "/",
    ",",
    ".",
    "..",
    "“",
    "”",
    "\u00a0",
    "A",
    "_",
    "[^1]",
)
LINE = st.lists(
    st.tuples(st.sampled_from((*WORDS, *NUMBERS, *NUMBERS)), st.sampled_from(MARKS)), min_size=1, max_size=14
).map(lambda parts: "".join(word + mark for word, mark in parts))
LINES = st.lists(LINE, min_size=1, max_size=6)


def read(lines):
    return read_marked("\n".join([*lines, "[^1]: Trong đó 5 hộ, 12 người."]), "a.md")


def test_a_text_is_looked_at_once_and_so_many_are_kept():
    looked = []
    words = kept(lambda text: looked.append(text) or text.split())
    assert [words("a b"), words("a b")] == [("a", "b")] * 2
    assert looked == ["a b"]
    assert words.cache_info().maxsize == KEPT


@settings(max_examples=150, deadline=None)
@given(LINES, LINES)
def test_what_was_checked_before_changes_nothing(others, lines):
    forget()
    fresh = check_reading(read(lines)).items
    check_reading(read([*others, *lines[::-1]]))
    assert check_reading(read(lines)).items == fresh


@settings(max_examples=150, deadline=None)
@given(LINES)
def test_a_passage_without_notes_says_of_its_numbers_what_it_says_among_others(lines):
    reading = read(lines)
    text = Text.of(reading)
    among = [claim for index in range(len(reading.passages)) for claim in arithmetic._of_passage(text, index)]
    assert arithmetic.claims_of(reading)[: len(among)] == among


@settings(max_examples=300, deadline=None)
@given(LINE)
def test_digits_are_excluded_as_if_the_patterns_were_tried_everywhere(text):
    patterns = (*exclusions._LED_BY_WORDS, *exclusions._LED_BY_DIGITS)
    everywhere = re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
    for start, end in exclusions._islands(text):
        tried = [match.span() for match in everywhere.finditer(text, start, end)]
        assert list(exclusions._excluded_in(text, start, end)) == tried


@settings(max_examples=300, deadline=None)
@given(LINE)
def test_marks_are_only_wrong_in_suspect_texts(text):
    wrong = (punctuation._TWICE, punctuation._BEFORE, punctuation._INSIDE_OPEN, punctuation._INSIDE_CLOSE)
    if any(pattern.search(text) for pattern in (*wrong, punctuation._AFTER, punctuation._HYPHEN)):
        assert punctuation._SUSPECT.search(text)
