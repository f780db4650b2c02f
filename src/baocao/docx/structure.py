"""Step 5, docx: our own look over a finished DOCX before it is put in its place.

Everything that makes Word call a file damaged, or that would lose text, is looked for; the schema itself is the
business of the tests' validator.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.parsers import expat

from lxml import etree

from baocao.docx.controls import TITLE_LIMIT, word_units
from baocao.docx.footnotes import read_notes
from baocao.docx.frame import MARKER
from baocao.docx.ooxml import VAL, A, R, W, excerpt, first, integer, text_of, val
from baocao.docx.package import CONTENT_TYPES, open_package, parse_xml, tree_of
from baocao.docx.register import LIMIT, NAMESPACE
from baocao.docx.relations import FOOTNOTES, STYLES, ContentTypes, Relations, main_part
from baocao.errors import InputError
from baocao.findings import Finding, Place, Severity

_STORIES = ("document.xml", "footnotes.xml", "header", "footer")
_UNREAD = ("customXml/", "docProps/")
"""Where parts lie in which nothing is looked up here: they need only be sound, as those that ``Relations`` reads."""
_ID_USES = (
    (W + "hyperlink", R + "id"),
    (A + "blip", R + "embed"),
    (W + "headerReference", R + "id"),
    (W + "footerReference", R + "id"),
)
_STYLE_USES = ((W + "pStyle", "paragraph"), (W + "rStyle", "character"), (W + "tblStyle", "table"))
_ID, _ALIAS, _CONTROL_TAG, _BINDING = (W + tag for tag in ("id", "alias", "tag", "dataBinding"))
_TABLE, _CELL = W + "tbl", W + "tc"
_USES = tuple(tag for tag, _ in (*_STYLE_USES, *_ID_USES))
_TAGS = (*_USES, _ID, _ALIAS, _CONTROL_TAG, _BINDING, _TABLE, _CELL)
"""The elements that the rules ask about."""
_TAG = re.compile(r"\{\{.+?\}\}|\{%.+?%\}")

Fault = tuple[str, str, str]
"""What is wrong with one part: code, message, name of the part (empty: the file as a whole)."""


def look_over(data: bytes, name: str) -> list[Finding]:
    """Return what is wrong with the DOCX ``data``, called ``name`` in messages; an empty list when nothing is."""
    try:
        return [_finding(name, *fault) for fault in _Look(open_package(data, name), name).faults()]
    except InputError as error:
        return list(error.findings)


def _finding(name: str, code: str, message: str, part: str) -> Finding:
    hint = "Lấy lại mẫu trình bày gốc rồi dựng lại; nếu vẫn còn, báo người phát triển kèm tệp này."
    return Finding(code, Severity.ERROR, message, Place(name, detail=part or None), hint)


class _Story:
    """A part with text: ``nodes`` are its elements by their tags, in document order, gone through once for all rules."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.nodes: dict[str, list[etree._Element]] = {tag: [] for tag in _TAGS}
        # An alias and a tag say the same kind of thing.
        self.nodes[_CONTROL_TAG] = self.nodes[_ALIAS]
        for node in root.iter(*_TAGS):
            self.nodes[node.tag].append(node)


