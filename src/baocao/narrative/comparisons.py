"""Step 3, narrative: comparisons of a value with a base: plan, same period, another point in time.

The base is either known, then everything is computed, or the agency supplied only the comparison.  A supplied comparison
remembers the value with which it came ("tính theo"); when the value has changed since, the comparison is printed only if
rounding leaves no doubt about its new digits.  An implied base is never stored.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from decimal import Decimal

from baocao.data.observations import Measure, Observation
from baocao.data.periods import Period
from baocao.narrative import vietnamese as vi
from baocao.narrative.evaluation import Evaluation, Printed
from baocao.narrative.recipes import MissingError, Recipe

HUNDRED = Decimal(100)
_STEPS_AFTER_DIVISION = {"change": " × 100 − 100", "ratio": " × 100", "multiple": ""}
_NO_RATIO = " (gốc không lớn hơn 0, không tính được tỷ lệ)"


@dataclass(frozen=True, slots=True)
class Base:
    """A base: the noun that is printed, the row (basis) it stands on, and the measures that hold it."""

    noun: str
    basis: str | None
    value: Measure
    percentage: Measure | None = None
    change: Measure | None = None
    difference: Measure | None = None
    multiple: Measure | None = None
    period: Period | None = None


def find_base(evaluation: Evaluation) -> Base:
    """Return the base that the recipe names ("kh", "kh.trung_uong", "ck", "so_voi.dau_nam", "so_voi.2020")."""
    kind, _, name = evaluation.recipe.base.partition(".")
    if kind == "kh":
        basis = name or _main_plan(evaluation)
        return _plan(_noun(evaluation, basis), basis)
    if kind == "ck" or name == "ky_truoc":
        return _same_period(kind, evaluation.period.same_last_year)
    start_of_year = name == "dau_nam"
    return _point(f"31/12/{evaluation.period.year - 1}" if start_of_year else _noun(evaluation, name), name)


@functools.lru_cache(maxsize=256)
def _plan(noun: str, basis: str) -> Base:
    return Base(noun, basis, Measure.PLAN, percentage=Measure.PLAN_RATE)


@functools.lru_cache(maxsize=256)
def _same_period(kind: str, period: Period) -> Base:
    return Base(
        "cùng kỳ" if kind == "ck" else vi.glue(period.name),
        None,
        Measure.SAME_PERIOD,
        change=Measure.SAME_PERIOD_CHANGE,
        difference=Measure.SAME_PERIOD_DIFFERENCE,
        period=period,
    )


@functools.lru_cache(maxsize=256)
def _point(noun: str, name: str) -> Base:
    return Base(
        noun,
        name,
        Measure.BASE,
        change=Measure.BASE_CHANGE,
        difference=Measure.BASE_DIFFERENCE,
        multiple=Measure.BASE_MULTIPLE,
        period=Period.parse(name) if name[:1].isdigit() else None,
    )


def _noun(evaluation: Evaluation, basis: str) -> str:
    found = evaluation.view.catalogue.basis(basis)
    return vi.glue(found.name) if found else basis


def _main_plan(evaluation: Evaluation) -> str:
    """Return the basis of the plan that is meant when none is named: the row without basis, else the first with a plan."""
    if evaluation.find(Measure.PLAN) or evaluation.find(Measure.PLAN_RATE):
        return ""
    for basis in evaluation.bases():
        if evaluation.find(Measure.PLAN, basis) or evaluation.find(Measure.PLAN_RATE, basis):
            return basis
    return ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome of one comparison: the number that the shape asks for, before rounding, and its printed decimals.

    ``qualifier`` is the agency's word before a supplied comparison ("trên 30%"); ``formula`` is how the number was
    computed (empty: it was supplied as it is).
    """

    number: Decimal
    digits: int
    qualifier: str = ""
    formula: str = ""

    def qualified(self, amount: str) -> str:
        """Return a written amount with the qualifier before it."""
        return f"{self.qualifier} {amount}" if self.qualifier else amount


