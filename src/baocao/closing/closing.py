"""Step 9, build: a period is closed: what was signed is copied and written down, once."""

from __future__ import annotations

import datetime
import os
import re
from dataclasses import dataclass
from pathlib import Path

from baocao.build import print_docx
from baocao.closing.records import Closed, folder_of, is_closed, record_files
from baocao.closing.signed import Opening, read_opening, reported_figures
from baocao.data.periods import Period
from baocao.document.register_entries import recipe_of
from baocao.docx.reader import read
from baocao.errors import BaocaoError
from baocao.findings import Finding, Findings, Place
from baocao.narrative import vietnamese as vi
from baocao.workspace import ReportConfig, Workspace

_SHOWN = 5
_NUMBER = re.compile(r"\d+[-/]\S+")


@dataclass(frozen=True, slots=True)
class Signed:
    """What a person hands over to be closed: the DOCX, other files by their endings, and what the text may not say.

    ``number`` and ``day`` win over what the document says; None: the document says it.
    """

    name: str
    docx: bytes
    others: dict[str, bytes]
    number: str | None = None
    day: datetime.date | None = None


def close(
    workspace: Workspace, report: ReportConfig, period: Period, signed: Signed, findings: Findings
) -> dict[str, bytes]:
    """Return the files of the record, by workspace path; empty when ``findings`` has an error that forbids closing.

    Raises BaocaoError (CK101) when the period has been closed before.
    """
    folder = folder_of(report.name, period)
    if is_closed(workspace, report.name, period):
        hint = "Bản đã chốt không ghi lại. Ban hành văn bản thay thế thì đổi tên thư mục này, rồi chốt bản mới."
        raise BaocaoError.because("CK101", f"{period.name} đã chốt rồi", Place(folder), hint)
    place = Place(signed.name)
    document = read(signed.docx, signed.name, findings)
    register = document.register
    if (register.report, register.period, register.scope) != (report.name, str(period), report.scope):
        held = f"báo cáo “{register.report}”, kỳ {register.period}" if register.report else "không có sổ số liệu"
        hint = "Chọn đúng tệp DOCX do baocao dựng cho kỳ này (sửa trong Word cũng được)."
        findings.error("CK106", f"tệp không phải {report.name} của {period.name} ({held})", place, hint)
        return {}
    if any(recipe_of(entry) is None for entry in register.entries):
        findings.error("CK106", "sổ số liệu của tệp có mục không đọc được", place, "Dựng lại tệp rồi ký.")
        return {}
    opening = read_opening(document)
    number, day = signed.number or opening.number, signed.day or opening.day
    findings.extend(_unsigned(opening, number, day, bool(report.sample), place))
    figures, typed = reported_figures(document)
    missing = [figure.text for figure in figures if figure.text.startswith("[") and figure.text.endswith("]")]
    for text in dict.fromkeys(missing):
        findings.error("CK105", f"văn bản còn chỗ thiếu số: {text}", place, "Bổ sung số liệu, dựng lại rồi ký.")
    if typed:
        names = "; ".join(f"{figure.name}: “{figure.text}”" for figure in typed[:_SHOWN])
        more = "; …" if len(typed) > _SHOWN else ""
        hint = "Hồ sơ giữ số đã ký. Sửa số liệu cho khớp, nếu số đã ký là số đúng."
        findings.warning("CK107", f"{len(typed)} số trong bản ký khác số liệu: {names}{more}", place, hint)
    if findings.errors or number is None or day is None:
        return {}
    kind = vi.upper_first(" ".join(report.kind.split()).lower())
    closed = Closed(report.name, period, kind, number, day, figures)
    copies = {f"{report.name}{ending}": data for ending, data in signed.others.items()}
    copies[f"{report.name}.docx"] = signed.docx
    if f"{report.name}.pdf" not in copies:
        copies[f"{report.name}.pdf"] = print_docx(signed.docx, signed.name, Findings())
    return record_files(closed, copies)


def _unsigned(
    opening: Opening, number: str | None, day: datetime.date | None, sample: bool, place: Place
) -> list[Finding]:
    """Return what shows that the document has not been signed and issued."""
    found = Findings()
    if opening.draft and sample:
        found.info("CK104", "bản dựng lại để minh họa luôn ghi DỰ THẢO; chốt để làm thử", place)
    elif opening.draft:
        hint = "Dựng bằng --final, hoặc bỏ chữ đó trong bản đã ký, rồi chốt."
        found.error("CK103", "văn bản còn ghi DỰ THẢO", place, hint)
    if number is None:
        found.error("CK102", "văn bản chưa có số", place, "Ghi số vào văn bản, hoặc thêm --number 123/BC-UBND.")
    elif not _NUMBER.fullmatch(number):
        found.error("CK102", f"số văn bản “{number}” không đúng mẫu", place, "Ghi như 123/BC-UBND hoặc 45-BC/TU.")
    if day is None:
        found.error("CK102", "văn bản chưa có ngày ký", place, "Ghi ngày vào văn bản, hoặc thêm --day 05/10/2021.")
    return found.items


def make_read_only(paths: list[Path]) -> None:
    """Take away the right to write the files of a record, as far as the system lets us."""
    for path in paths:
        os.chmod(path, 0o444)