class _Look:
    def __init__(self, parts: dict[str, bytes], name: str) -> None:
        self._parts = parts
        self._name = name
        self._main = main_part(parts, name)
        self._relations_of = {self._main: Relations.of(parts, self._main, name)}
        self._roots: dict[str, etree._Element] = {}
        for part in (part for part in parts if part.endswith((".xml", ".rels"))):
            unread = part.endswith(".rels") or (part.startswith(_UNREAD) and part != self._main)
            if not (unread and _is_sound(parts[part])):
                self._roots[part] = tree_of(parts[part], name, part)
        stories = [part for part in self._roots if part.startswith("word/") and part[5:].startswith(_STORIES)]
        self._stories = {part: _Story(self._roots[part]) for part in stories}

    def _relations(self, part: str) -> Relations:
        if part not in self._relations_of:
            self._relations_of[part] = Relations.of(self._parts, part, self._name)
        return self._relations_of[part]

    def faults(self) -> Iterator[Fault]:
        yield from self._package()
        yield from self._references()
        yield from self._notes()
        yield from self._controls()
        for part, story in self._stories.items():
            yield from _tables(story, part)
            yield from _leftovers(story.root, part)
        yield from self._register()

    def _package(self) -> Iterator[Fault]:
        types = ContentTypes(self._parts, self._name)
        for part in self._parts:
            if not types.of(part) and part != CONTENT_TYPES:
                yield "VB301", "phần này không có kiểu nội dung", part
        for part in self._parts:
            if not part.endswith(".rels"):
                continue
            folder, _, file = part.rpartition("_rels/")
            source = folder + file.removesuffix(".rels")
            if source and source not in self._parts:
                yield "VB302", f"quan hệ của phần không có: {source}", part
            for relation in self._relations(source).all():
                if not relation.external and relation.target not in self._parts:
                    yield "VB302", f"quan hệ trỏ tới phần không có: {relation.target}", part

    def _references(self) -> Iterator[Fault]:
        roots = [self._roots.get(relation.target) for relation in self._relations(self._main).of_type(STYLES)]
        styles = [node for root in roots if root is not None for node in root.findall(W + "style")]
        known = {(node.get(W + "type"), node.get(W + "styleId")) for node in styles}
        for part, story in self._stories.items():
            for tag, kind in _STYLE_USES:
                used = {node.get(VAL) for node in story.nodes[tag]}
                for id in sorted(str(id) for id in used if (kind, id) not in known):
                    yield "VB303", f'dùng kiểu "{id}" không có trong tài liệu', part
            relations = self._relations(part)
            for tag, attribute in _ID_USES:
                for node in story.nodes[tag]:
                    target = node.get(attribute)
                    if target is not None and relations.get(target) is None:
                        yield "VB302", f"liên kết {target} không trỏ tới đâu", part

    def _notes(self) -> Iterator[Fault]:
        calls = Counter(node.get(W + "id", "") for node in self._roots[self._main].iter(W + "footnoteReference"))
        part = self._relations(self._main).part(FOOTNOTES, self._roots)
        notes = read_notes(None if part is None else self._roots[part])
        for id, count in calls.items():
            if id not in notes:
                yield "VB304", f"lời gọi chú thích {id} không có chú thích", self._main
            elif count > 1:
                yield "VB304", f"chú thích {id} được gọi {count} lần", self._main
        for id in sorted(notes.keys() - calls.keys()):
            yield "VB304", f'chú thích "{excerpt(text_of(notes[id]))}" không được gọi', part or ""

    def _controls(self) -> Iterator[Fault]:
        ids: Counter[str] = Counter()
        for part, story in self._stories.items():
            ids.update(node.get(VAL, "") for node in story.nodes[_ID])
            for node in story.nodes[_ALIAS]:
                title = node.get(VAL, "")
                if word_units(title) > TITLE_LIMIT:
                    yield "VB305", f'tên ô số liệu dài quá {TITLE_LIMIT} ký tự: "{excerpt(title)}"', part
            for node in story.nodes[_BINDING]:
                properties = node.getparent()
                if val(properties, W + "tag"):
                    alias = excerpt(val(properties, W + "alias") or "")
                    yield "VB305", f'ô số liệu "{alias}" bị gắn với dữ liệu ngoài', part
        for id, count in ids.items():
            if count > 1 and id:
                yield "VB305", f"{count} ô số liệu trùng số hiệu {id}", ""

    def _register(self) -> Iterator[Fault]:
        large = [part for part, data in self._parts.items() if len(data) >= LIMIT and part.endswith(".xml")]
        for part in large:
            root = self._roots.get(part)
            if (parse_xml(self._parts[part]) if root is None else root).tag == f"{{{NAMESPACE}}}register":
                yield "VB306", f"phần sổ số liệu lớn hơn {LIMIT // 1024} KiB", part


def _is_sound(data: bytes) -> bool:
    """Return whether a part in which nothing is looked up is XML without a document type: no tree is made of it."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):  # of an encoding that is not known it says so in its own way
        return False
    return True


def _refuse_doctype(*_: object) -> None:
    raise ValueError("a document type")


def _tables(story: _Story, part: str) -> Iterator[Fault]:
    for table in story.nodes[_TABLE]:
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for row in table.iterchildren(W + "tr"):
            spans = len(list(row.iterchildren(W + "tc")))
            if spans and next(row.iter(W + "gridSpan"), None) is not None:
                cells = row.iterchildren(W + "tc")
                spans = sum(integer(val(first(cell, W + "tcPr"), W + "gridSpan"), 1) for cell in cells)
            if spans > columns:
                yield "VB307", f'dòng bảng "{excerpt(text_of(row))}" có {spans} cột, lưới chỉ có {columns}', part
    for cell in story.nodes[_CELL]:
        if len(cell) == 0 or cell[-1].tag not in (W + "p", W + "sdt"):
            yield "VB307", f'ô bảng "{excerpt(text_of(cell))}" không kết thúc bằng một đoạn', part


def _leftovers(root: etree._Element, part: str) -> Iterator[Fault]:
    whole = etree.tostring(root, encoding=str, method="text")
    if MARKER[0] not in whole and "{" not in whole:
        return  # as nearly always: then no paragraph need be looked at
    for paragraph in root.iter(W + "p"):
        text = text_of(paragraph)
        if MARKER in text:
            yield "VB308", f"còn dấu {MARKER} của mẫu trình bày", part
        if _TAG.search(text):
            yield "VB308", f'còn thẻ của mẫu trình bày: "{excerpt(text)}"', part
