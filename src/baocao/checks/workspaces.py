"""Step 7, check: what the data of a workspace say today of the figures that a document printed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from baocao.checks.evidence import Evidence
from baocao.checks.families import check_reading
from baocao.checks.passages import Reading
from baocao.data.dataset import Dataset, View, load_dataset
from baocao.data.periods import Period
from baocao.document.register_entries import figure_recipe
from baocao.document.tree import Register, RegisterEntry
from baocao.errors import BaocaoError
from baocao.findings import Finding, Findings
from baocao.narrative.figures import evaluate
from baocao.office import Office
from baocao.workspace import CONFIG_FILE


def evidence_near(path: Path, register: Register, root: Path | None = None) -> Evidence | None:
    """Return what the workspace around the file ``path``, or at ``root``, says of the figures in its register.

    None: the register is empty, or no workspace is there and none was named.  A workspace that cannot be used, or does
    not know the report, gives evidence that says why.
    """
    near = path.resolve().parent
    if not register.entries or (
        root is None and not any((folder / CONFIG_FILE).is_file() for folder in (near, *near.parents))
    ):
        return None
    try:
        return _evidence(Office(near if root is None else root), register)
    except BaocaoError as error:
        return Evidence(problem=str(error))


def check_built(reading: Reading, dataset: Dataset) -> list[Finding]:
    """Return what the rules find in a document just built from ``dataset``, which need not be asked anew."""
    entries = reading.document.register.entries if reading.document else ()
    return check_reading(replace(reading, evidence=Evidence(reasons=reasons_of(dataset, entries)))).items


def _evidence(office: Office, register: Register) -> Evidence:
    report, period = office.report(register.report), Period.parse(register.period)
    findings = Findings()
    dataset = load_dataset(office.workspace, office.catalogue, report.office, findings, period)
    if findings.errors:
        raise BaocaoError(*findings.errors[:1])
    return Evidence(_texts(dataset, register.entries), reasons_of(dataset, register.entries))


def _texts(dataset: Dataset, entries: Iterable[RegisterEntry]) -> dict[str, str]:
    """Return what the recipes print today; one that this version does not know is left out."""
    view = View(dataset)
    texts: dict[str, str] = {}
    for entry in entries:
        recipe = figure_recipe(entry)
        if recipe is not None:
            with contextlib.suppress(KeyError, BaocaoError):
                texts[entry.id] = evaluate(recipe, view).text
    return texts


def reasons_of(dataset: Dataset, entries: Iterable[RegisterEntry]) -> dict[str, str]:
    """Return by id, for each figure that rests on an acknowledged cell, the reason that its row gives."""
    reasons = {str(cell.place): cell.row.acknowledged for cell in dataset.cells() if cell.row.acknowledged}
    found = ((entry.id, [reasons[cell.place] for cell in entry.cells if cell.place in reasons]) for entry in entries)
    return {id: " ".join(dict.fromkeys(said)) for id, said in found if said}
