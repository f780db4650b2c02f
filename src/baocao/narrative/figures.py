"""Step 3, narrative: the one function that makes a figure from a recipe and the data.

Text, annex tables and charts all call ``evaluate``; the table at the end of the module names the forms there are.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from decimal import Decimal

from baocao.data.dataset import View
from baocao.data.indicators import Kind
from baocao.data.observations import Measure
from baocao.data.periods import Period
from baocao.data.targets import VERDICT_WORDS, judge_code, judge_plan, result_of
from baocao.findings import Finding
from baocao.narrative import vietnamese as vi
from baocao.narrative.comparisons import compare
from baocao.narrative.evaluation import Evaluation, Printed
from baocao.narrative.recipes import Figure, MissingError, Origin, Recipe

NO_DATA = "..."
"""What a table prints where there is something to count but no number came, as statistical yearbooks do."""


def evaluate(recipe: Recipe, view: View) -> Figure:
    """Return the figure that ``recipe`` makes of the data.

    Missing data gives a placeholder as text and a warning; a code that the catalogue does not know gives an error.
    """
    evaluation = Evaluation(recipe, view)
    findings = evaluation.findings
    try:
        text, value = FORMS[recipe.form](evaluation)
        missing = False
    except MissingError as problem:
        text, value, missing = NO_DATA if recipe.bare else problem.text, None, True
        findings.append(Finding(problem.code, problem.severity, problem.what, hint=problem.hint))
    # What no number came for rests on no cell, whatever was looked at on the way.
    origins = () if text == NO_DATA else tuple(map(Origin._make, evaluation.used.items()))
    formula = "" if missing else evaluation.formula
    return Figure(recipe, text, _alias(evaluation), value, origins, missing, tuple(findings), formula)


def _alias(evaluation: Evaluation) -> str:
    """Return the name of the figure for people: what it is, which side of it, and of which period."""
    recipe = evaluation.recipe
    indicator = evaluation.view.catalogue.indicators.get(recipe.subject)
    name = vi.upper_first(indicator.name) if indicator else recipe.subject
    if recipe.form == "dem_chi_tieu":
        name = "Chỉ tiêu của kế hoạch"
    compared = _base_name(recipe.base, evaluation) if recipe.base else ""
    return name + _told(recipe.form, recipe.shape, compared, evaluation.period)


@functools.lru_cache(maxsize=1024)
def _told(form: str, shape: str, compared: str, period: Period) -> str:
    """Return what follows the name of the indicator in that of a figure."""
    told = (_FORM_NAMES.get(form, ""), _SHAPE_NAMES.get(shape.partition(".")[0], ""), compared)
    words = " ".join(part for part in told if part)
    return f"{', ' + words if words else ''}, {period.name}"


_FORM_NAMES = {
    "muc_tieu": "mục tiêu",
    "cung_ky": "số cùng kỳ",
    "ket_luan": "kết luận",
    "ket_luan_chi_tieu": "kết luận",
    "ty_le": "tỷ lệ",
    "ty_trong": "tỷ trọng",
    "den_ngay": "ngày chốt số",
    "tu_den": "ngày chốt số",
    "dem": "số lượng",
}
_SHAPE_NAMES = {"luong": "mức tăng, giảm", "diem": "số điểm %", "gap": "số lần", "bang": "tỷ lệ"}


def _base_name(base: str, evaluation: Evaluation) -> str:
    """Return the words for what a figure is compared with: "so với cùng kỳ", "so với năm 2020"."""
    kind, _, name = base.partition(".")
    if kind == "ck":
        return "so với cùng kỳ"
    if name == "ky_truoc":
        return "so với kỳ trước"
    if kind not in ("kh", "so_voi"):  # the verdict whose targets are counted
        return ", ".join(VERDICT_WORDS.get(base, (base,)))
    found = evaluation.view.catalogue.basis(name) if name else None
    return f"so với {found.name if found else name or 'kế hoạch'}"


def _quantity(evaluation: Evaluation) -> Printed:
    observation = evaluation.need(Measure.ACTUAL)
    return evaluation.quantity(observation), observation.value


def _bare_number(evaluation: Evaluation) -> Printed:
    observation = evaluation.need(Measure.ACTUAL)
    value = observation.value
    if evaluation.recipe.bare:
        return evaluation.bare(observation), value
    written = evaluation.write(value)
    return (written + "%" if evaluation.indicator.unit == "%" else written), value


def _with_verb(evaluation: Evaluation, words: str) -> Printed:
    observation = evaluation.need(Measure.ACTUAL)
    estimated = "ước " if observation.row.status == "ước" else ""
    if evaluation.indicator.kind is Kind.CHANGE:  # a change brings a verb of its own
        return estimated + evaluation.quantity(observation), observation.value
    return f"{estimated}{words} {evaluation.quantity(observation)}", observation.value


def _reached(evaluation: Evaluation) -> Printed:
    return _with_verb(evaluation, "đạt")


def _carried_out(evaluation: Evaluation) -> Printed:
    return _with_verb(evaluation, "thực hiện")


def _target(evaluation: Evaluation) -> Printed:
    observation = evaluation.need(Measure.PLAN)
    return evaluation.quantity(observation), observation.value


def _same_period(evaluation: Evaluation) -> Printed:
    """Return the value of the same period last year, as the agency gives it now, else as last year's data have it."""
    observation = evaluation.find_main(Measure.SAME_PERIOD)
    if observation is None:
        observation = evaluation.find_main(Measure.ACTUAL, period=evaluation.period.same_last_year)
    if observation is None:
        raise evaluation.missing("(cùng kỳ)")
    return evaluation.quantity(observation), observation.value


