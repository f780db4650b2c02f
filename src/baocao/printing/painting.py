"""Step 8, print: pages painted in one walk.

WeasyPrint copies the boxes of a page into stacking contexts and asks each for all that CSS can paint.  Nearly all of our
pages hold text and tables in the order of the document, so their boxes are walked once: what has a background or a border
is painted first, then the lines.  A page with anything else on it (pictures, floats, transparency ...) is left to WeasyPrint.

The names used here are not public: ``tests/print`` fails should a later version drop them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint import document
from weasyprint.draw import draw_background, draw_inline_level, draw_table
from weasyprint.draw.border import draw_border
from weasyprint.draw.text import draw_text
from weasyprint.formatting_structure import boxes
from weasyprint.stacking import StackingContext

from baocao.printing.drawing import line, show

_SIDES = ("top", "right", "bottom", "left")
_BLOCKS = (boxes.BlockBox, boxes.MarginBox)
_PARTS_OF_TABLES = (boxes.TableRowGroupBox, boxes.TableRowBox, boxes.TableCellBox)

_draw_page: Callable[[Any, Any], None] = document.draw_page


class _UnusualError(Exception):
    """Something on a page may have to be painted out of order."""


def draw_page(page: Any, stream: Any) -> None:
    """Do what WeasyPrint's function of this name does."""
    try:
        if stream._tags is None or not _is_usual(page.style) or page.style["marks"]:
            raise _UnusualError
        parts = [_Part(child) for child in page.children]
    except _UnusualError:
        _draw_page(page, stream)
        return
    draw_background(stream, page.background, clip_box=False, bleed=page.bleed, marks=())
    draw_background(stream, page.canvas_background, clip_box=False)
    draw_border(stream, page)
    for part in parts:
        with stream.stacked():
            part.paint(page, stream)


class _Part:
    """What is to be painted of one part of a page: its text, its notes, its head."""

    def __init__(self, box: Any) -> None:
        self.painted: list[Any] = []
        self.lines: list[Any] = []
        self._gather(box)

    def _gather(self, box: Any) -> None:
        """Add ``box`` and all that is inside it; raise _UnusualError when that must be painted in another order."""
        if not _is_usual(box.style):
            raise _UnusualError
        if isinstance(box, boxes.LineBox):
            if box.text_overflow != "clip" or box.block_ellipsis != "none":
                raise _UnusualError
            _look_through(box)
            self.lines.append(box)
            return
        if isinstance(box, boxes.TableBox):
            self.painted.append(box)
        elif isinstance(box, _BLOCKS):
            if box.background is not None or _is_bordered(box.style):
                self.painted.append(box)
        elif not isinstance(box, _PARTS_OF_TABLES):
            raise _UnusualError
        for child in box.children:
            self._gather(child)

    def paint(self, page: Any, stream: Any) -> None:
        """Paint what was gathered."""
        for box in self.painted:
            if isinstance(box, boxes.TableBox):
                draw_table(stream, box)
            else:
                draw_background(stream, box.background)
                draw_border(stream, box)
        for row in self.lines:
            _paint_line(page, stream, row, row)


def _look_through(box: Any) -> None:
    """Raise _UnusualError when anything inside a line must be painted out of order."""
    for child in box.children:
        if not _is_usual(child.style):
            raise _UnusualError
        if isinstance(child, (boxes.InlineBox, boxes.InlineBlockBox, boxes.BlockBox, boxes.LineBox)):
            _look_through(child)
        elif not isinstance(child, boxes.TextBox):
            raise _UnusualError


def _paint_line(page: Any, stream: Any, row: Any, box: Any) -> None:
    """Paint a line, or an element that lies in it."""
    if box.background is not None or _is_bordered(box.style):
        draw_background(stream, box.background)
        draw_border(stream, box)
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            _paint_text(stream, child, child.position_x - row.position_x)
        elif isinstance(child, boxes.InlineBox):
            _paint_line(page, stream, row, child)
        else:
            draw_inline_level(stream, page, StackingContext.from_box(child, page))


def _paint_text(stream: Any, box: Any, offset: float) -> None:
    """Paint a text, as marked content that the tags will refer to."""
    style, tags = box.style, stream._tags
    pieces = None
    if style["text_decoration_line"] == "none":
        box.pango_layout.reactivate(style)
        pieces = line(stream, box) if box.text.strip() else ()
    if pieces is None:
        with stream.marked(box, "Span"):
            draw_text(stream, box, offset, "clip", "none")
        return
    operations = stream.stream
    operations.append(f"/Span <</MCID {len(tags)}>> BDC")
    tags[box] = {"tag": "Span", "mcid": len(tags)}
    if pieces:
        stream.set_color(style["color"])
        operations.append(f"BT\n1 0 0 -1 {box.position_x:f} {box.position_y + box.baseline:f} Tm")
        show(stream, pieces)
        operations.append(b"ET")
    operations.append(b"EMC")
    box.pango_layout.deactivate()


def _is_bordered(style: Any) -> bool:
    """Return whether boxes of that style have a border, kept with it."""
    try:
        kept: bool = style.bordered
    except AttributeError:
        kept = style.bordered = any(style[f"border_{side}_width"] for side in _SIDES)
    return kept


def _is_usual(style: Any) -> bool:
    """Return whether boxes of that style are painted in the order of the document, kept with it."""
    try:
        kept: bool = style.usual
    except AttributeError:
        kept = style.usual = (
            style["position"] == "static"
            and style["float"] not in ("left", "right")
            and style["visibility"] == style["overflow"] == "visible"
            and style["opacity"] == 1
            and style["z_index"] == "auto"
            and not style["transform"]
            and style["mask_border_source"][0] == style["border_image_source"][0] == "none"
            and style["column_width"] == style["column_count"] == "auto"
            and not style["outline_width"]
        )
    return kept


def teach() -> None:
    """Make WeasyPrint paint its pages here."""
    document.draw_page = draw_page
