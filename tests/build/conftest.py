"""Fixtures of the build tests; the real report is built twice for all of them, once for each hash seed."""

import pytest
from real_report import PaperReport, RealReport, build_elsewhere, copy_workspace


@pytest.fixture(scope="session")
def real(tmp_path_factory):
    """The real nine-month report in memory, up to its document (steps 1 to 4)."""
    return RealReport(copy_workspace(tmp_path_factory.mktemp("real")))


@pytest.fixture(scope="session")
def builds(tmp_path_factory):
    """The finished files of two builds: other folders, other processes, other hash seeds."""
    return [build_elsewhere(tmp_path_factory.mktemp(f"seed-{seed}"), seed) for seed in ("1", "20211001")]


@pytest.fixture(scope="session")
def paper(builds):
    """The finished DOCX and PDF, as a stranger reads them: raw XML and the text of the pages."""
    return PaperReport(builds[0])
