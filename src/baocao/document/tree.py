"""Step 4, document: the small closed tree that every reader makes and every writer takes.

Lengths are whole twips (1/20 pt, the unit of WordprocessingML); font sizes are half-points as in ``w:sz``.
None in a format or in marks means "as the style says".  All nodes are immutable and compare by value, so that
``read(write(document)) == document`` can be tested.  A match over ``Inline`` or ``Block`` ends in ``assert_never``.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple


class Alignment(enum.Enum):
    """Paragraph alignment; the values are those of ``w:jc``."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "both"


class LineRule(enum.Enum):
    """How ``LineSpacing.value`` is meant; the values are those of ``w:lineRule``."""

    MULTIPLE = "auto"
    EXACT = "exact"
    AT_LEAST = "atLeast"


@dataclass(frozen=True, slots=True)
class LineSpacing:
    """Line spacing: 240ths of a line for MULTIPLE (264 is 1,1 lines), twips for EXACT and AT_LEAST."""

    value: int
    rule: LineRule = LineRule.MULTIPLE


@dataclass(frozen=True, slots=True)
class Border:
    """A border line: ``width`` in eighths of a point (``w:sz``), ``space`` in points, colour as RRGGBB."""

    width: int = 4
    space: int = 0
    color: str = "000000"


@dataclass(frozen=True, slots=True)
class Borders:
    """Borders of a paragraph or a cell, or of a table (where inside_* are the lines between its cells)."""

    top: Border | None = None
    bottom: Border | None = None
    left: Border | None = None
    right: Border | None = None
    inside_horizontal: Border | None = None
    inside_vertical: Border | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """Character formatting laid directly on a run, or given by a style."""

    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    caps: bool | None = None
    size: int | None = None
    color: str | None = None
    highlight: str | None = None
    font: str | None = None
    raised: bool | None = None
    kerning: bool | None = None


UNMARKED = Marks()
"""The marks of most text: one object, so that it need not be compared."""


@dataclass(frozen=True, slots=True)
class ParagraphFormat:
    """Paragraph formatting laid directly on a paragraph, or given by a style.

    ``outline_level`` is 0-based (0 is the highest heading), None outside the outline.
    """

    alignment: Alignment | None = None
    indent_left: int | None = None
    indent_right: int | None = None
    indent_first: int | None = None
    space_before: int | None = None
    space_after: int | None = None
    line: LineSpacing | None = None
    keep_next: bool | None = None
    keep_lines: bool | None = None
    page_break_before: bool | None = None
    outline_level: int | None = None
    borders: Borders | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """A named style.  ``kind`` is "paragraph" or "character"; ``based_on`` is the name of another style or None."""

    name: str
    kind: str = "paragraph"
    based_on: str | None = None
    format: ParagraphFormat = ParagraphFormat()
    marks: Marks = Marks()


@dataclass(frozen=True, slots=True)
class Text:
    """A run of literal text."""

    text: str
    marks: Marks = UNMARKED


@dataclass(frozen=True, slots=True)
class Number:
    """The computed number of a heading or khoản ("I.", "a)"), kept apart from the words that follow it."""

    text: str
    marks: Marks = UNMARKED


@dataclass(frozen=True, slots=True)
class Figure:
    """A live figure: ``id`` finds its entry in the register, ``alias`` names it for people, ``text`` is as printed."""

    id: str
    text: str
    alias: str
    marks: Marks = UNMARKED


