"""Step 7, check: digits that are no quantity: dates, documents, roads, ranks, ordinals, names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from baocao.checks.vocabulary import words

_ORDINAL_NOUNS = (
    r"thứ|thứ hạng|lần|khóa|khoá|lớp|mức độ|hạng|cấp độ|loại|điều|chương|mục|phần|tuyến|nhóm|quý|đợt|giai đoạn|mũi|phụ lục|biểu|"
    r"bảng|mẫu|bước|phiên bản|top|quốc lộ|đường tỉnh|tỉnh lộ|đường|mốc|cột mốc|games|nghị quyết|nghị định|quyết định|"
    r"chỉ thị|thông tư|kết luận|chương trình|đề án|kỳ họp|trung ương|tháng|ngày|tuần|vùng|khu vực"
)
_LED_BY_DIGITS = (
    # dates and hours
    r"(?<![\d/])\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:19|20)\d\d(?!\d)",
    r"(?<![\d/])\d{1,2}/(?:19|20)\d\d(?!\d)",
    r"(?<![\d.,/])\d{1,2}/\d{1,2}(?![.,]?\d)(?=\s*(?:[,.;)(]|$))",
    r"\b\d{1,2}(?:h|g)\d{0,2}\b(?!\s*[/%])",
    r"\b24/(?:24|7)\b(?:\s*(?:giờ|h)\b)?",
    # documents, scales
    r"\b\d+[A-Za-z]?(?:/(?:19|20)\d\d)?\s?[/-]\s?(?=(?-i:[A-ZĐ]))[\w/-]+",
    r"\b1/\d{1,3}(?:\.?000|00)\b",
    # ordinals, glued letters
    r"\b\d{1,2}\s+sao\b",
    r"\b\d{1,2}\s+trong\s+\d{1,3}\b",
    r"\b\d+(?-i:[kKhHxXA-ZĐ])\b",
)
_LED_BY_WORDS = (
    # dates
    r"\bngày\s+\d{1,2}(?:\s*[-/]\s*\d{1,2})*(?:\s+tháng\s+\d{1,2})?(?:\s+năm\s+\d{4})?",
    r"\btháng\s+\d{1,2}(?:\s*[-/]\s*\d{1,4})*(?:\s+năm\s+\d{4})?",
    r"\b(?:từ|đến)\s+\d{1,2}/\d{1,2}(?![\d/.,])(?=\s+(?:đến|năm)\b)",
    # documents, laws, roads, marks
    r"(?<!tổng )(?<!trong )(?<!con )(?<!một )\bsố:?\s+\d+(?:\s?[/-]\s?\w+)*\b(?!\s?%|[.,]\d)",
    r"\bkm\s?\d+(?:\s?\+\s?\d+)?(?:\s?[-–]\s?km\s?\d+(?:\s?\+\s?\d+)?)?",
    r"\b(?:ql|đt|tl|hl)\.?\s?\d+\w*",
    r"\bmốc\s+\d+(?:/\d+)?(?:\s?[-–,]\s?\d+(?:/\d+)?)*",
    r"\b(?:cầu|phố|đường|ngõ|số nhà)\s+\d{1,3}/\d{1,2}\b",
    # ranks
    r"\b(?:xếp(?:\s+(?:hạng|thứ|vị trí|loại))*|đứng|thứ(?:\s+hạng)?|hạng|vị trí)(?:\s+(?:thứ|hạng|vị trí|ở))*\s+\d+(?:/\d+)?",
    # ordinals
    rf"\b(?:{_ORDINAL_NOUNS})\s+\d{{1,3}}[A-Za-zđĐ]?\b(?![.,]?\d|\s?%|\s*/|\s*(?:km|ha|m²|tấn|tỷ|triệu|nghìn|đồng)\b)(?:\s?[-–]\s?\d{{1,2}}\b(?!\s?%))?",
    r"\bcấp\s+\d\b(?=\s*(?:[,.;:)(]|và\b|$))",
    r"\bkhoản\s+\d{1,2}\b(?=\s*(?:[,.;:)(]|và\b|điều\b|$))",
    # enumerators and names
    r"\(\d{1,2}\)",
    r"[A-Za-zÀ-ỹĐđ_]\w*[-.]?\d\w*(?:-\w+)*",
)
_DIGITS_FIRST = re.compile("|".join(f"(?:{pattern})" for pattern in _LED_BY_DIGITS), re.IGNORECASE)
_WORDS_FIRST = re.compile("|".join(f"(?:{pattern})" for pattern in _LED_BY_WORDS), re.IGNORECASE)
_BEGINNING = re.compile(r"[A-Za-zÀ-ỹĐđ_][^\W\d]*+|\(")
_LAST_WORDS = words(
    "ngày tháng từ đến số km ql đt tl hl mốc cầu phố đường ngõ nhà xếp loại đứng thứ hạng trí ở cấp khoản"
) | {noun.split()[-1] for noun in _ORDINAL_NOUNS.split("|")}
"""The words that may stand right before the digits of what a word leads."""
_LONGEST = max(map(len, _LAST_WORDS))
_BETWEEN_DIGITS = frozenset(".,/-–+:%")
_DIGITS = re.compile(r"\d+")
_LAST_WORD = re.compile(r"[^\W\d_]+\Z")
_AFTER_WORD = frozenset(".:")
_BEFORE, _AFTER = 30, 40
_START = re.compile(r"\s*(?:\d+(?:\.\d+)*[.)]|[-+•*])\s")
_LONE = re.compile(r"\d(?<=\s\d)\b")
_NAMED = re.compile(r"(?<=[\w)])\s+([^\W\d_]+)\s+(\d)\b(?![.,]\d)(?=\s*(?:[,.;:)(]|và\b|$))")


def excluded(text: str) -> list[tuple[int, int]]:
    """Return the stretches of ``text`` whose digits count and measure nothing, in order."""
    spans = [span for start, end in _islands(text) for span in _excluded_in(text, start, end)]
    if _LONE.search(text):
        spans += [match.span(2) for match in _NAMED.finditer(text) if match[1][0].isupper()]
    numbering = _START.match(text)
    if numbering:
        spans.append(numbering.span())
    return sorted(spans)


def _excluded_in(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield what the patterns find between two offsets, the first at each place, none of them inside another.

    What a pattern finds holds the first digits after its beginning, so it is looked for where digits stand.
    """
    for digits in _DIGITS.finditer(text, start, end):
        at = digits.start()
        if at < start:
            continue
        match = _led(text, start, at, end) or _DIGITS_FIRST.match(text, at, end)
        if match:
            start = match.end()
            yield match.span()


