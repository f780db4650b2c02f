"""Step 9, refresh: the visible text of a control or cell, and how a stretch of it is replaced, as a tracked change or not.

Whatever else lies in there (calls of notes, bookmarks, comments, formatting, other people's revisions) stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from baocao.docx.formats import set_highlight
from baocao.docx.ooxml import MC, SPACE, W, integer, on_off
from baocao.docx.runs import fill_run
from baocao.plaintext import as_typed

_OPEN = {
    W + tag
    for tag in (
        *("ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple", "dir", "bdo"),
        *("sdt", "sdtContent", "p", "tbl", "tr", "tc"),
    )
}
"""What shows the text of its children; anything else (deletions, properties, drawings) shows none of ours."""
_SIGNS = {
    W + "noBreakHyphen": "\u2011",
    W + "softHyphen": "\u00ad",
    W + "tab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "sym": "\ufffd",
}
_REVISIONS = (W + "ins", W + "del", W + "moveFrom", W + "moveTo")


@dataclass(frozen=True, slots=True)
class Revision:
    """Who makes tracked changes and when (ISO 8601, UTC)."""

    author: str
    date: str


class RevisionIds:
    """Numbers for ``w:id`` of tracked changes that no element of the part has yet."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._last: int | None = None

    def next(self) -> str:
        """Return the next free number."""
        if self._last is None:
            self._last = max((integer(node.get(W + "id")) for node in self._root.iter(etree.Element)), default=0)
        self._last += 1
        return str(self._last)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Visible characters from ``start`` on, and the node that holds them (None: the end of a paragraph)."""

    node: etree._Element | None
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class Wording:
    """The visible text inside ``container``, revisions accepted."""

    def __init__(self, container: etree._Element) -> None:
        self.container = container
        self._look()

    def _look(self) -> None:
        self._pieces: list[_Piece] = []
        at = 0
        for node, text in _visible(self.container):
            if node is None and at == 0:
                continue
            self._pieces.append(_Piece(node, at, text))
            at += len(text)
        while self._pieces and self._pieces[-1].node is None:
            self._pieces.pop()
        self.text = "".join(piece.text for piece in self._pieces)

    def replace(self, start: int, end: int, new: str, revision: Revision | None, ids: RevisionIds) -> None:
        """Put ``new`` in the place of the characters from ``start`` to ``end``; tracked when there is a ``revision``."""
        if not self.text:
            _empty_run(self.container)
        if revision is None or not self.text:
            self._replace(start, end, new)
        else:
            self._replace_tracked(start, end, new, revision, ids)
        self._look()

    def offset_of(self, element: etree._Element) -> int:
        """Return where the text of ``element``, something inside the container, begins (0 when it shows none)."""
        inside = set(element.iter())
        return next((piece.start for piece in self._pieces if piece.node in inside), 0)

    def text_outside(self, controls: set[etree._Element]) -> str:
        """Return the text that stands in none of ``controls``, a gap where one of them stands."""
        outside = (
            piece.text if piece.node is None or controls.isdisjoint(piece.node.iterancestors(W + "sdt")) else "\ufffc"
            for piece in self._pieces
        )
        return "".join(outside)

    def _covered(self, start: int, end: int) -> list[_Piece]:
        return [piece for piece in self._pieces if piece.node is not None and piece.start < end and piece.end > start]

    def _replace(self, start: int, end: int, new: str) -> None:
        covered = self._covered(start, end)
        if not covered:
            fill_run(next(self.container.iter(W + "r")), new)
            return
        for piece in reversed(covered):
            node = piece.node
            assert node is not None  # _covered leaves out the ends of paragraphs
            head, tail = piece.text[: max(0, start - piece.start)], piece.text[max(0, end - piece.start) :]
            kept = head + (new if piece is covered[0] else "") + tail
            run = _parent(node)
            _put(run, node, kept)
            if all(child.tag == W + "rPr" for child in run) and piece is not covered[0]:
                _parent(run).remove(run)

    def _replace_tracked(self, start: int, end: int, new: str, revision: Revision, ids: RevisionIds) -> None:
        runs = self._isolated(start, end)
        written = etree.Element(W + "r")
        formatted = runs[0].find(W + "rPr")
        if formatted is not None:
            written.append(deepcopy(formatted))
        fill_run(written, new)
        insertion = _revised("ins", revision, ids)
        insertion.append(written)
        last = runs[-1]
        while _parent(last).tag in _REVISIONS:  # no insertion inside an insertion
            last = _split_after(last)
        last.addnext(insertion)
        for run in runs:
            _take_out(run, revision, ids)
        _settle(insertion, revision)

    def _isolated(self, start: int, end: int) -> list[etree._Element]:
        """Return the runs that hold exactly these characters, split off from others where they share a run."""
        runs: list[etree._Element] = []
        for piece in self._covered(start, end):
            node = piece.node
            assert node is not None  # as above
            run = _parent(node)
            head, tail = piece.text[: max(0, start - piece.start)], piece.text[max(0, end - piece.start) :]
            if head or tail:
                middle = piece.text[len(head) : len(piece.text) - len(tail)]
                node = _cut(run, node, head, middle, tail)
            run = _run_of_its_own(run, node)
            if not runs or runs[-1] is not run:
                runs.append(run)
        return runs


def pending(container: etree._Element) -> bool:
    """Return whether a tracked change inside ``container`` waits for somebody to accept or reject it."""
    return next(container.iter(*_REVISIONS), None) is not None


def highlight_control(control: etree._Element, color: str | None) -> None:
    """Highlight the runs of a control and what is typed over them, or (None) take the highlight away."""
    for properties in control.iterfind(W + "sdtPr"):
        set_highlight(properties, color)
    for run in control.iter(W + "r"):
        if run.find(W + "t") is not None:
            set_highlight(run, color)


def _visible(parent: etree._Element) -> Iterator[tuple[etree._Element | None, str]]:
    for child in parent:
        tag = child.tag
        if tag == W + "r":
            yield from _visible_in_run(child)
        elif tag == MC + "AlternateContent":
            chosen = child.find(MC + "Choice")
            yield from _visible(child if chosen is None else chosen)
        elif tag in _OPEN:
            if tag == W + "p":
                yield None, "\n"
            yield from _visible(child)


def _visible_in_run(run: etree._Element) -> Iterator[tuple[etree._Element | None, str]]:
    properties = run.find(W + "rPr")
    if properties is not None and on_off(properties, W + "vanish"):
        return
    for child in run:
        if child.tag == W + "t" and child.text:
            yield child, child.text
        elif child.tag in _SIGNS:
            yield child, _SIGNS[child.tag]


def _parent(node: etree._Element) -> etree._Element:
    parent = node.getparent()
    assert parent is not None  # nodes inside a container
    return parent


def _empty_run(container: etree._Element) -> None:
    """See that there is a run to take the text of a container that shows none."""
    if next(container.iter(W + "r"), None) is not None and not pending(container):
        return
    paragraph = container if container.tag == W + "p" else next(container.iter(W + "p"), container)
    etree.SubElement(paragraph, W + "r")


def _put(run: etree._Element, node: etree._Element, text: str) -> None:
    """Put ``text`` in the place of ``node`` in ``run``."""
    spelled = etree.Element(W + "r")
    fill_run(spelled, text)
    at = run.index(node)
    run.remove(node)
    for offset, piece in enumerate(list(spelled)):
        run.insert(at + offset, piece)


def _cut(run: etree._Element, node: etree._Element, head: str, middle: str, tail: str) -> etree._Element:
    """Cut the ``w:t`` ``node`` in up to three and return the middle one."""
    at = run.index(node)
    made = []
    for text in (head, middle, tail):
        if text:
            piece = etree.Element(W + "t")
            piece.set(SPACE, "preserve")
            piece.text = text
            made.append(piece)
    run.remove(node)
    for offset, piece in enumerate(made):
        run.insert(at + offset, piece)
    return made[1 if head else 0]


def _run_of_its_own(run: etree._Element, node: etree._Element) -> etree._Element:
    """Return the run that holds only ``node`` (and its formatting): what stands before and after moves to other runs."""
    properties = run.find(W + "rPr")
    before = [child for child in run if child is not properties and run.index(child) < run.index(node)]
    after = [child for child in run if run.index(child) > run.index(node)]
    for children, add in ((before, run.addprevious), (after, run.addnext)):
        if children:
            other = etree.Element(W + "r")
            if properties is not None:
                other.append(deepcopy(properties))
            other.extend(children)
            add(other)
    return run


def _revised(kind: str, revision: Revision, ids: RevisionIds) -> etree._Element:
    node = etree.Element(W + kind)
    node.set(W + "id", ids.next())
    node.set(W + "author", revision.author)
    node.set(W + "date", revision.date)
    return node


def _take_out(run: etree._Element, revision: Revision, ids: RevisionIds) -> None:
    """Mark ``run`` as deleted; what this author inserted and nobody accepted yet simply goes."""
    parent = _parent(run)
    if parent.tag == W + "ins" and parent.get(W + "author") == revision.author:
        parent.remove(run)
        if len(parent) == 0:
            _parent(parent).remove(parent)
        return
    deletion = _revised("del", revision, ids)
    run.addprevious(deletion)
    deletion.append(run)
    for node in run.findall(W + "t"):
        node.tag = W + "delText"
        node.set(SPACE, "preserve")


def _split_after(node: etree._Element) -> etree._Element:
    """Move what follows ``node`` in its parent into a copy of the parent, and return the parent."""
    parent = _parent(node)
    following = list(node.itersiblings())
    if following:
        other = deepcopy(parent)
        del other[:]
        other.extend(following)
        parent.addnext(other)
    return parent


def _settle(insertion: etree._Element, revision: Revision) -> None:
    """Take back a deletion of this author and the ``insertion`` after it when both say the same."""
    before = insertion.getprevious()
    if before is None or before.tag != W + "del" or before.get(W + "author") != revision.author:
        return
    gone = "".join(node.text or "" for node in before.iter(W + "delText"))
    said = "".join(text for _, text in _visible(insertion))
    if as_typed(gone) != as_typed(said):
        return
    for run in list(before):
        for node in run.findall(W + "delText"):
            node.tag = W + "t"
        before.addprevious(run)
    _parent(before).remove(before)
    _parent(insertion).remove(insertion)
