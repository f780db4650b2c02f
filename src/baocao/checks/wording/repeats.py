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
from functools import cached_property

from baocao.checks.passages import Passage, Reading
from baocao.checks.rules import Rule
from baocao.checks.vocabulary import ACTORS, NEVER_LAST, SAID_TWICE, words
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

_RUN = re.compile(r"[^\W\d_]+(?:[ \u00a0][^\W\d_]+)+")
_LONGEST = 5
_MANY = words("các những chí ban quan một mỗi từng cấp và")
"""What stands before the name of an actor: các tổ chức, đồng chí lãnh đạo."""
_BY_TURNS = words("từng mỗi dần ngày")
"""First words of phrases that are said twice on purpose: từng bước từng bước."""
_VERBS = "đạt|tăng|giảm|chiếm|bằng|còn|thực hiện|hoàn thành"
_TIMES = r"hằng năm|hàng năm|hằng tháng|hàng tháng|bình quân|(?:trong |đến |hết )?năm \d{4}"
_AGAIN = re.compile(rf"(?<!\w)({_VERBS}) (?:{_TIMES}) (?:ước )?\1(?!\w)", re.I)


@dataclass(frozen=True, slots=True)
class _Run:
    """Words of one passage between which nothing but one blank stands, as written; where the first one begins.

    ``words`` are the same in small letters.  ``closed``: a mark that ends a clause follows, or nothing does.
    """

    written: tuple[str, ...]
    words: tuple[str, ...]
    start: int
    closed: bool

    def place(self, first: int, count: int) -> tuple[int, int]:
        """Return where ``count`` words from the one at ``first`` on begin and end in the passage."""
        start = self.start + sum(len(word) + 1 for word in self.written[:first])
        return start, start + sum(len(word) + 1 for word in self.written[first : first + count]) - 1


def check(reading: Reading) -> Iterator[Finding]:
    """Yield words said twice in a row, and verbs said again."""
    known = _Pairs(reading)
    for passage in reading.passages:
        for run in _runs(passage.text):
            if len(set(run.words)) == len(run.words):
                continue
            for first, length in _repeated(run, known):
                if not _is_name(passage, run, first, length):
                    group = " ".join(run.words[first : first + length])
                    place = reading.place(passage, *run.place(first, 2 * length))
                    yield DOUBLED.found(place, f'"{group}" đứng liền hai lần')
        for match in _AGAIN.finditer(passage.text.replace("\u00a0", " ")):
            yield VERB_AGAIN.found(reading.place(passage, *match.span()), f'"{match[1]}" lặp lại trong "{match[0]}"')


class _Pairs:
    """How often two words stand side by side in a document; counted when first asked."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    @cached_property
    def _counts(self) -> Counter[tuple[str, str]]:
        runs = (run for passage in self._reading.passages for run in _runs(passage.text))
        return Counter(pair for run in runs for pair in itertools.pairwise(run.words))

    def elsewhere(self, first: str, second: str) -> bool:
        """Return whether the two words stand side by side in more than one place."""
        return self._counts[first, second] > 1


def _runs(text: str) -> Iterator[_Run]:
    for match in _RUN.finditer(text):
        written = tuple(match[0].replace("\u00a0", " ").split(" "))
        closed = text[match.end() : match.end() + 3].lstrip()[:1] in ("", ".", ",", ";", ":", ")", "”")
        yield _Run(written, tuple(word.lower() for word in written), match.start(), closed)


def _repeated(run: _Run, known: _Pairs) -> Iterator[tuple[int, int]]:
    """Yield place and length of every group of words that follows itself and should not."""
    at = 0
    while at < len(run.words):
        length = next((size for size in range(_LONGEST, 0, -1) if _follows_itself(run.words, at, size)), 0)
        if length > 1 and len(set(run.words[at : at + length])) > 1:
            if run.words[at] not in _BY_TURNS and not _acts(run, at, length):
                yield at, length
            at += 2 * length
            continue
        if length and _slip(run, at, known):
            yield at, 1
        at += 1


def _follows_itself(words: tuple[str, ...], at: int, size: int) -> bool:
    beyond = at + 2 * size
    return beyond <= len(words) and words[at] == words[at + size] and words[at : at + size] == words[at + size : beyond]


def _slip(run: _Run, at: int, known: _Pairs) -> bool:
    """Return whether the syllable at ``at`` and the same one after it are a slip of the hand."""
    word = run.words[at]
    if word in SAID_TWICE or len(word) == 1 or run.words[at : at + 3] == (word,) * 3:
        return False
    if word in NEVER_LAST:
        return True
    before = run.words[at - 1] if at else None
    ends_a_word = before is not None and known.elsewhere(before, word)
    if at + 2 == len(run.words):
        return before is not None and run.closed
    after = run.words[at + 2]
    begins_one = known.elsewhere(word, after)
    follows = at + 3 < len(run.words) and known.elsewhere(after, run.words[at + 3])
    return ends_a_word and not begins_one and follows


def _acts(run: _Run, at: int, length: int) -> bool:
    """Return whether the words name an actor first and his acting then: "các tổ chức tổ chức", also capitalised."""
    return "_".join(run.words[at : at + length]) in ACTORS and at > 0 and run.words[at - 1] in _MANY


def _is_name(passage: Passage, run: _Run, first: int, length: int) -> bool:
    """Return whether either group of words is written as a name, so that the two are different things."""
    text = passage.text
    if text.upper() == text:
        return False
    signs = [text[run.place(at, 1)[0]] for at in range(first, first + 2 * length)]
    opens = text[: run.place(first, 1)[0]].rstrip()[-1:] in ("", ".", ":", "-", "+", ")")
    return any(sign.isupper() for sign in signs[1 if opens else 0 :])
