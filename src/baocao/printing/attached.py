"""Step 8, print: a PDF of ours read again: the register attached to it, and the words of its pages."""

from __future__ import annotations

import io
import json
import logging
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from baocao.document.tree import Register, RegisterCell, RegisterEntry
from baocao.errors import BaocaoError
from baocao.printing.pdf import REGISTER_NAME
from baocao.printing.pdf_faults import damaged, locked, too_large

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_PAGES = 2000
MOST_BYTES = 64 * 2**20


@dataclass(frozen=True, slots=True)
class PdfRead:
    """What a PDF gives: title, register (an empty one when none is attached), and the text of each page."""

    title: str
    register: Register
    pages: tuple[str, ...]


def read_pdf(data: bytes, name: str) -> PdfRead:
    """Return what the PDF ``data`` gives, with runs of white space made one space.

    Raises InputError when it cannot be opened (VB111), is locked (VB112), or is larger inside than a document may be
    (VB123).
    """
    from pypdf import PdfReader
    from pypdf.errors import LimitReachedError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells damage in English, on the screen
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise locked(name)
        if len(reader.pages) > MOST_PAGES:
            raise too_large(name)
        register = _register(reader, name)
        pages = tuple(_words(page.extract_text()) for page in reader.pages) if register.entries else ()
        title = reader.metadata.title if reader.metadata else None
        return PdfRead(title or "", register, pages)
    except LimitReachedError as error:
        raise too_large(name) from error
    except BaocaoError:
        raise
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, OSError) as error:
        # A damaged PDF makes pypdf fail in all these ways.
        raise damaged(name) from error


def count_pages(data: bytes) -> int:
    """Return how many pages a PDF of our own making has."""
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(data)).pages)


def _words(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _register(reader: PdfReader, name: str) -> Register:
    """Return the register that is attached under the name which printing gives it; an empty one when none is."""
    for attached in reader.attachment_list:
        if attached.name != REGISTER_NAME:
            continue
        content = attached.content
        if len(content) > MOST_BYTES:
            raise too_large(name)
        return register_of(json.loads(content.decode("utf-8")))
    return Register()


def register_of(plain: object) -> Register:
    """Return the register that ``plain``, as JSON gives it, says; raises ValueError when it is something else."""
    if not isinstance(plain, dict):
        raise ValueError("a register is a JSON object")
    entries = tuple(_entry(item) for item in _items(plain, "entries"))
    draft = plain.get("draft", 1)
    if not isinstance(draft, int):
        raise ValueError("draft is a number")
    return Register(_text(plain, "report"), _text(plain, "period"), _text(plain, "scope"), entries, draft)


def _entry(plain: object) -> RegisterEntry:
    if not isinstance(plain, Mapping):
        raise ValueError("an entry is a JSON object")
    cells = tuple(_cell(item) for item in _items(plain, "cells"))
    rows = tuple(str(row) for row in _items(plain, "rows"))
    words = {key: _text(plain, key) for key in ("id", "text", "value", "recipe", "name", "formula", "before")}
    return RegisterEntry(**words, cells=cells, rows=rows)


def _cell(plain: object) -> RegisterCell:
    if not isinstance(plain, Mapping):
        raise ValueError("a cell is a JSON object")
    return RegisterCell(*(_text(plain, name) for name in RegisterCell._fields))


def _items(plain: Mapping[str, object], key: str) -> list[object]:
    found = plain.get(key, [])
    if not isinstance(found, list):
        raise ValueError(f"{key} is a list")
    return found


def _text(plain: Mapping[str, object], key: str) -> str:
    found = plain.get(key, "")
    if not isinstance(found, str):
        raise ValueError(f"{key} is a text")
    return found
