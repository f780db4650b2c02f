"""Step 7, check: one word or name written in two ways within one document (CT3xx)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from baocao.checks.passages import Passage, Reading
from baocao.checks.rules import Rule
from baocao.checks.texts import KEPT, kept
from baocao.checks.wording.syllables import bare
from baocao.findings import Finding, Severity
from baocao.plaintext import fold_marks

YEARLY = Rule(
    "CT301",
    Severity.INFO,
    "“hằng năm” và “hàng năm” lẫn nhau",
    "Cả hai cách đều gặp, văn bản nên dùng một cách; từ điển và văn bản pháp luật mới dùng “hằng năm”.",
    "hằng năm tăng 5%; hàng năm giảm 3%",
    "hằng năm tăng 5%; hằng năm giảm 3%",
    "Thay tất cả bằng một cách viết (Ctrl+H).",
)
TONE_PLACE = Rule(
    "CT302",
    Severity.INFO,
    "dấu thanh đặt hai kiểu: hóa và hoá",
    "Kiểu cũ đặt dấu ở chữ trước (hóa, thủy, khỏe), kiểu mới ở chữ sau (hoá, thuỷ, khoẻ); tìm kiếm không ra hết.",
    "văn hóa; văn hoá",
    "văn hóa; văn hóa",
    "Dùng một kiểu trong cả văn bản (Ctrl+H).",
)
I_OR_Y = Rule(
    "CT303",
    Severity.INFO,
    "i và y lẫn nhau: kỹ thuật và kĩ thuật",
    "Cùng một từ viết hai cách.",
    "kỹ thuật; kĩ thuật",
    "kỹ thuật; kỹ thuật",
    "Dùng một cách viết trong cả văn bản (Ctrl+H).",
)
NAME_CAPITALS = Rule(
    "CT304",
    Severity.WARNING,
    "tên riêng chỗ viết hoa, chỗ viết thường",
    "Cùng một tên, phần lớn chỗ khác viết hoa đủ các chữ.",
    "tỉnh Lạng Sơn … tỉnh Lạng Sơn … tỉnh Lạng sơn",
    "tỉnh Lạng Sơn … tỉnh Lạng Sơn … tỉnh Lạng Sơn",
    "Viết hoa như các chỗ khác.",
)
NAME_MARKS = Rule(
    "CT305",
    Severity.WARNING,
    "tên riêng khác dấu so với các chỗ khác",
    "Cùng loại địa danh, cùng chữ cái, chỉ khác dấu: thường là gõ sai dấu.",
    "huyện Tràng Định … huyện Tràng Định … huyện Tràng Định … huyện Trảng Định",
    "huyện Tràng Định … huyện Tràng Định … huyện Tràng Định … huyện Tràng Định",
    "Nếu là cùng một nơi, sửa như các chỗ khác.",
)
RULES = (YEARLY, TONE_PLACE, I_OR_Y, NAME_CAPITALS, NAME_MARKS)

_YEARLY = re.compile(r"\b(hằng|hàng)[ \u00a0](?:năm|tháng|quý|ngày|tuần)\b", re.I)
# The tone of oa, oe, uy at the end of a syllable; "qu" is a consonant.
_OLD_TONE = re.compile(r"(?<![^\W\d_])(?!q)[bcdđghklmnprstvx]*(?:[òóỏõọ][ae]|[ùúủũụ]y)(?![^\W\d_])", re.I)
_NEW_TONE = re.compile(r"(?<![^\W\d_])(?!q)[bcdđghklmnprstvx]*(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?![^\W\d_])", re.I)
_NAME = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[ \u00a0]([A-ZÀ-ỸĐ][a-zà-ỹđ]+[ \u00a0][^\W\d_]+)")
_PLACE_NAME = re.compile(
    r"\b(tỉnh|huyện|thành phố|thị xã|quận|thị trấn)[ \u00a0]([A-ZÀ-ỸĐ][a-zà-ỹđ]+[ \u00a0][A-ZÀ-ỸĐ][a-zà-ỹđ]+)(?![^\W\d_])"
)
_IY = re.compile(r"(?<![^\W\d_])[hklmst][iìíỉĩịyỳýỷỹỵ](?![^\W\d_])", re.I)
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[ \u00a0]$")
_WORD_AFTER = re.compile(r"[ \u00a0]([^\W\d_]+)")
_MUCH_MORE = 3


@dataclass(frozen=True, slots=True)
class _Use:
    """A place where one of the ways of writing stands."""

    passage: Passage
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.passage.text[self.start : self.end]


def check(reading: Reading) -> Iterator[Finding]:
    """Yield the rarer of two ways in which the document writes one thing."""
    yield from _styles(reading)
    yield from _i_or_y(reading)
    yield from _capitals(reading)
    yield from _marks(reading)


def _spans(pattern: re.Pattern[str]) -> Callable[[str], tuple[tuple[int, int], ...]]:
    """Return what tells where a pattern stands in a text."""
    return kept(lambda text: (match.span() for match in pattern.finditer(text)))


def _names(pattern: re.Pattern[str]) -> Callable[[str], tuple[tuple[str, int, int], ...]]:
    """Return what tells the names that a pattern finds in a text (its second group), each after a word (its first)."""
    return kept(lambda text: ((match[1].lower(), *match.span(2)) for match in pattern.finditer(text)))


_yearly_in, _old_tones_in, _new_tones_in = map(_spans, (_YEARLY, _OLD_TONE, _NEW_TONE))
_names_in, _place_names_in = map(_names, (_NAME, _PLACE_NAME))
_folded = lru_cache(maxsize=KEPT)(fold_marks)


def _uses(reading: Reading, spans: Callable[[str], Iterable[tuple[int, int]]]) -> list[_Use]:
    return [_Use(passage, *span) for passage in reading.passages for span in spans(passage.text)]


def _styles(reading: Reading) -> Iterator[Finding]:
    """Yield one finding for each habit that the document has in two ways, at the first place of the rarer one."""
    yearly = _uses(reading, _yearly_in)
    ways = [[use for use in yearly if use.words.lower().startswith(word)] for word in ("hằng", "hàng")]
    yield from _mixed(reading, YEARLY, *ways)
    yield from _mixed(reading, TONE_PLACE, _uses(reading, _old_tones_in), _uses(reading, _new_tones_in))


def _mixed(reading: Reading, rule: Rule, first: list[_Use], second: list[_Use]) -> Iterator[Finding]:
    if not first or not second:
        return
    rare, usual = sorted((second, first), key=len)
    use = rare[0]
    same = fold_marks(use.words)
    other = next((one for one in usual if fold_marks(one.words) == same), usual[0])
    message = f'viết như "{use.words}" {len(rare)} chỗ, như "{other.words}" {len(usual)} chỗ'
    yield rule.found(reading.place(use.passage, use.start, use.end), message)


def _i_or_y(reading: Reading) -> Iterator[Finding]:
    """Yield words of two syllables that stand with i and with y, each pair once."""
    ways: dict[tuple[str, str], dict[str, list[_Use]]] = defaultdict(lambda: defaultdict(list))
    for passage in reading.passages:
        for words, letter, start, end in _with_i_or_y(passage.text):
            ways[words][letter].append(_Use(passage, start, end))
    for uses in ways.values():
        yield from _mixed(reading, I_OR_Y, uses["y"], uses["i"])


@kept
def _with_i_or_y(text: str) -> Iterator[tuple[tuple[str, str], str, int, int]]:
    """Yield words of two syllables of which one ends in i or y: what they are but for it, which of the two, where."""
    for match in _IY.finditer(text):
        letters, tone = bare(match[0])
        before = _WORD_BEFORE.search(text, max(0, match.start() - 12), match.start())
        after = _WORD_AFTER.match(text, match.end())
        syllable = letters[0] + tone
        if before is not None:
            yield (before[1].lower(), syllable), letters[1], before.start(), match.end()
        if after is not None:
            yield (syllable, after[1].lower()), letters[1], match.start(), after.end()


def _capitals(reading: Reading) -> Iterator[Finding]:
    """Yield names of two words whose second word has lost its capital, after the same word as where it has it."""
    for uses in _after_one_word(reading, _names_in):
        yield from _rare(reading, NAME_CAPITALS, uses, str.lower, _has_lost_its_capital)


def _has_lost_its_capital(rare: str, usual: str) -> bool:
    return rare.split()[1].islower() and usual.istitle()


def _marks(reading: Reading) -> Iterator[Finding]:
    """Yield names of places that differ in their marks alone from one of the same kind that stands more often."""
    for uses in _after_one_word(reading, _place_names_in):
        yield from _rare(reading, NAME_MARKS, uses, _folded, lambda rare, usual: True)


def _after_one_word(reading: Reading, names: Callable[[str], Iterable[tuple[str, int, int]]]) -> Iterable[list[_Use]]:
    """Return the names of a document, those after the same word together."""
    groups: dict[str, list[_Use]] = defaultdict(list)
    for passage in reading.passages:
        for word, start, end in names(passage.text):
            groups[word].append(_Use(passage, start, end))
    return groups.values()


def _rare(
    reading: Reading,
    rule: Rule,
    uses: Iterable[_Use],
    key: Callable[[str], str],
    wrong: Callable[[str, str], bool],
) -> Iterator[Finding]:
    """Yield the uses that are ``wrong`` beside another one of the same key that stands much more often."""
    groups: dict[str, dict[str, list[_Use]]] = defaultdict(lambda: defaultdict(list))
    for use in uses:
        words = use.words.replace("\u00a0", " ")
        groups[key(words)][words].append(use)
    for ways in groups.values():
        usual = max(ways, key=lambda words: len(ways[words]))
        for words, rare in ways.items():
            if words != usual and len(ways[usual]) >= _MUCH_MORE * len(rare) and wrong(words, usual):
                for use in rare:
                    message = f'"{words}", chỗ khác viết "{usual}" ({len(ways[usual])} lần)'
                    yield rule.found(reading.place(use.passage, use.start, use.end), message, f"Viết {usual}.")
