"""Step 8, print: lines of text drawn, from what is known of them.

WeasyPrint has Pango set every line once more to draw it, and walks through its glyphs in Python.  Here a line is put together
from its letters where that comes to the same; any other line is set by Pango, its glyphs taken in one piece, and what it
came to is kept.

How a line is shown rests on the widths that the document at hand has on record for its fonts; only where they are the same
is a line used again.

The names used here are not public: ``tests/print`` fails should a later version drop them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from weasyprint.draw import text as weasyprint_text
from weasyprint.text.ffi import ffi, pango

from baocao.printing.glyphs import GLYPH, font_in, is_drawn_by_outline, is_missing, keep, own_width, shown
from baocao.printing.lettering import lettered
from baocao.printing.shaping import Kept, is_waiting, number_of

_SCALES_BY_PANGO = pango.pango_version() >= 14802


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of a line in one font.

    ``glyphs`` gives for each glyph, in the order of appearance, the text it stands for, its width by this font and size,
    and the width on record that ``shown`` was made with.
    """

    font: Any
    glyphs: dict[int, tuple[str, int, int]]
    shown: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What shows a piece of a line: the name that the document has for the font, its size, and an array of glyphs."""

    font: str
    size: float
    text: str


_LINES: Kept[tuple[_Run, ...]] = Kept()

_draw: Callable[..., list[Any]] = weasyprint_text.draw_first_line


def draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> list[Any]:
    """Do what WeasyPrint's function of this name does; anything out of the ordinary is left to it."""
    pieces = None
    if text_overflow == "clip" and block_ellipsis == "none" and textbox.text.strip():
        pieces = line(stream, textbox)
    if pieces is None:
        return _draw(stream, textbox, text_overflow, block_ellipsis, matrix)
    stream.set_text_matrix(*matrix.values)
    show(stream, pieces)
    return []


def show(stream: Any, pieces: tuple[Shown, ...]) -> None:
    """Write the pieces of a line where the stream stands."""
    for piece in pieces:
        stream.set_font_size(piece.font, piece.size)
        stream.show_text(piece.text)


def line(stream: Any, textbox: Any) -> tuple[Shown, ...] | None:
    """Return what shows the text of a box that is ready to be drawn, None when it is out of the ordinary."""
    layout, style = textbox.pango_layout, textbox.style
    if not is_waiting(layout) or style["font_size"] < 1e-6 or not _SCALES_BY_PANGO:
        return None
    written = lettered(stream, style, layout.text, layout.justification_spacing)
    if written is None:
        return _set_line(stream, style, layout)
    hand, letters = written
    return (Shown(hand.font.hash, hand.size, letters),)


def _set_line(stream: Any, style: Any, layout: Any) -> tuple[Shown, ...] | None:
    """Return what shows a line that Pango has set, from what is kept if it was set before."""
    key = (number_of(style), layout.text, layout.justification_spacing)
    runs = _LINES.get(key)
    if runs is None or not all(_fits(stream, run) for run in runs):
        runs = _runs(stream, layout)
        if runs is None:
            return None
        _LINES.put(key, runs)
    pieces = []
    for run in runs:
        font, size = font_in(stream, run.font)
        for glyph, (text, own, _) in run.glyphs.items():
            font.to_unicode.setdefault(glyph, text)
            font.widths.setdefault(glyph, own)
        pieces.append(Shown(font.hash, size, run.shown))
    return tuple(pieces)


def _fits(stream: Any, run: _Run) -> bool:
    """Return whether the widths that the document has on record are those that the run was made with."""
    widths = font_in(stream, run.font)[0].widths
    return all(widths.get(glyph, own) == used for glyph, (_, own, used) in run.glyphs.items())


def _runs(stream: Any, layout: Any) -> tuple[_Run, ...] | None:
    """Return the runs of a line as the document at hand shows them; None when they are out of the ordinary."""
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    row, _ = layout.get_first_line()
    encoded = layout.text.encode()
    found: list[_Run] = []
    node = row.runs[0]
    while node != ffi.NULL:
        item, node = node.data, node.next
        keep(item.item.analysis.font, layout)
        run = _run(stream, item, encoded)
        if run is None:
            return None
        if found and found[-1].font == run.font:  # shown in one piece
            before = found.pop()
            run = _Run(run.font, before.glyphs | run.glyphs, f"{before.shown}{run.shown}".replace("><", ""))
        found.append(run)
    return tuple(found)


def _run(stream: Any, item: Any, encoded: bytes) -> _Run | None:
    pango_font = item.item.analysis.font
    font, size = font_in(stream, pango_font)
    if not is_drawn_by_outline(font) or item.item.analysis.level % 2:
        return None
    count = item.glyphs.num_glyphs
    clusters = [*item.glyphs.log_clusters[0:count], item.item.length]
    glyphs: dict[int, tuple[str, int, int]] = {}
    written: list[str] = []
    signs = GLYPH.iter_unpack(bytes(ffi.buffer(item.glyphs.glyphs, count * GLYPH.size)))
    for place, (glyph, width, x_offset, y_offset, _) in enumerate(signs):
        if y_offset or is_missing(glyph):
            return None
        if glyph not in glyphs:
            start = item.item.offset
            text = encoded[start + clusters[place] : start + clusters[place + 1]].decode()
            own = own_width(pango_font, glyph)
            glyphs[glyph] = text, own, font.widths.get(glyph, own)
        written.append(shown(glyph, x_offset / size, glyphs[glyph][2], width, size))
    return _Run(pango_font, glyphs, f"<{''.join(written)}>".replace("<>", " "))


def teach() -> None:
    """Make WeasyPrint draw its lines here."""
    weasyprint_text.draw_first_line = draw_first_line
