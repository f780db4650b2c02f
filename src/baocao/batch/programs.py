"""Step 9, build: the programs and fonts that make the bytes of a document: others may make other bytes."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

import baocao
from baocao.printing import fonts
from baocao.workspace import hash_of

_LIBRARIES = ("weasyprint", "docxtpl", "python-docx", "jinja2", "markdown-it-py", "openpyxl", "lxml", "matplotlib")
FONT = "phông "
"""How the names of fonts begin among the names of programs."""


def programs(file_hash: Callable[[str], str]) -> dict[str, str]:
    """Return versions by name; that of baocao says its sources too, those of fonts are hashes of their files.

    ``file_hash`` gives the hash of a file by its path.
    """
    found = {name: version(name) for name in _LIBRARIES}
    found["baocao"] = own_version()
    found |= {f"{FONT}{face}": file_hash(file)[:12] for face, file in fonts.files().items()}
    return dict(sorted(found.items()))


def own_version() -> str:
    """Return the version of baocao, which says its sources too."""
    return f"{baocao.__version__}+{_sources()}"


@functools.cache
def own_programs() -> Mapping[str, str]:
    """Return the programs of this process, looked up once."""
    return programs(lambda file: hash_of(Path(file).read_bytes()))


@functools.cache
def _sources() -> str:
    """Return the hash of baocao's own modules: a version number does not change with every change."""
    digest = hashlib.sha256()
    folder = Path(baocao.__file__).parent
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:8]


def difference(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Return in Vietnamese what differs between the programs of two builds; an empty list when nothing does."""
    names = [name for name in sorted({*before, *now}) if before.get(name) != now.get(name)]
    changed = [name.removeprefix(FONT) for name in names if name.startswith(FONT)]
    told = [f"{name} {before.get(name, '…')} → {now.get(name, '…')}" for name in names if not name.startswith(FONT)]
    return [
        *(["chương trình đổi: " + ", ".join(told)] if told else []),
        *(["phông chữ đổi: " + ", ".join(changed)] if changed else []),
    ]
