"""Step 9, refresh: what a person should read again outside the figures; nothing there is ever changed.

The register remembers by imprints which paragraphs the template printed when the draft was made.  So it is certain
which ones the template prints otherwise now, however much people have edited.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from baocao.data.periods import Period
from baocao.document.imprints import paragraph_imprint, paragraphs_outside_tables
from baocao.document.tree import Document, Figure, Number, Paragraph, Register, RegisterEntry, plain_text
from baocao.docx.ooxml import excerpt
from baocao.plaintext import as_typed
from baocao.refresh.changes import NoteKind, TextNote
from baocao.refresh.drafts import Draft
from baocao.refresh.wording import Wording

_ALIKE = 0.5
_SHORTEST = 4
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class _Told:
    """A paragraph with the nearest heading above it."""

    paragraph: Paragraph
    heading: str

    @property
    def text(self) -> str:
        return as_typed("".join(plain_text((one,)) for one in self.paragraph.inlines if not isinstance(one, Number)))

    @property
    def words(self) -> str:
        """The text without its figures."""
        words = (one for one in self.paragraph.inlines if not isinstance(one, Number | Figure))
        return as_typed("".join(plain_text((one,)) for one in words))

    @property
    def figures(self) -> dict[str, str]:
        return {one.id: one.alias for one in self.paragraph.inlines if isinstance(one, Figure)}


def template_notes(printed: Register, now: Document, read_draft: Callable[[], Document]) -> list[TextNote]:
    """Return where the template prints other text than when the draft was made, unless the draft reads so already.

    ``printed`` is the register of the draft; one without imprints tells nothing.  The draft is read only when needed.
    """
    imprints = now.register.paragraphs
    if not printed.paragraphs or imprints == printed.paragraphs:
        return []
    told = _told(now)
    draft = _told(read_draft())
    by_imprint = {paragraph_imprint(one.paragraph): one for one in draft}
    texts = {one.text for one in draft}
    known = {entry.id for entry in printed.entries} | {id for one in draft for id in one.figures}
    notes: list[TextNote] = []
    matcher = difflib.SequenceMatcher(None, printed.paragraphs, imprints, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind != "equal":
            gone = [by_imprint.get(imprint) for imprint in printed.paragraphs[start:end]]
            come = [one for one in told[first:last] if one.text not in texts]
            notes += _between(gone, come, known)
    return notes


def _told(document: Document) -> list[_Told]:
    told: list[_Told] = []
    heading = ""
    for paragraph in paragraphs_outside_tables(document):
        if paragraph.style.casefold().startswith("heading"):
            heading = excerpt(plain_text(paragraph.inlines), 120)
        told.append(_Told(paragraph, heading))
    return told


def _between(gone: list[_Told | None], come: list[_Told], known: set[str]) -> Iterator[TextNote]:
    """Yield the notes of one stretch: ``gone`` holds None for paragraphs that people have edited or deleted."""
    left = [one for one in gone if one is not None]
    edited = len(gone) - len(left)
    for new in come:
        old = max(left, key=lambda one: _likeness(one, new), default=None)
        if old is not None and _likeness(old, new) >= _ALIKE:
            left.remove(old)
            kind = NoteKind.NEW_FIGURE if old.words == new.words else NoteKind.READS_OTHERWISE
            yield _note(kind, old, new, known)
        elif edited:
            edited -= 1
            yield _note(NoteKind.READS_OTHERWISE, None, new, known)
        else:
            yield _note(NoteKind.NEW_PARAGRAPH, None, new, known)
    for old in left:
        yield TextNote(NoteKind.GONE_PARAGRAPH, _short(old.text), "", old.heading)


def _likeness(one: _Told, other: _Told) -> float:
    return difflib.SequenceMatcher(None, one.words, other.words, autojunk=False).ratio()


def _note(kind: NoteKind, old: _Told | None, new: _Told, known: set[str]) -> TextNote:
    figures = "; ".join(name for id, name in new.figures.items() if id not in known)
    heading = new.heading if old is None else old.heading
    return TextNote(kind, _short(old.text) if old else "", _short(new.text), heading, figures)


def _short(text: str) -> str:
    return excerpt(text, _LONGEST)


class OutsideText:
    """The text of a draft outside its figures, paragraph by paragraph with the nearest heading above."""

    def __init__(self, draft: Draft, controls: Iterable[etree._Element]) -> None:
        inside = set(controls)
        self._lines = [
            (as_typed(text), heading)
            for paragraph, heading in draft.paragraphs()
            if (text := Wording(paragraph).text_outside(inside))
        ]

    def left_controls(self, deleted: Iterable[RegisterEntry]) -> Iterator[TextNote]:
        """Yield a note for each figure without a control whose printed text stands once in the text."""
        for entry in deleted:
            text = as_typed(entry.text)
            if len(text) < _SHORTEST or not any(sign.isdigit() for sign in text):
                continue
            pattern = re.compile(rf"(?<![\w,.]){re.escape(text)}(?![\w]|[,.]\d)")
            found = [(line, heading) for line, heading in self._lines for _ in pattern.finditer(line)]
            if len(found) == 1:
                line, heading = found[0]
                yield TextNote(NoteKind.LEFT_CONTROL, _short(line), "", heading, f"{entry.name}: {text}")

    def of_period(self, period: Period) -> Iterator[TextNote]:
        """Yield a note for each paragraph that still names a period by its name or its year."""
        years = "|".join(str(year) for year in dict.fromkeys((period.year, period.last_year)))
        pattern = re.compile(rf"{re.escape(period.name)}|năm (?:{years})(?!\d)|(?<!\d)(?:{years}) ?- ?\d{{4}}")
        for line, heading in self._lines:
            if pattern.search(line):
                yield TextNote(NoteKind.OLD_PERIOD, _short(line), "", heading)
