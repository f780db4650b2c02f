"""Step 5, docx: a Document is written into a rendered Word frame.

The frame gives page, headers, styles, opening and closing block; the blocks of the first section take the place of
its marker paragraph.  The same document and frame give the same bytes in any process.
"""

from __future__ import annotations

import copy
import functools
import re
from dataclasses import replace
from typing import assert_never

from lxml import etree

from baocao.document.tree import (
    Block,
    Cell,
    Control,
    Document,
    Footnote,
    PageBreak,
    Paragraph,
    ParagraphFormat,
    Picture,
    Section,
    Table,
)
from baocao.docx.controls import ControlIds, write_block_control
from baocao.docx.footnotes import NotesOut, write_mark
from baocao.docx.formats import write_format
from baocao.docx.frame import FRAME_NAME, find_marker
from baocao.docx.ooxml import NAMESPACES, VAL, W_URI, W, integer
from baocao.docx.package import open_package, parse_xml, save_package, to_bytes
from baocao.docx.pictures import PicturesOut
from baocao.docx.properties import write_properties
from baocao.docx.register import write_register
from baocao.docx.relations import HEADER, HEADER_TYPE, ContentTypes, Relations, main_part
from baocao.docx.runs import RunWriter
from baocao.docx.sections import header_root, write_section
from baocao.docx.styles import NOTE_REFERENCE_STYLE, NOTE_TEXT_STYLE, NUMBER_STYLE, styles_of
from baocao.docx.tables import write_table
from baocao.docx.wanted import check_document

_PART_NAMESPACES = {key: NAMESPACES[key] for key in ("w", "r")}
_HEADER_PART = re.compile(r"word/header(\d+)\.xml")


def write(document: Document, frame: bytes) -> bytes:
    """Return ``document`` as a DOCX in ``frame``, a rendered Word frame (see ``baocao.docx.frame``).

    Raises BaocaoError with a finding for every style that the frame lacks and every text that XML cannot carry, and
    when the frame has no marker paragraph.
    """
    parts = open_package(frame, FRAME_NAME)
    return _Writer(parts, document).write()


