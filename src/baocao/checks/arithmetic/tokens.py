"""Step 7, check: the numbers of a text, told from dates, years, ranks, document numbers and names."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import takewhile

from baocao.checks.arithmetic.exclusions import excluded
from baocao.checks.arithmetic.periods import Period, periods_in
from baocao.checks.arithmetic.quantities import Bound, Fraction, Kind, Quantity
from baocao.checks.texts import KEPT
from baocao.checks.vocabulary import words

Token = Quantity | Fraction | Period

_SPANS = words("năm tháng quý tuần")  # "5 năm 2021 - 2025" says when, not how much
_LONGEST = 24  # longer runs of digits are account numbers or an attack
_RUN = re.compile(r"\d(?<![\w.,/+]\d)\d*(?:[.,]\d+)*")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_PLAIN = re.compile(r"\d+(?:,\d+)?")
_POINTED = re.compile(r"\d+\.\d+")
_SCALES = {"nghìn": 1000, "ngàn": 1000, "vạn": 10_000, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_UNITS = {
    "%": "%", "đồng": "đồng", "đ": "đồng", "vnđ": "đồng", "vnd": "đồng", "usd": "usd", "đô la": "usd", "ha": "ha", "héc ta": "ha",
    "hecta": "ha", "km²": "km²", "km2": "km²", "km": "km", "m²": "m²", "m2": "m²", "m³": "m³", "m3": "m³", "m": "m", "mét": "m",
    "tấn": "tấn", "tạ": "tạ", "kg": "kg", "gam": "gam", "lít": "lít", "kwh": "kwh", "mw": "mw", "lần": "lần",
}  # fmt: skip
_UNIT = re.compile(
    r"\s*(?P<points>điểm\s*(?:%|phần trăm)|%\s*điểm)"
    r"|\s*(?P<percent>%|phần trăm\b)"
    r"|\s*(?P<scale>(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ)\b(?:\s+(?:nghìn|triệu|tỷ|tỉ)\b)?)?"
    r"\s*(?P<unit>(?:vnđ|vnd|đồng|đô la|usd|héc ta|hecta|ha|km²|km2|km|m²|m2|m³|m3|mét|m|tấn|tạ|kg|gam|lít|kwh|mw|lần|đ)"
    r"(?![\w²³]))?"
    r"(?P<per>\s?/\s?[^\W\d_]+)?",
    re.IGNORECASE,
)
_NOUN = re.compile(r"(?:\s+[^\W\d_]+){0,4}")
_NO_NOUN = words(
    "đạt tăng giảm chiếm với trong được tại là và có của cho trên dưới so bằng từ đã đang còn theo gấp ước để do "
    "vào về ở đến thì này nhưng trở không chưa cùng tương lên xuống thành nên mà bị khi như qua gồm thuộc"
)
_BOUND = re.compile(
    r"(?:\b(?P<above>trên|hơn|ít nhất|tối thiểu)|\b(?P<below>gần|dưới|chưa đến|chưa tới|không quá|tối đa)"
    r"|\b(?P<about>khoảng|xấp xỉ|chừng)|(?P<at_least>[≥>])|(?P<at_most>[≤<]))\s*$",
    re.IGNORECASE,
)
_BOUNDING = (
    *("trên", "hơn", "ít nhất", "tối thiểu", "gần", "dưới", "chưa đến", "chưa tới", "không quá", "tối đa"),
    *("khoảng", "xấp xỉ", "chừng", "≥", ">", "≤", "<"),
)
_UPWARDS = re.compile(r"\s*trở (?P<way>lên|xuống)", re.IGNORECASE)
_DASH = re.compile(r"\s*[-–]\s*(?=\d)")
_NOUN_SLASH = re.compile(r"(?:\s+[^\W\d_]+){1,3}\s?/\s?(?=\d)")
_SLASH = re.compile(r"\s?/\s?(?=\d)")
_BEFORE = 14  # how far back a bounding word may begin


def tokens_in(text: str) -> list[Token]:
    """Return quantities, fractions and periods of ``text`` in order; what cannot be read as one number is left out."""
    periods = periods_in(text)
    blocked = sorted([*excluded(text), *((period.start, period.end) for period in periods)])
    found: list[Token] = [period for period in periods if not _in_a_date(period, text)]
    at = 0
    while run := _RUN.search(text, at):
        at = run.end()
        token = None if _touches(blocked, run.start(), run.end()) else _read(text, run)
        if token is not None:
            found.append(token)
            at = max(at, token.end)
    return sorted(found, key=lambda token: token.start)


def _touches(blocked: list[tuple[int, int]], start: int, end: int) -> bool:
    upto = bisect_left(blocked, (end, 0))
    return any(begin < end and start < stop for begin, stop in blocked[max(0, upto - 4) : upto])


def _in_a_date(period: Period, text: str) -> bool:
    return text[max(0, period.start - 1) : period.start] in {"/", "-", "."}


def _read(text: str, run: re.Match[str]) -> Token | None:
    first = _quantity(text, run)
    if first is None or (first.kind is Kind.COUNT and first.scale == 1 and first.unit[:1] and first.unit[0] in _SPANS):
        return None
    dash = _DASH.match(text, run.end()) or _DASH.match(text, first.end)
    if dash and (second := _following(text, dash.end())):
        return _range(first, second)
    if "/" not in text:
        return first
    slash = _SLASH.match(text, run.end()) or _SLASH.match(text, first.end) or _NOUN_SLASH.match(text, first.end)
    if slash and (second := _following(text, slash.end())):
        return _fraction(first, second)
    return first


def _following(text: str, at: int) -> Quantity | None:
    run = _DIGITS.match(text, at)
    return _quantity(text, run) if run else None


def _range(first: Quantity, second: Quantity) -> Quantity | None:
    """Return "16 - 17%" as one quantity; None when the two numbers make no range."""
    low = first.low / first.scale * second.scale if first.scale == 1 else first.low
    if low >= second.low or (first.kind is not Kind.COUNT and not first.alike(second)):
        return None
    return replace(second, start=first.start, low=low, bound=first.bound)


def _fraction(first: Quantity, second: Quantity) -> Fraction | Quantity:
    """Return "609/622 đơn" as a fraction; two different things beside a slash leave the first alone."""
    if first.kind is Kind.COUNT and (not first.unit or second.kind is Kind.MEASURE):
        first = replace(
            first,
            kind=second.kind,
            unit=second.unit,
            low=first.low * second.scale,
            high=first.high * second.scale,
            step=first.step * second.scale,
            coarse=first.coarse * second.scale,
            scale=second.scale,
        )
    if first.unit and not first.alike(second):
        return replace(first, end=second.end)
    return Fraction(first.start, second.end, first, second)


def _quantity(text: str, run: re.Match[str]) -> Quantity | None:
    numeral = _numeral(run[0])
    if numeral is None:
        return None
    value, step, coarse = numeral
    unit = _UNIT.match(text, run.end())
    assert unit is not None  # every part of it may be absent
    scale, kind, name, end = _dimension(text, run.end(), unit)
    bound = _bound(text, run.start(), end)
    value, step, coarse = value * scale, step * scale, coarse * scale
    return Quantity(run.start(), end, value, value, step, coarse, Decimal(scale), kind, name, bound)


@lru_cache(maxsize=KEPT)
def _numeral(written: str) -> tuple[Decimal, Decimal, Decimal] | None:
    """Return the value of a numeral, one unit of its last digit, and one of its last digit that is not zero."""
    if len(written) > _LONGEST:
        return None
    if _GROUPED.fullmatch(written):
        plain = written.replace(".", "").replace(",", ".")
    elif _PLAIN.fullmatch(written):
        plain = written.replace(",", ".")
    elif _POINTED.fullmatch(written) and len(written) - written.index(".") != 4:
        plain = written
    else:
        return None
    value, step = Decimal(plain), Decimal(1).scaleb(-len(plain.partition(".")[2]))
    coarse = step
    while value and value % (coarse * 10) == 0:
        coarse *= 10
    return value, step, coarse


def _dimension(text: str, at: int, unit: re.Match[str]) -> tuple[int, Kind, tuple[str, ...], int]:
    """Return scale, kind, base unit or noun, and the end of what is printed of them."""
    if unit["points"]:
        return 1, Kind.POINTS, ("%",), unit.end()
    if unit["percent"]:
        return 1, Kind.PERCENT, ("%",), unit.end()
    scale = 1
    for word in (unit["scale"] or "").lower().split():
        scale *= _SCALES[word]
    per = (re.sub(r"\s", "", unit["per"].lower()),) if unit["per"] and unit["unit"] else ()
    if unit["unit"]:
        name = _UNITS[unit["unit"].lower()]
        kind = Kind.TIMES if name == "lần" else Kind.MEASURE
        return scale, kind, (name, *per), unit.end() if per else unit.end("unit")
    end = unit.end("scale") if unit["scale"] else at
    noun = _noun(text, end)
    if not noun and scale >= _SCALES["tỷ"]:
        return scale, Kind.MEASURE, ("đồng",), end
    return scale, Kind.COUNT, noun, end


def _noun(text: str, at: int) -> tuple[str, ...]:
    match = _NOUN.match(text, at)
    spoken = match[0].lower().split() if match else []
    return tuple(takewhile(lambda word: word not in _NO_NOUN, spoken))


def _bound(text: str, start: int, end: int) -> Bound:
    """Return what the words around a number say of it."""
    at = max(0, start - _BEFORE)
    match = _BOUND.search(text, at, start) if text[at:start].rstrip().lower().endswith(_BOUNDING) else None
    upwards = _UPWARDS.match(text, end)
    if upwards:
        return Bound.ABOVE if upwards["way"].lower() == "lên" else Bound.BELOW
    if match is None:
        return Bound.NONE
    if match["above"] or match["at_least"]:
        return Bound.ABOVE
    return Bound.ABOUT if match["about"] else Bound.BELOW
