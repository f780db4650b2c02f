"""Step 5, docx: pieces of a part as text, in which the prefixes w and r stand for their namespaces.

A body of thousands of elements is put together as text in a fraction of the time that it takes element by element.
What is said once for many of them (the properties of a style, of a cell) is an element first, and its text is kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from baocao.docx.ooxml import NAMESPACES
from baocao.docx.package import parse_xml, to_bytes

PREFIXES = {prefix: NAMESPACES[prefix] for prefix in ("w", "r")}
DECLARATIONS = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in PREFIXES.items())

_DECLARED = re.compile(r' xmlns(?::([\w.-]+))?="([^"]*)"')


def value_xml(text: str) -> str:
    """Return ``text`` as it stands between the quotes of an attribute."""
    return escape(text).replace('"', "&quot;").replace("\t", "&#9;").replace("\n", "&#10;")


def element_xml(tag: str, attributes: str, inside: str) -> str:
    """Return an element with ``attributes`` ("" or one blank and what follows it) around ``inside``."""
    return f"<{tag}{attributes}>{inside}</{tag}>" if inside else f"<{tag}{attributes}/>"


def fragment(element: etree._Element, known: Mapping[Any, str] = PREFIXES) -> str:
    """Return the text of an element; namespaces other than the ``known`` ones, by prefix, are declared in it."""
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    start, end, rest = text.partition(">")
    return _DECLARED.sub(lambda found: "" if known.get(found[1]) == found[2] else found[0], start) + end + rest


def elements(xml: str) -> list[etree._Element]:
    """Return the elements that a text says."""
    return list(parse_xml(f"<w:body{DECLARATIONS}>{xml}</w:body>".encode()))


class PartOut:
    """A part being written: a tree with slots, which texts take the places of when it is saved.

    ``root`` is a copy of the given one where that one does not declare the prefixes as texts mean them.
    """

    def __init__(self, root: etree._Element) -> None:
        self.root = _with_prefixes(root)
        self._texts: list[str] = []
        self._name = "slot"
        # Words may stand in a comment as they are.
        foreign = "".join(map(str, self.root.iter(etree.Comment, etree.ProcessingInstruction)))
        while self._name in foreign:
            self._name += "-"

    def slot(self, xml: str) -> etree._Element:
        """Return the node that stands in the tree for a text."""
        self._texts.append(xml)
        return etree.ProcessingInstruction(self._name, str(len(self._texts) - 1))

    def to_bytes(self) -> bytes:
        """Return the bytes of the part."""
        pieces = re.split(rf"<\?{self._name} (\d+)\?>".encode(), to_bytes(self.root))
        pieces[1::2] = [self._texts[int(number)].encode() for number in pieces[1::2]]
        return b"".join(pieces)


def _with_prefixes(root: etree._Element) -> etree._Element:
    if all(root.nsmap.get(prefix) == uri for prefix, uri in PREFIXES.items()):
        return root
    # The stubs of lxml do not know that None is the default prefix, nor that attributes are always text.
    attributes: Any = dict(root.items())
    declared: Any = dict(root.nsmap)
    declaring = etree.Element(root.tag, attributes, nsmap=declared | PREFIXES)
    declaring.text = root.text
    declaring[:] = list(root)
    return declaring
