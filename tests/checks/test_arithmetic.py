"""The arithmetic of a text: what is true is never reported, however it is rounded; what is not, is; nothing raises."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baocao.checks.arithmetic import check as arithmetic
from baocao.checks.passages import Passage, Reading
from baocao.checks.reading import read_file
from baocao.findings import Findings, Severity
from baocao.narrative import vietnamese as vi

DIGITS = st.integers(0, 2)
COUNTS = st.integers(100, 90_000)
WORDS = [
    "trong đó",
    "gồm",
    "chiếm",
    "đạt",
    "tăng",
    "giảm",
    "gấp",
    "lần",
    "từ",
    "xuống còn",
    "lên",
    "so với",
    "năm 2020",
    "giai đoạn 2016 - 2020",
    "cùng kỳ",
    "bình quân",
    "hằng năm",
    "tỷ đồng",
    "triệu USD",
    "ha",
    "%",
    "điểm %",
    "hồ sơ",
    "còn lại",
    "kế hoạch",
    "(",
    ")",
    ";",
    ",",
    ".",
    ":",
    "/",
    "-",
    "…",
    "Lạng Sơn",
    "(1)",
    "[^1]",
    "tổng số",
    "trên",
    "khoảng",
    "đã giải quyết",
]


def found(text):
    return [
        item
        for item in arithmetic.check(read_file("a.md", text.encode(), Findings()))
        if item.severity != Severity.INFO
    ]


def codes(text):
    return [item.code for item in found(text)]


def share(part, whole, digits):
    return vi.number(Decimal(100 * part) / whole, digits)


def rounded(value, digits):
    """Return a value as it is printed with so many decimals, zeros at the end kept: they say how it was rounded."""
    return f"{vi.round_half_up(value, digits):,f}".translate(str.maketrans(",.", ".,"))


@given(part=COUNTS, rest=st.integers(1, 90_000), digits=DIGITS)
def test_a_rate_of_two_counts(part, rest, digits):
    whole = part + rest
    rate = rounded(Decimal(100 * part) / whole, digits)
    sentence = f"Đã giải quyết {vi.number(Decimal(part), 0)}/{vi.number(Decimal(whole), 0)} hồ sơ, đạt {{}}%."
    assert not codes(sentence.format(rate))
    far = rounded(Decimal(100 * part) / whole + 3, digits)
    assert codes(sentence.format(far)) == ["SL201"]


@given(parts=st.lists(st.decimals("1", "90000", places=3), min_size=2, max_size=5), digits=DIGITS)
def test_a_sum_of_rounded_parts(parts, digits):
    names = ["vốn tỉnh", "vốn ngành", "vốn vay", "vốn huyện", "vốn xã"]
    listed = "; ".join(f"{name} {rounded(part, digits)} tỷ đồng" for name, part in zip(names, parts, strict=False))
    assert not codes(f"Giải ngân {rounded(sum(parts), digits)} tỷ đồng, trong đó: {listed}.")
    short = max(sum(parts) * Decimal("0.9") - len(parts), Decimal("0.5"))
    if sum(parts) <= short * Decimal("1.4"):
        assert "SL203" in codes(f"Giải ngân {rounded(short, digits)} tỷ đồng, trong đó: {listed}.")


@given(first=COUNTS, change=st.integers(1, 90), digits=DIGITS)
def test_a_change_between_two_values(first, change, digits):
    second = first + first * change // 100 + 1
    sentence = (
        f"Số thuê bao tăng từ {vi.number(Decimal(first), 0)} lên {vi.number(Decimal(second), 0)} thuê bao, tăng {{}}."
    )
    assert not codes(sentence.format(f"{vi.number(Decimal(second - first), 0)} thuê bao"))
    assert not codes(sentence.format(f"{rounded(Decimal(100 * (second - first)) / first, digits)}%"))
    assert codes(sentence.format(f"{vi.number(Decimal(second - first + 2), 0)} thuê bao")) == ["SL205"]


@given(before=st.decimals("10", "90000", places=3), growth=st.decimals("-60", "300", places=3), digits=DIGITS)
def test_growth_over_a_printed_base(before, growth, digits):
    now = before * (1 + growth / 100)
    verb, size = ("tăng", growth) if growth >= 0 else ("giảm", -growth)
    sentence = f"Sản lượng đạt {rounded(now, 1)} tấn, {verb} {{}}% so với năm 2020 ({rounded(before, 1)} tấn)."
    assert not codes(sentence.format(rounded(size, digits)))
    assert codes(sentence.format(rounded(size + 5, digits))) == ["SL206"]


@given(cuts=st.lists(st.integers(1, 9999), min_size=2, max_size=4, unique=True), digits=DIGITS)
def test_the_shares_of_a_structure(cuts, digits):
    edges = [0, *sorted(cuts), 10_000]
    shares = [Decimal(high - low) / 100 for low, high in pairwise(edges)]
    names = ["nông nghiệp", "công nghiệp", "dịch vụ", "thuế sản phẩm", "khu vực khác"]

    def written(values):
        return ", ".join(f"{name} chiếm {rounded(value, digits)}%" for name, value in zip(names, values, strict=False))

    assert not codes(f"Cơ cấu kinh tế: {written(shares)}.")
    assert "SL204" in codes(f"Cơ cấu kinh tế: {written([shares[0] + 6, *shares[1:]])}.")


@given(number=st.integers(2, 12), told=st.integers(2, 12))
def test_a_count_and_its_list(number, told):
    listed = "; ".join(f"({place}) nhiệm vụ về lĩnh vực {place}a" for place in range(1, number + 1))
    expected = [] if told == number else ["SL208"]
    assert codes(f"Có {told:02} nhiệm vụ chưa xong: {listed}.") == expected


@settings(max_examples=150)
@given(st.lists(st.sampled_from(WORDS) | st.from_regex(r"\A[0-9]{1,4}([.,][0-9]{1,3})?\Z"), max_size=30))
def test_no_sentence_makes_it_raise(pieces):
    text = " ".join(pieces)
    assert isinstance(found(f"{text}\n\n[^1]: Trong đó: {text}"), list)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffd"), max_size=120))
def test_no_text_makes_it_raise(text):
    assert isinstance(codes(text), list)


@pytest.mark.parametrize(
    "piece", ["1.", "(", "12, ", "A, ", "(1) ", "trong đó 5 ha, ", "từ 5 lên ", "5/", "1-", " năm 2020"]
)
def test_a_long_row_of_the_same_is_read_in_one_go(piece):
    assert isinstance(codes(piece * 3000), list)


@pytest.mark.parametrize(
    "rule", [rule for rule in arithmetic.RULES if rule.code != "SL217"], ids=lambda rule: rule.code
)
def test_the_examples_of_a_rule_are_what_they_say(rule):
    assert rule.code in codes(rule.bad)
    assert not codes(rule.good)


@pytest.mark.parametrize("rule", arithmetic.RULES, ids=lambda rule: rule.code)
def test_spaces_and_hyphens_that_do_not_break_change_nothing(rule):
    for text in (rule.bad, rule.good):
        assert codes(text.replace(" ", vi.NBSP).replace("-", vi.NB_HYPHEN)) == codes(text)


def test_the_same_slip_in_two_paragraphs_is_told_twice():
    text = "Thu hồi 32,7 tỷ đồng, đã thu hồi 24,8 tỷ đồng, đạt 85,5%."
    reading = Reading("tệp", tuple(Passage(text, text, paragraph=number) for number in (3, 9)))
    assert [finding.place.span.paragraph for finding in arithmetic.check(reading)] == [3, 9]
