"""Step 9, build: what a signed document says of itself: its number, its day, and its figures as they stand there."""

from __future__ import annotations

import datetime
import itertools
import re
from dataclasses import dataclass
from decimal import Decimal

from baocao.closing.records import Reported
from baocao.document.register_entries import recipe_of
from baocao.document.tree import Document, paragraphs, plain_text
from baocao.plaintext import as_typed
from baocao.tracing.sightings import look

_OPENING = 40
"""Number and day stand among the first paragraphs of a document."""
_NUMBER = re.compile(r"^Số:?\s*(\d+\s*[-/]\s*\S+)$")
_DAY = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})")
_DRAFT = "DỰ THẢO"


@dataclass(frozen=True, slots=True)
class Opening:
    """The opening block: None where it leaves blank what is asked; ``draft``: it says that the document is a draft."""

    number: str | None
    day: datetime.date | None
    draft: bool


def read_opening(document: Document) -> Opening:
    """Return what the opening block of a document says."""
    first = document.sections[0].blocks if document.sections else ()
    lines = [as_typed(plain_text(paragraph.inlines)) for paragraph in itertools.islice(paragraphs(first), _OPENING)]
    number = next((found[1] for line in lines if (found := _NUMBER.match(line))), None)
    day = next((date for line in lines if (date := _day(line)) is not None), None)
    return Opening(number and re.sub(r"\s", "", number), day, _DRAFT in lines)


def _day(line: str) -> datetime.date | None:
    found = _DAY.search(line)
    try:
        return datetime.date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def reported_figures(document: Document) -> tuple[tuple[Reported, ...], tuple[Reported, ...]]:
    """Return the figures that the document reports, in the order of its register, and those typed over among them.

    Those in annex tables and charts are among them.  A figure that was deleted from the text is not reported.  Where
    one stands twice with different texts, each counts.
    """
    shown: dict[str, dict[str, None]] = {}
    for sighting in look(document).figures:
        shown.setdefault(sighting.id, {}).setdefault(sighting.shown)
    figures: list[Reported] = []
    typed: list[Reported] = []
    for entry in document.register.entries:
        recipe = recipe_of(entry)
        if recipe is None or recipe.whole:
            continue
        for text in shown.get(entry.id, ()):
            same = as_typed(text) == as_typed(entry.text)
            value = Decimal(entry.value) if same and entry.value else None
            figure = Reported(entry.id, entry.name, as_typed(text), value, recipe)
            figures.append(figure)
            if not same:
                typed.append(figure)
    return tuple(figures), tuple(typed)
