"""Step 3, narrative: recipes of figures, and the figures that come of them.

A recipe says which part of which indicator is printed in which form; it can be stored as JSON and evaluated again later
against newer data.  A figure is the result: its text as printed, its value before rounding, the cells that it came from.
"""

from __future__ import annotations

import functools
import hashlib
import json
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from baocao.data.observations import Observation
from baocao.findings import Finding, Place, Severity

BARE = "tran"
"""The last word of the shape of a figure that stands in a table, where head and row say what it is."""

TABLE, CHART = "bang", "bieu_do"
WHOLES = (TABLE, CHART)
"""The forms of what is made of many figures: each of these has a recipe of its own too."""

_SORTED = ("base", "form", "period", "scope", "shape")
"""The words of a recipe that come before its siblings and its subject in canonical JSON."""
_quoted = json.encoder.encode_basestring  # by hand: an encoder of any object takes four times as long


class _Spelled:
    """Room for the JSON and the id of a recipe, which are asked for by the text, the register and the annexes."""

    __slots__ = ("_spelling",)


@dataclass(frozen=True, slots=True)
class Recipe(_Spelled):
    """What to print.

    ``form`` is an accessor word ("so", "dat", "so_sanh" for comparisons, "dem" for the length of a list), ``subject`` an
    indicator code or the name of a list, ``base`` what it is compared with ("kh", "kh.trung_uong", "ck", "so_voi.2020"),
    ``shape`` how ("", "gon", "luong", …; "tran" last: a bare number for a table), ``siblings`` the recipes whose signs
    decide whether a shared verb can be left out.
    """

    form: str
    subject: str
    period: str
    scope: str
    base: str = ""
    shape: str = ""
    siblings: tuple[Recipe, ...] = ()

    @property
    def bare(self) -> bool:
        """Whether the figure stands in a table: no verb, no unit, no % sign."""
        return self.shape.rpartition(".")[2] == BARE

    @property
    def whole(self) -> bool:
        """Whether a whole annex table or chart is meant, whose spec file ``subject`` is: no figure to evaluate."""
        return self.form in WHOLES

    def to_json(self) -> str:
        """Return the recipe as canonical JSON: sorted keys, empty parts left out."""
        return self._spelled()[0]

    @classmethod
    def from_json(cls, text: str) -> Recipe:
        """Return the recipe that ``to_json`` wrote; raises ValueError when ``text`` is something else."""
        return cls._from_plain(json.loads(text))

    @classmethod
    def _from_plain(cls, plain: object) -> Recipe:
        if not isinstance(plain, dict):
            raise ValueError("a recipe is a JSON object")
        siblings = tuple(cls._from_plain(sibling) for sibling in plain.get("siblings", ()))
        if not all(isinstance(value, str) for name, value in plain.items() if name != "siblings"):
            raise ValueError("the parts of a recipe are words")
        try:
            return cls(**{**plain, "siblings": siblings})
        except TypeError as error:
            raise ValueError(str(error)) from error

    @property
    def id(self) -> str:
        """A short stable name of the recipe: the start of its SHA-256, never a running number."""
        return self._spelled()[1]

    def _spelled(self) -> tuple[str, str]:
        """Return the JSON and the id, made once."""
        spelling: tuple[str, str] | None = getattr(self, "_spelling", None)
        if spelling is None:
            written = _spelling(self)
            spelling = written, recipe_id(written)
            object.__setattr__(self, "_spelling", spelling)  # what it is made of never changes
        return spelling

    def about(self, subject: str) -> Recipe:
        """Return the same recipe for another subject."""
        return replace(self, subject=subject)


def _spelling(recipe: Recipe) -> str:
    words = [_first_words(recipe.base, recipe.form, recipe.period, recipe.scope, recipe.shape)]
    if recipe.siblings:
        words.append(f'"siblings":[{",".join(sibling.to_json() for sibling in recipe.siblings)}]')
    if recipe.subject:
        words.append(f'"subject":{_quoted(recipe.subject)}')
    return f"{{{','.join(filter(None, words))}}}"


@functools.lru_cache(maxsize=1024)
def _first_words(*parts: str) -> str:
    """Return what stands before siblings and subject, by which alone most recipes of a report differ."""
    return ",".join(f'"{name}":{_quoted(text)}' for name, text in zip(_SORTED, parts, strict=True) if text)


def recipe_id(recipe: str) -> str:
    """Return the id of a recipe that is at hand as JSON."""
    return hashlib.sha256(recipe.encode()).hexdigest()[:12]


class Origin(NamedTuple):
    """A place in the data that a figure was made from; ``observation`` None: a row of a list, no number.

    A tuple, for each report makes a thousand of them.
    """

    place: Place
    observation: Observation | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed figure.

    ``value`` is the number before rounding (None for dates and placeholders), ``origins`` what it was made from,
    ``formula`` how (empty: the value is one of the origins); ``missing`` tells that ``text`` is a placeholder which a
    final document must not carry.
    """

    recipe: Recipe
    text: str
    alias: str
    value: Decimal | None = None
    origins: tuple[Origin, ...] = ()
    missing: bool = False
    findings: tuple[Finding, ...] = ()
    formula: str = ""

    def __str__(self) -> str:
        raise TypeError("a figure cannot become plain text: it would lose its recipe")

    __html__ = __str__

    def __format__(self, spec: str) -> str:
        return str(self)


class MissingError(Exception):
    """A figure cannot be printed; ``text`` is the placeholder that stands for it, ``what`` names what is missing."""

    def __init__(
        self, what: str, text: str, hint: str, code: str = "MB201", severity: Severity = Severity.WARNING
    ) -> None:
        super().__init__(what)
        self.what, self.text, self.hint, self.code = what, text, hint, code
        self.severity = severity
