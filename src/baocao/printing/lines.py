"""Step 8, print: paragraphs of plain text set in lines without detours.

WeasyPrint makes every line ready for elements in it, floats beside it, and letters of other sizes.  Most lines of a report
hold one piece of text and nothing else; where they lie follows from a few sums, done here in WeasyPrint's order so that
they come to the same numbers.  All other lines are left to it.

The names used here are not public: ``tests/print`` fails should a later version drop them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from weasyprint.css import AnonymousStyle
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, inline
from weasyprint.layout.percent import percentage

from baocao.printing.lengths import resolve_percentages
from baocao.printing.shaping import Split, split_first_line, strut

_Skip = dict[int, Any] | None
"""Where in a paragraph a line begins, as WeasyPrint tells it: the bytes to skip in the text of its only child."""

_iterate: Callable[..., Iterator[tuple[Any, _Skip]]] = inline.iter_line_boxes


def iter_line_boxes(
    context: Any, box: Any, position_y: float, bottom_space: float, skip: _Skip, around: Any, *rest: Any
) -> Iterator[tuple[Any, _Skip]]:
    """Do what WeasyPrint's function of this name does: give each line of ``box`` with the beginning of the next one."""
    if rest[-2:] == (None, None) and _is_plain(context, box, around):
        return _lines(context, box, position_y, bottom_space, skip, around, *rest)
    return _iterate(context, box, position_y, bottom_space, skip, around, *rest)


def _is_plain(context: Any, box: Any, around: Any) -> bool:
    """Return whether ``box`` holds one piece of text, from left to right, with nothing beside it."""
    children = box.children
    return (
        len(children) == 1
        and type(children[0]) is boxes.TextBox
        and not context.excluded_shapes
        and around.style["direction"] == "ltr"
        and all(
            type(style) is AnonymousStyle  # without margins, borders, position of its own
            and style["direction"] == "ltr"
            and style["white_space"] == "normal"
            and style["font_size"] > 0
            for style in (box.style, children[0].style)
        )
    )


def _lines(
    context: Any, box: Any, position_y: float, bottom_space: float, skip: _Skip, around: Any, *rest: Any
) -> Iterator[tuple[Any, _Skip]]:
    """Yield the lines of a plain ``box`` as ``iter_line_boxes`` does."""
    (text,) = box.children
    resolve_percentages(box, around)
    resolve_percentages(text, around)
    encoded = text.text.encode()
    left = around.content_box_x()
    width = left + around.width - left
    right = (left + width) * (1 + 1e-9)  # WeasyPrint's tolerance
    indent = 0 if skip else percentage(box.style["text_indent"], box.style, around.width)
    while True:
        start = next(iter(skip[0] or (0,))) if skip else 0
        if start == len(encoded):
            return
        while encoded.startswith(b" ", start):
            start += 1
        room = right - (left + indent)
        split = split_first_line(
            encoded[start:].decode(), text.style, context, room, text.justification_spacing, is_line_start=True
        )
        _, length, following, *_ = split
        if not length or encoded[start + length : start + (following or length)].strip(b" "):
            # White space alone, or a line that the text itself ends.
            yield from _iterate(context, box, position_y, bottom_space, skip, around, *rest)
            return
        line = _line(box, text, split, left, indent)
        if start:
            line.remove_decoration(start=True, end=False)
        if following is not None:
            line.remove_decoration(start=False, end=True)
        box.remove_decoration_sides = set()
        if line.children[0].text.endswith(" "):
            inline.remove_last_whitespace(context, line)
        _align(context, line, width, last=following is None)
        _place(line, position_y)
        skip = None if following is None else {0: {start + following: None}}
        yield line, skip
        if skip is None:
            return
        position_y = line.position_y + line.height
        indent = 0


def _line(box: Any, text: Any, split: Split, left: float, indent: float) -> Any:
    """Return a line of the paragraph ``box``, its ``text`` ending where it was ``split``, at the left of its room."""
    layout, _, _, width, height, baseline = split
    piece = text.copy_with_text(layout.text)
    leading = (strut(text.style)[0] - height) / 2
    vars(piece).update(
        pango_layout=layout,
        position_x=left + indent,
        width=width,
        height=height,
        baseline=baseline + leading,
        margin_top=leading,
        margin_bottom=leading,
    )
    line = box.copy()
    vars(line).update(children=[piece], position_x=left, width=piece.position_x + width - left)
    return line


def _align(context: Any, line: Any, room: float, last: bool) -> None:
    """Move or spread ``line`` as its style asks, ``last`` being the last line of its paragraph."""
    offset = inline.text_align(context, line, room, last)
    line.position_x += offset
    line.children[0].position_x += offset


def _place(line: Any, position_y: float) -> None:
    """Give ``line`` the height that its style and its text ask for, and put it at ``position_y``."""
    (piece,) = line.children
    line_height, line_baseline = strut(line.style)
    size = line.style["font_size"]
    leading = (line_height - size) / 2
    piece_top, line_top = 0 - piece.baseline, 0 - line_baseline
    top = min(piece_top, line_top)
    bottom = max(
        piece_top + (piece.height + piece.margin_top + piece.margin_bottom), line_top + (size + leading + leading)
    )
    piece.position_y = piece_top + (position_y - top)
    vars(line).update(position_y=position_y, height=bottom - top, baseline=-top, margin_top=0, margin_bottom=0)


def teach() -> None:
    """Make WeasyPrint ask here."""
    block.iter_line_boxes = iter_line_boxes
