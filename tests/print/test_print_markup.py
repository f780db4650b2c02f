"""Text as markup: where a line may break is said by elements, the text itself stays as it is."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baocao.printing.linebreaks import markup


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("giai đoạn 2021-2025", "giai đoạn 2021-<wbr/>2025"),
        ("Covid-19 ở kinh tế - xã hội", "Covid-<wbr/>19 ở kinh tế - xã hội"),
        ("âm -5 độ", "âm -5 độ"),
        ("và/hoặc", '<span class="n">và/hoặc</span>'),
        ("số 15/CT-TTg", 'số <span class="n">15/CT</span>-TTg'),
        ("16/CT\u2011TTg", '<span class="n">16/CT-TTg</span>'),
        ("tăng 10\u00a0\u2011\u00a011%", 'tăng 10<span class="n">\u00a0-\u00a0</span>11%'),
        ("Covid\u201119 a\u2011b\u2011c", 'Covi<span class="n">d-1</span>9 <span class="n">a-b-c</span>'),
        ("2021\u2011", '202<span class="n">1-</span>'),
        ("ngày 05/9/2021", "ngày 05/9/2021"),
        ("KH&ĐT < 5%", "KH&amp;ĐT &lt; 5%"),
        ("Số:    /BC", 'Số:<span class="w">    </span><span class="n">/BC</span>'),
    ],
)
def test_text_becomes_markup(text, expected):
    assert markup(text, "\n") == expected.replace('<span class="n">/BC</span>', markup("/BC", " "))


def test_a_break_between_two_runs():
    assert markup("2025", "giai đoạn 2021-") == "<wbr/>2025"
    assert markup("5", "âm -") == "5"
    assert markup("2025", "giai đoạn 2021\u2011") == "2025"


def test_a_space_after_a_space_is_kept():
    assert markup(" b", "a ") == '<span class="w"> </span>b'
    assert markup(" b", "a") == " b"


def test_a_long_address_may_break():
    assert "<span" not in markup("https://example.vn/" + "a" * 60, "\n")


@given(st.text(alphabet="aĐ1-\u2011/ &<\t%(", max_size=40), st.text(alphabet="a1-\u2011 ", max_size=5))
def test_markup_adds_and_loses_no_character(text, before):
    assert html.unescape(re.sub(r"<[^>]*>", "", markup(text, before))) == text.replace("\u2011", "-")
