"""Step 7, check: digits that are no quantity: dates, documents, roads, ranks, ordinals, names."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ORDINAL_NOUNS = (
    r"thứ|thứ hạng|lần|khóa|khoá|lớp|mức độ|hạng|cấp độ|loại|điều|chương|mục|phần|tuyến|nhóm|quý|đợt|giai đoạn|mũi|phụ lục|biểu|"
    r"bảng|mẫu|bước|phiên bản|top|quốc lộ|đường tỉnh|tỉnh lộ|đường|mốc|cột mốc|games|nghị quyết|nghị định|quyết định|"
    r"chỉ thị|thông tư|kết luận|chương trình|đề án|kỳ họp|trung ương|tháng|ngày|tuần|vùng|khu vực"
)
_PATTERNS = (
    # dates and hours
    r"(?<![\d/])\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:19|20)\d\d(?!\d)",
    r"\bngày\s+\d{1,2}(?:\s*[-/]\s*\d{1,2})*(?:\s+tháng\s+\d{1,2})?(?:\s+năm\s+\d{4})?",
    r"\btháng\s+\d{1,2}(?:\s*[-/]\s*\d{1,4})*(?:\s+năm\s+\d{4})?",
    r"(?<![\d/])\d{1,2}/(?:19|20)\d\d(?!\d)",
    r"\b(?:từ|đến)\s+\d{1,2}/\d{1,2}(?![\d/.,])(?=\s+(?:đến|năm)\b)",
    r"(?<![\d.,/])\d{1,2}/\d{1,2}(?![.,]?\d)(?=\s*(?:[,.;)(]|$))",
    r"\b\d{1,2}(?:h|g)\d{0,2}\b(?!\s*[/%])",
    r"\b24/(?:24|7)\b(?:\s*(?:giờ|h)\b)?",
    # documents, laws, roads, marks, scales
    r"\b\d+[A-Za-z]?(?:/(?:19|20)\d\d)?\s?[/-]\s?(?=(?-i:[A-ZĐ]))[\w/-]+",
    r"(?<!tổng )(?<!trong )(?<!con )(?<!một )\bsố:?\s+\d+(?:\s?[/-]\s?\w+)*\b(?!\s?%|[.,]\d)",
    r"\bkm\s?\d+(?:\s?\+\s?\d+)?(?:\s?[-–]\s?km\s?\d+(?:\s?\+\s?\d+)?)?",
    r"\b(?:ql|đt|tl|hl)\.?\s?\d+\w*",
    r"\bmốc\s+\d+(?:/\d+)?(?:\s?[-–,]\s?\d+(?:/\d+)?)*",
    r"\b1/\d{1,3}(?:\.?000|00)\b",
    r"\b(?:cầu|phố|đường|ngõ|số nhà)\s+\d{1,3}/\d{1,2}\b",
    # ranks
    r"\b(?:xếp(?:\s+(?:hạng|thứ|vị trí|loại))*|đứng|thứ(?:\s+hạng)?|hạng|vị trí)(?:\s+(?:thứ|hạng|vị trí|ở))*\s+\d+(?:/\d+)?",
    # ordinals
    rf"\b(?:{_ORDINAL_NOUNS})\s+\d{{1,3}}[A-Za-zđĐ]?\b(?![.,]?\d|\s?%|\s*/|\s*(?:km|ha|m²|tấn|tỷ|triệu|nghìn|đồng)\b)(?:\s?[-–]\s?\d{{1,2}}\b(?!\s?%))?",
    r"\bcấp\s+\d\b(?=\s*(?:[,.;:)(]|và\b|$))",
    r"\bkhoản\s+\d{1,2}\b(?=\s*(?:[,.;:)(]|và\b|điều\b|$))",
    r"\b\d{1,2}\s+sao\b",
    r"\b\d{1,2}\s+trong\s+\d{1,3}\b",
    # enumerators and glued letters
    r"\(\d{1,2}\)",
    r"[A-Za-zÀ-ỹĐđ_]\w*[-.]?\d\w*(?:-\w+)*",
    r"\b\d+(?-i:[kKhHxXA-ZĐ])\b",
)
_NOT_QUANTITIES = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_BEFORE, _AFTER = 30, 40
_START = re.compile(r"\s*(?:\d+(?:\.\d+)*[.)]|[-+•*])\s")
_NAMED = re.compile(r"(?<=[\w)])\s+([^\W\d_]+)\s+(\d)\b(?![.,]\d)(?=\s*(?:[,.;:)(]|và\b|$))")


def excluded(text: str) -> list[tuple[int, int]]:
    """Return the stretches of ``text`` whose digits count and measure nothing, in order."""
    spans = [match.span() for start, end in _islands(text) for match in _NOT_QUANTITIES.finditer(text, start, end)]
    spans += [match.span(2) for match in _NAMED.finditer(text) if match[1][0].isupper()]
    numbering = _START.match(text)
    if numbering:
        spans.append(numbering.span())
    return sorted(spans)


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
