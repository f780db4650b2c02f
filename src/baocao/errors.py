"""Why a command stopped: exceptions that carry findings and an exit code.

Exit codes: 0 good, 1 findings of severity error, 2 usage (given by the command line itself), 3 an input file that
cannot be opened, 4 something missing on the machine.  Nothing below ``cli`` prints.
"""

from __future__ import annotations

from baocao.findings import Finding, Place, Severity


class BaocaoError(Exception):
    """A command cannot go on; ``findings`` says why, ``exit_code`` is what the shell sees."""

    exit_code = 1

    def __init__(self, *findings: Finding) -> None:
        super().__init__("; ".join(finding.message for finding in findings))
        self.findings = findings

    @classmethod
    def because(cls, code: str, message: str, place: Place | None = None, hint: str = "") -> BaocaoError:
        """Return the exception that carries one finding of severity error."""
        return cls(Finding(code, Severity.ERROR, message, place, hint))


class InputError(BaocaoError):
    """A file cannot be opened or is not what it should be (not a workbook, damaged, protected by a password)."""

    exit_code = 3


class MachineError(BaocaoError):
    """The machine lacks something that printing needs, such as Pango or a font."""

    exit_code = 4
