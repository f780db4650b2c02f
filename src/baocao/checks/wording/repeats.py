"""Step 7, check: words typed twice (CT1xx).

Vietnamese doubles syllables on purpose (luôn luôn), and two compounds may meet in the same syllable (hành vi vi phạm).
So a syllable said twice is told only where the second one can begin nothing, or where the document itself shows that
the first one ends a word and the second one begins none, or that it writes another syllable in the place of one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from baocao.checks.passages import Passage, Reading
from baocao.checks.rules import Rule
from baocao.checks.texts import KEPT, Fault, kept
from baocao.checks.vocabulary import (
    ACTORS,
    FUNCTION_WORDS,
    MAKES_NOUNS,
    NAMES_ACTORS,
    NEVER_LAST,
    OPENING,
    SAID_TWICE,
    words,
)
from baocao.findings import Finding, Severity
from baocao.plaintext import fold_marks

DOUBLED = Rule(
    "CT101",
    Severity.ERROR,
    "từ gõ lặp hai lần",
    "Cùng một từ đứng liền hai lần, không phải từ láy.",
    "nắm chắc tình hình hình, kịp thời xử lý",
    "nắm chắc tình hình, kịp thời xử lý",
    "Xóa một từ.",
)
SAID_AGAIN = Rule(
    "CT102",
    Severity.WARNING,
    "từ lặp lại hai bên một cụm chỉ thời gian hoặc một số",
    "Câu sửa dở: từ đã chuyển chỗ nhưng chưa xóa ở chỗ cũ.",
    "tỷ lệ trẻ đến trường đạt hằng năm đạt trên 99%",
    "tỷ lệ trẻ đến trường hằng năm đạt trên 99%",
    "Xóa một trong hai từ.",
)
RULES = (DOUBLED, SAID_AGAIN)

_RUN = re.compile(r"[^\W\d_]+(?:[ \u00a0][^\W\d_]+)+")
_LONGEST = 5
_MANY = words("các những chí ban quan một mỗi từng cấp và")
"""What stands before the name of an actor: các tổ chức, đồng chí lãnh đạo."""
_BY_TURNS = words("từng mỗi dần ngày")
"""First words of phrases that are said twice on purpose: từng bước từng bước."""
_VERBS = "đạt|tăng|giảm|chiếm|bằng|còn|thực hiện|hoàn thành"
_TIMES = r"hằng năm|hàng năm|hằng tháng|hàng tháng|bình quân|(?:trong |đến |hết )?năm \d{4}"
_AMOUNT = r"\d+(?:[.,]\d+)*(?: ?%| (?:lần|ha|km|tấn|(?:tỷ|triệu|nghìn) đồng|điểm phần trăm|điểm %))?"
_AGAIN = re.compile(
    rf"\b(?:({_VERBS}) (?:{_TIMES}) (?:ước )?\1|(so|tăng|giảm|chiếm|đạt|ước|khoảng) {_AMOUNT} \2)(?!\w)", re.I
)
"""What is counted is not looked past: "đạt 12 xã đạt chuẩn" is right."""
_BEFORE_NUMBER = re.compile(r"\b(từ|đến|khoảng) \1(?= \d)", re.I)
"""Said twice on purpose elsewhere, if at all (từ từ); not before a number."""


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
        for run in _doubtful(passage.text):
            for first, length, meant in _repeated(run, known):
                if not _is_name(passage, run, first, length):
                    group = " ".join(run.words[first : first + length])
                    place = reading.place(passage, *run.place(first, 2 * length))
                    told = f", chỗ khác trong văn bản viết “{meant}”" if meant else ""
                    hint = f"Viết “{meant}”, hoặc xóa một từ." if meant else ""
                    yield DOUBLED.found(place, f'"{group}" đứng liền hai lần{told}', hint)
        for fault in _faults(passage.text):
            yield fault.found(reading, passage)


@kept
def _faults(text: str) -> Iterator[Fault]:
    text = text.replace("\u00a0", " ")
    for match in _BEFORE_NUMBER.finditer(text):
        yield Fault(DOUBLED, *match.span(), f'"{match[1]}" đứng liền hai lần trước một số')
    for match in _AGAIN.finditer(text):
        yield Fault(SAID_AGAIN, *match.span(), f'"{match[1] or match[2]}" lặp lại trong "{match[0]}"')


class _Pairs:
    """Which words stand side by side in a document; looked for when asked, since few are asked."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    @cached_property
    def _said(self) -> str:
        """All words in small letters, each between two blanks; a line end where words do not stand side by side."""
        return "".join(_words_in(passage.text) for passage in self._reading.passages)

    def _places(self, *words: str) -> list[int]:
        """Return where these words stand side by side: the offsets of the blanks before the first one."""
        wanted = "  ".join(("", *words, ""))[1:-1]
        places = [self._said.find(wanted)]
        while places[-1] >= 0:
            places.append(self._said.find(wanted, places[-1] + 1))
        return places[:-1]

    def _before(self, *words: str) -> set[str]:
        """Return the words that stand before these."""
        said = self._said
        return {said[said.rindex(" ", 0, at - 1) + 1 : at - 1] for at in self._places(*words) if said[at - 1] == " "}

    def elsewhere(self, first: str, second: str) -> bool:
        """Return whether the two words stand side by side in more than one place."""
        return len(self._places(first, second)) > 1

    def before(self, word: str) -> list[str]:
        """Return the other words that stand before ``word`` in more than one place, in order."""
        return sorted(one for one in self._before(word) if one != word and self.elsewhere(one, word))

    def only_before(self, first: str, second: str) -> str | None:
        """Return the word that makes one word with ``first`` wherever ``first second`` stands; None when none does.

        The two stand in more than one place behind it, behind no other word but ``first`` itself; and it stands with
        ``first`` without ``second`` too: "cơ" of "sở y", where "cơ sở y tế" is said twice, and "cơ sở vật chất".
        """
        others = self._before(first, second) - {first}
        if len(others) != 1:
            return None
        other = next(iter(others))
        together = len(self._places(other, first, second))
        return other if 1 < together < len(self._places(other, first)) else None