def _result(evaluation: Evaluation) -> Printed:
    """Return what was reached in a plan's period: the value of the whole period, else that of its last year."""
    observation = result_of(evaluation.view, evaluation.recipe.subject, evaluation.period, evaluation.recipe.scope)
    if observation is None:
        raise evaluation.missing()
    evaluation.used.setdefault(observation.place, observation)
    return evaluation.quantity(observation), observation.value


def _verdict(evaluation: Evaluation) -> Printed:
    """Return what became of the target of one indicator ("đạt"); nothing in a table where there was no target."""
    recipe = evaluation.recipe
    verdict, judged = judge_code(evaluation.view, recipe.subject, evaluation.period, recipe.scope)
    evaluation.use(judged)
    if verdict is not None:
        return vi.upper_first(verdict.value) if recipe.bare else verdict.value, None
    if recipe.bare and evaluation.find(Measure.PLAN) is None:
        return "", None
    raise evaluation.missing("(để kết luận)")


def _verdict_on_target(evaluation: Evaluation) -> Printed:
    """Return what became of a target of the plan's list, which the recipe names: the agency's own verdict first."""
    targets = judge_plan(evaluation.view, evaluation.period, evaluation.recipe.scope) or []
    for target in targets:
        if target.name == evaluation.recipe.subject:
            evaluation.use(target.judged, target.place)
            word = target.verdict_word
            return vi.upper_first(word) if evaluation.recipe.bare else word, None
    what = f"danh sách chỉ tiêu không có “{evaluation.recipe.subject}”, {evaluation.period.name}"
    raise MissingError(what, f"[{what}]", f"Xem tệp data/{evaluation.period}/ds-chi-tieu.csv.")


def _rank(evaluation: Evaluation) -> Printed:
    rank = evaluation.need(Measure.ACTUAL).value
    whole = evaluation.find_main(Measure.WHOLE)
    return vi.number(rank, 0) + (f"/{vi.number(whole.value, 0)}" if whole else ""), rank


def _fraction(evaluation: Evaluation) -> Printed:
    part, whole = evaluation.need(Measure.ACTUAL).value, evaluation.need(Measure.WHOLE).value
    return f"{evaluation.write(part)}/{evaluation.write(whole)}", part


def _percentage(evaluation: Evaluation, part: Decimal, whole: Decimal) -> Printed:
    if whole == 0:
        raise evaluation.missing("(tổng bằng 0, không tính được tỷ lệ)")
    share = part / whole * 100
    evaluation.formula = f"{vi.exact(part)} / {vi.exact(whole)} × 100"
    return vi.number(share, evaluation.indicator.rate_digits) + "%", share


def _ratio(evaluation: Evaluation) -> Printed:
    return _percentage(evaluation, evaluation.need(Measure.ACTUAL).value, evaluation.need(Measure.WHOLE).value)


