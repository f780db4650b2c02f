"""Step 2, data: what stands in a table file, cell by cell, and the address of each cell.

A ``Sheet`` is one table as it was read, before anybody knows what its columns mean.  CSV gives text only; a workbook
gives text, numbers, dates, and ``Odd`` for what looks like a number on screen but is none.
"""

from __future__ import annotations

import datetime
import enum
import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from baocao.findings import Place


class Oddity(enum.Enum):
    """Why a workbook cell cannot be taken as it is."""

    PERCENT = "percent"
    ERROR = "error"
    UNCALCULATED = "uncalculated"
    LOGICAL = "logical"
    TIME = "time"
    TOO_LONG = "too long"


@dataclass(frozen=True, slots=True)
class Odd:
    """A workbook cell that needs a person; ``text`` is what the cell holds, ``value`` its number where it has one."""

    why: Oddity
    text: str
    value: Decimal | None = None


CellValue = str | Decimal | datetime.date | Odd
"""The content of a cell; an empty cell is the empty string."""


@dataclass(slots=True)
class Row:
    """One row; ``number`` counts the rows of the table from 1, ``line`` is the line of the text file (None: no text)."""

    number: int
    values: list[CellValue]
    line: int | None = None

    def value(self, column: int) -> CellValue:
        """Return the content of the cell in ``column`` (from 0); empty beyond the end of the row."""
        return self.values[column] if column < len(self.values) else ""


@dataclass(slots=True)
class Sheet:
    """One table: where it lies, its header row, and the rows below that hold anything.  ``name`` is None for CSV."""

    file: str
    name: str | None
    header: Row
    rows: list[Row] = field(default_factory=list)

    def place(self, row: Row, column: int | None = None, detail: str | None = None) -> Place:
        """Return the address of a cell, or of a whole row when ``column`` is None."""
        if column is not None:
            return Place(self.file, self.name, address(column, row.line or row.number), row.line, detail)
        return Place(self.file, self.name, None, row.line or row.number, detail)

    def cells(self) -> Iterator[tuple[Row, int, CellValue]]:
        """Yield every cell that holds something, header first, with its row and column (from 0)."""
        for row in (self.header, *self.rows):
            for column, value in enumerate(row.values):
                if value != "":
                    yield row, column, value


@functools.cache
def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(column: int, row: int) -> str:
    """Return the address of the cell in ``column`` (from 0) and ``row`` (from 1): "D14"."""
    return f"{column_letters(column)}{row}"