@dataclass(frozen=True, slots=True)
class Footnote:
    """A call, with the blocks of its note."""

    blocks: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A field that the word processor computes; ``instruction`` is PAGE or NUMPAGES, ``text`` its cached result."""

    instruction: str
    text: str = ""
    marks: Marks = UNMARKED


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink to an address outside the document."""

    address: str
    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab character."""


@dataclass(frozen=True, slots=True)
class Break:
    """A line break inside a paragraph."""


Inline = Text | Number | Figure | Footnote | Field | Link | Tab | Break
# A tuple: a union written where it is asked for would be made anew for each of thousands of nodes.
_WITH_TEXT = (Text, Number, Figure, Field)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``style`` is the name of a paragraph style of the document."""

    style: str
    inlines: tuple[Inline, ...] = ()
    format: ParagraphFormat = ParagraphFormat()


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell.

    ``span`` counts the grid columns it takes.  ``merge`` is "start" on the first cell of a vertical merge, "continue"
    on those below it, None otherwise.
    """

    blocks: tuple[Block, ...]
    span: int = 1
    merge: str | None = None
    borders: Borders | None = None
    vertical: str | None = None
    shading: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A table row; ``header`` rows repeat on every page, a row with ``whole`` is not broken over pages."""

    cells: tuple[Cell, ...]
    header: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Control:
    """Makes a whole table or picture live: ``id`` finds its entry in the register, ``alias`` names it for people."""

    id: str
    alias: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: column widths in twips, rows, and the borders of the whole; ``control`` None: it is not live."""

    grid: tuple[int, ...]
    rows: tuple[Row, ...]
    borders: Borders = Borders()
    alignment: Alignment | None = None
    indent: int = 0
    control: Control | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a paragraph of its own: PNG bytes with optional SVG bytes, size in twips, alternative text.

    ``keep_next``: it stays on the page of the paragraph after it, its caption.
    """

    png: bytes
    width: int
    height: int
    alt: str
    svg: bytes | None = None
    control: Control | None = None
    keep_next: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A hard page break between blocks."""


Block = Paragraph | Table | Picture | PageBreak


@dataclass(frozen=True, slots=True)
class Page:
    """Page geometry; landscape when ``width`` is greater than ``height``."""

    width: int = 11906
    height: int = 16838
    top: int = 1134
    bottom: int = 1134
    left: int = 1701
    right: int = 1134
    header: int = 567
    footer: int = 567


@dataclass(frozen=True, slots=True)
class Section:
    """Pages of one geometry.

    ``first_header`` None: the first page carries ``header`` too; an empty tuple: it carries none.
    ``restart``: pages are numbered from 1 again.
    """

    blocks: tuple[Block, ...]
    page: Page = Page()
    header: tuple[Paragraph, ...] = ()
    first_header: tuple[Paragraph, ...] | None = None
    restart: bool = False


@dataclass(frozen=True, slots=True)
class Meta:
    """Document properties; ``created`` is an ISO 8601 UTC time ("2021-10-01T00:00:00Z")."""

    title: str = ""
    author: str = ""
    subject: str = ""
    keywords: str = ""
    description: str = ""
    created: str = ""
    language: str = "vi-VN"


class RegisterCell(NamedTuple):
    """A cell that a figure was made from, as it stood when the file was made.  A tuple: a report has hundreds of them.

    ``place`` is written out; ``value`` is a plain decimal (empty: a row of a list), ``measure`` the name of its column,
    ``received`` an ISO date and ``source`` the note of its row (empty: nobody gave one).
    """

    place: str
    value: str = ""
    measure: str = ""
    received: str = ""
    source: str = ""


class RegisterEntry(NamedTuple):
    """What the file itself knows of one figure.  A tuple, as its cells are.

    ``text`` is the figure as printed, ``value`` the number before rounding as a plain decimal (empty: not a number),
    ``recipe`` JSON, ``cells`` its origin in the data; ``name`` is the whole name for people, ``formula`` how the value
    came from the cells (empty: it is one of them), ``before`` the text that the last tracked refresh took out.  ``rows``
    is for a whole table or chart: for each row (below the head) or series the ids of the figures in its columns, "-"
    where there is none, with spaces between them.
    """

    id: str
    text: str
    value: str
    recipe: str
    cells: tuple[RegisterCell, ...] = ()
    name: str = ""
    formula: str = ""
    rows: tuple[str, ...] = ()
    before: str = ""


@dataclass(frozen=True, slots=True)
class Imprint:
    """How a table or picture made of data looked when it was printed: for each row one hash per cell, parted by spaces.

    Of a picture there is one hash only.
    """

    id: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """The register of a document's figures: which report and period made it, and one entry per figure id.

    ``draft`` counts the drafts of the document: a refresh that changes something makes a new one.  ``paragraphs`` and
    ``wholes`` are the imprints (see ``document.imprints``) of what the template printed around the figures.
    """

    report: str = ""
    period: str = ""
    scope: str = ""
    entries: tuple[RegisterEntry, ...] = ()
    draft: int = 1
    paragraphs: tuple[str, ...] = ()
    wholes: tuple[Imprint, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document."""

    sections: tuple[Section, ...]
    styles: dict[str, Style] = field(default_factory=dict)
    meta: Meta = Meta()
    register: Register = Register()


def paragraphs(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """Yield the paragraphs of ``blocks`` in reading order, those in table cells included, those in notes not."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from paragraphs(cell.blocks)


def plain_text(inlines: tuple[Inline, ...]) -> str:
    """Return the visible text of ``inlines``: breaks as newlines, tabs as tabs, footnote calls as nothing."""
    parts: list[str] = []
    for inline in inlines:
        if isinstance(inline, _WITH_TEXT):
            parts.append(inline.text)
        elif isinstance(inline, Link):
            parts.append(plain_text(inline.inlines))
        elif isinstance(inline, Tab):
            parts.append("\t")
        elif isinstance(inline, Break):
            parts.append("\n")
    return "".join(parts)
