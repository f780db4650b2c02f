"""Step 7, check: findings as Word comments in a copy of the DOCX, each at the very words that it is about.

The text does not change; runs are split where a comment begins or ends.  A comment cannot stand in a footnote nor
inside a control: it stands at the call, and around the control.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from lxml import etree

from baocao.docx.ooxml import GONE, MC, NAMESPACES, SPACE, W, body_paragraphs, integer
from baocao.docx.package import open_package, parse_xml, save_package, to_bytes
from baocao.docx.properties import read_properties
from baocao.docx.relations import COMMENTS, COMMENTS_TYPE, ContentTypes, Relations, main_part
from baocao.docx.spots import cut, spots, text_at
from baocao.findings import Finding, Severity, Span

AUTHOR, INITIALS = "baocao", "bc"
PART = "word/comments.xml"
_SEVERITIES = {Severity.ERROR: "lỗi", Severity.WARNING: "cần xem", Severity.INFO: "lưu ý"}
_UNSEEN = {*GONE, MC + "Fallback", W + "txbxContent"}


def annotate(data: bytes, name: str, findings: Iterable[Finding]) -> bytes:
    """Return the DOCX ``data`` with ``findings`` as comments; those that it has already stay.

    A finding about the document as a whole stands at its first words.  ``name`` is how the file is called in messages.
    Raises InputError when it cannot be read.
    """
    parts = open_package(data, name)
    main = main_part(parts, name)
    root = parse_xml(parts[main], name, main)
    relations = Relations.of(parts, main, name)
    comments = _Comments(parts, relations, name)
    text = _Text(root)
    for finding in findings:
        comments.add(finding, text)
    parts[main] = to_bytes(root)
    comments.save(parts, relations, ContentTypes(parts, name))
    return save_package(parts)


class _Comments:
    """The comments part of a package."""

    def __init__(self, parts: dict[str, bytes], relations: Relations, name: str) -> None:
        found = relations.part(COMMENTS, parts)
        self._part = found or PART
        plain = etree.Element(W + "comments", nsmap={"w": NAMESPACES["w"]})
        self._root = plain if found is None else parse_xml(parts[found], name, found)
        self._next = 1 + max((integer(node.get(W + "id")) for node in self._root), default=-1)
        self._date = read_properties(parts, name).created

    def add(self, finding: Finding, text: _Text) -> None:
        """Write one comment and anchor it in ``text``."""
        span = finding.place.span if finding.place else None
        number, self._next = str(self._next), self._next + 1
        quoted = text.anchor(span, number)
        node = etree.SubElement(self._root, W + "comment")
        node.set(W + "id", number)
        node.set(W + "author", AUTHOR)
        if self._date:  # the document's own day: the same file gives the same comments every time
            node.set(W + "date", self._date)
        node.set(W + "initials", INITIALS)
        for line in _words(finding, "" if quoted or span is None else span.excerpt):
            words = etree.SubElement(etree.SubElement(etree.SubElement(node, W + "p"), W + "r"), W + "t")
            words.text = line
            words.set(SPACE, "preserve")

    def save(self, parts: dict[str, bytes], relations: Relations, types: ContentTypes) -> None:
        """Put the part into the package; nothing when there is no comment."""
        if not len(self._root):
            return
        parts[self._part] = to_bytes(self._root)
        relations.add(COMMENTS, self._part)
        relations.save(parts)
        types.override(self._part, COMMENTS_TYPE)
        types.save(parts)


def _words(finding: Finding, excerpt: str) -> Iterator[str]:
    """Yield the paragraphs of a comment: what is wrong, the words it is about where it cannot stand at them, the remedy."""
    message = finding.message[:1].upper() + finding.message[1:]
    yield f"{finding.code} ({_SEVERITIES[finding.severity]}): {message}"
    if excerpt:
        yield f"Chỗ này: “{' '.join(excerpt.split())}”"
    if finding.hint:
        yield finding.hint


class _Text:
    """The body of a DOCX: its paragraphs as findings count them, and the calls of its notes."""

    def __init__(self, root: etree._Element) -> None:
        body = root.find(W + "body")
        self._nodes = [] if body is None else body_paragraphs(body)
        self._calls = [] if body is None else list(_visible(body, W + "footnoteReference"))

    def anchor(self, span: Span | None, number: str) -> bool:
        """Put the comment ``number`` around the words of ``span``; return whether it stands at those very words."""
        call = None if span is None or span.footnote is None else self._call(span.footnote)
        if call is not None:
            _enclose(call, call, number)
            return False
        found = None if span is None or span.footnote is not None else self._words(span)
        if found is not None:
            _mark(*found, number)
            return True
        beginning = next((node for node in self._nodes if text_at(spots(node)).strip()), None)
        if beginning is not None:
            _mark(beginning, 0, len(text_at(spots(beginning))), number)
        return False

    def _call(self, number: int) -> etree._Element | None:
        """Return the run that calls a note, None when there are not so many notes."""
        return self._calls[number - 1].getparent() if number <= len(self._calls) else None

    def _words(self, span: Span) -> tuple[etree._Element, int, int] | None:
        """Return the paragraph with the words of ``span`` and their offsets in it; None when they are not there."""
        position = (span.paragraph or 0) - 1
        excerpt = unicodedata.normalize("NFC", span.excerpt)
        if not excerpt or not 0 <= position < len(self._nodes):
            return None
        text = text_at(spots(self._nodes[position]))
        # In a file that is not in NFC the offsets count other characters than the spots do.
        start = span.start if text.startswith(excerpt, span.start) else text.find(excerpt)
        return None if start < 0 else (self._nodes[position], start, start + len(excerpt))


def _visible(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the elements of a kind in reading order, without those deleted, or in a text box."""
    for child in parent:
        if child.tag in _UNSEEN:
            continue
        if child.tag == tag:
            yield child
        yield from _visible(child, tag)


def _mark(paragraph: etree._Element, start: int, end: int, number: str) -> None:
    first, before = cut(paragraph, start, after=False)
    last, _ = cut(paragraph, end, after=True)
    begin = _range("commentRangeStart", number)
    if before:
        first.addnext(begin)
    else:
        first.addprevious(begin)
    _close(last, number)


def _enclose(first: etree._Element, last: etree._Element, number: str) -> None:
    first.addprevious(_range("commentRangeStart", number))
    _close(last, number)


def _close(last: etree._Element, number: str) -> None:
    end = _range("commentRangeEnd", number)
    last.addnext(end)
    run = etree.Element(W + "r")
    run.append(_range("commentReference", number))
    end.addnext(run)


def _range(tag: str, number: str) -> etree._Element:
    node = etree.Element(W + tag)
    node.set(W + "id", number)
    return node
