"""The run of all tests is of all of them."""

from fnmatch import fnmatch
from pathlib import Path


def test_no_folder_of_tests_is_passed_by(pytestconfig):
    passed_by = pytestconfig.getini("norecursedirs")
    folders = {path.parent for path in Path(__file__).parent.rglob("test_*.py") if "node_modules" not in path.parts}
    assert len(folders) > 5
    assert not [folder for folder in folders if any(fnmatch(folder.name, pattern) for pattern in passed_by)]
