"""Step 1, workspace: the folder of an office: ``baocao.toml`` and the files below it, each read with its hash.

What is read, looked for in vain or listed can be recorded: it is what a document depends on.  Nothing outside the
folder is ever read: paths are relative, without "..", and symbolic links may not lead out.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import tomli  # tomllib, compiled: an office with thousands of reports waits for it at every start

from baocao.data.periods import Period
from baocao.errors import BaocaoError, InputError
from baocao.findings import Finding, Findings, Place
from baocao.plaintext import nearest_word, refuse_strange

CONFIG_FILE = "baocao.toml"
SAMPLE_NOTE = "bản dựng lại để minh họa"
"""How a sample is marked unless its entry says it otherwise."""
MOST_BYTES = 64 * 2**20
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LINE = re.compile(r"\(at line (\d+),")


@dataclass(frozen=True, slots=True)
class ReportConfig:
    """One ``[[report]]`` of ``baocao.toml``.

    ``office`` is the agency that issues it (a file of ``data/co-quan/``; the scope's own unless named).
    ``template`` is a folder of ``templates/``, ``frame`` a Word frame of ``templates/mau-trinh-bay/``, ``scope`` the
    province or other area, ``outline`` one example of the number of each level (``outline_of`` where single periods
    number otherwise), ``symbol`` the abbreviated kind in the document's symbol ("BC"), ``sample`` the note that
    marks a report made for show (empty: a real one).
    """

    name: str
    template: str
    frame: str
    scope: str
    periods: tuple[str, ...]
    outline: tuple[str, ...]
    kind: str
    symbol: str
    sample: str = ""
    outline_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    office: str = ""

    def outline_at(self, period: Period) -> tuple[str, ...]:
        """Return how the levels are numbered in the document of ``period``."""
        return self.outline_of.get(str(period), self.outline)


_NAMED = ("name", "template", "frame", "scope")
_REQUIRED = (*_NAMED, "periods", "outline", "kind", "symbol")
_KNOWN = (*_REQUIRED, "office", "outline_of", "sample")


ABSENT, PRESENT = "", "+"
"""What stands for the hash of a file that is not there, and of one that was only seen to be there."""


def hash_of(data: bytes) -> str:
    """Return the hash by which the content of a file is known."""
    return hashlib.sha256(data).hexdigest()


def listing_hash(paths: Iterable[str]) -> str:
    """Return the hash of the names in a folder."""
    return hash_of("\n".join(paths).encode())


@dataclass(slots=True)
class Workspace:
    """An opened workspace; ``hashes`` holds the SHA-256 of every file read so far, by relative path.

    ``looked_at`` holds what was asked of the files since ``recorded`` began: the hash of every file by its path (ABSENT
    or PRESENT when it was only looked for), and the hash of the names of every folder that was listed, by folder and
    ending ("templates/thu/*.md").
    """

    root: Path
    """The real path of its folder, without links."""
    reports: dict[str, ReportConfig] = field(default_factory=dict)
    scope: str = ""
    """The area meant where a row of data names none: that of ``scope`` in baocao.toml, else of the first report."""
    hashes: dict[str, str] = field(default_factory=dict)
    looked_at: dict[str, str] = field(default_factory=dict)

    @classmethod
    def open(cls, root: Path) -> Workspace:
        """Return the workspace in ``root`` or in the nearest folder above it that has a ``baocao.toml``.

        Raises InputError (KG001-KG006) when there is none or when it is wrong; all its findings are given at once.
        """
        start = root.resolve()
        for folder in (start, *start.parents):
            if (folder / CONFIG_FILE).is_file():
                workspace = cls(folder)
                workspace.scope, workspace.reports = _read_config(workspace.read(CONFIG_FILE))
                return workspace
        hint = f"Chạy lệnh trong thư mục có tệp {CONFIG_FILE}, hoặc chỉ thư mục đó bằng --root."
        raise InputError.because("KG001", f"không thấy {CONFIG_FILE}", Place(str(start)), hint)

    def report(self, name: str) -> ReportConfig:
        """Return the report of that name; raises BaocaoError (KG102) that lists the names there are."""
        if name not in self.reports:
            known = ", ".join(sorted(self.reports))
            message = f'không có báo cáo "{name}"'
            raise BaocaoError.because("KG102", message, Place(CONFIG_FILE), f"Các báo cáo đã khai: {known}.")
        return self.reports[name]

    @contextmanager
    def recorded(self) -> Iterator[dict[str, str]]:
        """Record what is asked of the files from here on, in the mapping that is given back."""
        before, self.looked_at = self.looked_at, {}
        try:
            yield self.looked_at
        finally:
            self.looked_at = before

    def read(self, relative: str) -> bytes:
        """Return the content of a file; raises InputError (KG007-KG009) when it may not or cannot be read."""
        data = self._content(relative)
        self.looked_at[relative] = self.hashes[relative] = hash_of(data)
        return data

    def exists(self, relative: str) -> bool:
        """Return whether there is such a file inside the workspace."""
        there = self._is_file(relative)
        self.looked_at.setdefault(relative, PRESENT if there else ABSENT)
        return there

    def list(self, folder: str, suffixes: Iterable[str] = ("",)) -> list[str]:
        """Return the files that lie directly in ``folder`` and end in one of ``suffixes``, sorted.

        Hidden files and lock files of office programs are left out; a folder that does not exist is empty.
        """
        endings = tuple(suffixes)
        found = [f"{folder.rstrip('/')}/{name}" for name in self._files(folder)]
        for ending in endings:
            alike = [path for path in found if path.lower().endswith(ending)]
            self.looked_at[f"{folder.rstrip('/')}/*{ending}"] = listing_hash(alike)
        return [path for path in found if path.lower().endswith(endings)]

    def folders(self, folder: str) -> tuple[str, ...]:
        """Return the names of the folders that lie directly in ``folder``, sorted."""
        return tuple(self._folders(folder))

    def _content(self, relative: str) -> bytes:
        path = self._confined(relative)
        if path is None:
            hint = "Chỉ đọc tệp nằm trong thư mục làm việc; chép tệp vào đó thay cho đường dẫn ra ngoài."
            raise InputError.because("KG007", "đường dẫn ra ngoài thư mục làm việc", Place(relative), hint)
        return _read_bounded(path, Place(relative))

    def _is_file(self, relative: str) -> bool:
        path = self._confined(relative)
        return path is not None and path.is_file()

    def _files(self, folder: str) -> Iterator[str]:
        # Where the links of the folder lead is known; what lies in it and is no link lies where the folder does.
        for entry in self._entries(folder):
            plain = entry.is_file(follow_symlinks=False) and "\\" not in entry.name
            if plain or (entry.is_symlink() and self._is_file(f"{folder}/{entry.name}")):
                yield entry.name

    def _folders(self, folder: str) -> Iterator[str]:
        return (entry.name for entry in self._entries(folder) if self._is_folder(f"{folder}/{entry.name}"))

    def _entries(self, folder: str) -> Sequence[os.DirEntry[str]]:
        """Return what lies in a folder, by name, without hidden files and lock files of office programs."""
        path = self._confined(folder)
        if path is None or not path.is_dir():
            return []
        with os.scandir(path) as found:
            entries = [entry for entry in found if not entry.name.startswith((".", "~$"))]
        return sorted(entries, key=lambda entry: entry.name)

    def _is_folder(self, relative: str) -> bool:
        path = self._confined(relative)
        return path is not None and path.is_dir()

    def _confined(self, relative: str) -> Path | None:
        """Return the real path of ``relative``, None when it is not inside the workspace."""
        pure = PurePosixPath(relative)
        if pure.is_absolute() or ".." in pure.parts or "\\" in relative or "\x00" in relative:
            return None
        try:
            path = (self.root / pure).resolve()
            return path if path.is_relative_to(self.root) else None
        except (OSError, RuntimeError):  # a loop of links
            return None


def read_input(path: Path) -> bytes:
    """Return the content of a file that a person named, wherever it lies.

    Raises InputError (KG008, KG009) when it is no regular file, cannot be read, or is larger than 64 MiB.
    """
    return _read_bounded(path, Place(str(path)))


def _read_bounded(path: Path, place: Place) -> bytes:
    try:
        # Not to hang on a pipe, and not to fill the memory.
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise OSError("not a regular file")
            data = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        hint = "Xem lại tên tệp, thư mục đang đứng; tên có dấu cách thì đặt trong ngoặc kép."
        raise InputError.because("KG008", "không có tệp này", place, hint) from None
    except (OSError, ValueError):
        if path.is_dir():
            hint = "Ghi tên một tệp nằm trong thư mục đó."
            raise InputError.because("KG008", "đây là thư mục, không phải tệp", place, hint) from None
        hint = "Xem lại quyền đọc; đóng tệp nếu đang mở ở chương trình khác."
        raise InputError.because("KG008", "không mở được tệp", place, hint) from None
    if len(data) > MOST_BYTES:
        raise InputError.because("KG009", "tệp lớn hơn 64 MiB", place, "Tách thành nhiều tệp nhỏ hơn.")
    return data


def _read_config(data: bytes) -> tuple[str, dict[str, ReportConfig]]:
    place = Place(CONFIG_FILE)
    findings = Findings()
    try:
        text = unicodedata.normalize("NFC", data.decode("utf-8-sig"))
        raw = tomli.loads(refuse_strange(text, place, findings))
    except UnicodeDecodeError:
        raise InputError.because("KG002", "tệp không phải chữ UTF-8", place, "Lưu lại bằng UTF-8.") from None
    except (tomli.TOMLDecodeError, RecursionError) as error:
        found = _LINE.search(str(error))
        place = Place(CONFIG_FILE, line=int(found[1])) if found else place
        hint = 'Chữ đặt trong ngoặc kép thẳng, danh sách trong ngoặc vuông: periods = ["2021-9T"].'
        raise InputError.because("KG002", "sai cú pháp TOML", place, hint) from None
    reports: dict[str, ReportConfig] = {}
    for key in raw:
        if key not in ("scope", "report"):
            _unknown(key, ("scope", "report"), place, findings)
    if "scope" in raw and (problem := _problem("scope", raw["scope"])):
        findings.error("KG005", f"khóa “scope” {problem}", place, "Xem mẫu trong README.")
    tables = raw.get("report")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        findings.error("KG003", "chưa khai báo báo cáo nào", place, "Thêm một mục [[report]].")
        tables = []
    for number, table in enumerate(tables, 1):
        config = _read_report(table, Place(CONFIG_FILE, detail=f"mục [[report]] thứ {number}"), findings)
        if config is not None and config.name in reports:
            findings.error("KG006", f"hai báo cáo cùng tên “{config.name}”", place, "Đổi tên một báo cáo.")
        elif config is not None:
            reports[config.name] = config
    if findings.errors:
        raise InputError(*findings.items)
    return raw.get("scope", next(iter(reports.values())).scope), reports


def _unknown(key: str, known: Iterable[str], place: Place, findings: Findings) -> None:
    nearest = nearest_word(key, known)
    hint = f"Khóa gần nhất là “{nearest}”." if nearest else f"Các khóa được dùng: {', '.join(known)}."
    findings.error("KG004", f"không có khóa “{key}”", place, hint)


def _read_report(table: dict[str, Any], place: Place, findings: Findings) -> ReportConfig | None:
    before = len(findings.items)
    for key in table:
        if key not in _KNOWN:
            _unknown(key, _KNOWN, place, findings)
    for key in _REQUIRED:
        if key not in table:
            findings.error("KG003", f"thiếu khóa “{key}”", place, f"Thêm dòng {key} = … vào mục này.")
        elif problem := _problem(key, table[key]):
            findings.error("KG005", f"khóa “{key}” {problem}", place, "Xem mẫu trong README.")
    if "office" in table and (problem := _problem("name", table["office"])):
        findings.error("KG005", f"khóa “office” {problem}", place, "Xem mẫu trong README.")
    special = table.get("outline_of", {})
    if problem := _wrong_outlines(special):
        findings.error("KG005", f"khóa “outline_of” {problem}", place, "Xem mẫu trong README.")
    if not isinstance(table.get("sample", False), bool | str):
        findings.error(
            "KG005", "khóa “sample” phải là true, false hoặc một lời ghi chú", place, "Xem mẫu trong README."
        )
    if len(findings.items) > before:
        return None
    periods, outline = tuple(table["periods"]), tuple(table["outline"])
    words = {key: table[key] for key in (*_NAMED, "kind", "symbol")}
    outlines = {code: tuple(levels) for code, levels in special.items()}
    return ReportConfig(
        **words,
        periods=periods,
        outline=outline,
        sample=SAMPLE_NOTE if table.get("sample") is True else table.get("sample") or "",
        outline_of=outlines,
        office=table.get("office", table["scope"]),
    )


def _wrong_outlines(value: object) -> str:
    if not isinstance(value, dict):
        return 'phải là bảng kỳ = danh sách, ví dụ { "2026-2030" = ["I.", "1."] }'
    problems = (_problem("outline", levels) or _wrong_periods([code]) for code, levels in value.items())
    return next((problem for problem in problems if problem), "")


def _problem(key: str, value: object) -> str:
    """Return what is wrong with the value of a required key, in words that follow its name; empty when nothing is."""
    if key in ("periods", "outline"):
        if not isinstance(value, list) or not value or not all(isinstance(item, str) and item for item in value):
            return 'phải là danh sách chữ, ví dụ ["2021-9T"]'
        return _wrong_periods(value) if key == "periods" else ""
    if not isinstance(value, str) or not value.strip():
        return "phải là chữ trong ngoặc kép"
    if key in _NAMED and not _NAME.fullmatch(value):
        return f"ghi “{value}”: chỉ dùng chữ thường không dấu, số và gạch nối"
    return ""


def _wrong_periods(codes: list[str]) -> str:
    problems: list[Finding] = []
    for code in codes:
        try:
            if str(Period.parse(code)) != code:
                return f"ghi “{code}”: bỏ dấu cách thừa"
        except BaocaoError as error:
            problems.extend(error.findings)
    return f"không dùng được: {problems[0].message}. {problems[0].hint}" if problems else ""