class _Writer:
    def __init__(self, parts: dict[str, bytes], document: Document) -> None:
        self._parts = parts
        self._document = document
        self._main = main_part(parts, FRAME_NAME)
        self._relations = Relations.of(parts, self._main, FRAME_NAME)
        self._types = ContentTypes(parts, FRAME_NAME)
        self._styles = styles_of(parts, self._relations, FRAME_NAME)
        check_document(document, self._styles)
        self._root = parse_xml(parts[self._main], FRAME_NAME, self._main)
        self._ids = ControlIds({integer(node.get(VAL)) for node in self._root.iterfind(f".//{W}sdtPr/{W}id")})
        self._notes = NotesOut(parts, self._relations, FRAME_NAME)
        self._pictures = PicturesOut(parts, self._relations, self._types)
        self._paragraph_ids: dict[str, str] = {}
        self._body_runs = self._run_writer(self._relations)
        self._note_runs = self._run_writer(self._notes.relations)

    def _run_writer(self, relations: Relations) -> RunWriter:
        number = self._styles.id_of(NUMBER_STYLE, "character") or ""
        reference = self._styles.id_of(NOTE_REFERENCE_STYLE, "character") or ""
        return RunWriter(relations, self._ids, number, reference, self._write_note)

    def write(self) -> bytes:
        # What Word's spelling checker once thought of the frame is of no use in the report.
        etree.strip_elements(self._root, W + "proofErr")
        marker = find_marker(self._root, FRAME_NAME)
        body = marker.getparent()
        assert body is not None  # find_marker takes only a child of the body
        tail = list(marker.itersiblings())
        for node in (marker, *tail):
            body.remove(node)
        first, *further = self._document.sections or (Section(()),)
        blocks = first.blocks
        if len(tail) > 1:  # a closing block stands between the marker and the section properties
            blocks = _kept_with_next(blocks)
        self._write_blocks(body, blocks)
        if blocks and isinstance(blocks[-1], Table) and tail and tail[0].tag == W + "tbl":
            _write_separator(body)
        body.extend(tail)
        if further:
            self._write_sections(body, tuple(further))
        self._save()
        return save_package(self._parts)

    def _save(self) -> None:
        self._notes.save(self._parts, self._relations, self._types)
        write_register(self._parts, self._relations, self._types, self._document.register)
        write_properties(self._parts, self._types, self._document.meta)
        self._relations.save(self._parts)
        self._types.save(self._parts)
        self._parts[self._main] = to_bytes(self._root)

    def _write_blocks(self, parent: etree._Element, blocks: tuple[Block, ...]) -> None:
        before: Block | None = None
        for block in blocks:
            match block:
                case Paragraph():
                    self._write_paragraph(parent, block, self._body_runs)
                case Table():
                    if isinstance(before, Table):
                        _write_separator(parent)
                    write_table(self._inside(parent, block.control), block, self._write_cell)
                case Picture():
                    paragraph = etree.SubElement(self._inside(parent, block.control), W + "p")
                    properties = etree.SubElement(paragraph, W + "pPr")
                    if block.keep_next:
                        etree.SubElement(properties, W + "keepNext")
                    etree.SubElement(properties, W + "jc").set(VAL, "center")
                    self._pictures.write(paragraph, block)
                case PageBreak():
                    run = etree.SubElement(etree.SubElement(parent, W + "p"), W + "r")
                    etree.SubElement(run, W + "br").set(W + "type", "page")
                case _:
                    assert_never(block)
            before = block

    def _inside(self, parent: etree._Element, control: Control | None) -> etree._Element:
        return parent if control is None else write_block_control(parent, control, self._ids)

    def _write_cell(self, parent: etree._Element, cell: Cell) -> None:
        self._write_blocks(parent, cell.blocks)
        if not cell.blocks or isinstance(cell.blocks[-1], Table):
            _write_separator(parent)

    def _write_paragraph(
        self, parent: etree._Element, paragraph: Paragraph, runs: RunWriter, note: bool = False
    ) -> None:
        node = copy.deepcopy(_empty_paragraph(self._paragraph_style(paragraph.style), paragraph.format))
        parent.append(node)
        if note:
            write_mark(node, self._styles.id_of(NOTE_REFERENCE_STYLE, "character") or "")
        runs.write(node, paragraph.inlines)

    def _paragraph_style(self, name: str) -> str:
        if name not in self._paragraph_ids:
            self._paragraph_ids[name] = self._styles.id_of(name) or ""
        return self._paragraph_ids[name]

    def _write_note(self, footnote: Footnote) -> int:
        number, node = self._notes.add()
        blocks = footnote.blocks or (Paragraph(NOTE_TEXT_STYLE),)
        for index, paragraph in enumerate(blocks):
            self._write_paragraph(node, paragraph, self._note_runs, note=index == 0)
        return number

    def _write_sections(self, body: etree._Element, further: tuple[Section, ...]) -> None:
        """Write the sections after the first: each ``w:sectPr`` moves to the end of the section it describes."""
        section = body.find(W + "sectPr")
        if section is None:
            section = etree.SubElement(body, W + "sectPr")
        for item in further:
            body.remove(section)
            self._end_section(body, section)
            self._write_blocks(body, item.blocks)
            headers = {"default": self._write_header(item.header)}
            if item.first_header is not None:
                headers["first"] = self._write_header(item.first_header)
            section = write_section(body, item.page, headers, item.first_header is not None, item.restart)
        last = further[-1].blocks[-1] if further[-1].blocks else None
        if isinstance(last, Table):
            body.insert(body.index(section), _separator())  # Word wants a paragraph after a table

    def _end_section(self, body: etree._Element, section: etree._Element) -> None:
        """Put ``section`` into the last paragraph; a paragraph without words of its own is made where there is none.

        The reader drops an empty paragraph that carries a section, so that it does not count as a block.
        """
        last = body[-1] if len(body) else None
        taken = f"{W}pPr/{W}sectPr", f"{W}r/{W}br"
        if last is None or last.find(W + "r") is None or any(last.find(path) is not None for path in taken):
            last = etree.SubElement(body, W + "p")
            _make_tiny(etree.SubElement(last, W + "pPr"))
        properties = last.find(W + "pPr")
        if properties is None:
            properties = etree.Element(W + "pPr")
            last.insert(0, properties)
        properties.append(section)

    def _write_header(self, paragraphs: tuple[Paragraph, ...]) -> str:
        taken = [int(match[1]) for name in self._parts if (match := _HEADER_PART.fullmatch(name))]
        part = f"word/header{max(taken, default=0) + 1}.xml"
        relations = Relations(part)
        runs = self._run_writer(relations)

        def write_one(parent: etree._Element, paragraph: Paragraph) -> None:
            self._write_paragraph(parent, paragraph, runs)

        self._parts[part] = to_bytes(header_root(paragraphs, write_one, _PART_NAMESPACES))
        relations.save(self._parts)
        self._types.override(part, HEADER_TYPE)
        return self._relations.add(HEADER, part)


@functools.lru_cache(maxsize=256)
def _empty_paragraph(style_id: str, format: ParagraphFormat) -> etree._Element:
    """Return a paragraph without words, to be copied."""
    node = etree.Element(W + "p", nsmap={"w": W_URI})
    properties = etree.SubElement(node, W + "pPr")
    etree.SubElement(properties, W + "pStyle").set(VAL, style_id)
    write_format(properties, format)
    return node


def _kept_with_next(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Tie the last paragraph to what follows, so that the signature block never stands alone on a page."""
    if not blocks or not isinstance(blocks[-1], Paragraph):
        return blocks
    last = blocks[-1]
    return (*blocks[:-1], replace(last, format=replace(last.format, keep_next=True)))


def _write_separator(parent: etree._Element) -> None:
    """Add an empty paragraph with a hidden mark: between two tables, which Word would join, and at a cell's end.

    The reader drops such paragraphs.
    """
    parent.append(_separator())


def _separator() -> etree._Element:
    paragraph = etree.Element(W + "p")
    properties = etree.SubElement(paragraph, W + "pPr")
    etree.SubElement(etree.SubElement(properties, W + "rPr"), W + "vanish")
    return paragraph


def _make_tiny(properties: etree._Element) -> None:
    """Make an empty paragraph so low that it never needs a page of its own."""
    spacing = etree.SubElement(properties, W + "spacing")
    for name, value in (("before", "0"), ("after", "0"), ("line", "20"), ("lineRule", "exact")):
        spacing.set(W + name, value)
