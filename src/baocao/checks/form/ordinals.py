"""Step 7, check: the number at the head of a paragraph, and what else the same letters could be.

"C." may be a hundred or the third letter, "(i)" one or a letter: a token gives all its readings, and the sequence that
it stands in tells which one is meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from baocao.narrative import vietnamese as vi

_WORDS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_NAMED = ("Phần", "Chương", "Mục", "Tiểu mục", "Điều")
# A number of one or two digits, the dot or the hyphen right behind it, and then a space: "2.080 tấn" and "5 - 10" are
# no heads of a list.
_HEAD = re.compile(
    r"\s*(?:"
    rf"(?P<name>{'|'.join(_NAMED)})(?P<thu> thứ)?\s(?P<ordinal>[IVXL]+|\d{{1,3}}|{'|'.join(_WORDS)})(?P<dot>[.:]?)(?=[\s—–-]|$)"
    r"|(?P<open>\()(?P<inside>\d{1,2}|[ivx]{1,5}|[a-zđ])\)(?=\s)"
    r"|(?P<nested>\d{1,2}(?:\.\d{1,2}){1,4})[.)]?(?=\s)"
    r"|(?P<roman>[IVXL]{1,7})[.\-–](?=\s)"
    r"|(?P<capital>[A-ZĐ])[.\-–](?=\s)"
    r"|(?P<arabic>\d{1,2})(?P<behind>[.\-–)])(?<![-–](?=\s\d))(?=\s)"
    r"|(?P<letter>[a-zđ])\)(?=\s)"
    r")",
    re.IGNORECASE,
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
LETTERS_THAT_ARE_NOT = "fjwz"
"""Letters of other alphabets that Vietnamese lists do not use (NĐ 30/2020, Phụ lục I, mục II.6)."""


@dataclass(frozen=True, slots=True)
class Ordinal:
    """A place in a sequence: ``kind`` names the sequences that it can stand in, ``value`` is its number, 1-based.

    ``written`` is how it stands in the text; ``outer`` are the numbers before its own ("2" in "2.1."), ``letter`` the
    bare letter of a lettered one.
    """

    kind: str
    value: int
    written: str
    outer: tuple[int, ...] = ()
    letter: str = ""

    @property
    def foreign(self) -> bool:
        """Whether it is a letter that Vietnamese lists leave out."""
        return bool(self.letter) and self.letter in LETTERS_THAT_ARE_NOT


def ordinals(text: str) -> tuple[tuple[Ordinal, ...], tuple[int, int]] | None:
    """Return all that the number at the head of ``text`` can mean and where it stands; None when there is none."""
    match = _HEAD.match(text)
    if match is None:
        return None
    start = len(match[0]) - len(match[0].lstrip())
    written = " ".join(match[0].split())
    if match["name"] and not _is_heading(match, text[match.end() :]):
        return None
    readings = tuple(_readings(match, written))
    return (readings, (start, match.end())) if readings else None


def _is_heading(match: re.Match[str], after: str) -> bool:
    """Return whether "Phần I", "Điều 5." begin a heading and not a sentence that speaks of them."""
    following = after.lstrip(" \u00a0\n—–-")[:1]
    if match["name"] == "Điều":
        return bool(match["dot"])
    return match["name"][0].isupper() and not following.islower()


def _readings(match: re.Match[str], written: str) -> list[Ordinal]:
    name, inside, nested = match["name"], match["inside"], match["nested"]
    if name:
        value = _value(match["ordinal"])
        return [Ordinal(name.lower(), value, written)] if value else []
    if inside:
        return _in_brackets(inside, written)
    if nested:
        *outer, own = (int(number) for number in nested.split("."))
        return [Ordinal(f"arabic.{len(outer)}", own, written, tuple(outer))]
    found = []
    roman, capital, letter = match["roman"], match["capital"], match["letter"]
    if roman and roman.isupper() and (value := roman_value(roman)):
        found.append(Ordinal("roman", value, written))
    single = capital or (roman if roman and len(roman) == 1 else "")
    if single and single.isupper() and single not in "FJWZ":
        found.append(Ordinal("capital", vi.LETTERS.index(single.lower()) + 1, written, letter=single.lower()))
    if match["arabic"]:
        found.append(Ordinal("arabic)" if match["behind"] == ")" else "arabic", int(match["arabic"]), written))
    if letter and letter.islower():
        found.append(Ordinal("letter", _letter_value(letter), written, letter=letter))
    return found


def _in_brackets(inside: str, written: str) -> list[Ordinal]:
    if inside.isdigit():
        return [Ordinal("(arabic)", int(inside), written)]
    if not inside.islower():
        return []
    found = []
    if value := roman_value(inside.upper()):
        found.append(Ordinal("(roman)", value, written))
    if len(inside) == 1:
        found.append(Ordinal("(letter)", _letter_value(inside), written, letter=inside))
    return found


def _letter_value(letter: str) -> int:
    """Return the place of a letter in Vietnamese lists; a letter that they leave out has the place of the one after it."""
    while letter in LETTERS_THAT_ARE_NOT and letter != "z":
        letter = chr(ord(letter) + 1)
    return vi.LETTERS.index(letter) + 1 if letter in vi.LETTERS else len(vi.LETTERS) + 1


def _value(text: str) -> int:
    if text.isdigit():
        return int(text)
    word = text.lower()
    return _WORDS.index(word) + 1 if word in _WORDS else roman_value(text.upper())


def word(value: int) -> str:
    """Return a number as headings write it in words: "Phần thứ hai"."""
    return _WORDS[value - 1] if value <= len(_WORDS) else str(value)


def roman_value(text: str) -> int:
    """Return a Roman number below 400 as a number; 0 when the letters are no such number."""
    values = [_ROMAN.get(letter, 0) for letter in text.lower()]
    total = sum(-own if own < after else own for own, after in pairwise([*values, 0]))
    return total if total > 0 and vi.roman(total) == text else 0
