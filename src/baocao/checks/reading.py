"""Step 7, check: a file of any kind that can be checked becomes a Reading."""

from __future__ import annotations

from baocao.checks.passages import Reading
from baocao.checks.readers.lines import read_marked, read_plain
from baocao.checks.wording.legacy import encoding_of
from baocao.errors import InputError
from baocao.findings import Findings, Place

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF = b"%PDF-"
_RTF = b"{\\rtf"
_MARKED = (".md", ".markdown")
_TEXT = (*_MARKED, ".txt", ".text", "")
_MOST_LOST = 0.01


def read_file(name: str, data: bytes, findings: Findings) -> Reading:
    """Return the file ``data`` as a Reading; ``name`` is how it is called in messages.

    What it is, is told by its first bytes, a text by the ending of its name.  What could not be read goes into
    ``findings``.  Raises InputError when the file cannot be opened.
    """
    if data.startswith((_ZIP, _OLE)) or name.lower().endswith(".docx"):
        from baocao.checks.readers.word import read_word

        return read_word(data, name, findings)
    if _PDF in data[:1024] or name.lower().endswith(".pdf"):
        from baocao.checks.readers.pdf import read_pdf

        return read_pdf(data, name, findings)
    if data.startswith(_RTF):
        raise InputError.because("VB115", f'"{name}" là tệp RTF', Place(name), "Mở bằng Word, lưu thành .docx.")
    text = _decoded(data, name, findings)
    if not text.strip():
        findings.warning(
            "VB117", f'"{name}" không có chữ nào', Place(name), "Xem lại tệp: có thể lưu hoặc chép chưa đủ."
        )
    return read_marked(text, name) if name.lower().endswith(_MARKED) else read_plain(text, name)


def _decoded(data: bytes, name: str, findings: Findings) -> str:
    """Return a text file as text: UTF-8, or UTF-16 with its mark, as Notepad saves.

    Single bytes that are no UTF-8 are told (VB116); a file with many, or with zero bytes, is no text (VB115), unless it
    was typed for the fonts of the nineties.
    """
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd")
    if "\0" in text or lost > _MOST_LOST * len(text) + 1:
        old = data.decode("cp1252", "replace")
        if "\0" not in old and encoding_of(old) is not None:
            return old  # typed for the fonts of the nineties, which a rule tells
        hint = (
            "Lưu lại thành .docx, hoặc thành văn bản thuần mã UTF-8 (Notepad: Save As, Encoding: UTF-8), rồi thử lại."
        )
        raise InputError.because("VB115", f'"{name}" không phải văn bản mã UTF-8 đọc được', Place(name), hint)
    if lost:
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        message = f"{lost} ký tự không đọc được (không phải UTF-8)"
        findings.warning("VB116", message, Place(name, line=line), "Mở tệp, gõ lại chỗ đó, lưu mã UTF-8.")
    return text
