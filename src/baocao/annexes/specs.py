"""Step 4, document: what an annex table shows, as staff write it in ``templates/<report>/phu-luc-NN-<name>.toml``."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from typing import Any

from baocao.findings import Finding, Findings, Place
from baocao.plaintext import nearest_word, refuse_strange
from baocao.workspace import Workspace

PREFIX = "phu-luc-"
_FILE = re.compile(r"phu-luc-\d\d-[a-z0-9-]+\.toml")
_ROW = re.compile(r"(?P<sign>[-+] )?(?P<code>[a-z][a-z0-9_.]*)")
_DEPTHS = {None: 0, "- ": 1, "+ ": 2}
_TEXT, _LIST, _NUMBER, _SWITCH = "chữ", "danh sách", "số nguyên", "true hoặc false"
_KINDS: dict[str, tuple[type, ...]] = {_TEXT: (str,), _LIST: (list,), _NUMBER: (int,), _SWITCH: (bool,)}
_TOP = {"tieu_de": _TEXT, "don_vi_tinh": _TEXT, "ghi_chu": _LIST, "cot": _LIST, "nhom": _LIST}
_COLUMN = {
    "ten": _TEXT,
    "nhom": _TEXT,
    "in": _TEXT,
    "rong": _NUMBER,
    "moi_nam": _TEXT,
    "bo_nam_cuoi": _SWITCH,
    "it_nhat": _NUMBER,
}
_GROUP = {"ten": _TEXT, "dong": _LIST, "danh_sach": _TEXT}
_LINE = {"ma": _TEXT, "ten": _TEXT, "cap": _NUMBER}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: heading, heading of its group (empty: none), what it prints, and its share of the width.

    ``each_year`` names a period: the column stands once for each of its years (``but_last``: without the last one).
    ``at_least``: a column with fewer numbers than this is left out.
    """

    heading: str
    group: str
    content: str
    weight: int
    each_year: str
    but_last: bool
    at_least: int


