"""Comparisons: supplied against computed, rates that have grown old, and the words for each outcome."""

from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from baocao.data.dataset import Key, Measure, View, load_dataset
from baocao.document.tree import plain_text
from baocao.findings import Findings
from baocao.narrative.figures import evaluate
from baocao.narrative.recipes import Recipe
from baocao.narrative.vietnamese import number, round_half_up
from baocao.office import Office
from narrative.office import CATALOGUE, PERIOD, SCOPE, SmallOffice

INDICATORS = """\
von;vốn thực hiện;;tỷ đồng;1;1;thời kỳ;tăng;;;Kho bạc;
vu;số vụ việc;;vụ;0;1;thời kỳ;giảm;;;Công an tỉnh;
nguoi;số người;;người chết;0;1;thời kỳ;giảm;;;Công an tỉnh;
can_ngheo;tỷ lệ hộ cận nghèo;;%;2;1;tỷ lệ;giảm;;;Sở Lao động;
"""
COLUMNS = (
    "mã", "căn cứ", "thực hiện", "kế hoạch", "cùng kỳ", "mốc", "đạt % kế hoạch", "tăng % cùng kỳ", "tăng lượng cùng kỳ",
    "tăng % so mốc", "gấp lần so mốc", "tính theo", "xác nhận",
)  # fmt: skip


def table(*rows):
    """Return rows such as "mã=von, thực hiện=980" as a CSV table (a comma before a space parts the cells)."""
    lines = [";".join(COLUMNS)]
    for row in rows:
        cells = dict(cell.split("=") for cell in row.split(", "))
        assert set(cells) <= set(COLUMNS)
        lines.append(";".join(cells.get(column, "") for column in COLUMNS))
    return "\n".join(lines) + "\n"


def write(office, *rows):
    """Lay down the indicators of this module, and rows of data of the period."""
    office.put("data/chi-tieu.csv", CATALOGUE.rstrip("\n") + "\n" + INDICATORS)
    office.put("data/2021-9T/so-lieu.csv", table(*rows))


def told(office, template, *rows):
    """Return what a template prints, and the codes of the findings that come with it."""
    write(office, *rows)
    _, (block,) = office.narrate(template)
    return plain_text(block.inlines).replace("\u00a0", " "), office.codes()


