"""Step 9, trace: a finished document opened for tracing: its register, and its figures where a reader meets them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from baocao.document.tree import Document, Register, RegisterEntry
from baocao.docx.reader import read
from baocao.errors import InputError
from baocao.findings import Findings, Place, Severity
from baocao.plaintext import as_typed
from baocao.printing.attached import PdfRead, read_pdf
from baocao.tracing.sightings import Line, Sight, Sighting, look

_PDF = b"%PDF-"
_NO_REGISTER = "Dùng tệp DOCX hoặc PDF do baocao làm; tệp chép lại, hoặc lưu qua chương trình khác, có thể mất sổ."


@dataclass(frozen=True)
class Opened:
    """A document for tracing; ``document`` is None for a PDF, whose figures are known by page only."""

    name: str
    title: str
    register: Register
    sight: Sight
    document: Document | None

    @cached_property
    def entries(self) -> dict[str, RegisterEntry]:
        """The entries of the register by id."""
        return {entry.id: entry for entry in self.register.entries}

    def overtyped(self, sighting: Sighting) -> bool:
        """Return whether a figure shows something else than what was printed there."""
        entry = self.entries.get(sighting.id)
        return entry is not None and as_typed(entry.text) != as_typed(sighting.shown)


def open_traced(data: bytes, name: str, findings: Findings) -> Opened:
    """Return the DOCX or PDF ``data``; ``name`` is how it is called in messages.

    What a DOCX holds that is not read goes into ``findings``.  Raises InputError when it cannot be opened, and when no
    register of figures is in it (VB401).
    """
    if data.lstrip()[:5] == _PDF:
        pdf = read_pdf(data, name)
        opened = Opened(name, pdf.title, pdf.register, _in_pages(pdf), None)
    else:
        losses = Findings()
        document = read(data, name, losses)
        findings.extend(finding for finding in losses.items if finding.severity is not Severity.INFO)
        opened = Opened(name, document.meta.title, document.register, look(document), document)
    if not opened.register.entries:
        raise InputError.because("VB401", f'tệp "{name}" không có sổ số liệu', Place(name), _NO_REGISTER)
    return opened


def _in_pages(pdf: PdfRead) -> Sight:
    """Return the pages as lines, and each figure on the page, or on one of the pages, where its text is found."""
    lines = tuple(Line(as_typed(page), (), f"trang {number}") for number, page in enumerate(pdf.pages, 1))
    return Sight(lines, tuple(_on_a_page(entry, lines) for entry in pdf.register.entries if not entry.rows))


def _on_a_page(entry: RegisterEntry, lines: tuple[Line, ...]) -> Sighting:
    text = as_typed(entry.text)
    found = (
        [(line, *match.span()) for line in lines for match in number_pattern(text).finditer(line.text)] if text else []
    )
    if len(found) == 1:
        return Sighting(entry.id, entry.name, *found[0])
    pages = list(dict.fromkeys(line.story.removeprefix("trang ") for line, _, _ in found))
    story = f"một trong các trang {', '.join(pages)}" if len(pages) > 1 else f"trang {pages[0]}" if pages else ""
    return Sighting(entry.id, entry.name, Line(text, (), story, entry.name), 0, len(text))


def number_pattern(text: str) -> re.Pattern[str]:
    """Return the pattern that finds ``text`` where no digit runs on before or after it: "9%" is not in "6,79%"."""
    return re.compile(rf"(?<![\d])(?<!\d[.,]){re.escape(text)}(?!\d)(?![.,]\d)", re.IGNORECASE)
