"""Step 8, print: what is known of fonts, so that a page printed here breaks where Word breaks it.

Word derives the height of a line from the font's own metrics, CSS from the font size; ``line_factor`` is the bridge.
A font that is not on the machine is replaced by one of the same widths, as LibreOffice replaces it.
"""

from __future__ import annotations

import functools
import shutil
import subprocess

from baocao.document.typeface import TEXT_FONT
from baocao.findings import Finding, Severity

# Ascent + descent + line gap over the size, from the fonts' own tables (Times New Roman: 0,891 + 0,216 + 0,042).
_LINE_FACTOR = 1.149
_LINE_FACTORS = {"calibri": 1.2207, "cambria": 1.1724, "courier new": 1.1328}

# Fonts of the same widths, letter by letter, that may stand for the office's fonts.
_SAME_WIDTHS = {
    "times new roman": ("Liberation Serif", "Tinos"),
    "arial": ("Liberation Sans", "Arimo"),
    "courier new": ("Liberation Mono", "Cousine"),
    "calibri": ("Carlito",),
    "cambria": ("Caladea",),
}
_GENERIC = {"courier new": "monospace", "arial": "sans-serif", "calibri": "sans-serif"}


def line_factor(font: str) -> float:
    """Return the height of a single line of ``font`` in Word, as a multiple of the font size."""
    return _LINE_FACTORS.get(font.lower(), _LINE_FACTOR)


def family(font: str) -> str:
    """Return the value of CSS ``font-family`` for ``font``: itself, fonts of the same widths, a generic family."""
    quoted = [f'"{_harmless(name)}"' for name in (font, *_SAME_WIDTHS.get(font.lower(), ()))]
    return ", ".join([*quoted, _GENERIC.get(font.lower(), "serif")])


def _harmless(name: str) -> str:
    """Return ``name`` without characters that could end a CSS string or a style element."""
    return "".join(character for character in name if character.isalnum() or character in " -_.")


@functools.cache
def found(font: str = TEXT_FONT, language: str = "") -> str | None:
    """Return the name of the font that this machine prints for ``font``, None if it is not one of the same widths.

    With ``language`` ("vi") only fonts that have all its letters count.  Asks fontconfig; a machine without its tools
    is taken to have the font, because nothing better is known.
    """
    match, listing = shutil.which("fc-match"), shutil.which("fc-list")
    if match is None or listing is None:
        return font
    names = _ask([match, "-f", "%{family}", font])
    if language:
        names &= _ask([listing, "-f", "%{family},", f":lang={language}"])
    for candidate in (font, *_SAME_WIDTHS.get(font.lower(), ())):
        if candidate in names:
            return candidate
    return None


def files() -> dict[str, str]:
    """Return the font files that this machine prints the fonts of an office with, by name of the face.

    Empty on a machine without the tools of fontconfig.
    """
    match = shutil.which("fc-match")
    if match is None:
        return {}
    faces = [TEXT_FONT, *(f"{TEXT_FONT}:{style}" for style in ("bold", "italic", "bold:italic"))]
    faces += [font for font in _SAME_WIDTHS if font != TEXT_FONT.lower()]
    asked = {
        face: subprocess.Popen([match, "-f", "%{file}", face], stdout=subprocess.PIPE, encoding="utf-8")
        for face in faces
    }
    found = {face: process.communicate()[0] for face, process in asked.items()}
    return {face.replace(":", " "): file for face, file in found.items() if file}


def _ask(command: list[str]) -> set[str]:
    """Return the family names that a tool of fontconfig answers."""
    answer = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return {name.strip() for name in answer.split(",")}


def missing() -> Finding:
    """Return the finding that neither Times New Roman nor a font of its widths is installed."""
    return Finding(
        "HT102",
        Severity.ERROR,
        "máy không có phông Times New Roman, cũng không có phông cùng bề rộng chữ để thay (Liberation Serif)",
        hint="Trên Debian, Ubuntu chạy: sudo apt install fonts-liberation2; hoặc chép bốn tệp phông Times New Roman "
        "vào thư mục ~/.fonts rồi chạy: fc-cache -f.",
    )


def without_vietnamese(font: str) -> Finding:
    """Return the finding that ``font``, which stands for Times New Roman, lacks letters of Vietnamese."""
    return Finding(
        "HT103",
        Severity.WARNING,
        f'phông "{font}" trên máy này thiếu chữ có dấu tiếng Việt: những chữ ấy sẽ in bằng phông khác, dòng dài hơn',
        hint="Bản cũ của Liberation thiếu các chữ này. Trên Debian, Ubuntu chạy: sudo apt install fonts-liberation2; "
        "hoặc chép bốn tệp phông Times New Roman vào thư mục ~/.fonts rồi chạy: fc-cache -f.",
    )
