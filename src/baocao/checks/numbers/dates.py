"""Step 7, check: dates that cannot be, and ranges (SO3xx)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from baocao.checks.numbers.numerals import SPACE
from baocao.checks.passages import Reading
from baocao.checks.rules import Rule
from baocao.checks.texts import Fault, found, kept
from baocao.findings import Finding, Severity

IMPOSSIBLE = Rule(
    "SO301",
    Severity.ERROR,
    "ngày, tháng không có thật",
    "Lịch không có ngày này.",
    "ngày 31/9/2021",
    "ngày 30/9/2021",
    "Xem lại ngày, tháng.",
)
BACKWARDS = Rule(
    "SO302",
    Severity.ERROR,
    "khoảng thời gian đi ngược",
    "Ngày cuối đứng trước ngày đầu.",
    "từ ngày 15/9/2021 đến ngày 10/9/2021",
    "từ ngày 10/9/2021 đến ngày 15/9/2021",
    "Xem lại hai mốc thời gian.",
)
UNTIL_NOW = Rule(
    "SO303",
    Severity.WARNING,
    "“đến nay” đi liền với một ngày",
    "“Đến nay” là đến lúc báo cáo; đã có ngày cụ thể thì viết “đến ngày”.",
    "từ ngày 25/8/2021 đến nay 07/9/2021",
    "từ ngày 25/8/2021 đến ngày 07/9/2021",
    "Viết “đến ngày …”, hoặc bỏ ngày.",
)
LOPSIDED = Rule(
    "SO304",
    Severity.INFO,
    "dấu nối trong khoảng số lệch dấu cách",
    "Hai bên dấu nối cùng có, hoặc cùng không có dấu cách.",
    "giai đoạn 2021- 2025",
    "giai đoạn 2021 - 2025",
    "Viết đều hai bên: 2021 - 2025 hoặc 2021-2025.",
)
RULES = (IMPOSSIBLE, BACKWARDS, UNTIL_NOW, LOPSIDED)

_DIGIT = re.compile(r"\d")
_FULL = re.compile(r"(\d(?<![\w./,\-]\d)\d?)([/.\-])(\d{1,2})\2((?:19|20)\d\d)(?![\w/\-]|[.,]\d)")
_SHORT = re.compile(rf"\bngày{SPACE}(\d{{1,2}})/(\d{{1,2}})(?![\w/\-]|[.,]\d)", re.I)
_LONG = re.compile(
    rf"\bngày{SPACE}(\d{{1,2}}){SPACE}tháng{SPACE}(\d{{1,2}})(?:{SPACE}năm{SPACE}(\d{{4}}))?(?!\d)", re.I
)
_MONTH = re.compile(rf"\btháng{SPACE}(\d{{1,2}})(?:/(\d{{4}})|{SPACE}năm{SPACE}\d{{4}})(?![\w/])", re.I)
_SPAN = re.compile(
    rf"\btừ{SPACE}(?:ngày{SPACE})?(\d{{1,2}})/(\d{{1,2}})/(\d{{4}}){SPACE}đến{SPACE}(?:hết{SPACE})?(?:ngày{SPACE})?"
    r"(\d{1,2})/(\d{1,2})/(\d{4})(?![\w/])",
    re.I,
)
_YEARS = re.compile(
    rf"\b(?:giai{SPACE}đoạn|từ{SPACE}năm|thời{SPACE}kỳ|thời{SPACE}kì|nhiệm{SPACE}kỳ){SPACE}(\d{{4}}){SPACE}?"
    rf"(?:[-–\u2011]|đến(?:{SPACE}năm)?){SPACE}?(\d{{4}})\b",
    re.I,
)
_SPANNING = ("từ", "đoạn", "kỳ", "kì")
_NOW = re.compile(
    rf"\bđến{SPACE}nay{SPACE}(?:ngày{SPACE}\d{{1,2}}/\d{{1,2}}|\d{{1,2}}/\d{{1,2}}/\d{{4}})(?![\w/])", re.I
)
_UNEVEN = re.compile(
    rf"(\d(?<![\d.,/]\d)(?:[\d.,/]*\d)?)(?:{SPACE}[-–\u2011]|[-–\u2011]{SPACE})(\d(?:[\d.,/]*\d)?)(?![\w/])"
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield dates that no calendar has, spans that run backwards, and ranges whose hyphen leans to one side."""
    yield from found(reading, _faults)


@kept
def _faults(text: str) -> Iterator[Fault]:
    if not _DIGIT.search(text):
        return
    for match in _FULL.finditer(text):
        yield from _date(match, match[1], match[3], match[4])
    low = text.lower()
    if "ngày" in low:
        for match in _SHORT.finditer(text):
            yield from _date(match, match[1], match[2], None)
        for match in _LONG.finditer(text):
            yield from _date(match, match[1], match[2], match[3])
    if "tháng" in low:
        for match in _MONTH.finditer(text):
            if not 1 <= int(match[1]) <= 12:
                yield Fault(IMPOSSIBLE, *match.span(), f'không có "tháng {match[1]}"')
    if any(word in low for word in _SPANNING):
        yield from _backwards(text)
    if "nay" in low:
        for match in _NOW.finditer(text):
            yield Fault(UNTIL_NOW, *match.span(), f'"{match[0]}": đã có ngày, không còn là “đến nay”')
    for match in _UNEVEN.finditer(text):
        if _rises(match[1], match[2]):
            yield Fault(LOPSIDED, *match.span(), f'"{match[0]}": dấu cách chỉ có một bên dấu nối')


def _date(match: re.Match[str], day: str, month: str, year: str | None) -> Iterator[Fault]:
    # Without a year, 29 February may be.
    number = int(year) if year else 2000
    possible = 1 <= int(month) <= 12 and 1900 <= number <= 2100
    last = calendar.monthrange(number, int(month))[1] if possible else 0
    if not 1 <= int(day) <= last:
        why = f": tháng {int(month)} có {last} ngày" if last else ""
        yield Fault(IMPOSSIBLE, *match.span(), f'không có "{match[0]}"{why}')


def _backwards(text: str) -> Iterator[Fault]:
    for match in _SPAN.finditer(text):
        first, last = (tuple(int(match[group]) for group in groups) for groups in ((3, 2, 1), (6, 5, 4)))
        if last < first:
            yield Fault(BACKWARDS, *match.span(), f'"{match[0]}": ngày cuối trước ngày đầu')
    for match in _YEARS.finditer(text):
        if int(match[2]) < int(match[1]):
            yield Fault(BACKWARDS, *match.span(), f'"{match[0]}": năm cuối trước năm đầu')


def _rises(first: str, second: str) -> bool:
    """Return whether two numbers can be the ends of a range: the second one is larger."""
    ends = (first, second)
    if not all(re.fullmatch(r"\d{1,3}(\.\d{3})*(,\d+)?|\d+(,\d+)?", end) for end in ends):
        return all(re.fullmatch(r"\d{1,2}/\d{1,2}(/\d{4})?", end) for end in ends)
    low, high = (float(end.replace(".", "").replace(",", ".")) for end in ends)
    return low < high
