"""Steps 5 and 6, docx: live figures as content controls.

A figure is an unbound plain-text control: ``w:tag`` is its id, ``w:alias`` its readable name, " · " and the id again,
because LibreOffice keeps the alias and drops the tag.  A table or picture made from data is one control around the
whole block, with the same tag and alias.
"""

from __future__ import annotations

import functools
import zlib

from lxml import etree

from baocao.document.tree import Control, Figure, Register
from baocao.docx.formats import marks_xml
from baocao.docx.fragments import element_xml, value_xml
from baocao.docx.ooxml import VAL, W, by_tag, first

SEPARATOR = " · "
# Word takes a file with a longer alias or tag for a damaged one.
TITLE_LIMIT = 64
_TAG, _ALIAS = W + "tag", W + "alias"


class ControlIds:
    """Numbers for ``w:id``: unique in the file, the same in every process, within a positive int32."""

    def __init__(self, taken: set[int]) -> None:
        self._taken = taken

    def of(self, figure: str) -> int:
        """Return the next free number for a control of the figure with this id."""
        number = zlib.crc32(figure.encode()) & 0x7FFFFFFF or 1
        while number in self._taken:
            number = number % 0x7FFFFFFF + 1
        self._taken.add(number)
        return number


def title(figure: Figure | Control) -> str:
    """Return the alias of a control: name and id, the name shortened to what Word can bear."""
    room = TITLE_LIMIT - len(SEPARATOR) - word_units(figure.id)
    return f"{_shortened(figure.alias, room)}{SEPARATOR}{figure.id}"


@functools.lru_cache(maxsize=2048)
def _shortened(name: str, room: int) -> str:
    """Return a name cut to so many units as Word counts them; most names stand in every report of a template."""
    if word_units(name) <= room:
        return name
    kept = name.encode("utf-16-le")[: 2 * max(room - 1, 0)].decode("utf-16-le", "ignore")  # no half of a character
    return kept.rstrip() + "…" if room > 0 else ""


def word_units(text: str) -> int:
    """Return how long Word takes a text for: it counts units of UTF-16."""
    return len(text.encode("utf-16")) // 2 - 1  # without the mark of the byte order


def control_xml(figure: Figure, words: str, ids: ControlIds) -> str:
    """Return the control of ``figure`` around one run with ``words``, the text as XML."""
    # The formatting is said twice, so that a number typed over this one looks the same.
    marks = marks_xml(figure.marks)
    properties = f"{marks}{_names_xml(figure, ids)}<w:text/>"
    run = element_xml("w:r", "", marks + words)
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{run}</w:sdtContent></w:sdt>"


def block_control_tags(control: Control, ids: ControlIds) -> tuple[str, str]:
    """Return what stands before and after the block that a control lies around."""
    return f"<w:sdt><w:sdtPr>{_names_xml(control, ids)}</w:sdtPr><w:sdtContent>", "</w:sdtContent></w:sdt>"


def _names_xml(figure: Figure | Control, ids: ControlIds) -> str:
    alias, tag = value_xml(title(figure)), value_xml(figure.id)
    return f'<w:alias w:val="{alias}"/><w:tag w:val="{tag}"/><w:id w:val="{ids.of(figure.id)}"/>'


class ControlFinder:
    """Tells which content controls are figures: by tag, then by the end of the alias, then by the register."""

    def __init__(self, register: Register) -> None:
        self._known = {entry.id for entry in register.entries}
        self._wholes = {entry.id for entry in register.entries if entry.rows}
        by_text: dict[str, list[str]] = {}
        for entry in register.entries:
            if not entry.text:
                continue
            by_text.setdefault(entry.text, []).append(entry.id)
        self._only = {text: ids[0] for text, ids in by_text.items() if len(ids) == 1}

    def is_whole(self, id: str) -> bool:
        """Return whether an id is that of a whole table or picture."""
        return id in self._wholes

    def identify(self, control: etree._Element, text: str) -> tuple[str, str] | None:
        """Return id and readable name of the figure that ``control`` is, None when it is some other control.

        ``text`` is what the control shows; a control that kept neither tag nor alias is known by it when only one
        figure of the register was printed so.
        """
        properties = first(control, W + "sdtPr")
        said = {} if properties is None else by_tag(properties)
        tag, alias = (said[key].get(VAL, "") if key in said else "" for key in (_TAG, _ALIAS))
        name, separator, end = alias.rpartition(SEPARATOR)
        if tag and (tag in self._known or (separator and end == tag)):
            return tag, name if separator and end == tag else alias
        if separator and end and (end in self._known or not any(sign.isspace() for sign in end)):
            return end, name
        if not tag and not alias and text in self._only:
            return self._only[text], ""
        return None
