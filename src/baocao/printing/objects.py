"""Step 8, print: the objects of a PDF turned into bytes, each once and without detours.

The names used here are not public: ``tests/print`` fails should a later version drop them.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import pydyf


class _Written(pydyf.Object):  # type: ignore[misc]
    """An object of a PDF whose bytes are made once; pydyf asks for them again for the identifier of the file."""

    def __init__(self, object_: pydyf.Object) -> None:
        super().__init__()
        self.number, self.generation, self.free = object_.number, object_.generation, object_.free
        self._object = object_

    @functools.cached_property
    def data(self) -> bytes:
        data: bytes = self._object.data
        return data

    @property
    def compressible(self) -> bool:
        compressible: bool = self._object.compressible
        return compressible


def write_once(pdf: pydyf.PDF) -> None:
    """Have every object of a PDF to which nothing is added any more written once only."""
    pdf.objects[:] = [_Written(object_) for object_ in pdf.objects]


_to_bytes: Callable[[Any], bytes] = pydyf._to_bytes


def to_bytes(item: Any) -> bytes:
    """Return what pydyf makes of a part of an object; the kinds that nearly all parts are of come first."""
    kind = type(item)
    if kind is bytes:
        written: bytes = item
        return written
    if kind is str:
        return str.encode(item, "ascii")
    if kind is int:
        return b"%d" % item
    return _to_bytes(item)


def teach() -> None:
    """Make pydyf ask here."""
    pydyf._to_bytes = to_bytes
