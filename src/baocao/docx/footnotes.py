"""Steps 5 and 6, docx: the footnotes part with its separators, and the calls in the text, in both directions."""

from __future__ import annotations

from lxml import etree

from baocao.docx.fragments import PREFIXES, PartOut, element_xml, value_xml
from baocao.docx.ooxml import W, integer
from baocao.docx.package import parse_xml
from baocao.docx.relations import FOOTNOTES, FOOTNOTES_TYPE, ContentTypes, Relations

PART = "word/footnotes.xml"


def empty_notes() -> etree._Element:
    """Return the root of a footnotes part that holds only the two separators Word wants."""
    root = etree.Element(W + "footnotes", nsmap=PREFIXES)
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
        self._last = max((integer(note.get(W + "id")) for note in self._root.findall(W + "footnote")), default=0)
        self._written: dict[int, str] = {}
        self.relations = Relations.of(parts, self.part, name)

    def add(self) -> int:
        """Return the number of a new, empty note."""
        self._last += 1
        self._written[self._last] = ""
        return self._last

    def fill(self, number: int, paragraphs: str) -> None:
        """Give note ``number`` its paragraphs, as XML."""
        self._written[number] = paragraphs

    def save(self, parts: dict[str, bytes], relations: Relations, types: ContentTypes) -> None:
        """Put the part into the package; nothing when no note was written."""
        if not self._written:
            return
        part = PartOut(self._root)
        notes = (element_xml("w:footnote", f' w:id="{id}"', inside) for id, inside in self._written.items())
        part.root.append(part.slot("".join(notes)))
        parts[self.part] = part.to_bytes()
        self.relations.save(parts)
        relations.add(FOOTNOTES, self.part)
        types.override(self.part, FOOTNOTES_TYPE)


def call_xml(number: int, style_id: str) -> str:
    """Return the run that calls note ``number``."""
    return _reference(style_id, f'<w:footnoteReference w:id="{number}"/>')


def mark_xml(style_id: str) -> str:
    """Return what the first paragraph of a note begins with: its number and the space after it."""
    return _reference(style_id, "<w:footnoteRef/>") + '<w:r><w:t xml:space="preserve"> </w:t></w:r>'


def _reference(style_id: str, inside: str) -> str:
    return f'<w:r><w:rPr><w:rStyle w:val="{value_xml(style_id)}"/></w:rPr>{inside}</w:r>'


def read_notes(root: etree._Element | None, tag: str = "footnote") -> dict[str, etree._Element]:
    """Return the notes of a footnotes (or endnotes) part by id, separators left out."""
    if root is None:
        return {}
    notes = root.findall(W + tag)
    return {note.get(W + "id", ""): note for note in notes if note.get(W + "type", "normal") == "normal"}
