"""Step 7, check: files that a person named, each read and put through the rules; one that fails stops no other."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from baocao.checks.evidence import Evidence
from baocao.checks.families import check_reading
from baocao.checks.passages import Reading
from baocao.checks.reading import read_file
from baocao.errors import BaocaoError
from baocao.findings import Finding, Findings, Severity
from baocao.workspace import read_input

log = logging.getLogger("baocao")


@dataclass
class Checked:
    """What came of one file: its name, what was read (None: it could not be opened), and all findings.

    ``data`` is the file itself.
    """

    file: str
    data: bytes = b""
    reading: Reading | None = None
    findings: Findings = field(default_factory=Findings)
    exit_code: int = 0

    def around(self, finding: Finding) -> tuple[str, str]:
        """Return the text of the same paragraph before and after the words that ``finding`` is about."""
        span = finding.place.span if finding.place else None
        if span is None or finding.place is None or self.reading is None:
            return "", ""
        wanted = (finding.place.line, span.paragraph, span.footnote)
        for passage in self.reading.passages:
            here = (passage.line, passage.paragraph, passage.footnote)
            # A paragraph that was cut has several passages: the words stand in one of them.
            if here == wanted and passage.source[span.start : span.end] == span.excerpt:
                return passage.source[: span.start], passage.source[span.end :]
        return "", ""


def check_files(
    paths: Iterable[Path],
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    strict: bool = False,
    profile: str = "",
    root: Path | None = None,
) -> Iterator[Checked]:
    """Yield what is found in each file; see ``check_reading`` for ``select`` and ``ignore``.

    ``profile`` names the form of the documents, empty: it is told from their opening.  ``root`` is the workspace whose
    data the figures are held against, None: the one that the file lies in.
    ``exit_code`` is 3 for a file that cannot be opened, 1 for one with errors (``strict``: with warnings too).
    """
    select, ignore = tuple(select), tuple(ignore)
    bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    for path in paths:
        checked = Checked(str(path))
        try:
            checked.data = read_input(path)
            reading = read_file(checked.file, checked.data, checked.findings)
            checked.reading = replace(reading, profile=profile, evidence=_evidence(reading, path, root))
            checked.findings.extend(check_reading(checked.reading, select, ignore).items)
            log.debug("7 check: %s, %d đoạn", path, len(checked.reading.passages))
            checked.exit_code = int(any(finding.severity in bad for finding in checked.findings.items))
        except BaocaoError as error:
            checked.findings.extend(error.findings)
            checked.exit_code = error.exit_code
        yield checked


def _evidence(reading: Reading, path: Path, root: Path | None) -> Evidence | None:
    """Return what data say of the live figures; None for the many files that have none."""
    if reading.document is None or not reading.document.register.entries:
        return None
    from baocao.checks.workspaces import evidence_near

    return evidence_near(path, reading.document.register, root)
