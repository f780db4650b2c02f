"""One cell of the real report changes: what follows from it changes everywhere, and nothing else does.

A figure is evaluated from its recipe, alone; that this is what a rendering of all templates prints is shown for a sample.
"""

import dataclasses
import datetime
from decimal import Decimal

import pytest
from influence import Influence, unused
from real_report import RealReport, copy_workspace

from baocao.checks.totals import check_totals
from baocao.data.dataset import Dataset, Measure
from baocao.document.tree import Figure
from baocao.findings import Findings, Place, Severity

# Bases and a number that the real report does not have.  105 gives 26,7% where 26,6% was supplied, and the row says why;
# 889,6 gives 10,16%, which agrees with the 10,1% supplied because 980 is rounded.
MORE_DATA = """\
mã;căn cứ;cùng kỳ;kế hoạch
khieu_nai.tham_quyen;;105;
xnk.xuat_khau;;889,6;
chan_nuoi.trau;;;77000
"""
INCOMPLETE_ANNEX = "MB505"  # the real report gives no plan and no base for some rows of its annex


@pytest.fixture(scope="module")
def extended(tmp_path_factory):
    """The real report with known bases for two of its comparisons, and one number that it does not print."""
    root = copy_workspace(tmp_path_factory.mktemp("extended"))
    (root / "data" / "2021-9T" / "bo-sung.csv").write_text(MORE_DATA, encoding="utf-8")
    return RealReport(root)


def spaced(text):
    return text.replace("\u00a0", " ")


def changes(report, cell, value):
    """Return the figures of the whole document that print something else when the cell holds ``value``: id -> old, new.

    Everything that is not a figure must stay as it is.
    """
    before = report.printed()
    after = report.printed(report.compose(report.dataset.with_value(cell.place, Decimal(value)), Findings()))
    assert len(before) == len(after)
    pairs = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert all(isinstance(old, Figure) and isinstance(new, Figure) and old.id == new.id for old, new in pairs)
    return {old.id: (spaced(old.text), spaced(new.text)) for old, new in pairs}


def codes(report, cell, value):
    """Return the codes of the findings that rendering with another value brings."""
    findings = Findings()
    report.compose(report.dataset.with_value(cell.place, Decimal(value)), findings)
    return sorted({finding.code for finding in findings.items} - {INCOMPLETE_ANNEX})


def test_the_real_report_is_complete_and_sound(real):
    assert not [finding for finding in real.findings.items if finding.code != INCOMPLETE_ANNEX]
    assert not check_totals(real.dataset, real.period, real.config.scope)
    assert not unused(real)


def test_known_base_the_change_turns_and_number_verb_and_share_follow(extended):
    """The share is that of another indicator, of which this one is the total."""
    cell = extended.cell("khieu_nai.tham_quyen", Measure.ACTUAL)
    assert sorted(changes(extended, cell, 90).values()) == [
        ("133 đơn", "90 đơn"),
        ("60,9%", "90%"),
        ("tăng 26,6% so với cùng kỳ", "giảm 14,3% so với cùng kỳ"),
    ]


def test_known_base_changes(extended):
    cell = extended.cell("khieu_nai.tham_quyen", Measure.SAME_PERIOD)
    assert changes(extended, cell, 140) == {}, "the rate is acknowledged: it stays, and the difference is told"
    assert codes(extended, cell, 140) == ["MB204"]
    cell = extended.cell("xnk.xuat_khau", Measure.SAME_PERIOD)
    assert list(changes(extended, cell, 1000).values()) == [("tăng 10,1% so với cùng kỳ", "giảm 2% so với cùng kỳ")]
    assert codes(extended, cell, 1000) == ["MB204"]
    assert list(changes(extended, cell, 980).values()) == [("tăng 10,1% so với cùng kỳ", "không đổi so với cùng kỳ")]


def test_supplied_rate_a_count_changes_and_the_new_digit_is_certain(real):
    cell = real.cell("chay_rung.vu", Measure.ACTUAL)
    assert sorted(changes(real, cell, 20).values()) == [("19 vụ", "20 vụ"), ("tăng 10 vụ", "tăng 11 vụ")]
    assert codes(real, cell, 20) == ["MB203"]


def test_supplied_rate_the_new_digit_is_certain(real):
    """A hundredth of the value: 73,1% and 110,1% are known to a tenth, so 0,731% and 1,101% are known well enough."""
    cell = real.cell("xnk.xuat_khau", Measure.ACTUAL)
    assert sorted(changes(real, cell, 98).values()) == [
        ("980 triệu USD", "98 triệu USD"),
        ("tăng 10,1% so với cùng kỳ", "giảm 89% so với cùng kỳ"),
        ("đạt 73,1% kế hoạch", "đạt 7,3% kế hoạch"),
    ]
    assert codes(real, cell, 98) == ["MB203"]