@dataclass(frozen=True, slots=True)
class Supplied:
    """A comparison as the agency gave it, and the value with which it came (None: not recorded)."""

    comparison: Comparison
    remembered: Decimal | None

    def outdated(self, value: Observation) -> bool:
        """Return whether the value has changed since."""
        return self.remembered is not None and self.remembered != value.value


@dataclass
class Comparing:
    """One comparison under way: an evaluation, its base, and the shape of number that is wanted."""

    evaluation: Evaluation
    base: Base
    wanted: str
    """"change" (%), "ratio" (%), "difference" (in the unit), "multiple" (times)."""

    def outcome(self) -> Comparison:
        """Return the supplied comparison where it holds, else the computed one; MissingError when there is neither."""
        value = self.evaluation.find_main(Measure.ACTUAL)
        known = self._known_base()
        supplied = self._supplied()
        computed = self._computed(value.value, known.value) if value and known else None
        if supplied is None:
            if computed is None:
                raise self.evaluation.missing(f"so với {self.base.noun}{_NO_RATIO if value and known else ''}")
            return computed
        if value is None:
            return supplied.comparison
        if known is None or computed is None:
            return self._still_holding(supplied, value)
        return self._agreeing(supplied, computed, value, known)

    def _find(self, measure: Measure | None) -> Observation | None:
        if measure is None:
            return None
        if self.base.basis is None:
            return self.evaluation.find_main(measure)
        return self.evaluation.find(measure, self.base.basis)

    def _known_base(self) -> Observation | None:
        told = self._find(self.base.value)
        if self.base.period is None:
            return told
        if told is None:
            return self.evaluation.find_main(Measure.ACTUAL, period=self.base.period)
        reported = self.evaluation.view.get(told.key._replace(period=self.base.period, measure=Measure.ACTUAL))
        if reported is not None and reported.value != told.value:
            self.evaluation.inform(
                "MB206",
                f"{self.evaluation.indicator.name}, {self.base.period.name}: số nay cung cấp "
                f"{vi.number(told.value, 6)}, số đã báo cáo {vi.number(reported.value, 6)}",
                f"Văn bản dùng số nay cung cấp; số đã báo cáo ở {reported.place}.",
            )
        return told

    def _computed(self, value: Decimal, base: Decimal) -> Comparison | None:
        indicator = self.evaluation.indicator
        if self.wanted == "difference":
            return Comparison(value - base, indicator.digits, formula=f"{vi.exact(value)} − {vi.exact(base)}")
        if base <= 0:
            return None
        number = value / base
        if self.wanted != "multiple":
            number *= HUNDRED
        if self.wanted == "change":
            number -= HUNDRED
        formula = f"{vi.exact(value)} / {vi.exact(base)}{_STEPS_AFTER_DIVISION[self.wanted]}"
        return Comparison(number, indicator.rate_digits, formula=formula)

    def _supplied(self) -> Supplied | None:
        """Return the supplied comparison turned into what is wanted, where one of the supplied forms allows it."""
        if self.wanted in ("difference", "multiple"):
            found = self._find(self.base.difference if self.wanted == "difference" else self.base.multiple)
            return self._as_supplied(found, found.value) if found else None
        percentage, change = self._find(self.base.percentage), self._find(self.base.change)
        found = percentage or change
        if found is None:
            return None
        ratio = found.value if percentage else HUNDRED + found.value
        number = ratio if self.wanted == "ratio" else ratio - HUNDRED
        turned = f"{vi.exact(found.value)} {'−' if percentage else '+'} 100"
        return self._as_supplied(found, number, "" if number == found.value else turned)

    def _as_supplied(self, found: Observation, number: Decimal, formula: str = "") -> Supplied:
        remembered = self.evaluation.find(Measure.SUPPLIED_WITH, found.key.basis)
        own_value = self.evaluation.view.get(found.key._replace(measure=Measure.ACTUAL))
        qualifier = "" if own_value else found.row.qualifier  # else the word belongs to the value itself
        comparison = Comparison(number, vi.decimals(found.value), qualifier, formula)
        return Supplied(comparison, remembered.value if remembered else None)

    def _still_holding(self, supplied: Supplied, value: Observation) -> Comparison:
        """Return the supplied comparison, or the one that its implied base allows for a value changed since."""
        told, before = supplied.comparison, supplied.remembered
        if before is None or not supplied.outdated(value):
            return told
        low, high = self._bounds(told, before, value.value)
        first, last = vi.round_half_up(low, told.digits), vi.round_half_up(high, told.digits)
        if first != last:
            raise self.evaluation.stale(f"so với {self.base.noun}")
        self.evaluation.warn(
            "MB203",
            f"tỷ lệ {self.evaluation.indicator.name} so với {self.base.noun} được suy ra từ tỷ lệ đã cấp "
            f"(cấp cho {vi.number(before, 6)}, số nay là {vi.number(value.value, 6)})",
            "Đề nghị cơ quan cung cấp xác nhận tỷ lệ mới.",
        )
        rate = vi.exact(told.number)
        formula = f"{vi.exact(value.value)} so với gốc suy ra từ {rate} cấp cho {vi.exact(before)}"
        return Comparison((low + high) / 2, told.digits, formula=formula)

    def _bounds(self, supplied: Comparison, before: Decimal, now: Decimal) -> tuple[Decimal, Decimal]:
        """Return the least and greatest comparison that the rounding of the supplied numbers leaves possible."""
        half_rate, half_value = vi.half_unit(supplied.digits), self._doubt(before)
        if self.wanted == "difference":
            shift, doubt = now - before, half_value + (Decimal(0) if self.evaluation.counted() else half_rate)
            return supplied.number + shift - doubt, supplied.number + shift + doubt
        scale = Decimal(1) if self.wanted == "multiple" else HUNDRED
        offset = HUNDRED if self.wanted == "change" else Decimal(0)
        if before - half_value <= 0 or now <= 0:
            raise self.evaluation.stale(f"so với {self.base.noun}")
        ratio = (supplied.number + offset) / scale
        low = now * (ratio - half_rate / scale) / (before + half_value)
        high = now * (ratio + half_rate / scale) / (before - half_value)
        return low * scale - offset, high * scale - offset

    def _doubt(self, value: Decimal) -> Decimal:
        """Return by how much a value may have been rounded: counts are exact, measures half their last decimal."""
        return Decimal(0) if self.evaluation.counted() else vi.half_unit(vi.decimals(value))

    def _agreeing(self, supplied: Supplied, computed: Comparison, value: Observation, base: Observation) -> Comparison:
        """Return the supplied comparison where it and the computed one agree within rounding, else the computed one.

        A supplied comparison that came with another value never stands; one that came with this value stands against
        what last year's data say, for the agency may have corrected those.
        """
        told, outdated = supplied.comparison, supplied.outdated(value)
        if not outdated and self._within_rounding(told, value.value, base.value):
            return told
        if outdated and vi.round_half_up(computed.number, told.digits) == told.number:
            return computed
        found = vi.number(computed.number, max(computed.digits, told.digits))
        message = (
            f"{self.evaluation.indicator.name} so với {self.base.noun}: "
            f"tỷ lệ được cấp {vi.number(told.number, told.digits)}, tính ra {found}"
        )
        if not outdated and value.row.acknowledged:
            self.evaluation.inform("MB204", message, f"Đã xác nhận: {value.row.acknowledged}")
            return told
        if not outdated and base.key.period != self.evaluation.period:
            self.evaluation.inform("MB204", message, f"Văn bản in tỷ lệ được cấp kỳ này; số cũ ở {base.place}.")
            return told
        self.evaluation.warn("MB204", message, "Văn bản in số tính được; sửa tỷ lệ trong số liệu hoặc ghi “xác nhận”.")
        return computed

    def _within_rounding(self, told: Comparison, value: Decimal, base: Decimal) -> bool:
        """Return whether value and base, as far as they may have been rounded, allow the supplied comparison."""
        half_value, half_base = self._doubt(value), self._doubt(base)
        corners = [
            self._computed(value + shift, base + other)
            for shift in (-half_value, half_value)
            for other in (-half_base, half_base)
        ]
        numbers = [corner.number for corner in corners if corner]
        exact = self.wanted == "difference" and self.evaluation.counted()
        doubt = Decimal(0) if exact else vi.half_unit(told.digits)
        return min(numbers) - doubt <= told.number <= max(numbers) + doubt


