"""Step 9, trace: in which figures documents differ: drafts of one report, or reports of several periods."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from baocao.data.periods import Period
from baocao.document.register_entries import figure_recipe
from baocao.document.tree import Register, RegisterEntry
from baocao.docx.revisions import Revised, revised_figures
from baocao.errors import BaocaoError
from baocao.findings import Findings, Place
from baocao.narrative.recipes import Recipe
from baocao.plaintext import as_typed
from baocao.tracing.opened import Opened, open_traced
from baocao.tracing.sightings import Sighting

_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Version:
    """One figure in one document.

    ``texts`` are what it shows in its places, each once (none: the figure is missing).  ``printed`` is what it showed
    when the file was made (None: not in the register).  ``authors`` made tracked changes to it; ``deleted``: one of
    them takes it out.
    """

    texts: tuple[str, ...] = ()
    printed: str | None = None
    overtyped: bool = False
    authors: tuple[str, ...] = ()
    deleted: bool = False

    @property
    def words(self) -> str:
        """The version in words, as a table shows it."""
        if not self.texts:
            who = f" ({', '.join(self.authors)})" if self.authors else ""
            return ("đã xóa" + who) if self.deleted or self.printed is not None else "không có"
        notes = []
        if self.overtyped:
            notes.append(f"sửa tay, khi làm ra ghi “{self.printed}”")
        if self.authors:
            notes.append(f"sửa bởi {', '.join(self.authors)}")
        shown = " / ".join(text or "(trống)" for text in self.texts)
        return f"{shown} ({'; '.join(notes)})" if notes else shown


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that is not the same in all documents, or was typed over or revised in one of them."""

    name: str
    place: str
    sentence: str
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing gave: the names of the files, the differences in reading order, how many figures are the same."""

    files: tuple[str, ...]
    periods: tuple[str, ...]
    differences: tuple[Difference, ...]
    same: int


@dataclass
class _Side:
    """One document of a comparison, with its figures by what they are, whatever the period of the document."""

    opened: Opened
    revised: dict[str, Revised]
    keys: dict[str, str]
    sightings: dict[str, list[Sighting]]

    def version(self, id: str | None) -> Version:
        if id is None:
            return Version()
        entry, opened = self.opened.entries.get(id), self.opened
        sightings = self.sightings.get(id, [])
        texts = tuple(dict.fromkeys(as_typed(found.shown) for found in sightings))
        revised = self.revised.get(id, Revised((), False))
        over = any(opened.overtyped(found) for found in sightings)
        printed = as_typed(entry.text) if entry else None
        return Version(texts, printed, over, revised.authors, revised.deleted)


def compare_files(files: Sequence[tuple[str, bytes]], findings: Findings) -> Comparison:
    """Return in which figures the documents differ; ``files`` are names and contents, two at least.

    Figures of different periods are matched by their recipes, years counted from that of the document.  Raises
    InputError when a file cannot be opened or has no register; documents of different reports give a warning (VB408).
    """
    sides = [_side(name, data, findings) for name, data in files]
    reports = dict.fromkeys(side.opened.register.report for side in sides)
    if len(reports) > 1:
        message = f"các tệp là của những báo cáo khác nhau: {', '.join(filter(None, reports))}"
        findings.warning("VB408", message, Place(files[0][0]), "So các dự thảo, hoặc các kỳ, của cùng một báo cáo.")
    differences: list[Difference] = []
    same = 0
    for key in _merged([list(side.keys) for side in sides]):
        versions = tuple(side.version(side.keys.get(key)) for side in sides)
        if _is_same(versions):
            same += 1
        else:
            differences.append(_difference(key, sides, versions))
    names = tuple(side.opened.name for side in sides)
    return Comparison(names, tuple(side.opened.register.period for side in sides), tuple(differences), same)


def _side(name: str, data: bytes, findings: Findings) -> _Side:
    opened = open_traced(data, name, findings)
    revised = revised_figures(data, opened.register, name) if opened.document else {}
    sightings: dict[str, list[Sighting]] = {}
    for found in opened.sight.figures:
        sightings.setdefault(found.id, []).append(found)
    order = dict.fromkeys(sightings)
    order |= dict.fromkeys(entry.id for entry in opened.register.entries if not entry.rows)
    keys = {_key(id, opened.entries.get(id), opened.register): id for id in order}
    return _Side(opened, revised, keys, sightings)


def _key(id: str, entry: RegisterEntry | None, register: Register) -> str:
    """Return what a figure is, the same in documents of different periods."""
    recipe = figure_recipe(entry) if entry else None
    if recipe is None:
        return id
    try:
        return _relative(recipe, Period.parse(register.period)).to_json()
    except BaocaoError:
        return recipe.to_json()


def _relative(recipe: Recipe, period: Period) -> Recipe:
    """Return the recipe with the document's own period as "@", and years counted from its last year."""

    def count(text: str) -> str:
        return _YEAR.sub(lambda match: f"{int(match[0]) - period.last_year:+d}", text)

    own = "@" if recipe.period == str(period) else count(recipe.period)
    siblings = tuple(_relative(sibling, period) for sibling in recipe.siblings)
    return replace(recipe, period=own, base=count(recipe.base), siblings=siblings)


def _merged(orders: Iterable[list[str]]) -> list[str]:
    """Return all keys in the order of the first document, those of the others behind the key that they follow there."""
    first, *others = orders
    merged = list(first)
    for order in others:
        known = set(merged)
        after: str | None = None
        for key in order:
            if key not in known:
                merged.insert(merged.index(after) + 1 if after is not None else 0, key)
                known.add(key)
            after = key
    return merged


def _is_same(versions: tuple[Version, ...]) -> bool:
    shown = {version.texts for version in versions}
    noted = any(version.overtyped or version.authors for version in versions)
    return len(shown) == 1 and len(next(iter(shown))) <= 1 and not noted


def _difference(key: str, sides: list[_Side], versions: tuple[Version, ...]) -> Difference:
    side = next(side for side in sides if key in side.keys)
    id = side.keys[key]
    entry = side.opened.entries.get(id)
    found = next(iter(side.sightings.get(id, [])), None)
    name = entry.name if entry else found.alias if found else id
    recipe = figure_recipe(entry) if entry else None
    if recipe and len({side.opened.register.period for side in sides}) > 1:  # a row is about several periods
        name = name.removesuffix(f", {Period.parse(recipe.period).name}")
    return Difference(name, found.line.place if found else "", found.sentence if found else "", versions)
