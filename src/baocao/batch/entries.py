"""Step 9, build: what the lock file says of one report: what its last build read and wrote."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from baocao.findings import Finding, Place, Severity, Span
from baocao.workspace import ABSENT

Row = dict[str, Any]
"""One thing as JSON holds it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The last build of a report.

    ``outputs``: hash of each file written.  ``shared`` and ``own``: what it looked at among the files (as
    ``Workspace.looked_at``), in templates and catalogue, and elsewhere; reports of one template mostly hold the same
    ``shared``.  ``programs``: what made it.  ``settings``: hash of its entry in ``baocao.toml``.  ``queries``: what it
    asked of the data, packed.  ``numbers``: hash of all numbers and lists that it could have asked for.  ``folders``:
    hash of the period folders in which all that was found to be as it is here.  ``findings``: errors and warnings.
    ``finished``: False when the build was cut short while its files were put in place.
    """

    outputs: Mapping[str, str]
    shared: Mapping[str, str]
    own: Mapping[str, str]
    programs: Mapping[str, str]
    settings: str
    final: bool
    queries: str
    numbers: str
    folders: str
    findings: tuple[Finding, ...] = ()
    finished: bool = True

    def settled(self, before: Entry | None, present: Mapping[str, str]) -> Entry:
        """Return what is true of this entry when its build may have been cut short: ``present`` is what lies there now.

        A file that is as this build or the one ``before`` wrote it is nobody else's; any other may be edited by hand.
        """
        if all(present[path] == digest for path, digest in self.outputs.items()):
            return self
        earlier = before.outputs if before else {}
        outputs = {}
        for path, digest in self.outputs.items():
            known = present[path] if present[path] in (digest, earlier.get(path)) else earlier.get(path, ABSENT)
            if known != ABSENT:
                outputs[path] = known
        return replace(self, outputs=outputs, finished=False)

    def to_row(self) -> Row:
        """Return the entry as JSON holds it."""
        row = {name: getattr(self, name) for name in self.__slots__}
        return row | {"findings": [finding_row(finding) for finding in self.findings]}

    @classmethod
    def from_row(cls, row: Row) -> Entry:
        """Return the entry that ``to_row`` wrote; anything else raises KeyError, TypeError or ValueError."""
        return cls(**{**row, "findings": tuple(finding_of(found) for found in row["findings"])})


@dataclass(frozen=True, slots=True)
class FolderFindings:
    """Errors and warnings of one period folder, with the areas that each concerns (None: any); ``state`` is its hash."""

    state: str
    found: tuple[tuple[Finding, frozenset[str] | None], ...] = field(default=())


def packed(queries: Mapping[str, str]) -> str:
    """Return queries as one short string; ``unpacked`` gives them back."""
    text = "\n".join(f"{question}={answer}" for question, answer in queries.items())
    return base64.b64encode(zlib.compress(text.encode(), 6)).decode("ascii")


def unpacked(queries: str) -> dict[str, str]:
    """Return the queries that ``packed`` made a string of; ValueError when they cannot be read."""
    try:
        text = zlib.decompress(base64.b64decode(queries)).decode()
    except zlib.error as error:
        raise ValueError(queries[:20]) from error
    pairs = (line.rpartition("=") for line in text.split("\n") if line)
    return {question: answer for question, _, answer in pairs}


def lasting(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that are told again when nothing has changed: errors and warnings."""
    return tuple(finding for finding in findings if finding.severity is not Severity.INFO)


def finding_row(finding: Finding) -> Row:
    """Return a finding as JSON holds it."""
    place = asdict(finding.place) if finding.place else None
    held = {key: value for key, value in place.items() if value is not None} if place else None
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "place": held,
        "hint": finding.hint,
    }


def finding_of(row: Row) -> Finding:
    """Return the finding that ``finding_row`` wrote."""
    place = None
    if row["place"] is not None:
        span = row["place"].get("span")
        place = Place(**(row["place"] | {"span": Span(**span)} if span else row["place"]))
    return Finding(row["code"], Severity(row["severity"]), row["message"], place, row["hint"])
