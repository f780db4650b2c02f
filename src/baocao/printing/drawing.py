"""Step 8, print: lines of text drawn, those drawn before from what is known of them.

WeasyPrint walks through the glyphs of a line in Python, one by one.  Here they are taken in one piece, and what a line
came to is kept: its glyphs, and the text that shows them in a PDF.  That text rests on the widths that the document at hand
has on record for its fonts; only where they are the same is it used again.

The names used here are not public: ``tests/print`` fails should a later version drop them.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from weasyprint.draw import text as weasyprint_text
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.fonts import get_pango_font_key

from baocao.printing.shaping import Kept, is_waiting, number_of

_GLYPH = struct.Struct("=IiiiI")
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


_LINES: Kept[tuple[_Run, ...]] = Kept()

_FONTS: dict[Any, tuple[int, float, Any]] = {}
"""The fonts met so far, by their addresses: key, size, and a layout that keeps Pango from letting go of the font."""

_draw: Callable[..., list[Any]] = weasyprint_text.draw_first_line


def draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> list[Any]:
    """Do what WeasyPrint's function of this name does; anything out of the ordinary is left to it."""
    layout, style = textbox.pango_layout, textbox.style
    ordinary = is_waiting(layout) and text_overflow == "clip" and block_ellipsis == "none" and textbox.text.strip()
    if not ordinary or style["font_size"] < 1e-6 or not _SCALES_BY_PANGO:
        return _draw(stream, textbox, text_overflow, block_ellipsis, matrix)
    key = (number_of(style), layout.text, layout.justification_spacing)
    runs = _LINES.get(key)
    if runs is None or not all(_fits(stream, run) for run in runs):
        runs = _runs(stream, layout)
        if runs is None:
            return _draw(stream, textbox, text_overflow, block_ellipsis, matrix)
        _LINES.put(key, runs)
    stream.set_text_matrix(*matrix.values)
    for run in runs:
        font, size = _font(stream, run.font)
        for glyph, (text, own, _) in run.glyphs.items():
            font.to_unicode.setdefault(glyph, text)
            font.widths.setdefault(glyph, own)
        stream.set_font_size(font.hash, size)
        stream.show_text(run.shown)
    return []


def _keep(pango_font: Any, layout: Any) -> None:
    """Remember a font that ``layout`` is set in."""
    if pango_font not in _FONTS:
        key, _, size = get_pango_font_key(pango_font)
        _FONTS[pango_font] = key, size, layout.layout


def _font(stream: Any, pango_font: Any) -> tuple[Any, float]:
    """Return the font of the PDF for a font of Pango's that is remembered, and its size."""
    key, size, _ = _FONTS[pango_font]
    return stream._fonts.get(key) or stream.add_font(pango_font)[0], size


def _fits(stream: Any, run: _Run) -> bool:
    """Return whether the widths that the document has on record are those that the run was made with."""
    widths = _font(stream, run.font)[0].widths
    return all(widths.get(glyph, own) == used for glyph, (_, own, used) in run.glyphs.items())


def _runs(stream: Any, layout: Any) -> tuple[_Run, ...] | None:
    """Return the runs of a line as the document at hand shows them; None when they are out of the ordinary."""
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    line, _ = layout.get_first_line()
    encoded = layout.text.encode()
    found: list[_Run] = []
    node = line.runs[0]
    while node != ffi.NULL:
        item, node = node.data, node.next
        _keep(item.item.analysis.font, layout)
        run = _run(stream, item, encoded)
        if run is None:
            return None
        if found and found[-1].font == run.font:  # shown in one piece
            before = found.pop()
            run = _Run(run.font, before.glyphs | run.glyphs, before.shown + run.shown)
        found.append(run)
    return tuple(found)


def _run(stream: Any, item: Any, encoded: bytes) -> _Run | None:
    pango_font = item.item.analysis.font
    font, size = _font(stream, pango_font)
    if font.bitmap or font.svg or font.png or font.colr or item.item.analysis.level % 2:
        return None
    count = item.glyphs.num_glyphs
    clusters = [*item.glyphs.log_clusters[0:count], item.item.length]
    glyphs: dict[int, tuple[str, int, int]] = {}
    shown = ["<"]
    signs = _GLYPH.iter_unpack(bytes(ffi.buffer(item.glyphs.glyphs, count * _GLYPH.size)))
    for place, (glyph, width, x_offset, y_offset, _) in enumerate(signs):
        if y_offset or glyph == pango.PANGO_GLYPH_EMPTY or glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
            return None
        if glyph not in glyphs:
            start = item.item.offset
            text = encoded[start + clusters[place] : start + clusters[place + 1]].decode()
            pango.pango_font_get_glyph_extents(pango_font, glyph, stream.ink_rect, stream.logical_rect)
            own = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
            glyphs[glyph] = text, own, font.widths.get(glyph, own)
        offset = x_offset / size
        # The same arithmetic as WeasyPrint's, for the same rounding.
        kerning = glyphs[glyph][2] + offset - width * 1000 * FROM_UNITS / size
        shown.append(f"{f'>{-offset}<' if offset else ''}{glyph:04x}{f'>{int(kerning)}<' if kerning else ''}")
    written = "".join(shown)
    return _Run(pango_font, glyphs, written[:-1] if written[-1] == "<" else written + ">")


def teach() -> None:
    """Make WeasyPrint draw its lines here."""
    weasyprint_text.draw_first_line = draw_first_line
