"""Step 9, build: ``output/baocao.lock.json``: what every report was built from, and what came of it.

The file is JSON with one line for each thing, sorted, the same bytes for the same content:

- ``version``: 1;
- ``programs``, ``sources``: sets of programs, and of shared files looked at, by a short hash; entries name the hash;
- ``folders``: errors and warnings of each period folder, with the hash of the folder in which they were found;
- ``reports``: an ``Entry`` for each report and period, its ``programs`` and ``shared`` replaced by those hashes.

While a batch runs, entries are appended to a journal beside it, each before its files are put in place; at the end the
journal is folded into the lock file.  Whatever was killed in between, the next run finds in the journal which files may
be half replaced, and tells them from files that a person has edited.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from baocao.batch.entries import Entry, FolderFindings, finding_of, finding_row
from baocao.batch.file_hashes import MEMORY_FILE, FileHashes
from baocao.batch.shares_memory import SHARES_FILE
from baocao.collecting import not_collecting
from baocao.errors import BaocaoError
from baocao.findings import Place
from baocao.saving import save, sweep
from baocao.workspace import hash_of

LOCK_FILE = "output/baocao.lock.json"
JOURNAL_FILE = "output/.baocao/journal.jsonl"
VERSION = 1


class LockFile:
    """The entries of all reports, by report and period ("bao-cao-ktxh 2021-9T").

    ``damaged`` tells that there is a file that cannot be read; then there are no entries.
    """

    def __init__(self, root: Path, hashes: FileHashes) -> None:
        self._root, self._hashes = root, hashes
        self.damaged = False
        self.entries: dict[str, Entry] = {}
        self.folders: dict[str, FolderFindings] = {}
        self._changed = False
        try:
            with not_collecting():
                self._read(json.loads((root / LOCK_FILE).read_bytes()))
        except FileNotFoundError:
            pass
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            self.damaged = True
            self.entries, self.folders = {}, {}
        for name, entry in self._journal():
            present = {path: hashes.of(path) for path in entry.outputs}
            self.put(name, entry.settled(self.entries.get(name), present))

    def _read(self, held: Any) -> None:
        if held["version"] != VERSION:
            raise ValueError(held["version"])
        programs, sources = held["programs"], held["sources"]
        for name, row in held["reports"].items():
            whole = {**row, "programs": programs[row["programs"]], "shared": sources[row["shared"]]}
            self.entries[name] = Entry.from_row(whole)
        for name, row in held["folders"].items():
            found = ((finding_of(one), None if areas is None else frozenset(areas)) for one, areas in row["found"])
            self.folders[name] = FolderFindings(row["state"], tuple(found))

    def _journal(self) -> Iterator[tuple[str, Entry]]:
        """Yield the entries of a batch that was cut short; the last line may be half written."""
        try:
            lines = (self._root / JOURNAL_FILE).read_bytes().splitlines()
        except OSError:
            return
        for line in lines:
            try:
                row = json.loads(line)
                yield row["job"], Entry.from_row(row["entry"])
            except (ValueError, TypeError, KeyError, AttributeError):
                return

    def recover(self) -> None:
        """Fold in the journal of a batch that was cut short, and remove its temporary files; only in one's own turn."""
        sweep((LOCK_FILE, MEMORY_FILE, SHARES_FILE), self._root)
        if (self._root / JOURNAL_FILE).exists():
            for _, entry in self._journal():
                sweep(entry.outputs, self._root)
            self.save()

    def put(self, name: str, entry: Entry) -> None:
        """Take an entry over."""
        self.entries[name] = entry
        self._changed = True

    def put_folder(self, path: str, held: FolderFindings) -> None:
        """Take over what is wrong in a period folder."""
        self.folders[path] = held
        self._changed = True

    def confirm(self, name: str, numbers: str, folders: str) -> None:
        """Note that an entry holds for the data as they are now, though their files have changed."""
        self.put(name, replace(self.entries[name], numbers=numbers, folders=folders))

    def announce(self, name: str, entry: Entry) -> None:
        """Write an entry into the journal, before the files of which it tells are put in place.

        Raises BaocaoError (KG011) when the journal cannot be written.
        """
        line = json.dumps({"job": name, "entry": entry.to_row()}, ensure_ascii=False, separators=(",", ":"))
        try:
            (self._root / JOURNAL_FILE).parent.mkdir(parents=True, exist_ok=True)
            with open(self._root / JOURNAL_FILE, "ab") as stream:
                stream.write(line.encode() + b"\n")
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            hint = "Xem lại quyền ghi và chỗ trống trên ổ đĩa."
            raise BaocaoError.because("KG011", "không ghi được tệp", Place(JOURNAL_FILE), hint) from error

    def settle(self, name: str, entry: Entry) -> None:
        """Take over an announced entry as far as its files have come into their place."""
        for path in entry.outputs:
            self._hashes.forget(path)
        present = {path: self._hashes.of(path) for path in entry.outputs}
        self.put(name, entry.settled(self.entries.get(name), present))

    def save(self) -> None:
        """Write the lock file if it says anything new, then remove the journal."""
        if self._changed or self.damaged:
            save({LOCK_FILE: self._content()}, self._root)
            self._changed = self.damaged = False
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._root / JOURNAL_FILE)

    def _content(self) -> bytes:
        programs, sources = _Shared(), _Shared()
        reports = {}
        for name, entry in sorted(self.entries.items()):
            row = entry.to_row()
            reports[name] = row | {"programs": programs.name(entry.programs), "shared": sources.name(entry.shared)}
        folders = {
            name: {
                "state": held.state,
                "found": [
                    [finding_row(one), sorted(areas) if areas is not None else None] for one, areas in held.found
                ],
            }
            for name, held in sorted(self.folders.items())
        }
        groups: dict[str, Mapping[str, Any]] = {
            "folders": folders,
            "programs": programs.sets,
            "reports": reports,
            "sources": sources.sets,
        }
        parts = [f'"version":{VERSION}', *(f"{_line(name)}:{_table(rows)}" for name, rows in groups.items())]
        return ("{" + ",\n".join(parts) + "}\n").encode()


class _Shared:
    """Sets that many entries hold, each kept once."""

    def __init__(self) -> None:
        self.sets: dict[str, Mapping[str, str]] = {}
        self._names: dict[int, str] = {}

    def name(self, held: Mapping[str, str]) -> str:
        """Return the short hash by which an entry names the set."""
        known = self._names.get(id(held))
        if known is None:
            known = self._names[id(held)] = hash_of(_line(held).encode())[:16]
            self.sets[known] = held
        return known


def _line(held: object) -> str:
    return json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _table(rows: Mapping[str, Any]) -> str:
    lines = (f"{_line(name)}:{_line(rows[name])}" for name in sorted(rows))
    return "{\n" + ",\n".join(lines) + "\n}"
