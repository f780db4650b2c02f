"""Step 7, check: the marks inside a number: decimal comma, dots between thousands (SO1xx)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from baocao.checks.numbers.numerals import LETTER, MEASURES, SPACE, Numeral, is_year, names_something, numerals
from baocao.checks.passages import Reading
from baocao.checks.rules import Rule
from baocao.checks.texts import Fault, found, kept
from baocao.checks.vocabulary import FUNCTION_WORDS, ORDERING, QUANTIFYING, TIMES
from baocao.findings import Finding, Severity

POINT = Rule(
    "SO101",
    Severity.ERROR,
    "dấu chấm dùng làm dấu thập phân",
    "Số thập phân tiếng Việt viết dấu phẩy; dấu chấm để ngăn hàng nghìn.",
    "chiếm 40.37%",
    "chiếm 40,37%",
    "Thay dấu chấm bằng dấu phẩy.",
)
ENGLISH = Rule(
    "SO102",
    Severity.ERROR,
    "dấu phẩy dùng để ngăn hàng nghìn",
    "Viết như tiếng Anh, người đọc hiểu thành số thập phân.",
    "1,234,567 đồng",
    "1.234.567 đồng",
    "Ngăn hàng nghìn bằng dấu chấm, phần thập phân bằng dấu phẩy.",
)
BROKEN = Rule(
    "SO103",
    Severity.ERROR,
    "nhóm chữ số trong số bị sai",
    "Mỗi nhóm sau dấu chấm phải đủ ba chữ số; thiếu hoặc thừa là gõ sót, gõ thừa chữ số.",
    "11.55,6 m² đất",
    "11.155,6 m² đất",
    "Xem lại số gốc rồi gõ lại.",
)
UNGROUPED = Rule(
    "SO104",
    Severity.WARNING,
    "thiếu dấu chấm ngăn hàng nghìn",
    "Các số khác trong văn bản có dấu chấm ngăn hàng nghìn, số này thì không.",
    "2.350 hộ, trong đó 2111 hộ nghèo",
    "2.350 hộ, trong đó 2.111 hộ nghèo",
    "Thêm dấu chấm ngăn hàng nghìn.",
)
UNPADDED = Rule(
    "SO105",
    Severity.INFO,
    "số đếm một chữ số khi có, khi không có số 0 đứng trước",
    "Cùng một thứ được đếm, chỗ viết 05, chỗ viết 5.",
    "05 chuỗi giá trị; thêm 6 chuỗi giá trị",
    "05 chuỗi giá trị; thêm 06 chuỗi giá trị",
    "Viết thống nhất trong cả văn bản.",
)
RULES = (POINT, ENGLISH, BROKEN, UNGROUPED, UNPADDED)

_DECIMAL_POINT = re.compile(r"\d+\.\d{1,2}|0\.\d+|[1-9]\d{0,2}\.\d{4,}")
_ENGLISH = re.compile(r"\d{1,3}(,\d{3}){2,}|\d{1,3}(,\d{3})+\.\d+")
_GOOD = re.compile(r"\d+(,\d+)?|[1-9]\d{0,2}(\.\d{3})+(,\d+)?")
_GROUPED = re.compile(r"[1-9](?<![\d.,][1-9])\d{0,2}(?:\.\d{3})+(?!\.?\d)")
_FOUR = re.compile(r"\d{4}")
_DATE = re.compile(r"[0-3]?\d\.[01]?\d\.\d{4}")
_RATIO = re.compile(r"(\d(?<![\w.,/+\-]\d)[\d.,]*\d)/(\d[\d.,]*\d)(?![\d/+\-])")
_AFTER = re.compile(rf"{SPACE}({LETTER}+)")
_PADDED = re.compile(rf"(\d(?<![\w.,/:+\-]\d)(?:(?<=0)[1-9]|(?<=[1-9]))){SPACE}({LETTER}+)")
_BEFORE = re.compile(rf"(?:^|[-–—/.]{SPACE}?|({LETTER}+){SPACE})$")
_NOT_COUNTED = TIMES | {"lần", "sao", *MEASURES}


def check(reading: Reading) -> Iterator[Finding]:
    """Yield the numbers whose marks are wrong or differ from the rest of the document."""
    yield from found(reading, _faults)
    if any(_GROUPED.search(passage.text) for passage in reading.passages):
        yield from found(reading, _ungrouped)
    yield from _unpadded(reading)


@kept
def _faults(text: str) -> Iterator[Fault]:
    for numeral in numerals(text):
        yield from _wrong_marks(text, numeral)
    for ratio in _RATIO.finditer(text) if "/" in text else ():
        yield from _wrong_sides(ratio)


def _wrong_marks(text: str, numeral: Numeral) -> Iterator[Fault]:
    written, start, end = numeral.written, numeral.start, numeral.unit_end
    if _GOOD.fullmatch(written) or _DATE.fullmatch(written) or names_something(numeral, text):
        return
    if _ENGLISH.fullmatch(written):
        swapped = written.translate(str.maketrans(",.", ".,"))
        yield Fault(ENGLISH, start, end, f'"{written}" ngăn hàng nghìn bằng dấu phẩy', f"Viết {swapped}.")
    elif _DECIMAL_POINT.fullmatch(written):
        # Without a unit it may be the number of a section, a version, a day.
        if numeral.unit is not None:
            message = f'"{written}" dùng dấu chấm làm dấu thập phân'
            yield Fault(POINT, start, end, message, f"Viết {written.replace('.', ',')}.")
    elif ("," in written and "." in written) or numeral.unit is not None:
        wrong = [group for group in written.partition(",")[0].split(".")[1:] if len(group) != 3]
        reason = f": nhóm {', '.join(wrong)} không đủ ba chữ số" if wrong else ""
        yield Fault(BROKEN, start, end, f'"{written}" không phải một số viết đúng{reason}')


def _wrong_sides(ratio: re.Match[str]) -> Iterator[Fault]:
    """Yield a side of a ratio with a decimal point, when the other side is a number with a decimal comma."""
    for side, other in ((1, 2), (2, 1)):
        if _DECIMAL_POINT.fullmatch(ratio[side]) and "," in ratio[other] and _GOOD.fullmatch(ratio[other]):
            message = f'"{ratio[side]}" dùng dấu chấm làm dấu thập phân'
            yield Fault(POINT, *ratio.span(side), message, f"Viết {ratio[side].replace('.', ',')}.")


@kept
def _ungrouped(text: str) -> Iterator[Fault]:
    if not _FOUR.search(text):
        return
    for ratio in _RATIO.finditer(text):
        if not any(is_year(side) for side in ratio.groups()):
            for side, written in enumerate(ratio.groups(), 1):
                if _long(written):
                    yield _dotted(text, *ratio.span(side))
    for numeral in numerals(text):
        if _long(numeral.written) and not names_something(numeral, text) and _is_quantity(numeral, text):
            yield _dotted(text, numeral.start, numeral.end)


def _long(written: str) -> bool:
    return re.fullmatch(r"[1-9]\d{3,}(,\d+)?", written) is not None


def _is_quantity(numeral: Numeral, text: str) -> bool:
    """Return whether a long number surely counts or measures something, which a year, a code or a name does not."""
    if is_year(numeral.written):
        return numeral.unit is not None and numeral.before not in ("", "đến", "từ", "và")
    if numeral.unit is not None:
        return True
    after = _AFTER.match(text, numeral.end)
    counted = after is not None and after[1].islower() and after[1] not in FUNCTION_WORDS
    colon = text[: numeral.start].rstrip().endswith(":") and (numeral.end == len(text) or text[numeral.end] in ".,;)")
    return counted or colon or numeral.before in QUANTIFYING


def _dotted(text: str, start: int, end: int) -> Fault:
    whole, comma, decimals = text[start:end].partition(",")
    right = f"{int(whole):,}".replace(",", ".") + comma + decimals
    message = f'"{text[start:end]}" thiếu dấu chấm ngăn hàng nghìn, các số khác trong văn bản có'
    return Fault(UNGROUPED, start, end, message, f"Viết {right}.")


def _unpadded(reading: Reading) -> Iterator[Finding]:
    """Yield one-digit counts of things that the document counts with a zero elsewhere."""
    counts = [(passage, count) for passage in reading.passages for count in _counts(passage.text)]
    padded = {count.noun.lower() for _, count in counts if count.digits.startswith("0")}
    for passage, count in counts:
        if (
            not count.digits.startswith("0")
            and count.noun in padded - _NOT_COUNTED
            and not _labels(passage.text, count.start)
        ):
            words = f"{count.digits} {count.noun}"
            place = reading.place(passage, count.start, count.end)
            yield UNPADDED.found(place, f'"{words}", chỗ khác trong văn bản viết "0{words}"')


@dataclass(frozen=True, slots=True)
class _Count:
    """One digit, perhaps with a zero, and the word behind it; where both stand."""

    digits: str
    noun: str
    start: int
    end: int


@kept
def _counts(text: str) -> Iterator[_Count]:
    for match in _PADDED.finditer(text):
        yield _Count(match[1], match[2], *match.span())


def _labels(text: str, at: int) -> bool:
    """Return whether the digit at ``at`` belongs to a name, a range or the number of a heading."""
    before = _BEFORE.search(text, 0, at)
    return before is not None and (before[1] is None or before[1].lower() in ORDERING | {"đến", "từ"})