def _led(text: str, start: int, at: int, end: int) -> re.Match[str] | None:
    """Return what begins before the digits at ``at``, not before ``start``, and holds them; None: nothing does."""
    if not _is_led(text, at):
        return None
    beginnings = _BEGINNING.finditer(text, start, at)
    return next((match for first in beginnings if (match := _WORDS_FIRST.match(text, first.start(), end))), None)


def _is_led(text: str, at: int) -> bool:
    """Return whether something that leads to digits may stand before those at ``at``: a word, a letter, a bracket."""
    end = at
    while end and text[end - 1].isspace():
        end -= 1
    if end == at:
        return at > 0 and not (text[at - 1] in _BETWEEN_DIGITS and text[at - 2 : at - 1].isdecimal())
    if text[end - 1 : end] in _AFTER_WORD:
        end -= 1
    word = _LAST_WORD.search(text, max(0, end - _LONGEST), end)
    return word is not None and word[0].casefold() in _LAST_WORDS


def _islands(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches around digits, so that long passages of mere words cost nothing."""
    start = end = -1
    for digits in _DIGITS.finditer(text):
        if digits.start() > end:
            if start >= 0:
                yield start, end
            start = max(0, end, digits.start() - _BEFORE)
        end = min(len(text), digits.end() + _AFTER)
    if start >= 0:
        yield start, end
