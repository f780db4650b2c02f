"""Steps 5 and 6, docx: the footnotes part with its separators, and the calls in the text, in both directions."""

from __future__ import annotations

from lxml import etree

from baocao.docx.ooxml import NAMESPACES, SPACE, VAL, W, integer
from baocao.docx.package import parse_xml, to_bytes
from baocao.docx.relations import FOOTNOTES, FOOTNOTES_TYPE, ContentTypes, Relations

PART = "word/footnotes.xml"


def empty_notes() -> etree._Element:
    """Return the root of a footnotes part that holds only the two separators Word wants."""
    root = etree.Element(W + "footnotes", nsmap={key: NAMESPACES[key] for key in ("w", "r")})
    for id, kind in (("-1", "separator"), ("0", "continuationSeparator")):
        note = etree.SubElement(root, W + "footnote")
        note.set(W + "type", kind)
        note.set(W + "id", id)
        paragraph = etree.SubElement(note, W + "p")
        spacing = etree.SubElement(etree.SubElement(paragraph, W + "pPr"), W + "spacing")
        for key, value in (("before", "0"), ("after", "0"), ("line", "240"), ("lineRule", "auto")):
            spacing.set(W + key, value)
        etree.SubElement(etree.SubElement(paragraph, W + "r"), W + kind)
    return root


class NotesOut:
    """The footnotes of a document being written: those of the frame called ``name`` in messages, then the new ones."""

    def __init__(self, parts: dict[str, bytes], relations: Relations, name: str) -> None:
        found = relations.part(FOOTNOTES, parts)
        self.part = found or PART
        self._root = empty_notes() if found is None else parse_xml(parts[found], name, found)
        self._next = 1 + max((integer(note.get(W + "id")) for note in self._root.findall(W + "footnote")), default=0)
        self._written = False
        self.relations = Relations.of(parts, self.part, name)

    def add(self) -> tuple[int, etree._Element]:
        """Return number and element of a new, empty note."""
        number = self._next
        self._next += 1
        self._written = True
        note = etree.SubElement(self._root, W + "footnote")
        note.set(W + "id", str(number))
        return number, note

    def save(self, parts: dict[str, bytes], relations: Relations, types: ContentTypes) -> None:
        """Put the part into the package; nothing when no note was written."""
        if not self._written:
            return
        parts[self.part] = to_bytes(self._root)
        self.relations.save(parts)
        relations.add(FOOTNOTES, self.part)
        types.override(self.part, FOOTNOTES_TYPE)


def write_call(parent: etree._Element, number: int, style_id: str) -> None:
    """Add to a paragraph the run that calls note ``number``."""
    _reference(parent, style_id, "footnoteReference").set(W + "id", str(number))


def write_mark(paragraph: etree._Element, style_id: str) -> None:
    """Begin the first paragraph of a note with its number and the space after it."""
    _reference(paragraph, style_id, "footnoteRef")
    space = etree.SubElement(etree.SubElement(paragraph, W + "r"), W + "t")
    space.set(SPACE, "preserve")
    space.text = " "


def _reference(parent: etree._Element, style_id: str, tag: str) -> etree._Element:
    run = etree.SubElement(parent, W + "r")
    etree.SubElement(etree.SubElement(run, W + "rPr"), W + "rStyle").set(VAL, style_id)
    return etree.SubElement(run, W + tag)


def read_notes(root: etree._Element | None, tag: str = "footnote") -> dict[str, etree._Element]:
    """Return the notes of a footnotes (or endnotes) part by id, separators left out."""
    if root is None:
        return {}
    notes = root.findall(W + tag)
    return {note.get(W + "id", ""): note for note in notes if note.get(W + "type", "normal") == "normal"}
