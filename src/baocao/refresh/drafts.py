"""Step 9, refresh: a draft taken apart: its texts, the figures in them with their places, and the parts written back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from baocao.document.tree import Figure, Register
from baocao.docx.controls import ControlFinder, title
from baocao.docx.footnotes import read_notes
from baocao.docx.ooxml import VAL, W, deleted, excerpt, val
from baocao.docx.package import parse_xml
from baocao.docx.register import read_register
from baocao.docx.relations import ENDNOTES, FOOTER, FOOTNOTES, HEADER, STYLES, Relations, main_part
from baocao.docx.splicing import SplicedPart
from baocao.docx.styles import StyleTable
from baocao.plaintext import as_typed
from baocao.refresh.changes import Story, Where
from baocao.refresh.wording import RevisionIds, Wording

_SDT, _P, _TABLE, _CALL = W + "sdt", W + "p", W + "tbl", W + "footnoteReference"
_HEADING = re.compile(r"heading [1-9]")
_SENTENCE_END = re.compile(r"(?<=[.;!?])\s+(?=[A-ZĐÀ-Ỹ(“])")
_LONGEST = 240
# What stands after w:tag in a w:sdtPr that Word writes; only the order of rPr and alias matters to the schema.
_BEFORE_TAG = (W + "rPr", W + "alias")


@dataclass(frozen=True, slots=True, eq=False)
class Occurrence:
    """One place of the draft where a figure stands: its control, and the part and story that hold it."""

    control: etree._Element
    id: str
    name: str
    part: str
    where: Where
    lost: bool
    """Whether the tag by which the figure is found first is gone."""

    @property
    def content(self) -> etree._Element:
        """The element that holds what the control shows."""
        found = self.control.find(W + "sdtContent")
        return self.control if found is None else found

    @property
    def block(self) -> bool:
        """Whether the control lies around a whole table or picture."""
        return next(self.content.iter(W + "tbl", W + "drawing", W + "pict"), None) is not None


class Draft:
    """A DOCX that may have been edited, by the parts of its package; ``name`` is how it is called in messages.

    Raises InputError when it is no Word document or damaged.
    """

    def __init__(self, parts: Mapping[str, bytes], name: str) -> None:
        self.name = name
        self.parts = dict(parts)
        self.main = main_part(self.parts, name)
        self.relations = Relations.of(self.parts, self.main, name)
        styles = self.relations.part(STYLES, self.parts)
        self.styles = StyleTable(None if styles is None else parse_xml(self.parts[styles], name, styles))
        others = self.relations.parts((FOOTNOTES, ENDNOTES, HEADER, FOOTER), self.parts)
        self.texts = {
            part: SplicedPart(self.parts[part], (_SDT, _P, _TABLE), name, part) for part in (self.main, *others)
        }
        self.ids = {part: RevisionIds(text.root) for part, text in self.texts.items()}
        self.register = read_register(self.parts, name)
        self._touched: dict[str, dict[etree._Element, etree._Element]] = {part: {} for part in self.texts}

    @property
    def body(self) -> etree._Element:
        """The root of the main text."""
        return self.texts[self.main].root

    def touch(self, occurrence: Occurrence) -> None:
        """Have the control of ``occurrence`` written back."""
        self._touched[occurrence.part][occurrence.control] = occurrence.control

    def write_back(self) -> None:
        """Put what was touched into ``parts``; everything else in them stays byte by byte."""
        for part, touched in self._touched.items():
            if touched:
                self.parts[part] = self.texts[part].written(touched)

    def occurrences(self, known: Register) -> list[Occurrence]:
        """Return the figures that are to be seen in the draft, in reading order, notes at their calls."""
        finder = ControlFinder(known)
        self._wrap_wholes(finder, {whole.id for whole in known.wholes})
        found = list(_Walk(self, finder).occurrences())
        names = _named_by_order(found, known)
        named = (one if one.id else replace(one, id=names.get(one, "")) for one in found)
        return [one for one in named if one.id]

    def _wrap_wholes(self, finder: ControlFinder, wholes: set[str]) -> None:
        """Put the controls of tables and pictures back around them.

        LibreOffice knows no controls around blocks: it leaves one around the words of the first cell, or an empty one
        behind the picture.
        """
        for control in list(self.body.iter(_SDT)) if wholes else []:
            found = finder.identify(control, "")
            if found is None or found[0] not in wholes or next(control.iter(_P, W + "drawing"), None) is not None:
                continue
            block = next(control.iterancestors(_TABLE), None)
            if block is None:
                block = next(control.iterancestors(_P), None)
                if block is None or next(block.iter(W + "drawing"), None) is None:
                    continue
            _wrap(block, control)
            self._touched[self.main][block] = control

    def paragraphs(self) -> Iterator[tuple[etree._Element, str]]:
        """Yield every paragraph of body and notes that lies in no deletion, with the nearest heading above it."""
        notes = self._notes()
        heading = ""
        headings = self._heading_ids()
        for paragraph in self.body.iter(_P):
            if deleted(paragraph):
                continue
            if val(paragraph.find(W + "pPr"), W + "pStyle") in headings:
                heading = _line(paragraph)
            yield paragraph, heading
            for call in paragraph.iter(_CALL):
                note = notes.get(call.get(W + "id", ""))
                yield from ((inside, heading) for inside in (note.iter(_P) if note is not None else ()))

    def _notes(self) -> dict[str, etree._Element]:
        part = self.relations.part(FOOTNOTES, self.texts)
        return read_notes(None if part is None else self.texts[part].root)

    def _heading_ids(self) -> set[str]:
        styles = {node.get(VAL, "") for node in self.body.iter(W + "pStyle")}
        return {style for style in styles if _HEADING.fullmatch(self.styles.paragraph_style(style).casefold())}


class _Walk:
    """One way through all texts of a draft."""

    def __init__(self, draft: Draft, finder: ControlFinder) -> None:
        self._draft = draft
        self._finder = finder
        self._headings = draft._heading_ids()
        self._notes = draft._notes()
        self._note_part = draft.relations.part(FOOTNOTES, draft.texts) or ""
        self._heading = ""
        self._position = 0
        self._called: set[str] = set()

    def occurrences(self) -> Iterator[Occurrence]:
        draft = self._draft
        yield from self._story(draft.body, draft.main, Where())
        for id, note in self._notes.items():
            if id not in self._called:
                yield from self._story(note, self._note_part, Where(Story.NOTE))
        for type, story in ((ENDNOTES, Story.NOTE), (HEADER, Story.HEADER), (FOOTER, Story.FOOTER)):
            for part in draft.relations.parts((type,), draft.texts):
                self._heading = ""
                yield from self._story(draft.texts[part].root, part, Where(story))

    def _story(self, root: etree._Element, part: str, where: Where) -> Iterator[Occurrence]:
        for node in root.iter(_P, _SDT, _CALL):
            if node.tag == _P:
                if where.story is Story.BODY and val(node.find(W + "pPr"), W + "pStyle") in self._headings:
                    self._heading = _line(node)
            elif node.tag == _CALL:
                if where.story is Story.BODY and not deleted(node):
                    yield from self._note(node.get(W + "id", ""))
            else:
                found = self._identify(node) or (_anonymous(node) and ("", ""))
                if found and not deleted(node) and not self._holds_another(node):
                    yield self._occurrence(node, found, part, where)

    def _note(self, id: str) -> Iterator[Occurrence]:
        note = self._notes.get(id)
        if note is None or id in self._called:
            return
        self._called.add(id)
        yield from self._story(note, self._note_part, Where(Story.NOTE, note=len(self._called)))

    def _identify(self, control: etree._Element) -> tuple[str, str] | None:
        properties = control.find(W + "sdtPr")
        marked = val(properties, W + "tag") or val(properties, W + "alias")
        return self._finder.identify(control, "" if marked else Wording(control).text)

    def _holds_another(self, control: etree._Element) -> bool:
        """Return whether a control of running text has another figure inside, which then is looked at instead."""
        if next(control.iter(W + "tbl"), None) is not None:
            return False
        return any(inner is not control and self._identify(inner) is not None for inner in control.iter(_SDT))

    def _occurrence(self, control: etree._Element, found: tuple[str, str], part: str, where: Where) -> Occurrence:
        id, name = found
        in_cell = where.story is Story.BODY and next(control.iterancestors(W + "tc"), None) is not None
        place = replace(
            where, story=Story.TABLE if in_cell else where.story, heading=self._heading, position=self._position
        )
        self._position += 1
        lost = val(control.find(W + "sdtPr"), W + "tag") != id
        return Occurrence(control, id, name, part, place, lost)


def _wrap(block: etree._Element, control: etree._Element) -> None:
    """Take ``control`` from around what it holds and put it around ``block``."""
    content = control.find(W + "sdtContent")
    for child in list(content) if content is not None else []:
        control.addprevious(child)
    for node, parent in ((control, control.getparent()), (content, control)):
        if node is not None and parent is not None:
            parent.remove(node)
    block.addprevious(control)
    etree.SubElement(control, W + "sdtContent").append(block)


def _anonymous(control: etree._Element) -> bool:
    """Return whether a control of running text has neither tag nor alias.

    LibreOffice so saves a control in which a tracked change waits.
    """
    properties = control.find(W + "sdtPr")
    marked = val(properties, W + "tag") or val(properties, W + "alias")
    return not marked and next(control.iter(_P), None) is None


def _named_by_order(found: list[Occurrence], known: Register) -> dict[Occurrence, str]:
    """Return the ids of controls that have lost every mark: by their text, several of the same text in their order."""
    seen = {one.id for one in found}
    lacking: dict[str, dict[str, None]] = {}
    for entry in known.entries:
        if entry.id not in seen:
            for text in {entry.text, entry.before} - {""}:
                lacking.setdefault(as_typed(text), {})[entry.id] = None
    nameless: dict[str, list[Occurrence]] = {}
    for one in found:
        if not one.id:
            nameless.setdefault(as_typed(Wording(one.content).text), []).append(one)
    names: dict[Occurrence, str] = {}
    for text, places in nameless.items():
        ids = list(lacking.get(text, {}))
        if len(ids) == 1:
            names |= dict.fromkeys(places, ids[0])
        elif len(ids) == len(places):
            names |= dict(zip(places, ids, strict=True))
    return names


def _line(element: etree._Element) -> str:
    return excerpt(Wording(element).text, 120)


def sentence_around(occurrence: Occurrence) -> str:
    """Return the sentence of the draft in which the figure stands."""
    control = occurrence.control
    paragraph = next(control.iterancestors(_P), None)
    if paragraph is None:
        paragraph = next(control.iter(_P), control)
    wording = Wording(paragraph)
    at = wording.offset_of(control)
    start = max((end.end() for end in _SENTENCE_END.finditer(wording.text) if end.end() <= at), default=0)
    stop = next((end.start() for end in _SENTENCE_END.finditer(wording.text) if end.start() >= at), None)
    return excerpt(wording.text[start:stop].strip(), _LONGEST)


def mark(occurrence: Occurrence, id: str, name: str) -> None:
    """Give a control its tag and alias anew."""
    properties = occurrence.control.find(W + "sdtPr")
    if properties is None:
        properties = etree.Element(W + "sdtPr")
        occurrence.control.insert(0, properties)
    for tag, text in ((W + "alias", title(Figure(id, "", name))), (W + "tag", id)):
        node = properties.find(tag)
        if node is None:
            node = etree.Element(tag)
            properties.insert(sum(child.tag in _BEFORE_TAG for child in properties), node)
        node.set(VAL, text)
