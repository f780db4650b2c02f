"""Step 7, check: a passage cut into sentences whose numbers know what is said of them: value, share, rate, change.

The grammar is small on purpose.  What a number is depends on the few words before it ("chiếm", "đạt", "tăng", "từ"
... "còn") and on whether those words have a subject of their own.  What is not understood is a plain value.
"""

from __future__ import annotations

import enum
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from baocao.checks.arithmetic.periods import Period
from baocao.checks.arithmetic.quantities import Fraction, Kind, Quantity
from baocao.checks.arithmetic.tokens import tokens_in
from baocao.checks.passages import Passage
from baocao.checks.texts import kept
from baocao.checks.vocabulary import words


class Role(enum.Enum):
    """What a number says: how much there is, or something about another number."""

    VALUE = "value"
    FROM = "from"
    TO = "to"
    SHARE = "share"
    RATE = "rate"
    CHANGE = "change"
    TIMES = "times"


ABOUT_ANOTHER = (Role.SHARE, Role.RATE, Role.CHANGE, Role.TIMES)


@dataclass(frozen=True, slots=True)
class Mention:
    """A number in a sentence with the words around it.

    ``quantity``: the number itself; of a fraction the part.  ``subject``: the words before it that name what it counts,
    without verbs; ``own``: they stand in its own clause, so the number is not about the one before.  ``cue``: the
    verbs and fillers before it; ``after``: the words that follow up to the next mark or number.  ``group``: the offset of
    the parenthesis it stands in (-1: none), ``clause``: how many semicolons precede it outside parentheses.
    ``sign``: 1 for a rise, -1 for a fall, 0 when nothing is said.  ``average``: it is a mean over years;
    ``remaining``: it is what is left of a whole after its other parts.
    """

    token: Quantity | Fraction
    quantity: Quantity
    role: Role
    subject: str
    own: bool
    cue: str
    after: str
    group: int
    clause: int
    sign: int
    period: Period | None
    average: bool
    remaining: bool

    @property
    def start(self) -> int:
        """Where it begins in the passage."""
        return self.token.start

    @property
    def end(self) -> int:
        """Where it ends in the passage."""
        return self.token.end

    @property
    def about_another(self) -> bool:
        """Whether it says something about the number before it."""
        return self.role in ABOUT_ANOTHER and not self.own


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a passage, from ``start`` to ``end``; ``parents`` gives for each parenthesis the one around it."""

    passage: Passage
    index: int
    start: int
    end: int
    mentions: tuple[Mention, ...] = ()
    periods: tuple[Period, ...] = ()
    parents: dict[int, int] = field(default_factory=dict)
    closings: dict[int, int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The words of the sentence."""
        return self.passage.text[self.start : self.end]


_MOST_NUMBERS = 100  # more in one sentence are a table that lost its lines, not prose
_STOP = re.compile(r"[.!?…](?=\s+[^\W\d_]|\s+\(\d)|\n")
_ABBREVIATED = re.compile(r"(?:^|[\s(])(?:[A-ZĐ]|TP|Tp|tp|GS|TS|ThS|PGS|Q|P|TX|TT|Đ/c|đ/c|v\.v|QL|ĐT)$")
_MARKS = re.compile(r"[;:,()]|\s[-–]\s(?=[^\W\d_])")
_BARE_NUMBER = re.compile(r"\d+(?:[.,]\d+)*%?")
_BRACKET = re.compile(r"[()]")
_WORD = re.compile(r"[^\W\d_]+")
_AVERAGE = re.compile(r"\b(?:bình quân|trung bình|mỗi năm)\b")
_AVERAGED = ("bình", "mỗi năm")
_YEARLY = re.compile(r"\b(?:hằng|hàng) năm\b")
_REMAINING = re.compile(r"\b(?:còn lại|khác)\b")
_LEFT_OVER = ("còn lại", "khác")
_EACH_YEAR = re.compile(r"\s*(?:/năm|mỗi năm|một năm|(?:hằng|hàng) năm)")
_COMPARED = re.compile(r"\bso\b")
_OF_THE_YEAR = re.compile(r"\s*(?:vào |trong |của |ở |\()?(?:năm|giai đoạn)?\s*")
_COMPARED_WITH = re.compile(r"\bso với\s+(?:cùng kỳ\s+)?(?:năm|giai đoạn)?\s*$")
_FILLERS = words(
    "tăng giảm thêm đạt ước thực hiện bằng chiếm tỷ tỉ lệ trọng gấp khoảng trên hơn gần dưới bình quân hằng hàng "
    "năm mỗi tương đương ứng với tới đến được là còn hoàn thành vượt lên xuống mức cao thấp và đã chỉ từ ít nhất "
    "xấp xỉ khá mạnh nhẹ tốc độ cùng kỳ lại cả chừng dự kiến có thì nâng hạ lũy luỹ kế kéo rút ngắn tối thiểu đa "
    "riêng"
)
_CONNECTED = words("với và nhưng do để thì mà số tổng trong có")
_RISE = frozenset({"tăng", "cao", "vượt", "nâng"})
_FALL = frozenset({"giảm", "thấp", "hạ"})


