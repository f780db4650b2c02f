"""Step 6, read: the inside of a paragraph, as Word, LibreOffice and others write it, becomes inline nodes."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lxml import etree

from baocao.document.formatting import merged
from baocao.document.tree import (
    Break,
    Control,
    Figure,
    Footnote,
    Inline,
    Marks,
    Number,
    PageBreak,
    Paragraph,
    Tab,
    Text,
    plain_text,
)
from baocao.docx import losses
from baocao.docx.controls import ControlFinder
from baocao.docx.fields import Fields, Piece, finish, inlines_of, join, link_of
from baocao.docx.formats import marks_said, read_marks
from baocao.docx.losses import Losses
from baocao.docx.ooxml import GONE, MC, VAL, M, R, W, by_tag, first, holds_words, is_on, on_off, text_of
from baocao.docx.pictures import read_picture
from baocao.docx.relations import Relations
from baocao.docx.styles import NOTE_REFERENCE_STYLE, NUMBER_STYLE, StyleTable

# Signs of symbol fonts that lists and boxes are made of, by their place in the font.
_SYMBOLS = {0xB7: "•", 0xA7: "▪", 0xA8: "□", 0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0x6F: "□", 0xE0: "→", 0xD8: "➢"}
_TRANSPARENT = {W + tag for tag in ("ins", "moveTo", "smartTag", "customXml", "dir", "bdo", "sdtContent")}
_REVISED = (W + "ins", W + "moveTo")
_RUN, _CONTROL, _CONTENT, _TEXT = W + "r", W + "sdt", W + "sdtContent", W + "t"
_RUN_PROPERTIES, _STYLE, _HIDDEN, _RAISED = W + "rPr", W + "rStyle", W + "vanish", W + "vertAlign"
_CHARACTERS = {W + "noBreakHyphen": "\u2011", W + "softHyphen": "\u00ad"}
# What may stand in a figure. A tuple: a union would be made anew for each of thousands of pieces.
_WORDS = (Text, Tab, Break)
_SILENT = {
    W + tag
    for tag in (
        *("rPr", "pPr", "lastRenderedPageBreak", "footnoteRef", "endnoteRef", "annotationRef", "commentReference"),
        *("separator", "continuationSeparator", "delText", "delInstrText", "proofErr", "sdtPr", "sdtEndPr"),
        *("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "permStart", "permEnd"),
        *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "smartTagPr", "customXmlPr"),
    )
}


@dataclass(frozen=True)
class Source:
    """Everything that reading one part of a DOCX needs to know of the rest of it.

    ``read_note`` returns the paragraphs of a footnote element, without the space after its number.
    """

    parts: dict[str, bytes]
    relations: Relations
    styles: StyleTable
    finder: ControlFinder
    footnotes: dict[str, etree._Element]
    endnotes: dict[str, etree._Element]
    losses: Losses
    read_note: Callable[[etree._Element], tuple[Paragraph, ...]]


class InlineReader:
    """Reads the paragraphs of one story in order, since fields may run over several of them."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._fields = Fields()
        self.whole: Control | None = None
        """The control of a table or picture that was last met inside a paragraph, where LibreOffice puts it: in the
        first cell, or beside the picture."""

    def read(self, paragraph: etree._Element) -> list[Piece]:
        """Return what ``paragraph`` holds, revisions accepted."""
        pieces: list[Piece] = []
        self._children(paragraph, pieces)
        self._fields.end_paragraph(pieces)
        return pieces

    def _children(self, parent: etree._Element, pieces: list[Piece]) -> None:
        for child in parent:
            tag = child.tag
            if tag == _RUN:
                self._run(child, pieces)
            elif tag == _CONTROL:
                self._control(child, pieces)
            elif tag in _SILENT:
                continue
            elif tag in _TRANSPARENT:
                if tag in _REVISED:
                    self._source.losses.once(losses.REVISIONS)
                self._children(child, pieces)
            elif tag in GONE:
                self._source.losses.once(losses.REVISIONS)
            elif tag == W + "hyperlink":
                self._link(child, pieces)
            elif tag == W + "fldSimple":
                inside = self._apart(child)
                self._fields.result(pieces).extend(finish(child.get(W + "instr", ""), inside))
            elif tag in (M + "oMath", M + "oMathPara"):
                self._source.losses.add(losses.EQUATION, text_of(child))
                self._fields.result(pieces).append(Text(unicodedata.normalize("NFC", text_of(child))))
            elif tag == MC + "AlternateContent":
                self._children(_chosen(child), pieces)
            elif holds_words(child):
                self._source.losses.add(losses.UNKNOWN, text_of(child))

    def _apart(self, parent: etree._Element) -> list[Piece]:
        """Return what ``parent`` holds, without putting it into the result of a field that is open around it."""
        outer, self._fields = self._fields, Fields()
        inside: list[Piece] = []
        self._children(parent, inside)
        self._fields.end_paragraph(inside)
        self._fields = outer
        return inside

    def _link(self, node: etree._Element, pieces: list[Piece]) -> None:
        inside = self._apart(node)
        relation = self._source.relations.get(node.get(R + "id"))
        anchor = node.get(W + "anchor")
        if relation is None or not inside or len(inlines_of(inside)) < len(inside):
            self._fields.result(pieces).extend(inside)
        else:
            address = relation.target + (f"#{anchor}" if anchor else "")
            self._fields.result(pieces).append(link_of(address, inside))

    def _control(self, node: etree._Element, pieces: list[Piece]) -> None:
        content = first(node, _CONTENT)
        if content is None:
            return
        inside = self._apart(content)
        self._fields.result(pieces).extend(self.as_figure(node, inside))

    def as_figure(self, control: etree._Element, inside: list[Piece]) -> list[Piece]:
        """Return the figure that ``control`` is, or what it holds when it is another control or no longer plain text."""
        plain = all(isinstance(piece, _WORDS) for piece in inside)
        inlines = join(inlines_of(inside))
        text = plain_text(inlines)
        found = self._source.finder.identify(control, text)
        if found is None:
            return inside
        if self._source.finder.is_whole(found[0]):
            self.whole = Control(*found)
            return inside
        if not plain:
            self._source.losses.add(losses.CONTROL, text)
            return inside
        properties = first(control, W + "sdtPr")
        if properties is not None and on_off(properties, W + "showingPlcHdr"):
            text = ""
        marks = next((inline.marks for inline in inlines if isinstance(inline, Text)), None)
        if marks is None:
            marks = read_marks(control.find(f"{W}sdtContent/{W}r/{W}rPr"), self._source.styles.theme)
        return [Figure(found[0], text, found[1], marks)]

    def _run(self, run: etree._Element, pieces: list[Piece]) -> None:
        rpr = first(run, _RUN_PROPERTIES)
        said = {} if rpr is None else by_tag(rpr)
        if is_on(said.get(_HIDDEN)):
            if text_of(run).strip():
                self._source.losses.add(losses.HIDDEN, text_of(run))
            return
        raised = said.get(_RAISED)
        if raised is not None and raised.get(VAL) == "subscript":
            self._source.losses.add(losses.SUBSCRIPT, text_of(run))
        self._run_children(run, pieces, *self._marks(said))

    def _run_children(self, run: etree._Element, pieces: list[Piece], marks: Marks, style: str | None) -> None:
        for child in run:
            tag = child.tag
            if tag == _TEXT:
                if text := child.text:
                    self._fields.result(pieces).append(_word(text, marks, style))
            elif tag in _SILENT:
                continue
            elif tag in _CHARACTERS:
                self._fields.result(pieces).append(_word(_CHARACTERS[tag], marks, style))
            elif tag in (W + "tab", W + "ptab"):
                self._fields.result(pieces).append(Tab())
            elif tag in (W + "br", W + "cr"):
                page = child.get(W + "type") == "page"
                self._fields.result(pieces).append(PageBreak() if page else Break())
            elif tag == W + "fldChar":
                self._fields.mark(child.get(W + "fldCharType", ""), pieces)
            elif tag == W + "instrText":
                self._fields.instruct(child.text or "")
            elif tag == W + "footnoteReference":
                self._note(child, pieces)
            elif tag == W + "endnoteReference":
                note = self._source.endnotes.get(child.get(W + "id", ""))
                self._source.losses.add(losses.ENDNOTE, "" if note is None else text_of(note))
            elif tag == W + "sym":
                self._fields.result(pieces).append(_word(self._symbol(child), marks, style))
            elif tag in (W + "drawing", W + "pict", W + "object"):
                self._drawing(child, pieces)
            elif tag == MC + "AlternateContent":
                self._run_children(_chosen(child), pieces, marks, style)
            elif tag == W + "ruby":
                for base in child.findall(W + "rubyBase"):
                    self._children(base, pieces)
            elif holds_words(child):
                self._source.losses.add(losses.UNKNOWN, text_of(child))

    def _marks(self, said: Mapping[str, etree._Element]) -> tuple[Marks, str | None]:
        """Return the marks of a run with these properties, its character style folded in, and the style's name."""
        styles, style = self._source.styles, said.get(_STYLE)
        marks = marks_said(said, styles.theme)
        id = None if style is None else style.get(VAL, "")
        name = styles.character_style(id)
        if not id or name in (None, NUMBER_STYLE, NOTE_REFERENCE_STYLE):
            return marks, name
        return merged(styles.character_marks(id), marks), name

    def _note(self, node: etree._Element, pieces: list[Piece]) -> None:
        note = self._source.footnotes.get(node.get(W + "id", ""))
        if note is None:
            self._source.losses.add(losses.BROKEN_NOTE)
        else:
            self._fields.result(pieces).append(Footnote(self._source.read_note(note)))

    def _symbol(self, node: etree._Element) -> str:
        try:
            code = int(node.get(W + "char", ""), 16)
        except ValueError:
            code = 0
        if 0xF000 <= code <= 0xF0FF and code - 0xF000 in _SYMBOLS:
            return _SYMBOLS[code - 0xF000]
        if 0x20 <= code < 0xD800 and node.get(W + "font") not in ("Wingdings", "Symbol", "Webdings"):
            return chr(code)
        self._source.losses.add(losses.SYMBOL, f"{node.get(W + 'font')} {node.get(W + 'char')}")
        return "□"

    def _drawing(self, node: etree._Element, pieces: list[Piece]) -> None:
        text = text_of(node)
        picture = read_picture(node, self._source.parts, self._source.relations)
        if text.strip():
            self._source.losses.add(losses.TEXT_BOX, text)
        if picture is not None:
            self._fields.result(pieces).append(picture)
        elif not text.strip():
            is_picture = any("blip" in str(child.tag) or "imagedata" in str(child.tag) for child in node.iter())
            if is_picture or node.tag == W + "object":
                self._source.losses.add(losses.INLINE_PICTURE if is_picture else losses.OBJECT)


def _word(text: str, marks: Marks, style: str | None) -> Inline:
    # Line ends and tabs inside w:t come from pretty-printed XML; Word shows them as spaces.
    text = unicodedata.normalize("NFC", text.replace("\t", " ").replace("\n", " ").replace("\r", " "))
    return Number(text, marks) if style == NUMBER_STYLE else Text(text, marks)


def _chosen(alternatives: etree._Element) -> etree._Element:
    """Return the modern version of a content that is there twice."""
    choice = alternatives.find(MC + "Choice")
    return alternatives if choice is None else choice
