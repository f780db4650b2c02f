"""Steps 5 and 6, docx: the names of WordprocessingML and how its small values are read."""

from __future__ import annotations

import re

from lxml import etree

W_URI = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R_URI = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC_URI = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WP_URI = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A_URI = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC_URI = "http://schemas.openxmlformats.org/drawingml/2006/picture"
SVG_URI = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
M_URI = "http://schemas.openxmlformats.org/officeDocument/2006/math"

W = f"{{{W_URI}}}"
R = f"{{{R_URI}}}"
MC = f"{{{MC_URI}}}"
WP = f"{{{WP_URI}}}"
A = f"{{{A_URI}}}"
PIC = f"{{{PIC_URI}}}"
SVG = f"{{{SVG_URI}}}"
M = f"{{{M_URI}}}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

NAMESPACES = {
    "w": W_URI,
    "r": R_URI,
    "mc": MC_URI,
    "wp": WP_URI,
    "a": A_URI,
    "pic": PIC_URI,
    "asvg": SVG_URI,
    "m": M_URI,
}

VAL = W + "val"
GONE = (W + "del", W + "moveFrom")
"""What tracked changes take out: its words are not seen when they count as accepted."""

# Twips in one unit of a "universal measure" such as "2.5cm", which some programs write instead of plain twips.
_TWIPS = {"pt": 20.0, "in": 1440.0, "cm": 1440 / 2.54, "mm": 1440 / 25.4, "pc": 240.0, "pi": 240.0}
_MEASURE = re.compile(r"(-?\d{1,9}(?:\.\d{1,9})?)(pt|in|cm|mm|pc|pi)?")


def first(parent: etree._Element, tag: str) -> etree._Element | None:
    """Return the first child ``tag`` of ``parent``, None when it has none.

    The children are few and mostly the first is meant: ``find`` and ``iterchildren`` take several times as long.
    """
    for child in parent:
        if child.tag == tag:
            return child
    return None


def by_tag(parent: etree._Element) -> dict[str, etree._Element]:
    """Return the children of ``parent`` by their tags, of those with the same tag the first: for several questions."""
    return {child.tag: child for child in reversed(parent)}


def val(parent: etree._Element | None, tag: str) -> str | None:
    """Return the ``w:val`` of the child ``tag`` of ``parent``; None when there is no child, "" when it has no value."""
    found = None if parent is None else first(parent, tag)
    return None if found is None else found.get(VAL, "")


def on_off(parent: etree._Element, tag: str) -> bool | None:
    """Return what the on/off child ``tag`` says; None when it is absent."""
    return is_on(first(parent, tag))


def is_on(element: etree._Element | None) -> bool | None:
    """Return what an on/off element says; None when there is none."""
    return None if element is None else element.get(VAL, "1") not in ("0", "false", "off")


def twips(text: str | None) -> int | None:
    """Return a length in twips from an attribute such as "720", "12pt" or "2.5cm"; None when absent or not a length."""
    match = _MEASURE.fullmatch(text.strip()) if text else None
    if match is None:
        return None
    return round(float(match[1]) * _TWIPS.get(match[2] or "", 1.0))


def integer(text: str | None, default: int = 0) -> int:
    """Return ``text`` as a whole number, ``default`` when it is absent or not one."""
    try:
        return int(text) if text else default
    except ValueError:
        return default


def text_of(element: etree._Element) -> str:
    """Return all words inside ``element``, whatever stands between them (for messages and comparisons)."""
    return "".join(node.text or "" for node in element.iter(W + "t", M + "t"))


def holds_words(element: etree._Element) -> bool:
    """Return whether there are words inside ``element``; most that are asked, properties, hold no text of any kind."""
    return (
        etree.tostring(element, encoding=str, method="text", with_tail=False) != "" and text_of(element).strip() != ""
    )


def deleted(element: etree._Element) -> bool:
    """Return whether ``element`` lies in something that a tracked change takes out."""
    return next(element.iterancestors(*GONE), None) is not None


def body_paragraphs(body: etree._Element) -> list[etree._Element]:
    """Return every ``w:p`` of a body in order, those in cells included, those in text boxes not: as people count them."""
    boxed = {node for box in body.iter(W + "txbxContent") for node in box.iter(W + "p")}
    return [node for node in body.iter(W + "p") if node not in boxed]


def excerpt(text: str, limit: int = 60) -> str:
    """Return the beginning of ``text`` on one line, for a message."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