@dataclass(frozen=True, slots=True)
class Line:
    """A row: an indicator under its own name or ``text``; without ``code`` a row of words only."""

    code: str
    text: str
    depth: int


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a bold title; ``targets`` names the plan whose list of targets gives the rows ("chi_tieu[ky.truoc]")."""

    title: str
    lines: tuple[Line, ...]
    targets: str


@dataclass(frozen=True, slots=True)
class AnnexSpec:
    """One annex: its file, its words, its columns and rows."""

    path: str
    title: str
    unit: str
    notes: tuple[str, ...]
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]


def load_annex_specs(workspace: Workspace, template: str, findings: Findings) -> list[AnnexSpec]:
    """Return the annexes of a report template in order; a file that cannot be understood is an error and left out."""
    specs = []
    for path in workspace.list(f"templates/{template}", (".toml",)):
        name = path.rpartition("/")[2]
        if not name.startswith(PREFIX):
            continue
        if not _FILE.fullmatch(name):
            hint = "Đặt tên như phu-luc-01-chi-tieu.toml."
            findings.error("MB501", f'tên tệp phụ lục "{name}" không dùng được', Place(path), hint)
            continue
        spec, troubles = _read(path, workspace.read(path))
        findings.extend(troubles)
        if spec is not None:
            specs.append(spec)
    return specs


@functools.lru_cache(maxsize=64)
def _read(path: str, data: bytes) -> tuple[AnnexSpec | None, tuple[Finding, ...]]:
    """Return the annex that a file describes, None when it has errors, and the findings; read once for the same bytes."""
    findings = Findings()
    raw = _read_toml(path, data, findings)
    reader = SpecReader(path, findings)
    spec = _annex(raw, reader) if raw is not None else None
    return None if reader.failed else spec, tuple(findings.items)


def _read_toml(path: str, data: bytes, findings: Findings) -> dict[str, Any] | None:
    """Return the content of a TOML file, None with an error when it is none."""
    try:
        text = unicodedata.normalize("NFC", data.decode("utf-8-sig"))
        return tomllib.loads(refuse_strange(text, Place(path), findings))
    except UnicodeDecodeError:
        findings.error("MB501", "tệp không phải văn bản UTF-8", Place(path), "Lưu lại tệp với bảng mã UTF-8.")
    except tomllib.TOMLDecodeError as problem:
        found = re.search(r"line (\d+)", str(problem))
        place = Place(path, line=int(found[1]) if found else None)
        hint = 'Mỗi dòng viết theo mẫu: tên = "chữ" hoặc tên = số; chữ đặt trong hai dấu nháy.'
        findings.error("MB501", "tệp viết sai cú pháp TOML", place, hint)
    return None


@dataclass
class SpecReader:
    """Looks over the values of one spec file; ``failed`` tells that there was an error."""

    path: str
    findings: Findings
    failed: bool = False

    def fail(self, message: str, where: str, hint: str) -> None:
        """Add an error about this file."""
        self.failed = True
        self.findings.error("MB502", message, Place(self.path, detail=where or None), hint)

    def check(self, raw: object, known: dict[str, str], where: str, needed: tuple[str, ...] = ()) -> dict[str, Any]:
        """Return ``raw`` if it is a table with known keys of the right kind, else what is right of it, with errors."""
        if not isinstance(raw, dict):
            self.fail("chỗ này cần một nhóm giá trị", where, f"Ghi các mục: {', '.join(known)}.")
            return {}
        good = {}
        for key, value in raw.items():
            if key not in known:
                near = nearest_word(key, known)
                hint = f"Mục gần nhất là “{near}”." if near else f"Các mục được dùng: {', '.join(known)}."
                self.fail(f"không có mục “{key}”", where, hint)
            elif type(value) not in _KINDS[known[key]]:
                self.fail(f"mục “{key}” phải là {known[key]}", where, "Sửa giá trị của mục này.")
            else:
                good[key] = value
        for key in needed:
            if not raw.get(key):
                self.fail(f"thiếu mục “{key}”", where, f"Ghi thêm {key} = …")
        return good

    def texts(self, values: list[object], where: str) -> tuple[str, ...]:
        """Return ``values`` if all are text, else the texts among them, with an error."""
        if not all(isinstance(value, str) for value in values):
            self.fail("danh sách này chỉ nhận chữ", where, "Đặt từng mục trong hai dấu nháy.")
        return tuple(value for value in values if isinstance(value, str))


def _annex(raw: dict[str, Any], reader: SpecReader) -> AnnexSpec:
    top = reader.check(raw, _TOP, "", ("tieu_de", "cot", "nhom"))
    columns = [_column(item, reader, f"cột {number}") for number, item in enumerate(top.get("cot", []), 1)]
    groups = [_group(item, reader, f"nhóm {number}") for number, item in enumerate(top.get("nhom", []), 1)]
    return AnnexSpec(
        reader.path,
        top.get("tieu_de", ""),
        top.get("don_vi_tinh", ""),
        reader.texts(top.get("ghi_chu", []), "ghi chú"),
        tuple(columns),
        tuple(groups),
    )


def _column(raw: object, reader: SpecReader, where: str) -> Column:
    said = reader.check(raw, _COLUMN, where, ("ten", "in"))
    weight, at_least = said.get("rong", 10), said.get("it_nhat", 0)
    if not 1 <= weight <= 1000:
        reader.fail("độ rộng của cột phải từ 1 đến 1000", where, "Ghi ví dụ rong = 10.")
    return Column(
        said.get("ten", ""),
        said.get("nhom", ""),
        said.get("in", "").strip(),
        weight,
        said.get("moi_nam", "").strip(),
        said.get("bo_nam_cuoi", False),
        at_least,
    )


def _group(raw: object, reader: SpecReader, where: str) -> Group:
    said = reader.check(raw, _GROUP, where)
    targets = said.get("danh_sach", "").strip()
    if bool(targets) == ("dong" in said):
        reader.fail("mỗi nhóm cần hoặc “dong” hoặc “danh_sach”", where, 'Ví dụ: dong = ["xnk", "- xnk.xuat_khau"].')
    lines = [_line(item, reader, where) for item in said.get("dong", [])]
    return Group(said.get("ten", ""), tuple(lines), targets)


def _line(raw: object, reader: SpecReader, where: str) -> Line:
    """Return a row: "xnk", "- xnk.xuat_khau", words that end with a colon, or { ma, ten, cap }."""
    if isinstance(raw, str):
        if raw.endswith(":"):
            return Line("", raw, 0)
        found = _ROW.fullmatch(raw.strip())
        if found is None:
            hint = "Ghi mã chỉ tiêu; “- ” hoặc “+ ” trước mã cho cấp dưới; dòng chữ kết thúc bằng dấu hai chấm."
            reader.fail(f"không hiểu dòng “{raw}”", where, hint)
            return Line("", "", 0)
        return Line(found["code"], "", _DEPTHS[found["sign"]])
    said = reader.check(raw, _LINE, where)
    if not said.get("ma") and not said.get("ten"):
        reader.fail("mỗi dòng cần mã (ma) hoặc tên (ten)", where, 'Ví dụ: { ma = "xnk", ten = "Xuất nhập khẩu" }.')
    return Line(said.get("ma", ""), said.get("ten", ""), min(max(said.get("cap", 0), 0), 2))
