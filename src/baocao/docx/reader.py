"""Step 6, read: a DOCX, ours, edited, or from elsewhere, becomes a Document.

Styles, direct formatting, tables, footnotes, fields, links, figures, headers and the register are taken over;
revisions count as accepted; whatever else holds text is told as a finding with its place.  The document defaults are
the style named "" (see ``baocao.docx.styles``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree

from baocao.collecting import not_collecting
from baocao.document.tree import Block, Document, Paragraph, Section, Tab, Text, plain_text
from baocao.docx import losses
from baocao.docx.blocks import BlockReader, SectionEnd, only_paragraphs
from baocao.docx.controls import ControlFinder
from baocao.docx.footnotes import read_notes
from baocao.docx.inlines import Source
from baocao.docx.losses import Losses
from baocao.docx.ooxml import W, body_paragraphs, on_off, text_of
from baocao.docx.package import open_package, tree_of
from baocao.docx.properties import read_properties
from baocao.docx.register import read_register
from baocao.docx.relations import ENDNOTES, FOOTNOTES, NOT_WORD_HINT, SETTINGS, Relations, main_part
from baocao.docx.sections import SectionFacts, read_section
from baocao.docx.styles import styles_of
from baocao.errors import InputError
from baocao.findings import Findings, Place


def read(data: bytes, name: str, findings: Findings) -> Document:
    """Return the DOCX ``data`` as a Document; ``name`` is how the file is called in messages.

    What the Document cannot hold goes into ``findings``.  Raises InputError when the file is not a DOCX, is damaged or
    is protected by a password.
    """
    return _Reader(open_package(data, name), name, findings).read()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a paragraph of a Document came from: its ``w:p``, and the number of that among all of the body (1-based)."""

    paragraph: Paragraph
    element: etree._Element
    number: int


def read_with_origins(data: bytes, name: str, findings: Findings) -> tuple[Document, tuple[Origin, ...]]:
    """Return what ``read`` returns, and the origin of every paragraph of the body and its cells, in reading order."""
    with not_collecting():  # the tree of a document lives to the end
        reader = _Reader(open_package(data, name), name, findings)
        return reader.read(), reader.origins


