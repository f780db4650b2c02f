"""Step 2, data: units of measurement and how one is a multiple of another."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from decimal import Decimal

from baocao.findings import Findings
from baocao.plaintext import fold
from baocao.sheets.numerals import read_numeral
from baocao.sheets.reading import read_sheets
from baocao.sheets.tables import Table, read_table
from baocao.workspace import Workspace

UNITS_FILE = "data/don-vi.csv"
_SCALES = {"nghìn": 3, "ngàn": 3, "ng": 3, "k": 3, "triệu": 6, "tr": 6, "tỷ": 9, "tỉ": 9, "t": 9, "trăm": 2, "vạn": 4}
_SCALE_NAMES = {2: "trăm", 3: "nghìn", 4: "vạn", 6: "triệu", 9: "tỷ"}


class UnitKind(enum.Enum):
    """What is expressed in a unit; the values are the words of ``don-vi.csv``."""

    COUNTED = "đếm"
    MEASURED = "đo"
    MONEY = "tiền"
    RATE = "tỷ lệ"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it is printed; it is ``factor`` times the unit ``of`` (empty: a base unit, factor 1)."""

    name: str
    kind: UnitKind
    of: str = ""
    factor: Decimal = Decimal(1)


@dataclass(slots=True)
class Units:
    """The units of a workspace by printed name."""

    by_name: dict[str, Unit] = field(default_factory=dict)
    _folded: dict[str, str] = field(default_factory=dict)

    def add(self, unit: Unit) -> None:
        """Add a unit."""
        self.by_name[unit.name] = unit
        self._folded[_fold_unit(unit.name)] = unit.name

    def named(self, text: str) -> Unit | None:
        """Return the unit that ``text`` means (case, "m3", "tỉ đồng", "trđ" and "đ" understood), or None."""
        name = self._folded.get(_fold_unit(text))
        return self.by_name[name] if name else None

    def base(self, name: str) -> tuple[str, Decimal]:
        """Return the base unit of a known unit and how many of it make one."""
        factor = Decimal(1)
        for _ in range(len(self.by_name)):
            unit = self.by_name[name]
            if not unit.of or unit.of not in self.by_name:
                break
            factor *= unit.factor
            name = unit.of
        return name, factor

    def convert(self, value: Decimal, source: str, target: str) -> Decimal | None:
        """Return ``value`` of unit ``source`` in unit ``target``, None when one is no multiple of the other."""
        if source == target:
            return value
        if source not in self.by_name or target not in self.by_name:
            return None
        (source_base, source_factor), (target_base, target_factor) = self.base(source), self.base(target)
        return value * source_factor / target_factor if source_base == target_base else None

    def scaled(self, words: str, target: str) -> tuple[str, Decimal] | None:
        """Return what words like "tr", "980 triệu" mean for a cell in ``target``: the unit spelled out, its factor.

        The factor turns a number of that unit into one of ``target``.  None when the words are no scale and no unit
        of the same kind.
        """
        if target not in self.by_name:
            return None
        unit = self.named(words)
        if unit is not None:
            factor = self.convert(Decimal(1), unit.name, target)
            return (unit.name, factor) if factor is not None else None
        scale, _, rest = fold(words).partition(" ")
        power = _SCALES.get(scale.rstrip("."))
        base, target_factor = self.base(target)
        scaled = self.named(rest) if rest else self.by_name[base]
        if power is None or scaled is None or scaled.name != base:
            return None
        return f"{_SCALE_NAMES[power]} {base}", Decimal(10) ** power / target_factor


def _fold_unit(text: str) -> str:
    """Return the name of a unit as it is compared: the usual short and old spellings brought together."""
    folded = fold(text).replace("m2", "m²").replace("m3", "m³").replace(".", " ").strip()
    words = []
    for word in folded.split():
        match word:
            case "đ" | "vnđ" | "vnd":
                words.append("đồng")
            case "trđ":
                words += ["triệu", "đồng"]
            case "tr":
                words.append("triệu")
            case "tỉ":
                words.append("tỷ")
            case "ngàn" | "ng":
                words.append("nghìn")
            case "$":
                words.append("usd")
            case _:
                words.append(word)
    return " ".join(words)


def load_units(workspace: Workspace, findings: Findings) -> Units:
    """Return the units of ``data/don-vi.csv``; rows that cannot be understood are findings (DL2xx) and left out."""
    units = Units()
    known = ("đơn vị", "loại", "bội của", "hệ số")
    if not workspace.exists(UNITS_FILE):
        return units
    for sheet in read_sheets(workspace.read(UNITS_FILE), UNITS_FILE, findings):
        table = read_table(sheet, known, ("đơn vị", "loại"), findings)
        if table is not None:
            _read_units(table, units)
    return units


def _read_units(table: Table, units: Units) -> None:
    kinds = {kind.value: kind for kind in UnitKind}
    findings = table.findings
    rows = {}
    for row in table.rows():
        name, of = table.text(row, "đơn vị"), table.text(row, "bội của")
        kind = kinds.get(table.word(row, "loại", {word: word for word in kinds}, "DL212"))
        if not name or kind is None:
            if not name or not table.text(row, "loại"):
                hint = "Mỗi hàng cần tên đơn vị và loại (đếm, đo, tiền, tỷ lệ)."
                findings.error("DL212", "hàng đơn vị thiếu tên hoặc loại", table.place(row), hint)
            continue
        if units.named(name) is not None:
            findings.error("DL212", f"đơn vị “{name}” ghi hai lần", table.place(row, "đơn vị"), "Xóa một hàng.")
            continue
        factor = read_numeral(table.text(row, "hệ số")) if of else Decimal(1)
        if not isinstance(factor, Decimal) or factor <= 0:
            hint = "Ghi số nguyên không có dấu chấm, ví dụ 1000000."
            findings.error("DL212", f"hệ số của đơn vị “{name}” không phải số dương", table.place(row, "hệ số"), hint)
            continue
        units.add(Unit(name, kind, of, factor))
        rows[name] = row
    for name, row in rows.items():
        of = units.by_name[name].of
        base = units.base(name)[0]
        if of and of not in units.by_name:
            message = f"đơn vị “{name}” là bội của “{of}”, nhưng không có đơn vị đó"
            findings.error("DL212", message, table.place(row, "bội của"), "Thêm một hàng cho đơn vị gốc.")
        elif units.by_name[base].of in units.by_name:
            findings.error("DL212", f"đơn vị “{name}” là bội của chính nó", table.place(row, "bội của"), "Sửa cột này.")
