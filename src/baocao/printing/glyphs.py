"""Step 8, print: the fonts that lines are set in, and how their glyphs are written into a PDF.

The names used here are not public: ``tests/print`` fails should a later version drop them.
"""

from __future__ import annotations

import struct
from copy import copy
from typing import Any

from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.fonts import get_pango_font_key

GLYPH = struct.Struct("=IiiiI")
"""A glyph as Pango holds it: its number, width, place (x, y), and what is of no use here."""

_FONTS: dict[Any, tuple[int, float, Any]] = {}
"""The fonts met so far, by their addresses: key, size, and a layout that keeps Pango from letting go of the font.

As many as there are pairs of font and size: an address must never come to mean another font."""

_MADE: dict[Any, Any] = {}
"""WeasyPrint's description of each of them, as it is before any text is set."""


def keep(pango_font: Any, layout: Any) -> None:
    """Remember a font that ``layout`` is set in."""
    if pango_font not in _FONTS:
        key, _, size = get_pango_font_key(pango_font)
        _FONTS[pango_font] = key, size, layout.layout


def described(pango_font: Any) -> Any:
    """Return WeasyPrint's description of a font that is remembered, as it is before any text is set."""
    made = _MADE.get(pango_font)
    if made is None:
        _, description, size = get_pango_font_key(pango_font)
        made = _MADE[pango_font] = Font(pango_font, description, size)
    return made


def font_in(stream: Any, pango_font: Any) -> tuple[Any, float]:
    """Return the font of the PDF for a font of Pango's that is remembered, and its size."""
    key, size, _ = _FONTS[pango_font]
    font = stream._fonts.get(key)
    if font is None:
        font = stream._fonts[key] = copy(described(pango_font))
        font.widths, font.to_unicode, font.missing, font.variations = {}, {}, {}, dict(font.variations)
    return font, size


def is_drawn_by_outline(font: Any) -> bool:
    """Return whether the glyphs of a font are outlines of one colour, not pictures."""
    return not (font.bitmap or font.svg or font.png or font.colr)


def is_missing(glyph: int) -> bool:
    """Return whether a glyph stands for nothing, or for a letter that no font has."""
    return bool(glyph == pango.PANGO_GLYPH_EMPTY or glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG)


def own_width(pango_font: Any, glyph: int) -> int:
    """Return the width of a glyph, in thousandths of the size."""
    extents = ffi.new("PangoRectangle *")
    pango.pango_font_get_glyph_extents(pango_font, glyph, ffi.NULL, extents)
    width: float = extents.width * 1000 * FROM_UNITS / _FONTS[pango_font][1]
    return round(width)


def shown(glyph: int, offset: float, recorded: int, width: int, size: float) -> str:
    """Return what shows a glyph inside an array of them: it, and how far what follows is moved.

    The same arithmetic as WeasyPrint's, for the same rounding.
    """
    kerning = int(recorded + offset - width * 1000 * FROM_UNITS / size)
    return f"{f'>{-offset}<' if offset else ''}{glyph:04x}{f'>{kerning}<' if kerning else ''}"
