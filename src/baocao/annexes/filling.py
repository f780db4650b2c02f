"""Step 4, document: annex tables from data, each cell a figure of its own, before they are laid out on paper or sheet."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from baocao.annexes.specs import AnnexSpec, Column, Line
from baocao.data.dataset import View
from baocao.data.indicators import Kind
from baocao.data.targets import Target, judge_plan
from baocao.document.numbering import annex_labels
from baocao.document.register_entries import held_row, register_entry
from baocao.document.tree import RegisterEntry
from baocao.errors import BaocaoError
from baocao.findings import Findings, Place
from baocao.narrative import vietnamese as vi
from baocao.narrative.chains import period_at, recipe_of
from baocao.narrative.figures import evaluate
from baocao.narrative.recipes import BARE, TABLE, Figure, Recipe
from baocao.narrative.templates import Request, Templates

_VERDICTS = ("ket_luan", "ket_luan_chi_tieu")
_SIGNS = ("", "- ", "+ ")
_TARGETS = re.compile(r"chi_tieu(?:\[(?P<at>[^\[\]]+)\])?")
_SHOWN = 3


class CellKind(enum.Enum):
    """What the cells of a column hold; the values of the first three are the words of the spec file."""

    POSITION = "stt"
    NAME = "ten"
    UNIT = "don_vi"
    NUMBER = "số"
    VERDICT = "kết luận"

    # Members are single objects; Enum's own hash is slow, and every cell is looked up by its kind.
    __hash__ = object.__hash__


_WORDS = {kind.value: kind for kind in (CellKind.POSITION, CellKind.NAME, CellKind.UNIT)}


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of one column; ``kind`` is what the cells below it hold."""

    text: str
    group: str
    weight: int
    kind: CellKind


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """A row: one text per column, and the figure behind it where there is one; ``depth`` -1 is the title of a group."""

    texts: tuple[str, ...]
    figures: tuple[Figure | None, ...]
    depth: int = 0


@dataclass(frozen=True, slots=True)
class AnnexTable:
    """An annex filled in; ``unit`` is the one unit of all rows (empty: each row has its own)."""

    label: str
    title: str
    unit: str
    headings: tuple[Heading, ...]
    rows: tuple[AnnexRow, ...]
    notes: tuple[str, ...]
    recipe: Recipe

    def register(self) -> Iterator[RegisterEntry]:
        """Yield the entry of the whole table, then those of its cells."""
        rows = tuple(held_row(row.figures) for row in self.rows)
        yield RegisterEntry(self.recipe.id, self.title, "", self.recipe.to_json(), name=self.title, rows=rows)
        for row in self.rows:
            for figure in row.figures:
                if figure is not None:
                    yield register_entry(figure)


def fill_annexes(
    specs: list[AnnexSpec], request: Request, templates: Templates, findings: Findings
) -> list[AnnexTable]:
    """Return the annexes filled in with the data of the request; one whose lists are all absent is left out."""
    filled = [_Filling(spec, request, templates, findings).table() for spec in specs]
    tables = [table for table in filled if table is not None]
    labels = annex_labels(len(tables))
    return [replace(table, label=label) for table, label in zip(tables, labels, strict=True)]


@dataclass(frozen=True, slots=True)
class _Slot:
    """One column of the finished table; ``pattern`` is the recipe of its cells but for the indicator (None: words)."""

    column: Column
    heading: Heading
    pattern: Recipe | None


@dataclass(frozen=True, slots=True)
class _Entry:
    """One row to be filled in; ``plan`` is the plan whose list of targets it stands in, ``verdict`` that on the target."""

    line: Line
    plan: str = ""
    verdict: Recipe | None = None


