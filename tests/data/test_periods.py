"""Reporting periods: codes, names and neighbours."""

import pytest

from baocao.data.periods import Period
from baocao.errors import BaocaoError

CASES = [
    # code, name, what follows, same period last year
    ("2021", "năm 2021", "2022", "2020"),
    ("2021-M09", "tháng 9 năm 2021", "2021-M10", "2020-M09"),
    ("2021-M12", "tháng 12 năm 2021", "2022-M01", "2020-M12"),
    ("2022-M01", "tháng 01 năm 2022", "2022-M02", "2021-M01"),
    ("2021-Q3", "quý III năm 2021", "2021-Q4", "2020-Q3"),
    ("2021-Q4", "quý IV năm 2021", "2022-Q1", "2020-Q4"),
    ("2021-6T", "6 tháng đầu năm 2021", "2021-6TC", "2020-6T"),
    ("2021-9T", "9 tháng đầu năm 2021", "2021-Q4", "2020-9T"),
    ("2021-6TC", "6 tháng cuối năm 2021", "2022", "2020-6TC"),
    ("2016-2020", "giai đoạn 2016 - 2020", "2021-2025", "2011-2015"),
]


@pytest.mark.parametrize(("code", "name", "following", "last_year"), CASES)
def test_period(code, name, following, last_year):
    period = Period.parse(code)
    assert (str(period), period.name, str(period.next), str(period.same_last_year)) == (
        code,
        name,
        following,
        last_year,
    )


@pytest.mark.parametrize("code", ["", "21", "2021-M13", "2021-M9", "2021-Q5", "2021-8T", "2025-2021", "năm 2021"])
def test_a_wrong_code_is_explained(code):
    with pytest.raises(BaocaoError) as caught:
        Period.parse(code)
    assert caught.value.findings[0].code == "KG101"
    assert caught.value.findings[0].hint


def test_the_day_after_dates_a_report():
    assert Period.parse("2021-9T").day_after.isoformat() == "2021-10-01"
    assert Period.parse("2021-M12").day_after.isoformat() == "2022-01-01"
    assert Period.parse("2016-2020").day_after.isoformat() == "2021-01-01"
