"""Step 3, narrative: what the words of the template language mean, one step after the other.

``xnk.xuat_khau.ck.gon`` is four steps; each gives the next term, and the last one is printed.  Terms have no Python
attributes that a template can reach: the language in ``templates`` asks ``step`` and ``pick`` and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from baocao.data.bases import BasisKind
from baocao.data.dataset import View
from baocao.data.lists import DanhSach
from baocao.data.periods import Period
from baocao.data.targets import VERDICT_WORDS, judge_plan
from baocao.narrative import vietnamese as vi
from baocao.narrative.figures import FORMS, evaluate
from baocao.narrative.phrases import (
    comparison_exists,
    direction,
    enumerated,
    moved_since,
    names,
    parts_of,
    plan_reached,
    through_years,
)
from baocao.narrative.recipes import Figure, Recipe

SHAPES = frozenset({"gon", "luong", "bang", "gap", "diem"})
QUANTITY_FORMS = frozenset(FORMS) - {"so_sanh", "dem", "dem_chi_tieu", "ket_luan_chi_tieu", "len_xuong"}


class Term:
    """A word, or several words so far, of the template language."""

    def step(self, word: str) -> object:
        """Return what ``.word`` after this term means: another term, a printable value, or a truth value."""
        return Unknown(f"{self.written}.{word}", f'sau "{self.written}" không có từ "{word}"')

    def pick(self, index: object) -> object:
        """Return what ``[index]`` after this term means."""
        return Unknown(f"{self.written}[{index}]", f'"{self.written}" không nhận chỉ số [{index}]')

    def printed(self) -> object:
        """Return what is printed when the term stands alone between braces."""
        return Unknown(self.written, f'"{self.written}" chưa nói in gì', "Thêm từ chỉ cách in, ví dụ .so, .dat, .ck.")

    @property
    def written(self) -> str:
        """The term as the template writes it."""
        raise NotImplementedError

    def __bool__(self) -> bool:
        raise TypeError(f'"{self.written}" không phải điều kiện; dùng .co, .tang, .giam hoặc .dat')

    def __str__(self) -> str:
        raise TypeError(f'"{self.written}" không nối được với chữ; in riêng trong hai dấu ngoặc nhọn')

    __html__ = __str__


@dataclass(frozen=True, eq=False)
class Unknown(Term):
    """A term that means nothing; printing it is a finding."""

    text: str
    message: str
    hint: str = ""

    @property
    def written(self) -> str:
        """The term as the template writes it."""
        return self.text

    def step(self, word: str) -> Unknown:
        """Return the same trouble, with one word more."""
        return replace(self, text=f"{self.text}.{word}")

    def pick(self, index: object) -> Unknown:
        """Return the same trouble, with one index more."""
        return replace(self, text=f"{self.text}[{index}]")

    def printed(self) -> Unknown:
        """Return itself."""
        return self


@dataclass(frozen=True, eq=False)
class IndicatorTerm(Term):
    """An indicator code or the beginning of one, at a period."""

    code: str
    period: Period
    scope: str
    view: View
    _children: dict[str, IndicatorTerm] = field(default_factory=dict, init=False)
    """The terms of the codes one segment below that were stepped to: templates come by the same ones often."""

    @property
    def written(self) -> str:
        """The code."""
        return self.code

    @property
    def recipe(self) -> Recipe:
        """The recipe of the plain quantity."""
        return self._recipe("so")

    def _recipe(self, form: str, base: str = "") -> Recipe:
        return Recipe(form, self.code, str(self.period), self.scope, base)

    def step(self, word: str) -> object:
        """Return the child code, the printed form, the comparison or the truth value that ``word`` names."""
        known = self._children.get(word)
        if known is not None:
            return known
        catalogue = self.view.catalogue
        child = f"{self.code}.{word}"
        if child in catalogue.indicators or catalogue.is_prefix(child):
            return self._children.setdefault(word, IndicatorTerm(child, self.period, self.scope, self.view))
        if self.code not in catalogue.indicators:
            return unknown_code(child, self.view)
        if word in QUANTITY_FORMS:
            return evaluate(self._recipe(word), self.view)
        if word in ("kh", "ck"):
            return ComparisonTerm(self._recipe("so_sanh", word), self.view)
        if word == "so_voi":
            return BaseTerm(self)
        if word == "tu":
            return SinceTerm(self)
        if word == "qua_nam":
            return through_years(self.recipe, self.view)
        if word == "trong_do":
            return self._parts()
        if word == "co":
            return bool(self.view.bases(self.code, self.period, self.scope))
        return unknown_code(child, self.view)

    def _parts(self) -> object:
        if not self.view.catalogue.indicators[self.code].parts:
            return Unknown(f"{self.code}.trong_do", f'chỉ tiêu "{self.code}" chưa khai các phần', "Ghi cột “gồm”.")
        return parts_of(self.recipe, self.view)

    def pick(self, index: object) -> object:
        """Return the same indicator at another period (a year or a period)."""
        return replace(self, period=period_of(index))


@dataclass(frozen=True, eq=False)
class BaseTerm(Term):
    """``x.so_voi``: waits for the name or the year of the base."""

    subject: IndicatorTerm

    @property
    def written(self) -> str:
        """The words so far."""
        return f"{self.subject.code}.so_voi"

    def step(self, word: str) -> object:
        """Return the comparison with a named point in time."""
        catalogue = self.subject.view.catalogue
        basis = catalogue.basis(word)
        if word != "ky_truoc" and (basis is None or basis.kind is not BasisKind.POINT):
            known = ", ".join(sorted(code for code, other in catalogue.bases.items() if other.kind is BasisKind.POINT))
            return Unknown(
                f"{self.written}.{word}", f'không có mốc "{word}"', f"Các mốc có: dau_nam, ky_truoc, {known}."
            )
        return self._comparison(word)

    def pick(self, index: object) -> object:
        """Return the comparison with a year or another period."""
        return self._comparison(str(index))

    def _comparison(self, base: str) -> ComparisonTerm:
        recipe = replace(self.subject.recipe, form="so_sanh", base=f"so_voi.{base}")
        return ComparisonTerm(recipe, self.subject.view)


@dataclass(frozen=True, eq=False)
class SinceTerm(Term):
    """``x.tu``: waits for the year from which the value has moved."""

    subject: IndicatorTerm

    @property
    def written(self) -> str:
        """The words so far."""
        return f"{self.subject.code}.tu"

    def pick(self, index: object) -> object:
        """Return where the value was in that year and where it is now."""
        return moved_since(self.subject.recipe, period_of(index), self.subject.view)


@dataclass(frozen=True, eq=False)
class ComparisonTerm(Term):
    """A comparison, printed as it is or in a shape."""

    recipe: Recipe
    view: View

    @property
    def written(self) -> str:
        """The words so far."""
        return ".".join(part for part in (self.recipe.subject, self.recipe.base, self.recipe.shape) if part)

    def printed(self) -> Figure:
        """Return the comparison as a figure."""
        return evaluate(self.recipe, self.view)

    def step(self, word: str) -> object:
        """Return the comparison in a shape, with a named plan, or its truth value."""
        shape = self.recipe.shape
        if word in SHAPES and (not shape or word == "gon") and not shape.endswith("gon"):
            return replace(self, recipe=replace(self.recipe, shape=f"{shape}.{word}" if shape else word))
        if word == "co":
            return comparison_exists(self.recipe, self.view)
        if word in ("tang", "giam"):
            return direction(self.recipe, self.view) == (1 if word == "tang" else -1)
        if word == "dat" and self.recipe.base.startswith("kh"):
            return plan_reached(self.recipe, self.view)
        basis = self.view.catalogue.bases.get(word)
        if self.recipe.base == "kh" and basis is not None and basis.kind is BasisKind.PLAN:
            return replace(self, recipe=replace(self.recipe, base=f"kh.{word}"))
        return super().step(word)


@dataclass(frozen=True, eq=False)
class ListTerm(Term):
    """``ds.x``: a list of named things."""

    name: str
    period: Period
    scope: str
    view: View

    @property
    def written(self) -> str:
        """The words so far."""
        return f"ds.{self.name}"

    def step(self, word: str) -> object:
        """Return the length, the names or the numbered names of the list, or whether there is one."""
        listed: DanhSach | None = self.view.list(self.period, self.name)
        if word == "co":
            return bool(listed and listed.items)
        if word in ("dem", "ten", "danh_so"):
            length = evaluate(Recipe("dem", self.name, str(self.period), self.scope), self.view)
            if word == "dem" or listed is None:
                return length
            items = [item.name for item in listed.items]
            return names(items) if word == "ten" else enumerated(items)
        return super().step(word)


@dataclass(frozen=True, eq=False)
class TargetsTerm(Term):
    """``chi_tieu``: the targets of a plan and their verdicts; ``verdict`` narrows to "dat" or "khong_dat"."""

    period: Period
    scope: str
    view: View
    verdict: str = ""

    @property
    def written(self) -> str:
        """The words so far."""
        return f"chi_tieu.{self.verdict}" if self.verdict else "chi_tieu"

    def pick(self, index: object) -> object:
        """Return the targets of another plan."""
        return replace(self, period=period_of(index))

    def step(self, word: str) -> object:
        """Return the count, the names, or the part of the targets with a verdict."""
        targets = judge_plan(self.view, self.period, self.scope)
        if word == "co":
            return targets is not None
        if word == "du":
            return targets is not None and all(target.verdict_word for target in targets)
        if word in VERDICT_WORDS and not self.verdict:
            return replace(self, verdict=word)
        count = evaluate(Recipe("dem_chi_tieu", "chi_tieu", str(self.period), self.scope, self.verdict), self.view)
        if word == "dem" or (word in ("ten", "danh_so") and targets is None):
            return count
        if word in ("ten", "danh_so") and targets is not None:
            wanted = VERDICT_WORDS.get(self.verdict)
            chosen = [target.name for target in targets if wanted is None or target.verdict_word in wanted]
            return names(chosen) if word == "ten" else enumerated(chosen)
        return super().step(word)


@dataclass(frozen=True, eq=False)
class LookupTerm(Term):
    """A word such as ``ds`` or ``co_quan`` after which any name is looked up by ``find``."""

    name: str
    find: Callable[[str], object]

    @property
    def written(self) -> str:
        """The word."""
        return self.name

    def step(self, word: str) -> object:
        """Return what ``find`` knows of the word."""
        return self.find(word)


@dataclass(frozen=True, eq=False)
class PeriodTerm(Term):
    """``ky``: the written forms of a period, as plain text, and its neighbours."""

    period: Period

    @property
    def written(self) -> str:
        """The word."""
        return "ky"

    def step(self, word: str) -> object:
        """Return a written form of the period, or a neighbouring period."""
        period = self.period
        match word:
            case "ten":
                return vi.glue(period.name)
            case "ten_gon":
                return vi.glue(period.short_name)
            case "nam" | "nam_cuoi":
                return str(period.last_year)
            case "nam_truoc":
                return str(period.last_year - 1)
            case "nam_sau":
                return str(period.last_year + 1)
            case "tu_nam":
                return str(period.year)
            case "nam_goc":
                return str(period.year - 1)
            case "tiep":
                return PeriodTerm(period.next)
            case "truoc":
                return PeriodTerm(period.same_last_year)
            case _:
                return super().step(word)


def period_of(index: object) -> Period:
    """Return the period that stands in brackets: ``ky.truoc``, a year as text or number, or a period's code."""
    return index.period if isinstance(index, PeriodTerm) else Period.parse(str(index))


def unknown_code(code: str, view: View) -> Unknown:
    """Return the term for a code that the catalogue does not have, with the nearest one as the remedy."""
    nearest = view.catalogue.nearest(code)
    hint = f'Có phải "{nearest}"?' if nearest else "Xem mã trong data/chi-tieu.csv."
    return Unknown(code, f'không có chỉ tiêu hoặc từ "{code}"', hint)


def recipes_of(terms: tuple[object, ...]) -> list[Recipe]:
    """Return the recipes of comparison terms given to a function; TypeError when one of them is something else."""
    if not terms or not all(isinstance(term, ComparisonTerm) for term in terms):
        raise TypeError("cần các so sánh, ví dụ a.ck.luong, b.ck.luong")
    return [term.recipe for term in terms if isinstance(term, ComparisonTerm)]
