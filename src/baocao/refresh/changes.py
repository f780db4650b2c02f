"""Step 9, refresh: what a refresh did to a draft, figure by figure, and what a person should look at: the change list.

Nothing here acts; the lists, on screen, as a workbook and on paper, are made of these values.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Fate(enum.Enum):
    """What became of one figure at one place of the draft; the values are the words on screen and paper."""

    UPDATED = "đã cập nhật"
    """The text was as baocao had printed it: now it is as the data print it, verb and unit included."""
    FILLED = "đã điền số còn thiếu"
    """A placeholder stood there; the number has come."""
    LOST = "nay không còn số"
    """The data have no number any more: the placeholder stands there."""
    REWORDED = "lời đã sửa, chỉ thay số"
    """Words around the number had been changed by hand: only the number was replaced."""
    SIGN_TURNED = "giữ lời đã sửa: chiều tăng, giảm đã đổi"
    """Words had been changed by hand and the number turned from rise to fall or back: nothing was replaced."""
    UNFIT = "giữ lời đã sửa: số mới viết khác dạng"
    """Words had been changed by hand and what the data print now cannot take the place of the number alone."""
    OVERTYPED = "giữ số đã gõ tay"
    """Another number, or other words without the number, had been typed over the figure: kept."""
    REJECTED = "giữ số cũ: thay đổi đã bị từ chối"
    """A tracked change of an earlier refresh was rejected: what stood there before was kept."""
    RESTORED = "trả lại theo số liệu"
    """Typed over (or rejected), and put back as asked."""
    PUT_IN_DATA = "đưa số gõ tay vào số liệu"
    """Typed over, and the number typed is now an observation of the data, as asked."""
    DELETED = "đã bị xóa khỏi dự thảo"
    """The figure stands nowhere in the draft, or its control is empty; nothing was inserted."""
    REMADE = "đã làm lại bảng, biểu đồ"
    """A whole annex table or chart was made again."""
    WHOLE_KEPT = "giữ bảng, biểu đồ đã sửa tay"
    """Rows or columns of an annex table were changed by hand and differ from what the data give now: kept."""

    @property
    def alters(self) -> bool:
        """Whether the text of the draft is another one now."""
        return self in _ALTERING

    @property
    def wants_a_look(self) -> bool:
        """Whether the draft now says something else than the data, so that a person should decide."""
        return self in _OPEN


_ALTERING = frozenset(
    {Fate.UPDATED, Fate.FILLED, Fate.LOST, Fate.REWORDED, Fate.RESTORED, Fate.PUT_IN_DATA, Fate.REMADE}
)
_OPEN = frozenset({Fate.SIGN_TURNED, Fate.UNFIT, Fate.OVERTYPED, Fate.REJECTED, Fate.LOST, Fate.WHOLE_KEPT})


class Answer(enum.Enum):
    """What to do with a figure that was typed over; the values are the words of the command line."""

    KEEP = "keep"
    RESTORE = "restore"
    DATA = "data"


class Story(enum.Enum):
    """In which text of the document a figure stands; the values are the words on screen."""

    BODY = "lời văn"
    NOTE = "chú thích"
    TABLE = "bảng"
    HEADER = "đầu trang"
    FOOTER = "chân trang"


@dataclass(frozen=True, slots=True)
class Where:
    """Where a figure stands in the draft.

    ``position`` counts places in reading order, a note at its call (0-based; -1: nowhere).  ``heading`` is the nearest
    heading above (empty: before the first).  ``sentence`` is the sentence around the figure as the draft reads after
    the refresh; in an annex table the row and column.  ``note`` is the printed number of the footnote, else None.
    """

    story: Story = Story.BODY
    heading: str = ""
    sentence: str = ""
    note: int | None = None
    position: int = -1


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell of the data whose number is another one since the draft was made: the reason of a change.

    ``before`` and ``after`` are plain decimals ("" : the cell did not count before, or does not any more).
    ``received`` is an ISO date or empty, ``source`` the note of the row, ``agency`` who supplies the indicator.
    """

    place: str
    measure: str
    before: str
    after: str
    received: str = ""
    source: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One figure at one place of the draft that is not simply as it was.

    ``old`` is what the draft showed, ``new`` what it shows after the refresh (equal when kept), ``computed`` what the
    data print now.  ``id`` and ``recipe`` are those after the refresh.  ``answers`` are the answers that can be given
    the next time (empty: nothing to answer); ``refusal`` says why the number typed cannot go into the data, or empty.
    """

    id: str
    name: str
    fate: Fate
    old: str
    new: str
    computed: str
    where: Where = Where()
    recipe: str = ""
    cells: tuple[CellChange, ...] = ()
    answers: tuple[Answer, ...] = ()
    refusal: str = ""


class NoteKind(enum.Enum):
    """What a note about the text outside the figures says; the values are the words on screen."""

    READS_OTHERWISE = "mẫu nay viết khác"
    """The template prints a paragraph otherwise than when the draft was made (a condition turned, words changed)."""
    NEW_PARAGRAPH = "mẫu nay có thêm đoạn"
    GONE_PARAGRAPH = "mẫu nay không còn đoạn"
    NEW_FIGURE = "mẫu nay có thêm số"
    """The same words as before with other figures among them; ``figure`` names those that the draft does not have."""
    LEFT_CONTROL = "số không còn là ô số liệu"
    """A printed figure stands in the text, but without its control: it will not be refreshed."""
    OLD_PERIOD = "còn nhắc kỳ cũ"
    """Text that names the period from which the draft was moved."""


@dataclass(frozen=True, slots=True)
class TextNote:
    """A place outside the figures that a person should read again; nothing was changed there.

    ``draft`` is what the draft says (empty: it has no such text), ``template`` what the template prints now (empty:
    nothing), ``heading`` the nearest heading above in the draft or, failing that, in the template.
    """

    kind: NoteKind
    draft: str = ""
    template: str = ""
    heading: str = ""
    figure: str = ""


@dataclass(frozen=True, slots=True)
class ChangeList:
    """All that a refresh did and saw.

    ``draft`` is the number of the draft that was refreshed, ``draft_now`` that of the result (the same one when nothing
    was altered).  ``period`` is that of the result, ``period_before`` that of the draft.  ``changes`` stand in reading
    order, those that stand nowhere last; ``unchanged`` counts the places where nothing had to be done, ``repaired``
    the controls whose tag another program had dropped and that were found by other marks and given it again.
    """

    file: str
    report: str
    title: str
    period: str
    period_before: str
    scope: str
    draft: int
    draft_now: int
    changes: tuple[Change, ...] = ()
    notes: tuple[TextNote, ...] = ()
    unchanged: int = 0
    repaired: int = 0
    tracked: bool = False

    @property
    def altered(self) -> tuple[Change, ...]:
        """The changes that altered the text of the draft."""
        return tuple(change for change in self.changes if change.fate.alters)

    @property
    def open(self) -> tuple[Change, ...]:
        """The changes about which a person should decide."""
        return tuple(change for change in self.changes if change.fate.wants_a_look)
