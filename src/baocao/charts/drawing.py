"""Step 4, document: charts drawn for print: SVG for the page, PNG beside it, told apart without colour."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from baocao.charts.filling import Chart, ChartKind
from baocao.document.register_entries import held_row, register_entry
from baocao.document.tree import Block, Break, Control, Figure, Inline, Page, Paragraph, Picture, RegisterEntry, Text
from baocao.narrative import vietnamese as vi
from baocao.narrative.recipes import Recipe

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CAPTION_STYLE = "Tên biểu đồ"
_FONTS = ("Times New Roman", "Liberation Serif", "Tinos", "DejaVu Serif")
_TEXT_WIDTH = Page().width - Page().left - Page().right
_HEIGHT = 4200
_SHARES_HEIGHT = 3400
_DPI = 240
_TWIPS_IN_INCH = 1440
_DIGITS = 2
_LABEL_SIZE = 10.5
_THIN = 0.6  # of axes and outlines, in points
# Greys and hatches that stay apart on a black and white printer; the first ones are the farthest apart.
_FILLS = (("0.30", ""), ("0.92", "///"), ("0.65", ""), ("1.0", "..."), ("0.80", "xxx"), ("0.45", "\\\\\\"))
_STROKES = (("-", "o"), ("--", "s"), (":", "^"), ("-.", "D"), ((0, (5, 1)), "v"), ((0, (1, 1)), "x"))
_THIN_SHARE = Decimal(6)
_SETTINGS: dict[str, Any] = {
    "svg.hashsalt": "baocao",
    "svg.fonttype": "path",
    "font.size": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": _THIN,
    "hatch.linewidth": 0.5,
    "axes.unicode_minus": False,
    "text.parse_math": False,
    "figure.constrained_layout.h_pad": 0.08,
}


def chart_blocks(chart: Chart, number: int) -> list[Block]:
    """Return the picture of a chart and its caption, "Biểu đồ ``number``. …"."""
    height = _SHARES_HEIGHT if chart.kind is ChartKind.SHARES else _HEIGHT
    svg, png = _draw(chart, _TEXT_WIDTH, height)
    control = Control(chart.recipe.id, f"Biểu đồ {number}")
    picture = Picture(png, _TEXT_WIDTH, height, alternative(chart), svg, control, keep_next=True)
    place = Figure(_numbering(chart).id, str(number), f"Số thứ tự của biểu đồ {number}")
    caption: tuple[Inline, ...] = (Text(f"Biểu đồ{vi.NBSP}"), place, Text(f". {chart.title}"))
    if chart.note:
        caption = (*caption, Break(), Text(f"({chart.note})"))
    return [picture, Paragraph(CAPTION_STYLE, caption)]


def _numbering(chart: Chart) -> Recipe:
    """Return the recipe of the number in the caption, which changes when a chart before it comes or goes."""
    return replace(chart.recipe, shape="thu_tu")


def chart_register(chart: Chart, number: int) -> list[RegisterEntry]:
    """Return the entries of the whole chart, of its number in the caption, and of the numbers that it shows."""
    figures = [figure for series in chart.series for figure in series.figures if figure is not None]
    rows = tuple(held_row(series.figures) for series in chart.series)
    whole = RegisterEntry(chart.recipe.id, chart.title, "", chart.recipe.to_json(), name=chart.title, rows=rows)
    place = RegisterEntry(
        _numbering(chart).id, str(number), str(number), _numbering(chart).to_json(), name="Số thứ tự biểu đồ"
    )
    return [whole, place, *(register_entry(figure) for figure in figures)]


def alternative(chart: Chart) -> str:
    """Return the words that stand for the picture: its kind, its title and all its numbers."""
    parts = []
    for series in chart.series:
        values = zip(chart.labels, series.values, strict=True)
        told = [f"{label}: {'chưa có số' if value is None else _number(value)}" for label, value in values]
        parts.append(f"{series.name}: {'; '.join(told)}")
    text = f"Biểu đồ {chart.kind.value}. {chart.title} ({chart.unit}). {'. '.join(parts)}."
    return text.replace(vi.NBSP, " ").replace(vi.NB_HYPHEN, "-")


def _number(value: Decimal) -> str:
    return vi.number(value, _DIGITS)


def _draw(chart: Chart, width: int, height: int) -> tuple[bytes, bytes]:
    """Return the chart as SVG and as PNG; the same chart gives the same bytes in any process."""
    import matplotlib
    from matplotlib import font_manager
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Drawing

    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    known = set(font_manager.get_font_names())
    fonts = [font for font in _FONTS if font in known]
    settings: dict[Any, Any] = {**matplotlib.rcParamsDefault, **_SETTINGS, "font.family": fonts}
    with matplotlib.rc_context(settings):
        drawing = Drawing(figsize=(width / _TWIPS_IN_INCH, height / _TWIPS_IN_INCH), layout="constrained")
        FigureCanvasAgg(drawing)
        axes = drawing.add_subplot()
        {ChartKind.COLUMNS: _columns, ChartKind.LINES: _lines, ChartKind.SHARES: _shares}[chart.kind](axes, chart)
        if len(chart.series) > 1:
            columns = min(len(chart.series), 4 if chart.kind is not ChartKind.SHARES else 2)
            drawing.legend(loc="outside lower center", ncols=columns, frameon=False, fontsize=_LABEL_SIZE)
        svg, png = io.BytesIO(), io.BytesIO()
        drawing.savefig(svg, format="svg", metadata={"Date": None, "Creator": "baocao"})
        drawing.savefig(png, format="png", dpi=_DPI, metadata={"Software": None})
    return svg.getvalue(), png.getvalue()


def _floats(values: Sequence[Decimal | None]) -> list[float]:
    return [float("nan") if value is None else float(value) for value in values]


def _columns(axes: Axes, chart: Chart) -> None:
    """Draw columns side by side, each with its number above it; nothing stands where a number is missing."""
    count = len(chart.series)
    width = min(0.8 / count, 0.45)
    for index, series in enumerate(chart.series):
        grey, hatch = _FILLS[index]
        shift = (index - (count - 1) / 2) * width
        places = [place + shift for place in range(len(chart.labels))]
        heights = [0.0 if value is None else float(value) for value in series.values]
        bars = axes.bar(
            places,
            heights,
            width * 0.94,
            label=series.name,
            color=grey,
            hatch=hatch,
            edgecolor="black",
            linewidth=_THIN,
        )
        labels = ["" if value is None else _number(value) for value in series.values]
        axes.bar_label(bars, labels, padding=2, fontsize=_LABEL_SIZE)
    axes.axhline(0, color="black", linewidth=_THIN)
    _upright(axes, chart)


def _lines(axes: Axes, chart: Chart) -> None:
    """Draw lines that differ in stroke and marker; a missing number leaves a gap."""
    places = range(len(chart.labels))
    for index, series in enumerate(chart.series):
        stroke, marker = _STROKES[index]
        axes.plot(
            places,
            _floats(series.values),
            label=series.name,
            color="black",
            linestyle=stroke,
            linewidth=1.2,
            marker=marker,
            markerfacecolor="white" if index % 2 else "black",
            markersize=5,
        )
        for place, value in zip(places, series.values, strict=True):
            if value is not None:
                axes.annotate(
                    _number(value),
                    (place, float(value)),
                    (0, 6),
                    textcoords="offset points",
                    ha="center",
                    fontsize=_LABEL_SIZE,
                )
    _upright(axes, chart)


def _upright(axes: Axes, chart: Chart) -> None:
    """Finish axes whose periods stand at the bottom and whose unit stands at the side."""
    axes.set_xticks(range(len(chart.labels)), chart.labels)
    axes.set_xlim(-0.6, len(chart.labels) - 0.4)
    axes.margins(y=0.14)
    axes.set_ylabel(chart.unit)
    axes.yaxis.set_major_formatter(_vietnamese)
    axes.tick_params(length=3, width=_THIN)


def _shares(axes: Axes, chart: Chart) -> None:
    """Draw one bar of a hundred percent for each period, the first one on top, with the share in each part."""
    places = range(len(chart.labels))
    lefts = [0.0] * len(chart.labels)
    for index, series in enumerate(chart.series):
        grey, hatch = _FILLS[index]
        widths = [0.0 if value is None else float(value) for value in series.values]
        axes.barh(
            places, widths, 0.55, lefts, label=series.name, color=grey, hatch=hatch, edgecolor="black", linewidth=_THIN
        )
        for place, value in zip(places, series.values, strict=True):
            if value is not None:
                axes.text(
                    lefts[place] + float(value) / 2,
                    place,
                    _number(value),
                    ha="center",
                    va="center",
                    fontsize=_LABEL_SIZE if value >= _THIN_SHARE else 8,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.2},
                )
        lefts = [left + width for left, width in zip(lefts, widths, strict=True)]
    axes.set_yticks(places, chart.labels)
    axes.invert_yaxis()
    axes.set_xlim(0, max(100.0, *lefts))
    axes.set_xlabel(chart.unit)
    axes.xaxis.set_major_formatter(_vietnamese)
    axes.tick_params(length=3, width=_THIN)


def _vietnamese(value: float, _place: float) -> str:
    """Return the number at a tick of an axis."""
    return _number(Decimal(str(round(value, 6))))
