"""Step 9, trace: all that is known of one figure: from the register of its file, and from the workspace when there."""

from __future__ import annotations

from dataclasses import dataclass

from baocao.data.periods import Period
from baocao.document.register_entries import figure_recipe
from baocao.document.register_words import day_words, exact_words, period_words, plain_decimal
from baocao.document.tree import RegisterCell, RegisterEntry
from baocao.findings import Place, parse_place
from baocao.narrative import vietnamese as vi
from baocao.plaintext import as_typed
from baocao.tracing.opened import Opened
from baocao.tracing.present_data import PresentData
from baocao.tracing.sightings import Sighting

UNCHANGED = "không đổi"
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A cell behind a figure, as it stood when the file was made; ``now`` is what has become of it, empty: not known."""

    place: Place
    value: str
    measure: str
    received: str
    source: str
    now: str = ""

    def __str__(self) -> str:
        """Return the cell in words: where, what, received when, what has become of it."""
        said = f"{self.measure} = {self.value}" if self.measure and self.value else self.measure or self.value
        notes = [f"nhận ngày {self.received}"] if self.received else []
        notes += [f"nay {self.now}"] if self.now and self.now != UNCHANGED else []
        text = f"{self.place}: {said}" if said else str(self.place)
        return f"{text} ({'; '.join(notes)})" if notes else text


@dataclass(frozen=True, slots=True)
class Trace:
    """One figure where it stands, and where it comes from.

    ``printed`` is the text when the file was made (None: the figure is not in the register), ``period`` in words,
    ``value`` before rounding, ``formula`` empty when the value is read from one cell.  ``agency`` and ``now`` (what the
    data make of it now) are empty when there is no workspace.
    """

    id: str
    shown: str
    printed: str | None
    overtyped: bool
    name: str
    indicator: str
    agency: str
    period: str
    value: str
    formula: str
    cells: tuple[SourceCell, ...]
    place: str
    sentence: str
    now: str = ""

    @property
    def brief_value(self) -> str:
        """The value before rounding with six decimals at the most, and a sign that it goes on where it does."""
        whole, comma, fraction = self.value.partition(",")
        return self.value if len(fraction) <= _DECIMALS else f"{whole}{comma}{fraction[:_DECIMALS]}…"

    @property
    def sources(self) -> tuple[str, ...]:
        """The notes on the sources, each once."""
        return tuple(dict.fromkeys(cell.source for cell in self.cells if cell.source))

    @property
    def received(self) -> tuple[str, ...]:
        """The days on which the numbers were received, each once."""
        return tuple(dict.fromkeys(cell.received for cell in self.cells if cell.received))


def trace(opened: Opened, sighting: Sighting, present: PresentData | None) -> Trace:
    """Return what is known of the figure at ``sighting``; ``present`` None: no workspace."""
    entry = opened.entries.get(sighting.id)
    if entry is None:
        return Trace(
            *(sighting.id, sighting.shown, None, False, sighting.alias, "", "", "", "", "", ()),
            sighting.line.place,
            sighting.sentence,
        )
    recipe = figure_recipe(entry)
    code = recipe.subject if recipe else ""
    return Trace(
        id=entry.id,
        shown=sighting.shown,
        printed=entry.text,
        overtyped=opened.overtyped(sighting),
        name=entry.name or sighting.alias,
        indicator=code,
        agency=present.agency(code) if present else "",
        period=Period.parse(recipe.period).name if recipe else period_words(opened.register.period),
        value=exact_words(entry.value),
        formula=entry.formula,
        cells=tuple(_cell(cell, present) for cell in entry.cells),
        place=sighting.line.place,
        sentence=sighting.sentence,
        now=_now(entry, present) if present else "",
    )


def _cell(cell: RegisterCell, present: PresentData | None) -> SourceCell:
    now = _cell_now(cell, present) if present and cell.value else ""
    return SourceCell(
        parse_place(cell.place), exact_words(cell.value), cell.measure, day_words(cell.received), cell.source, now
    )


def _cell_now(cell: RegisterCell, present: PresentData) -> str:
    now, then = present.value_at(cell.place), plain_decimal(cell.value)
    if now is None:
        return "không còn số ở ô này"
    return UNCHANGED if now == then else f"ghi {vi.exact(now)}"


def _now(entry: RegisterEntry, present: PresentData) -> str:
    figure = present.figure(entry)
    if figure is None:
        return ""
    return UNCHANGED if as_typed(figure.text) == as_typed(entry.text) else as_typed(figure.text)
