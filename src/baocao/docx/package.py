"""Step 5, docx: the zip container of a DOCX, opened within bounds and saved with the same bytes every time."""

from __future__ import annotations

import functools
import io
import zipfile
import zlib
from collections.abc import Mapping

from lxml import etree

from baocao.errors import BaocaoError, InputError
from baocao.findings import Place

MAX_PARTS = 4000
MAX_PART = 128 * 1024 * 1024
MAX_TOTAL = 256 * 1024 * 1024
# A thousandfold is beyond any text; a bomb needs it on a large part, so that small parts of zeros are not refused.
MAX_RATIO = 400
_RATIO_FROM = 4 * 1024 * 1024

CONTENT_TYPES = "[Content_Types].xml"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SMALL = 64 * 1024
# What is larger, parts together or a single one, is not kept.
_MOST_KEPT, _LARGEST_KEPT = 16 * 1024 * 1024, 4 * 1024 * 1024
# Larger by a fortieth than with zlib's own level 6, in two thirds of the time.
_LEVEL = 5
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_DAMAGED = (
    "Mở tệp bằng Word, chọn Lưu thành (Save As) kiểu .docx rồi thử lại; "
    "nếu Word cũng không mở được, lấy lại bản sao khác."
)


def open_package(data: bytes, name: str) -> dict[str, bytes]:
    """Return the parts of the DOCX ``data`` by their names in the zip.

    ``name`` is how the file is called in messages.  Raises InputError when it is not a DOCX, is damaged, is protected
    by a password, or is larger inside than any document may be.
    """
    parts = _opened(data, name)
    if sum(map(len, parts.values())) > _MOST_KEPT:
        _opened.cache_clear()
    return dict(parts)


@functools.lru_cache(maxsize=4)
def _opened(data: bytes, name: str) -> Mapping[str, bytes]:
    """Open a package; the last ones are kept: a frame is filled in for many reports, a new document looked over and read."""
    if data.startswith(_OLE):
        raise InputError.because(
            "VB102",
            f'tệp "{name}" có mật khẩu, hoặc là tệp .doc kiểu cũ',
            Place(name),
            "Mở tệp bằng Word, bỏ mật khẩu (Tệp > Thông tin > Bảo vệ tài liệu), lưu thành kiểu .docx rồi thử lại.",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _read_parts(archive, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        message = f'không mở được "{name}": không phải tệp DOCX hoặc tệp đã hỏng'
        raise InputError.because("VB101", message, Place(name), _DAMAGED) from error
    if CONTENT_TYPES not in parts or "_rels/.rels" not in parts:
        raise InputError.because("VB104", f'"{name}" không phải tài liệu Word', Place(name), _DAMAGED)
    return parts


def _read_parts(archive: zipfile.ZipFile, name: str) -> dict[str, bytes]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MAX_PARTS:
        raise _too_large(name, f"hơn {MAX_PARTS} phần")
    parts: dict[str, bytes] = {}
    total = 0
    for info in infos:
        if info.flag_bits & 0x1:
            raise InputError.because(
                "VB102", f'tệp "{name}" có mật khẩu', Place(name), "Bỏ mật khẩu của tệp rồi thử lại."
            )
        if info.filename in parts:
            raise zipfile.BadZipFile(f"two parts named {info.filename}")
        if info.file_size > MAX_PART:
            raise _too_large(name, f"phần {info.filename}")
        if info.file_size > _RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise _too_large(name, f"phần {info.filename} nén bất thường")
        # The size in the directory may lie: never read more than it promises.
        with archive.open(info) as stream:
            content = stream.read(info.file_size + 1)
        if len(content) > info.file_size:
            raise _too_large(name, f"phần {info.filename}")
        total += len(content)
        if total > MAX_TOTAL:
            raise _too_large(name, "tổng dung lượng")
        parts[info.filename.lstrip("/")] = content
    return parts


def _too_large(name: str, what: str) -> BaocaoError:
    hint = "Tệp này không giống một tài liệu Word bình thường; kiểm tra nguồn của tệp."
    return InputError.because("VB103", f'tệp "{name}" quá lớn khi giải nén ({what})', Place(name), hint)


def save_package(parts: Mapping[str, bytes], level: int = _LEVEL) -> bytes:
    """Return ``parts`` as a zip: sorted names with the content types first, fixed times, the same bytes every time.

    ``level`` is that of zlib; 0 for what is taken apart again at once.
    """
    stream = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if level else zipfile.ZIP_STORED
    with zipfile.ZipFile(stream, "w") as archive:
        for part in sorted(parts, key=lambda key: (key != CONTENT_TYPES, key)):
            info = zipfile.ZipInfo(part, _EPOCH)
            info.compress_type = method
            info.create_system = 0
            archive.writestr(info, parts[part], compresslevel=level)
    return stream.getvalue()


def saved_elsewhere(data: bytes) -> bool:
    """Return whether ``data`` is a zip (a document, a workbook) that some other program than ``save_package`` saved.

    What is no zip at all is nobody's work.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    names = [info.filename for info in infos]
    in_order = names == sorted(names, key=lambda key: (key != CONTENT_TYPES, key))
    return not in_order or any(info.date_time != _EPOCH or info.create_system for info in infos)


def parse_xml(data: bytes, name: str = "", part: str = "") -> etree._Element:
    """Return the root element of the XML ``data``: no entities, no DTD, no network.

    ``name`` and ``part`` say in messages which file and which part of it this is.  Raises InputError when the XML is
    damaged or carries a document type.
    """
    try:
        root = etree.fromstring(data, _PARSER)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError.because(
            "VB105", f'phần {part} của "{name}" đã hỏng', Place(name, detail=part or None), _DAMAGED
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputError.because(
            "VB106",
            f'phần {part} của "{name}" khai báo DOCTYPE, tài liệu Word không bao giờ có',
            Place(name, detail=part or None),
            "Không dùng tệp này; lấy lại từ nơi gửi.",
        )
    return root


def tree_of(data: bytes, name: str, part: str) -> etree._Element:
    """Return what ``parse_xml`` returns, for those who only read: the tree is kept for the next who asks, as it is.

    A document that was written is looked over and read one after the other, so of large parts the last one is kept;
    of small ones (styles, headers, relationships) many are the same in all documents of a template.
    """
    if len(data) > _LARGEST_KEPT:
        return parse_xml(data, name, part)
    try:
        return _small_tree(data) if len(data) < _SMALL else _large_tree(data)
    except InputError:
        return parse_xml(data, name, part)  # raises it in the words for this file


_small_tree = functools.lru_cache(maxsize=64)(parse_xml)
_large_tree = functools.lru_cache(maxsize=1)(parse_xml)


def to_bytes(root: etree._Element) -> bytes:
    """Return ``root`` as the bytes of a part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
