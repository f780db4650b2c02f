"""The imports between modules are those that the map in docs/architecture.md draws, no more and no fewer."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "baocao"
HOMES = {
    "pandas": {"sheets.reading"},
    "openpyxl": {"sheets.workbooks", "sheets.writing", "annexes.workbooks", "new_period"},
    "jinja2": {"narrative.sandbox", "narrative.templates", "narrative.marks", "docx.frame"},
    "docxtpl": {"docx.frame"},
    "matplotlib": {"charts.drawing"},
    "pypdfium2": {"checks.readers.pdf_lines"},
    "pypdf": {"printing.attached"},
    "weasyprint": {
        *("printing.backgrounds", "printing.cascade", "printing.drawing", "printing.edges", "printing.flow"),
        *("printing.glyphs", "printing.layout", "printing.lengths", "printing.lettering", "printing.lines"),
        *("printing.painting", "printing.ruling", "printing.shaping", "printing.widths"),
    },
    "distributed": {"batch.runners"},
    "filelock": {"batch.turns"},
    "rich": {"cli.building", "cli.progress", "cli.tracing"},
}


def module_name(path):
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__") or "baocao"


def imported(path):
    """Yield the full names that a module imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


MODULES = {module_name(path): path for path in SOURCE.rglob("*.py") if path.name != "__init__.py"}
HOMES["typer"] = {name for name in MODULES if name.startswith("cli.")}


def edges(path):
    names = {name.removeprefix("baocao.") for name in imported(path) if name.startswith("baocao.")}
    return names & set(MODULES)


def drawn_map():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    block = re.search(r"```imports\n(.*?)```", text, re.S)[1]
    rows = (line.split(":") for line in block.splitlines() if ":" in line)
    return {name.strip(): set(needs.split()) for name, needs in rows}


def test_every_module_stands_in_the_map():
    assert set(MODULES) == set(drawn_map())


@pytest.mark.parametrize("name", sorted(MODULES))
def test_imports_are_drawn(name):
    assert edges(MODULES[name]) == drawn_map().get(name)


def test_no_two_modules_need_each_other():
    drawn = drawn_map()
    seen, path = set(), []

    def visit(name):
        assert name not in path, " -> ".join([*path, name])
        if name not in seen:
            path.append(name)
            for need in drawn[name]:
                visit(need)
            path.pop()
            seen.add(name)

    for name in drawn:
        visit(name)


@pytest.mark.parametrize("library", sorted(HOMES))
def test_a_heavy_library_has_one_home(library):
    users = {name for name, path in MODULES.items() if any(used.split(".")[0] == library for used in imported(path))}
    assert users <= HOMES[library]


def test_modules_are_short():
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in MODULES.items()}
    assert not {name: length for name, length in lengths.items() if length > 400}
