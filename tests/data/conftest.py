import pytest

from data.desk import Desk


@pytest.fixture
def desk(tmp_path):
    """A small office in a temporary folder."""
    return Desk(tmp_path)
