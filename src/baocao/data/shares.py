"""Step 2, data: what each file of a period folder says of each area, as hashes: whom a change of the file concerns.

The rows of an area in a CSV file are told apart by their column ``địa bàn`` alone, and hashed as they were typed; they need
not be understood for that.  Of a workbook the numbers are hashed.  A hash covers file and row, for both are printed into
the register.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from baocao.data.answers import answers_hash
from baocao.data.lists import DanhSach
from baocao.data.observations import Observation
from baocao.plaintext import fold
from baocao.sheets.cells import Row, Sheet

_AREA = "địa bàn"


@dataclass(frozen=True, slots=True)
class Shares:
    """What one file says: the hash of its content, of what it says of each area, and of its lists (empty: it has none)."""

    digest: str
    areas: Mapping[str, str]
    lists: str = ""

    @classmethod
    def of_rows(cls, digest: str, header: Row, areas: Mapping[str, Iterable[Row]]) -> Shares:
        """Return the shares of a CSV file whose rows are these."""
        return cls(digest, {area: _rows_hash(header, rows) for area, rows in areas.items()})

    @classmethod
    def of_numbers(cls, digest: str, observations: Iterable[Observation], lists: Iterable[DanhSach]) -> Shares:
        """Return the shares of a file in which these numbers and lists stand."""
        held = list(lists)
        areas = {area: answers_hash(found) for area, found in by_area(observations).items()}
        return cls(digest, areas, answers_hash(held) if held else "")


class FolderShares:
    """What a folder says of each area, and its lists: the ``files`` with their shares, in their order."""

    def __init__(self, files: Mapping[str, Shares]) -> None:
        self.files = files
        self._of_area: dict[str, list[str]] = {}
        for file, shares in files.items():
            for area in shares.areas:
                self._of_area.setdefault(area, []).append(file)
        self.lists = _hash([(file, shares.lists) for file, shares in files.items() if shares.lists])
        """The hash of all its lists."""

    @property
    def areas(self) -> Set[str]:
        """The areas of which it says anything."""
        return self._of_area.keys()

    def changed(self, before: Mapping[str, Shares]) -> set[str]:
        """Return the areas of which any file says something else than it did ``before``."""
        nothing = Shares("", {})
        pairs = ((self.files.get(file, nothing), before.get(file, nothing)) for file in {**before, **self.files})
        return {area for now, then in pairs if now is not then for area, _ in now.areas.items() ^ then.areas.items()}

    def files_of(self, area: str) -> list[str]:
        """Return the files that say anything of an area, in their order."""
        return self._of_area.get(area, [])

    def area(self, area: str) -> str:
        """Return the hash of all that the folder says of an area."""
        return _hash([(file, self.files[file].areas[area]) for file in self.files_of(area)])


def rows_by_area(sheet: Sheet, scope: str) -> dict[str, list[Row]]:
    """Return the rows of a CSV table by area, in their order; those that name none belong to ``scope``."""
    titles = [fold(title) if isinstance(title, str) else "" for title in sheet.header.values]
    column = titles.index(_AREA) if _AREA in titles else len(titles)
    areas: dict[str, list[Row]] = {}
    for row in sheet.rows:
        areas.setdefault(str(row.value(column)) or scope, []).append(row)
    return areas


def by_area(observations: Iterable[Observation]) -> dict[str, list[Observation]]:
    """Return numbers by area, in their order."""
    areas: dict[str, list[Observation]] = {}
    for observation in observations:
        areas.setdefault(observation.key.scope, []).append(observation)
    return areas


def _rows_hash(header: Row, rows: Iterable[Row]) -> str:
    digest = hashlib.sha256(repr(header.values).encode())
    for row in rows:
        digest.update(f"{row.line}{row.values!r}".encode())
    return digest.hexdigest()[:16]


def _hash(held: object) -> str:
    return hashlib.sha256(repr(held).encode()).hexdigest()[:16]
