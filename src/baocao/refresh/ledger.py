"""Step 9, refresh: the register of a draft beside what data and template print now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from baocao.document.register_entries import recipe_of
from baocao.document.tree import Imprint, Register, RegisterCell, RegisterEntry
from baocao.findings import Findings, Place
from baocao.narrative.moving import Move
from baocao.narrative.recipes import Recipe
from baocao.refresh.changes import CellChange
from baocao.refresh.judging import Judged, Printed, judge
from baocao.refresh.present_report import PresentReport


@dataclass(frozen=True, slots=True)
class Known:
    """A figure of the draft: recipe, what was printed (None: nobody knows), and its entry as the data are now."""

    recipe: Recipe
    before: RegisterEntry | None
    now: RegisterEntry

    def judged(self, shown: str) -> Judged:
        """Return what became of the figure where the draft shows ``shown``."""
        if self.before is None:
            return judge(shown, None, self.printed_now)
        return judge(shown, self.printed_before, self.printed_now, self.before.before)

    @property
    def id(self) -> str:
        """The id of the figure after the refresh."""
        return self.now.id

    @property
    def printed_before(self) -> Printed | None:
        """What was printed, None when nobody knows."""
        return None if self.before is None else Printed.of(self.before.text, self.before.value)

    @property
    def printed_now(self) -> Printed:
        """What the data print now."""
        return Printed.of(self.now.text, self.now.value)


class Ledger:
    """The figures of a draft by their ids in it; ``lost`` tells that its register is not its own but derived anew."""

    def __init__(
        self, name: str, register: Register, present: PresentReport, move: Move, findings: Findings, lost: bool
    ) -> None:
        self.register = register
        self.present = present
        self._name = name
        self._move = move
        self._findings = findings
        self._lost = lost
        self._stored = {entry.id: entry for entry in register.entries}
        self._known: dict[str, Known | None] = {}
        self.ids = {id: known.id if (known := self.known(id)) else id for id in self._stored}
        """The ids that the register of the draft has, each with the id that the figure has after the refresh."""

    def known(self, id: str) -> Known | None:
        """Return what is known of the figure that has this id in the draft.

        None: nobody knows what the figure is, or the template has that table or chart no more.
        """
        if id not in self._known:
            self._known[id] = self._look_up(id)
        return self._known[id]

    def _look_up(self, id: str) -> Known | None:
        stored = self._stored.get(id)
        entry = stored or self.present.entry(id, None)
        recipe = self._recipe(entry) if entry else None
        if recipe is None or entry is None:
            return None
        now = self.present.entry(recipe.id if self._move.start != self._move.end else entry.id, recipe)
        return None if now is None else Known(recipe, None if self._lost else stored, now)

    def _recipe(self, entry: RegisterEntry) -> Recipe | None:
        recipe = recipe_of(entry)
        if recipe is None:
            message = f"sổ số liệu của tệp có mục không đọc được: {entry.name or entry.id}"
            self._findings.warning("CN202", message, Place(self._name), "Số này được giữ nguyên; dựng lại tệp nếu cần.")
            return None
        return self._move.recipe(recipe)

    def absent(self, seen: set[str]) -> Iterator[RegisterEntry]:
        """Yield the entries that had a control of their own in the draft and have none among the ids ``seen``."""
        for entry in self.register.entries:
            known = self.known(entry.id)
            if known is not None and not known.recipe.bare and entry.id not in seen:
                yield entry

    def why(self, known: Known) -> tuple[CellChange, ...]:
        """Return which cells of the data make the figure another one than it was."""
        agency = self.present.agency(known.recipe)
        return tuple(cells_changed(known.before.cells if known.before else (), known.now.cells, agency))

    def imprint(self, id: str) -> Imprint | None:
        """Return how a table or chart looked when it was printed, None when nobody knows."""
        return next((whole for whole in self.register.wholes if whole.id == id), None)

    def renewed(self, seen: list[str], tracked: set[str], kept: set[str], draft: int) -> Register:
        """Return the register as it is to be in the new draft, the ``draft``-th.

        ``seen`` are the ids of the draft's controls, ``tracked`` those whose text now waits in a tracked change,
        ``kept`` those of tables that stay as people have made them.
        """
        present, printed = self.present, self.present.composition.document.register
        entries: dict[str, RegisterEntry] = {}
        for id in dict.fromkeys((*self._stored, *seen)):
            entry = self._renewed_entry(id, id in tracked, bool(kept))
            if entry is not None:
                entries.setdefault(entry.id, entry)
        wholes = tuple(self._renewed_wholes(kept))
        if wholes:
            for entry in present.cells:
                entries.setdefault(entry.id, entry)
        again = self._lost or self._move.start != self._move.end
        return Register(
            present.report.name,
            str(present.period),
            present.report.scope,
            tuple(entries.values()),
            draft,
            printed.paragraphs if again else self.register.paragraphs,
            wholes,
        )

    def _renewed_entry(self, id: str, tracked: bool, keep_cells: bool) -> RegisterEntry | None:
        stored, known = self._stored.get(id), self.known(id)
        if known is None:
            return stored
        if known.recipe.bare and known.now.id not in self.present.printed and not keep_cells:
            return None  # a row or column that the table has no more
        if stored is None:
            return known.now
        if tracked:
            return known.now._replace(before=stored.text)
        return known.now._replace(before=stored.before if stored.text == known.now.text else "")

    def _renewed_wholes(self, kept: set[str]) -> Iterator[Imprint]:
        printed = {whole.id: whole for whole in self.present.composition.document.register.wholes}
        for whole in self.register.wholes:
            known = self.known(whole.id)
            if known is None or whole.id in kept or known.id not in printed:
                yield whole
            else:
                yield printed[known.id]


def cells_changed(before: tuple[RegisterCell, ...], now: tuple[RegisterCell, ...], agency: str) -> Iterator[CellChange]:
    """Yield the cells that hold another number now, came, or went; a newer row stands for the one it follows."""
    held = {cell.place: cell for cell in before}
    gone = [cell for cell in before if cell.place not in {other.place for other in now}]
    for cell in now:
        old = held.get(cell.place)
        if old is None:
            old = next((other for other in gone if other.measure == cell.measure), None)
            if old is not None:
                gone.remove(old)
        if old is None or old.place != cell.place or old.value != cell.value:
            former = old.value if old else ""
            yield CellChange(cell.place, cell.measure, former, cell.value, cell.received, cell.source, agency)
    for cell in gone:
        yield CellChange(cell.place, cell.measure, cell.value, "", cell.received, cell.source, agency)
