from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baocao.sheets.numerals import Ambiguous, plain, read_numeral, split_words, typed, written

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("95911", "95911"),
        ("05", "5"),
        ("151,6", "151.6"),
        ("-0,37", "-0.37"),
        ("\u22120,37", "-0.37"),
        ("+10,1", "10.1"),
        ("1.234.567,5", "1234567.5"),
        ("12.345,6", "12345.6"),
        ("1.234.567", "1234567"),
        ("151.6", "151.6"),
        ("0.234", "0.234"),
        ("1234.567", "1234.567"),
        ("1,234", "1.234"),
        ("51,0", "51"),
        ("-0", "0"),
        (" 7 ", "7"),
    ],
)
def test_a_numeral_reads_as_a_person_means_it(text, number):
    assert str(read_numeral(text)) == number


@pytest.mark.parametrize("text", ["1.234", "-12.345", "980.000"])
def test_dot_and_three_digits_have_two_readings(text):
    read = read_numeral(text)
    assert isinstance(read, Ambiguous)
    assert read.grouped == read.pointed * 1000


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "abc",
        "1.23.456",
        "1.2345,6",
        "12.34,5",
        "1,234,567",
        "1,234.5",
        "1 234",
        "1e5",
        "1/2",
        "٣",
        "１２",
        "9" * 50,
        "01.234.567",
        "1..2",
        ",5",
        "5,",
        "8 - 8,5",
        "45%",
    ],
)
def test_what_is_no_numeral(text):
    assert read_numeral(text) is None


@given(NUMBERS)
def test_what_is_written_the_vietnamese_way_is_read_back(number):
    assert read_numeral(typed(number)) == number
    read = read_numeral(written(number))
    assert number in ((read.grouped, read.pointed) if isinstance(read, Ambiguous) else (read,))


@given(NUMBERS)
def test_plain_numbers_have_neither_trailing_zeros_nor_exponent(number):
    text = str(plain(number))
    assert "E" not in text
    assert not (text.endswith("0") and "." in text)
    assert plain(number) == number


@given(st.text())
def test_any_text_reads_without_an_exception(text):
    read = read_numeral(text)
    assert read is None or isinstance(read, Decimal | Ambiguous)
    split_words(text)
