"""Step 7, check: a whole and its parts, as "trong đó", "gồm", a parenthesis or a note name them."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from baocao.checks.arithmetic.intervals import Interval
from baocao.checks.arithmetic.items import Item, shares_fill, shares_of
from baocao.checks.arithmetic.quantities import Kind
from baocao.checks.arithmetic.sentences import Role, Sentence
from baocao.checks.arithmetic.text import Text


class Manner(enum.Enum):
    """How parts are named: all of them, some of them, without a word in a parenthesis, or after "trong tổng số"."""

    ALL = "gồm"
    SOME = "trong đó"
    BARE = "("
    AMONG = "trong tổng số"


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Parts of one whole, all counting the same thing; ``cut``: a further whole follows, so parts may be missing."""

    whole: Item
    parts: tuple[Item, ...]
    manner: Manner
    cut: bool
    unfinished: bool


_MARKER = re.compile(
    r"\b(?:(?P<some>trong (?:số )?đó|cụ thể)|(?P<all>(?:bao )?gồm|chia ra))\b(?!\s+cả\b)", re.IGNORECASE
)
_MARKING = ("đó", "cụ thể", "gồm", "chia ra")
_NEGATED = re.compile(r"(?:chưa|không|đã|kể cả)\s+(?:kể\s+|tính\s+)?$", re.IGNORECASE)
_UNFINISHED = re.compile(
    r"…|\.\.\.|,\s*\.\.|\bv\.v|\bnhư\s*:|\bchủ yếu\b|\bnhất là\b|\bđiển hình\b|\bmột số\b", re.IGNORECASE
)
_AGAIN = re.compile(r"\b(?:tổng|tính riêng|ngoài ra)\b")
_ADDED = re.compile(r"\bcộng\b")
_AMONG = re.compile(r"trong|(?:trong |trên )?tổng số|trong số")
_HUNDRED, _FAR_OVER = Decimal(100), Decimal(5)
_MEASURED = {Kind.COUNT, Kind.MEASURE}


@dataclass(frozen=True, slots=True)
class _Marker:
    at: int
    end: int
    group: int
    manner: Manner


def breakdowns(text: Text, sentence: Sentence) -> Iterator[Breakdown]:
    """Yield the breakdowns whose parts stand in ``sentence``; the whole may stand where its note is called."""
    items = text.items(sentence)
    if not items:
        return
    markers = list(_markers(text, sentence))
    for marker in markers:
        following = min(
            (other.at for other in markers if other.at > marker.at and other.group == marker.group), default=None
        )
        limit = sentence.closings.get(marker.group, sentence.end)
        parts = [
            item
            for item in items
            if marker.end <= item.mention.start < min(limit, following or limit) and item.mention.group == marker.group
        ]
        if not parts:
            continue
        unfinished = bool(_UNFINISHED.search(sentence.passage.text, marker.at, limit))
        for whole in _wholes(text, sentence, marker, markers):
            of_whole = _of(whole, parts)
            if of_whole and not _filled_otherwise(whole, of_whole, parts):
                yield Breakdown(whole, tuple(of_whole), marker.manner, following is not None, unfinished)
    yield from _named_before(text, sentence)
    if not markers:
        yield from _among(text, sentence)


def _among(text: Text, sentence: Sentence) -> Iterator[Breakdown]:
    """Yield "trong tổng số 22 chỉ tiêu có 18 chỉ tiêu đạt, 04 chỉ tiêu không đạt"."""
    items = text.items(sentence)
    for place, whole in enumerate(items):
        if not _AMONG.fullmatch(f"{whole.mention.subject} {whole.mention.cue}".strip()):
            continue
        after = [item for item in items[place + 1 :] if item.mention.group == whole.mention.group]
        parts = [item for item in after if item.quantity.alike(whole.quantity) and item.mention.role is Role.VALUE]
        if len(parts) >= 2:
            unfinished = bool(_UNFINISHED.search(sentence.passage.text, whole.mention.end, sentence.end))
            yield Breakdown(whole, tuple(parts), Manner.AMONG, False, unfinished)


def _named_before(text: Text, sentence: Sentence) -> Iterator[Breakdown]:
    """Yield parts that stand in parentheses after their names: "453 tuyến: nội tỉnh (14 tuyến), liên tỉnh (439 tuyến)"."""
    if not sentence.parents:
        return
    items = text.items(sentence)
    alone = [item for item in items if item.mention.group >= 0 and _alone(sentence, item)]
    for whole in items:
        parts: list[Item] = []
        for item in items:
            if item.mention.start <= whole.mention.start or not item.quantity.alike(whole.quantity):
                continue
            here = sentence.parents.get(item.mention.group, -1) == whole.mention.group
            if item not in alone or not here or item.mention.clause != whole.mention.clause:
                break
            parts.append(item)
        if len(parts) >= 2:
            yield Breakdown(whole, tuple(parts), Manner.BARE, False, False)


