"""Step 7, check: a number and its unit: blanks between them, letters of the unit, size beside its neighbours (SO2xx)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from baocao.checks.numbers.numerals import MEASURES, SCALES, SPACE
from baocao.checks.passages import Reading
from baocao.checks.rules import Rule
from baocao.checks.texts import Fault, found, kept
from baocao.findings import Finding, Severity

GLUED = Rule(
    "SO201",
    Severity.INFO,
    "số dính liền với đơn vị",
    "Giữa số và đơn vị có một dấu cách; chỉ dấu % viết liền.",
    "2.435ha",
    "2.435 ha",
    "Thêm dấu cách giữa số và đơn vị.",
)
PERCENT_APART = Rule(
    "SO202",
    Severity.INFO,
    "dấu % viết rời, chỗ khác viết liền",
    "Các tỷ lệ khác trong văn bản viết liền số với dấu %.",
    "đạt 59,9 % kế hoạch, tăng 3%, giảm 2%",
    "đạt 59,9% kế hoạch, tăng 3%, giảm 2%",
    "Bỏ dấu cách trước dấu %.",
)
SYMBOL = Rule(
    "SO203",
    Severity.INFO,
    "ký hiệu đơn vị viết sai chữ hoa, chữ thường",
    "Ký hiệu đơn vị đo theo quy định của Nhà nước (Nghị định 86/2012/NĐ-CP) phân biệt chữ hoa và chữ thường.",
    "612 triệu Kwh",
    "612 triệu kWh",
    "Viết lại ký hiệu đơn vị.",
)
THOUSAND = Rule(
    "SO204",
    Severity.WARNING,
    "đơn vị lệch nhau một nghìn lần",
    "Cùng một con số nhưng đơn vị lệch nghìn lần, hoặc các phần chỉ khớp với tổng khi bỏ qua đơn vị.",
    "thu 2.749,5 tỷ đồng; trong đó đã thu đủ 2.749,5 triệu đồng",
    "thu 2.749,5 tỷ đồng; trong đó đã thu đủ 2.749,5 tỷ đồng",
    "Xem lại đơn vị của từng số.",
)
POINTS = Rule(
    "SO205",
    Severity.INFO,
    "chênh lệch giữa hai tỷ lệ ghi là %",
    "Tỷ lệ từ 20% lên 25% là tăng 5 điểm phần trăm (tăng 25%). Ghi “tăng 5%” thì người đọc có thể hiểu khác.",
    "chiếm 20,83%, giảm 4,8% so với năm 2015",
    "chiếm 20,83%, giảm 4,8 điểm phần trăm so với năm 2015",
    "Nếu là hiệu của hai tỷ lệ, ghi “điểm phần trăm” (điểm %).",
)
RULES = (GLUED, PERCENT_APART, SYMBOL, THOUSAND, POINTS)

# Voltages and the like are written as one word with their number (110kV).
_APART = [unit for unit in MEASURES if unit not in ("m", "kV", "kVA", "kW", "MW", "điểm %")]
_COUNTED = "vụ|người|hộ|xã|dự án|hồ sơ|cơ sở|lượt|con|cây|phòng|trường|doanh nghiệp|giường|thôn|đơn vị|cuộc|lớp|tuyến"
_DIGIT = re.compile(r"\d")
_GLUED = re.compile(
    rf"(\d(?<![\w.,+\-]\d)[\d.,]*)({'|'.join(sorted(map(re.escape, _APART), key=len, reverse=True))}|{_COUNTED})(?![\w²³])"
)
_PERCENT = re.compile(rf"\d({SPACE}*)%")
_SPELLINGS = {unit.lower(): unit for unit in ("ha", "km", "kg", "kWh", "MW", "kV", "kVA", "kW", "MWh", "GWh", "USD")}
_SYMBOL = re.compile(rf"(?:\d|\b(?:{'|'.join(SCALES)})){SPACE}?({'|'.join(_SPELLINGS)})(?![\w²³+])", re.I)
_SCALED = re.compile(
    rf"(\d[\d.,]*\d|\d){SPACE}((?:nghìn{SPACE})?(?:{'|'.join(SCALES)})|tấn|kg|km|m)(?:{SPACE}(đồng|USD))?(?![\w²³])"
)
_POWER = {**SCALES, "tấn": 3, "kg": 0, "km": 3, "m": 0}
_SHARE = re.compile(
    rf"\b(?:chiếm|tỷ lệ|tỉ lệ|tỷ trọng|cơ cấu|độ che phủ)\b[^.;:%()]{{0,120}}?\d[\d.,]*{SPACE}?%[^.;:%()]{{0,24}}?,{SPACE}"
    rf"(?P<change>(?:tăng|giảm){SPACE}(?:thêm{SPACE})?\d[\d.,]*{SPACE}?%)(?!{SPACE}?(?:kế hoạch|dự toán|điểm))",
    re.I,
)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield numbers that do not go with their units."""
    yield from found(reading, _faults)
    blanks = [blank for passage in reading.passages for _, _, blank in _percents(passage.text)]
    if blanks.count(False) > 2 * blanks.count(True):
        yield from found(reading, _percents_apart)
    yield from _same_digits(reading)


