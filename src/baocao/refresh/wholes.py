"""Step 9, refresh: annex tables and charts of a draft, which are live as wholes.

Where rows and columns are still the same, only the cells whose number changed are touched, so that widths, shading and
cells changed by hand stay.  Where rows came or went, the table is made again, unless somebody has changed it by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from baocao.annexes.filling import AnnexTable
from baocao.document.imprints import cell_imprint, cell_text, picture_imprint
from baocao.document.tree import Imprint, Picture, Table
from baocao.docx.blocks_out import BlocksOut
from baocao.docx.controls import ControlIds
from baocao.docx.fragments import elements
from baocao.docx.ooxml import PIC, SVG, VAL, WP, A, R, W, integer
from baocao.docx.pictures import PicturesOut
from baocao.docx.relations import ContentTypes
from baocao.docx.runs import RunWriter
from baocao.narrative.figures import NO_DATA
from baocao.narrative.recipes import Figure
from baocao.plaintext import as_typed
from baocao.refresh.changes import Answer, Fate
from baocao.refresh.drafts import Draft, Occurrence
from baocao.refresh.wishes import Wishes
from baocao.refresh.wording import Wording


@dataclass(frozen=True, slots=True)
class WholeChange:
    """What became of one cell of a table (``figure`` the one behind it, None: words), or of a whole (``cell`` empty)."""

    fate: Fate
    old: str
    new: str
    computed: str
    cell: str = ""
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a whole is to look: ``block`` as it is printed now, ``imprint`` of what was printed when the draft was made."""

    block: Table | Picture
    imprint: Imprint | None
    annex: AnnexTable | None
    wishes: Wishes


def refresh_whole(draft: Draft, occurrence: Occurrence, wanted: Wanted) -> list[WholeChange]:
    """Bring one table or chart of ``draft`` up to date and return what changed; nothing when it is as it should be."""
    if isinstance(wanted.block, Picture):
        changes = _refresh_picture(draft, occurrence, wanted, wanted.block)
    else:
        changes = _refresh_table(draft, occurrence, wanted, wanted.block)
    if any(change.fate.alters for change in changes):
        draft.touch(occurrence)
    return changes


# Tables


def _rows(occurrence: Occurrence) -> list[list[etree._Element]]:
    table = next(occurrence.content.iter(W + "tbl"), None)
    if table is None:
        return []
    rows = (row for row in table.iterfind(W + "tr") if row.find(f"{W}trPr/{W}del") is None)
    return [row.findall(W + "tc") for row in rows]


def _refresh_table(draft: Draft, occurrence: Occurrence, wanted: Wanted, block: Table) -> list[WholeChange]:
    rows = _rows(occurrence)
    shown = [[Wording(cell).text for cell in row] for row in rows]
    texts = [[cell_text(cell.blocks) for cell in row.cells] for row in block.rows]
    printed = [row.split() for row in wanted.imprint.rows] if wanted.imprint else []
    if _shape(shown) == _shape(texts) and (not printed or _shape(shown) == _shape(printed)):
        return list(_refresh_cells(draft, occurrence, wanted, block))
    untouched = [[cell_imprint(text) for text in row] for row in shown] == printed
    control = block.control
    assert control is not None  # only live blocks come here
    if [[as_typed(text) for text in row] for row in shown] == [[as_typed(text) for text in row] for row in texts]:
        return []
    if not untouched and wanted.wishes.answer(control.id) is not Answer.RESTORE:
        return [WholeChange(Fate.WHOLE_KEPT, control.alias, control.alias, control.alias)]
    _remake(draft, occurrence, block)
    return [WholeChange(Fate.REMADE, control.alias, control.alias, control.alias)]


def _shape(rows: list[list[str]]) -> list[int]:
    return [len(row) for row in rows]


def _refresh_cells(draft: Draft, occurrence: Occurrence, wanted: Wanted, block: Table) -> Iterator[WholeChange]:
    printed = [row.split() for row in wanted.imprint.rows] if wanted.imprint else None
    for at, cells in enumerate(_rows(occurrence)):
        for column, cell in enumerate(cells):
            wording = Wording(cell)
            shown, now = wording.text, cell_text(block.rows[at].cells[column].blocks)
            if as_typed(shown) == as_typed(now) or next(cell.iter(W + "sdt"), None) is not None:
                continue
            name, figure = _cell_name(wanted.annex, block, at, column)
            edited = printed is not None and cell_imprint(shown) != printed[at][column]
            id = figure.recipe.id if figure else occurrence.id
            if edited and wanted.wishes.answer(id) is not Answer.RESTORE:
                yield WholeChange(Fate.OVERTYPED, shown, shown, now, name, figure)
                continue
            wording.replace(0, len(shown), now, wanted.wishes.revision, draft.ids[occurrence.part])
            fate = Fate.RESTORED if edited else _fate(shown, now)
            yield WholeChange(fate, shown, now, now, name, figure)


