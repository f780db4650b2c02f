"""Steps 5 and 6, docx: single elements of a part written back, every byte around them left as it was.

Writing a whole part anew would spell the same XML otherwise (quotes, empty elements, line ends).  A draft belongs to
the people who edit it: what was not touched must not change by one byte.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from xml.parsers import expat

from lxml import etree

from baocao.docx.fragments import fragment
from baocao.docx.package import parse_xml, to_bytes


class SplicedPart:
    """A part of which some elements of the ``tags`` may be changed in ``root`` and then written back one by one."""

    def __init__(self, data: bytes, tags: Collection[str], name: str = "", part: str = "") -> None:
        self.root = parse_xml(data, name, part)
        if (self.root.getroottree().docinfo.encoding or "UTF-8").upper() not in ("UTF-8", "ASCII", "US-ASCII"):
            data = to_bytes(self.root)  # places are counted in bytes of UTF-8
        self._data = data
        self._tags = {tag.removeprefix("{").replace("}", " ") for tag in tags}
        self._numbers = {element: number for number, element in enumerate(self.root.iter(*tags))}

    def written(self, touched: Mapping[etree._Element, etree._Element]) -> bytes:
        """Return the bytes of the part with another element, or the same one as it is now, for each of ``touched``.

        The keys are elements that were there when the part was read.  What lay inside another one that is touched is
        written with it.
        """
        if not touched:
            return self._data
        spans = self._spans()
        pieces: list[bytes] = []
        at = 0
        for element in sorted(touched, key=self._numbers.__getitem__):
            start, end = spans[self._numbers[element]]
            if start >= at:
                pieces += [self._data[at:start], _alone(touched[element])]
                at = end
        return b"".join((*pieces, self._data[at:]))

    def _spans(self) -> list[tuple[int, int]]:
        """Return where each element of the tags begins and ends in the data, in document order."""
        spans: list[tuple[int, int]] = []
        unfinished: list[int] = []
        parser = expat.ParserCreate(namespace_separator=" ")

        def start(name: str, _attributes: object) -> None:
            if name in self._tags:
                unfinished.append(len(spans))
                spans.append((parser.CurrentByteIndex, -1))

        def end(name: str) -> None:
            if name in self._tags:
                number = unfinished.pop()
                spans[number] = (spans[number][0], self._data.index(b">", parser.CurrentByteIndex) + 1)

        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.Parse(self._data, True)
        return spans


def _alone(element: etree._Element) -> bytes:
    """Return ``element`` as XML without the namespaces that the elements around it declare already."""
    parent = element.getparent()
    return fragment(element, {} if parent is None else parent.nsmap).encode()