_Parts = tuple[int, int, tuple[Mention, ...], tuple[Period, ...], dict[int, int], dict[int, int]]
"""A sentence without its passage: where it begins and ends, mentions, periods, parents, closings."""


def sentences_of(passage: Passage, index: int) -> list[Sentence]:
    """Return the sentences of a passage, in order; none when it is but a number."""
    found = _sentences_in(passage.text)
    return [Sentence(passage, index, *parts) for parts in found] if found else []


@kept
def _sentences_in(text: str) -> Iterator[_Parts]:
    if _BARE_NUMBER.fullmatch(text):
        return  # a cell, of which the passage itself says nothing
    tokens = tokens_in(text)
    for start, end in _pieces(text):
        inside = [token for token in tokens if start <= token.start < end]
        parents, closings = _parentheses(text, start, end)
        periods = tuple(token for token in inside if isinstance(token, Period))
        numbers = [token for token in inside if not isinstance(token, Period)]
        if len(numbers) > _MOST_NUMBERS:
            numbers = []
        mentions = tuple(_mentions(text, start, end, numbers, periods, parents, closings))
        yield start, end, mentions, periods, parents, closings


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in _STOP.finditer(text):
        follows = text[stop.end() :].lstrip()[:1]
        if stop[0] != "\n" and (
            follows.islower() or _ABBREVIATED.search(text[max(start, stop.start() - 8) : stop.start()])
        ):
            continue
        yield start, stop.end()
        start = stop.end()
    if text[start:].strip():
        yield start, len(text)


def _parentheses(text: str, start: int, end: int) -> tuple[dict[int, int], dict[int, int]]:
    """Return for each opening parenthesis the one around it (-1: none), and where each is closed."""
    parents: dict[int, int] = {}
    closings: dict[int, int] = {}
    open_now = -1
    for mark in _BRACKET.finditer(text, start, end):
        at = mark.start()
        if mark[0] == "(":
            parents[at] = open_now
            open_now = at
        elif open_now >= 0:
            closings[open_now] = at
            open_now = parents[open_now]
    while open_now >= 0:  # never closed: it does not count
        parents.pop(open_now)
        open_now = next(
            (opening for opening in reversed(parents) if opening < open_now and opening not in closings), -1
        )
    return {key: parent if parent in closings else -1 for key, parent in parents.items()}, closings


def _mentions(
    text: str,
    start: int,
    end: int,
    numbers: list[Quantity | Fraction],
    periods: tuple[Period, ...],
    parents: dict[int, int],
    closings: dict[int, int],
) -> Iterator[Mention]:
    if not numbers:
        return
    previous: Mention | None = None
    parted = [at for at in _semicolons(text, start, end) if not any(o < at < closings[o] for o in parents)]
    ends = [*(number.start for number in numbers[1:]), end]
    gap_start, marks = start, list(_MARKS.finditer(text, start, numbers[0].start))
    for token, until in zip(numbers, ends, strict=True):
        quantity = token.part if isinstance(token, Fraction) else token
        group = max((opening for opening in parents if opening < token.start < closings[opening]), default=-1)
        clause = bisect_left(parted, token.start)
        left = text[marks[-1].end() if marks else gap_start : token.start]
        following = list(_MARKS.finditer(text, token.end, until))
        after = text[token.end : following[0].start() if following else until]
        subject, cues = _split(left)
        cue = " ".join(cues)
        own = bool(subject) and (previous is None or bool(marks) or _has_subject(subject, previous.quantity))
        role = _role(cues, token)
        if role is Role.VALUE and previous is not None and _bare_share(text, token, group, closings, previous):
            role = Role.SHARE
        sign = _sign(cues)
        if role is Role.TO and not sign and previous is not None and previous.role is Role.FROM:
            sign = previous.sign
        period = _period(text, token, gap_start, after, periods, previous, clause)
        before = f"{subject} {cue}"
        average = _is_average(role, before, after)
        remaining = any(word in before for word in _LEFT_OVER) and _REMAINING.search(before) is not None
        previous = Mention(
            token, quantity, role, subject, own, cue, after, group, clause, sign, period, average, remaining
        )
        yield previous
        gap_start, marks = token.end, following


