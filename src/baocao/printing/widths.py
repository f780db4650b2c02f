"""Step 8, print: lines of text broken by adding up the widths of their letters.

Without kerning and ligatures a letter is as wide in a word as alone.  So where a line ends, which Pango finds by shaping
the text around its end three times over, follows from widths that are the same in every report.  Text of which this is
not certain is left to Pango.

The names used here are not public: ``tests/print`` fails should a later version drop them.
"""

from __future__ import annotations

import re
from math import inf
from typing import Any

from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS

_ALONE = {
    "font_kerning": "none",
    "font_variant_ligatures": "none",
    "font_variant_position": "normal",
    "font_variant_caps": "normal",
    "font_variant_numeric": "normal",
    "font_variant_alternates": "normal",
    "font_variant_east_asian": "normal",
    "font_feature_settings": "normal",
    "letter_spacing": "normal",
    "word_spacing": 0,
    "direction": "ltr",
}
# Letters, digits and signs that stand for themselves: no marks that join the letter before, nothing that is not seen, no
# slash that makes a fraction of the digits around it.
LETTERS = re.compile("[ -~\u00a0-\u00ac\u00ae-\u024f\u1ea0-\u1ef9\u2010-\u2027\u2030-\u2043\u2045-\u205e\u20ab\u20ac]+")

# A word with nothing in it after which a line may end.
_PIECE = r"\(?[^\W_]+(?:[.,][^\W_]+)*[.,;:%)]*"
_WHOLE = re.compile(rf"{_PIECE}(?:\u00a0+{_PIECE})*")
_SIGNS = frozenset(" \u00a0.,;:%()-/+\"'“”–")


def letters_stand_alone(style: Any) -> bool:
    """Return whether a letter has the same glyph and the same width whatever stands beside it."""
    return all(style[name] == value for name, value in _ALONE.items())


class Widths(dict[str, float]):
    """The widths of letters in one style, measured when first asked for; infinite for those to be left to Pango."""

    def __init__(self, style: Any) -> None:
        super().__init__()
        self._style = style
        self._plain = letters_stand_alone(style) and (style["white_space"], style["hyphens"]) == ("normal", "none")
        self._a, self.height, self.baseline = self._measured("a") if self._plain else (0.0, 0.0, 0.0)

    def _measured(self, text: str) -> tuple[float, float, float]:
        """Return width, height and baseline of ``text`` on a line of its own."""
        _, _, _, width, height, baseline = line_break.split_first_line(text, self._style, None, None, 0)
        return width, height, baseline

    def __missing__(self, letter: str) -> float:
        self[letter] = inf
        if letter in _SIGNS or (letter.isalnum() and LETTERS.fullmatch(letter)):
            both, *size = self._measured(f"{letter}a")  # a space alone would be none
            if size == [self.height, self.baseline]:
                self[letter] = both - self._a
        return self[letter]

    def first_line(self, shown: str, whole: bool, room: float) -> tuple[str, float] | None:
        """Return the first line of a text and its width, None where that is not certain.

        ``shown`` is the text, or, when not ``whole``, the beginning of it.
        """
        if not self._plain:
            return None
        room = int(max(0, room) * TO_UNITS) * FROM_UNITS
        words = shown.split(" ")
        if not all(words):
            return None
        line = sum(map(self.__getitem__, words[0]))
        if line > room:
            return None
        for number, word in enumerate(words[1:], 1):
            longer = line + self[" "] + sum(map(self.__getitem__, word))
            if longer > room:
                certain = longer < inf and _WHOLE.fullmatch(word) and (whole or number + 1 < len(words))
                return (" ".join(words[:number]), line) if certain else None
            line = longer
        return (shown, line) if whole else None
