"""Steps 7 and 8: what a PDF that cannot be opened is told to be, whichever library has tried to open it."""

from __future__ import annotations

from baocao.errors import BaocaoError, InputError
from baocao.findings import Place


def damaged(name: str) -> BaocaoError:
    """Return the error of a file that is no PDF, or a damaged one (VB111)."""
    hint = "Lấy lại bản sao khác; nếu có bản Word thì dùng bản đó."
    message = f'không mở được "{name}": không phải tệp PDF hoặc tệp đã hỏng'
    return InputError.because("VB111", message, Place(name), hint)


def locked(name: str) -> BaocaoError:
    """Return the error of a PDF that a password protects (VB112)."""
    hint = "Mở tệp bằng mật khẩu, in lại ra một tệp PDF không có mật khẩu rồi thử lại."
    return InputError.because("VB112", f'tệp "{name}" có mật khẩu', Place(name), hint)


def too_large(name: str) -> BaocaoError:
    """Return the error of a PDF that is larger inside than a document may be (VB123)."""
    return InputError.because("VB123", f'tệp "{name}" quá lớn khi mở ra', Place(name), "Dùng tệp Word của văn bản.")