def _fate(shown: str, now: str) -> Fate:
    if as_typed(shown) == NO_DATA:
        return Fate.FILLED
    return Fate.LOST if as_typed(now) == NO_DATA else Fate.UPDATED


def _cell_name(annex: AnnexTable | None, block: Table, at: int, column: int) -> tuple[str, Figure | None]:
    """Return how people find a cell (its row and column), and the figure that stands in it."""
    row = [cell_text(cell.blocks) for cell in block.rows[at].cells]
    name = next((text for text in row if any(sign.isalpha() for sign in text)), "")
    if annex is None:
        return name, None
    body = at - (len(block.rows) - len(annex.rows))
    if body < 0 or len(row) != len(annex.headings):
        return name, None
    heading = annex.headings[column]
    words = f"{heading.group} {heading.text}".strip()
    return f"dòng “{name}”, cột “{words}”", annex.rows[body].figures[column]


def _remake(draft: Draft, occurrence: Occurrence, block: Table) -> None:
    old = next(occurrence.content.iter(W + "tbl"))
    taken = {integer(node.get(VAL)) for node in draft.body.iterfind(f".//{W}sdtPr/{W}id")}
    ids = ControlIds(taken)
    runs = RunWriter(draft.relations, ids, "", "", lambda _: 0)  # cells of an annex hold words only
    pictures = PicturesOut(draft.parts, draft.relations, ContentTypes(draft.parts, draft.name))
    (new,) = elements("".join(BlocksOut(draft.styles, runs, ids, pictures).xml((replace(block, control=None),))))
    parent = old.getparent()
    assert parent is not None  # it lies in the control
    parent.replace(old, new)


# Charts


def _refresh_picture(draft: Draft, occurrence: Occurrence, wanted: Wanted, picture: Picture) -> list[WholeChange]:
    facts, blip = _drawn(occurrence.content)
    control = picture.control
    assert control is not None  # only live blocks come here
    kept = WholeChange(Fate.WHOLE_KEPT, control.alias, control.alias, control.alias)
    if facts is None or blip is None:
        return [kept]
    shown = facts.get("descr", "")
    if as_typed(shown) == as_typed(picture.alt):
        return []
    printed = wanted.imprint.rows[0] if wanted.imprint else picture_imprint(shown)
    if picture_imprint(shown) != printed and wanted.wishes.answer(control.id) is not Answer.RESTORE:
        return [kept]
    _redraw(draft, occurrence.content, picture, blip)
    return [WholeChange(Fate.REMADE, shown, picture.alt, picture.alt)]


def _drawn(content: etree._Element) -> tuple[etree._Element | None, etree._Element | None]:
    return content.find(f".//{WP}docPr"), content.find(f".//{A}blip")


def _redraw(draft: Draft, content: etree._Element, picture: Picture, blip: etree._Element) -> None:
    """Put the new files in the place of the old ones; size and place of the picture stay as people have made them."""
    types = ContentTypes(draft.parts, draft.name)
    pictures = PicturesOut(draft.parts, draft.relations, types)
    old = {node.get(R + "embed") for node in content.iter(A + "blip", SVG + "svgBlip")}
    blip.set(R + "embed", pictures.file(picture.png, "png", "image/png"))
    drawn = blip.find(f".//{SVG}svgBlip")
    if drawn is not None and picture.svg is not None:
        drawn.set(R + "embed", pictures.file(picture.svg, "svg", "image/svg+xml"))
    for node in content.iter(WP + "docPr", PIC + "cNvPr"):
        node.set("descr", picture.alt)
    used = {node.get(R + "embed") for node in draft.body.iter(A + "blip", SVG + "svgBlip")}
    for id in sorted(str(id) for id in old - used):
        _drop(draft, id)
    draft.relations.save(draft.parts)
    types.save(draft.parts)


def _drop(draft: Draft, id: str) -> None:
    """Take a picture file that nothing shows any more out of the package."""
    relation = draft.relations.get(id)
    if relation is None or relation.external:
        return
    draft.relations.remove(id)
    if not any(other.target == relation.target for other in draft.relations.all()):
        draft.parts.pop(relation.target, None)
