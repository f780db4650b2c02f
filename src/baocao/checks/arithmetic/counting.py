"""Step 7, check: a number of things beside the list of them (SL208), and a list that names one of them twice (SL209)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from baocao.checks.arithmetic.claims import Claim
from baocao.checks.arithmetic.lists import names, numbered_lists, proper
from baocao.checks.arithmetic.quantities import Kind, Quantity
from baocao.checks.arithmetic.sentences import Mention, Sentence
from baocao.checks.arithmetic.text import Text
from baocao.checks.passages import Passage
from baocao.checks.rules import Rule
from baocao.checks.vocabulary import words
from baocao.findings import Severity
from baocao.narrative import vietnamese as vi

COUNT = Rule(
    "SL208",
    Severity.ERROR,
    "số lượng không khớp với danh sách",
    "Đã ghi số lượng và kê từng tên thì hai bên phải bằng nhau.",
    "Đã triển khai tại 05 huyện gồm: Chi Lăng, Hữu Lũng, Bắc Sơn, Văn Quan.",
    "Đã triển khai tại 04 huyện gồm: Chi Lăng, Hữu Lũng, Bắc Sơn, Văn Quan.",
    "Đếm lại danh sách: sửa số lượng, hoặc thêm, bớt tên còn thiếu, còn thừa.",
)
TWICE = Rule(
    "SL209",
    Severity.ERROR,
    "một tên có hai lần trong cùng danh sách",
    "Tên lặp lại thường là gõ nhầm một tên khác, và làm sai số lượng.",
    "Các huyện: Bắc Sơn, Văn Lãng, Lộc Bình, Văn Lãng.",
    "Các huyện: Bắc Sơn, Văn Quan, Lộc Bình, Văn Lãng.",
    "Đối chiếu danh sách gốc, thay tên bị lặp bằng tên đúng hoặc bỏ bớt.",
)

_MOST = 60
_FAR = 90
_LONGEST_NOUN = 8
_PLACED = words("tại ở do từ vào được bởi để trong ngày cho với")
_FEWEST_MARKS = 2
_GOES_ON = re.compile(r"[^;.:()\d]{0,90}?(?P<mark>:|\(|\bgồm(?: có)?\s*:?|\blà\s*:)\s*", re.IGNORECASE)
_NOTE_OPENING = re.compile(r"\s*(?:(?:bao )?gồm(?: có)?|đó là|là|cụ thể(?: là)?)?\s*:?\s*", re.IGNORECASE)
_CLAUSE = re.compile(r"[^;.:()]+")


def claims(text: Text, sentence: Sentence) -> Iterator[Claim]:
    """Yield the counts in a sentence that are followed by their list."""
    for mention in sentence.mentions:
        if _is_count(mention):
            here = list(_numbered_here(sentence, mention))
            yield from here or _names_here(sentence, mention)
            yield from _in_note(text, sentence, mention)


def _is_count(mention: Mention) -> bool:
    token = mention.token
    return (
        isinstance(token, Quantity)
        and token.kind is Kind.COUNT
        and token.exact
        and bool(token.unit)
        and 2 <= token.value <= _MOST
        and token.low == token.high
    )


def _numbered_here(sentence: Sentence, mention: Mention) -> Iterator[Claim]:
    """Yield "04 chỉ tiêu không đạt: (1) ...; (2) ..."."""
    written = sentence.passage.text
    for numbered in numbered_lists(written[mention.end :]):
        start = mention.end + numbered.start
        between = written[mention.end : start]
        if len(between) > _FAR or not re.fullmatch(r"[^;.()\d]*:\s*", between):
            return
        yield _claim(sentence, mention, mention.end + numbered.end, {numbered.last}, numbered.last)
        return


def _names_here(sentence: Sentence, mention: Mention) -> Iterator[Claim]:
    """Yield "05 huyện gồm: A, B, C", "02 tuyến (A, B)"."""
    written = sentence.passage.text
    opening = _GOES_ON.match(written, mention.end, sentence.end)
    if opening is None or (
        opening["mark"] == ":" and not _noun_only(mention, written[mention.end : opening.start("mark")])
    ):
        return
    if opening["mark"] == "(":
        at = opening.start("mark")
        if at not in sentence.closings or not _noun_only(mention, written[mention.end : at]):
            return
        end = sentence.closings[at]
    else:
        end = sentence.closings.get(mention.group, sentence.end)
        stop = re.search(r";", written[opening.end() : end])
        end = (
            opening.end() + stop.start()
            if stop and not re.search(r"^[^;]{0,80};[^;]{0,80}(?:;|$)", written[opening.end() : end])
            else end
        )
    listed = names(written[opening.end() : end])
    if listed is not None and len(listed[0]) >= 2:
        yield from _counted(sentence, mention, end, listed)


def _noun_only(mention: Mention, between: str) -> bool:
    spoken = between.lower().split()
    return len(spoken) <= _LONGEST_NOUN and "," not in between and not _PLACED & set(spoken)


def _in_note(text: Text, sentence: Sentence, mention: Mention) -> Iterator[Claim]:
    """Yield a count at whose clause a note is called that is nothing but the list."""
    written = sentence.passage.text
    later = [other.start for other in sentence.mentions if other.start > mention.start]
    for at, note in text.notes(sentence):
        if at < mention.end or at - mention.end > _FAR or any(start < at for start in later):
            continue
        if re.search(r"[;:()]", written[mention.end : at]) or note is not text.passages[note.index][0]:
            continue
        body = note.passage.text
        opening = _NOTE_OPENING.match(body)
        begin = opening.end() if opening else 0
        numbered = next(iter(numbered_lists(body)), None)
        if numbered is not None:
            if numbered.start <= begin:
                yield _claim(sentence, mention, mention.end, {numbered.last}, numbered.last)
            continue
        listed = names(body[begin:])
        if listed is not None and (
            (begin > 0 and opening and opening[0].strip()) or all(proper(piece) for piece in listed[0])
        ):
            yield from _counted(sentence, mention, mention.end, listed)


def _counted(sentence: Sentence, mention: Mention, end: int, listed: tuple[list[str], set[int]]) -> Iterator[Claim]:
    pieces, possible = listed
    number = int(mention.quantity.value)
    if number in possible or len(pieces) * 2 >= number >= len(pieces) / 2:
        yield _claim(sentence, mention, end, possible, max(possible) if number > max(possible) else min(possible))


def _claim(sentence: Sentence, mention: Mention, end: int, possible: set[int], nearest: int) -> Claim:
    number = int(mention.quantity.value)
    message = ""
    if number not in possible:
        noun = " ".join(mention.quantity.unit[:3])
        listed = vi.count(vi.round_half_up(mention.quantity.value * 0 + nearest, 0))
        message = f"văn bản ghi {sentence.passage.text[mention.start : mention.end].strip()} {noun}, danh sách có {listed} mục"
    return Claim(COUNT, sentence.passage, mention.start, end, message)


def repeats(passage: Passage) -> Iterator[Claim]:
    """Yield the lists of bare names in a passage; a wrong one at the second time that a name stands in it."""
    if passage.text.count(",") < _FEWEST_MARKS:
        return
    for run in _CLAUSE.finditer(passage.text):
        between = run.group().split(",")[1:-1]
        if not any(piece.lstrip()[:1].isupper() and proper(piece) for piece in between):
            continue  # of three names in a row the second stands between two marks
        pieces = [(piece.group().strip(), run.start() + piece.start()) for piece in re.finditer(r"[^,]+", run.group())]
        names_at: list[tuple[str, int]] = []
        for place, (piece, at) in enumerate(pieces):
            name = _edge(piece, first=place == 0, last=place == len(pieces) - 1)
            if name is None:
                if len(names_at) >= 3:
                    yield from _repeated(passage, names_at)
                names_at = []
            else:
                names_at.append((name, passage.text.index(name, at)))
        if len(names_at) >= 3:
            yield from _repeated(passage, names_at)


def _edge(piece: str, first: bool, last: bool) -> str | None:
    """Return the bare name of a list entry; the first and last may stand beside other words."""
    if proper(piece):
        return piece
    spoken = piece.split()
    kept: list[str] = []
    if first:
        for word in reversed(spoken):
            if not word[0].isupper():
                break
            kept.insert(0, word)
    elif last:
        for word in spoken:
            if not word[0].isupper():
                break
            kept.append(word)
    else:
        return None
    name = " ".join(kept)
    return name if kept and proper(name) and piece.count(name) == 1 else None


def _repeated(passage: Passage, found: list[tuple[str, int]]) -> Iterator[Claim]:
    seen: set[str] = set()
    again = [(name, at) for name, at in found if name in seen or seen.add(name)]  # type: ignore[func-returns-value]
    if not again:
        yield Claim(TWICE, passage, found[0][1], found[-1][1] + len(found[-1][0]))
    for name, at in again:
        yield Claim(TWICE, passage, at, at + len(name), f"“{name}” có hai lần trong cùng danh sách")
