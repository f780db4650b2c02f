"""Step 8, print: the objects of a PDF turned into bytes, each once and without detours.

pydyf asks every object for its bytes again for the identifier of the file, and deflates at the level that takes three
times as long for two hundredths of the size.

The names used here are not public: ``tests/print`` fails should a later version drop them.
"""

from __future__ import annotations

import functools
import hashlib
import zlib
from collections.abc import Callable
from typing import IO, Any

import pydyf

LEVEL = 6
"""How hard the streams of a PDF are deflated, of 9."""

_FREE = 65535
"""The generation of object 0, which heads the list of free objects."""

_write: Callable[..., None] = pydyf.PDF.write
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


def _deflated(content: bytes) -> bytes:
    return zlib.compress(content, LEVEL)


_kept_deflated = functools.lru_cache(maxsize=32)(_deflated)


def _stream_data(stream: pydyf.Stream) -> bytes:
    """Return a stream as it stands in the file; fonts, which reports share, are deflated once in a process."""
    content = b"\n".join([to_bytes(item) for item in stream.stream])
    extra = pydyf.Dictionary(stream.extra)
    if stream.compress:
        extra["Filter"] = "/FlateDecode"
        content = _kept_deflated(content) if "Length1" in extra else _deflated(content)
    extra["Length"] = len(content)
    return b"\n".join((extra.data, b"stream", content, b"endstream"))


def write(
    pdf: pydyf.PDF, output: IO[bytes], version: str | None = None, identifier: Any = False, compress: bool = False
) -> None:
    """Do what pydyf's method does for a PDF with an identifier of its own, everything but streams in one object stream.

    Any other PDF is left to it.
    """
    if identifier is not True or not compress or (version or "1.7") < "1.5":
        _write(pdf, output, version, identifier, compress)
        return
    if pdf.info:
        pdf.add_object(pdf.info)
    file = bytearray(b"%PDF-" + to_bytes(version or "1.7") + b"\n%\xf0\x9f\x96\xa4\n")
    digest = hashlib.md5(usedforsecurity=False)
    places = [(0, 0, _FREE)]
    packed: list[bytes] = []
    index: list[str] = []
    length = 0
    for object_ in pdf.objects[1:]:
        data = object_.data
        digest.update(data)
        if object_.compressible:
            places.append((2, len(pdf.objects), len(packed)))
            index.append(f"{object_.number} {length}")
            packed.append(data)
            length += len(data) + 1
        else:
            places.append((1, len(file), 0))
            file += b"%d 0 obj\n%b\nendobj\n" % (object_.number, data)
    head = " ".join(index)
    pack = pydyf.Stream([head, *packed], {"Type": "/ObjStm", "N": len(packed), "First": len(head) + 1}, compress=True)
    pdf.add_object(pack)
    digest.update(data := pack.data)
    places.append((1, len(file), 0))
    file += b"%d 0 obj\n%b\nendobj\n" % (pack.number, data)
    start = len(file)
    places.append((1, start, 0))
    table = _table(pdf, places, digest.hexdigest())
    file += b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (len(pdf.objects), table.data, start)
    output.write(file)


def _table(pdf: pydyf.PDF, places: list[tuple[int, int, int]], digest: str) -> pydyf.Stream:
    """Return the cross-reference stream: for each object its kind, where it stands, and its generation or index."""
    width = (places[-1][1].bit_length() + 7) // 8
    last = (max(_FREE, len(places)).bit_length() + 7) // 8
    size = 1 + width + last
    rows = [((kind << 8 * width | place) << 8 * last | index).to_bytes(size, "big") for kind, place, index in places]
    identifier = pydyf.String(digest).data
    extra = {
        "Type": "/XRef",
        "Index": pydyf.Array((0, len(places))),
        "W": pydyf.Array((1, width, last)),
        "Size": len(places),
        "Root": pdf.catalog.reference,
        **({"Info": pdf.info.reference} if pdf.info else {}),
        "ID": pydyf.Array((identifier, identifier)),
    }
    return pydyf.Stream([b"".join(rows)], extra, compress=True)


def _page_references(pdf: pydyf.PDF) -> tuple[bytes, ...]:
    """Return the references of all pages, which every element of the tags asks for."""
    count = pdf.pages["Count"]
    kept: tuple[bytes, ...] = vars(pdf).get("kept_references", ())
    if len(kept) != count:
        kept = pdf.kept_references = tuple(b"%d 0 R" % number for number in pdf.pages["Kids"][::3])
    return kept


def teach() -> None:
    """Make pydyf write its files here."""
    pydyf._to_bytes = to_bytes
    pydyf.Stream.data = property(_stream_data)
    pydyf.PDF.write = write
    pydyf.PDF.page_references = property(_page_references)
