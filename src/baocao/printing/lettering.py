"""Step 8, print: lines put together from letters.

Where a style asks for neither kerning nor ligatures, a Latin letter has the same glyph and the same width whatever stands
beside it.  So each letter is asked of Pango once in a process, and a line is its letters put together.

The names used here are not public: ``tests/print`` fails should a later version drop them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS, ffi

from baocao.printing.glyphs import GLYPH, described, font_in, is_drawn_by_outline, is_missing, keep, own_width, shown
from baocao.printing.shaping import Kept, number_of
from baocao.printing.widths import LETTERS, letters_stand_alone

_SPACES = " \u00a0"
_TWO_SPACES = re.compile(f"[{_SPACES}][{_SPACES}]")


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter in one style: its glyph, the width of that by font and size, and by Pango, which does not round."""

    glyph: int
    own: int
    width: int


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
            self[code] = self._written(letter, 0)
        return self[code]

    def line(self, text: str, spread: float) -> str:
        """Return what shows ``text``, each space wider by ``spread`` pixels; raise _StrangeError for a strange letter."""
        written = text.translate(self)
        for space in _SPACES:
            if space in written:
                written = written.replace(space, self._written(self._spaces[space], int(spread * TO_UNITS)))
        return f"<{written}>".replace("<>", " ")

    def _written(self, letter: _Letter, spread: int) -> str:
        """Return what shows a letter with ``spread`` units of Pango around it, shared out as Pango does."""
        before = int(spread / 2)
        if spread % TO_UNITS == 0:
            before = (before + TO_UNITS // 2) // TO_UNITS * TO_UNITS
        return shown(letter.glyph, before / self.size, self.font.widths[letter.glyph], letter.width + spread, self.size)


_KNOWN: Kept[_Letter] = Kept()

_PLAIN: Kept[tuple[Any]] = Kept()
"""The font of each style whose letters stand alone, by number; None in its place for any other style."""


def lettered(stream: Any, style: Any, text: str, spread: float) -> tuple[_Hand, str] | None:
    """Return the hand that writes ``text`` and what shows it, each space wider by ``spread`` pixels.

    None when it cannot be put together from letters.
    """
    if not LETTERS.fullmatch(text):
        return None
    if spread and (text[0] in _SPACES or text[-1] in _SPACES or _TWO_SPACES.search(text)):
        return None
    try:
        hand = _hand(stream, style)
        return None if hand is None else (hand, hand.line(text, spread))
    except _StrangeError:
        return None


def _hand(stream: Any, style: Any) -> _Hand | None:
    """Return how the document at hand shows the letters of ``style``, None when they do not stand for themselves."""
    number = number_of(style)
    plain = _PLAIN.get((number,))
    if plain is None:
        plain = (_plain_font(style),)
        _PLAIN.put((number,), plain)
    (pango_font,) = plain
    if pango_font is None:
        return None
    font, size = font_in(stream, pango_font)
    hands: dict[int, _Hand] = vars(font).setdefault("hands", {})
    hand = hands.get(number)
    if hand is None:
        hand = hands[number] = _Hand(font, size, pango_font, style)
    return hand


def _plain_font(style: Any) -> Any:
    """Return the font of a style that asks for nothing of its letters, None for any other."""
    if not letters_stand_alone(style):
        return None
    layout, item = _set_alone(style, "a")
    pango_font = item.item.analysis.font
    keep(pango_font, layout)
    return pango_font if is_drawn_by_outline(described(pango_font)) else None


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
        glyph, width, x_offset, y_offset, _ = GLYPH.unpack(bytes(ffi.buffer(item.glyphs.glyphs, GLYPH.size)))
        if x_offset or y_offset or is_missing(glyph):
            raise _StrangeError
        known = _Letter(glyph, own_width(pango_font, glyph), width)
        _KNOWN.put(key, known)
    return known