def wanted_number(recipe: Recipe) -> str:
    """Return which number a comparison prints: "change", "ratio", "difference" or "multiple"."""
    first = recipe.shape.partition(".")[0]
    plain = "ratio" if recipe.base.startswith("kh") else "change"
    return {"bang": "ratio", "luong": "difference", "diem": "difference", "gap": "multiple"}.get(first, plain)


def outcome_of(evaluation: Evaluation) -> Comparison | None:
    """Return the outcome of the comparison that the recipe asks for, or None when it cannot be printed."""
    try:
        return Comparing(evaluation, find_base(evaluation), wanted_number(evaluation.recipe)).outcome()
    except MissingError:
        return None


def compare(evaluation: Evaluation) -> Printed:
    """Return a comparison in words: "tăng 10,1% so với cùng kỳ", "đạt 99,4% kế hoạch", "gấp 1,4 lần năm 2020"."""
    recipe = evaluation.recipe
    base = find_base(evaluation)
    wanted = wanted_number(recipe)
    outcome = Comparing(evaluation, base, wanted).outcome()
    evaluation.formula = outcome.formula
    if recipe.bare:
        return vi.number(outcome.number, outcome.digits), outcome.number
    brief = recipe.shape.endswith("gon")
    if wanted == "ratio":
        words = "bằng" if recipe.shape.startswith("bang") else "đạt"
        text = f"{words} {outcome.qualified(vi.number(outcome.number, outcome.digits) + '%')}"
        return text if brief else f"{text} {base.noun}", outcome.number
    if wanted == "multiple":
        text = f"gấp {outcome.qualified(vi.number(outcome.number, outcome.digits))}{vi.NBSP}lần"
        return text if brief else f"{text} {base.noun}", outcome.number
    text = signed(evaluation, outcome, recipe.shape, shared_verb(evaluation))
    return text if brief else f"{text} so với {base.noun}", outcome.number


