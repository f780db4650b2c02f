"""Steps 5 and 6, docx: single elements of a part written back, every byte around them left as it was.

Writing a whole part anew would spell the same XML otherwise (quotes, empty elements, line ends).  A draft belongs to
the people who edit it: what was not touched must not change by one byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.parsers import expat

from lxml import etree

from baocao.docx.package import parse_xml, to_bytes

_DECLARED = re.compile(r' xmlns(?::([\w.-]+))?="([^"]*)"')


class SplicedPart:
    """A part of which some elements named ``tag`` may be changed in ``root`` and then written back one by one."""

    def __init__(self, data: bytes, tag: str, name: str = "", part: str = "") -> None:
        self.root = parse_xml(data, name, part)
        if (self.root.getroottree().docinfo.encoding or "UTF-8").upper() not in ("UTF-8", "ASCII", "US-ASCII"):
            data = to_bytes(self.root)  # places are counted in bytes of UTF-8
        self._data = data
        self._tag = tag
        self._numbers = {element: number for number, element in enumerate(self.root.iter(tag))}

    def written(self, touched: Iterable[etree._Element]) -> bytes:
        """Return the bytes of the part with the ``touched`` elements as they are now in the tree.

        An element inside another touched one is written with it.
        """
        chosen = set(touched)
        outermost = [element for element in chosen if chosen.isdisjoint(element.iterancestors())]
        if not outermost:
            return self._data
        spans = self._spans()
        pieces: list[bytes] = []
        at = 0
        for element in sorted(outermost, key=self._numbers.__getitem__):
            start, end = spans[self._numbers[element]]
            pieces += [self._data[at:start], _alone(element)]
            at = end
        return b"".join((*pieces, self._data[at:]))

    def _spans(self) -> list[tuple[int, int]]:
        """Return where each element named ``tag`` begins and ends in the data, in document order."""
        wanted = self._tag.removeprefix("{").replace("}", " ")
        spans: list[tuple[int, int]] = []
        open_: list[int] = []
        parser = expat.ParserCreate(namespace_separator=" ")

        def start(name: str, _attributes: object) -> None:
            if name == wanted:
                open_.append(len(spans))
                spans.append((parser.CurrentByteIndex, -1))

        def end(name: str) -> None:
            if name == wanted:
                number = open_.pop()
                spans[number] = (spans[number][0], self._data.index(b">", parser.CurrentByteIndex) + 1)

        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.Parse(self._data, True)
        return spans


def _alone(element: etree._Element) -> bytes:
    """Return ``element`` as XML without the namespaces that the elements around it declare already."""
    parent = element.getparent()
    known = {} if parent is None else parent.nsmap
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    head, sign, rest = text.partition(">")
    head = _DECLARED.sub(lambda found: "" if known.get(found[1]) == found[2] else found[0], head)
    return f"{head}{sign}{rest}".encode()
