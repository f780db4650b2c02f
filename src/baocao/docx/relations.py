"""Steps 5 and 6, docx: which part of the package points to which, and what type each part has."""

from __future__ import annotations

import posixpath
from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Any

from lxml import etree

from baocao.docx.ooxml import R_URI
from baocao.docx.package import CONTENT_TYPES, parse_xml, to_bytes, tree_of
from baocao.errors import InputError
from baocao.findings import Place

_RELATIONS_URI = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES_URI = "http://schemas.openxmlformats.org/package/2006/content-types"
# Programs expect these two parts without prefixes; the stubs of lxml do not know that None is the default one.
_DEFAULT: Any = {None: _RELATIONS_URI}
_TAG = f"{{{_RELATIONS_URI}}}Relationship"

OFFICE_DOCUMENT = f"{R_URI}/officeDocument"
STYLES = f"{R_URI}/styles"
SETTINGS = f"{R_URI}/settings"
THEME = f"{R_URI}/theme"
FOOTNOTES = f"{R_URI}/footnotes"
ENDNOTES = f"{R_URI}/endnotes"
COMMENTS = f"{R_URI}/comments"
HEADER = f"{R_URI}/header"
FOOTER = f"{R_URI}/footer"
HYPERLINK = f"{R_URI}/hyperlink"
IMAGE = f"{R_URI}/image"
CUSTOM_XML = f"{R_URI}/customXml"
CUSTOM_XML_PROPERTIES = f"{R_URI}/customXmlProps"
CORE_PROPERTIES = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml."
FOOTNOTES_TYPE = _MAIN + "footnotes+xml"
COMMENTS_TYPE = _MAIN + "comments+xml"
HEADER_TYPE = _MAIN + "header+xml"
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
CUSTOM_XML_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"

NOT_WORD_HINT = "Mở tệp bằng Word, lưu thành kiểu Word Document (.docx), không chọn kiểu Strict, rồi thử lại."


@dataclass(frozen=True, slots=True)
class Relation:
    """One arrow: ``target`` is the name of a part, or an address outside the package when ``external``."""

    id: str
    type: str
    target: str
    external: bool = False


class Relations:
    """The relationships of one part; ``source`` is its name, "" for the package itself."""

    def __init__(self, source: str, relations: list[Relation] | None = None) -> None:
        self.source = source
        self._by_id = {relation.id: relation for relation in relations or []}

    @classmethod
    def of(cls, parts: dict[str, bytes], source: str, name: str = "") -> Relations:
        """Return the relationships of ``source`` in the package ``parts``; none when it has no such part."""
        part = relations_part(source)
        if part not in parts:
            return cls(source)
        folder = posixpath.dirname(source)
        found = []
        for node in tree_of(parts[part], name, part).iter(_TAG):
            external = node.get("TargetMode") == "External"
            target = node.get("Target", "")
            if not external:
                target = (
                    target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                )
            found.append(Relation(node.get("Id", ""), node.get("Type", ""), target, external))
        return cls(source, found)

    def get(self, id: str | None) -> Relation | None:
        """Return the relationship with this id, None when there is none."""
        return self._by_id.get(id or "")

    def all(self) -> list[Relation]:
        """Return all relationships, in the order of the file."""
        return list(self._by_id.values())

    def of_type(self, type: str) -> list[Relation]:
        """Return the relationships of this type, in the order of the file."""
        return [relation for relation in self._by_id.values() if relation.type == type]

    def part(self, type: str, parts: Container[str]) -> str | None:
        """Return the name of the first part of this type that is among ``parts``, None when there is none."""
        return next((relation.target for relation in self.of_type(type) if relation.target in parts), None)

    def parts(self, types: Iterable[str], parts: Container[str]) -> list[str]:
        """Return the names of all parts of these types that are among ``parts``, type by type, each once."""
        targets = (relation.target for type in types for relation in self.of_type(type))
        return list(dict.fromkeys(target for target in targets if target in parts))

    def add(self, type: str, target: str, external: bool = False) -> str:
        """Return the id of the relationship to ``target``, made new unless it is there already."""
        for relation in self._by_id.values():
            if (relation.type, relation.target, relation.external) == (type, target, external):
                return relation.id
        number = len(self._by_id) + 1
        while f"rId{number}" in self._by_id:
            number += 1
        self._by_id[f"rId{number}"] = Relation(f"rId{number}", type, target, external)
        return f"rId{number}"

    def remove(self, id: str) -> None:
        """Forget the relationship with this id."""
        self._by_id.pop(id, None)

    def save(self, parts: dict[str, bytes]) -> None:
        """Put the relationships into ``parts``; a part without any gets no relationships part."""
        part = relations_part(self.source)
        if not self._by_id:
            parts.pop(part, None)
            return
        root = etree.Element(f"{{{_RELATIONS_URI}}}Relationships", nsmap=_DEFAULT)
        folder = posixpath.dirname(self.source)
        for relation in self._by_id.values():
            target = relation.target if relation.external else posixpath.relpath(relation.target, folder or ".")
            node = etree.SubElement(root, _TAG, Id=relation.id, Type=relation.type, Target=target)
            if relation.external:
                node.set("TargetMode", "External")
        parts[part] = to_bytes(root)


def relations_part(source: str) -> str:
    """Return the name of the part that holds the relationships of ``source``."""
    folder, file = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def main_part(parts: dict[str, bytes], name: str) -> str:
    """Return the name of the part that holds the body; raises InputError when the package is no Word document."""
    part = Relations.of(parts, "", name).part(OFFICE_DOCUMENT, parts)
    if part is None:
        raise InputError.because("VB104", f'"{name}" không phải tài liệu Word (.docx)', Place(name), NOT_WORD_HINT)
    return part


class ContentTypes:
    """The content types of the parts of a package."""

    def __init__(self, parts: dict[str, bytes], name: str = "") -> None:
        self._root = parse_xml(parts[CONTENT_TYPES], name, CONTENT_TYPES)
        nodes = [node for node in self._root if isinstance(node.tag, str)]
        self._nodes = {(node.get("PartName") or node.get("Extension") or "").lower(): node for node in nodes}

    def default(self, extension: str, type: str) -> None:
        """Give ``type`` to all parts whose name ends in ``extension`` and that have no type of their own."""
        if extension not in self._nodes:
            node = etree.Element(f"{{{_TYPES_URI}}}Default", Extension=extension, ContentType=type)
            self._root.insert(0, node)
            self._nodes[extension] = node

    def override(self, part: str, type: str) -> None:
        """Give ``type`` to ``part``."""
        key = f"/{part}".lower()
        if key not in self._nodes:
            self._nodes[key] = etree.SubElement(self._root, f"{{{_TYPES_URI}}}Override", PartName=f"/{part}")
        self._nodes[key].set("ContentType", type)

    def forget(self, part: str) -> None:
        """Drop the type of a part that is no longer there."""
        node = self._nodes.pop(f"/{part}".lower(), None)
        if node is not None:
            self._root.remove(node)

    def of(self, part: str) -> str:
        """Return the content type of ``part``, "" when nothing says it."""
        node = self._nodes.get(f"/{part}".lower())
        if node is None:
            node = self._nodes.get(part.rsplit(".", 1)[-1].lower())
        return "" if node is None else node.get("ContentType", "")

    def save(self, parts: dict[str, bytes]) -> None:
        """Put the types back into ``parts``."""
        parts[CONTENT_TYPES] = to_bytes(self._root)
