"""Step 7, check: data of the period that no figure of the report goes back to (family SL)."""

from __future__ import annotations

from collections.abc import Iterable

from baocao.data.dataset import Dataset
from baocao.data.observations import Measure
from baocao.data.periods import Period
from baocao.findings import Finding, Place, Severity


def check_unused(dataset: Dataset, period: Period, scope: str, used: Iterable[str]) -> list[Finding]:
    """Return an info for every cell in the period's folder and of the scope that is not among the cells ``used``.

    The value with which a rate was supplied ("tính theo") is a memory, not a figure: it may go unread.
    """
    known = set(used)
    findings = []
    for observation in dataset.cells():
        key = observation.key
        in_folder = observation.place.file.startswith(f"data/{period}/")
        if not in_folder or key.scope != scope or key.measure is Measure.SUPPLIED_WITH:
            continue
        if str(observation.place) not in known:
            findings.append(_finding(key.indicator, observation.place))
    return findings


def _finding(code: str, place: Place) -> Finding:
    hint = "Thêm chỉ tiêu vào mẫu báo cáo, hoặc để nguyên nếu số liệu dùng cho việc khác."
    return Finding("SL102", Severity.INFO, f'số liệu của "{code}" không in ở đâu trong báo cáo', place, hint)
