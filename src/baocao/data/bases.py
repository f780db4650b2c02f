"""Step 2, data: what a value is compared with: plans and other bases, each with the noun that is printed."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from baocao.findings import Findings
from baocao.sheets.reading import read_sheets
from baocao.sheets.tables import Table, read_table
from baocao.workspace import Workspace

BASES_FILE = "data/can-cu.csv"
START_OF_YEAR = "dau_nam"
WORD = re.compile(r"[a-z][a-z0-9_]*")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


class BasisKind(enum.Enum):
    """Whether a basis is a plan or a point to compare with; the values are the words of ``can-cu.csv``."""

    PLAN = "kế hoạch"
    POINT = "mốc"


@dataclass(frozen=True, slots=True)
class Basis:
    """A basis; ``name`` is the noun that is printed ("dự toán", "kế hoạch Trung ương giao")."""

    code: str
    kind: BasisKind
    name: str


def built_in(code: str) -> Basis | None:
    """Return the basis that needs no row: blank (the plan), ``dau_nam``, or a year; None for any other code."""
    if not code:
        return Basis("", BasisKind.PLAN, "kế hoạch")
    if code == START_OF_YEAR:
        return Basis(code, BasisKind.POINT, "đầu năm")
    if _YEAR.fullmatch(code):
        return Basis(code, BasisKind.POINT, f"năm {code}")
    return None


def load_bases(workspace: Workspace, reserved: frozenset[str], findings: Findings) -> dict[str, Basis]:
    """Return the bases of ``data/can-cu.csv`` by code; rows that cannot be understood are findings (DL214)."""
    bases: dict[str, Basis] = {}
    if not workspace.exists(BASES_FILE):
        return bases
    for sheet in read_sheets(workspace.read(BASES_FILE), BASES_FILE, findings):
        table = read_table(sheet, ("mã", "loại", "tên"), ("mã", "loại", "tên"), findings)
        if table is not None:
            _read_bases(table, reserved, bases)
    return bases


def _read_bases(table: Table, reserved: frozenset[str], bases: dict[str, Basis]) -> None:
    kinds = {kind.value: kind for kind in BasisKind}
    for row in table.rows():
        code, name = table.text(row, "mã"), table.text(row, "tên")
        kind = kinds.get(table.word(row, "loại", {word: word for word in kinds}, "DL214"))
        place = table.place(row, "mã")
        if not WORD.fullmatch(code) or code in reserved or built_in(code) is not None:
            hint = "Mã gồm chữ thường không dấu, số và gạch dưới; không trùng từ của mẫu báo cáo hay mã có sẵn."
            table.findings.error("DL214", f"mã căn cứ “{code}” không dùng được", place, hint)
        elif code in bases:
            table.findings.error("DL214", f"mã căn cứ “{code}” ghi hai lần", place, "Xóa một hàng.")
        elif kind is None or not name:
            hint = "Mỗi căn cứ cần loại (kế hoạch hoặc mốc) và tên để in."
            table.findings.error("DL214", f"căn cứ “{code}” thiếu loại hoặc tên", place, hint)
        else:
            bases[code] = Basis(code, kind, name)
