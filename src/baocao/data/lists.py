"""Step 2, data: named lists (``ds-….csv``, sheets ``ds-…``): border gates, value chains, targets missed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from baocao.findings import Findings, Place
from baocao.plaintext import fold, tidy
from baocao.sheets.cells import Sheet
from baocao.sheets.tables import read_table

_PREFIX = "ds-"
_NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a list, with the attributes that its row gives (column -> text, empty ones left out)."""

    name: str
    attributes: dict[str, str] = field(hash=False)
    place: Place


@dataclass(frozen=True, slots=True)
class DanhSach:
    """A list; ``name`` is its code in templates (``cua_khau`` for ``ds-cua-khau.csv``), its count is its length."""

    name: str
    items: tuple[Item, ...]
    place: Place


def is_list(title: str) -> bool:
    """Return whether a file or sheet of this name holds a list."""
    return title.lower().startswith(_PREFIX)


def list_code(name: str) -> str:
    """Return the name of a list as templates write it: underscores for hyphens."""
    return name.replace("-", "_")


def read_list(sheet: Sheet, title: str, findings: Findings) -> DanhSach | None:
    """Return the list of a sheet whose file or sheet is called ``title`` ("ds-cua-khau").

    None with an error when the name cannot be used (DL131) or there is no column ``tên`` (DL112).  A row without a
    name (DL132) and a name that stands twice (DL133) are errors too.
    """
    name = tidy(title).lower().removeprefix(_PREFIX)
    place = Place(sheet.file, sheet.name)
    if not _NAME.fullmatch(name):
        hint = "Sau “ds-” chỉ dùng chữ thường không dấu, số và gạch nối, ví dụ ds-cua-khau."
        findings.error("DL131", f"tên danh sách “{title}” không dùng được", place, hint)
        return None
    table = read_table(sheet, ("tên",), ("tên",), findings, free=True)
    if table is None:
        return None
    items: dict[str, Item] = {}
    for row in table.rows():
        text = table.text(row, "tên").replace("\n", " ")
        cell = table.place(row, "tên")
        if not text:
            findings.error("DL132", "hàng của danh sách không có tên", cell, "Ghi tên, hoặc xóa hàng.")
        elif fold(text) in items:
            first = items[fold(text)].place
            findings.error("DL133", f"“{text}” có hai lần trong danh sách: {first} và {cell}", cell, "Xóa một hàng.")
        else:
            attributes = {column: table.text(row, column) for column in table.columns if column != "tên"}
            items[fold(text)] = Item(text, {key: value for key, value in attributes.items() if value}, cell)
    return DanhSach(list_code(name), tuple(items.values()), place)
