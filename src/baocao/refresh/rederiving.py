"""Step 9, refresh: the register of a draft that has lost it, made anew from the template that its figures come from."""

from __future__ import annotations

from collections.abc import Iterator

from baocao.data.periods import Period
from baocao.document.tree import Register
from baocao.docx.controls import SEPARATOR
from baocao.docx.ooxml import W, val
from baocao.errors import BaocaoError
from baocao.findings import Findings, Place
from baocao.office import Office
from baocao.refresh.drafts import Draft
from baocao.refresh.present_report import load_present_report
from baocao.workspace import ReportConfig

_ENOUGH = 0.5


def rederive(office: Office, draft: Draft, report: str, period: Period | None, findings: Findings) -> Register:
    """Return the register of the report whose figures the draft carries; its texts are those of the data now.

    An id is the hash of a recipe, so the right report is the one that prints the same ids.  ``report`` and ``period``
    narrow the choice.  Raises BaocaoError (CN101, CN102) when there are no figures or no report prints them.
    """
    ids = set(_ids(draft))
    place = Place(draft.name)
    if not ids:
        hint = "Dùng tệp DOCX do baocao dựng; một số chương trình khi lưu làm mất các ô số liệu."
        raise BaocaoError.because("CN101", "tệp không có ô số liệu nào của baocao", place, hint)
    best, shared = Register(), 0
    for config, at in _choices(office, report, period):
        present = load_present_report(office, config, at, Findings())
        if present is not None and len(ids & present.printed) > shared:
            best, shared = present.composition.document.register, len(ids & present.printed)
    if shared < _ENOUGH * len(ids):
        message = "tệp đã mất sổ số liệu, và không báo cáo nào đã khai in các số này"
        hint = "Chỉ rõ bằng --report và --period; xem lại mẫu lời văn nếu mã chỉ tiêu đã đổi tên."
        raise BaocaoError.because("CN102", message, place, hint)
    findings.warning(
        "CN201",
        f"tệp đã mất sổ số liệu; công thức của {shared}/{len(ids)} số lấy lại từ mẫu “{best.report}”, kỳ {best.period}",
        place,
        "Không biết được số nào đã gõ tay: xem kỹ các số đã thay trong danh sách.",
    )
    return best


def _ids(draft: Draft) -> Iterator[str]:
    for text in draft.texts.values():
        for properties in text.root.iter(W + "sdtPr"):
            _, separator, end = (val(properties, W + "alias") or "").rpartition(SEPARATOR)
            if separator:
                yield end


def _choices(office: Office, report: str, period: Period | None) -> Iterator[tuple[ReportConfig, Period]]:
    reports = [office.report(report)] if report else list(office.workspace.reports.values())
    for config in reports:
        codes = [str(period)] if period else config.periods
        yield from ((config, Period.parse(code)) for code in codes)
