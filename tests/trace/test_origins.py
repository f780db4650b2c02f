"""Every figure of every report in this repository is traced to a number in a cell, or to arithmetic over cells; and truly.

What is asked is the finished DOCX, read back: its register is all that a person has who got the file by mail.
"""

import re
import tomllib
from decimal import Decimal

import pytest
from docx_samples import filled_frame
from real_report import ROOT

from baocao.data.dataset import Measure, View
from baocao.document.register_entries import figure_recipe
from baocao.docx.writer import write
from baocao.findings import Findings, parse_place
from baocao.narrative.figures import FORMS, NO_DATA, evaluate
from baocao.narrative.recipes import Recipe
from baocao.tracing.opened import open_traced

LISTED = tomllib.loads((ROOT / "baocao.toml").read_text(encoding="utf-8"))["report"]
JOBS = [(entry["name"], period) for entry in LISTED for period in entry["periods"]]
MUTATED = 25
"""So many figures of a report are tried with other numbers in their cells; all of them would take minutes."""
DATES = {"den_ngay", "tu_den"}  # they print a date of the row that they name, not its number
ARITHMETIC = re.compile(r"[\d.,+−/× -]+")


@pytest.fixture(scope="module", params=JOBS, ids=" ".join)
def traced(request, report):
    """A report with its finished DOCX, opened for tracing."""
    made = report(*request.param)
    data = write(made.document, filled_frame())
    return made, open_traced(data, "bao-cao.docx", Findings())


def test_every_figure_that_a_reader_meets_is_in_the_register_as_printed(traced):
    _, opened = traced
    shown = {(found.id, found.shown) for found in opened.sight.figures}
    assert shown == {(entry.id, entry.text) for entry in opened.register.entries if not entry.rows}


def test_every_figure_rests_on_cells_that_hold_what_the_register_says(traced):
    made, opened = traced
    numbers = {cell.place: cell for cell in made.dataset.cells()}
    lists = {listed.place.file for listed in made.dataset._lists.values()}
    figures = [entry for entry in opened.register.entries if entry.text != NO_DATA and figure_recipe(entry)]
    assert len(figures) > 15
    for entry in figures:
        assert entry.cells or entry.text == "", entry.name
        for cell in entry.cells:
            place = parse_place(cell.place)
            if cell.value:
                held = numbers[place]
                assert (held.value, held.key.measure.value) == (Decimal(cell.value), cell.measure)
            else:
                assert place.file in lists
        if not entry.formula and entry.value and figure_recipe(entry).form not in DATES:
            assert Decimal(entry.value) in {Decimal(cell.value) for cell in entry.cells if cell.value}, entry.name


def test_formulas_give_the_values(traced):
    """What a formula says, computed, is the value before rounding, and its numbers stand in the cells named beside it."""
    _, opened = traced
    for entry in opened.register.entries:
        if not entry.formula or not ARITHMETIC.fullmatch(entry.formula):
            continue
        assert computed(entry.formula).quantize(Decimal("1e-9")) == Decimal(entry.value).quantize(Decimal("1e-9"))
        numbers = {Decimal(cell.value) for cell in entry.cells if cell.value}
        assert set(operands(entry.formula)) - {Decimal(100)} <= numbers, entry.formula


def operands(formula):
    return [number_of(word) for word in formula.split(" ") if word[-1].isdigit()]


def number_of(word):
    return Decimal(word.replace(".", "").replace(",", "."))


def computed(formula):
    """Return what "3.060 / 2.780 × 100 − 100" comes to, from left to right, × and / before + and −."""
    total, factor, sign, operator = Decimal(0), None, 1, None
    for word in formula.split(" "):
        if word in "+−":
            total, factor, sign = total + sign * factor, None, 1 if word == "+" else -1
        elif word in "×/":
            operator = word
        else:
            number = number_of(word)
            factor = number if factor is None else factor * number if operator == "×" else factor / number
    return total + sign * factor


def test_changing_a_traced_cell_changes_the_figure(traced):
    """The mutation test: a cell that a trace names is read for that figure, and no cell that matters is left unnamed."""
    made, opened = traced
    entries = [entry for entry in opened.register.entries if entry.value and is_number(entry)]
    for entry in entries[:: max(1, len(entries) // MUTATED)]:
        recipe = Recipe.from_json(entry.recipe)
        before = evaluate(recipe, View(made.dataset))
        assert (before.text, f"{before.value:f}") == (entry.text, entry.value)
        assert any(changed(made, recipe, entry, cell) for cell in entry.cells if cell.value), entry.name
        named = {cell.place for cell in entry.cells}
        for other in made.cells[:: max(1, len(made.cells) // 5)]:
            if str(other.place) not in named:
                assert not differs(made, recipe, entry, other.place, other.value), (entry.name, other.place)


def is_number(entry):
    recipe = figure_recipe(entry)
    return recipe is not None and recipe.form in FORMS and any(cell.value for cell in entry.cells)


def changed(made, recipe, entry, cell):
    place = parse_place(cell.place)
    return cell.measure != Measure.SUPPLIED_WITH.value and differs(made, recipe, entry, place, Decimal(cell.value))


def differs(made, recipe, entry, place, value):
    """Return whether the figure prints something else when the cell holds another number."""
    figures = (evaluate(recipe, View(made.dataset.with_value(place, other))) for other in (value * 3 + 7, -value - 1))
    return any(figure.text != entry.text for figure in figures)
