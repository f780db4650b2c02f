"""Step 2, data: the catalogue of indicators, with the units and bases that its rows speak of."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from baocao.data.bases import WORD, Basis, BasisKind, built_in, load_bases
from baocao.data.units import Unit, UnitKind, Units, load_units
from baocao.errors import InputError
from baocao.findings import Findings, Place
from baocao.plaintext import fold, nearest_word
from baocao.sheets.cells import Row
from baocao.sheets.reading import read_sheets
from baocao.sheets.tables import Table, read_table
from baocao.workspace import Workspace

__all__ = [
    "RESERVED_WORDS",
    "Basis",
    "BasisKind",
    "Catalogue",
    "Indicator",
    "Kind",
    "Unit",
    "UnitKind",
    "Units",
    "load_catalogue",
]

CATALOGUE_FILE = "data/chi-tieu.csv"
_COLUMNS = (
    "mã",
    "tên",
    "tên gọn",
    "đơn vị",
    "số lẻ",
    "số lẻ tỷ lệ",
    "loại",
    "chiều tốt",
    "gồm",
    "đủ",
    "cơ quan",
    "mã thống kê",
)
_MOST_DIGITS = 9

_ACCESSORS = """
    so con_so dat thuc_hien hang tren_tong ty_le ty_trong muc_tieu den_ngay tu_den kh ck so_voi gon luong bang gap diem
    trong_do tu bq qua_nam theo dem ten danh_so co du tang giam cung_ky ket_qua ket_luan tran
"""
_ROOT_NAMES = "chi_tieu ds ky loi_van co_quan bieu_do chung_goc chung_dong_tu cung_giam hoa dau_hoa"
_JINJA = """
    if else elif endif for endfor in is not and or set endset macro endmacro call endcall filter endfilter block endblock
    raw endraw import from include extends with endwith without context as true false none loop self super caller varargs
    kwargs recursive scoped required ignore missing defined autoescape endautoescape trans endtrans
"""
RESERVED_WORDS = frozenset(f"{_ACCESSORS} {_ROOT_NAMES} {_JINJA}".split())
"""Words of the template language: no segment of a code may be one of them (root names: only the first one)."""


class Kind(enum.Enum):
    """What sort of number an indicator is; the values are the words of the catalogue."""

    STOCK = "thời điểm"
    FLOW = "thời kỳ"
    RATE = "tỷ lệ"
    RANK = "thứ hạng"
    CHANGE = "biến động"
    INDEX = "chỉ số"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of the catalogue.

    ``unit`` is the printed unit (empty for ranks), ``digits`` and ``rate_digits`` the most decimals printed of a value
    and of a computed comparison, ``good`` "tăng", "giảm" or empty, ``parts`` the codes of the parts of a total, which
    add up when ``parts_complete``.
    """

    code: str
    name: str
    short_name: str
    unit: str
    digits: int
    rate_digits: int
    kind: Kind
    good: str
    parts: tuple[str, ...]
    parts_complete: bool
    agency: str
    official_code: str
    place: Place


@dataclass
class Catalogue:
    """All indicators in the order of the file, with units by name and declared bases by code."""

    indicators: dict[str, Indicator] = field(default_factory=dict)
    unit_table: Units = field(default_factory=Units)
    bases: dict[str, Basis] = field(default_factory=dict)
    _near: dict[str, str | None] = field(default_factory=dict)

    @property
    def units(self) -> dict[str, Unit]:
        """The units by printed name."""
        return self.unit_table.by_name

    def basis(self, code: str) -> Basis | None:
        """Return a declared or built-in basis (blank, ``dau_nam``, a year), None for an unknown code."""
        return self.bases.get(code) or built_in(code)

    def is_prefix(self, code: str) -> bool:
        """Return whether other codes lie below ``code``."""
        return code in self._children

    def children(self, prefix: str) -> list[str]:
        """Return the codes one segment below ``prefix`` (empty: the first segments), in the order of the catalogue.

        A child need not be an indicator: it may be the prefix of some.
        """
        return list(self._children.get(prefix, ()))

    def nearest(self, code: str) -> str | None:
        """Return the code of the indicator whose code or name looks most like ``code``, None when none does."""
        if code not in self._near:
            named = {fold(indicator.name): indicator.code for indicator in self.indicators.values()}
            word = nearest_word(code, (*self.indicators, *named))
            self._near[code] = named.get(fold(word), word) if word is not None else None
        return self._near[code]

    def parent(self, code: str) -> str | None:
        """Return the code of the total whose parts name ``code``, None when there is none."""
        return self._parents.get(code)

    @cached_property
    def _children(self) -> dict[str, dict[str, None]]:
        children: dict[str, dict[str, None]] = {}
        for code in self.indicators:
            segments = code.split(".")
            for depth in range(len(segments)):
                children.setdefault(".".join(segments[:depth]), {})[".".join(segments[: depth + 1])] = None
        return children

    @cached_property
    def _parents(self) -> dict[str, str]:
        parents: dict[str, str] = {}
        for total in self.indicators.values():
            for part in total.parts:
                parents.setdefault(part, total.code)
        return parents


