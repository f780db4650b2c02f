"""Step 7, check: the Vietnamese syllable: which strings of letters can be one, and where its tone mark may stand."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"[^\W\d_²³¹]+")
"""A word: letters; the raised figures of m² are none."""

_REMEMBERED = 1 << 14
"""A document says the same few thousand words again and again."""
_TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_VOWELS = "aăâeêioôơuưy"
_ALPHABET = "abcdefghijklmnopqrstuvwxyzăâđêôơư"
_ONSET = "ngh|ng|nh|kh|gh|gi|qu|th|tr|ch|ph|[bcdđghklmnprstvx]"
_NUCLEUS = (
    "iê|yê|ươ|uô|uâ|uyê|oă|oa|oe|uê|uy|uya|ua|ưa|ia|ya|oo|ôô|uơ|[aăâeêioôơuưy]"
)  # fmt: skip
_CODA = "ch|ng|nh|[cmnptiouy]"
_BARE = re.compile(rf"({_ONSET})?({_NUCLEUS})({_CODA})?")
_STOPPED = ("c", "ch", "p", "t")
_FRONT = "iyeê"


@lru_cache(maxsize=_REMEMBERED)
def bare(syllable: str) -> tuple[str, str]:
    """Return a syllable in small letters without its tone, and the tone as one letter ("" for none, "?" for two)."""
    letters, tones = "", ""
    for character in unicodedata.normalize("NFD", syllable.lower()):
        if character in _TONES:
            tones += _TONES[character]
        else:
            letters += character
    return unicodedata.normalize("NFC", letters), tones if len(tones) < 2 else "?"


@lru_cache(maxsize=_REMEMBERED)
def is_syllable(word: str) -> bool:
    """Return whether ``word`` can be a Vietnamese syllable: onset, vowels, coda and tone go together."""
    letters, tone = bare(word)
    match = _BARE.fullmatch(letters)
    if match is None or tone == "?":
        return False
    onset, nucleus, coda = match[1] or "", match[2], match[3] or ""
    if onset in ("ngh", "gh", "k") and nucleus[0] not in _FRONT:
        return False
    if onset in ("ng", "g", "c") and nucleus[0] in "iêe" and not (onset == "g" and nucleus[0] == "i"):
        return False
    return tone in ("s", "j") if coda in _STOPPED else True


def is_vietnamese(letter: str) -> bool:
    """Return whether ``letter``, a small one, is of the Vietnamese alphabet, with or without a tone, or plain a to z."""
    base, tone = bare(letter)
    return len(base) == 1 and tone != "?" and base in _ALPHABET and (not tone or base in _VOWELS)
