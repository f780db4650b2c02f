"""Steps 5 and 6, docx: the register of the figures, kept in custom XML parts of the DOCX, in both directions.

What people wrote stands in element text, never in attributes, and every part stays under 32 KiB: both survive Word
and LibreOffice.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar
from xml.sax.saxutils import escape

from lxml import etree

from baocao.document.tree import Register, RegisterCell, RegisterEntry
from baocao.docx.ooxml import integer
from baocao.docx.package import parse_xml, to_bytes
from baocao.docx.relations import CUSTOM_XML, CUSTOM_XML_PROPERTIES, CUSTOM_XML_PROPERTIES_TYPE, ContentTypes, Relations

NAMESPACE = "urn:baocao:register:1"
LIMIT = 32 * 1024
_N = f"{{{NAMESPACE}}}"
_STORE_URI = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_ITEM = re.compile(r"customXml/item(\d+)\.xml")
# Room for the root element, its facts and the XML declaration.
_MARGIN = 2048
_Item = TypeVar("_Item")
_DECLARATION = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"


def write_register(parts: dict[str, bytes], relations: Relations, types: ContentTypes, register: Register) -> None:
    """Put ``register`` into the package as custom XML parts in place of any register that is there already.

    ``relations`` are those of the main document part.  An empty register leaves no part.
    """
    _remove(parts, relations, types)
    if register == Register():
        return
    first = max((int(match[1]) for name in parts if (match := _ITEM.fullmatch(name))), default=0) + 1
    types.default("xml", "application/xml")
    for number, content in enumerate(_chunks(register), first):
        item, properties = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
        parts[item] = content
        parts[properties] = _item_properties(content)
        types.override(properties, CUSTOM_XML_PROPERTIES_TYPE)
        relations.add(CUSTOM_XML, item)
        own = Relations(item)
        own.add(CUSTOM_XML_PROPERTIES, properties)
        own.save(parts)


def _remove(parts: dict[str, bytes], relations: Relations, types: ContentTypes) -> None:
    for relation in relations.of_type(CUSTOM_XML):
        if NAMESPACE.encode() not in parts.get(relation.target, b""):
            continue
        own = Relations.of(parts, relation.target)
        for properties in own.of_type(CUSTOM_XML_PROPERTIES):
            parts.pop(properties.target, None)
            types.forget(properties.target)
            own.remove(properties.id)
        own.save(parts)
        del parts[relation.target]
        relations.remove(relation.id)


def _chunks(register: Register) -> list[bytes]:
    chunks: list[list[bytes]] = [[]]
    used = 0
    for entry in register.entries:
        for piece in _pieces(entry):
            written = _entry(piece)
            if used and used + len(written) > LIMIT - _MARGIN:
                chunks.append([])
                used = 0
            chunks[-1].append(written)
            used += len(written)
    return [_part(register, number, entries) for number, entries in enumerate(chunks, 1)]


def _pieces(entry: RegisterEntry) -> list[RegisterEntry]:
    """Split an entry of very many cells or rows; the reader joins pieces with the same id that follow each other."""
    cells, rows = _groups(entry.cells, _cell), _groups(entry.rows, _row)
    pieces = [replace(entry, cells=cells[0], rows=rows[0])]
    pieces += [RegisterEntry(entry.id, "", "", "", group) for group in cells[1:]]
    return pieces + [RegisterEntry(entry.id, "", "", "", rows=group) for group in rows[1:]]


def _groups(items: tuple[_Item, ...], write: Callable[[_Item], str]) -> list[tuple[_Item, ...]]:
    """Return ``items`` in groups that take half a part at the most when written; one empty group for none."""
    groups: list[list[_Item]] = [[]]
    used = 0
    for item in items:
        size = len(write(item).encode())
        if used and used + size > LIMIT // 2:
            groups.append([])
            used = 0
        groups[-1].append(item)
        used += size
    return [tuple(group) for group in groups]


_ENTRY_WORDS = ("name", "text", "value", "formula", "recipe")
_CELL_WORDS = ("place", "value", "measure", "received", "source")
"""The fields of an entry and of a cell that are elements of the same name, left out when empty."""


def _part(register: Register, number: int, entries: list[bytes]) -> bytes:
    facts = (("part", str(number)), ("report", register.report), ("period", register.period), ("scope", register.scope))
    opening = f'<register xmlns="{NAMESPACE}">{"".join(_element(*fact) for fact in facts)}'
    return b"".join((_DECLARATION, opening.encode(), *entries, b"</register>"))


def _entry(entry: RegisterEntry) -> bytes:
    """Return an entry as XML, as text: a node of lxml for each of thousands of words would cost far more."""
    inside = [_element("id", entry.id), *_elements(entry, _ENTRY_WORDS)]
    inside += [*map(_cell, entry.cells), *map(_row, entry.rows)]
    return f"<entry>{''.join(inside)}</entry>".encode()


def _cell(cell: RegisterCell) -> str:
    return f"<cell>{''.join(_elements(cell, _CELL_WORDS))}</cell>"


def _row(row: str) -> str:
    return _element("row", row)


def _elements(holder: RegisterEntry | RegisterCell, names: tuple[str, ...]) -> Iterator[str]:
    return (_element(name, text) for name in names if (text := getattr(holder, name)))


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def _item_properties(content: bytes) -> bytes:
    store = f"{{{_STORE_URI}}}"
    root = etree.Element(store + "datastoreItem", nsmap={"ds": _STORE_URI})
    root.set(store + "itemID", "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, content.decode())).upper() + "}")
    reference = etree.SubElement(etree.SubElement(root, store + "schemaRefs"), store + "schemaRef")
    reference.set(store + "uri", NAMESPACE)
    return to_bytes(root)


def read_register(parts: dict[str, bytes], file: str) -> Register:
    """Return the register that the package carries; an empty one when there is none."""
    roots = []
    for part in parts:
        if part.startswith("customXml/item") and NAMESPACE.encode() in parts[part]:
            root = parse_xml(parts[part], file, part)
            if root.tag == _N + "register":
                roots.append(root)
    if not roots:
        return Register()
    roots.sort(key=lambda root: integer(root.findtext(_N + "part")))
    entries: list[RegisterEntry] = []
    for node in (entry for root in roots for entry in root.iterfind(_N + "entry")):
        cells = tuple(RegisterCell(*_texts(cell, _CELL_WORDS)) for cell in node.iterfind(_N + "cell"))
        rows = tuple(row.text or "" for row in node.iterfind(_N + "row"))
        id = node.findtext(_N + "id") or ""
        if entries and entries[-1].id == id and node.find(_N + "recipe") is None:
            before = entries[-1]
            entries[-1] = replace(before, cells=before.cells + cells, rows=before.rows + rows)
            continue
        name, text, value, formula, recipe = _texts(node, _ENTRY_WORDS)
        entries.append(RegisterEntry(id, text, value, recipe, cells, name, formula, rows))
    report, period, scope = _texts(roots[0], ("report", "period", "scope"))
    return Register(report, period, scope, tuple(entries))


def _texts(node: etree._Element, names: tuple[str, ...]) -> Iterator[str]:
    return (node.findtext(_N + name) or "" for name in names)