class _Filling:
    """One annex being filled in."""

    def __init__(self, spec: AnnexSpec, request: Request, templates: Templates, findings: Findings) -> None:
        self._spec = spec
        self._request = request
        self._templates = templates
        self._findings = findings
        self._view: View = request.view
        self._printed: set[str] = set()
        self._slots: list[_Slot] = []

    def table(self) -> AnnexTable | None:
        """Return the table; None when it has no rows or its spec cannot be obeyed (then there are errors)."""
        errors = len(self._findings.errors)
        groups = [(group.title, list(self._entries(group.lines, group.targets))) for group in self._spec.groups]
        groups = [(title, entries) for title, entries in groups if entries]
        codes = [entry.line.code for _, entries in groups for entry in entries if entry.line.code]
        self._check_codes(codes)
        if len(self._findings.errors) == errors and codes:
            self._slots = list(self._make_slots(codes[0]))
        if len(self._findings.errors) > errors or not codes:
            return None
        rows: list[AnnexRow] = []
        for number, (title, entries) in enumerate(groups, 1):
            if len(groups) > 1 and title:
                rows.append(self._title_row(vi.roman(number), self._words(title)))
            rows += self._rows(entries)
        self._tell_missing(rows)
        return self._finish(rows, codes)

    def _words(self, text: str, year: int | None = None) -> str:
        place = Place(self._spec.path, detail=text[:60])
        return vi.glue(
            self._templates.render_words(text, place, self._request, self._findings, str(year) if year else "")
        )

    def _fail(self, error: BaocaoError, where: str) -> None:
        place = Place(self._spec.path, detail=where)
        self._findings.extend(replace(finding, place=place) for finding in error.findings)

    # Rows

    def _entries(self, lines: tuple[Line, ...], targets: str) -> Iterator[_Entry]:
        """Yield the rows of a group: those that its spec lists, or those of the targets of a plan."""
        if not targets:
            yield from map(_Entry, lines)
            return
        match = _TARGETS.fullmatch(targets)
        try:
            if match is None:
                hint = "Ghi chi_tieu hoặc chi_tieu[ky.truoc]."
                raise BaocaoError.because("MB503", f"không có danh sách “{targets}”", hint=hint)
            period = period_at(match["at"], self._request.period) if match["at"] else self._request.period
        except BaocaoError as error:
            self._fail(error, targets)
            return
        for target in judge_plan(self._view, period, self._request.scope) or []:
            yield from self._entries_of_target(target, str(period))

    def _entries_of_target(self, target: Target, plan: str) -> Iterator[_Entry]:
        """Yield the rows of one target; a target whose indicators stood in a list before is not printed again."""
        if not target.codes or set(target.codes) <= self._printed:
            return
        self._printed |= set(target.codes)
        verdict = Recipe("ket_luan_chi_tieu", target.name, plan, self._request.scope, shape=BARE)
        if len(target.codes) == 1:
            yield _Entry(Line(target.codes[0], target.name, 0), plan, verdict)
            return
        yield _Entry(Line("", target.name, 0), plan, verdict)
        for code in target.codes:
            yield _Entry(Line(code, "", 1), plan)

    def _check_codes(self, codes: list[str]) -> None:
        catalogue = self._view.catalogue
        for code in dict.fromkeys(codes):
            if code not in catalogue.indicators:
                nearest = catalogue.nearest(code)
                hint = f"Có phải “{nearest}”?" if nearest else "Xem mã trong data/chi-tieu.csv."
                self._findings.error("MB504", f"phụ lục dùng mã không có: “{code}”", Place(self._spec.path), hint)

    def _rows(self, entries: list[_Entry]) -> Iterator[AnnexRow]:
        number = 0
        for entry in entries:
            counted = entry.line.depth == 0 and not entry.line.text.endswith(":")
            number += counted
            yield self._row(entry, str(number) if counted else "")

    def _row(self, entry: _Entry, number: str) -> AnnexRow:
        line, verdict = entry.line, entry.verdict
        indicator = self._view.catalogue.indicators.get(line.code)
        texts: list[str] = []
        figures: list[Figure | None] = []
        for slot in self._slots:
            recipe = slot.pattern and slot.pattern.about(line.code)
            if recipe and verdict and recipe.form in _VERDICTS and recipe.period == verdict.period:
                recipe = verdict
            figure = self._cell(recipe, slot, entry.plan) if recipe and (indicator or recipe is verdict) else None
            figures.append(figure)
            match slot.heading.kind:
                case CellKind.POSITION:
                    texts.append(number)
                case CellKind.NAME:
                    texts.append(self._name(line))
                case CellKind.UNIT:
                    texts.append(indicator.unit if indicator else "")
                case CellKind.NUMBER | CellKind.VERDICT:
                    texts.append(figure.text if figure else "")
        return AnnexRow(tuple(texts), tuple(figures), line.depth)

    def _name(self, line: Line) -> str:
        indicator = self._view.catalogue.indicators.get(line.code)
        name = self._words(line.text) if line.text else ""
        if indicator and not name:
            name = indicator.short_name if line.depth else indicator.name
        return _SIGNS[line.depth] + vi.upper_first(name)

    def _cell(self, recipe: Recipe, slot: _Slot, plan: str) -> Figure | None:
        """Return the figure of a cell; None where there can be none.

        A change has no change of its own, and a target of one plan need not be one of another.
        """
        figure = evaluate(recipe, self._view)
        kind = self._view.catalogue.indicators[recipe.subject].kind if recipe.form == "so_sanh" else None
        if figure.missing and (kind is Kind.CHANGE or (recipe.form == "muc_tieu" and plan not in ("", recipe.period))):
            return None
        for finding in figure.findings:
            if finding.code != "MB201":  # numbers that are missing are told together, below
                place = finding.place or Place(self._spec.path, detail=slot.heading.text)
                self._findings.add(replace(finding, place=place))
        return figure

    # Columns

    def _make_slots(self, code: str) -> Iterator[_Slot]:
        request = self._request
        for column in self._spec.columns:
            years: list[int | None] = [None]
            try:
                if column.each_year:
                    period = period_at(column.each_year, request.period)
                    years = [*period.years[: -1 if column.but_last else None]]
                for year in years:
                    pattern = None
                    if column.content not in _WORDS:
                        pattern = recipe_of(column.content, code, request.period, request.scope, self._view, year)
                    yield _Slot(column, self._heading(column, year, pattern), pattern)
            except BaocaoError as error:
                self._fail(error, f"cột {column.heading}")

    def _heading(self, column: Column, year: int | None, pattern: Recipe | None) -> Heading:
        number = CellKind.VERDICT if pattern and pattern.form in _VERDICTS else CellKind.NUMBER
        kind = _WORDS.get(column.content, number)
        return Heading(self._words(column.heading, year), self._words(column.group), column.weight, kind)

    def _title_row(self, number: str, title: str) -> AnnexRow:
        words = {CellKind.POSITION: number, CellKind.NAME: title}
        texts = tuple(words.get(slot.heading.kind, "") for slot in self._slots)
        return AnnexRow(texts, (None,) * len(self._slots), -1)

    def _tell_missing(self, rows: list[AnnexRow]) -> None:
        """Tell how many cells have no number, and which rows have none at all."""
        shown = [position for position in range(len(self._slots)) if self._is_shown(position, rows)]
        counts = {}
        for position in shown:
            lacking = sum(_is_missing(row.figures[position]) for row in rows)
            if lacking:
                counts[self._slots[position].heading.text] = lacking
        numbers = [position for position in shown if self._slots[position].heading.kind is CellKind.NUMBER]
        empty = []
        for row in rows:
            figures = [figure for position in numbers if (figure := row.figures[position])]
            if figures and all(figure.missing for figure in figures):
                empty.append(figures[0].alias)
        place = Place(self._spec.path)
        if counts:
            columns = "; ".join(f"{heading} ({count} ô)" for heading, count in counts.items())
            message = f"phụ lục còn ô chưa có số, in “...”: {columns}"
            self._findings.info("MB505", message, place, "Nhập số liệu để điền các ô này.")
        if empty:
            names = "; ".join(empty[:_SHOWN]) + ("; …" if len(empty) > _SHOWN else "")
            message = f"phụ lục có {len(empty)} dòng không có số nào: {names}"
            self._findings.warning("MB506", message, place, "Nhập số liệu, hoặc bỏ dòng khỏi phụ lục.")

    def _is_shown(self, position: int, rows: list[AnnexRow]) -> bool:
        """Return whether a column has the numbers that its spec asks for."""
        held = (row.figures[position] for row in rows)
        found = sum(1 for figure in held if figure and figure.text and not figure.missing)
        return found >= self._slots[position].column.at_least

    def _finish(self, rows: list[AnnexRow], codes: list[str]) -> AnnexTable:
        """Return the table without the columns that have too few numbers, or the one unit of all rows."""
        units = {self._view.catalogue.indicators[code].unit for code in codes}
        shared = next(iter(units)) if len(units) == 1 else ""
        unit = self._words(self._spec.unit) or shared
        kept = [
            position
            for position, slot in enumerate(self._slots)
            if self._is_shown(position, rows) and not (shared and slot.heading.kind is CellKind.UNIT)
        ]
        notes = [self._words(note) for note in self._spec.notes]
        if any(_is_missing(row.figures[position]) for row in rows for position in kept):
            notes.insert(0, "Dấu “...” là có phát sinh nhưng chưa có số liệu.")
        request = self._request
        return AnnexTable(
            label="",
            title=self._words(self._spec.title),
            unit=unit,
            headings=tuple(self._slots[position].heading for position in kept),
            rows=tuple(_narrowed(row, kept) for row in rows),
            notes=tuple(notes),
            recipe=Recipe(TABLE, self._spec.path, str(request.period), request.scope),
        )


def _is_missing(figure: Figure | None) -> bool:
    return figure is not None and figure.missing


def _narrowed(row: AnnexRow, kept: list[int]) -> AnnexRow:
    """Return a row with only the columns that are kept."""
    texts, figures = row.texts, row.figures
    return replace(row, texts=tuple(texts[at] for at in kept), figures=tuple(figures[at] for at in kept))


def plain_number(text: str) -> Decimal | None:
    """Return the number that a cell prints ("1.234,5" gives 1234.5); None when it prints anything more than a number."""
    if not re.fullmatch(r"-?\d{1,3}(?:\.\d{3})*(?:,\d+)?", text):
        return None
    return Decimal(text.replace(".", "").replace(",", "."))
