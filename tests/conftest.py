"""Fixtures that several steps share."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from narrative.office import SmallOffice


def pytest_terminal_summary(terminalreporter):
    """Print what tests have counted (their property "printed"), from whichever process they ran in."""
    for report in terminalreporter.getreports("passed"):
        for name, words in getattr(report, "user_properties", ()):
            if name == "printed" and report.when == "call":
                terminalreporter.write_line(words)


@pytest.fixture
def office(tmp_path):
    """A small office in a temporary folder."""
    return SmallOffice(tmp_path)
