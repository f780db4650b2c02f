"""Step 9, refresh: numbers that people typed over figures of a draft, put into the data so that every place follows."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from baocao.data.dataset import Dataset, View
from baocao.data.indicators import Kind
from baocao.data.observation_rows import ObservationReader
from baocao.data.observations import Key, Measure, Observation, RowFacts
from baocao.data.periods import Period
from baocao.errors import BaocaoError
from baocao.findings import Findings
from baocao.narrative.evaluation import Evaluation
from baocao.narrative.recipes import Recipe
from baocao.plaintext import as_typed, fold
from baocao.sheets.numerals import Ambiguous, read_numeral, typed
from baocao.sheets.reading import read_sheets
from baocao.workspace import Workspace

FILE_NAME = "sua-trong-du-thao.csv"
SOURCE = "sửa trong dự thảo"
_MEASURES = {
    "so": Measure.ACTUAL,
    "con_so": Measure.ACTUAL,
    "dat": Measure.ACTUAL,
    "thuc_hien": Measure.ACTUAL,
    "muc_tieu": Measure.PLAN,
    "cung_ky": Measure.SAME_PERIOD,
}
"""The forms that print one cell as it is, and the column of that cell."""
_UPPER = {Measure.ACTUAL: Measure.ACTUAL_UPPER, Measure.PLAN: Measure.PLAN_UPPER}
_TYPED = re.compile(
    r"(?:ước )?(?:đạt |thực hiện )?(?P<verb>tăng |giảm )?(?P<number>-?\d[\d.,]*)(?P<unit>.*)", re.IGNORECASE
)
_COLUMNS = (
    *(
        "mã",
        "chỉ tiêu",
        "đơn vị",
        "địa bàn",
        "kỳ",
        "căn cứ",
        *(measure.value for measure in dict.fromkeys(_MEASURES.values())),
    ),
    *("trạng thái", "mức", "từ ngày", "đến ngày", "ngày nhận", "nguồn"),
)


@dataclass(frozen=True, slots=True)
class Correction:
    """A number typed in a draft that is to count as the newest one of its key."""

    key: Key
    value: Decimal
    folder: Period
    held: RowFacts
    """What the row that it follows says (status, qualifier, dates): it holds for the new number too."""

    @property
    def file(self) -> str:
        """The file of the data that takes it."""
        return f"data/{self.folder}/{FILE_NAME}"


def correction(recipe: Recipe, shown: str, dataset: Dataset, period: Period, day: datetime.date) -> Correction | str:
    """Return the correction that the typed text ``shown`` makes of a figure, or in words why it can make none.

    ``period`` is that of the document, ``day`` the day on which the number counts as received.
    """
    measure = _MEASURES.get(recipe.form)
    indicator = dataset.catalogue.indicators.get(recipe.subject)
    if measure is None or indicator is None:
        return "số này được tính từ nhiều ô, không phải một ô số liệu; sửa các ô gốc trong số liệu"
    value = _read(shown, indicator.unit, changing=indicator.kind is Kind.CHANGE)
    if value is None:
        unit = f" theo đơn vị {indicator.unit}" if indicator.unit else ""
        return f"“{as_typed(shown)}” không phải một con số{unit}"
    evaluation = Evaluation(recipe, View(dataset))
    held = evaluation.find_main(measure)
    if held is None:
        key = Key(recipe.subject, evaluation.period, recipe.scope, "", measure)
        return Correction(key, value, period, RowFacts(folder=period))
    upper = _UPPER.get(measure)
    if upper is not None and evaluation.find(upper, held.key.basis) is not None:
        return f"số này là một khoảng (từ … đến …); sửa thẳng ở {held.place}"
    own = held.place.file.endswith(f"/{FILE_NAME}")
    if not own and held.row.received is not None and held.row.received >= day:
        return (
            f"số đang dùng ghi ngày nhận {held.row.received:%d/%m/%Y}, không cũ hơn hôm nay; sửa thẳng ở {held.place}"
        )
    return Correction(held.key, value, held.row.folder or period, held.row)


def _read(shown: str, unit: str, changing: bool) -> Decimal | None:
    """Return the number that was typed, None when it is none in this unit; ``changing``: its verb gives the sign."""
    match = _TYPED.fullmatch(as_typed(shown))
    if match is None or (match["verb"] and not changing):
        return None
    rest = match["unit"].strip()
    if rest and fold(rest) != fold(unit):
        return None
    number = read_numeral(match["number"])
    if isinstance(number, Ambiguous):
        number = number.grouped  # the text of a document parts thousands by dots, and prints it again as it was typed
    if number is None:
        return None
    return -number if (match["verb"] or "").casefold().startswith("giảm") else number


def corrected_file(
    workspace: Workspace, corrections: Iterable[Correction], dataset: Dataset, day: datetime.date
) -> bytes:
    """Return the content of the one file that takes ``corrections``, rows of earlier corrections kept.

    Raises BaocaoError (CN108) when the file that is there is not a table of this kind.
    """
    chosen = list(corrections)
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    for row in _rows_there(workspace, chosen[0].file):
        rows[_row_key(row)] = row
    for one in chosen:
        row = _row(one, dataset, day)
        rows[_row_key(row)] = row
    columns = list(dict.fromkeys((*_COLUMNS, *(column for row in rows.values() for column in row))))
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, delimiter=";", lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows.values())
    return stream.getvalue().encode("utf-8-sig")


def _rows_there(workspace: Workspace, file: str) -> list[dict[str, str]]:
    if not workspace.exists(file):
        return []
    text = workspace.read(file).decode("utf-8-sig", "replace")
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter, restkey="", restval="")
    if "mã" not in (reader.fieldnames or ()):
        hint = "Đổi tên tệp đó rồi chạy lại."
        raise BaocaoError.because("CN108", f"tệp {file} không có cột “mã”, không ghi thêm được", hint=hint)
    return [row for row in reader if any(row.values())]


def _row_key(row: dict[str, str]) -> tuple[str, ...]:
    """Return what a row is the row of; each takes one number of one day, so that earlier ones stay."""
    filled = (measure.value for measure in Measure if row.get(measure.value))
    return (*(row.get(column, "") for column in ("mã", "địa bàn", "kỳ", "căn cứ", "ngày nhận")), *filled)


def _row(correction: Correction, dataset: Dataset, day: datetime.date) -> dict[str, str]:
    key, held = correction.key, correction.held
    indicator = dataset.catalogue.indicators[key.indicator]
    return {
        "mã": key.indicator,
        "chỉ tiêu": indicator.name,
        "đơn vị": indicator.unit,
        "địa bàn": key.scope,
        "kỳ": str(key.period),
        "căn cứ": key.basis,
        key.measure.value: typed(correction.value),
        "trạng thái": held.status,
        "mức": held.qualifier,
        "từ ngày": _date(held.from_date),
        "đến ngày": _date(held.to_date),
        "ngày nhận": _date(day),
        "nguồn": SOURCE,
    }


def _date(day: datetime.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def observations_of(
    content: bytes, correction: Correction, dataset: Dataset, scope: str, findings: Findings
) -> list[Observation]:
    """Return the observations that the data will have from the file of ``correction`` with this ``content``."""
    reader = ObservationReader(dataset.catalogue, correction.folder, scope, findings)
    sheets = read_sheets(content, correction.file, findings)
    return [observation for sheet in sheets for observation in reader.read(sheet)]
