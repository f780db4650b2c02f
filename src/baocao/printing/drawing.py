"""Step 8, print: lines of text drawn, letter by letter from what is known of them.

WeasyPrint has Pango set every line once more to draw it, and walks through its glyphs in Python.  Where a style asks for
neither kerning nor ligatures, a Latin letter has the same glyph and the same width whatever stands beside it; so it is
asked of Pango once, and a line is its letters put together.  Any other line is set by Pango, and what it came to is kept.

How a line is shown rests on the widths that the document at hand has on record for its fonts; only where they are the same
is a line used again.

The names used here are not public: ``tests/print`` fails should a later version drop them.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import Any

from weasyprint.draw import text as weasyprint_text
from weasyprint.pdf.fonts import Font
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, pango
from weasyprint.text.fonts import get_pango_font_key

from baocao.printing.shaping import Kept, is_waiting, number_of

_GLYPH = struct.Struct("=IiiiI")
_SCALES_BY_PANGO = pango.pango_version() >= 14802

# Letters, digits and signs that stand for themselves: no marks that join the letter before, nothing that is not seen, no
# slash that makes a fraction of the digits around it.
_LETTERS = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u024f\u1ea0-\u1ef9\u2010-\u2027\u2030-\u2043\u2045-\u205e\u20ab\u20ac]+"
)
_SPACES = " \u00a0"
_TWO_SPACES = re.compile(f"[{_SPACES}][{_SPACES}]")


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
class _Letter:
    """A letter in one style: its glyph, the width of that by font and size, and by Pango, which does not round."""

    glyph: int
    own: int
    width: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What shows a piece of a line: the name that the document has for the font, its size, and an array of glyphs."""

    font: str
    size: float
    text: str


class _StrangeError(Exception):
    """A letter is set in another font than its style."""