CASES = {
    # Only the base is known: everything is computed.
    "change from a base": ("{{ von.ck }}", "tăng 10,1% so với cùng kỳ", ["mã=von, thực hiện=980, cùng kỳ=890"]),
    "ratio to a base": ("{{ von.ck.bang }}", "bằng 110,1% cùng kỳ", ["mã=von, thực hiện=980, cùng kỳ=890"]),
    "difference": ("{{ von.ck.luong }}", "tăng 90 tỷ đồng so với cùng kỳ", ["mã=von, thực hiện=980, cùng kỳ=890"]),
    "multiple": ("{{ von.ck.gap }}", "gấp 1,1 lần cùng kỳ", ["mã=von, thực hiện=980, cùng kỳ=890"]),
    "fall": ("{{ von.ck }}", "giảm 9,2% so với cùng kỳ", ["mã=von, thực hiện=890, cùng kỳ=980"]),
    "plan": ("{{ von.kh }}", "đạt 98% kế hoạch", ["mã=von, thực hiện=980, kế hoạch=1000"]),
    "plan passed": ("{{ von.kh }}", "đạt 120% kế hoạch", ["mã=von, thực hiện=1200, kế hoạch=1000"]),
    "plan of a named basis": ("{{ von.kh }}", "đạt 50% dự toán", ["mã=von, căn cứ=du_toan, thực hiện=1, kế hoạch=2"]),
    "two plans": (
        "{{ von.kh }}, {{ von.kh.trung_uong.bang }}",
        "đạt 50% kế hoạch, bằng 25% kế hoạch Trung ương giao",
        ["mã=von, thực hiện=1, kế hoạch=2", "mã=von, căn cứ=trung_uong, kế hoạch=4"],
    ),
    "point in time": (
        "{{ von.so_voi.dau_nam }}",
        "tăng 25% so với 31/12/2020",
        ["mã=von, thực hiện=5", "mã=von, căn cứ=dau_nam, mốc=4"],
    ),
    "points": (
        "{{ can_ngheo.so_voi[2020].diem }}",
        "giảm 1,25 điểm % so với năm 2020",
        ["mã=can_ngheo, thực hiện=4,2", "mã=can_ngheo, căn cứ=2020, mốc=5,45"],
    ),
    # Zero and half.
    "no change": ("{{ von.ck }}", "không đổi so với cùng kỳ", ["mã=von, thực hiện=890, cùng kỳ=890"]),
    "rounds to no change": ("{{ von.ck.gon }}", "không đổi", ["mã=von, thực hiện=890,1, cùng kỳ=890"]),
    "no more cases": ("{{ vu.ck.luong }}", "không đổi so với cùng kỳ", ["mã=vu, thực hiện=5, cùng kỳ=5"]),
    "supplied no change": (
        "{{ von.ck }}",
        "không đổi so với cùng kỳ",
        ["mã=von, thực hiện=5, tăng % cùng kỳ=0, tính theo=5"],
    ),
    "half goes up": ("{{ von.kh.gon }}", "đạt 12,4%", ["mã=von, thực hiện=12,35, kế hoạch=100"]),
    "half of a fall goes down": ("{{ von.ck.gon }}", "giảm 12,4%", ["mã=von, thực hiện=87,65, cùng kỳ=100"]),
    "trailing zero dropped": ("{{ von.kh.gon }}", "đạt 51%", ["mã=von, thực hiện=51, kế hoạch=100"]),
    # Only the rate is known: it is printed with the digits it was given with.
    "supplied rate": (
        "{{ von.ck }}",
        "giảm 1,31% so với cùng kỳ",
        ["mã=von, thực hiện=9, tăng % cùng kỳ=-1,31, tính theo=9"],
    ),
    "supplied rate as ratio": (
        "{{ von.ck.bang }}",
        "bằng 95,5% cùng kỳ",
        ["mã=von, thực hiện=9, tăng % cùng kỳ=-4,5, tính theo=9"],
    ),
    "supplied plan": ("{{ von.kh }}", "đạt 73,1% kế hoạch", ["mã=von, thực hiện=9, đạt % kế hoạch=73,1, tính theo=9"]),
    "supplied amount": (
        "{{ vu.ck.luong }}",
        "giảm 05 vụ so với cùng kỳ",
        ["mã=vu, thực hiện=9, tăng lượng cùng kỳ=-5, tính theo=9"],
    ),
    "supplied multiple": (
        "{{ von.so_voi.ra_quan.gap }}",
        "gấp 30 lần trước ngày ra quân",
        ["mã=von, thực hiện=9", "mã=von, căn cứ=ra_quan, gấp lần so mốc=30, tính theo=9"],
    ),
    # Supplied and computed agree within rounding: the supplied one stands.
    "agreement within the digit of the rate": (
        "{{ von.kh }}",
        "đạt 66,67% kế hoạch",
        ["mã=von, thực hiện=2,0001, kế hoạch=3, đạt % kế hoạch=66,67, tính theo=2,0001"],
    ),
    "agreement within the rounding of the value": (
        "{{ von.ck }}",
        "tăng 20% so với cùng kỳ",
        ["mã=von, thực hiện=0,5, cùng kỳ=0,4, tăng % cùng kỳ=20, tính theo=0,5"],
    ),
    "amounts agree": (
        "{{ von.ck.luong }}",
        "tăng 0,12 tỷ đồng so với cùng kỳ",
        ["mã=von, thực hiện=0,5, cùng kỳ=0,4, tăng lượng cùng kỳ=0,12, tính theo=0,5"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("template", "printed", "rows"), CASES.values(), ids=CASES)
def test_comparison(office, template, printed, rows):
    assert told(office, template, *rows) == (printed, [])


DISAGREEING = "mã=vu, thực hiện=30, cùng kỳ=20, tăng % cùng kỳ=40, tính theo=30"


def test_a_rate_that_disagrees_gives_way_to_the_computed_one(office):
    """Counts are exact: 30 after 20 is 50% more, not 40%."""
    assert told(office, "{{ vu.ck }}", DISAGREEING) == ("tăng 50% so với cùng kỳ", ["MB204"])
    assert office.findings.items[0].severity.value == "warning"
    assert "được cấp 40, tính ra 50" in office.findings.items[0].message


def test_an_acknowledged_rate_stands(office):
    row = f"{DISAGREEING}, xác nhận=gốc năm trước đã điều chỉnh"
    assert told(office, "{{ vu.ck }}", row) == ("tăng 40% so với cùng kỳ", ["MB204"])
    assert office.findings.items[0].severity.value == "info"
    assert "gốc năm trước đã điều chỉnh" in office.findings.items[0].hint


def test_an_acknowledged_rate_falls_when_its_value_changes(office):
    """What was accepted was accepted for another number."""
    row = "mã=vu, thực hiện=25, cùng kỳ=20, tăng % cùng kỳ=40, tính theo=30, xác nhận=gốc đã điều chỉnh"
    assert told(office, "{{ vu.ck }}", row) == ("tăng 25% so với cùng kỳ", ["MB204"])


def test_an_old_rate_gives_way_to_the_base_even_where_they_nearly_agree(office):
    row = "mã=von, thực hiện=983, cùng kỳ=890, tăng % cùng kỳ=10,4, tính theo=982"
    assert told(office, "{{ von.ck }}", row) == ("tăng 10,4% so với cùng kỳ", [])
    row = "mã=von, thực hiện=983, cùng kỳ=890, tăng % cùng kỳ=10,3, tính theo=982"
    assert told(office, "{{ von.ck }}", row) == ("tăng 10,4% so với cùng kỳ", ["MB204"])


def test_the_rate_of_this_year_stands_against_last_years_data(office):
    """The agency may have corrected the number of the same period since; without a rate, last year's data serve."""
    office.put("data/2020-9T/so-lieu.csv", "mã;thực hiện\nvu;20\n")
    row = "mã=vu, thực hiện=30, tăng % cùng kỳ=40, tính theo=30"
    assert told(office, "{{ vu.ck }}", row) == ("tăng 40% so với cùng kỳ", ["MB204"])
    assert office.findings.items[0].severity.value == "info"
    assert told(office, "{{ vu.ck }}", "mã=vu, thực hiện=30")[0] == "tăng 50% so với cùng kỳ"
    row = "mã=vu, thực hiện=31, tăng % cùng kỳ=40, tính theo=30"
    assert told(office, "{{ vu.ck }}", row)[0] == "tăng 55% so với cùng kỳ"


DOUBT = "[cần cập nhật tỷ lệ"
STALE = {
    # Rounded to 10,1% at 980: the base lies between 889,6 and 890,5.
    "much smaller, certain": ("von.ck.gon", "giảm 94,4%", "thực hiện=50, tăng % cùng kỳ=10,1, tính theo=980", "MB203"),
    "a little more, in doubt": ("von.ck.gon", DOUBT, "thực hiện=984, tăng % cùng kỳ=10,1, tính theo=980", "MB202"),
    "a count": ("vu.ck.luong.gon", "tăng 11 vụ", "thực hiện=20, tăng lượng cùng kỳ=10, tính theo=19", "MB203"),
    "a count turns": ("vu.ck.luong.gon", "giảm 03 vụ", "thực hiện=6, tăng lượng cùng kỳ=10, tính theo=19", "MB203"),
    "a measure's amount": ("von.ck.luong", DOUBT, "thực hiện=20, tăng lượng cùng kỳ=1,5, tính theo=19", "MB202"),
    "nothing left": ("von.ck.gon", DOUBT, "thực hiện=0, tăng % cùng kỳ=10,1, tính theo=980", "MB202"),
    "plan": ("von.kh.gon", "đạt 3,7%", "thực hiện=50, đạt % kế hoạch=73,1, tính theo=980", "MB203"),
}


@pytest.mark.parametrize(("template", "printed", "row", "code"), STALE.values(), ids=STALE)
def test_a_value_changes_and_its_rate_does_not(office, template, printed, row, code):
    text, codes = told(office, f"{{{{ {template} }}}}", f"mã={template.partition('.')[0]}, {row}")
    assert text.startswith(printed)
    assert codes == [code]


def test_a_rate_remembers_the_value_of_its_own_row(office):
    """The plan's rate was renewed with the value, the other rate was not: it must not be printed as good."""
    rows = (
        "mã=vu, thực hiện=30, đạt % kế hoạch=75, tính theo=30",
        "mã=vu, căn cứ=du_toan, tăng % cùng kỳ=40,25, tính theo=20",
    )
    text, codes = told(office, "{{ vu.kh.gon }} {{ vu.ck.gon }}", *rows)
    assert text.startswith("đạt 75% [cần cập nhật tỷ lệ")
    assert codes == ["MB202"]


@pytest.mark.parametrize("base", ["0", "-5"])
def test_no_rate_of_a_base_of_nothing(office, base):
    """Three after nothing is no percentage; the amount can still be told."""
    text, codes = told(office, "{{ von.ck }}", f"mã=von, thực hiện=3, cùng kỳ={base}")
    assert "gốc không lớn hơn 0" in text
    assert codes == ["MB201"]
    assert told(office, "{{ vu.ck.luong.gon }}", "mã=vu, thực hiện=3, cùng kỳ=0")[0] == "tăng 03 vụ"


def test_nothing_to_compare_with(office):
    text, codes = told(office, "{{ von.kh }}", "mã=von, thực hiện=980")
    assert text == "[chưa có số: Vốn thực hiện so với kế hoạch, 9 tháng đầu năm 2021 - Kho bạc]"
    assert codes == ["MB201"]


SHARED = "{{ chung_dong_tu(vu.ck.luong, nguoi.ck.luong) }}"


@pytest.mark.parametrize(
    ("first", "second", "printed"),
    [
        (5, 7, "giảm 05 vụ, 03 người chết so với cùng kỳ"),
        (20, 17, "tăng 10 vụ, 07 người chết so với cùng kỳ"),
        (20, 7, "tăng 10 vụ, giảm 03 người chết so với cùng kỳ"),
        (5, 17, "giảm 05 vụ, tăng 07 người chết so với cùng kỳ"),
        (10, 7, "không đổi, giảm 03 người chết so với cùng kỳ"),
        (5, 10, "giảm 05 vụ, không đổi so với cùng kỳ"),
    ],
)
def test_a_verb_is_shared_while_all_go_the_same_way(office, first, second, printed):
    rows = (f"mã=vu, thực hiện={first}, cùng kỳ=10", f"mã=nguoi, thực hiện={second}, cùng kỳ=10")
    assert told(office, SHARED, *rows) == (printed, [])


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("thực hiện=100, kế hoạch=100", "đạt"),
        ("thực hiện=101, kế hoạch=100", "đạt"),
        ("thực hiện=99, kế hoạch=100", "chưa"),
        ("thực hiện=9, đạt % kế hoạch=119,5, tính theo=9", "đạt"),
        ("thực hiện=9, đạt % kế hoạch=73,1, tính theo=9", "chưa"),
        ("thực hiện=9", "chưa"),
    ],
)
def test_plan_reached(office, row, words):
    assert told(office, "{% if von.kh.dat %}đạt{% else %}chưa{% endif %}", f"mã=von, {row}")[0] == words


