"""Step 7, check: where each character of a paragraph lies in its XML, so that something can be put beside it.

The text is that which ``inlines`` reads: revisions accepted, hidden words left out, NFC.
"""

from __future__ import annotations

import copy
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from baocao.docx.ooxml import MC, SPACE, M, W, on_off, text_of

_SIGNS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "\u2011",
    W + "softHyphen": "\u00ad",
    W + "sym": "\ufffc",
}
_OPENED = {W + tag for tag in ("ins", "moveTo", "smartTag", "customXml", "dir", "bdo", "hyperlink")}
# What is entered too, but never split: a plain-text control bears nothing but its words.
_WHOLE = {W + tag for tag in ("sdt", "sdtContent", "fldSimple")}
_BLANKS = {9: " ", 10: " ", 13: " "}


@dataclass(frozen=True, slots=True)
class Spot:
    """A piece of text and what holds it: ``node`` the element with the words, ``run`` its run, ``top`` what may not be
    split around it (the run itself where it may)."""

    text: str
    node: etree._Element
    run: etree._Element
    top: etree._Element


def spots(paragraph: etree._Element) -> list[Spot]:
    """Return the pieces of the visible text of a paragraph in their order."""
    return list(_inside(paragraph, None))


def text_at(found: list[Spot]) -> str:
    """Return the visible text that the spots make."""
    return "".join(spot.text for spot in found)


def _inside(parent: etree._Element, top: etree._Element | None) -> Iterator[Spot]:
    for child in parent:
        tag = child.tag
        if tag == W + "r":
            yield from _run(child, top)
        elif tag in _OPENED:
            yield from _inside(child, top)
        elif tag in _WHOLE:
            yield from _inside(child, child if top is None else top)
        elif tag in (M + "oMath", M + "oMathPara"):
            yield Spot(unicodedata.normalize("NFC", text_of(child)), child, child, child if top is None else top)
        elif tag == MC + "AlternateContent":
            choice = child.find(MC + "Choice")
            yield from _inside(child if choice is None else choice, child if top is None else top)


def _run(run: etree._Element, top: etree._Element | None) -> Iterator[Spot]:
    properties = run.find(W + "rPr")
    if properties is not None and on_off(properties, W + "vanish"):
        return
    for child in run:
        if child.tag == W + "t" and child.text:
            words = unicodedata.normalize("NFC", child.text.translate(_BLANKS))
            yield Spot(words, child, run, run if top is None else top)
        elif child.tag in _SIGNS and child.get(W + "type") != "page":
            yield Spot(_SIGNS[child.tag], child, run, run if top is None else top)


def cut(paragraph: etree._Element, offset: int, after: bool) -> tuple[etree._Element, bool]:
    """Split the run at ``offset`` of the visible text; return an element beside that place, and whether it ends there.

    ``after``: the place belongs to what ends there, not to what begins there.  Where nothing may be split, the place
    is the nearest end of the whole: before it for a beginning, behind it for an end.
    """
    at = 0
    found = spots(paragraph)
    for spot in found:
        end = at + len(spot.text)
        inside = at < offset <= end if after else at <= offset < end
        if inside:
            if spot.top is not spot.run:
                return spot.top, after
            return _split(spot, offset - at, after)
        at = end
    last = found[-1].top if found else None
    if last is None:
        raise ValueError("a paragraph without words has no offsets")
    return last, True


def _split(spot: Spot, offset: int, after: bool) -> tuple[etree._Element, bool]:
    """Split a run at an offset of one of its pieces; nothing is split at its ends."""
    run, node = spot.run, spot.node
    words = [child for child in run if child.tag != W + "rPr"]
    if offset == 0 and node is words[0]:
        return run, False
    if offset == len(spot.text) and node is words[-1]:
        return run, True
    rest = etree.Element(run.tag)
    properties = run.find(W + "rPr")
    if properties is not None:
        rest.append(copy.deepcopy(properties))
    moved = words[words.index(node) + 1 :]
    if offset == 0:
        moved.insert(0, node)
    elif offset < len(spot.text):
        raw = node.text or ""
        at = _raw_offset(raw, offset)
        behind = etree.SubElement(rest, W + "t")
        behind.text, node.text = raw[at:], raw[:at]
        for piece in (node, behind):
            piece.set(SPACE, "preserve")
    for child in moved:
        rest.append(child)
    run.addnext(rest)
    return (run, True) if after else (rest, False)


def _raw_offset(raw: str, offset: int) -> int:
    """Return where in ``raw`` the first ``offset`` characters of its NFC form end, tone marks included."""
    if unicodedata.is_normalized("NFC", raw):
        return offset
    end = next(at for at in range(len(raw) + 1) if len(unicodedata.normalize("NFC", raw[:at])) >= offset)
    while end < len(raw) and unicodedata.combining(raw[end]):
        end += 1
    return end
