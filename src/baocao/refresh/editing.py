"""Step 9, refresh: the figures of one draft, each looked at where it stands and changed where it has to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from baocao.document.markdown import MISSING_HIGHLIGHT
from baocao.document.tree import Document, RegisterEntry
from baocao.docx.ooxml import W
from baocao.docx.register import write_register
from baocao.docx.relations import ContentTypes
from baocao.findings import Findings, Place
from baocao.narrative.moving import Move
from baocao.refresh.changes import Answer, Change, ChangeList, Fate, NoteKind, Story, TextNote
from baocao.refresh.corrections import Corrections, correction_of
from baocao.refresh.drafts import Draft, Occurrence, mark, sentence_around
from baocao.refresh.judging import Judged, whole
from baocao.refresh.ledger import Known, Ledger
from baocao.refresh.text_notes import OutsideText, template_notes
from baocao.refresh.wholes import Wanted, WholeChange, refresh_whole
from baocao.refresh.wishes import Wishes
from baocao.refresh.wording import Wording, highlight_control, pending

_ANSWERABLE = (Fate.OVERTYPED, Fate.REJECTED, Fate.SIGN_TURNED, Fate.UNFIT)
_IN_TABLE = "số trong bảng sửa ở số liệu, không sửa ở bảng"
_PLAIN = {W + tag for tag in ("rPr", "t", "tab", "br", "cr", "noBreakHyphen", "softHyphen", "lastRenderedPageBreak")}


@dataclass
class Editing:
    """One draft being refreshed: its figures against the ledger."""

    draft: Draft
    ledger: Ledger
    move: Move
    occurrences: list[Occurrence]
    wishes: Wishes
    corrections: Corrections
    findings: Findings
    _repaired: int = 0
    _tracked: set[str] = field(default_factory=set)
    _kept: set[str] = field(default_factory=set)

    def run(self, read_draft: Callable[[], Document]) -> ChangeList:
        """Refresh every figure, put what changed into the parts of the draft, and return the list of changes.

        ``read_draft`` gives the draft as it was, for the comparison with the template.
        """
        changes: list[Change] = []
        places: list[Occurrence] = []
        unchanged = 0
        for occurrence in self.occurrences:
            found = list(self._refresh(occurrence))
            places += [occurrence] * len(found)
            changes += found
            unchanged += not found
        changes = list(map(_with_sentence, changes, places))
        self._warn_of_notes()
        seen = [occurrence.id for occurrence in self.occurrences]
        absent = list(self.ledger.absent(set(seen)))
        changes += map(self._absent, absent)
        altered = self.move.start != self.move.end or any(change.fate.alters for change in changes)
        before = self.ledger.register
        after = self.ledger.renewed(seen, self._tracked, self._kept, before.draft + altered)
        notes = [*self._template_notes(read_draft), *self._outside_notes(absent)]
        if after != self.draft.register:
            types = ContentTypes(self.draft.parts, self.draft.name)
            write_register(self.draft.parts, self.draft.relations, types, after)
            self.draft.relations.save(self.draft.parts)
            types.save(self.draft.parts)
        self.draft.write_back()
        return ChangeList(
            file=self.draft.name,
            report=after.report,
            title=self.ledger.present.composition.document.meta.title,
            period=after.period,
            period_before=before.period,
            scope=after.scope,
            draft=before.draft,
            draft_now=after.draft,
            changes=tuple(changes),
            notes=tuple(notes),
            unchanged=unchanged,
            repaired=self._repaired,
            tracked=self.wishes.revision is not None,
        )

    def _warn_of_notes(self) -> None:
        notes = {one.id for one in self.occurrences if one.where.story is Story.NOTE} & self._tracked
        if notes:
            message = (
                f"{len(notes)} số trong chú thích được ghi thành thay đổi theo dõi; LibreOffice 7.4 đặt sai chỗ "
                "các thay đổi như vậy và có thể lưu ra tệp hỏng"
            )
            hint = "Chấp nhận hoặc từ chối trong Word; nếu dùng LibreOffice, chạy lại không có --track."
            self.findings.warning("CN205", message, Place(self.draft.name), hint)

    # One figure

    def _refresh(self, occurrence: Occurrence) -> Iterator[Change]:
        known = self.ledger.known(occurrence.id)
        if known is None:
            if occurrence.id not in self.ledger.ids:
                hint = "Ô này được giữ nguyên. Nếu chép từ văn bản khác, xóa ô và gõ lại thành chữ thường."
                place = Place(self.draft.name, detail=occurrence.name)
                self.findings.warning("CN203", "ô số liệu không có trong sổ của tệp và của mẫu", place, hint)
            return
        block = self.ledger.present.blocks.get(known.id)
        if occurrence.block and block is not None:
            imprint = self.ledger.imprint(occurrence.id)
            annex = self.ledger.present.annexes.get(known.id)
            wanted = Wanted(block, imprint, annex, self.wishes)
            for one in refresh_whole(self.draft, occurrence, wanted):
                yield self._of_whole(occurrence, known, one)
        elif not occurrence.block:
            yield from self._refresh_figure(occurrence, known)
        self._repair(occurrence, known.id, known.now.name)

    def _refresh_figure(self, occurrence: Occurrence, known: Known) -> Iterator[Change]:
        wording = Wording(occurrence.content)
        shown = wording.text
        judged = self._answered(occurrence, known, shown, known.judged(shown))
        if judged.new is not None:
            ids = self.draft.ids[occurrence.part]
            wording.replace(judged.start, judged.end, judged.new, self.wishes.revision, ids)
            self._color(occurrence, known)
            self.draft.touch(occurrence)
            if self.wishes.revision is not None:
                self._tracked.add(occurrence.id)
        self._set_kind(occurrence)
        if judged.fate is not None:
            yield self._change(occurrence, known, judged.fate, shown, Wording(occurrence.content).text)

    def _answered(self, occurrence: Occurrence, known: Known, shown: str, judged: Judged) -> Judged:
        """Return the judgement with the answer that was given for a figure typed over."""
        if occurrence in self.corrections.put:
            return whole(Fate.PUT_IN_DATA, shown, known.now.text)
        if judged.fate in _ANSWERABLE and self.wishes.answer(occurrence.id) is Answer.RESTORE:
            return whole(Fate.RESTORED, shown, known.now.text)
        return judged

    def _color(self, occurrence: Occurrence, known: Known) -> None:
        """Highlight a placeholder that has come, and no longer a number that stands for one."""
        was = known.printed_before is not None and known.printed_before.missing
        now = known.printed_now.missing
        if was != now:
            highlight_control(occurrence.control, MISSING_HIGHLIGHT if now else None)

    def _set_kind(self, occurrence: Occurrence) -> None:
        """Keep a figure a plain-text control, except while a tracked change of ours waits in it."""
        properties = occurrence.control.find(W + "sdtPr")
        if properties is None:
            return
        plain = properties.find(W + "text")
        if pending(occurrence.content):
            if plain is not None and occurrence.id in self._tracked:
                properties.remove(plain)
        elif plain is None and _is_plain(occurrence.content):
            etree.SubElement(properties, W + "text")
            self.draft.touch(occurrence)

    def _repair(self, occurrence: Occurrence, id: str, name: str) -> None:
        if occurrence.lost or occurrence.id != id:
            self._repaired += occurrence.lost
            mark(occurrence, id, occurrence.name if occurrence.block and occurrence.name else name)
            self.draft.touch(occurrence)

    # The list

    def _change(self, occurrence: Occurrence, known: Known, fate: Fate, old: str, new: str) -> Change:
        made = correction_of(known, old, self.ledger.present, self.wishes) if fate is Fate.OVERTYPED else None
        refusal = made if isinstance(made, str) else ""
        return Change(
            known.id,
            known.now.name,
            fate,
            old,
            new,
            known.now.text,
            occurrence.where,
            known.now.recipe,
            self.ledger.why(known),
            _answers(fate, refusal),
            refusal,
        )

    def _of_whole(self, occurrence: Occurrence, known: Known, one: WholeChange) -> Change:
        """Return the change of a table, of a chart, or of one cell of a table."""
        if one.fate is Fate.WHOLE_KEPT:
            self._kept.add(occurrence.id)
        if one.fate is Fate.REMADE and self.wishes.revision is not None:
            message = f"{one.new} được làm lại, không ghi thành thay đổi theo dõi (Track Changes)"
            self.findings.info("CN204", message, Place(self.draft.name), "So với bản cũ nếu cần.")
        name, recipe, about = known.now.name, known.recipe, known
        if one.figure is not None:
            name, recipe = one.figure.alias, one.figure.recipe
            about = self.ledger.known(recipe.id) or known
        cells = self.ledger.why(about)
        refusal = _IN_TABLE if one.fate is Fate.OVERTYPED else ""
        where = replace(occurrence.where, sentence=one.cell)
        answers = _answers(one.fate, refusal)
        return Change(
            recipe.id, name, one.fate, one.old, one.new, one.computed, where, recipe.to_json(), cells, answers, refusal
        )

    def _absent(self, entry: RegisterEntry) -> Change:
        known = self.ledger.known(entry.id)
        now, recipe = (known.now.text, known.now.recipe) if known else ("", entry.recipe)
        return Change(self.ledger.ids[entry.id], entry.name, Fate.DELETED, entry.text, "", now, recipe=recipe)

    # The text around

    def _template_notes(self, read_draft: Callable[[], Document]) -> Iterator[TextNote]:
        present = self.ledger.present
        if self.move.start == self.move.end:
            yield from template_notes(self.ledger.register, present.composition.document, read_draft)
        have = set(self.ledger.ids.values())
        for id, block in present.blocks.items():
            if id not in have and block.control is not None:
                yield TextNote(NoteKind.NEW_FIGURE, figure=block.control.alias)

    def _outside_notes(self, absent: list[RegisterEntry]) -> Iterator[TextNote]:
        moved = self.move.start != self.move.end
        if not moved and not absent:
            return
        outside = OutsideText(self.draft, (occurrence.control for occurrence in self.occurrences))
        yield from outside.left_controls(absent)
        if moved:
            yield from outside.of_period(self.move.start)


def _with_sentence(change: Change, occurrence: Occurrence) -> Change:
    """Return the change with the sentence that the draft now has around the figure."""
    if occurrence.block:
        return change
    return replace(change, where=replace(change.where, sentence=sentence_around(occurrence)))


def _answers(fate: Fate, refusal: str) -> tuple[Answer, ...]:
    if fate is Fate.OVERTYPED and not refusal:
        return (Answer.KEEP, Answer.RESTORE, Answer.DATA)
    return (Answer.KEEP, Answer.RESTORE) if fate in (*_ANSWERABLE, Fate.WHOLE_KEPT) else ()


def _is_plain(content: etree._Element) -> bool:
    """Return whether the content of a control is nothing but text."""
    return all(run.tag == W + "r" and all(child.tag in _PLAIN for child in run) for run in content)
