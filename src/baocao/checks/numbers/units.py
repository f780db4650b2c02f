"""Step 7, check: a number and its unit: blanks between them, letters of the unit, size beside its neighbours (SO2xx)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from baocao.checks.numbers.numerals import MEASURES, SCALES, SPACE
from baocao.checks.passages import Passage, Reading
from baocao.checks.rules import Rule
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
_GLUED = re.compile(
    rf"(?<![\w.,+\-])(\d[\d.,]*)({'|'.join(sorted(map(re.escape, _APART), key=len, reverse=True))}|{_COUNTED})(?![\w²³])"
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
    blanks = [match[1] for passage in reading.passages for match in _PERCENT.finditer(passage.text)]
    mostly_glued = sum(not blank for blank in blanks) > 2 * sum(bool(blank) for blank in blanks)
    for passage in reading.passages:
        for match in _GLUED.finditer(passage.text):
            message = f'"{match[0]}" viết liền số với đơn vị'
            yield GLUED.found(reading.place(passage, *match.span()), message, f"Viết {match[1]} {match[2]}.")
        for match in _PERCENT.finditer(passage.text) if mostly_glued else ():
            if match[1]:
                place = reading.place(passage, *_whole_number(passage.text, match.start(), match.end()))
                yield PERCENT_APART.found(place, "dấu % viết rời khỏi số, chỗ khác trong văn bản viết liền")
        for match in _SYMBOL.finditer(passage.text):
            right = _SPELLINGS[match[1].lower()]
            if match[1] != right:
                yield SYMBOL.found(
                    reading.place(passage, *match.span(1)), f'ký hiệu đơn vị "{match[1]}"', f"Viết {right}."
                )
        for match in _SHARE.finditer(passage.text):
            words = match["change"]
            yield POINTS.found(
                reading.place(passage, *match.span("change")), f'"{words}" đi sau một tỷ lệ: % hay điểm phần trăm?'
            )
        yield from _lists(reading, passage)
    yield from _same_digits(reading)


def _whole_number(text: str, at: int, end: int) -> tuple[int, int]:
    start = at
    while start and text[start - 1] in "0123456789.,":
        start -= 1
    return start, end


def _same_digits(reading: Reading) -> Iterator[Finding]:
    """Yield quantities of the same digits, four at least, whose units are a thousand times apart."""
    first: dict[tuple[str, str], tuple[int, str]] = {}
    for passage in reading.passages:
        for match in _SCALED.finditer(passage.text):
            digits = match[1]
            if sum(sign.isdigit() for sign in digits.strip("0.,")) < 4:
                continue
            power, kind = _power(match[2]), match[3] or ("" if match[2] in SCALES else "đo")
            before = first.setdefault((digits, kind), (power, match[0]))
            if abs(before[0] - power) == 3:
                message = f'"{match[0]}" ở đây, "{before[1]}" ở chỗ khác: cùng con số, đơn vị lệch nghìn lần'
                yield THOUSAND.found(reading.place(passage, *match.span()), message)


def _power(unit: str) -> int:
    return sum(_POWER[word] for word in unit.replace("\u00a0", " ").split())


def _lists(reading: Reading, passage: Passage) -> Iterator[Finding]:
    """Yield a part of a sentence's sum whose unit is off: the digits add up, the quantities do not."""
    for sentence in re.finditer(r"[^;.]*(?:[;.](?=\S)[^;.]*|;[^;.]*)*", passage.text):
        amounts = [match for match in _SCALED.finditer(passage.text, *sentence.span()) if match[3]]
        if not 3 <= len(amounts) <= 12 or len({match[2] for match in amounts}) == 1:
            continue
        values = [_value(match[1]) for match in amounts]
        if None in values or values[0] != sum(value for value in values[1:] if value is not None):
            continue
        usual = amounts[0][2]
        for match in amounts[1:]:
            if match[2] != usual:
                message = f'"{match[0]}": các phần cộng lại bằng "{amounts[0][0]}" chỉ khi cùng đơn vị {usual}'
                yield THOUSAND.found(reading.place(passage, *match.span()), message)


def _value(written: str) -> Decimal | None:
    if not re.fullmatch(r"\d{1,3}(\.\d{3})*(,\d+)?|\d+(,\d+)?", written):
        return None
    return Decimal(written.replace(".", "").replace(",", "."))
