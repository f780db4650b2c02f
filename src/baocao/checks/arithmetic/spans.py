"""Step 7, check: a number of years beside the years themselves (SL214), and years with two digits changed over (SL215)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from baocao.checks.arithmetic.claims import Claim
from baocao.checks.arithmetic.periods import Period, periods_in
from baocao.checks.arithmetic.text import Text
from baocao.checks.passages import Passage
from baocao.checks.rules import Rule
from baocao.checks.texts import kept
from baocao.findings import Severity

YEARS = Rule(
    "SL214",
    Severity.ERROR,
    "số năm không khớp với năm đầu và năm cuối",
    "Số năm phải bằng khoảng cách giữa hai mốc (tính cả năm đầu hoặc không).",
    "Kế hoạch 5 năm 2021 - 2030.",
    "Kế hoạch 5 năm 2021 - 2025.",
    "Sửa số năm, hoặc năm đầu, năm cuối.",
)
SWAPPED = Rule(
    "SL215",
    Severity.WARNING,
    "khoảng thời gian của cùng một tên gọi ghi khác nhau",
    "Cùng một quy hoạch, đề án mà năm bị đảo chữ số thì là gõ nhầm.",
    "Công bố Quy hoạch tỉnh Lạng Sơn thời kỳ 2021 - 2030; thực hiện Quy hoạch tỉnh Lạng Sơn thời kỳ 2021 - 2030; "
    "điều chỉnh Quy hoạch tỉnh Lạng Sơn thời kỳ 2012 - 2030.",
    "Công bố Quy hoạch tỉnh Lạng Sơn thời kỳ 2021 - 2030; thực hiện Quy hoạch tỉnh Lạng Sơn thời kỳ 2021 - 2030; "
    "điều chỉnh Quy hoạch tỉnh Lạng Sơn thời kỳ 2021 - 2030.",
    "Sửa lại năm cho khớp với các chỗ khác trong văn bản.",
)

_COUNTED = re.compile(
    r"(?<![\w.,/])(?P<years>\d{1,2})\s+năm(?:\s+(?:giai đoạn|nhiệm kỳ|thời kỳ))?\s*\(?\s*$", re.IGNORECASE
)
_BETWEEN_DATES = re.compile(
    r"(?P<years>\d(?<![\w.,/]\d)\d{0,2})\s+năm\b[^;.()\d]{0,60}\(\s*(?:từ\s+)?(?:ngày\s+)?"
    r"(?:\d{1,2}/\d{1,2}/)(?P<first>\d{4})\s*(?:-|–|đến)\s*(?:ngày\s+)?(?:\d{1,2}/\d{1,2}/)(?P<last>\d{4})\s*\)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_NAMED = re.compile(r"\b(?:thời kỳ|giai đoạn|nhiệm kỳ)\s*$", re.IGNORECASE)
_SAME_WORDS = 6


def claims(text: Text) -> Iterator[Claim]:
    """Yield every named span of years that is told again."""
    named: dict[tuple[str, ...], list[tuple[Passage, Period]]] = defaultdict(list)
    for passage, sentences in zip(text.reading.passages, text.passages, strict=True):
        for name, period in _named_in(passage.text) if sentences else ():
            named[name].append((passage, period))
    for spans in named.values():
        yield from _swapped(spans)


def counted(passage: Passage) -> Iterator[Claim]:
    """Yield every number of years that stands beside its years in a passage."""
    for period in periods_in(passage.text):
        before = passage.text[max(0, period.start - 40) : period.start]
        counted = _COUNTED.search(before)
        if counted and period.years > 1:
            begin = period.start - len(before) + counted.start()
            yield _years(passage, begin, period.end, int(counted["years"]), period.last - period.first)
    for match in _BETWEEN_DATES.finditer(passage.text) if "(" in passage.text else ():
        years = int(match["last"]) - int(match["first"])
        if years > 0:
            yield _years(passage, match.start(), match.end(), int(match["years"]), years)


@kept
def _named_in(text: str) -> Iterator[tuple[tuple[str, ...], Period]]:
    """Yield the spans of years in a text that have a name, each with its last words."""
    for period in periods_in(text):
        name = _name(text[max(0, period.start - 90) : period.start])
        if name and period.years > 1:
            yield name, period


def _years(passage: Passage, start: int, end: int, printed: int, difference: int) -> Claim:
    message = ""
    if printed not in {difference, difference + 1}:
        message = f"văn bản ghi {printed} năm, hai mốc cách nhau {difference} năm"
    return Claim(YEARS, passage, start, end, message)


def _name(before: str) -> tuple[str, ...]:
    """Return the last words before a span that names something, or nothing."""
    words = _WORD.findall(before.lower())
    return tuple(words[-_SAME_WORDS:]) if _NAMED.search(before) and len(words) >= _SAME_WORDS else ()


def _swapped(spans: list[tuple[Passage, Period]]) -> Iterator[Claim]:
    for passage, period in spans:
        others = [other for _, other in spans if _changed_over(period, other)]
        same = sum(period.same(other) for _, other in spans)
        if len(spans) > 1 and not others:
            yield Claim(SWAPPED, passage, period.start, period.end)
        elif others and len(others) > same:
            message = f"ở đây ghi {period.first}-{period.last}, chỗ khác ghi {others[0].first}-{others[0].last}"
            yield Claim(SWAPPED, passage, period.start, period.end, message)


def _changed_over(one: Period, other: Period) -> bool:
    """Return whether two spans differ in one year only, by digits that changed places."""
    first = one.first != other.first and sorted(str(one.first)) == sorted(str(other.first)) and one.last == other.last
    last = one.last != other.last and sorted(str(one.last)) == sorted(str(other.last)) and one.first == other.first
    return first or last
