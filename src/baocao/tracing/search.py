"""Step 9, trace: which figures of a document somebody means: by the number that they read, or by the indicator."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from baocao.document.register_entries import figure_recipe
from baocao.plaintext import as_typed, fold, fold_marks
from baocao.tracing.opened import Opened, number_pattern
from baocao.tracing.sightings import Line, Sighting

_NEAREST = 3
_NUMBER = re.compile(r"\d(?:[\d.,/]*\d)?%?")


@dataclass(frozen=True, slots=True)
class Typed:
    """A number in the text that is no figure: somebody typed it, or it was text of the template."""

    line: Line
    start: int
    end: int

    @property
    def sentence(self) -> str:
        """The sentence around the number."""
        return self.line.sentence(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found: figures, numbers that are none, and, when nothing was found, what looks most like it."""

    figures: tuple[Sighting, ...] = ()
    typed: tuple[Typed, ...] = ()
    nearest: tuple[str, ...] = ()


def find_figure(opened: Opened, text: str) -> Hits:
    """Return the figures that show ``text``, or hold it as a number of their own, and where it stands outside figures."""
    wanted = number_pattern(as_typed(text))
    figures = tuple(found for found in opened.sight.figures if wanted.search(as_typed(found.shown)))
    # On the pages of a PDF nothing tells a figure from the text around it, so text counts only where no figure fits.
    typed = () if figures and opened.document is None else tuple(_typed(opened, text))
    if figures or typed:
        return Hits(figures, typed)
    numbers = (match[0] for found in opened.sight.figures for match in _NUMBER.finditer(as_typed(found.shown)))
    return Hits(nearest=_nearest(as_typed(text), dict.fromkeys(numbers)))


def find_indicator(opened: Opened, name: str) -> Hits:
    """Return the figures of the indicators whose name holds ``name``, or whose code it is; marks may be left out."""
    wanted, code = fold(name), name.strip()
    names = {entry.id: entry.name for entry in opened.register.entries}
    codes = {entry.id: recipe.subject for entry in opened.register.entries if (recipe := figure_recipe(entry))}

    def fits(found: Sighting, bare: bool) -> bool:
        held = names.get(found.id, found.alias)
        return codes.get(found.id) == code or (fold_marks(wanted) in fold_marks(held) if bare else wanted in fold(held))

    for bare in (False, True):
        figures = tuple(found for found in opened.sight.figures if fits(found, bare))
        if figures and wanted:
            return Hits(figures)
    return Hits(nearest=_nearest(name, dict.fromkeys(names.values())))


def _typed(opened: Opened, text: str) -> Iterator[Typed]:
    wanted = number_pattern(as_typed(text))
    taken: dict[int, list[tuple[int, int]]] = {}
    for figure in opened.sight.figures:
        taken.setdefault(id(figure.line), []).append((figure.start, figure.end))
    for line in opened.sight.lines:
        # As typed, but of the same length, so that offsets stay.
        plain = line.text.replace("\u00a0", " ").replace("\u2011", "-")
        for match in wanted.finditer(plain):
            start, end = match.span()
            if not any(first < end and start < last for first, last in taken.get(id(line), ())):
                yield Typed(line, start, end)


def _nearest(word: str, known: dict[str, None]) -> tuple[str, ...]:
    folded = {fold(text): text for text in known if text}
    found = difflib.get_close_matches(fold(word), folded, _NEAREST, 0.5)
    return tuple(folded[text] for text in found)
