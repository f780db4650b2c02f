"""Step 9, build: one report of one period, from the workspace to finished DOCX and PDF files."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from baocao.checks.readers.word import reading_of
from baocao.checks.totals import check_totals
from baocao.checks.unused import check_unused
from baocao.checks.workspaces import check_built
from baocao.closing.differences import check_closed
from baocao.compose import compose
from baocao.data.dataset import View, load_dataset
from baocao.data.periods import Period
from baocao.data.targets import check_list, check_targets
from baocao.document.tree import Document
from baocao.docx.frame import render_frame
from baocao.docx.reader import read, read_with_origins
from baocao.docx.structure import look_over
from baocao.docx.writer import write
from baocao.errors import BaocaoError, InputError
from baocao.findings import Findings, Place
from baocao.office import Office
from baocao.printing.pdf import print_pdf
from baocao.tracing.opened import open_traced
from baocao.tracing.page import html_page
from baocao.tracing.present import Present

log = logging.getLogger("baocao")


@dataclass
class Outcome:
    """What a build gave: outputs by workspace path (empty when it was refused), and findings."""

    findings: Findings
    outputs: dict[str, bytes] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Whether there is a finding of severity error."""
        return bool(self.findings.errors)


def build_report(office: Office, name: str, period: Period, final: bool = False, page: bool = False) -> Outcome:
    """Return the finished files of one report, or, when an error blocks it, only the findings.

    Errors of data, templates and frame block everything; arithmetic errors of the finished text do not.  ``final``
    refuses a document that still has a number missing; ``page`` adds a page for the browser.
    """
    outcome = Outcome(Findings())
    findings = outcome.findings
    findings.extend(office.catalogue_findings)
    report = office.report(name)
    dataset = load_dataset(office.workspace, office.catalogue, report.office, findings, period)
    cells = dataset.cells()
    log.debug("2 data: %d ô số liệu", len(cells))
    filled = {str(cell.key.period): cell.key.period for cell in cells if cell.key.scope == report.scope}
    if str(period) not in filled:
        if not findings.errors:
            findings.error("KG103", *_no_data(period, filled))
        return outcome
    composition = compose(office, report, period, dataset, final, findings)
    for plan in composition.plans:
        findings.extend(check_list(dataset, plan))
    if final and report.sample:
        hint = "Bỏ dòng sample = true trong baocao.toml khi làm báo cáo thật."
        findings.info("KG105", "bản dựng lại để minh họa luôn ghi DỰ THẢO, kể cả khi dùng --final", hint=hint)
    if final and composition.missing:
        for text in composition.missing:
            findings.error("MB205", f"bản trình ký còn chỗ thiếu số: {text}", hint="Bổ sung số liệu rồi dựng lại.")
    if findings.errors:
        return outcome

    frame_path = f"templates/mau-trinh-bay/{report.frame}.docx"
    empty_frame = office.workspace.read(frame_path)
    try:
        frame = render_frame(empty_frame, composition.frame_words, frame_path)
        docx = write(composition.document, frame)
    except InputError:
        raise
    except BaocaoError as error:
        findings.extend(error.findings)
        return outcome
    target = f"output/{period}/{report.scope}/{report.name}"
    log.debug("5 docx: %d byte", len(docx))
    findings.extend(look_over(docx, f"{target}.docx"))
    if findings.errors:
        return outcome
    document, origins = read_with_origins(docx, f"{target}.docx", findings)
    outcome.outputs = {f"{target}.docx": docx, f"{target}.pdf": _printed(document, findings)}
    if page:
        outcome.outputs[f"{target}.html"] = html_page(
            open_traced(docx, f"{target}.docx", findings), Present(dataset), findings
        )
    workbook = composition.workbook()
    if workbook is not None:
        outcome.outputs[f"{target}-phu-luc.xlsx"] = workbook

    findings.extend(check_totals(dataset, period, report.scope))
    for plan in composition.plans:
        findings.extend(check_targets(dataset, plan, report.scope))
    used = (cell.place for entry in composition.document.register.entries for cell in entry.cells)
    findings.extend(check_unused(dataset, period, report.scope, used))
    findings.extend(check_closed(office, report, period, View(dataset)))
    findings.extend(check_built(reading_of(document, origins, f"{target}.docx"), dataset))
    return outcome


def _no_data(period: Period, filled: dict[str, Period]) -> tuple[str, Place, str]:
    """Return what to say of a period without a single number: message, place, and the periods that have some."""
    known = "; ".join(f"{code} ({other.name})" for code, other in sorted(filled.items()))
    choice = f", hoặc chọn kỳ đã có số liệu: {known}" if known else ""
    place, hint = Place(f"data/{period}"), f"Nhập số liệu vào thư mục này{choice}."
    return f"chưa có số liệu nào của kỳ {period.name}", place, hint


def print_docx(docx: bytes, name: str, findings: Findings) -> bytes:
    """Return the PDF of any DOCX of this kind: it is read back (step 6) and printed (step 8)."""
    return _printed(read(docx, name, findings), findings)


def _printed(document: Document, findings: Findings) -> bytes:
    log.debug("6 read: %d đoạn, bảng ở mức ngoài cùng", sum(len(section.blocks) for section in document.sections))
    pdf = print_pdf(document, findings)
    log.debug("8 print: %d byte", len(pdf))
    return pdf
