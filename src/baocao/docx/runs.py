"""Step 5, docx: inline nodes become runs, controls, fields, links and calls of notes."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import assert_never
from xml.sax.saxutils import escape

from lxml import etree

from baocao.document.tree import Break, Field, Figure, Footnote, Inline, Link, Number, Tab, Text
from baocao.docx.controls import ControlIds, control_xml
from baocao.docx.footnotes import call_xml
from baocao.docx.formats import marks_xml
from baocao.docx.fragments import element_xml, elements, value_xml
from baocao.docx.relations import HYPERLINK, Relations

# Characters that WordprocessingML writes as elements of their own.
_SIGNS = {"\t": "<w:tab/>", "\n": "<w:br/>", "\u2011": "<w:noBreakHyphen/>", "\u00ad": "<w:softHyphen/>"}
_SIGN = re.compile("([\t\n\u2011\u00ad])")
_LOOSE_TEXT = '<w:t xml:space="preserve">'
_WIDE_GAP = re.compile(r"\s\s")


class RunWriter:
    """Writes inlines into paragraphs of one part.

    ``number_style`` and ``note_style`` are the ids of the character styles of numbers and of note calls;
    ``write_note`` writes a footnote and returns its number.
    """

    def __init__(
        self,
        relations: Relations,
        ids: ControlIds,
        number_style: str,
        note_style: str,
        write_note: Callable[[Footnote], int],
    ) -> None:
        self._relations = relations
        self._ids = ids
        self._number_style = number_style
        self._note_style = note_style
        self._write_note = write_note

    def xml(self, inlines: tuple[Inline, ...]) -> str:
        """Return ``inlines`` as the inside of a paragraph or a link."""
        return "".join(map(self._inline, inlines))

    def _inline(self, inline: Inline) -> str:
        match inline:
            case Text():
                return _run(marks_xml(inline.marks) + words_xml(inline.text))
            case Figure():
                return control_xml(inline, words_xml(inline.text), self._ids)
            case Number():
                return _run(marks_xml(inline.marks, self._number_style) + words_xml(inline.text))
            case Footnote():
                return call_xml(self._write_note(inline), self._note_style)
            case Field():
                run = _run(marks_xml(inline.marks) + words_xml(inline.text))
                return f'<w:fldSimple w:instr=" {value_xml(inline.instruction)} ">{run}</w:fldSimple>'
            case Link():
                id = self._relations.add(HYPERLINK, inline.address, external=True)
                return element_xml("w:hyperlink", f' r:id="{value_xml(id)}"', self.xml(inline.inlines))
            case Tab():
                return _run("<w:tab/>")
            case Break():
                return _run("<w:br/>")
            case _:
                assert_never(inline)


def _run(inside: str) -> str:
    return element_xml("w:r", "", inside)


def fill_run(run: etree._Element, text: str) -> None:
    """Add ``text`` to a run, tabs, line ends and no-break hyphens as the elements that they are."""
    run.extend(elements(words_xml(text)))


@functools.lru_cache(maxsize=2048)
def words_xml(text: str) -> str:
    """Return ``text`` as the inside of a run, tabs, line ends and no-break hyphens as the elements that they are.

    Most texts of a report (headings, row labels, sentences of its template) stand in the next one too.
    """
    if _SIGN.search(text) is None:
        return _text_xml(text)
    return "".join(_SIGNS.get(piece) or _text_xml(piece) for piece in _SIGN.split(text))


def _text_xml(text: str) -> str:
    if not text:
        return ""
    # Word keeps a run of spaces only when told so; most texts need no attribute.
    loose = text[0].isspace() or text[-1].isspace() or _WIDE_GAP.search(text)
    return f"{_LOOSE_TEXT if loose else '<w:t>'}{escape(text)}</w:t>"