def test_supplied_rate_a_placeholder_where_rounding_leaves_doubt(real):
    cell = real.cell("xnk.xuat_khau", Measure.ACTUAL)
    assert sorted(changes(real, cell, 1400).values()) == [
        ("980 triệu USD", "1.400 triệu USD"),
        ("tăng 10,1% so với cùng kỳ", "[cần cập nhật tỷ lệ: kim ngạch xuất khẩu qua địa bàn so với cùng kỳ]"),
        ("đạt 73,1% kế hoạch", "[cần cập nhật tỷ lệ: kim ngạch xuất khẩu qua địa bàn so với kế hoạch]"),
    ]
    assert codes(real, cell, 1400) == ["MB202"]


def test_shared_verb_one_sign_turns(real):
    """Three accidents figures share one verb while all fall; the sentence that says so follows too."""
    cell = real.cell("tngt.chet", Measure.SAME_PERIOD_DIFFERENCE)
    text = rendered(real.compose(real.dataset.with_value(cell.place, Decimal(4)), Findings()), real)
    assert "giảm 05 vụ, 07 người chết, 06 người bị thương so với cùng kỳ" in rendered(real.document, real)
    assert "giảm cả 3 tiêu chí" in rendered(real.document, real)
    assert "giảm 05 vụ, tăng 04 người chết, giảm 06 người bị thương so với cùng kỳ" in text
    assert "chưa giảm đồng thời cả 3 tiêu chí" in text


def rendered(document, report):
    return spaced("".join(getattr(piece, "text", "\n") for piece in report.printed(document)))


def test_a_part_changes_and_the_total_disagrees(real):
    part, total = (real.cell(code, Measure.ACTUAL) for code in ("xnk.xuat_khau", "xnk"))
    (finding,) = check_totals(real.dataset.with_value(part.place, Decimal(990)), real.period, real.config.scope)
    assert (finding.code, finding.severity, finding.place) == ("SL101", Severity.ERROR, total.place)
    assert "990 + 2.080 = 3.070 triệu USD, tổng ghi 3.060 triệu USD" in finding.message


def test_every_part_of_every_complete_total_is_watched(real):
    """Whichever part of a total that is printed with all its parts grows, the sum is noticed."""
    catalogue = real.dataset.catalogue
    watched = 0
    for total in (indicator for indicator in catalogue.indicators.values() if indicator.parts_complete):
        parts = [
            cell for cell in real.cells if cell.key.indicator in total.parts and cell.key.measure is Measure.ACTUAL
        ]
        for part in parts if len(parts) == len(total.parts) else ():
            dataset = real.dataset.with_value(part.place, part.value * 2 + 100)
            messages = [finding.message for finding in check_totals(dataset, real.period, real.config.scope)]
            assert any(message.startswith(total.name) for message in messages), part.key
            watched += 1
    assert watched > 40


def test_every_cell_changes_the_figures_that_name_it_and_no_others(extended):
    """The same of all reports, without numbers that were added, is shown in test_all_reports."""
    Influence(extended).check_every_cell()


def test_a_number_that_nothing_prints_is_reported(extended):
    plan = extended.cell("chan_nuoi.trau", Measure.PLAN)
    assert unused(extended) == {plan.place}
    assert changes(extended, plan, 5) == {}


def test_the_value_a_rate_came_with_shows_in_the_comparisons_of_its_row(real):
    """Another "tính theo" makes the row's rates doubtful (and the verb that others share with them), nothing else."""
    remembered = [cell for cell in real.cells if cell.key.measure is Measure.SUPPLIED_WITH]
    influence = Influence(real)
    assert len(remembered) > 70
    for cell in remembered:
        changed, _ = influence.of(cell)
        assert changed
        for recipe in (influence.recipes[name] for name in changed):
            assert recipe.form == "so_sanh"
            assert cell.key.indicator in (recipe.subject, *(sibling.subject for sibling in recipe.siblings))


def test_rendering_all_templates_gives_what_the_recipes_give(real):
    """Every thirtieth cell: all figures of a new rendering are those of the recipes evaluated one by one."""
    Influence(real).check_renderings(real.cells[::30])


def test_an_older_row_of_the_same_number_changes_nothing(real):
    """The newest received row is printed; the older one is told to be unused."""
    held = real.cell("xnk", Measure.ACTUAL)
    old = dataclasses.replace(held, value=Decimal(1), place=Place("data/2021-9T/cu.csv", cell="E2"))
    new = dataclasses.replace(held, row=dataclasses.replace(held.row, received=datetime.date(2021, 9, 20)))
    dataset = Dataset(real.dataset.catalogue, [old, *(new if cell == held else cell for cell in real.dataset.cells())])
    assert dataset.get(held.key).value == held.value
    assert unused(real, dataset) == {old.place}
