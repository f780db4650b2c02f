"""Step 5, docx: inline nodes become runs, controls, fields, links and calls of notes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import assert_never

from lxml import etree

from baocao.document.tree import Break, Field, Figure, Footnote, Inline, Link, Marks, Number, Tab, Text
from baocao.docx.controls import ControlIds, write_control
from baocao.docx.footnotes import write_call
from baocao.docx.formats import write_marks
from baocao.docx.ooxml import SPACE, R, W
from baocao.docx.relations import HYPERLINK, Relations

# Characters that WordprocessingML writes as elements of their own.
_SIGNS = {"\t": W + "tab", "\n": W + "br", "\u2011": W + "noBreakHyphen", "\u00ad": W + "softHyphen"}
_SIGN = re.compile("([\t\n\u2011\u00ad])")
# Word keeps a run of spaces only when told so; asking first saves an attribute on most runs.
_LOOSE = re.compile(r"^\s|\s$|\s\s")


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

    def write(self, parent: etree._Element, inlines: tuple[Inline, ...]) -> None:
        """Add ``inlines`` to a paragraph or a link."""
        for inline in inlines:
            match inline:
                case Text(text, marks):
                    fill_run(_run(parent, marks), text)
                case Figure():
                    fill_run(write_control(parent, inline, self._ids), inline.text)
                case Number(text, marks):
                    fill_run(_run(parent, marks, self._number_style), text)
                case Footnote():
                    write_call(parent, self._write_note(inline), self._note_style)
                case Field(instruction, text, marks):
                    field = etree.SubElement(parent, W + "fldSimple")
                    field.set(W + "instr", f" {instruction} ")
                    fill_run(_run(field, marks), text)
                case Link(address, inside):
                    link = etree.SubElement(parent, W + "hyperlink")
                    link.set(R + "id", self._relations.add(HYPERLINK, address, external=True))
                    self.write(link, inside)
                case Tab():
                    etree.SubElement(etree.SubElement(parent, W + "r"), W + "tab")
                case Break():
                    etree.SubElement(etree.SubElement(parent, W + "r"), W + "br")
                case _:
                    assert_never(inline)


def _run(parent: etree._Element, marks: Marks, style_id: str | None = None) -> etree._Element:
    run = etree.SubElement(parent, W + "r")
    write_marks(run, marks, style_id)
    return run


def fill_run(run: etree._Element, text: str) -> None:
    """Add ``text`` to a run, tabs, line ends and no-break hyphens as the elements that they are."""
    pieces = _SIGN.split(text) if _SIGN.search(text) else [text]
    for piece in pieces:
        if piece in _SIGNS:
            etree.SubElement(run, _SIGNS[piece])
        elif piece:
            node = etree.SubElement(run, W + "t")
            if _LOOSE.search(piece):
                node.set(SPACE, "preserve")
            node.text = piece
