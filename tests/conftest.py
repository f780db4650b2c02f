"""Fixtures that several steps share."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from narrative.office import SmallOffice


@pytest.fixture
def office(tmp_path):
    """A small office in a temporary folder."""
    return SmallOffice(tmp_path)
