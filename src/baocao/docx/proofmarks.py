"""Step 5, docx: figures of a finished DOCX shaded and numbered in place, for proofreading; its text stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from baocao.document.tree import Document, Table
from baocao.document.unfolding import figure_places
from baocao.docx.controls import ControlFinder
from baocao.docx.formats import set_highlight
from baocao.docx.ooxml import VAL, W, deleted, text_of
from baocao.docx.package import parse_xml, to_bytes
from baocao.docx.relations import FOOTNOTES, HEADER, Relations, main_part
from baocao.docx.tables import numbered_cells

GROUND = "lightGray"
"""A highlight, which our own print shows too; it stands out on a black and white copy."""
# How the numbers look, in the order of the schema.
_LOOK = (
    *(("b", "0"), ("i", "0"), ("caps", "0"), ("color", "9C0006"), ("sz", "24"), ("szCs", "24")),
    *(("highlight", GROUND), ("u", "none"), ("vertAlign", "superscript")),
)


def number_figures(parts: dict[str, bytes], document: Document, numbers: Mapping[str, int], name: str) -> None:
    """Shade the figures whose ids are in ``numbers`` and put their number, raised, behind each, in the DOCX ``parts``.

    ``document`` is what reading ``parts`` gave; figures in the cells of live tables are found through it.
    """
    main = main_part(parts, name)
    relations = Relations.of(parts, main, name)
    marker = _Marker(document, numbers)
    for part in (main, *relations.parts((FOOTNOTES, HEADER), parts)):
        root = parse_xml(parts[part], name, part)
        if marker.mark(root):
            parts[part] = to_bytes(root)


class _Marker:
    def __init__(self, document: Document, numbers: Mapping[str, int]) -> None:
        self._finder = ControlFinder(document.register)
        self._entries = {entry.id: entry for entry in document.register.entries}
        self._numbers = numbers
        self._tables: dict[str, list[Table]] = {}
        for section in document.sections:
            for block in section.blocks:
                if isinstance(block, Table) and block.control is not None:
                    self._tables.setdefault(block.control.id, []).append(block)

    def mark(self, root: etree._Element) -> bool:
        """Mark the figures below ``root`` and return whether there was any."""
        marked = False
        for control in list(root.iter(W + "sdt")):
            if deleted(control):
                continue
            found = self._finder.identify(control, text_of(control))
            content = control.find(W + "sdtContent")
            if found is None or content is None:
                continue
            if self._finder.is_whole(found[0]):
                # LibreOffice moves the control of a table into its first cell.
                around = next(control.iterancestors(W + "tbl"), None)
                table = around if around is not None else content.find(W + "tbl")
                marked |= table is not None and self._mark_table(table, found[0])
            elif found[0] in self._numbers:
                self._mark_control(control, content, self._numbers[found[0]])
                marked = True
        return marked

    def _mark_control(self, control: etree._Element, content: etree._Element, number: int) -> None:
        runs = list(_runs(content))
        for run in runs:
            _shade(run)
        paragraph = next(content.iter(W + "p"), None)
        if paragraph is None:
            control.addnext(_raised(number))
        else:  # the control lies around its paragraph
            paragraph.append(_raised(number))

    def _mark_table(self, node: etree._Element, id: str) -> bool:
        """Mark the figures in a live table, which have no controls of their own."""
        if id not in self._entries or not self._tables.get(id):
            return False
        places = figure_places(self._tables[id].pop(0), self._entries[id], self._entries)
        marked = False
        for row, column, cell in numbered_cells(node):
            number = self._numbers.get(places.get((row, column), ""))
            paragraph = cell.find(W + "p")
            if number is None or paragraph is None:
                continue
            for run in _runs(paragraph):
                _shade(run)
            paragraph.append(_raised(number))
            marked = True
        return marked


def _runs(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the runs below ``parent`` that are seen when revisions count as accepted."""
    return (run for run in parent.iter(W + "r") if not deleted(run))


def _shade(run: etree._Element) -> None:
    """Give a run a grey ground; one that has a ground of its own, as a placeholder has, keeps it."""
    if run.find(f"{W}rPr/{W}highlight") is None:
        set_highlight(run, GROUND)


def _raised(number: int) -> etree._Element:
    """Return the run "[12]", small and raised, in brackets so that nobody takes it for the call of a note."""
    run = etree.Element(W + "r")
    properties = etree.SubElement(run, W + "rPr")
    for tag, value in _LOOK:
        etree.SubElement(properties, W + tag).set(VAL, value)
    etree.SubElement(run, W + "t").text = f"[{number}]"
    return run
