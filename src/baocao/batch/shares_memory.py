"""Step 9, build: what the files of period folders say of each area, remembered by hashes from one batch to the next.

What is remembered lies in ``output/.baocao/shares.json``, only of folders in which nothing is wrong.  It saves time and
nothing else: it may be deleted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from baocao.batch.programs import own_version
from baocao.data.shares import Shares
from baocao.saving import save

SHARES_FILE = "output/.baocao/shares.json"


class SharesMemory:
    """The shares of files by folder; all of them are forgotten when the data are read in another way (``reading``)."""

    def __init__(self, root: Path, reading: str) -> None:
        self._root = root
        self._reading = f"{own_version()} {reading}"
        self._folders = self._load()
        self._changed = False

    def of(self, folder: str) -> Mapping[str, Shares] | None:
        """Return the shares of the files of a folder, None when it was not in order or is not known."""
        return self._folders.get(folder)

    def put(self, folder: str, files: Mapping[str, Shares] | None) -> None:
        """Remember the shares of a folder that is in order; None: forget them."""
        if self._folders.get(folder) != files:
            self._changed = True
            self._folders.pop(folder, None)
            if files is not None:
                self._folders[folder] = files

    def save(self) -> None:
        """Keep what is known for the next batch."""
        if self._changed:
            folders = {
                folder: {file: (shares.digest, shares.areas, shares.lists) for file, shares in files.items()}
                for folder, files in self._folders.items()
            }
            content = {"reading": self._reading, "folders": folders}
            text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
            save({SHARES_FILE: text.encode()}, self._root)
            self._changed = False

    def _load(self) -> dict[str, Mapping[str, Shares]]:
        try:
            held = json.loads((self._root / SHARES_FILE).read_bytes())
            if held["reading"] != self._reading:
                return {}
            return {
                folder: {
                    file: Shares(digest, dict(areas), str(lists)) for file, (digest, areas, lists) in files.items()
                }
                for folder, files in held["folders"].items()
            }
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return {}