class _Reader:
    def __init__(self, parts: dict[str, bytes], name: str, findings: Findings) -> None:
        self._parts = parts
        self._name = name
        self._losses = Losses(name, findings)
        self._main = main_part(parts, name)
        relations = Relations.of(parts, self._main, name)
        self._relations = relations
        styles = styles_of(parts, relations, name)
        self._register = read_register(parts, name)
        self._source = Source(
            parts,
            relations,
            styles,
            ControlFinder(self._register),
            read_notes(self._part(relations, FOOTNOTES)),
            read_notes(self._part(relations, ENDNOTES), "endnote"),
            self._losses,
            self._read_note,
        )
        notes = relations.part(FOOTNOTES, parts)
        note_relations = relations if notes is None else Relations.of(parts, notes, name)
        # A note has no notes of its own.
        self._note_source = replace(self._source, relations=note_relations, footnotes={})
        self._notes_read = 0
        self._headers: dict[str, tuple[Paragraph, ...]] = {}
        self.origins: tuple[Origin, ...] = ()

    def _part(self, relations: Relations, type: str) -> etree._Element | None:
        part = relations.part(type, self._parts)
        return None if part is None else tree_of(self._parts[part], self._name, part)

    def read(self) -> Document:
        root = tree_of(self._parts[self._main], self._name, self._main)
        body = root.find(W + "body")
        if body is None:
            raise InputError.because(
                "VB104", f'"{self._name}" không có thân tài liệu mà baocao đọc được', Place(self._name), NOT_WORD_HINT
            )
        sections = self._read_sections(body)
        self._losses.close()
        return Document(sections, self._source.styles.styles, read_properties(self._parts, self._name), self._register)

    def _read_sections(self, body: etree._Element) -> tuple[Section, ...]:
        ends: list[tuple[list[Block], etree._Element | None]] = []
        blocks: list[Block] = []
        reader = BlockReader(self._source)
        for item in reader.walk(body):
            if isinstance(item, SectionEnd):
                ends.append((blocks, item.node))
                blocks = []
            else:
                blocks.append(item)
        ends.append((blocks, body.find(W + "sectPr")))
        numbers = {node: number for number, node in enumerate(body_paragraphs(body), 1)}
        self.origins = tuple(Origin(read, node, numbers[node]) for node, read in reader.trail if node in numbers)
        sections: list[Section] = []
        before: SectionFacts | None = None
        for blocks, node in ends:
            facts = read_section(node, before)
            section = self._section(tuple(blocks), facts)
            if facts.continuous and sections and sections[-1].page == section.page:
                sections[-1] = replace(sections[-1], blocks=sections[-1].blocks + section.blocks)
            else:
                sections.append(section)
            before = facts
        return tuple(sections)

    def _section(self, blocks: tuple[Block, ...], facts: SectionFacts) -> Section:
        self._losses.at("cuối một phần (section)")
        if facts.columns > 1:
            self._losses.once(losses.COLUMNS)
        if facts.start not in (None, 0, 1):
            self._losses.add(losses.PAGE_START)
        settings = self._part(self._relations, SETTINGS)
        even = settings is not None and bool(on_off(settings, W + "evenAndOddHeaders"))
        if even and self._header(facts.headers.get("even")):
            self._losses.once(losses.EVEN_HEADER)
        for kind in ("default", "first", "even"):
            self._tell_footer(facts.footers.get(kind))
        return Section(
            blocks,
            facts.page,
            self._header(facts.headers.get("default")),
            self._header(facts.headers.get("first")) if facts.title_page else None,
            facts.start is not None,
        )

    def _header(self, id: str | None) -> tuple[Paragraph, ...]:
        """Return the paragraphs of the header behind this relationship; none when all of them are empty."""
        relation = self._relations.get(id)
        if relation is None or relation.target not in self._parts:
            return ()
        part = relation.target
        if part not in self._headers:
            source = replace(self._source, relations=Relations.of(self._parts, part, self._name))
            root = tree_of(self._parts[part], self._name, part)
            paragraphs = only_paragraphs(BlockReader(source, "đầu trang, đoạn").read(root), source)
            self._headers[part] = paragraphs if any(paragraph.inlines for paragraph in paragraphs) else ()
        return self._headers[part]

    def _tell_footer(self, id: str | None) -> None:
        relation = self._relations.get(id)
        if relation is None or relation.target not in self._parts:
            return
        if text_of(tree_of(self._parts[relation.target], self._name, relation.target)).strip():
            self._losses.once(losses.FOOTER)

    def _read_note(self, node: etree._Element) -> tuple[Paragraph, ...]:
        self._notes_read += 1
        place = self._losses.where, self._losses.beside
        blocks = BlockReader(self._note_source, f"chú thích {self._notes_read}, đoạn").read(node)
        paragraphs = only_paragraphs(blocks, self._note_source)
        self._losses.at(*place)
        if paragraphs and node.find(f".//{W}footnoteRef") is not None:
            return (_without_space(paragraphs[0]), *paragraphs[1:])
        return paragraphs


def _without_space(paragraph: Paragraph) -> Paragraph:
    """Return the first paragraph of a note without the one space or tab that stands after the note's number."""
    if not paragraph.inlines or not plain_text(paragraph.inlines[:1]).startswith((" ", "\t")):
        return paragraph
    first, *rest = paragraph.inlines
    if isinstance(first, Text) and len(first.text) > 1:
        return replace(paragraph, inlines=(replace(first, text=first.text[1:]), *rest))
    if isinstance(first, Text | Tab):
        return replace(paragraph, inlines=tuple(rest))
    return paragraph
