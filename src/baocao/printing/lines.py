"""Step 8, print: paragraphs of plain text set in lines without detours.

WeasyPrint makes every line ready for elements in it, floats beside it, and letters of other sizes.  Most lines of a report
hold a piece of one text and nothing else; where they lie follows from a few sums, done here in WeasyPrint's order so that
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
    beside = context.excluded_shapes or rest[-2:] != (None, None)
    if beside or not box.children or not _is_plain(box.style) or around.style["direction"] != "ltr":
        return _iterate(context, box, position_y, bottom_space, skip, around, *rest)
    return _lines(context, box, position_y, bottom_space, skip, around, *rest)


def _is_plain(style: Any) -> bool:
    """Return whether a style is that of text which only follows the text before it, without an element of its own."""
    return (
        type(style) is AnonymousStyle  # without margins, borders, position of its own
        and style["direction"] == "ltr"
        and style["white_space"] == "normal"
        and style["font_size"] > 0
    )


def _lines(
    context: Any, box: Any, position_y: float, bottom_space: float, skip: _Skip, around: Any, *rest: Any
) -> Iterator[tuple[Any, _Skip]]:
    """Yield the lines of ``box`` as ``iter_line_boxes`` does; those that hold more than plain text come from WeasyPrint."""
    resolve_percentages(box, around)
    indent = 0 if skip else percentage(box.style["text_indent"], box.style, around.width)
    while True:
        found = _plain_line(context, box, position_y, skip, around, indent)
        if found is None:
            box.text_indent = indent
            found = inline.get_next_linebox(context, box, position_y, bottom_space, skip, around, *rest)
            if found[0] is None:
                return
            inline.handle_leader(context, found[0], around)
        yield found
        line, skip = found
        if skip is None:
            return
        position_y = line.position_y + line.height
        indent = 0


def _plain_line(
    context: Any, box: Any, position_y: float, skip: _Skip, around: Any, indent: float
) -> tuple[Any, _Skip] | None:
    """Return a line and where the next one begins, if the line holds a piece of one text and nothing else."""
    ((index, inside),) = skip.items() if skip else ((0, None),)
    text = box.children[index]
    if type(text) is not boxes.TextBox or not _is_plain(text.style):
        return None
    resolve_percentages(text, around)
    encoded = text.text.encode()
    start = next(iter(inside)) if inside else 0
    while encoded.startswith(b" ", start):
        start += 1
    if start == len(encoded):
        return None
    left = around.content_box_x()
    width = left + around.width - left
    room = (left + width) * (1 + 1e-9) - (left + indent)  # with WeasyPrint's tolerance
    split = split_first_line(
        encoded[start:].decode(), text.style, context, room, text.justification_spacing, is_line_start=True
    )
    _, length, following, *_ = split
    ends = following is None
    if not length or encoded[start + length : start + (following or length)].strip(b" "):
        return None  # white space alone, or a line that the text itself ends
    if ends and len(box.children) > 1:
        return None
    line = _line(box, text, split, left, indent)
    if index or start:
        line.remove_decoration(start=True, end=False)
    if not ends:
        line.remove_decoration(start=False, end=True)
    box.remove_decoration_sides = set()
    if line.children[0].text.endswith(" "):
        inline.remove_last_whitespace(context, line)
    _align(context, line, width, last=ends)
    _place(line, position_y)
    return line, None if following is None else {index: {start + following: None}}


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
