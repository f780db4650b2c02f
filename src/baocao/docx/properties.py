"""Steps 5 and 6, docx: document properties (title, author, dates) as the core properties part, in both directions."""

from __future__ import annotations

from lxml import etree

from baocao.document.tree import Meta
from baocao.docx.package import parse_xml, to_bytes
from baocao.docx.relations import CORE_PROPERTIES, CORE_TYPE, ContentTypes, Relations

PART = "docProps/core.xml"
_URIS = {
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_FIELDS = {
    "title": ("dc", "title"),
    "author": ("dc", "creator"),
    "subject": ("dc", "subject"),
    "keywords": ("cp", "keywords"),
    "description": ("dc", "description"),
    "created": ("dcterms", "created"),
    "language": ("dc", "language"),
}


def _tag(prefix: str, name: str) -> str:
    return f"{{{_URIS[prefix]}}}{name}"


def write_properties(parts: dict[str, bytes], types: ContentTypes, meta: Meta) -> None:
    """Put the core properties of ``meta`` into the package; the clock is ``meta.created``, never that of the machine."""
    root = etree.Element(_tag("cp", "coreProperties"), nsmap=_URIS)
    for field, (prefix, name) in _FIELDS.items():
        if getattr(meta, field):
            etree.SubElement(root, _tag(prefix, name)).text = getattr(meta, field)
    if meta.author:
        etree.SubElement(root, _tag("cp", "lastModifiedBy")).text = meta.author
    if meta.created:
        etree.SubElement(root, _tag("dcterms", "modified")).text = meta.created
    for node in root.findall(_tag("dcterms", "*")):
        node.set(_tag("xsi", "type"), "dcterms:W3CDTF")
    package = Relations.of(parts, "")
    found = package.of_type(CORE_PROPERTIES)
    part = found[0].target if found else PART
    parts[part] = to_bytes(root)
    package.add(CORE_PROPERTIES, part)
    package.save(parts)
    types.override(part, CORE_TYPE)


def read_properties(parts: dict[str, bytes], name: str) -> Meta:
    """Return the core properties of the package; empty strings where nothing is said."""
    part = Relations.of(parts, "", name).part(CORE_PROPERTIES, parts)
    if part is None:
        return Meta(language="")
    root = parse_xml(parts[part], name, part)
    return Meta(**{field: root.findtext(_tag(*where)) or "" for field, where in _FIELDS.items()})
