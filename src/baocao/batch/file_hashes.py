"""Step 9, build: hashes of files, remembered with size and time of change, so that an unchanged file is not read again.

What is remembered lies in ``output/.baocao/hashes.json``.  It saves time and nothing else: it may be deleted.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from pathlib import Path

from baocao.saving import save
from baocao.workspace import ABSENT

MEMORY_FILE = "output/.baocao/hashes.json"
_VERSION = 1
# A file changed twice within one tick of a coarse clock looks the same; a younger one is therefore read again next time.
_YOUNG = 2_000_000_000


class FileHashes:
    """The SHA-256 of files by path below a folder, or absolute; each is looked at once, unless ``forget`` is called."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._seen: dict[str, str] = {}
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

    def wrote(self, path: str, digest: str) -> None:
        """Remember the hash of a file that was just written here."""
        status = os.stat(os.path.join(self._root, path))
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

    def _look(self, path: str) -> str:
        full = os.path.join(self._root, path)
        try:
            status = os.stat(full)
            if not stat.S_ISREG(status.st_mode):
                return ABSENT
            size, changed, digest = self._kept.get(path, (-1, 0, ""))
            if (size, changed) == (status.st_size, status.st_mtime_ns):
                return digest
            with open(full, "rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except (OSError, ValueError):
            return ABSENT
        if time.time_ns() - status.st_mtime_ns > _YOUNG:
            self._kept[path] = (status.st_size, status.st_mtime_ns, digest)
            self._changed = True
        return digest


def _load(root: Path) -> dict[str, tuple[int, int, str]]:
    try:
        held = json.loads((root / MEMORY_FILE).read_bytes())
        rows = held["files"] if held["version"] == _VERSION else {}
        return {path: (size, changed, digest) for path, (size, changed, digest) in rows.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}
