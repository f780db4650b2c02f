"""Step 2, data: number cells: what they hold in the unit that the catalogue asks for, and what to do when they hold none."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from baocao.data.units import Units
from baocao.findings import Findings, Place
from baocao.plaintext import fold
from baocao.sheets.cells import CellValue, Odd, Oddity
from baocao.sheets.numerals import Ambiguous, read_numeral, split_words, typed, written
from baocao.sheets.tables import report_odd

_RANGE = re.compile(r"[0-9][0-9.,]*\s*[-\u2013]\s*[0-9][0-9.,]*\s*%?")
_FRACTION = re.compile(r"([0-9][0-9.,]*)\s*/\s*([0-9][0-9.,]*)")
_QUALIFIED = re.compile(
    r"(trên|hơn|gần|khoảng|ước(?: đạt| tính)?|đạt|tăng|giảm|từ|dưới)\s.*", re.IGNORECASE | re.DOTALL
)
_BRACKETED = re.compile(r"\(\s*([0-9][0-9.,]*)\s*\)")
_MANY_COMMAS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3}){2,}(?:\.[0-9]+)?|[+-]?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+")
_BLANKS_BETWEEN = re.compile(r"[+-]?[0-9]{1,3}(?: [0-9]{3})+(?:,[0-9]+)?")
_ERROR_VALUE = re.compile(r"#[^\W_/]+(?:/[A-Z0-9]+)?[!?]?|Err:[0-9]+")  # as a CSV export writes them
_NOTHING = ("-", "–", "—", "...", "…", "x", "n/a", "na", "không", "không có", "chưa có")


def quantity(value: CellValue) -> Decimal | None:
    """Return the number in a cell, None when it holds none that can be taken as it is (``report_unread`` says why)."""
    if isinstance(value, Decimal):
        return value
    number = read_numeral(value) if isinstance(value, str) else None
    return number if isinstance(number, Decimal) else None


def report_unread(value: CellValue, unit: str, units: Units, place: Place, findings: Findings) -> None:
    """Report a cell (not empty) that holds no number, in a column whose unit is ``unit`` (DL103-DL108).

    Nothing is guessed: a number with a unit of its own is refused even where it could be converted, and the remedy
    tells the value to type.
    """
    match value:
        case str():
            number = read_numeral(value)
            if isinstance(number, Ambiguous):
                _report_ambiguous(value, number, unit, place, findings)
            elif _ERROR_VALUE.fullmatch(value):
                report_odd(Odd(Oddity.ERROR, value), place, findings)
            else:
                findings.error("DL103", f'ô "{_short(value)}" không phải số', place, _remedy(value, unit, units))
        case datetime.date():
            _report_date(value, place, findings)
        case Odd(why=Oddity.PERCENT):
            _report_percentage(value, unit, place, findings)
        case Odd():
            report_odd(value, place, findings)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"


def _report_ambiguous(text: str, number: Ambiguous, unit: str, place: Place, findings: Findings) -> None:
    findings.error(
        "DL104",
        f'ô "{text}" đọc được hai cách',
        place,
        f"Nếu là {_with_unit(number.grouped, unit)} (dấu chấm ngăn hàng nghìn), ghi {typed(number.grouped)}; "
        f"nếu là {_with_unit(number.pointed, unit)} (dấu chấm thập phân), ghi {typed(number.pointed)}.",
    )


def _report_date(day: datetime.date, place: Place, findings: Findings) -> None:
    findings.error(
        "DL105",
        f"ô là ngày {day.day:02}/{day.month:02}/{day.year}, ở đây cần số",
        place,
        f'Excel tự đổi chữ như "{day.day:02}/{day.month:02}" thành ngày. Nếu là phân số {day.day}/{day.month}: định dạng ô '
        f"là Số, ghi {day.day} ở cột “thực hiện” và {day.month} ở cột “trên tổng”; nếu là số thường, gõ lại số đó.",
    )


def _report_percentage(odd: Odd, unit: str, place: Place, findings: Findings) -> None:
    if unit == "%" or odd.value is None:
        report_odd(odd, place, findings)
        return
    shown = odd.text.removesuffix("%")
    findings.error(
        "DL108",
        f"ô định dạng phần trăm: hiện {odd.text} nhưng lưu {typed(odd.value)}",
        place,
        f"Định dạng ô là Số (Number), rồi ghi {shown} nếu số là {_with_unit_text(shown, unit)}, "
        f"ghi {typed(odd.value)} nếu số là {_with_unit_text(typed(odd.value), unit)}.",
    )


def _with_unit(value: Decimal, unit: str) -> str:
    return _with_unit_text(written(value), unit)


def _with_unit_text(number: str, unit: str) -> str:
    return number + (unit if unit == "%" else f" {unit}" if unit else "")


def _remedy(text: str, unit: str, units: Units) -> str:
    """Return what to do with text that is no number."""
    words = split_words(text)
    if words is not None and (" " in text.strip() or units.scaled(words[1], unit) or units.named(words[1])):
        return _unit_remedy(*words, unit, units)
    if words is not None:  # "35O", "15l,6": what the letter stands for nobody can tell
        return f"Có chữ “{words[1][0]}” lẫn trong số: xem lại nguồn và gõ lại cả số."
    if fold(text) in _NOTHING:
        return "Để trống ô nếu chưa có số; ghi 0 nếu bằng không."
    if match := _FRACTION.fullmatch(text):
        return f"Ghi {match[1]} ở cột “thực hiện” và {match[2]} ở cột “trên tổng”."
    if match := _BRACKETED.fullmatch(text):
        return f"Số âm ghi bằng dấu trừ: -{match[1]}."
    if _RANGE.fullmatch(text):
        return "Mỗi ô chỉ ghi một số; khoảng “8 - 8,5” ghi 8 ở cột này và 8,5 ở cột “… đến” bên cạnh."
    if _MANY_COMMAS.fullmatch(text):
        return f"Dấu phẩy là dấu thập phân. Nếu là số kiểu Anh - Mỹ, ghi {text.replace(',', '').replace('.', ',')}."
    if _BLANKS_BETWEEN.fullmatch(text):
        return f"Bỏ dấu cách: ghi {text.replace(' ', '')}."
    if _QUALIFIED.fullmatch(text):
        return "Chỉ ghi con số; “trên”, “gần”, “khoảng” ghi ở cột “mức”, “ước” ở cột “trạng thái”, giảm là số âm."
    return "Ghi số theo cách viết Việt Nam, ví dụ 95911 hoặc 151,6; phần chữ ghi ở cột “nguồn”."


def _unit_remedy(numeral: str, words: str, unit: str, units: Units) -> str:
    """Return what to type for a number with a unit in the cell: its value in the catalogue's unit where that is known."""
    number = read_numeral(numeral)
    asked = f" theo đơn vị {unit}" if unit else ""
    if number is None:
        return f"Chỉ ghi con số{asked}, không ghi chữ."
    readings = [number] if isinstance(number, Decimal) else [number.grouped, number.pointed]
    meant = units.scaled(words, unit)
    if meant is None:
        known = units.named(words)
        if known is not None and unit:
            return f"“{known.name}” không đổi được ra {unit}. Ghi con số{asked}, hoặc sửa đơn vị trong danh mục."
        return f"Chỉ ghi con số{asked}: {' hoặc '.join(typed(reading) for reading in readings)}."
    name, factor = meant
    if name == unit:
        return f"Đơn vị đã có trong danh mục, chỉ ghi {' hoặc '.join(typed(reading) for reading in readings)}."
    spelled = f"Ô ghi “{words}” ({name}). " if fold(words) != fold(name) else ""
    remedies = [
        f"nếu là {_with_unit(reading, source)}, ghi {typed(reading * share)}"
        for reading in readings
        for source, share in ((name, factor), (unit, Decimal(1)))
    ]
    text = "; ".join(remedies)
    return f"{spelled}{text[0].upper()}{text[1:]}."
