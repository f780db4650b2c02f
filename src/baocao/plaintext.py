"""Step 1, workspace: text as it comes in: one Unicode form, single blanks, no characters that a document may not hold."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable

from baocao.findings import Findings, Place

_BLANKS = re.compile(r"[ \t\u00a0\u2007\u2009\u202f]+")
# Private use (the narrative uses it for its own marks), controls (XML cannot hold them), and U+FFFD (text already lost).
STRANGE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd-\uffff\ud800-\udfff\U000f0000-\U0010ffff]"
)


def tidy(text: str) -> str:
    """Return ``text`` in NFC, with runs of blanks made one space and none at its ends; line breaks stay."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip()


def as_typed(text: str) -> str:
    """Return ``text`` as a person would type it: on one line, tidy, with plain hyphens.

    Two texts that look alike become the same; so it is told whether a figure still is what was printed.
    """
    # What nobody sees or types: no-break hyphens, hyphens that wait for a line to end.  Blanks of all sorts are split at.
    plain = text.replace("\u2011", "-").replace("\u00ad", "")
    return " ".join(unicodedata.normalize("NFC", plain).split())


def fold(text: str) -> str:
    """Return ``text`` as it is compared with known words: NFC, lower case, single spaces, one line."""
    return " ".join(tidy(text).casefold().split())


def fold_marks(text: str) -> str:
    """Return ``text`` folded and without Vietnamese marks: "Lạng Sơn" gives "lang son"."""
    bare = unicodedata.normalize("NFD", fold(text)).replace("đ", "d")
    return "".join(character for character in bare if not unicodedata.combining(character))


def nearest_word(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that looks most like ``word``, None when none looks like it."""
    folded = {fold(name): name for name in known}
    found = difflib.get_close_matches(fold(word), folded, n=1, cutoff=0.65)
    return folded[found[0]] if found else None


def refuse_strange(text: str, place: Place, findings: Findings) -> str:
    """Return ``text`` without characters that no document may hold; text that had some gives an error (KG010)."""
    found = sorted(set(STRANGE.findall(text)))
    if not found:
        return text
    names = ", ".join(f"U+{ord(character):04X}" for character in found)
    findings.error(
        "KG010",
        f"chữ có ký tự lạ ({names})",
        place,
        "Ký tự này do phông chữ riêng hoặc do chuyển mã sai; xóa đi và gõ lại bằng Unicode (TCVN 6909).",
    )
    return STRANGE.sub("", text)
