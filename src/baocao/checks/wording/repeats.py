"""Step 7, check: words typed twice (CT1xx).

Vietnamese doubles syllables on purpose (luôn luôn), and two compounds may meet in the same syllable (hành vi vi phạm).
So a syllable said twice is told only where the second one can begin nothing, or where the document itself shows that
the first one ends a word and the second one begins none.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from baocao.checks.passages import Passage, Reading
from baocao.checks.rules import Rule
from baocao.checks.vocabulary import ACTORS, NEVER_LAST, SAID_TWICE
from baocao.findings import Finding, Severity

DOUBLED = Rule(
    "CT101",
    Severity.ERROR,
    "từ gõ lặp hai lần",
    "Cùng một từ đứng liền hai lần, không phải từ láy.",
    "nắm chắc tình hình hình, kịp thời xử lý",
    "nắm chắc tình hình, kịp thời xử lý",
    "Xóa một từ.",
)
VERB_AGAIN = Rule(
    "CT102",
    Severity.WARNING,
    "động từ lặp lại hai bên một cụm chỉ thời gian",
    "Câu sửa dở: động từ đã chuyển chỗ nhưng chưa xóa ở chỗ cũ.",
    "tỷ lệ trẻ đến trường đạt hằng năm đạt trên 99%",
    "tỷ lệ trẻ đến trường hằng năm đạt trên 99%",
    "Xóa một trong hai động từ.",
)
RULES = (DOUBLED, VERB_AGAIN)

_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 5
_VERBS = "đạt|tăng|giảm|chiếm|bằng|còn|thực hiện|hoàn thành"
_TIMES = r"hằng năm|hàng năm|hằng tháng|hàng tháng|bình quân|(?:trong |đến |hết )?năm \d{4}"
_AGAIN = re.compile(rf"(?<!\w)({_VERBS}) (?:{_TIMES}) (?:ước )?\1(?!\w)", re.I)


@dataclass(frozen=True, slots=True)
class _Run:
    """Words of one passage between which nothing but one blank stands, in small letters, with their places.

    ``closed``: a mark that ends a clause follows, or nothing does.
    """

    words: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    closed: bool


def check(reading: Reading) -> Iterator[Finding]:
    """Yield words said twice in a row, and verbs said again."""
    runs = [(passage, run) for passage in reading.passages for run in _runs(passage.text)]
    pairs = Counter(pair for _, run in runs for pair in itertools.pairwise(run.words))
    for passage, run in runs:
        for first, length in _repeated(run, pairs):
            if not _is_name(passage, run, first, length):
                start, end = run.places[first][0], run.places[first + 2 * length - 1][1]
                words = passage.text[slice(run.places[first][0], run.places[first + length - 1][1])]
                yield DOUBLED.found(reading.place(passage, start, end), f'"{words.lower()}" đứng liền hai lần')
    for passage in reading.passages:
        for match in _AGAIN.finditer(passage.text.replace("\u00a0", " ")):
            yield VERB_AGAIN.found(reading.place(passage, *match.span()), f'"{match[1]}" lặp lại trong "{match[0]}"')


def _runs(text: str) -> Iterator[_Run]:
    words: list[re.Match[str]] = []
    for match in _WORD.finditer(text):
        if words and text[words[-1].end() : match.start()] not in (" ", "\u00a0"):
            yield _run(words, text)
            words = []
        words.append(match)
    if words:
        yield _run(words, text)


def _run(words: list[re.Match[str]], text: str) -> _Run:
    closed = text[words[-1].end() :].lstrip()[:1] in ("", ".", ",", ";", ":", ")", "”")
    return _Run(tuple(match[0].lower() for match in words), tuple(match.span() for match in words), closed)


def _repeated(run: _Run, pairs: Counter[tuple[str, str]]) -> Iterator[tuple[int, int]]:
    """Yield place and length of every group of words that follows itself and should not."""
    at = 0
    while at < len(run.words):
        length = next((size for size in range(_LONGEST, 0, -1) if _follows_itself(run.words, at, size)), 0)
        if length > 1 and len(set(run.words[at : at + length])) > 1:
            if not _acts(run, at, length):
                yield at, length
            at += 2 * length
            continue
        if length and _slip(run, at, pairs):
            yield at, 1
        at += 1


def _follows_itself(words: tuple[str, ...], at: int, size: int) -> bool:
    beyond = at + 2 * size
    return beyond <= len(words) and words[at] == words[at + size] and words[at : at + size] == words[at + size : beyond]


def _slip(run: _Run, at: int, pairs: Counter[tuple[str, str]]) -> bool:
    """Return whether the syllable at ``at`` and the same one after it are a slip of the hand."""
    word = run.words[at]
    if word in SAID_TWICE or len(word) == 1 or run.words[at : at + 3] == (word,) * 3:
        return False
    if word in NEVER_LAST:
        return True
    before = run.words[at - 1] if at else None
    ends_a_word = before is not None and pairs[before, word] > 1
    if at + 2 == len(run.words):
        return before is not None and run.closed
    after = run.words[at + 2]
    begins_one = pairs[word, after] > 1
    follows = at + 3 < len(run.words) and pairs[after, run.words[at + 3]] > 1
    return ends_a_word and not begins_one and follows


def _acts(run: _Run, at: int, length: int) -> bool:
    """Return whether the words name an actor first and his acting then: "các tổ chức tổ chức", also capitalised."""
    return "_".join(run.words[at : at + length]) in ACTORS and at > 0 and run.words[at - 1] in _MANY


_MANY = frozenset(("các", "những", "chí", "ban", "quan", "một", "mỗi", "từng", "cấp", "và"))


def _is_name(passage: Passage, run: _Run, first: int, length: int) -> bool:
    """Return whether either group of words is written as a name, so that the two are different things."""
    text = passage.text
    if text.upper() == text:
        return False
    signs = [text[run.places[at][0]] for at in range(first, first + 2 * length)]
    opens = text[: run.places[first][0]].rstrip()[-1:] in ("", ".", ":", "-", "+", ")")
    return any(sign.isupper() for sign in signs[1 if opens else 0 :])
