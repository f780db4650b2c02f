"""Step 7, check: the numbers of an outline follow one another (family TT, in files of every kind).

The numbers of a document are a stack of sequences, one inside the other.  A number goes on with the innermost sequence
that waits for it; a first number opens a sequence inside the one that is open.  A sequence that was closed may be taken
up again, since targets are often counted through their groups.  So a level may be absent, a list may begin anew, and
only a number that no sequence waits for is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from baocao.checks.form.ordinals import Ordinal, ordinals, word
from baocao.checks.passages import Passage, Reading
from baocao.checks.rules import Rule
from baocao.findings import Finding, Severity
from baocao.narrative import vietnamese as vi

_CLAUSE = "Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.6"

REPEATED = Rule(
    "TT401",
    Severity.ERROR,
    "số thứ tự ghi hai lần",
    f"Các phần, mục, khoản, điểm được đánh số liên tục ({_CLAUSE}); hai mục cùng số thì không viện dẫn được.",
    "b) Nông nghiệp / c) Công nghiệp / c) Thương mại",
    "b) Nông nghiệp / c) Công nghiệp / d) Thương mại",
    "Đánh lại số của mục này và các mục sau nó; xem lại các chỗ viện dẫn đến chúng.",
)
SKIPPED = Rule(
    "TT402",
    Severity.ERROR,
    "số thứ tự bị bỏ cách",
    f"Các phần, mục, khoản, điểm được đánh số liên tục ({_CLAUSE}); thiếu một số là thiếu một mục hoặc đánh nhầm.",
    "1. Thuận lợi / 3. Khó khăn",
    "1. Thuận lợi / 2. Khó khăn",
    "Đánh lại số, hoặc bổ sung mục còn thiếu.",
)
BACKWARD = Rule(
    "TT403",
    Severity.ERROR,
    "số thứ tự lùi lại",
    f"Các phần, mục, khoản, điểm được đánh số theo thứ tự tăng dần ({_CLAUSE}).",
    "4. Y tế / 3. Giáo dục",
    "3. Y tế / 4. Giáo dục",
    "Đánh lại số theo thứ tự.",
)
LETTER = Rule(
    "TT404",
    Severity.ERROR,
    "chữ cái của điểm không theo bảng chữ cái tiếng Việt",
    f"Điểm ghi bằng chữ cái tiếng Việt theo thứ tự a, b, c, d, đ, e, g, h, i … ({_CLAUSE}).",
    "d) Y tế / e) Giáo dục",
    "d) Y tế / đ) Giáo dục",
    "Ghi lại theo thứ tự a, b, c, d, đ, e, g, h, i, k …; không dùng f, j, w, z.",
)
OUTER = Rule(
    "TT405",
    Severity.ERROR,
    "số của tiểu mục không theo số của mục",
    "Tiểu mục ghi số của mục chứa nó ở trước (mục 2 có tiểu mục 2.1, 2.2); khác đi thì không viện dẫn được.",
    "2. Công nghiệp / 1.1. Khai khoáng",
    "2. Công nghiệp / 2.1. Khai khoáng",
    "Ghi lại số của tiểu mục theo số của mục.",
)
RULES = (REPEATED, SKIPPED, BACKWARD, LETTER, OUTER)

# Letters up to this one stand in the decree itself; after it only habit says how the order goes on.
_SURE_LETTERS = vi.LETTERS.index("i") + 1
# A number so far from the one before it is more likely a number of another thing than a slip of the counter.
_FARTHEST = 8
# No list of these numbers stands inside another one: a second "I." right after the first is a slip.
_NEVER_INSIDE_THEMSELVES = ("phần", "chương", "roman", "arabic.1", "arabic.2", "arabic.3")
_ANNEX = re.compile(r"\s*(?:phụ lục|biểu|phụ biểu)\b(?!.*[,;:])", re.IGNORECASE)
_LONGEST_ANNEX_LABEL = 40
AUTOMATIC_NUMBERS = "VB202"


@dataclass
class _Sequence:
    """Numbers that follow one another: the kind of their ordinals, the numbers before their own, and the last one.

    ``meant`` is what the last one would be if it were right: those after it may go on from either.
    """

    kind: str
    outer: tuple[int, ...]
    last: int
    meant: int = 0

    def waits_for(self, ordinal: Ordinal) -> bool:
        return self.same(ordinal) and ordinal.value - 1 in (self.last, self.meant or self.last)

    def same(self, ordinal: Ordinal) -> bool:
        return (self.kind, self.outer) == (ordinal.kind, ordinal.outer)


@dataclass
class _Outline:
    """What is open, the innermost last, and the last number of each kind that was closed."""

    open: list[_Sequence] = field(default_factory=list)
    closed: dict[tuple[str, tuple[int, ...]], int] = field(default_factory=dict)

    def close_above(self, position: int) -> None:
        """Close everything that lies inside the sequence at ``position``."""
        for sequence in self.open[position + 1 :]:
            self.closed[sequence.kind, sequence.outer] = sequence.last
        del self.open[position + 1 :]

    def waiting(self, readings: tuple[Ordinal, ...]) -> tuple[int, Ordinal] | None:
        """Return the innermost sequence that waits for one of the readings, with that reading."""
        for position in range(len(self.open) - 1, -1, -1):
            for ordinal in readings:
                if self.open[position].waits_for(ordinal):
                    return position, ordinal
        return None

    def same(self, readings: tuple[Ordinal, ...]) -> tuple[int, Ordinal] | None:
        """Return the innermost sequence of the kind of one of the readings, with that reading."""
        for position in range(len(self.open) - 1, -1, -1):
            for ordinal in readings:
                if self.open[position].same(ordinal):
                    return position, ordinal
        return None


def check(reading: Reading) -> Iterator[Finding]:
    """Yield what is wrong with the numbers of the outline, in the order of the text; tables and notes are left out."""
    outline = _Outline()
    for passage in reading.passages:
        if passage.note or passage.cell:
            continue
        if len(passage.text) <= _LONGEST_ANNEX_LABEL and _ANNEX.match(passage.text):
            outline = _Outline()
            continue
        found = ordinals(passage.text)
        if found is None:
            continue
        readings, place = found
        problem = _place(outline, readings)
        # Numbers that Word writes itself are not in the text: what looks left out may be one of them.
        unseen = AUTOMATIC_NUMBERS in reading.losses
        if problem is not None and not (unseen and problem[0] is not REPEATED):
            yield _finding(reading, passage, place, *problem)


def _place(outline: _Outline, readings: tuple[Ordinal, ...]) -> tuple[Rule, str, Severity | None] | None:
    """Put the number where it belongs and return what is wrong with it: rule, message, severity; None when nothing is."""
    waiting = outline.waiting(readings)
    if waiting is not None:
        position, ordinal = waiting
        outline.close_above(position)
        sequence = outline.open[position]
        before, sequence.last, sequence.meant = ordinal.value - 1, ordinal.value, 0
        if ordinal.foreign:  # after f may come g, as in other alphabets, or h, because f stood for g
            sequence.last, sequence.meant = before, ordinal.value
        return _foreign(ordinal, before)
    first = next((ordinal for ordinal in readings if ordinal.value == 1), None)
    if first is not None:
        again = outline.same((first,))
        if again is not None and outline.open[again[0]].last == 1 and first.kind in _NEVER_INSIDE_THEMSELVES:
            outline.close_above(again[0])
            outline.open[again[0]].meant = 2
            return _out_of_order(first, 1)
        problem = _outer(outline, first)
        outline.open.append(_Sequence(first.kind, first.outer, 1))
        return problem
    for ordinal in readings:
        if outline.closed.get((ordinal.kind, ordinal.outer)) == ordinal.value - 1:
            outline.open.append(_Sequence(ordinal.kind, ordinal.outer, ordinal.value))
            return None
    same = outline.same(readings)
    if same is not None:
        position, ordinal = same
        outline.close_above(position)
        sequence = outline.open[position]
        before, sequence.last = sequence.last, ordinal.value
        sequence.meant = before + 1 if ordinal.value <= before else 0
        return _out_of_order(ordinal, before)
    # The first number of its kind in this part, and not a first one: told only where the document has begun others
    # of this kind at one.
    ordinal = readings[0]
    known = any(kind == ordinal.kind for kind, _ in outline.closed)
    outline.open.append(_Sequence(ordinal.kind, ordinal.outer, ordinal.value))
    if known and not ordinal.outer and ordinal.value <= _FARTHEST:
        missing = "số đầu" if ordinal.value == 2 else f"{ordinal.value - 1} số đầu"
        return SKIPPED, f"“{ordinal.written}” mở đầu một dãy, thiếu {missing}", None
    return None


def _foreign(ordinal: Ordinal, before: int) -> tuple[Rule, str, Severity | None] | None:
    if not ordinal.foreign:
        return None
    right = vi.letter(before + 1)
    message = f"“{ordinal.written}”: thứ tự tiếng Việt không dùng chữ “{ordinal.letter}”, số đúng là “{right})”"
    return LETTER, message, None


def _outer(outline: _Outline, first: Ordinal) -> tuple[Rule, str, Severity | None] | None:
    """Return what is wrong with the outer numbers of "1.1.": the khoản that it stands under has another number."""
    if len(first.outer) != 1:
        return None
    for sequence in reversed(outline.open):
        if sequence.kind == "arabic":
            if sequence.last != first.outer[0]:
                return OUTER, f"“{first.written}” đứng trong mục {sequence.last}, số đúng là “{sequence.last}.1”", None
            return None
        if sequence.kind in ("roman", "phần", "chương", "capital", "điều"):
            return None
    return None


def _out_of_order(ordinal: Ordinal, before: int) -> tuple[Rule, str, Severity | None] | None:
    last, now, right = _written_like(ordinal, before), ordinal.written, _written_like(ordinal, before + 1)
    if abs(ordinal.value - before) > _FARTHEST:
        return None
    severity = Severity.WARNING if ordinal.letter and max(before, ordinal.value) > _SURE_LETTERS else None
    if ordinal.value == before:
        return REPEATED, f"“{now}” ghi hai lần liền nhau, số đúng là “{right}”", severity
    if ordinal.value < before:
        return BACKWARD, f"“{now}” đứng sau “{last}”, số đúng là “{right}”", severity
    if ordinal.foreign:
        return _foreign(ordinal, before)
    if ordinal.letter and (vi.letter(before), ordinal.letter) == ("d", "e"):
        return LETTER, f"“{now}” đứng sau “{last}”: giữa d và e còn chữ đ, số đúng là “{right}”", severity
    return SKIPPED, f"“{now}” đứng sau “{last}”, thiếu “{right}”", severity


def _written_like(ordinal: Ordinal, value: int) -> str:
    """Return the number ``value`` as a neighbour of ``ordinal`` is written: its brackets, dot and outer numbers."""
    own = ordinal.written.split(" ")[-1].strip("(.)-–")
    if ordinal.letter:
        number = vi.letter(value).upper() if own.isupper() else vi.letter(value)
    elif ordinal.kind in ("roman", "(roman)"):
        number = vi.roman(value) if own.isupper() else vi.roman(value).lower()
    elif own.isdigit() or ordinal.outer:
        number = ".".join(map(str, (*ordinal.outer, value)))
    elif own.isupper():
        number = vi.roman(value)
    else:
        number = word(value)
    head, _, _ = ordinal.written.rpartition(own)
    return head + number + ordinal.written[len(head) + len(own) :]


def _finding(
    reading: Reading, passage: Passage, place: tuple[int, int], rule: Rule, message: str, severity: Severity | None
) -> Finding:
    start, end = place
    title = len(passage.text.rstrip())
    # The words of a heading belong to its number; of a long khoản the number alone.
    return rule.found(reading.place(passage, start, title if title - start <= 120 else end), message, severity=severity)
