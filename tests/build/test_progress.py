"""Step 9, build: what a batch tells of its progress away from a terminal."""

from __future__ import annotations

import pytest

from baocao.batch.batches import Result
from baocao.cli import progress


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (3, "Đã dựng 1/5, lỗi 0, 20 báo cáo/phút, còn khoảng 12 giây"),
        (90, "Đã dựng 1/5, lỗi 0, 1 báo cáo/phút, còn khoảng 6 phút"),
    ],
)
def test_a_line_tells_how_long_it_will_take_still(seconds, told, monkeypatch, capsys):
    moments = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: moments[-1])
    with progress.BatchProgress(total=5) as bar:
        moments.append(float(seconds))
        bar.advance(Result(step=None, written=("output/a.docx",)))
    assert capsys.readouterr().err.strip() == told


def test_the_last_line_tells_no_time(capsys):
    with progress.BatchProgress(total=1) as bar:
        bar.advance(Result(step=None))
    assert "Đã dựng 0/1, lỗi 1," in (told := capsys.readouterr().err)
    assert "còn" not in told