@kept
def _faults(text: str) -> Iterator[Fault]:
    if not _DIGIT.search(text):
        return
    for match in _GLUED.finditer(text):
        message = f'"{match[0]}" viết liền số với đơn vị'
        yield Fault(GLUED, *match.span(), message, f"Viết {match[1]} {match[2]}.")
    for match in _SYMBOL.finditer(text):
        right = _SPELLINGS[match[1].lower()]
        if match[1] != right:
            yield Fault(SYMBOL, *match.span(1), f'ký hiệu đơn vị "{match[1]}"', f"Viết {right}.")
    for match in _SHARE.finditer(text) if "%" in text else ():
        words = match["change"]
        yield Fault(POINTS, *match.span("change"), f'"{words}" đi sau một tỷ lệ: % hay điểm phần trăm?')
    yield from _lists(text)


@kept
def _percents(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield where the percent signs behind a digit stand, from that digit on, and whether a blank parts the two."""
    for match in _PERCENT.finditer(text) if "%" in text else ():
        yield *match.span(), bool(match[1])


def _percents_apart(text: str) -> Iterator[Fault]:
    for start, end, blank in _percents(text):
        if blank:
            message = "dấu % viết rời khỏi số, chỗ khác trong văn bản viết liền"
            yield Fault(PERCENT_APART, *_whole_number(text, start, end), message)


def _whole_number(text: str, at: int, end: int) -> tuple[int, int]:
    start = at
    while start and text[start - 1] in "0123456789.,":
        start -= 1
    return start, end


def _same_digits(reading: Reading) -> Iterator[Finding]:
    """Yield quantities of the same digits, four at least, whose units are a thousand times apart."""
    first: dict[tuple[str, str], tuple[int, str]] = {}
    for passage in reading.passages:
        for start, end, digits, kind, power in _long_amounts(passage.text):
            words = passage.text[start:end]
            before = first.setdefault((digits, kind), (power, words))
            if abs(before[0] - power) == 3:
                message = f'"{words}" ở đây, "{before[1]}" ở chỗ khác: cùng con số, đơn vị lệch nghìn lần'
                yield THOUSAND.found(reading.place(passage, start, end), message)


@kept
def _long_amounts(text: str) -> Iterator[tuple[int, int, str, str, int]]:
    """Yield the amounts of four digits at least: where they stand, their digits, what they measure, the power of ten."""
    for match in _SCALED.finditer(text):
        digits = match[1]
        if sum(sign.isdigit() for sign in digits.strip("0.,")) >= 4:
            yield *match.span(), digits, match[3] or ("" if match[2] in SCALES else "đo"), _power(match[2])


def _power(unit: str) -> int:
    return sum(_POWER[word] for word in unit.replace("\u00a0", " ").split())


def _lists(text: str) -> Iterator[Fault]:
    """Yield a part of a sentence's sum whose unit is off: the digits add up, the quantities do not."""
    measured = [match for match in _SCALED.finditer(text) if match[3]]
    if len({match[2] for match in measured}) < 2:
        return
    for sentence in re.finditer(r"[^;.]*(?:[;.](?=\S)[^;.]*|;[^;.]*)*", text):
        amounts = [match for match in _SCALED.finditer(text, *sentence.span()) if match[3]]
        if not 3 <= len(amounts) <= 12 or len({match[2] for match in amounts}) == 1:
            continue
        values = [_value(match[1]) for match in amounts]
        if None in values or values[0] != sum(value for value in values[1:] if value is not None):
            continue
        usual = amounts[0][2]
        for match in amounts[1:]:
            if match[2] != usual:
                message = f'"{match[0]}": các phần cộng lại bằng "{amounts[0][0]}" chỉ khi cùng đơn vị {usual}'
                yield Fault(THOUSAND, *match.span(), message)


def _value(written: str) -> Decimal | None:
    if not re.fullmatch(r"\d{1,3}(\.\d{3})*(,\d+)?|\d+(,\d+)?", written):
        return None
    return Decimal(written.replace(".", "").replace(",", "."))
