"""Step 4, document: what a text really looks like: styles, what they are based on, and what is laid over them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from baocao.document.tree import Alignment, Border, Borders, LineSpacing, Marks, Paragraph, ParagraphFormat, Style
from baocao.document.typeface import TEXT_FONT

GRID = Borders(*(Border(width=4),) * 6)
"""Thin lines around every cell of a table."""
_HEADING = re.compile(r"heading ([1-9])")
_BODY_TEXT = 9
"""The outline level by which Word says that a paragraph is no heading."""

# What Word assumes where no style says otherwise: 10 pt, single lines, no kerning.
_PLAIN_FORMAT = ParagraphFormat(
    alignment=Alignment.LEFT,
    indent_left=0,
    indent_right=0,
    indent_first=0,
    space_before=0,
    space_after=0,
    line=LineSpacing(240),
    keep_next=False,
    keep_lines=False,
    page_break_before=False,
)
_PLAIN_MARKS = Marks(
    bold=False, italic=False, underline=False, caps=False, size=20, font=TEXT_FONT, raised=False, kerning=False
)

_T = TypeVar("_T", ParagraphFormat, Marks)


def merged(below: _T, above: _T) -> _T:
    """Return ``below`` with everything that ``above`` says laid over it."""
    said = {name: value for name in above.__slots__ if (value := getattr(above, name)) is not None}
    return replace(below, **said) if said else below


def resolve(styles: Mapping[str, Style], name: str) -> tuple[ParagraphFormat, Marks]:
    """Return the full format and marks of the style ``name``: what it states itself, else what it is based on states.

    A style that the document does not have, and a chain that bites its own tail, end in Word's own defaults.
    """
    chain: list[Style] = []
    following: str | None = name
    while following is not None and (style := styles.get(following)) is not None and style not in chain:
        chain.append(style)
        following = style.based_on
    format_, marks = _PLAIN_FORMAT, _PLAIN_MARKS
    for style in reversed(chain):
        format_, marks = merged(format_, style.format), merged(marks, style.marks)
    return format_, marks


def outline_level(styles: Mapping[str, Style], paragraph: Paragraph) -> int | None:
    """Return the 0-based outline level of a paragraph: its own, else that of its style; None for other text.

    The headings of Word have the level of their name, also in a file that does not hold their styles.
    """
    said = paragraph.format.outline_level
    name: str | None = paragraph.style
    seen: set[str] = set()
    while said is None and name is not None and name not in seen:
        seen.add(name)
        if match := _HEADING.fullmatch(name):
            return int(match[1]) - 1
        style = styles.get(name)
        said, name = (None, None) if style is None else (style.format.outline_level, style.based_on)
    return said if said is not None and said < _BODY_TEXT else None