@pytest.mark.parametrize(("now", "words"), [("101", "tăng"), ("99", "giảm"), ("100", "giữ"), ("100,01", "giữ")])
def test_direction_is_that_of_the_printed_number(office, now, words):
    template = "{% if von.ck.tang %}tăng{% elif von.ck.giam %}giảm{% else %}giữ{% endif %}"
    assert told(office, template, f"mã=von, thực hiện={now}, cùng kỳ=100")[0] == words


@pytest.fixture(scope="module")
def remembered(tmp_path_factory):
    """A dataset with one supplied rate, and the cells of value, rate and "tính theo"."""
    office = SmallOffice(tmp_path_factory.mktemp("rates"))
    write(office, "mã=von, thực hiện=980, tăng % cùng kỳ=10,1, tính theo=980")
    opened = Office(office.root)
    dataset = load_dataset(opened.workspace, opened.catalogue, SCOPE, Findings())
    measures = (Measure.ACTUAL, Measure.SAME_PERIOD_CHANGE, Measure.SUPPLIED_WITH)
    return dataset, [dataset.get(Key("von", PERIOD, SCOPE, "", measure)).place for measure in measures]


def decimals_between(low, high):
    return st.integers(0, 2).flatmap(
        lambda digits: st.integers(low * 10**digits, high * 10**digits).map(
            lambda whole: Decimal(whole).scaleb(-digits)
        )
    )


