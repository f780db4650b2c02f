"""Step 7, check: text typed for the fonts of the nineties (TCVN3, VNI), recognized by reading it back."""

from __future__ import annotations

import re
import unicodedata

from baocao.checks.wording.syllables import is_syllable

_VOWELS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
_TCVN3_CODES = (
    "61 b5 b6 b7 b8 b9 a8 bb bc bd be c6 a9 c7 c8 c9 ca cb 65 cc ce cf d0 d1 aa d2 d3 d4 d5 d6 69 d7 d8 dc dd de 6f df e1 e2 "
    "e3 e4 ab e5 e6 e7 e8 e9 ac ea eb ec ed ee 75 ef f1 f2 f3 f4 ad f5 f6 f7 f8 f9 79 fa fb fc fd fe ae"
)
_TCVN3 = {int(code, 16): vowel for code, vowel in zip(_TCVN3_CODES.split(), _VOWELS, strict=True)} | {
    0xA1: "Ă", 0xA2: "Â", 0xA3: "Ê", 0xA4: "Ô", 0xA5: "Ơ", 0xA6: "Ư", 0xA7: "Đ",
}  # fmt: skip
# VNI writes the letter, then a sign for its marks; đ, ơ, ư and some i have signs of their own.
_VNI_MARKS = {
    "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ù": "\u0301", "ï": "\u0323", "ê": "\u0306", "è": "\u0306\u0300",
    "ú": "\u0306\u0309", "ü": "\u0306\u0303", "é": "\u0306\u0301", "ë": "\u0306\u0323", "â": "\u0302",
    "à": "\u0302\u0300", "å": "\u0302\u0309", "ã": "\u0302\u0303", "á": "\u0302\u0301", "ä": "\u0302\u0323",
}  # fmt: skip
_VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_PAIR = re.compile(f"([aeouyôö])([{''.join(_VNI_MARKS)}])", re.I)
_FEWEST, _MOST = 3, 0.8
# The old fonts put letters in the places of signs, so a word may hold any (B¸o c¸o).
_TOKEN = re.compile(r"[^\s\d.,;:!?()\"“”/\-]+")


def encoding_of(text: str) -> str | None:
    """Return the name of the old encoding that ``text`` was typed in, None when it is Unicode or not Vietnamese.

    It is old when most of its accented words are no syllables as they stand, and are when read by the old table.
    """
    words = [word for word in _TOKEN.findall(text) if not word.isascii()]
    if len(words) < _FEWEST or 2 * sum(map(is_syllable, words)) > len(words):
        return None
    for name, read in (("TCVN3 (ABC)", _from_tcvn3), ("VNI", _from_vni)):
        right = sum(not word.isascii() and is_syllable(word) for word in map(read, words))
        if right >= _FEWEST and right > _MOST * len(words):
            return name
    return None


def _from_tcvn3(text: str) -> str:
    return text.translate(_TCVN3)


def _from_vni(text: str) -> str:
    paired = _VNI_PAIR.sub(lambda match: match[1] + _VNI_MARKS[match[2].lower()], text.lower())
    return unicodedata.normalize("NFC", "".join(_VNI_LETTERS.get(sign, sign) for sign in paired))
