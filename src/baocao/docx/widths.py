"""Step 5, docx: how wide a line of text is in Times New Roman, for what must be as long as a share of it."""

from __future__ import annotations

import unicodedata

# Advance widths in thousandths of the font size, from the font's own tables.  A letter is as wide with diacritics as
# without them, ơ and ư excepted; italics are near enough to upright letters.
_UPRIGHT = {
    180: "'",
    250: " .,",
    278: "ijlt;:/",
    333: "frI-()",
    389: "sJ",
    408: '"',
    444: "acez“”",
    500: "bdghknopquvxy0123456789*–đ",
    529: "ơ",
    542: "ư",
    556: "FPS",
    564: "+",
    611: "ELTZ",
    667: "BCR",
    722: "wADGHKNOQUVXYĐƠ",
    778: "mƯ&",
    833: "%",
    889: "M",
    944: "W",
    1000: "…",
}
_BOLD = {
    250: " .,",
    278: "il/'",
    333: "fjt;:-()",
    389: "sI",
    444: "cerz",
    500: "agovxyJ0123456789*–“”",
    556: 'bdhknpquSđơ"+',
    611: "FPư",
    667: "BELTZ",
    722: "wACDNRUVXYĐ",
    778: "GHKOQƠƯ",
    833: "m&",
    944: "M",
    1000: "W%…",
}
_UNKNOWN = 600
_HORN = "\u031b"


def _by_letter(widths: dict[int, str]) -> dict[str, int]:
    return {letter: width for width, letters in widths.items() for letter in letters}


_TABLES = {False: _by_letter(_UPRIGHT), True: _by_letter(_BOLD)}


def text_width(text: str, size: int, bold: bool) -> int:
    """Return the width of ``text`` on one line, in twips; ``size`` is in half-points."""
    table = _TABLES[bold]
    total = sum(table.get(_without_tone(character), _UNKNOWN) for character in text)
    return round(total * size / 100)


def line_widths(text: str, size: int, bold: bool, column: int) -> list[int]:
    """Return the widths of the lines that ``text`` takes in a column so many twips wide; no-break spaces hold."""
    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        for word in part.split(" "):
            longer = f"{line} {word}" if line else word
            if line and text_width(longer, size, bold) > column:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return [text_width(line, size, bold) for line in lines if line]


def _without_tone(character: str) -> str:
    if character == "\u00a0":
        return " "
    base = unicodedata.normalize("NFD", character)
    return unicodedata.normalize("NFC", base[0] + _HORN) if _HORN in base else base[0]
