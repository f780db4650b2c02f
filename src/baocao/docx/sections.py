"""Steps 5 and 6, docx: pages of one geometry, with their headers, in both directions."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from baocao.document.tree import Page
from baocao.docx.fragments import PREFIXES, PartOut
from baocao.docx.ooxml import VAL, R, W, integer, on_off, twips

_MARGINS = ("top", "right", "bottom", "left", "header", "footer")


def write_section(
    parent: etree._Element, page: Page, headers: dict[str, str], title_page: bool, restart: bool
) -> etree._Element:
    """Add to ``parent`` (the body, a paragraph's properties) a ``w:sectPr`` and return it.

    ``headers`` maps "default" and "first" to relationship ids.
    """
    section = etree.SubElement(parent, W + "sectPr")
    for kind, id in headers.items():
        reference = etree.SubElement(section, W + "headerReference")
        reference.set(W + "type", kind)
        reference.set(R + "id", id)
    size = etree.SubElement(section, W + "pgSz")
    size.set(W + "w", str(page.width))
    size.set(W + "h", str(page.height))
    if page.width > page.height:
        size.set(W + "orient", "landscape")
    margins = etree.SubElement(section, W + "pgMar")
    for side in _MARGINS:
        margins.set(W + side, str(getattr(page, side)))
    margins.set(W + "gutter", "0")
    if restart:
        etree.SubElement(section, W + "pgNumType").set(W + "start", "1")
    if title_page:
        etree.SubElement(section, W + "titlePg")
    return section


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """What one ``w:sectPr`` says: the page, and the relationship ids of headers and footers by kind.

    ``start`` is the number of the first page, None when pages are numbered on; ``continuous``: the section begins on
    the page where the one before it ends.
    """

    page: Page
    headers: dict[str, str]
    footers: dict[str, str]
    title_page: bool
    start: int | None
    continuous: bool
    columns: int


def read_section(node: etree._Element | None, before: SectionFacts | None) -> SectionFacts:
    """Return what ``node`` says; headers and footers that it leaves out are those of the section ``before``."""
    headers = dict(before.headers) if before else {}
    footers = dict(before.footers) if before else {}
    if node is None:
        return SectionFacts(Page(), headers, footers, False, None, False, 1)
    for tag, found in (("headerReference", headers), ("footerReference", footers)):
        for reference in node.findall(W + tag):
            found[reference.get(W + "type", "default")] = reference.get(R + "id", "")
    kind, columns, numbers = (node.find(W + tag) for tag in ("type", "cols", "pgNumType"))
    start = None if numbers is None else numbers.get(W + "start")
    return SectionFacts(
        _read_page(node),
        headers,
        footers,
        bool(on_off(node, W + "titlePg")),
        None if start is None else integer(start, 1),
        kind is not None and kind.get(VAL) == "continuous",
        1 if columns is None else integer(columns.get(W + "num"), 1),
    )


def _read_page(node: etree._Element) -> Page:
    size, margins = node.find(W + "pgSz"), node.find(W + "pgMar")
    plain = Page()

    def length(element: etree._Element | None, name: str, default: int) -> int:
        found = None if element is None else twips(element.get(W + name))
        return default if found is None else found

    said = {side: length(margins, side, getattr(plain, side)) for side in _MARGINS}
    gutter = length(margins, "gutter", 0)
    # A negative margin only tells Word not to let a tall header push the text down.
    return Page(
        width=length(size, "w", plain.width),
        height=length(size, "h", plain.height),
        top=abs(said["top"]),
        bottom=abs(said["bottom"]),
        left=said["left"] + gutter,
        right=said["right"],
        header=said["header"],
        footer=said["footer"],
    )


def header_part(paragraphs: list[str]) -> bytes:
    """Return a header part with ``paragraphs`` as XML; one empty paragraph when there are none."""
    root = etree.Element(W + "hdr", nsmap=PREFIXES)
    part = PartOut(root)
    root.append(part.slot("".join(paragraphs) or "<w:p/>"))
    return part.to_bytes()
