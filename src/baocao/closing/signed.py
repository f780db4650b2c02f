"""Step 9, build: what a signed document says of itself: its number, its day, and its figures as they stand there."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from baocao.closing.records import Reported
from baocao.document.tree import Block, Document, Figure, Footnote, Inline, Link, Picture, Table, paragraphs, plain_text
from baocao.narrative.recipes import Recipe
from baocao.narrative.vietnamese import NBSP

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
    lines = [
        plain_text(paragraph.inlines).replace(NBSP, " ").strip()
        for paragraph in itertools.islice(paragraphs(first), _OPENING)
    ]
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

    A figure that was deleted from the text is not reported.  Where one stands twice with different texts, each counts.
    """
    shown: dict[str, dict[str, None]] = {}
    for id, text in _shown(document):
        shown.setdefault(id, {}).setdefault(text)
    figures: list[Reported] = []
    typed: list[Reported] = []
    in_whole = False
    for entry in document.register.entries:
        recipe = Recipe.from_json(entry.recipe)
        if recipe.whole:
            in_whole = entry.id in shown  # the entries of its cells or points follow
            continue
        texts = shown.get(entry.id) or ({entry.text: None} if in_whole and recipe.bare else {})
        for text in texts:
            same = _folded(text) == _folded(entry.text)
            value = Decimal(entry.value) if same and entry.value else None
            figure = Reported(entry.id, entry.name, text.replace(NBSP, " "), value, recipe)
            figures.append(figure)
            if not same:
                typed.append(figure)
    return tuple(figures), tuple(typed)


def _shown(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the id and the visible text of every live figure; of a live table or picture, with an empty text."""
    for section in document.sections:
        yield from _in_blocks(section.blocks)
        yield from _in_blocks(section.header)
        yield from _in_blocks(section.first_header or ())


def _in_blocks(blocks: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        if isinstance(block, Table | Picture) and block.control is not None:
            yield block.control.id, ""
    for paragraph in paragraphs(blocks):
        yield from _in_inlines(paragraph.inlines)


def _in_inlines(inlines: tuple[Inline, ...]) -> Iterator[tuple[str, str]]:
    for inline in inlines:
        match inline:
            case Figure(id, text):
                yield id, text
            case Footnote(notes):
                yield from _in_blocks(notes)
            case Link(_, inside):
                yield from _in_inlines(inside)
            case _:
                pass


def _folded(text: str) -> str:
    return " ".join(text.replace(NBSP, " ").split())
