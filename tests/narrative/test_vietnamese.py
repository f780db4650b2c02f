"""Written forms of numbers, dates and letters; the vectors are those of the form rules."""

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baocao.data.periods import Period
from baocao.document import numbering
from baocao.narrative import vietnamese as vi


def plain(text):
    return text.replace(vi.NBSP, " ").replace(vi.NB_HYPHEN, "-")


@pytest.mark.parametrize(
    ("day", "written"),
    [
        ("2026-01-05", "ngày 05 tháng 01 năm 2026"),
        ("2026-02-28", "ngày 28 tháng 02 năm 2026"),
        ("2019-06-29", "ngày 29 tháng 6 năm 2019"),
        ("2023-09-06", "ngày 06 tháng 9 năm 2023"),
    ],
)
def test_long_date(day, written):
    assert plain(vi.long_date(datetime.date.fromisoformat(day))) == written


@pytest.mark.parametrize(
    ("day", "written"),
    [("2023-09-06", "06/9/2023"), ("2026-10-03", "03/10/2026"), ("2026-01-15", "15/01/2026"), ("2021-09-05", "05/9/2021")],
)
def test_short_date(day, written):
    assert vi.short_date(datetime.date.fromisoformat(day)) == written


@pytest.mark.parametrize(
    ("value", "digits", "written"),
    [
        ("1234567.5", 1, "1.234.567,5"),
        ("25.6", 1, "25,6"),
        ("51.0", 1, "51"),
        ("980", 0, "980"),
        ("0.25", 1, "0,3"),
        ("0.35", 1, "0,4"),
        ("-0.25", 1, "-0,3"),
        ("2.5", 0, "3"),
        ("3.5", 0, "4"),
        ("-0.04", 1, "0"),
        ("258.758", 3, "258,758"),
    ],
)
def test_number_is_rounded_half_up(value, digits, written):
    assert vi.number(Decimal(value), digits) == written


@pytest.mark.parametrize(("value", "written"), [(5, "05"), (12, "12"), (0, "0"), (1792, "1.792")])
def test_small_counts_are_padded(value, written):
    assert vi.count(Decimal(value)) == written


def test_units():
    assert vi.with_unit("5", "%") == "5%"
    assert vi.with_unit("980", "triệu USD") == f"980{vi.NBSP}triệu{vi.NBSP}USD"
    assert plain(vi.number_range(Decimal(8), Decimal("8.5"), 1)) + "%" == "8 - 8,5%"


def test_letters_follow_the_vietnamese_alphabet():
    assert [vi.letter(position) for position in range(1, 8)] == ["a", "b", "c", "d", "đ", "e", "g"]
    assert vi.letter(len(vi.LETTERS) + 1) == "aa"


def test_numbers_of_documents_and_annexes():
    assert numbering.state_number(5, "BC", "UBND") == "Số: 05/BC-UBND"
    assert numbering.letter_number(12, "UBND", "VX") == "Số: 12/UBND-VX"
    assert numbering.party_number(6, "CT", "TU") == "Số 06-CT/TU"
    assert numbering.normative_number(12, 2026, "NQ", "HĐND") == "Số: 12/2026/NQ-HĐND"
    assert numbering.state_number(None, "BC", "UBND").split()[-1] == "/BC-UBND"
    assert numbering.document_number("nghi-quyet-hdnd", 5, "NQ", "HĐND") == "Số: 05/NQ-HĐND"
    assert numbering.document_number("van-ban-dang", 6, "BC", "TU") == "Số 06-BC/TU"
    assert numbering.document_number("van-ban-dang-xa", 6, "BC", "ĐU") == "Số 06-BC/ĐU"
    assert numbering.cited("Số: 05/BC-UBND") == "số 05/BC-UBND"
    assert numbering.cited("Số 06-BC/TU") == "số 06-BC/TU"
    assert numbering.annex_labels(1) == ["Phụ lục"]
    assert numbering.annex_labels(3) == ["Phụ lục I", "Phụ lục II", "Phụ lục III"]


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2026-M06", "15/5/2026", "14/6/2026"),
        ("2026-6T", "15/12/2025", "14/6/2026"),
        ("2026", "15/12/2025", "14/12/2026"),
        ("2026-9T", "15/12/2025", "14/9/2026"),
        ("2026-6TC", "15/6/2026", "14/12/2026"),
        ("2026-Q2", "15/3/2026", "14/6/2026"),
    ],
)
def test_cut_off_of_periodic_reports(period, first, last):
    assert tuple(map(vi.short_date, Period.parse(period).cut_off)) == (first, last)


@pytest.mark.parametrize(
    ("text", "glued"),
    [("ngày 06 tháng 9 năm 2021", "ngày~06 tháng~9 năm~2021"), ("Quý IV", "Quý~IV"), ("số lượng 5", "số lượng 5")],
)
def test_words_stay_with_their_number(text, glued):
    assert vi.glue(text) == glued.replace("~", vi.NBSP)


@pytest.mark.parametrize(
    ("text", "lower"), [("Xuất khẩu", "xuất khẩu"), ("GRDP bình quân", "GRDP bình quân"), ("UBND tỉnh", "UBND tỉnh")]
)
def test_lower_first_keeps_abbreviations(text, lower):
    assert vi.lower_first(text) == lower


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=4), st.integers(0, 4))
def test_a_written_number_reads_back_as_its_rounding(value, digits):
    text = vi.number(value, digits)
    assert re.fullmatch(r"-?\d{1,3}(\.\d{3})*(,\d+)?", text)
    back = Decimal(text.replace(".", "").replace(",", "."))
    assert back == value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


@given(st.decimals(min_value=-(10**12), max_value=10**12, allow_nan=False, places=None))
def test_an_exact_number_is_one_rounded_to_its_own_decimals(value):
    if vi.decimals(value) <= 12:
        assert vi.exact(value) == vi.number(value, vi.decimals(value))