@settings(max_examples=300, deadline=None)
@given(
    before=decimals_between(1, 5000),
    now=decimals_between(1, 50) | decimals_between(1, 5000),
    base=st.decimals(1, 5000, places=4),
    digits=st.integers(0, 2),
    inside=st.decimals(-1, 1, places=3),
)
def test_a_printed_number_is_right_for_every_base_that_rounding_allows(remembered, before, now, base, digits, inside):
    """Whatever the unrounded value was, and whatever base the agency had: what is printed is the rounded truth."""
    dataset, (actual, rate, supplied_with) = remembered
    half = Decimal(5).scaleb(before.normalize().as_tuple().exponent - 1 if before % 1 else -1)
    unrounded = before + half * inside * Decimal("0.999")
    supplied = round_half_up((unrounded / base - 1) * 100, digits)
    assume(now != before)
    for place, value in ((actual, now), (rate, supplied), (supplied_with, before)):
        dataset = dataset.with_value(place, value)

    figure = evaluate(Recipe("so_sanh", "von", str(PERIOD), SCOPE, "ck", "gon"), View(dataset))
    printed_digits = max(0, -supplied.normalize().as_tuple().exponent)
    truth = round_half_up((now / base - 1) * 100, printed_digits)
    if figure.missing:
        assert [finding.code for finding in figure.findings] == ["MB202"]
        return
    words = "không đổi" if truth == 0 else f"{'tăng' if truth > 0 else 'giảm'} {number(abs(truth), printed_digits)}%"
    assert figure.text == words
    assert [finding.code for finding in figure.findings] == ["MB203"]