def load_catalogue(workspace: Workspace, findings: Findings) -> Catalogue:
    """Return the catalogue of ``data/``: units, bases, indicators.

    What cannot be understood is an error (DL2xx) and left out; a file that cannot be opened is a finding too.
    """
    catalogue = Catalogue()
    try:
        catalogue.unit_table = load_units(workspace, findings)
        catalogue.bases = load_bases(workspace, RESERVED_WORDS, findings)
        for sheet in read_sheets(workspace.read(CATALOGUE_FILE), CATALOGUE_FILE, findings):
            table = read_table(sheet, _COLUMNS, ("mã", "tên", "loại"), findings)
            if table is not None:
                _read_indicators(table, catalogue)
    except InputError as error:
        findings.extend(error.findings)
    _check_parts(catalogue, findings)
    return catalogue


def _read_indicators(table: Table, catalogue: Catalogue) -> None:
    for row in table.rows():
        code = table.text(row, "mã")
        if not _check_code(code, table, row, catalogue):
            continue
        kinds = {kind.value: kind for kind in Kind}
        kind = kinds.get(table.word(row, "loại", {word: word for word in kinds}, "DL207"))
        name = table.text(row, "tên")
        if not name:
            table.findings.error("DL204", f"chỉ tiêu “{code}” chưa có tên", table.place(row, "tên"), "Ghi tên để in.")
        if kind is None and not table.text(row, "loại"):
            hint = f"Chọn một trong: {', '.join(kinds)}."
            table.findings.error("DL207", f"chỉ tiêu “{code}” chưa có loại", table.place(row, "loại"), hint)
        kind = kind or Kind.FLOW
        catalogue.indicators[code] = Indicator(
            code=code,
            name=name or code,
            short_name=table.text(row, "tên gọn") or name or code,
            unit=_unit(table, row, kind, catalogue),
            digits=_digits(table, row, "số lẻ", 0 if kind is Kind.RANK else 2),
            rate_digits=_digits(table, row, "số lẻ tỷ lệ", 1),
            kind=kind,
            good=table.word(row, "chiều tốt", {"tăng": "tăng", "giảm": "giảm"}, "DL207"),
            parts=tuple(table.text(row, "gồm").split()),
            parts_complete=table.word(row, "đủ", {"có": "có", "không": ""}, "DL207") == "có",
            agency=table.text(row, "cơ quan"),
            official_code=table.text(row, "mã thống kê"),
            place=table.place(row, "mã"),
        )


def _check_code(code: str, table: Table, row: Row, catalogue: Catalogue) -> bool:
    """Return whether ``code`` may be a new code; else there is a finding."""
    place, findings = table.place(row, "mã"), table.findings
    if not code:
        findings.error("DL202", "hàng chỉ tiêu không có mã", place, "Ghi mã, ví dụ xnk.xuat_khau.")
        return False
    segments = code.split(".")
    wrong = [segment for segment in segments if not WORD.fullmatch(segment)]
    if wrong:
        hint = "Mỗi đoạn bắt đầu bằng chữ thường không dấu, sau đó là chữ, số, gạch dưới; các đoạn cách nhau bằng dấu chấm."
        findings.error("DL202", f"mã “{code}” viết sai ở đoạn “{wrong[0]}”", place, hint)
        return False
    reserved = [
        segment
        for position, segment in enumerate(segments)
        if segment in RESERVED_WORDS and (position == 0 or segment not in _ROOT_NAMES.split())
    ]
    if reserved:
        hint = f"Đổi đoạn này, ví dụ “{reserved[0]}_1” hay một từ rõ hơn."
        findings.error("DL203", f"mã “{code}” dùng từ “{reserved[0]}” của ngôn ngữ mẫu", place, hint)
        return False
    if code in catalogue.indicators:
        first = catalogue.indicators[code].place
        findings.error("DL201", f"mã “{code}” ghi hai lần: {first} và {place}", place, "Xóa hoặc đổi mã một hàng.")
        return False
    return True