@kept
def _doubtful(text: str) -> Iterator[_Run]:
    """Yield the runs in which some word stands twice."""
    for match in _RUN.finditer(text):
        written = tuple(match[0].replace("\u00a0", " ").split(" "))
        words = tuple(word.lower() for word in written)
        if len(set(words)) < len(words):
            closed = text[match.end() : match.end() + 3].lstrip()[:1] in ("", ".", ",", ";", ":", ")", "”")
            yield _Run(written, words, match.start(), closed)


@lru_cache(maxsize=KEPT)
def _words_in(text: str) -> str:
    """Return the words of a text as ``_Pairs`` looks for them."""
    runs = (match[0].lower().replace("\u00a0", " ").replace(" ", "  ") for match in _RUN.finditer(text))
    return "".join(f"\n {words} " for words in runs)


def _repeated(run: _Run, known: _Pairs) -> Iterator[tuple[int, int, str]]:
    """Yield place and length of every group of words that follows itself and should not, and what may be meant."""
    at = 0
    while at < len(run.words):
        length = next((size for size in range(_LONGEST, 0, -1) if _follows_itself(run.words, at, size)), 0)
        if length > 1 and len(set(run.words[at : at + length])) > 1:
            if run.words[at] not in _BY_TURNS and not _acts(run, at, length):
                yield at, length, ""
            at += 2 * length
            continue
        if length and _may_slip(run, at):
            meant = _meant(run, at, known)
            if meant or _slip(run, at, known):
                yield at, 1, meant
        at += 1


def _follows_itself(words: tuple[str, ...], at: int, size: int) -> bool:
    beyond = at + 2 * size
    return beyond <= len(words) and words[at] == words[at + size] and words[at : at + size] == words[at + size : beyond]


def _may_slip(run: _Run, at: int) -> bool:
    word = run.words[at]
    return word not in SAID_TWICE and len(word) > 1 and run.words[at : at + 3] != (word,) * 3


def _slip(run: _Run, at: int, known: _Pairs) -> bool:
    """Return whether the syllable at ``at`` and the same one after it are a slip of the hand."""
    word = run.words[at]
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


def _meant(run: _Run, at: int, known: _Pairs) -> str:
    """Return what the document writes elsewhere where a syllable stands twice here, empty when nothing shows it.

    Either with other marks ("kỹ thuật tiến tiến", elsewhere "tiên tiến"), where the syllable makes a word with none of
    its neighbours; or with another syllable before the same words ("các sở sở y tế", elsewhere always "cơ sở y tế").
    """
    word = run.words[at]
    before = run.words[at - 1] if at else ""
    after = run.words[at + 2] if at + 2 < len(run.words) else ""
    if word in NEVER_LAST:
        return ""
    if not known.elsewhere(before, word) and not known.elsewhere(word, after):
        marks = fold_marks(word)
        other = next((one for one in known.before(word) if fold_marks(one) == marks), None)
        return f"{other} {word}" if other else ""
    if before in OPENING and after:
        other = known.only_before(word, after)
        return f"{other} {word}" if other and other not in OPENING | FUNCTION_WORDS else ""
    return ""


def _acts(run: _Run, at: int, length: int) -> bool:
    """Return whether the words name an actor first and his acting then, or a deed and then what bears its name.

    "các tổ chức tổ chức" (also capitalised), "cơ quan điều tra điều tra", "xuất bản xuất bản phẩm".
    """
    before = run.words[at - 1] if at else ""
    after = run.words[at + 2 * length] if at + 2 * length < len(run.words) else ""
    named = "_".join(run.words[at : at + length]) in ACTORS and before in _MANY
    actor = before in NAMES_ACTORS or "_".join(run.words[max(0, at - 2) : at]) in NAMES_ACTORS
    return named or actor or after in MAKES_NOUNS


def _is_name(passage: Passage, run: _Run, first: int, length: int) -> bool:
    """Return whether either group of words is written as a name, so that the two are different things."""
    text = passage.text
    if text.upper() == text:
        return False
    signs = [text[run.place(at, 1)[0]] for at in range(first, first + 2 * length)]
    opens = text[: run.place(first, 1)[0]].rstrip()[-1:] in ("", ".", ":", "-", "+", ")")
    return any(sign.isupper() for sign in signs[1 if opens else 0 :])
