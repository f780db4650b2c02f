"""Step 8, print: HTML -> PDF/A-3a, with the register of figures inside it."""

from __future__ import annotations

import dataclasses
import datetime
import json
from typing import Any

from baocao.document.tree import Document, Register
from baocao.errors import MachineError
from baocao.findings import Finding, Findings, Place, Severity
from baocao.printing import fonts
from baocao.printing.html import to_html

REGISTER_NAME = "so-lieu.json"
PANGO_HINT = (
    "Trên Debian, Ubuntu chạy: sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; "
    "trên macOS chạy: brew install pango."
)


def print_pdf(document: Document, findings: Findings | None = None) -> bytes:
    """Return ``document`` printed as PDF/A-3a: tagged, with bookmarks, embedded fonts and its register attached.

    The same document gives the same bytes in every process.  What could not be printed as it stands goes into
    ``findings``, if given.  Raises MachineError when the machine lacks Pango or the text font.
    """
    try:
        from baocao.printing.layout import Attached, typeset
    except (ImportError, OSError) as problem:
        raise MachineError(missing_pango(problem)) from problem
    if fonts.found() is None:
        raise MachineError(fonts.missing())
    register = None
    if document.register.entries:
        content = _register_json(document.register)
        created = _moment(document.meta.created)
        register = Attached(REGISTER_NAME, "Nguồn của từng số trong văn bản", content, created)
    data, overfull, complaints = typeset(to_html(document), register)
    if findings is not None:
        title = document.meta.title or "văn bản"
        for page in overfull:
            findings.warning(
                "IN101",
                "chú thích dài hơn một trang, bản PDF không in hết",
                Place(title, detail=f"trang {page}"),
                "Rút ngắn chú thích, hoặc chuyển nội dung của nó thành phụ lục.",
            )
        for complaint in complaints:
            findings.warning("IN102", f"có phần không in được ra PDF: {complaint}", Place(title))
    return data


def missing_pango(problem: Exception) -> Finding:
    """Return the finding that the libraries which set text cannot be loaded, with what to install."""
    reason = (str(problem).splitlines() or [type(problem).__name__])[0][:120]
    return Finding(
        "HT101", Severity.ERROR, f"không in được PDF vì không nạp được thư viện Pango ({reason})", hint=PANGO_HINT
    )


def _register_json(register: Register) -> str:
    """Return the register as JSON that ``register_of`` reads."""
    parts = {field.name: getattr(register, field.name) for field in dataclasses.fields(register)}
    parts["entries"] = [
        _said({**entry._asdict(), "cells": [_said(cell._asdict()) for cell in entry.cells]})
        for entry in register.entries
    ]
    parts["wholes"] = [_said({"id": whole.id, "rows": whole.rows}) for whole in register.wholes]
    return json.dumps(_said(parts), ensure_ascii=False, separators=(",", ":"))


def _said(parts: dict[str, Any]) -> dict[str, Any]:
    """Return the parts that say something; ``register_of`` takes the others for empty."""
    return {name: value for name, value in parts.items() if value not in ("", (), [])}


def _moment(created: str) -> datetime.datetime:
    """Return the document's date in UTC; a document without one counts as made when PDF was."""
    try:
        moment = datetime.datetime.fromisoformat(created)
    except ValueError:
        return datetime.datetime(1993, 6, 15)
    return moment.astimezone(datetime.UTC) if moment.tzinfo else moment
