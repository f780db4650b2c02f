"""Step 2, data: targets of a plan and what became of them.

The targets of a plan stand in the list ``ds-chi-tieu`` of its period: name, codes of the indicators that make it up, and
the agency's own verdict where it gave one.  A target is compared with the result of the plan's period, or of its last year.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from baocao.data.dataset import Dataset
from baocao.data.observations import Key, Measure, Observation
from baocao.data.periods import Period
from baocao.findings import Finding, Place, Severity

LIST_NAME = "chi_tieu"
_AT_LEAST = {"từ … trở lên", "từ", "tối thiểu", "ít nhất", "≥"}
_MORE_THAN = {"trên", "hơn"}
_AT_MOST = {"không quá", "≤", "dưới"}


class Verdict(enum.Enum):
    """What became of a target; the values are the words of the column ``kết luận``."""

    EXCEEDED = "vượt"
    REACHED = "đạt"
    MISSED = "không đạt"


VERDICT_WORDS: dict[str, tuple[str, ...]] = {
    "dat": (Verdict.REACHED.value, Verdict.EXCEEDED.value),
    "khong_dat": (Verdict.MISSED.value,),
}
"""The words of the template language for verdicts; "đạt" includes "vượt"."""


@dataclass(frozen=True, slots=True)
class Target:
    """One target of a plan: ``recorded`` is the agency's verdict, ``computed`` ours; None: there is none."""

    name: str
    codes: tuple[str, ...]
    recorded: Verdict | None
    computed: Verdict | None
    judged: tuple[Observation, ...]
    """The numbers that the computed verdict rests on."""
    place: Place

    @property
    def verdict_word(self) -> str:
        """The verdict that is printed, the agency's first; empty when there is none."""
        verdict = self.recorded or self.computed
        return verdict.value if verdict else ""


def result_of(dataset: Dataset, code: str, period: Period, scope: str) -> Observation | None:
    """Return what was reached in a plan's period: the value of the whole period, else of its last year; None: neither."""
    for at in (period, Period.parse(str(period.last_year))):
        found = dataset.on_main_row(code, at, scope, Measure.ACTUAL)
        if found is not None:
            return found
    return None


def judge(target: Observation, upper: Observation | None, result: Observation, good: str) -> Verdict:
    """Return the verdict on one indicator.

    ``upper`` closes a range; ``good`` is the indicator's good direction ("tăng", "giảm" or empty).  A result past the far
    end in the good direction exceeds; inside the range, or at a single number, it reaches.
    """
    low, high = target.value, upper.value if upper else target.value
    qualifier = target.row.qualifier
    if qualifier in _AT_MOST or (good == "giảm" and qualifier not in (*_AT_LEAST, *_MORE_THAN)):
        if result.value > high or (qualifier == "dưới" and result.value == high):
            return Verdict.MISSED
        return Verdict.EXCEEDED if result.value < low else Verdict.REACHED
    if result.value < low or (qualifier in _MORE_THAN and result.value == low):
        return Verdict.MISSED
    if result.value > high:
        return Verdict.EXCEEDED if good or qualifier else Verdict.MISSED
    return Verdict.REACHED


def judge_code(
    dataset: Dataset, code: str, period: Period, scope: str
) -> tuple[Verdict | None, tuple[Observation, ...]]:
    """Return the verdict on the target of one indicator (None: no target or no result) and the numbers it rests on."""
    target = dataset.get(Key(code, period, scope, "", Measure.PLAN))
    result = result_of(dataset, code, period, scope)
    if target is None or result is None:
        return None, ()
    upper = dataset.get(Key(code, period, scope, "", Measure.PLAN_UPPER))
    numbers = tuple(found for found in (target, upper, result) if found is not None)
    return judge(target, upper, result, dataset.catalogue.indicators[code].good), numbers


def _together(verdicts: list[Verdict | None]) -> Verdict | None:
    """Return the verdict on a composite target: missed when one part is, exceeded when all parts are."""
    if Verdict.MISSED in verdicts:
        return Verdict.MISSED
    if not verdicts or None in verdicts:
        return None
    return Verdict.EXCEEDED if set(verdicts) == {Verdict.EXCEEDED} else Verdict.REACHED


def judge_plan(dataset: Dataset, period: Period, scope: str) -> list[Target] | None:
    """Return the targets of a plan with their verdicts, in the order of the list; None when there is no list."""
    listed = dataset.list(period, LIST_NAME)
    if listed is None:
        return None
    targets = []
    for item in listed.items:
        codes = tuple(item.attributes.get("mã", "").split())
        known = [code for code in codes if code in dataset.catalogue.indicators]
        judged = [judge_code(dataset, code, period, scope) for code in known]
        numbers = tuple(number for _, found in judged for number in found)
        computed = _together([verdict for verdict, _ in judged]) if len(known) == len(codes) else None
        word = item.attributes.get("kết luận", "")
        recorded = next((verdict for verdict in Verdict if verdict.value == word), None)
        targets.append(Target(item.name, codes, recorded, computed, numbers, item.place))
    return targets


def check_list(dataset: Dataset, period: Period) -> list[Finding]:
    """Return an error for every target of a plan whose verdict is no verdict or whose code is unknown (DL136, DL137)."""
    listed = dataset.list(period, LIST_NAME)
    verdicts = ", ".join(verdict.value for verdict in Verdict)
    findings = []
    for item in listed.items if listed else ():
        word = item.attributes.get("kết luận", "")
        if word and word not in {verdict.value for verdict in Verdict}:
            hint = f"Ghi một trong các chữ: {verdicts}; chưa có kết luận thì để trống."
            message = f'kết luận "{word}" của chỉ tiêu “{item.name}” không dùng được'
            findings.append(Finding("DL136", Severity.ERROR, message, item.place, hint))
        for code in item.attributes.get("mã", "").split():
            if code not in dataset.catalogue.indicators:
                nearest = dataset.catalogue.nearest(code)
                hint = f"Mã gần nhất là “{nearest}”." if nearest else "Xem mã trong data/chi-tieu.csv."
                message = f"không có mã chỉ tiêu “{code}” của chỉ tiêu “{item.name}”"
                findings.append(Finding("DL137", Severity.ERROR, message, item.place, hint))
    return findings


def check_targets(dataset: Dataset, period: Period, scope: str) -> list[Finding]:
    """Return a warning for every target whose recorded verdict differs from the computed one.

    Exceeding is reaching: only reached against missed is a difference.
    """
    findings = []
    for target in judge_plan(dataset, period, scope) or []:
        if target.recorded is None or target.computed is None:
            continue
        if (target.recorded is Verdict.MISSED) != (target.computed is Verdict.MISSED):
            message = (
                f"chỉ tiêu “{target.name}” ({period.name}): cơ quan kết luận “{target.recorded.value}”, "
                f"số liệu cho thấy “{target.computed.value}”"
            )
            hint = "Văn bản in kết luận của cơ quan; xem lại mục tiêu, kết quả hoặc kết luận."
            findings.append(Finding("SL103", Severity.WARNING, message, target.place, hint))
    return findings
