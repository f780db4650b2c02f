"""Step 6, read: who changed a figure while changes were tracked, as the file tells."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from lxml import etree

from baocao.document.tree import Register
from baocao.docx.controls import ControlFinder
from baocao.docx.ooxml import W, text_of
from baocao.docx.package import open_package, parse_xml
from baocao.docx.relations import FOOTNOTES, HEADER, Relations, main_part

_KINDS = {W + "ins": False, W + "moveTo": False, W + "del": True, W + "moveFrom": True}
"""The revisions that change text, and whether what they hold is gone once they are accepted."""


@dataclass(frozen=True, slots=True)
class Revised:
    """What tracked changes tell of one figure: who made them, and whether one of them takes the whole figure out."""

    authors: tuple[str, ...]
    deleted: bool


def revised_figures(data: bytes, register: Register, name: str) -> dict[str, Revised]:
    """Return for every figure of the DOCX ``data`` with pending tracked changes, by id, who made them."""
    parts = open_package(data, name)
    main = main_part(parts, name)
    relations = Relations.of(parts, main, name)
    finder = ControlFinder(register)
    authors: dict[str, dict[str, None]] = defaultdict(dict)
    deleted: set[str] = set()
    for part in (main, *relations.parts((FOOTNOTES, HEADER), parts)):
        for control in parse_xml(parts[part], name, part).iter(W + "sdt"):
            found = finder.identify(control, text_of(control))
            if found is None or finder.is_whole(found[0]):
                continue
            for change in (*control.iterancestors(*_KINDS), *control.iter(*_KINDS)):
                authors[found[0]][change.get(W + "author") or "không rõ"] = None
                if _KINDS[str(change.tag)] and _holds(change, control):
                    deleted.add(found[0])
    return {id: Revised(tuple(names), id in deleted) for id, names in authors.items()}


def _holds(change: etree._Element, control: etree._Element) -> bool:
    """Return whether a change lies around a control."""
    return any(parent is change for parent in control.iterancestors())
