"""Step 9, build: hashes of files, remembered with size and time of change, so that an unchanged file is not read again.

What is remembered lies in ``output/.baocao/hashes.json``.  It saves time and nothing else: it may be deleted.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from baocao.saving import save
from baocao.workspace import ABSENT

MEMORY_FILE = "output/.baocao/hashes.json"
_VERSION = 1
Row = Sequence[Any]
"""Size, time of change in nanoseconds, hash."""
# A file changed twice within one tick of a coarse clock looks the same; a younger one is therefore read again next time.
_YOUNG = 2_000_000_000


class FileHashes:
    """The SHA-256 of files by path below a folder, or absolute; each is looked at once, unless ``forget`` is called."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._start = f"{root}{os.sep}"
        self._seen: dict[str, str] = {}
        self._folders: dict[str, bool] = {}
        self._kept = _load(root)
        self._changed = False

    def of(self, path: str) -> str:
        """Return the hash of a file, ABSENT when there is no regular file of that name."""
        seen = self._seen.get(path)
        if seen is None:
            seen = self._seen[path] = self._look(path)
        return seen

    def forget(self, path: str) -> None:
        """Look at the file anew when it is next asked for."""
        self._seen.pop(path, None)
        self._folders.clear()

    def wrote(self, path: str, digest: str) -> None:
        """Remember the hash of a file that was just written here."""
        status = os.stat(self._full(path))
        self._seen[path] = digest
        self._kept[path] = (status.st_size, status.st_mtime_ns, digest)
        self._changed = True

    def save(self) -> None:
        """Keep what is known for the next run."""
        if self._changed:
            rows = {path: row for path, row in self._kept.items() if self._seen.get(path) != ABSENT}
            content = json.dumps({"version": _VERSION, "files": rows}, ensure_ascii=False, separators=(",", ":"))
            save({MEMORY_FILE: content.encode()}, self._root)
            self._changed = False

    def _full(self, path: str) -> str:
        return path if os.path.isabs(path) else self._start + path

    def _look(self, path: str) -> str:
        folder = path.rpartition("/")[0]
        if self._folders.get(folder) is False:
            return ABSENT
        full = self._full(path)
        try:
            status = os.stat(full)
            if not stat.S_ISREG(status.st_mode):
                return ABSENT
            kept = self._kept.get(path)
            if kept and kept[0] == status.st_size and kept[1] == status.st_mtime_ns:
                return str(kept[2])
            with open(full, "rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except (OSError, ValueError):
            if folder not in self._folders:  # many files are asked for in vain in a folder that is not there
                self._folders[folder] = os.path.isdir(self._full(folder))
            return ABSENT
        if time.time_ns() - status.st_mtime_ns > _YOUNG:
            self._kept[path] = (status.st_size, status.st_mtime_ns, digest)
            self._changed = True
        return digest


def _load(root: Path) -> dict[str, Row]:
    try:
        held = json.loads((root / MEMORY_FILE).read_bytes())
        rows: dict[str, Row] = held["files"] if held["version"] == _VERSION else {}
        return rows if all(len(row) == 3 for row in rows.values()) else {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}
