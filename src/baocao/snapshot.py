"""Step 1, workspace: files of a workspace held in memory, for a process that does not see the folder or must not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from baocao.errors import InputError
from baocao.findings import Finding, Place
from baocao.workspace import Workspace

Held = bytes | tuple[Finding, ...]
"""The content of a file, or why it could not be read."""


def held(workspace: Workspace, path: str) -> Held:
    """Return a file of ``workspace`` as a snapshot holds it."""
    try:
        return workspace.read(path)
    except InputError as error:
        return error.findings


class Snapshot(Workspace):
    """A workspace that consists of the given files (by relative path) and of no others.

    What was read from the folder once stays the same here, whatever is written there meanwhile.  A file that could not be
    read is held as the findings that say so, and is told where it is needed.
    """

    __slots__ = ("files",)

    def __init__(self, files: Mapping[str, Held], scope: str) -> None:
        super().__init__(Path(), scope=scope)
        self.files = files

    def _content(self, relative: str) -> bytes:
        data = self.files.get(relative)
        if data is None:
            hint = "Xem lại tên tệp; mẫu chỉ đọc tệp trong templates/ và lời văn của kỳ mình."
            raise InputError.because("KG008", "không mở được tệp", Place(relative), hint)
        if isinstance(data, tuple):
            raise InputError(*data)
        return data

    def _is_file(self, relative: str) -> bool:
        return relative in self.files

    def _files(self, folder: str) -> Iterator[str]:
        return (name for name, rest in self._below(folder) if not rest)

    def _folders(self, folder: str) -> Iterator[str]:
        return iter(dict.fromkeys(name for name, rest in self._below(folder) if rest))

    def _below(self, folder: str) -> list[tuple[str, str]]:
        """Return the first part of each path below a folder, with the rest of it, by name."""
        start = f"{folder.rstrip('/')}/"
        parts = (path[len(start) :].partition("/") for path in self.files if path.startswith(start))
        return sorted((name, rest) for name, _, rest in parts)