class _Hand(dict[int, str]):
    """The letters of a style as the document at hand shows them; each is added when it is first met.

    A space stands for itself: it is as wide as its line is spread.
    """

    def __init__(self, font: Any, size: float, pango_font: Any, style: Any) -> None:
        super().__init__()
        self.font, self.size = font, size
        self._pango_font, self._style = pango_font, style
        self._spaces: dict[str, _Letter] = {}

    def __missing__(self, code: int) -> str:
        letter = _letter(self._style, chr(code), self._pango_font)
        self.font.to_unicode.setdefault(letter.glyph, chr(code))
        self.font.widths.setdefault(letter.glyph, letter.own)
        if chr(code) in _SPACES:
            self._spaces[chr(code)] = letter
            self[code] = chr(code)
        else:
            self[code] = self._shown(letter, 0)
        return self[code]

    def line(self, text: str, spread: float) -> str:
        """Return what shows ``text``, each space wider by ``spread`` pixels; raise _StrangeError for a strange letter."""
        written = text.translate(self)
        for space in _SPACES:
            if space in written:
                written = written.replace(space, self._shown(self._spaces[space], int(spread * TO_UNITS)))
        return f"<{written}>".replace("<>", " ")

    def _shown(self, letter: _Letter, spread: int) -> str:
        """Return what shows a letter with ``spread`` units of Pango around it, shared out as Pango does."""
        before = int(spread / 2)
        if spread % TO_UNITS == 0:
            before = (before + TO_UNITS // 2) // TO_UNITS * TO_UNITS
        return _shown(
            letter.glyph, before / self.size, self.font.widths[letter.glyph], letter.width + spread, self.size
        )


def _shown(glyph: int, offset: float, recorded: int, width: int, size: float) -> str:
    """Return what shows a glyph inside an array of them: it, and how far what follows is moved.

    The same arithmetic as WeasyPrint's, for the same rounding.
    """
    kerning = int(recorded + offset - width * 1000 * FROM_UNITS / size)
    return f"{f'>{-offset}<' if offset else ''}{glyph:04x}{f'>{kerning}<' if kerning else ''}"


_LINES: Kept[tuple[_Run, ...]] = Kept()
_KNOWN: Kept[_Letter] = Kept()

_FONTS: dict[Any, tuple[int, float, Any]] = {}
"""The fonts met so far, by their addresses: key, size, and a layout that keeps Pango from letting go of the font."""

_MADE: dict[Any, Any] = {}
"""WeasyPrint's description of each of them, as it is before any text is set."""

_PLAIN: dict[int, Any] = {}
"""The font of each style that asks for nothing of its letters, by number; None for any other style."""

_draw: Callable[..., list[Any]] = weasyprint_text.draw_first_line


def draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> list[Any]:
    """Do what WeasyPrint's function of this name does; anything out of the ordinary is left to it."""
    pieces = None
    if text_overflow == "clip" and block_ellipsis == "none" and textbox.text.strip():
        pieces = line(stream, textbox)
    if pieces is None:
        return _draw(stream, textbox, text_overflow, block_ellipsis, matrix)
    stream.set_text_matrix(*matrix.values)
    for piece in pieces:
        stream.set_font_size(piece.font, piece.size)
        stream.show_text(piece.text)
    return []


def line(stream: Any, textbox: Any) -> tuple[Shown, ...] | None:
    """Return what shows the text of a box that is ready to be drawn, None when it is out of the ordinary."""
    layout, style = textbox.pango_layout, textbox.style
    if not is_waiting(layout) or style["font_size"] < 1e-6 or not _SCALES_BY_PANGO:
        return None
    text, spread = layout.text, layout.justification_spacing
    if _LETTERS.fullmatch(text) and not (
        spread and (text[0] in _SPACES or text[-1] in _SPACES or _TWO_SPACES.search(text))
    ):
        hand = _hand(stream, style)
        try:
            if hand is not None:
                return (Shown(hand.font.hash, hand.size, hand.line(text, spread)),)
        except _StrangeError:
            pass
    return _set_line(stream, style, layout)


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
        font, size = _font(stream, run.font)
        for glyph, (text, own, _) in run.glyphs.items():
            font.to_unicode.setdefault(glyph, text)
            font.widths.setdefault(glyph, own)
        pieces.append(Shown(font.hash, size, run.shown))
    return tuple(pieces)


def _hand(stream: Any, style: Any) -> _Hand | None:
    """Return how the document at hand shows the letters of ``style``, None when they do not stand for themselves."""
    number = number_of(style)
    if number not in _PLAIN:
        _PLAIN[number] = _plain_font(style)
    pango_font = _PLAIN[number]
    if pango_font is None:
        return None
    font, size = _font(stream, pango_font)
    hands: dict[int, _Hand] = vars(font).setdefault("hands", {})
    hand = hands.get(number)
    if hand is None:
        hand = hands[number] = _Hand(font, size, pango_font, style)
    return hand


def _plain_font(style: Any) -> Any:
    """Return the font of a style that asks for nothing of its letters, None for any other."""
    asked = (style["font_kerning"], style["font_variant_ligatures"], style["letter_spacing"], style["word_spacing"])
    others = (style[f"font_variant_{name}"] for name in ("position", "caps", "numeric", "alternates", "east_asian"))
    plain = asked == ("none", "none", "normal", 0) and style["font_feature_settings"] == "normal"
    if not plain or set(others) != {"normal"} or style["direction"] != "ltr":
        return None
    layout, item = _set_alone(style, "a")
    pango_font = item.item.analysis.font
    _keep(pango_font, layout)
    made = _font_made(pango_font)
    return None if made.bitmap or made.svg or made.png or made.colr else pango_font


def _set_alone(style: Any, letter: str) -> tuple[Any, Any]:
    """Return a letter set by Pango: layout and glyphs; raise _StrangeError when it is not one run."""
    layout = line_break.Layout(style)
    layout.set_text(letter)
    row, _ = layout.get_first_line()
    node = row.runs[0]
    if node == ffi.NULL or node.next != ffi.NULL:
        raise _StrangeError
    return layout, node.data


def _letter(style: Any, letter: str, pango_font: Any) -> _Letter:
    """Return what is known of a letter; raise _StrangeError when it is not one glyph of the font."""
    key = (number_of(style), letter)
    known = _KNOWN.get(key)
    if known is None:
        _layout, item = _set_alone(style, letter)
        if item.glyphs.num_glyphs != 1 or item.item.analysis.font != pango_font:
            raise _StrangeError
        glyph, width, x_offset, y_offset, _ = _GLYPH.unpack(bytes(ffi.buffer(item.glyphs.glyphs, _GLYPH.size)))
        if x_offset or y_offset or glyph == pango.PANGO_GLYPH_EMPTY or glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
            raise _StrangeError
        known = _Letter(glyph, _own_width(pango_font, glyph), width)
        _KNOWN.put(key, known)
    return known


def _own_width(pango_font: Any, glyph: int) -> int:
    """Return the width of a glyph, in thousandths of the size."""
    extents = ffi.new("PangoRectangle *")
    pango.pango_font_get_glyph_extents(pango_font, glyph, ffi.NULL, extents)
    width: float = extents.width * 1000 * FROM_UNITS / _FONTS[pango_font][1]
    return round(width)


def _keep(pango_font: Any, layout: Any) -> None:
    """Remember a font that ``layout`` is set in."""
    if pango_font not in _FONTS:
        key, _, size = get_pango_font_key(pango_font)
        _FONTS[pango_font] = key, size, layout.layout


def _font_made(pango_font: Any) -> Any:
    """Return WeasyPrint's description of a font that is remembered, as it is before any text is set."""
    made = _MADE.get(pango_font)
    if made is None:
        _, description, size = get_pango_font_key(pango_font)
        made = _MADE[pango_font] = Font(pango_font, description, size)
    return made


def _font(stream: Any, pango_font: Any) -> tuple[Any, float]:
    """Return the font of the PDF for a font of Pango's that is remembered, and its size."""
    key, size, _ = _FONTS[pango_font]
    font = stream._fonts.get(key)
    if font is None:
        font = stream._fonts[key] = copy(_font_made(pango_font))
        font.widths, font.to_unicode, font.missing, font.variations = {}, {}, {}, dict(font.variations)
    return font, size


def _fits(stream: Any, run: _Run) -> bool:
    """Return whether the widths that the document has on record are those that the run was made with."""
    widths = _font(stream, run.font)[0].widths
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
        _keep(item.item.analysis.font, layout)
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
    font, size = _font(stream, pango_font)
    if font.bitmap or font.svg or font.png or font.colr or item.item.analysis.level % 2:
        return None
    count = item.glyphs.num_glyphs
    clusters = [*item.glyphs.log_clusters[0:count], item.item.length]
    glyphs: dict[int, tuple[str, int, int]] = {}
    shown: list[str] = []
    signs = _GLYPH.iter_unpack(bytes(ffi.buffer(item.glyphs.glyphs, count * _GLYPH.size)))
    for place, (glyph, width, x_offset, y_offset, _) in enumerate(signs):
        if y_offset or glyph == pango.PANGO_GLYPH_EMPTY or glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
            return None
        if glyph not in glyphs:
            start = item.item.offset
            text = encoded[start + clusters[place] : start + clusters[place + 1]].decode()
            own = _own_width(pango_font, glyph)
            glyphs[glyph] = text, own, font.widths.get(glyph, own)
        shown.append(_shown(glyph, x_offset / size, glyphs[glyph][2], width, size))
    return _Run(pango_font, glyphs, f"<{''.join(shown)}>".replace("<>", " "))


def teach() -> None:
    """Make WeasyPrint draw its lines here."""
    weasyprint_text.draw_first_line = draw_first_line
