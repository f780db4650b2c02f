"""The table of examples on page 8 of the user guide."""

from decimal import Decimal

import pytest

from baocao.refresh.judging import Printed, judge
from docs.guide import read_guide

HEADER = ("lần trước in", "dự thảo viết", "số liệu nay in", "kết quả", "vì")
ROWS = read_guide().rows(*HEADER)


def printed(text):
    return Printed(text, None if text.startswith("[") else Decimal(-1 if text.startswith("giảm") else 1))


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_figure_becomes_what_the_guide_says(row):
    before, shown, now, result = (row.cells[name] for name in HEADER[:4])
    judged = judge(shown, printed(before), printed(now))
    after = shown if judged.new is None else shown[: judged.start] + judged.new + shown[judged.end :]
    assert after == result


def test_the_guide_has_examples():
    assert len(ROWS) == 7