def _alone(sentence: Sentence, item: Item) -> bool:
    """Return whether a parenthesis holds one value and nothing else, after words that are not a rate or a comparison."""
    opening = item.mention.group
    inside = sentence.passage.text[opening + 1 : sentence.closings[opening]]
    before = sentence.passage.text[max(sentence.start, opening - 30) : opening].rstrip()
    one = sum(mention.group == opening for mention in sentence.mentions) == 1
    return (
        one
        and len(inside) < 30
        and bool(re.search(r"[^\W\d_]$", before))
        and not re.search(r"\bso (?:với )?[^,;(]*$", before)
    )


def _markers(text: Text, sentence: Sentence) -> Iterator[_Marker]:
    written = sentence.passage.text
    low = sentence.text.lower()
    marked_by_words = any(word in low for word in _MARKING)
    for match in _MARKER.finditer(written, sentence.start, sentence.end) if marked_by_words else ():
        if _NEGATED.search(written, max(sentence.start, match.start() - 16), match.start()):
            continue
        group = max((o for o, close in sentence.closings.items() if o < match.start() < close), default=-1)
        yield _Marker(match.start(), match.end(), group, Manner.SOME if match["some"] else Manner.ALL)
    marked = {group for group in sentence.parents if _MARKER.match(written[group + 1 :].lstrip())}
    for group in sorted(set(sentence.parents) - marked):
        first = next((item for item in text.items(sentence) if item.mention.group == group), None)
        mention = next((one for one in sentence.mentions if one.group == group), None)
        if first is not None and mention is first.mention and not _MARKER.search(written, group, first.mention.start):
            yield _Marker(group, group + 1, group, Manner.BARE)


def _wholes(text: Text, sentence: Sentence, marker: _Marker, markers: list[_Marker]) -> list[Item]:
    """Return the nearest values of each kind before the marker."""
    opening = marker.group
    before = [item for item in text.items(sentence) if item.mention.start < marker.at]
    inside = [item for item in before if item.mention.group == opening]
    if not inside and opening >= 0:
        outer = sentence.parents.get(opening, -1)
        inside = [item for item in before if item.mention.group == outer]
        opening = outer
    if marker.manner is Manner.BARE:
        return inside[-1:] if inside and _adjacent(sentence, inside[-1], marker.at) else []
    floor = max(
        (other.end for other in markers if other.at < marker.at and other.group == opening), default=sentence.start
    )
    inside = [item for item in inside if item.mention.start >= floor] or inside[-1:]
    if not inside and not sentence.passage.text[sentence.start : marker.at].strip():
        inside = _earlier(text, sentence)
    nearest: list[Item] = []
    for item in reversed(inside):
        if not any(item.quantity.alike(other.quantity) for other in nearest):
            nearest.append(item)
    return [item for item in nearest if item.quantity.kind in _MEASURED and not item.mention.average]


def _adjacent(sentence: Sentence, item: Item, at: int) -> bool:
    """Return whether only the noun of the number stands between it and the parenthesis."""
    between = sentence.passage.text[item.mention.end : at]
    return len(between) < 60 and not re.search(r"[;:,%\d]", between)


def _earlier(text: Text, sentence: Sentence) -> list[Item]:
    """Return the values that a sentence beginning with "trong đó" goes on from."""
    call = text.call(sentence)
    if call is not None and sentence is text.passages[sentence.index][0]:
        return [item for item in text.items(call.sentence) if item.mention.start < call.at and item.mention.group == -1]
    previous = text.before(sentence)
    return text.items(previous) if previous is not None else []


def _of(whole: Item, items: list[Item]) -> list[Item]:
    """Return the items that are parts of ``whole``: of its kind, up to a new total or as long as shares go on."""
    parts: list[Item] = []
    for item in items:
        counted = item.mention.role is Role.VALUE or (item.mention.role is Role.TO and item.mention.remaining)
        if not counted or not item.quantity.alike(whole.quantity) or item.mention.average:
            continue
        if parts and (
            _ADDED.search(item.mention.subject) or (_AGAIN.search(item.mention.subject) and _opens_clause(item))
        ):
            break
        if parts and parts[0].of(Role.SHARE) and not item.of(Role.SHARE):
            break
        if shares_fill(parts) and shares_of([*parts, item]).low > _HUNDRED + _FAR_OVER:
            break  # a share of something else: "..., chiếm 11,12% số đã giải quyết"
        parts.append(item)
    return parts


def _opens_clause(item: Item) -> bool:
    mine = item.mention
    return not any(one.clause == mine.clause and one.start < mine.start for one in item.sentence.mentions)


def _filled_otherwise(whole: Item, parts: list[Item], items: list[Item]) -> bool:
    """Return whether counts of another name complete the whole: 260 phòng (195 phòng, 65 trung tâm)."""
    if whole.quantity.kind is not Kind.COUNT or len(items) == len(parts):
        return False
    counts = [item.quantity for item in items if item.quantity.kind is Kind.COUNT and item.mention.role is Role.VALUE]
    return len(counts) > len(parts) and Interval.total(count.usual() for count in counts).meets(whole.quantity.usual())
