"""Step 7, check: parts that are declared complete must add up to their total (family SL)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from baocao.data.dataset import Dataset
from baocao.data.indicators import Indicator
from baocao.data.observations import Key, Measure, Observation
from baocao.data.periods import Period
from baocao.data.units import UnitKind
from baocao.findings import Finding, Severity
from baocao.narrative import vietnamese as vi

_MEASURES = {Measure.ACTUAL: "thực hiện", Measure.PLAN: "kế hoạch", Measure.SAME_PERIOD: "cùng kỳ"}


def check_totals(dataset: Dataset, period: Period, scope: str) -> list[Finding]:
    """Return a finding for every total of the period that its complete parts do not add up to.

    Rounding is allowed for: half a unit of the last decimal for each addend and for the total; counts are exact.  A
    total whose row carries "xác nhận" gives an info with the reason instead of an error.
    """
    findings = []
    for indicator in dataset.catalogue.indicators.values():
        if indicator.parts and indicator.parts_complete:
            findings += list(_disagreements(dataset, indicator, period, scope))
    return findings


def _disagreements(dataset: Dataset, indicator: Indicator, period: Period, scope: str) -> Iterator[Finding]:
    for measure, noun in _MEASURES.items():
        by_plan = measure is Measure.PLAN
        for basis in dataset.bases(indicator.code, period, scope) if by_plan else ("",):
            total, *parts = (
                dataset.get(Key(code, period, scope, basis, measure))
                if by_plan
                else dataset.on_main_row(code, period, scope, measure)
                for code in (indicator.code, *indicator.parts)
            )
            found = [part for part in parts if part is not None]
            if total is None or len(found) != len(parts):
                continue
            added = sum((part.value for part in found), Decimal(0))
            tolerance = sum((_doubt(dataset, observation) for observation in (total, *found)), Decimal(0))
            if abs(added - total.value) > tolerance:
                yield _finding(indicator, noun, total, added, found)


def _doubt(dataset: Dataset, observation: Observation) -> Decimal:
    """Return by how much a number may be rounded: half its last decimal; counts are exact unless they say "trên"."""
    indicator = dataset.catalogue.indicators[observation.key.indicator]
    unit = dataset.catalogue.units.get(indicator.unit)
    if unit is not None and unit.kind is UnitKind.COUNTED and not observation.row.qualifier:
        return Decimal(0)
    return vi.half_unit(vi.decimals(observation.value))


def _finding(indicator: Indicator, noun: str, total: Observation, added: Decimal, parts: list[Observation]) -> Finding:
    sum_in_words = " + ".join(vi.number(part.value, 6) for part in parts)
    unit = f" {indicator.unit}" if indicator.unit else ""
    message = (
        f"{indicator.name} ({noun}): các phần cộng lại {sum_in_words} = {vi.number(added, 6)}{unit}, "
        f"tổng ghi {vi.number(total.value, 6)}{unit}"
    )
    if total.row.acknowledged:
        return Finding("SL101", Severity.INFO, message, total.place, f"Đã xác nhận: {total.row.acknowledged}")
    hint = "Sửa số tổng hoặc số thành phần; nếu số liệu đúng như vậy, ghi lý do vào cột “xác nhận”."
    return Finding("SL101", Severity.ERROR, message, total.place, hint)
