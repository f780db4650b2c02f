"""Step 3, narrative: charts of indicators over periods, as data: what a template places with ``{{ bieu_do.x }}``.

A chart is described in ``templates/<report>/bieu-do-<name>.toml``; ``charts.drawing`` draws it.
"""

from __future__ import annotations

import enum
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from baocao.data.dataset import View
from baocao.data.observations import Key, Measure
from baocao.data.periods import Period, PeriodKind
from baocao.errors import BaocaoError
from baocao.findings import Findings, Place
from baocao.narrative import vietnamese as vi
from baocao.narrative.chains import period_at, recipe_of
from baocao.narrative.figures import evaluate
from baocao.narrative.recipes import CHART, Figure, Recipe

MOST_SERIES = 6
_TOP = ("loai", "tieu_de", "ghi_chu", "don_vi", "ky", "chuoi")
_SERIES = ("ma", "ten", "in")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class ChartKind(enum.Enum):
    """How a chart is drawn; the values are the words of the spec file."""

    COLUMNS = "cột"
    LINES = "đường"
    SHARES = "tỷ trọng"


@dataclass(frozen=True, slots=True)
class Series:
    """One indicator through the periods; None where there is no number."""

    name: str
    figures: tuple[Figure | None, ...]

    @property
    def values(self) -> tuple[Decimal | None, ...]:
        """The numbers that are drawn."""
        return tuple(None if figure is None else figure.value for figure in self.figures)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart filled in: kind, title, what is said below it (empty: nothing), unit, labels of the periods, series."""

    kind: ChartKind
    title: str
    note: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    recipe: Recipe

    def __str__(self) -> str:
        raise TypeError("a chart cannot become plain text")

    __html__ = __str__


@dataclass(frozen=True, slots=True)
class ChartSource:
    """What a chart is filled from: period, place, data, and how template words of its spec become text."""

    period: Period
    scope: str
    view: View
    words: Callable[[str], str]


def fill_chart(text: str, path: str, source: ChartSource, findings: Findings) -> Chart | None:
    """Return the chart that the spec ``text`` describes; None when there is nothing to draw.

    Fewer than two periods with numbers make no chart (an info); a number missing among others is a gap (a warning);
    a spec that cannot be obeyed is an error.
    """
    try:
        spec = _checked(text, path)
        periods = _periods(spec["ky"], source.period)
        series = [_series(item, periods, source) for item in spec["chuoi"]]
    except BaocaoError as error:
        for finding in error.findings:
            findings.error(finding.code, finding.message, finding.place or Place(path), finding.hint)
        return None
    held = [any(one.figures[at] for one in series) for at in range(len(periods))]
    if sum(held) < 2:
        message = "chưa đủ số liệu để vẽ biểu đồ (cần ít nhất hai mốc thời gian có số), bỏ qua biểu đồ này"
        findings.info("MB603", message, Place(path), "Nhập số liệu của các năm còn thiếu.")
        return None
    title = source.words(spec["tieu_de"])
    for one in series:
        for period, figure in zip(periods, one.figures, strict=True):
            if figure is None:
                message = f"biểu đồ thiếu số: {one.name}, {period.name}"
                hint = f"Nhập số vào thư mục data/{source.period}; chỗ thiếu được để trống."
                findings.warning("MB601", message, Place(path), hint)
    unit = spec.get("don_vi") or source.view.catalogue.indicators[spec["chuoi"][0]["ma"]].unit
    labels = tuple(_label(period, series, at, source) for at, period in enumerate(periods))
    recipe = Recipe(CHART, path, str(source.period), source.scope)
    note = source.words(spec.get("ghi_chu", ""))
    return Chart(ChartKind(spec["loai"]), title, note, unit, labels, tuple(series), recipe)


def _checked(text: str, path: str) -> dict[str, Any]:
    """Return the spec if all that it says can be used; BaocaoError (MB602) when not."""
    try:
        spec = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        found = re.search(r"line (\d+)", str(problem))
        place = Place(path, line=int(found[1]) if found else None)
        raise _wrong("tệp viết sai cú pháp TOML", place) from problem
    unknown = [key for key in spec if key not in _TOP]
    if unknown:
        raise _wrong(f"không có mục “{unknown[0]}”; các mục được dùng: {', '.join(_TOP)}")
    kinds = [kind.value for kind in ChartKind]
    if spec.get("loai") not in kinds:
        raise _wrong(f"“loai” phải là một trong: {', '.join(kinds)}")
    if not all(isinstance(spec.get(key, ""), str) for key in ("tieu_de", "ghi_chu", "don_vi")) or not spec.get(
        "tieu_de"
    ):
        raise _wrong("“tieu_de”, “ghi_chu”, “don_vi” là chữ; không được thiếu “tieu_de”")
    if not _are_texts(spec.get("ky")):
        raise _wrong('“ky” là danh sách các kỳ, ví dụ ky = ["ky.truoc"]')
    series = spec.get("chuoi")
    if not isinstance(series, list) or not 1 <= len(series) <= MOST_SERIES:
        raise _wrong(f"cần từ 1 đến {MOST_SERIES} mục [[chuoi]]")
    for item in series:
        if not isinstance(item, dict) or not set(item) <= set(_SERIES) or not _are_texts([*item.values()]):
            raise _wrong("mỗi [[chuoi]] chỉ nhận các mục ma, ten, in, đều là chữ")
        if "ma" not in item:
            raise _wrong("mỗi [[chuoi]] cần mã chỉ tiêu (ma)")
    return spec


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, str) for item in value)


def _wrong(message: str, place: Place | None = None) -> BaocaoError:
    return BaocaoError.because("MB602", f"biểu đồ: {message}", place, "Sửa tệp mô tả biểu đồ.")


def _periods(words: list[str], period: Period) -> list[Period]:
    """Return the periods along the axis: a range of years that the language names stands for each of its years."""
    found: list[Period] = []
    for word in words:
        at = period_at(word, period)
        spread = at.kind is PeriodKind.YEARS and not word[:1].isdigit()
        found += [Period.parse(str(year)) for year in at.years] if spread else [at]
    return list(dict.fromkeys(found))


def _series(item: dict[str, str], periods: list[Period], source: ChartSource) -> Series:
    indicator = source.view.catalogue.indicators.get(item["ma"])
    if indicator is None:
        nearest = source.view.catalogue.nearest(item["ma"])
        raise _wrong(f"không có mã “{item['ma']}”" + (f"; có phải “{nearest}”?" if nearest else ""))
    figures: list[Figure | None] = []
    for period in periods:
        recipe = recipe_of(item.get("in", "con_so"), indicator.code, period, source.scope, source.view)
        figure = evaluate(recipe, source.view)
        figures.append(figure if figure.value is not None else None)
    name = source.words(item["ten"]) if item.get("ten") else indicator.short_name
    return Series(vi.upper_first(name), tuple(figures))


def _label(period: Period, series: list[Series], at: int, source: ChartSource) -> str:
    """Return the words under one place of the axis; "ước" where a number there is an estimate."""
    keys = (
        Key(figure.recipe.subject, period, source.scope, basis, Measure.ACTUAL)
        for one in series
        if (figure := one.figures[at]) is not None
        for basis in ("", *source.view.bases(figure.recipe.subject, period, source.scope))
    )
    estimated = any((found := source.view.get(key)) is not None and found.row.status == "ước" for key in keys)
    name = str(period.year) if period.kind is PeriodKind.YEAR else period.short_name
    return f"{name} (ước)" if estimated else name


def spec_path(template: str, name: str) -> str:
    """Return the path of the spec of ``{{ bieu_do.name }}``; BaocaoError (MB602) when no file can have that name."""
    if not _NAME.fullmatch(name):
        raise _wrong(f"tên “{name}” không dùng được")
    return f"templates/{template}/bieu-do-{name.replace('_', '-')}.toml"
