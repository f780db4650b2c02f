"""Step 9, refresh: what people did to one printed figure, and what follows for its text.

Three texts are compared: what the register says was printed, what the draft shows, what the data print now.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from baocao.plaintext import as_typed
from baocao.refresh.changes import Fate

_ONE = r"\d+(?:[.,]\d+)*"
_NUMBER = re.compile(rf"(?<![\w]){_ONE}(?: ?[-/] ?{_ONE})*(?!\w)")
"""A number as it is printed; range, fraction and date are one number each."""
_ONE_TO_ONE = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2011": "-", "\u2013": "-", "\t": " ", "\n": " "})
_DIRECTIONS = (("không đổi", 0), ("giữ ở mức", 0), ("xuống còn", -1), ("giảm", -1), ("tăng", 1), ("lên", 1))
_PLACEHOLDER = re.compile(r"\[[^\[\]]+\]")


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as printed at some time: its text, and its value before rounding (None: not a number)."""

    text: str
    value: Decimal | None = None

    @classmethod
    def of(cls, text: str, value: str) -> Printed:
        """Return the figure that a register entry keeps."""
        try:
            return cls(text, Decimal(value) if value else None)
        except InvalidOperation:
            return cls(text)

    @property
    def missing(self) -> bool:
        """Whether a placeholder was printed, for want of a number."""
        return self.value is None and bool(_PLACEHOLDER.fullmatch(self.text.strip()))

    @property
    def sign(self) -> int:
        """The direction that its verb names, else the sign of its value."""
        for word, sign in _DIRECTIONS:
            if word in self.text:
                return sign
        return 0 if not self.value else 1 if self.value > 0 else -1


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a figure: its fate, and which characters of the visible text give way to ``new`` (None: none)."""

    fate: Fate | None
    start: int = 0
    end: int = 0
    new: str | None = None


def whole(fate: Fate, shown: str, new: str) -> Judged:
    """Return the judgement that all of the text ``shown`` gives way to ``new``."""
    return Judged(fate, 0, len(shown), new)


def judge(shown: str, before: Printed | None, now: Printed, rejected: str = "") -> Judged:
    """Return what to do where the draft shows ``shown``.

    ``before`` is what the register says was printed (None: it says nothing), ``rejected`` what a tracked change of the
    last refresh took out (empty: there was none).  A fate of None means that all is well.
    """
    seen = as_typed(shown)
    if not seen:
        return Judged(Fate.DELETED)
    if seen == as_typed(now.text):
        return Judged(None)
    if before is None:
        return _judge_without_register(shown, now)
    if seen == as_typed(before.text):
        return whole(_renewed(before, now), shown, now.text)
    if rejected and seen == as_typed(rejected):
        return Judged(Fate.REJECTED)
    return Judged(Fate.OVERTYPED) if before.missing else _judge_reworded(shown, before, now)


def _renewed(before: Printed, now: Printed) -> Fate:
    if now.missing and not before.missing:
        return Fate.LOST
    return Fate.FILLED if before.missing and not now.missing else Fate.UPDATED


def _judge_without_register(shown: str, now: Printed) -> Judged:
    """Judge by the form alone: the same words around another number were printed, anything else was typed."""
    if _PLACEHOLDER.fullmatch(shown.strip()):
        return whole(Fate.FILLED, shown, now.text)
    return whole(Fate.UPDATED, shown, now.text) if _form(shown) == _form(now.text) else Judged(Fate.OVERTYPED)


def _form(text: str) -> str:
    plain = _NUMBER.sub("#", text.translate(_ONE_TO_ONE))
    for word, _ in _DIRECTIONS:
        plain = plain.replace(word, "±")
    return as_typed(plain)


def _judge_reworded(shown: str, before: Printed, now: Printed) -> Judged:
    """Judge a text that is not the one printed: its number alone can change where it stands once, as it was printed."""
    told, seen = before.text.translate(_ONE_TO_ONE), shown.translate(_ONE_TO_ONE)
    number = _NUMBER.search(told)
    places = [found for found in _NUMBER.finditer(seen) if number is not None and found[0] == number[0]]
    if number is None or len(places) != 1:
        return Judged(Fate.OVERTYPED)
    if as_typed(before.text) == as_typed(now.text):
        return Judged(None)
    present = now.text.translate(_ONE_TO_ONE)
    following = _NUMBER.search(present)
    if not now.missing and before.sign != now.sign:
        return Judged(Fate.SIGN_TURNED)
    if now.missing or following is None or _around(told, number) != _around(present, following):
        return Judged(Fate.UNFIT)
    if following[0] == number[0]:
        return Judged(None)
    place = places[0]
    return Judged(Fate.REWORDED, place.start(), place.end(), now.text[following.start() : following.end()])


def _around(text: str, number: re.Match[str]) -> tuple[str, str]:
    return as_typed(text[: number.start()]), as_typed(text[number.end() :])