def _share(evaluation: Evaluation) -> Printed:
    total_code = evaluation.view.catalogue.parent(evaluation.indicator.code)
    total = evaluation.find_main(Measure.ACTUAL, total_code) if total_code else None
    if total is None:
        raise evaluation.missing("(tổng để tính tỷ trọng)")
    return _percentage(evaluation, evaluation.need(Measure.ACTUAL).value, total.value)


def _until(evaluation: Evaluation) -> Printed:
    last = evaluation.need(Measure.ACTUAL).row.to_date
    if last is None:
        raise evaluation.missing("(ngày chốt số)")
    return f"đến ngày{vi.NBSP}{vi.short_date(last)}", None


def _from_until(evaluation: Evaluation) -> Printed:
    row = evaluation.need(Measure.ACTUAL).row
    if row.from_date is None or row.to_date is None:
        raise evaluation.missing("(từ ngày, đến ngày)")
    return f"từ ngày{vi.NBSP}{vi.short_date(row.from_date)} đến ngày{vi.NBSP}{vi.short_date(row.to_date)}", None


def _moved_to(evaluation: Evaluation) -> Printed:
    """Return "lên 63%" or "xuống còn 5%": where the value has come since the base year of the recipe."""
    now = evaluation.need(Measure.ACTUAL)
    year = Period.parse(evaluation.recipe.base.removeprefix("so_voi."))
    before = evaluation.find_main(Measure.ACTUAL, period=year)
    if before is None:
        raise evaluation.missing(f"năm {year}")
    words = "lên" if now.value > before.value else "xuống còn" if now.value < before.value else "giữ ở mức"
    return f"{words} {evaluation.quantity(now)}", now.value


def _count_of_targets(evaluation: Evaluation) -> Printed:
    """Return how many targets of the plan there are, or how many have the verdict that the recipe's base names."""
    targets = judge_plan(evaluation.view, evaluation.period, evaluation.recipe.scope)
    if targets is None:
        what = f"chưa có danh sách chỉ tiêu kế hoạch, {evaluation.period.name}"
        raise MissingError(what, f"[{what}]", f"Lập tệp data/{evaluation.period}/ds-chi-tieu.csv.")
    for target in targets:
        evaluation.use(target.judged, target.place)
    wanted = evaluation.recipe.base
    number = Decimal(
        sum(target.verdict_word in VERDICT_WORDS.get(wanted, (target.verdict_word,)) for target in targets)
    )
    verdict = f"có kết luận {' hoặc '.join(VERDICT_WORDS[wanted])}" if wanted in VERDICT_WORDS else "của kế hoạch"
    evaluation.formula = f"đếm các chỉ tiêu {verdict}"
    return vi.count(number), number


def _length_of_list(evaluation: Evaluation) -> Printed:
    listed = evaluation.view.list(evaluation.period, evaluation.recipe.subject)
    if listed is None:
        what = f"chưa có danh sách: {evaluation.recipe.subject}, {evaluation.period.name}"
        name = evaluation.recipe.subject.replace("_", "-")
        raise MissingError(what, f"[{what}]", f"Lập tệp data/{evaluation.period}/ds-{name}.csv với cột “tên”.")
    evaluation.use((), listed.place)
    evaluation.formula = f"đếm {len(listed.items)} dòng của danh sách"
    length = Decimal(len(listed.items))
    return vi.count(length), length


FORMS: dict[str, Callable[[Evaluation], Printed]] = {
    "so": _quantity,
    "con_so": _bare_number,
    "dat": _reached,
    "thuc_hien": _carried_out,
    "muc_tieu": _target,
    "cung_ky": _same_period,
    "ket_qua": _result,
    "ket_luan": _verdict,
    "ket_luan_chi_tieu": _verdict_on_target,
    "hang": _rank,
    "tren_tong": _fraction,
    "ty_le": _ratio,
    "ty_trong": _share,
    "den_ngay": _until,
    "tu_den": _from_until,
    "dem": _length_of_list,
    "dem_chi_tieu": _count_of_targets,
    "len_xuong": _moved_to,
    "so_sanh": compare,
}
"""The forms of a recipe; those of ``terms.QUANTITY_FORMS`` are also the words that a template writes after a code."""
