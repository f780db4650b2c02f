"""Numbers of headings and khoản."""

import pytest

from baocao.document.outline import Level, number_outline
from baocao.document.tree import Break, Number, Paragraph, Text
from baocao.errors import BaocaoError


def numbers(scheme, *blocks):
    made = [
        Paragraph(f"heading {mark}", (Text("x"),)) if isinstance(mark, int) else Paragraph("Nội dung", (Number(mark), Text(" x")))
        for mark in blocks
    ]
    return [block.inlines[0].text for block in number_outline(made, scheme)]


STATE = ("Phần I", "I.", "1.", "a)")
DECIMAL = ("Phần I", "I.", "1.", "1.1.")
PARTY = ("I-", "1.", "1.1.", "a)")


def test_state_scheme():
    assert numbers(STATE, 1, 2, 3, 4, 4, 3, 4, 2, 3, 1, 2) == [
        "Phần I", "I.", "1.", "a)", "b)", "2.", "a)", "II.", "1.", "Phần II", "I.",
    ]  # fmt: skip


def test_decimal_scheme():
    assert numbers(DECIMAL, 1, 2, 3, 4, 4, 3, 4) == ["Phần I", "I.", "1.", "1.1.", "1.2.", "2.", "2.1."]


def test_party_scheme():
    assert numbers(PARTY, 1, 2, 3, 3, 4, 1) == ["I-", "1.", "1.1.", "1.2.", "a)", "II-"]


def test_the_fifth_point_is_d_with_stroke():
    assert numbers(STATE, 1, 2, 3, 4, 4, 4, 4, 4, 4)[-2:] == ["đ)", "e)"]


def test_untitled_khoan_count_below_their_heading():
    assert numbers(STATE, 1, "#.", "#.", 1, "#.") == ["Phần I", "1.", "2.", "Phần II", "1."]
    assert numbers(STATE, 1, 2, 3, "#.", "#.") == ["Phần I", "I.", "1.", "a)", "b)"]
    assert numbers(("Điều 1.", "1.", "a)"), 1, "#.", "#.", 1, "#.") == ["Điều 1.", "1.", "2.", "Điều 2.", "1."]


def test_items_in_brackets_start_again_under_each_heading():
    assert numbers(STATE, 1, 2, 3, "(#)", "(#)", 3, "(#)") == ["Phần I", "I.", "1.", "(1)", "(2)", "2.", "(1)"]


def test_items_count_on_where_asked():
    assert numbers(STATE, 3, 4, "(#)", "(#)", 4, "(#+)", "(#)", 4, "(#+)")[2:] == ["(1)", "(2)", "b)", "(3)", "(4)", "c)", "(5)"]


def test_a_missing_heading_closes_up():
    assert numbers(STATE, 1, 2, 3, 3) == ["Phần I", "I.", "1.", "2."]


def test_the_title_of_a_part_stands_on_its_own_line():
    (part, section) = number_outline([Paragraph("heading 1", (Text("A"),)), Paragraph("heading 2", (Text("B"),))], STATE)
    assert part.inlines == (Number("Phần I"), Break(), Text("A"))
    assert section.inlines == (Number("I."), Text(" B"))


@pytest.mark.parametrize("example", ["", "x", "1) 1)", "Phần"])
def test_a_strange_example_is_refused(example):
    with pytest.raises(BaocaoError):
        Level.parse(example)


def test_a_heading_deeper_than_the_scheme_is_refused():
    with pytest.raises(BaocaoError):
        numbers(("I.",), 1, 2)
