"""Step 8, print: WeasyPrint, taught to leave footnotes on the page of their calls and to fill its lines.

Import it when first needed.

When the second line of a paragraph no longer fits, WeasyPrint 70 makes room by moving notes of lines that stand
already to the next page, and loses some on the way.  In columns it does not do so; this context therefore says that
everything is set in columns, except while the note area itself is measured.  The page break falls earlier instead, as
in Word.

The names used here are not public: ``tests/print`` fails should a later version drop them.
"""

from __future__ import annotations

import datetime
import logging
import threading
from dataclasses import dataclass
from typing import Any

import pydyf
import weasyprint
from weasyprint.layout import LayoutContext

from baocao.collecting import not_collecting
from baocao.printing import (
    backgrounds,
    cascade,
    drawing,
    edges,
    flow,
    lengths,
    lines,
    objects,
    painting,
    ruling,
    shaping,
)
from baocao.printing.cascade import Page

for _taught in (cascade, edges, shaping, flow, lengths, lines, backgrounds, drawing, painting, ruling, objects):
    _taught.teach()


@dataclass(frozen=True, slots=True)
class Attached:
    """A text file inside the PDF; ``description`` is what a reader program shows beside its name."""

    name: str
    description: str
    text: str
    created: datetime.datetime


class _Context(LayoutContext):  # type: ignore[misc]
    """A layout context in which a note never leaves the page of its call."""

    _measuring = False

    @property
    def in_column(self) -> bool:
        """Whether notes that stand on the page may not be moved."""
        return not self._measuring

    @in_column.setter
    def in_column(self, value: bool) -> None:
        pass

    def _update_footnote_area(self) -> bool:
        self._measuring = True
        try:
            overflow: bool = super()._update_footnote_area()
        finally:
            self._measuring = False
        return overflow


class _Rendering(weasyprint.Document):  # type: ignore[misc]
    """A WeasyPrint document laid out in that context."""

    @classmethod
    def _build_layout_context(cls, *arguments: Any) -> LayoutContext:
        context = super()._build_layout_context(*arguments)
        context.__class__ = _Context
        return context


class _Complaints(logging.Handler):
    """Keeps what WeasyPrint says could not be printed."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


_TURN = threading.Lock()
"""Fonts are loaded once in a process, and Pango is not made for several threads that set pages in the same fonts."""


def typeset(html: str, attached: Attached | None = None) -> tuple[bytes, list[int], list[str]]:
    """Return ``html`` as PDF/A-3a, the pages whose notes do not fit on them, and what else could not be printed.

    Nothing is fetched: data addresses (pictures) are opened, files and the network are not.
    """
    with _TURN:
        return _typeset(html, attached)


def _typeset(html: str, attached: Attached | None) -> tuple[bytes, list[int], list[str]]:
    complaints = _Complaints()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(complaints)
    try:
        with not_collecting():  # looking for garbage among the boxes of a layout is a tenth of its time
            page = Page(html)
            options = weasyprint.DEFAULT_OPTIONS | {"pdf_variant": "pdf/a-3a", "attachments": _attachments(attached)}
            rendering = _Rendering._render(page, shaping.fonts(), None, None, options | {"stylesheets": page.sheets})
            overfull = [number for number, page in enumerate(rendering.pages, 1) if _notes_overflow(page)]
            return rendering.write_pdf(finisher=_finish, **options), overfull, complaints.messages
    finally:
        logger.removeHandler(complaints)


def _attachments(attached: Attached | None) -> list[weasyprint.Attachment]:
    if attached is None:
        return []
    return [
        weasyprint.Attachment(
            string=attached.text,
            name=attached.name,
            description=attached.description,
            created=attached.created,
            modified=attached.created,
            relationship="Data",
        )
    ]


def _finish(_rendering: weasyprint.Document, pdf: pydyf.PDF) -> None:
    """Name every associated file once (WeasyPrint names an attachment as an attachment and again as a file)."""
    files = pdf.catalog.get("AF", [])
    files[:] = dict.fromkeys(files)


def _notes_overflow(page: weasyprint.Page) -> bool:
    """Return whether the notes of ``page`` are taller than its text area: one that long cannot be broken."""
    box = page._page_box
    areas = [child for child in box.children if type(child).__name__ == "FootnoteAreaBox"]
    return any(area.height > box.height for area in areas)