def signed(evaluation: Evaluation, outcome: Comparison, shape: str, verb_is_shared: bool) -> str:
    """Return a change with the verb of its sign (none when a sibling before it has the same): "giảm 05 vụ", "07 người"."""
    rounded = vi.round_half_up(outcome.number, outcome.digits)
    if rounded == 0:
        return vi.verb(rounded)
    size = abs(outcome.number)
    if shape.startswith("luong"):
        written = evaluation.write(size) if evaluation.counted() else vi.number(size, outcome.digits)
        amount = vi.with_unit(written, evaluation.indicator.unit)
    elif shape.startswith("diem"):
        amount = vi.with_unit(vi.number(size, outcome.digits), "điểm %")
    else:
        amount = vi.number(size, outcome.digits) + "%"
    amount = outcome.qualified(amount)
    return amount if verb_is_shared else f"{vi.verb(rounded)} {amount}"


def shared_verb(evaluation: Evaluation) -> bool:
    """Return whether the figure leaves out its verb: all its siblings and it go the same way, and it is not the first."""
    siblings = evaluation.recipe.siblings
    if not siblings:
        return False
    signs: set[int | None] = set()
    for sibling in siblings:
        other = Evaluation(sibling, evaluation.view)
        signs.add(sign_of(other))
        evaluation.used.update(other.used)  # a sibling's number decides over this figure's words too
    own = sign_of(evaluation)
    return len(signs | {own}) == 1 and own in (1, -1)


def sign_of(evaluation: Evaluation) -> int | None:
    """Return the sign of a comparison as printed (1, 0, -1), or None when it cannot be printed."""
    outcome = outcome_of(evaluation)
    if outcome is None:
        return None
    rounded = vi.round_half_up(outcome.number, outcome.digits)
    return (rounded > 0) - (rounded < 0)
