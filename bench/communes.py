"""A workspace of many communes with invented figures, for benches and for tests at small scale.

    .venv/bin/python bench/communes.py FOLDER [--reports N] [--workbooks]

Each commune is an area of its own, with its agency, its file of data and a report of ten pages; the budget of all communes
stands in one file, as a treasury sends it.  The first commune reports through seven of its offices, so a cell of that
commune is read by exactly seven reports and one of any other commune by one.  Every report says that its figures are
invented.  The same seed gives the same files.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
OFFICE = Path(__file__).with_name("office")
PERIOD = "2026-9T"
BUDGET_FILE = f"data/{PERIOD}/ngan-sach.csv"
_BUDGET = ("ngan_sach", "dau_tu")
_CHANGED = "dau_tu.giai_ngan"
NOTE = "số liệu giả định để đo tốc độ"
SHARED = 7
"""How many reports read the cells of the first commune."""

# What the offices of the first commune are called: the committee itself, then those below it.
_OFFICES = (
    "",
    "Văn phòng HĐND và UBND",
    "Phòng Kinh tế",
    "Phòng Văn hóa - Xã hội",
    "Trung tâm Phục vụ hành chính công",
    "Công an",
    "Ban Chỉ huy Quân sự",
)
_COLUMNS = ("mã", "địa bàn", "thực hiện", "trên tổng", "kế hoạch", "cùng kỳ", "trạng thái", "đến ngày", "nguồn")
_REPORT = """
[[report]]
name = "bao-cao-{office}"
template = "bao-cao-ktxh-xa"
frame = "nghi-dinh-30"
scope = "{scope}"
office = "{office}"
periods = ["{period}"]
outline = ["Phần I", "I.", "1.", "a)"]
kind = "BÁO CÁO"
symbol = "BC"
sample = "{note}"
"""


@dataclass(frozen=True, slots=True)
class Issuer:
    """An agency that issues a report: the code of its area, its own code and its name, empty for the committee."""

    scope: str
    code: str
    name: str

    @property
    def commune(self) -> str:
        """The name of the commune in a sentence."""
        return f"xã Mẫu {self.scope.removeprefix('xa-')}"


@dataclass(frozen=True, slots=True)
class Level:
    """What is usual for one indicator in a commune of middling size."""

    code: str
    unit: str
    digits: int
    value: float
    plan_share: float | None
    growth: float | None
    total: int | None
    status: str
    until: str

    @property
    def grows_with_the_commune(self) -> bool:
        """Whether a larger commune has more of it; shares, yields and counts out of a fixed total do not grow."""
        return self.unit != "%" and "/" not in self.unit and self.total is None


@dataclass(slots=True)
class Numbers:
    """The numbers of one indicator in one commune; None where there is none."""

    actual: float
    plan: float | None
    same_period: float | None


def issuers(reports: int) -> list[Issuer]:
    """Return the agencies of a workspace of so many reports: the offices of the first commune, then one for each."""
    first = [
        Issuer("xa-0001", "xa-0001" if not name else f"xa-0001-{number}", name) for number, name in enumerate(_OFFICES)
    ]
    others = (f"xa-{number:04}" for number in range(2, reports - SHARED + 2))
    return [*first, *(Issuer(code, code, "") for code in others)][:reports]


def make_workspace(root: Path, reports: int, seed: int = 1, workbooks: bool = False) -> None:
    """Write a workspace of so many reports into the folder ``root``, which must not hold one yet.

    With ``workbooks`` the data of each commune is an XLSX file instead of CSV.
    """
    if (root / "baocao.toml").exists():
        raise FileExistsError(f"{root} holds a workspace already")
    shutil.copytree(OFFICE / "data", root / "data")
    shutil.copytree(OFFICE / "templates", root / "templates")
    for name in ("don-vi.csv", "can-cu.csv"):
        shutil.copy(REPOSITORY / "data" / name, root / "data" / name)
    frame = Path("templates/mau-trinh-bay/nghi-dinh-30.docx")
    (root / frame).parent.mkdir()
    shutil.copy(REPOSITORY / frame, root / frame)

    agencies = issuers(reports)
    entries = (_REPORT.format(office=agency.code, scope=agency.scope, period=PERIOD, note=NOTE) for agency in agencies)
    (root / "baocao.toml").write_text('scope = "xa-0001"\n' + "".join(entries), "utf-8")
    (root / "data/co-quan").mkdir()
    for agency in agencies:
        (root / f"data/co-quan/{agency.code}.csv").write_text(_facts(agency), "utf-8")
    _write_data(root, list(dict.fromkeys(agency.scope for agency in agencies)), seed, workbooks)


def change_cell(root: Path, scope: str) -> None:
    """Raise one number of an area, which is no part of a sum, in the file with the budgets of all of them."""
    path = root / BUDGET_FILE
    lines = path.read_text("utf-8").splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if line.startswith(f"{_CHANGED};{scope};"))
    cells = lines[at].split(";")
    column = _COLUMNS.index("thực hiện")
    cells[column] = _written(float(cells[column].replace(",", ".")) + 1, 1)
    lines[at] = ";".join(cells)
    path.write_text("".join(lines), "utf-8")


def _facts(agency: Issuer) -> str:
    commune = agency.commune.upper()
    if agency.name:
        issuer = [("cơ quan chủ quản", f"ỦY BAN NHÂN DÂN {commune}"), ("cơ quan ban hành", agency.name.upper())]
        names = [("tên cơ quan", f"{agency.name} {agency.commune}"), ("ký hiệu", "BPXM"), ("quyền hạn", "THỦ TRƯỞNG")]
    else:
        issuer = [("cơ quan ban hành", "ỦY BAN NHÂN DÂN"), ("cơ quan ban hành", commune)]
        names = [("tên cơ quan", f"Ủy ban nhân dân {agency.commune}"), ("ký hiệu", "UBND")]
        names += [("quyền hạn", "TM. ỦY BAN NHÂN DÂN"), ("quyền hạn", "CHỦ TỊCH")]
    facts = [
        *issuer,
        *names,
        ("địa danh", agency.commune.replace("xã", "Xã", 1)),
        ("tỉnh", "tỉnh Mẫu"),
        ("ubnd", f"UBND {agency.commune}"),
        ("nơi nhận", "UBND tỉnh Mẫu"),
        ("nơi nhận", "Đảng ủy, HĐND xã"),
        ("nơi nhận", "Lãnh đạo UBND xã"),
        ("nơi nhận", "Lưu: VT"),
    ]
    return _csv(("mục", "báo cáo", "giá trị"), ((key, "", value) for key, value in facts))


def _write_data(root: Path, scopes: list[str], seed: int, workbooks: bool) -> None:
    levels, sums = _levels(), _sums()
    folder = root / "data" / PERIOD
    folder.mkdir()
    budget: list[tuple[str, ...]] = []
    for scope in scopes:
        rows = list(_rows(scope, levels, sums, random.Random(f"{seed} {scope}")))
        budget += [row for row in rows if row[0].startswith(_BUDGET)]
        own = [row for row in rows if not row[0].startswith(_BUDGET)]
        if workbooks:
            _write_workbook(folder / f"{scope}.xlsx", own)
        else:
            (folder / f"{scope}.csv").write_text(_csv(_COLUMNS, own), "utf-8")
    (root / BUDGET_FILE).write_text(_csv(_COLUMNS, budget), "utf-8")


def _catalogue() -> list[dict[str, str]]:
    with (OFFICE / "data/chi-tieu.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def _levels() -> list[Level]:
    indicators = {row["mã"]: row for row in _catalogue()}
    with (OFFICE / "levels.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))

    def number(text: str) -> float | None:
        return float(text.replace(",", ".")) if text else None

    return [
        Level(
            code=row["mã"],
            unit=indicators[row["mã"]]["đơn vị"],
            digits=int(indicators[row["mã"]]["số lẻ"]),
            value=number(row["mức"]) or 0,
            plan_share=number(row["kế hoạch"]),
            growth=number(row["cùng kỳ"]),
            total=int(row["trên tổng"]) if row["trên tổng"] else None,
            status=row["trạng thái"],
            until=row["đến ngày"],
        )
        for row in rows
    ]


def _sums() -> dict[str, list[str]]:
    """Return the parts of every indicator that is the sum of its parts."""
    return {row["mã"]: row["gồm"].split() for row in _catalogue() if row["đủ"]}


def _rows(
    scope: str, levels: Iterable[Level], sums: dict[str, list[str]], chance: random.Random
) -> Iterator[tuple[str, ...]]:
    size = min(max(chance.lognormvariate(0, 0.35), 0.5), 2.0)
    known: dict[str, Numbers] = {}
    details: dict[str, Level] = {}
    for level in levels:
        known[level.code] = _numbers(level, size, chance)
        details[level.code] = level
    for code, parts in sums.items():
        known[code] = _sum([known[part] for part in parts])
        details[code] = details[parts[0]]
    for code, numbers in known.items():
        level = details[code]
        cells = (numbers.actual, level.total, numbers.plan, numbers.same_period)
        yield (code, scope, *(_written(cell, level.digits) for cell in cells), level.status, level.until, "giả định")


def _numbers(level: Level, size: float, chance: random.Random) -> Numbers:
    if level.unit == "%":
        ceiling, value = 100.0, level.value + chance.gauss(0, 1.5)
    else:
        ceiling = float(level.total or 10**9)
        value = level.value * (size if level.grows_with_the_commune else 1) * chance.gauss(1, 0.06)
    value = _rounded(min(value, ceiling), level.digits)
    plan = None if level.plan_share is None else value / (level.plan_share / 100 * chance.gauss(1, 0.04))
    before = None if level.growth is None else value / (1 + (level.growth + chance.gauss(0, 4)) / 100)
    return Numbers(
        value,
        None if plan is None else _rounded(min(plan, ceiling), level.digits),
        None if before is None else _rounded(min(before, ceiling), level.digits),
    )


def _sum(parts: list[Numbers]) -> Numbers:
    return Numbers(
        sum(part.actual for part in parts),
        sum(part.plan or 0 for part in parts),
        sum(part.same_period or 0 for part in parts),
    )


def _rounded(value: float, digits: int) -> float:
    """Return ``value`` rounded, at least one unit of the last digit: nothing here is zero."""
    return max(round(value, digits), 10**-digits)


def _written(value: float | None, digits: int) -> str:
    """Return a number as it is typed into a table, with a decimal comma."""
    if value is None:
        return ""
    text = f"{value:.{digits}f}"
    return (text.rstrip("0").rstrip(".") if digits else text).replace(".", ",")


def _csv(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue()


def _write_workbook(path: Path, rows: list[tuple[str, ...]]) -> None:
    from openpyxl import Workbook

    numeric = range(_COLUMNS.index("thực hiện"), _COLUMNS.index("cùng kỳ") + 1)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Số liệu")
    sheet.append(list(_COLUMNS))
    for row in rows:
        sheet.append(
            [
                float(cell.replace(",", ".")) if cell and column in numeric else cell or None
                for column, cell in enumerate(row)
            ]
        )
    book.save(path)


def main() -> None:
    """Make a workspace in a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reports", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workbooks", action="store_true", help="XLSX instead of CSV, one for each commune")
    options = parser.parse_args()
    make_workspace(options.folder, options.reports, options.seed, options.workbooks)


if __name__ == "__main__":
    main()