def _semicolons(text: str, start: int, end: int) -> Iterator[int]:
    at = text.find(";", start, end)
    while at >= 0:
        yield at
        at = text.find(";", at + 1, end)


def _bare_share(text: str, token: Quantity | Fraction, group: int, closings: dict[int, int], previous: Mention) -> bool:
    """Return whether a rate stands alone in a parenthesis after what it is the share of: "60.908 hồ sơ (77,34%)"."""
    if group < previous.end or isinstance(token, Fraction) or token.kind is not Kind.PERCENT:
        return False
    alone = not text[group + 1 : token.start].strip() and not text[token.end : closings[group]].strip()
    return alone and previous.role is Role.VALUE and previous.quantity.kind in (Kind.COUNT, Kind.MEASURE)


def _split(left: str) -> tuple[str, list[str]]:
    """Return the words that name something, and the verbs and fillers between them and the number."""
    words = _WORD.findall(left.lower())
    at = len(words)
    while at and words[at - 1] in _FILLERS:
        at -= 1
    return " ".join(words[:at]), words[at:]


def _has_subject(subject: str, before: Quantity) -> bool:
    """Return whether words that follow a number without a mark speak of something else than that number."""
    words = subject.split()
    noun = len(before.unit) if before.kind is Kind.COUNT else 0
    return any(word in _CONNECTED for word in words[noun:])


def _role(cue: list[str], token: Quantity | Fraction) -> Role:
    if isinstance(token, Fraction):
        return Role.VALUE
    for place in range(len(cue) - 1, -1, -1):
        word = cue[place]
        if word == "gấp" or (token.kind is Kind.TIMES and word in _RISE | _FALL):
            return Role.TIMES if token.kind is Kind.TIMES else Role.VALUE
        if word == "chiếm" and token.kind is Kind.PERCENT:
            return Role.SHARE
        if word in {"lên", "xuống", "còn"} or (word == "thành" and cue[place - 1 : place] != ["hoàn"]):
            return Role.TO
        if word == "từ":
            return Role.FROM
        if word in _RISE | _FALL:
            return Role.CHANGE
        if word == "lệ" and "chiếm" in cue[:place]:
            continue
        if word in {"đạt", "bằng", "ứng", "đương", "thành", "lệ"} and token.kind is Kind.PERCENT:
            return Role.CHANGE if _sign(cue[:place]) and word == "lệ" else Role.RATE
    return Role.VALUE


def _is_average(role: Role, before: str, after: str) -> bool:
    if role is Role.CHANGE and "năm" in before and _YEARLY.search(before):
        return True
    said = any(word in before for word in _AVERAGED) and _AVERAGE.search(before)
    return bool(said or ("năm" in after and _EACH_YEAR.match(after)))


def _sign(cue: list[str]) -> int:
    for word in reversed(cue):
        if word in _RISE:
            return 1
        if word in _FALL:
            return -1
    return 0


def _period(
    text: str,
    token: Quantity | Fraction,
    gap_start: int,
    after: str,
    periods: tuple[Period, ...],
    previous: Mention | None,
    clause: int,
) -> Period | None:
    """Return the years that a number is of: those just after it, else those before it, else those of the number before."""
    if periods:
        compared = _COMPARED.search(after)
        reach = token.end + (compared.start() if compared else len(after))
        for period in periods:
            if token.end <= period.start < reach and _OF_THE_YEAR.fullmatch(text[token.end : period.start]):
                return period
        before = [period for period in periods if gap_start <= period.start < token.start]
        if before and not _COMPARED_WITH.search(text[max(0, before[-1].start - 26) : before[-1].start]):
            return before[-1]
    return previous.period if previous is not None and previous.clause == clause else None
