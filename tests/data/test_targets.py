"""Targets of a plan and what became of them."""

import datetime
from decimal import Decimal

import pytest

from baocao.data.observations import Key, Measure, Observation, RowFacts
from baocao.data.periods import Period
from baocao.data.targets import Verdict, check_list, judge
from baocao.findings import Place


def observed(value, measure=Measure.PLAN, qualifier=""):
    key = Key("x", Period.parse("2016-2020"), "lang-son", "", measure)
    return Observation(
        key, Decimal(value), Place("so-lieu.csv"), RowFacts(qualifier=qualifier, received=datetime.date.min)
    )


CASES = [
    # target, upper end, qualifier, good direction, result, verdict
    ("8", "8.5", "từ", "tăng", "5.45", "không đạt"),
    ("8", "8.5", "từ", "tăng", "8", "đạt"),
    ("8", "8.5", "từ", "tăng", "8.6", "vượt"),
    ("10", None, "từ … trở lên", "tăng", "10", "đạt"),
    ("10", None, "từ … trở lên", "tăng", "9.99", "không đạt"),
    ("65", None, "khoảng", "tăng", "64.3", "không đạt"),
    ("65", None, "khoảng", "tăng", "65", "đạt"),
    ("96", None, "trên", "tăng", "96", "không đạt"),
    ("96", None, "trên", "tăng", "97", "vượt"),
    ("3", "3.5", "khoảng", "giảm", "3.2", "đạt"),
    ("3", "3.5", "khoảng", "giảm", "2.9", "vượt"),
    ("3", "3.5", "khoảng", "giảm", "3.6", "không đạt"),
    ("5", None, "dưới", "giảm", "5", "không đạt"),
    ("5", None, "không quá", "", "5", "đạt"),
    ("36", "37", "", "", "38", "không đạt"),
    ("36", "37", "", "", "36.5", "đạt"),
]


@pytest.mark.parametrize(("low", "high", "qualifier", "good", "result", "verdict"), CASES)
def test_verdict(low, high, qualifier, good, result, verdict):
    upper = observed(high, Measure.PLAN_UPPER) if high else None
    assert judge(observed(low, qualifier=qualifier), upper, observed(result, Measure.ACTUAL), good) is Verdict(verdict)


def test_a_verdict_or_code_that_is_none_is_an_error(desk):
    desk.write("data/2016-2020/ds-chi-tieu.csv", "tên;mã;kết luận\nthu;thu;Đạt rồi\nsai;khong_co;\n")
    dataset, _ = desk.load()
    assert [finding.code for finding in check_list(dataset, Period.parse("2016-2020"))] == ["DL136", "DL137"]
