"""Fixtures of the refresh tests."""

import pytest
from edited_drafts import ANNEX, DraftDesk


@pytest.fixture
def desk(office):
    """A small office whose report has prose, a note and a condition."""
    return DraftDesk(office)


@pytest.fixture
def table_desk(office):
    """A small office whose report has an annex table."""
    section = "# TÌNH HÌNH\n\nXuất nhập khẩu {{ xnk.so }} (chi tiết tại Phụ lục kèm theo).\n"
    return DraftDesk(office, section, ANNEX)
