"""Step 9, trace: a finished DOCX as a page for the browser, where every figure tells its origin."""

from __future__ import annotations

from dataclasses import replace

from baocao.findings import Findings, Place
from baocao.printing.screen import Told, screen_page
from baocao.tracing.opened import Opened
from baocao.tracing.present_data import PresentData
from baocao.tracing.telling import words
from baocao.tracing.traces import Trace, trace


def html_page(opened: Opened, present: PresentData | None, findings: Findings) -> bytes:
    """Return a DOCX as one HTML page; ``present`` None: no workspace, the page tells what the file knows.

    A PDF gives an error (VB409) and nothing.
    """
    if opened.document is None:
        hint = "Dùng tệp DOCX của văn bản."
        findings.error("VB409", "trang HTML chỉ làm được từ tệp DOCX", Place(opened.name), hint)
        return b""
    return screen_page(opened.document, _told(opened, present)).encode("utf-8")


def _told(opened: Opened, present: PresentData | None) -> dict[str, Told]:
    told: dict[str, Told] = {}
    for sighting in opened.sight.figures:
        if sighting.id in told or sighting.id not in opened.entries:
            continue
        found = _as_made(trace(opened, sighting, present))
        told[sighting.id] = Told(found.printed, opened.entries[sighting.id].value, words(found, present is not None))
    return told


def _as_made(found: Trace) -> Trace:
    """Return a trace without what the data say now: the page will be read on other days."""
    return replace(found, now="", cells=tuple(replace(cell, now="") for cell in found.cells))
