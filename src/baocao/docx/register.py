"""Steps 5 and 6, docx: the register of the figures, kept in custom XML parts of the DOCX, in both directions.

What people wrote stands in element text, never in attributes, and every part stays under 32 KiB: both survive Word
and LibreOffice.
"""

from __future__ import annotations

import functools
import hashlib
import re
import uuid
from collections.abc import Callable, Iterator
from typing import TypeVar
from xml.sax.saxutils import escape

from lxml import etree

from baocao.document.tree import Imprint, Register, RegisterCell, RegisterEntry
from baocao.docx.ooxml import integer
from baocao.docx.package import parse_xml
from baocao.docx.relations import CUSTOM_XML, CUSTOM_XML_PROPERTIES, CUSTOM_XML_PROPERTIES_TYPE, ContentTypes, Relations

NAMESPACE = "urn:baocao:register:1"
LIMIT = 32 * 1024
_N = f"{{{NAMESPACE}}}"
_STORE_URI = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_ITEM = re.compile(r"customXml/item(\d+)\.xml")
# Room for the root element, its facts and the XML declaration.
_MARGIN = 2048
_Item = TypeVar("_Item")
_IMPRINTS, _ROWS = 500, 50
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
    for written in _records(register):
        if used and used + len(written) > LIMIT - _MARGIN:
            chunks.append([])
            used = 0
        chunks[-1].append(written)
        used += len(written)
    return [_part(register, number, records) for number, records in enumerate(chunks, 1)]


def _records(register: Register) -> Iterator[bytes]:
    """Yield entries and imprints as XML, each so small that a part has room for it."""
    for entry in register.entries:
        written = _entry(entry)
        yield from [written] if len(written) <= LIMIT // 2 else map(_entry, _pieces(entry))
    for some in _cut(register.paragraphs, _IMPRINTS):
        yield _element("paragraphs", " ".join(some)).encode()
    for whole in register.wholes:
        for rows in _cut(whole.rows, _ROWS):
            inside = [_element("id", whole.id), *(_element("row", row) for row in rows)]
            yield f"<whole>{''.join(inside)}</whole>".encode()


def _cut(words: tuple[str, ...], size: int) -> Iterator[tuple[str, ...]]:
    return (words[at : at + size] for at in range(0, len(words), size))


def _pieces(entry: RegisterEntry) -> list[RegisterEntry]:
    """Split an entry of very many cells or rows; the reader joins pieces with the same id that follow each other."""
    cells, rows = _groups(entry.cells, _cell), _groups(entry.rows, _row)
    pieces = [entry._replace(cells=cells[0], rows=rows[0])]
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


_ENTRY_WORDS = ("id", "name", "text", "value", "formula", "recipe", "before")
_CELL_WORDS = RegisterCell._fields
"""The fields of an entry and of a cell that are elements of the same name, left out when empty."""
_CELL, _ROW = _N + "cell", _N + "row"
_ENTRY_TAGS = tuple(_N + name for name in _ENTRY_WORDS)
_CELL_TAGS = tuple(_N + name for name in _CELL_WORDS)


def _part(register: Register, number: int, records: list[bytes]) -> bytes:
    known = (("report", register.report), ("period", register.period), ("scope", register.scope))
    facts = (("part", str(number)), *known, ("draft", str(register.draft)))
    opening = f'<register xmlns="{NAMESPACE}">{"".join(_element(*fact) for fact in facts)}'
    return b"".join((_DECLARATION, opening.encode(), *records, b"</register>"))


def _entry(entry: RegisterEntry) -> bytes:
    """Return an entry as XML, as text: a node of lxml for each of thousands of words would cost far more."""
    id, text, value, recipe, cells, name, formula, rows, before = entry
    words = _elements(_ENTRY_WORDS, (id, name, text, value, formula, recipe, before))
    return f"<entry>{words}{''.join(map(_cell, cells))}{''.join(map(_row, rows))}</entry>".encode()


@functools.lru_cache(maxsize=1024)
def _cell(cell: RegisterCell) -> str:
    """Return a cell as XML, once for all figures that were made from it."""
    return f"<cell>{_elements(_CELL_WORDS, cell)}</cell>"


def _row(row: str) -> str:
    return _element("row", row)


def _elements(names: tuple[str, ...], texts: tuple[str, ...]) -> str:
    """Return an element for each of the texts that are not empty."""
    together = "".join(texts)
    if escape(together) != together:  # hardly ever: then each of them is looked at
        texts = tuple(map(escape, texts))
    return "".join([f"<{name}>{text}</{name}>" for name, text in zip(names, texts, strict=True) if text])


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def _item_properties(content: bytes) -> bytes:
    # As uuid.uuid5 makes it, which wants text.
    digest = hashlib.sha1(uuid.NAMESPACE_URL.bytes + content, usedforsecurity=False).digest()
    id = str(uuid.UUID(bytes=digest[:16], version=5)).upper()
    reference = f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs>'
    item = f'<ds:datastoreItem xmlns:ds="{_STORE_URI}" ds:itemID="{{{id}}}">{reference}</ds:datastoreItem>'
    return _DECLARATION + item.encode()


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
    report, period, scope = (roots[0].findtext(_N + name) or "" for name in ("report", "period", "scope"))
    paragraphs = (node.text or "" for root in roots for node in root.iterfind(_N + "paragraphs"))
    return Register(
        report,
        period,
        scope,
        tuple(_read_entries(roots)),
        integer(roots[0].findtext(_N + "draft"), 1),
        tuple(" ".join(paragraphs).split()),
        tuple(_read_wholes(roots)),
    )


def _read_entries(roots: list[etree._Element]) -> list[RegisterEntry]:
    entries: list[RegisterEntry] = []
    for node in (entry for root in roots for entry in root.iterfind(_N + "entry")):
        words: dict[str, str] = {}
        cells: list[RegisterCell] = []
        rows: list[str] = []
        # Looked through once: a search for each of thousands of words would cost far more.
        for child in node:
            tag, text = child.tag, child.text or ""
            if tag == _CELL:
                cells.append(_read_cell(child))
            elif tag == _ROW:
                rows.append(text)
            else:
                words[tag] = text
        id, name, text, value, formula, recipe, before = (words.get(tag, "") for tag in _ENTRY_TAGS)
        if entries and entries[-1].id == id and not recipe:
            held = entries[-1]
            entries[-1] = held._replace(cells=(*held.cells, *cells), rows=(*held.rows, *rows))
            continue
        entries.append(RegisterEntry(id, text, value, recipe, tuple(cells), name, formula, tuple(rows), before))
    return entries


def _read_cell(node: etree._Element) -> RegisterCell:
    words = {child.tag: child.text or "" for child in node}
    return RegisterCell(*[words.get(tag, "") for tag in _CELL_TAGS])


def _read_wholes(roots: list[etree._Element]) -> Iterator[Imprint]:
    rows: dict[str, tuple[str, ...]] = {}
    for node in (whole for root in roots for whole in root.iterfind(_N + "whole")):
        id = node.findtext(_N + "id") or ""
        rows[id] = (*rows.get(id, ()), *(row.text or "" for row in node.iterfind(_N + "row")))
    return (Imprint(id, some) for id, some in rows.items())