def _unit(table: Table, row: Row, kind: Kind, catalogue: Catalogue) -> str:
    """Return the printed name of the row's unit; unknown or missing units are errors."""
    text = table.text(row, "đơn vị")
    place = table.place(row, "đơn vị")
    if not text:
        if kind is not Kind.RANK:
            table.findings.error("DL205", "chỉ tiêu chưa có đơn vị", place, "Chỉ thứ hạng mới được để trống đơn vị.")
        return ""
    unit = catalogue.unit_table.named(text)
    if unit is not None:
        return unit.name
    nearest = nearest_word(text, catalogue.units)
    hint = "Thêm một hàng vào data/don-vi.csv" + (f", hoặc dùng đơn vị gần nhất: “{nearest}”." if nearest else ".")
    table.findings.error("DL205", f"không có đơn vị “{text}” trong danh mục đơn vị", place, hint)
    return text


def _digits(table: Table, row: Row, column: str, default: int) -> int:
    text = table.text(row, column)
    if not text:
        return default
    if text.isascii() and text.isdigit() and len(text) == 1 and int(text) <= _MOST_DIGITS:
        return int(text)
    message = f"“{text}” ở cột “{column}” không phải số chữ số lẻ"
    table.findings.error("DL206", message, table.place(row, column), "Ghi một số từ 0 đến 9, hoặc để trống.")
    return default


def _check_parts(catalogue: Catalogue, findings: Findings) -> None:
    """Find parts that do not exist, that contain themselves, that two totals claim, or that cannot add up."""
    indicators = catalogue.indicators
    for total in indicators.values():
        for part in total.parts:
            if part not in indicators:
                nearest = catalogue.nearest(part)
                hint = f"Mã gần nhất là “{nearest}”." if nearest else "Thêm chỉ tiêu này vào danh mục."
                findings.error(
                    "DL208", f"chỉ tiêu “{total.code}” gồm “{part}”, nhưng không có mã đó", total.place, hint
                )
            elif total.parts_complete and indicators[part].unit != total.unit:
                message = f"phần “{part}” tính theo {indicators[part].unit}, tổng “{total.code}” theo {total.unit}"
                findings.warning("DL211", message, indicators[part].place, "Các phần đủ phải cùng đơn vị với tổng.")
            if catalogue.parent(part) not in (total.code, None):
                message = f"“{part}” là phần của cả “{catalogue.parent(part)}” và “{total.code}”"
                findings.warning("DL210", message, total.place, "Tỷ trọng được tính theo tổng ghi trước.")
    for cycle in _cycles({code: indicator.parts for code, indicator in indicators.items()}.get, indicators):
        message = f"chỉ tiêu gồm chính nó: {' → '.join((*cycle, cycle[0]))}"
        findings.error("DL209", message, indicators[cycle[0]].place, "Sửa cột “gồm” ở một trong các hàng này.")


def _cycles(parts_of: Callable[[str], tuple[str, ...] | None], codes: Iterable[str]) -> list[list[str]]:
    """Return the cycles among ``codes``, each once; every code is entered and left once."""
    cycles: list[list[str]] = []
    done: set[str] = set()
    for start in codes:
        path: list[str] = []
        waiting = [(start, False)]
        while waiting:
            code, leaving = waiting.pop()
            if leaving:
                done.add(path.pop())
            elif code in path:
                cycles.append(path[path.index(code) :])
            elif code not in done:
                path.append(code)
                waiting.append((code, True))
                waiting.extend((part, False) for part in parts_of(code) or ())
    return cycles
