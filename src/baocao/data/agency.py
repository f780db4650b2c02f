"""Step 2, data: facts about the office itself: its names, symbol, place, recipients, signer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from baocao.errors import InputError
from baocao.findings import Findings, Place
from baocao.plaintext import fold, fold_marks, nearest_word
from baocao.sheets.reading import read_sheets
from baocao.sheets.tables import Table, read_table
from baocao.workspace import Workspace

FOLDER = "data/co-quan"
KNOWN_KEYS = (
    "cơ quan chủ quản",
    "cơ quan ban hành",
    "tên cơ quan",
    "thẩm quyền",
    "ký hiệu",
    "địa danh",
    "tỉnh",
    "tên tỉnh",
    "quyền hạn",
    "người ký",
    "nơi nhận",
    "hdnd",
    "ubnd",
    "tỉnh ủy",
)


def fact_code(key: str) -> str:
    """Return a key as templates write it: "tên tỉnh" and "ten_tinh" both give "ten_tinh"."""
    return fold_marks(key).replace(" ", "_")


@dataclass
class AgencyFacts:
    """The facts of one office; a fact of a report, or of one period of it, wins over that of the office as a whole."""

    _values: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def text(self, key: str, report: str = "") -> str | None:
        """Return a fact as text, several rows one below the other, None when nobody gave it.

        ``key`` is the Vietnamese name or its code ("tên tỉnh" or "ten_tinh"), ``report`` a report's name, alone or with
        a period ("ke-hoach-5-nam 2026-2030").
        """
        lines = self.lines(key, report)
        return "\n".join(lines) if lines else None

    def lines(self, key: str, report: str = "") -> tuple[str, ...]:
        """Return the rows of a fact in order, none when nobody gave it."""
        code = fact_code(key)
        owners = (report, report.partition(" ")[0], "")
        return next((self._values[code, owner] for owner in owners if (code, owner) in self._values), ())

    def __iter__(self) -> Iterator[str]:
        """Yield the name of every fact that is given ("tên tỉnh"), each once."""
        given = {code for code, _ in self._values}
        return (key for key in KNOWN_KEYS if fact_code(key) in given)

    def add(self, key: str, report: str, value: str) -> None:
        """Add one row."""
        place = (fact_code(key), report)
        self._values[place] = (*self._values.get(place, ()), value)


def load_facts(workspace: Workspace, office: str, findings: Findings) -> AgencyFacts:
    """Return the facts of ``data/co-quan/<office>.csv`` (or ``.xlsx``); none, with a finding, when there is no file."""
    facts = AgencyFacts()
    files = [f"{FOLDER}/{office}{suffix}" for suffix in (".csv", ".xlsx")]
    present = [file for file in files if workspace.exists(file)]
    if not present:
        hint = "Tạo tệp với các cột mục; báo cáo; giá trị."
        findings.warning("DL303", "chưa có tệp thông tin của cơ quan", Place(files[0]), hint)
    try:
        for file in present:
            for sheet in read_sheets(workspace.read(file), file, findings):
                table = read_table(sheet, ("mục", "báo cáo", "giá trị"), ("mục", "giá trị"), findings)
                if table is not None:
                    _read_facts(table, facts, tuple(workspace.reports))
    except InputError as error:
        findings.extend(error.findings)
    return facts


def _read_facts(table: Table, facts: AgencyFacts, reports: tuple[str, ...]) -> None:
    known = {fold(key): key for key in KNOWN_KEYS}
    for row in table.rows():
        key, report, value = (table.text(row, column) for column in ("mục", "báo cáo", "giá trị"))
        if fold(key) not in known:
            nearest = nearest_word(key, KNOWN_KEYS)
            hint = f"Mục gần nhất là “{nearest}”." if nearest else f"Các mục được dùng: {', '.join(KNOWN_KEYS)}."
            table.findings.error("DL301", f"không có mục “{key}” của cơ quan", table.place(row, "mục"), hint)
        elif report and report.partition(" ")[0] not in reports:
            nearest = nearest_word(report, reports)
            hint = f"Tên gần nhất là “{nearest}”." if nearest else "Xem tên báo cáo trong baocao.toml."
            table.findings.error("DL302", f"không có báo cáo “{report}”", table.place(row, "báo cáo"), hint)
        elif value:
            facts.add(key, report, value)
