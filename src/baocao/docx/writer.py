"""Step 5, docx: a Document is written into a rendered Word frame.

The frame gives page, headers, styles, opening and closing block; the blocks of the first section take the place of
its marker paragraph.  The same document and frame give the same bytes in any process.
"""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree

from baocao.collecting import not_collecting
from baocao.document.tree import Block, Document, Footnote, Paragraph, Section, Table
from baocao.docx.blocks_out import SEPARATOR, BlocksOut
from baocao.docx.controls import ControlIds
from baocao.docx.footnotes import NotesOut
from baocao.docx.fragments import PartOut, elements
from baocao.docx.frame import FRAME_NAME, find_marker
from baocao.docx.ooxml import VAL, W, integer
from baocao.docx.package import open_package, parse_xml, save_package
from baocao.docx.pictures import PicturesOut
from baocao.docx.properties import write_properties
from baocao.docx.register import write_register
from baocao.docx.relations import HEADER, HEADER_TYPE, ContentTypes, Relations, main_part
from baocao.docx.runs import RunWriter
from baocao.docx.sections import header_part, write_section
from baocao.docx.styles import NOTE_REFERENCE_STYLE, NOTE_TEXT_STYLE, NUMBER_STYLE, styles_of
from baocao.docx.wanted import check_document

_HEADER_PART = re.compile(r"word/header(\d+)\.xml")


@not_collecting()  # the texts of a document live to its end
def write(document: Document, frame: bytes) -> bytes:
    """Return ``document`` as a DOCX in ``frame``, a rendered Word frame (see ``baocao.docx.frame``).

    Raises BaocaoError with a finding for every style that the frame lacks and every text that XML cannot carry, and
    when the frame has no marker paragraph.
    """
    parts = open_package(frame, FRAME_NAME)
    return _Writer(parts, document).write()


def append(parts: dict[str, bytes], sections: tuple[Section, ...], name: str) -> None:
    """Put ``sections`` behind what the DOCX ``parts``, called ``name`` in messages, holds; the rest stays as it is.

    Raises BaocaoError as ``write`` does.
    """
    _Writer(parts, Document(sections), name).append()


class _Writer:
    def __init__(self, parts: dict[str, bytes], document: Document, name: str = FRAME_NAME) -> None:
        self._parts = parts
        self._document = document
        self._main = main_part(parts, name)
        self._relations = Relations.of(parts, self._main, name)
        self._types = ContentTypes(parts, name)
        self._styles = styles_of(parts, self._relations, name)
        check_document(document, self._styles)
        self._part = PartOut(parse_xml(parts[self._main], name, self._main))
        self._root = self._part.root
        self._ids = ControlIds({integer(node.get(VAL)) for node in self._root.iterfind(f".//{W}sdtPr/{W}id")})
        self._notes = NotesOut(parts, self._relations, name)
        pictures = PicturesOut(parts, self._relations, self._types)
        self._blocks = BlocksOut(self._styles, self._run_writer(self._relations), self._ids, pictures)
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
            body.extend(elements(SEPARATOR))
        body.extend(tail)
        if further:
            self._write_sections(body, tuple(further))
        write_register(self._parts, self._relations, self._types, self._document.register)
        write_properties(self._parts, self._types, self._document.meta)
        self._save()
        return save_package(self._parts)

    def append(self) -> None:
        """Write all sections of the document behind those that are there."""
        body = self._root.find(W + "body")
        assert body is not None  # read before it was written to
        self._write_sections(body, self._document.sections)
        self._save()

    def _save(self) -> None:
        self._notes.save(self._parts, self._relations, self._types)
        self._relations.save(self._parts)
        self._types.save(self._parts)
        self._parts[self._main] = self._part.to_bytes()

    def _write_note(self, footnote: Footnote) -> int:
        number = self._notes.add()
        blocks = footnote.blocks or (Paragraph(NOTE_TEXT_STYLE),)
        paragraphs = (
            self._blocks.paragraph_xml(paragraph, self._note_runs, note=index == 0)
            for index, paragraph in enumerate(blocks)
        )
        self._notes.fill(number, "".join(paragraphs))
        return number

    def _write_blocks(self, body: etree._Element, blocks: tuple[Block, ...]) -> None:
        """Write blocks at the end of ``body``: as text, but for a last paragraph, which may have to carry a section."""
        written = self._blocks.xml(blocks)
        last = [] if not blocks or isinstance(blocks[-1], Table) else elements(written.pop())
        body.append(self._part.slot("".join(written)))
        body.extend(last)

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
            at = body.index(section)
            body[at:at] = elements(SEPARATOR)  # Word wants a paragraph after a table

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
        written = [self._blocks.paragraph_xml(paragraph, runs) for paragraph in paragraphs]
        self._parts[part] = header_part(written)
        relations.save(self._parts)
        self._types.override(part, HEADER_TYPE)
        return self._relations.add(HEADER, part)


def _kept_with_next(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Tie the last paragraph to what follows, so that the signature block never stands alone on a page."""
    if not blocks or not isinstance(blocks[-1], Paragraph):
        return blocks
    last = blocks[-1]
    return (*blocks[:-1], replace(last, format=replace(last.format, keep_next=True)))


def _make_tiny(properties: etree._Element) -> None:
    """Make an empty paragraph so low that it never needs a page of its own."""
    spacing = etree.SubElement(properties, W + "spacing")
    for name, value in (("before", "0"), ("after", "0"), ("line", "20"), ("lineRule", "exact")):
        spacing.set(W + name, value)
