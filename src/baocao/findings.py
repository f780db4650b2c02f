"""What is wrong with an input or a document, said with its place and its remedy.

A finding is a value: every step returns or collects them, ``cli`` shows them.  Codes are stable; the letters name
the family: ``KG`` workspace, ``DL`` data, ``MB`` report templates, ``MT`` Word frames, ``VB`` documents that are read,
``SL`` arithmetic, ``SO`` form of numbers, ``CT`` wording, ``TT`` form of a document, ``CN`` refreshed drafts, ``NG``
origin of figures, ``DB`` batches, ``CK`` closed periods, ``IN`` printing, ``HT`` the machine.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass, field


class Severity(enum.Enum):
    """How much a finding weighs: an error stops or fails a build, a warning and an info do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Span:
    """The very words that a finding is about, inside a document that is checked.

    ``start`` and ``end`` are code-point offsets: in the line of a text file as it is, or in the text of a paragraph or
    note of a DOCX.  ``paragraph`` (1-based over all paragraphs in body order, cells included) or ``footnote`` (its
    printed number) says which one; both None in a text file.  In a PDF ``paragraph`` counts the paragraphs put
    together again, and ``page`` is the page where this one begins.  ``excerpt`` is the text between the offsets.
    """

    start: int
    end: int
    excerpt: str
    paragraph: int | None = None
    footnote: int | None = None
    page: int | None = None

    @property
    def words(self) -> str:
        """Which page, note or paragraph it is, in Vietnamese; empty in a text file."""
        parts = [] if self.page is None else [f"trang {self.page}"]
        if self.footnote is not None:
            parts.append(f"chú thích {self.footnote}")
        elif self.paragraph is not None and self.page is None:
            parts.append(f"đoạn {self.paragraph}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, and inside it a sheet and cell, or a line, or words such as "chú thích 3".

    ``file`` is written relative to the workspace; None in the other fields means that they do not apply.
    """

    file: str
    sheet: str | None = None
    cell: str | None = None
    line: int | None = None
    detail: str | None = None
    span: Span | None = None

    def __str__(self) -> str:
        """Return the place in Vietnamese, as it is printed under a finding."""
        text = self.file
        if self.sheet is not None:
            text += f', trang "{self.sheet}"'
        if self.cell is not None:
            text += f", ô {self.cell}"
        if self.line is not None:
            text += f", dòng {self.line}"
        return f"{text} ({self.detail})" if self.detail else text


_PLACE = re.compile(
    r'(?P<file>.+?)(?:, trang "(?P<sheet>.*?)")?(?:, ô (?P<cell>[A-Z]+\d+))?(?:, dòng (?P<line>\d+))?(?: \((?P<detail>.*)\))?',
    re.DOTALL,
)


def parse_place(text: str) -> Place:
    """Return the place that ``str`` wrote as ``text``; a text of another make is the name of a file."""
    match = _PLACE.fullmatch(text)
    if match is None:
        return Place(text)
    line = int(match["line"]) if match["line"] else None
    return Place(match["file"], match["sheet"], match["cell"], line, match["detail"])


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that somebody should look at.

    ``message`` says in Vietnamese what is wrong, ``hint`` what to do about it (empty: nothing useful can be said).
    """

    code: str
    severity: Severity
    message: str
    place: Place | None = None
    hint: str = ""


@dataclass
class Findings:
    """Findings collected along the way, in the order in which they were met, each once."""

    _items: dict[Finding, None] = field(default_factory=dict)

    @property
    def items(self) -> list[Finding]:
        """The findings in the order in which they were met."""
        return list(self._items)

    def add(self, finding: Finding) -> None:
        """Keep ``finding`` unless the very same one is there already."""
        self._items.setdefault(finding)

    def extend(self, findings: Iterable[Finding]) -> None:
        """Keep every one of ``findings``."""
        for finding in findings:
            self.add(finding)

    def error(self, code: str, message: str, place: Place | None = None, hint: str = "") -> None:
        """Keep a new finding of severity error."""
        self.add(Finding(code, Severity.ERROR, message, place, hint))

    def warning(self, code: str, message: str, place: Place | None = None, hint: str = "") -> None:
        """Keep a new finding of severity warning."""
        self.add(Finding(code, Severity.WARNING, message, place, hint))

    def info(self, code: str, message: str, place: Place | None = None, hint: str = "") -> None:
        """Keep a new finding of severity info."""
        self.add(Finding(code, Severity.INFO, message, place, hint))

    @property
    def errors(self) -> list[Finding]:
        """The findings of severity error."""
        return [finding for finding in self._items if finding.severity is Severity.ERROR]
