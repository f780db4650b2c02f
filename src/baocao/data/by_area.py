"""Step 2, data: a period folder of which the numbers of some areas are read, and a folder read as a whole, asked alike.

A folder is read by area only when it was in order before, and only while it still is: what has changed in it is looked at
with all that stands in the folder about the areas concerned.  Anything wrong, or a list that has changed, and the folder is
to be read as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from baocao.data.folders import READ, FileContent, PeriodFolder, Trouble, doubles, has_rows, read_file
from baocao.data.indicators import Catalogue
from baocao.data.lists import DanhSach
from baocao.data.observation_rows import ObservationReader
from baocao.data.observations import Observation
from baocao.data.periods import Period
from baocao.data.shares import FolderShares, Shares, by_area, rows_by_area
from baocao.errors import InputError
from baocao.findings import Findings
from baocao.sheets.cells import Row, Sheet
from baocao.sheets.reading import read_csv
from baocao.workspace import Workspace

_MOST_KEPT = 16
"""So many areas are kept understood: reports of one area mostly follow each other."""


class OutOfOrderError(Exception):
    """Something in a folder is not as it was when it was found to be in order: it has to be read as a whole."""


class WholeFolder:
    """A period folder that has been read from end to end."""

    def __init__(self, folder: PeriodFolder) -> None:
        self.shares = FolderShares(folder.files)
        self.troubles = folder.troubles
        self._lists = folder.lists
        self._areas = by_area(folder.observations)

    def observations(self, area: str) -> list[Observation]:
        """Return the numbers of an area in the order of the rows."""
        return self._areas.get(area, [])

    def lists(self) -> dict[str, DanhSach]:
        """Return the lists by code."""
        return self._lists


class FolderByArea:
    """A period folder in order: nothing is wrong in it, and the numbers of an area are read when they are asked for."""

    troubles: tuple[Trouble, ...] = ()

    def __init__(
        self,
        workspace: Workspace,
        catalogue: Catalogue,
        period: Period,
        files: Mapping[str, str],
        before: Mapping[str, Shares],
    ) -> None:
        """Look at the folder of these ``files``, given with their hashes.

        ``before`` says what stood in its files when it was last found to be in order.  Raises OutOfOrderError when it no
        longer is, or when so much of it has changed that it may as well be read as a whole.
        """
        self._workspace, self._catalogue, self._period = workspace, catalogue, period
        self._files = files
        self._tables: dict[str, _Table] = {}
        self._kept: dict[str, list[Observation]] = {}
        if not all(file.lower().endswith(READ) for file in files):
            raise OutOfOrderError
        self.shares = FolderShares({file: self._shares(file, before.get(file)) for file in files})
        gone = (before[file] for file in before.keys() - files.keys())
        if any(shares.lists for shares in gone):
            raise OutOfOrderError
        self._examine(self.shares.changed(before))

    def observations(self, area: str) -> list[Observation]:
        """Return the numbers of an area in the order of the rows; raises OutOfOrderError."""
        if area not in self._kept:
            if len(self._kept) == _MOST_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[area] = list(self._numbers(area))
        return self._kept[area]

    def lists(self) -> dict[str, DanhSach]:
        """Return the lists by code; raises OutOfOrderError."""
        found: dict[str, DanhSach] = {}
        for file, shares in self.shares.files.items():
            if shares.lists:
                self._content(file, found)
        return found

    def _shares(self, file: str, before: Shares | None) -> Shares:
        if before is not None and before.digest == self._files[file]:
            return before
        now = self._table(file).shares
        if now.lists or (before is not None and before.lists):
            raise OutOfOrderError
        return now

    def _examine(self, changed: AbstractSet[str]) -> None:
        """Look for anything wrong in what stands in the folder about areas of which anything has changed."""
        if 2 * len(changed) > len(self.shares.areas):
            raise OutOfOrderError
        numbers = (observation for area in sorted(changed) for observation in self._numbers(area))
        if next(doubles(numbers), None) is not None:
            raise OutOfOrderError

    def _numbers(self, area: str) -> Iterator[Observation]:
        for file in self.shares.files_of(area):
            yield from self._table(file).numbers(area)

    def _table(self, file: str) -> _Table:
        """Return a file taken apart; it is kept when it is about many areas."""
        if file in self._tables:
            return self._tables[file]
        table: _Table
        if has_rows(file):
            table = _Rows(self._files[file], self._sheet(file), self._reader())
        else:
            table = _Numbers(self._content(file, {}))
        if len(table.shares.areas) > 1:
            self._tables[file] = table
        return table

    def _content(self, file: str, lists: dict[str, DanhSach]) -> FileContent:
        content = read_file(self._workspace, file, self._reader(), lists)
        if content.shares is None or content.shares.digest != self._files[file] or content.reader.findings.items:
            raise OutOfOrderError
        return content

    def _sheet(self, file: str) -> Sheet:
        findings = Findings()
        try:
            sheet = read_csv(self._workspace.read(file), file, findings)
        except InputError as error:
            raise OutOfOrderError from error
        if sheet is None or findings.items or self._workspace.hashes[file] != self._files[file]:
            raise OutOfOrderError
        return sheet

    def _reader(self) -> ObservationReader:
        return ObservationReader(self._catalogue, self._period, self._workspace.scope, Findings())


class _Rows:
    """A CSV file whose rows are told apart by area, and understood when they are asked for."""

    def __init__(self, digest: str, sheet: Sheet, reader: ObservationReader) -> None:
        self._sheet, self._reader = sheet, reader
        self._areas = rows_by_area(sheet, reader.scope)
        self.shares = Shares.of_rows(digest, sheet.header, self._areas)
        self._understood([])  # its header

    def numbers(self, area: str) -> list[Observation]:
        return self._understood(self._areas.get(area, []))

    def _understood(self, rows: list[Row]) -> list[Observation]:
        found = list(self._reader.read(replace(self._sheet, rows=rows)))
        if self._reader.findings.items:
            raise OutOfOrderError
        return found


class _Numbers:
    """A file that can only be read as a whole."""

    def __init__(self, content: FileContent) -> None:
        assert content.shares is not None
        self.shares = content.shares
        self._areas = by_area(content.observations)

    def numbers(self, area: str) -> list[Observation]:
        return self._areas.get(area, [])


_Table = _Rows | _Numbers
