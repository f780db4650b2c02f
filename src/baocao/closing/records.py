"""Step 9, build: the record of a closed period: the signed files and every figure as it was reported.

A record lies in ``data/<period>/da-chot/<report>/``: copies of the files, ``so-da-bao-cao.csv`` with the figures, and
``chot.toml`` with number, day and the hashes of all these files.  Nothing in it is ever written again.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from baocao.data.periods import Period
from baocao.errors import BaocaoError
from baocao.findings import Findings, Place
from baocao.narrative import vietnamese as vi
from baocao.narrative.recipes import Recipe
from baocao.workspace import Workspace

HEAD_FILE, FIGURES_FILE = "chot.toml", "so-da-bao-cao.csv"
_COLUMNS = ("mã số", "tên", "chữ đã in", "giá trị", "cách tính")


@dataclass(frozen=True, slots=True)
class Reported:
    """A figure as it was reported: the text in the signed document.

    ``value`` is the number before rounding; None when somebody typed over the figure, or when it is no number.
    """

    id: str
    name: str
    text: str
    value: Decimal | None
    recipe: Recipe


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed period of a report: what the signed document is called, and what it reported."""

    report: str
    period: Period
    kind: str
    number: str
    day: datetime.date
    figures: tuple[Reported, ...]

    @property
    def citation(self) -> str:
        """The document as another text cites it: "Báo cáo số 123/BC-UBND ngày 05/10/2021"."""
        return f"{self.kind} số {self.number} ngày {vi.short_date(self.day)}"


def folder_of(report: str, period: Period) -> str:
    """Return the folder of a record, relative to the workspace."""
    return f"data/{period}/da-chot/{report}"


def record_files(closed: Closed, copies: dict[str, bytes]) -> dict[str, bytes]:
    """Return all files of a record by workspace path; ``copies`` are the signed files by name.

    The head comes last: a record without it does not count, so one that was broken off leaves nothing half closed.
    """
    folder = folder_of(closed.report, closed.period)
    files = {**copies, FIGURES_FILE: _figures(closed.figures)}
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    head = {"kind": closed.kind, "number": closed.number, "day": closed.day.isoformat()}
    lines = [f"{key} = {json.dumps(text, ensure_ascii=False)}" for key, text in head.items()]
    lines += ["", "[sha256]", *(f"{json.dumps(name)} = {json.dumps(value)}" for name, value in hashes.items()), ""]
    files[HEAD_FILE] = "\n".join(lines).encode()
    return {f"{folder}/{name}": data for name, data in files.items()}


def _figures(figures: tuple[Reported, ...]) -> bytes:
    stream = io.StringIO()
    table = csv.writer(stream, delimiter=";", lineterminator="\n")
    table.writerow(_COLUMNS)
    for figure in figures:
        value = "" if figure.value is None else f"{figure.value:f}"
        table.writerow((figure.id, figure.name, figure.text, value, figure.recipe.to_json()))
    return f"\ufeff{stream.getvalue()}".encode()


def is_closed(workspace: Workspace, report: str, period: Period) -> bool:
    """Return whether the period of the report has been closed."""
    return workspace.exists(f"{folder_of(report, period)}/{HEAD_FILE}")


def read_record(workspace: Workspace, report: str, period: Period, findings: Findings) -> Closed | None:
    """Return the record of a period; None, without a finding, when it has not been closed.

    A record that cannot be understood is an error (CK201), one whose files were changed afterwards a warning (CK202).
    """
    if not is_closed(workspace, report, period):
        return None
    folder = folder_of(report, period)
    place = Place(f"{folder}/{HEAD_FILE}")
    hint = "Khôi phục thư mục này từ bản sao lưu."
    try:
        head = tomllib.loads(workspace.read(place.file).decode())
        kind, number, day = str(head["kind"]), str(head["number"]), datetime.date.fromisoformat(head["day"])
        hashes = {str(name): str(value) for name, value in head["sha256"].items()}
        held = {name: workspace.read(f"{folder}/{name}") for name in hashes if workspace.exists(f"{folder}/{name}")}
        changed = [name for name, value in hashes.items() if hashlib.sha256(held.get(name, b"")).hexdigest() != value]
        # Figures that somebody has changed are not what was reported.
        figures = () if FIGURES_FILE in changed else tuple(map(_reported, _rows(held[FIGURES_FILE])))
    except (BaocaoError, AttributeError, ValueError, KeyError, TypeError, RecursionError):
        findings.error("CK201", "không đọc được hồ sơ chốt kỳ", place, hint)
        return None
    for name in changed:
        findings.warning("CK202", "tệp của kỳ đã chốt bị sửa hoặc mất sau khi chốt", Place(f"{folder}/{name}"), hint)
    return Closed(report, period, kind, number, day, figures)


def _rows(data: bytes) -> Iterator[dict[str, str]]:
    return csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";")


def _reported(row: dict[str, str]) -> Reported:
    id, name, text, value, recipe = (row[column] for column in _COLUMNS)
    try:
        number = Decimal(value) if value else None
    except InvalidOperation as error:
        raise ValueError(value) from error
    return Reported(id, name, text, number, Recipe.from_json(recipe))
