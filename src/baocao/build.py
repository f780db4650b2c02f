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
from baocao.data.dataset import Dataset, Holdings, View, load_facts
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
from baocao.stack_room import with_stack_room
from baocao.tracing.opened import open_traced
from baocao.tracing.page import html_page
from baocao.tracing.present_data import PresentData
from baocao.workspace import ReportConfig

log = logging.getLogger("baocao")


@dataclass
class Outcome:
    """What a build gave: outputs by workspace path (empty when it was refused), findings, and what it read.

    ``queries`` are the questions that were asked of the data, with the hashes of the answers (see ``View``).
    """

    findings: Findings
    outputs: dict[str, bytes] = field(default_factory=dict)
    queries: dict[str, str] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Whether there is a finding of severity error."""
        return bool(self.findings.errors)


def build_report(office: Office, name: str, period: Period, final: bool = False, page: bool = False) -> Outcome:
    """Return the finished files of one report, or, when an error blocks it, only the findings.

    Errors of data, templates and frame block everything; arithmetic errors of the finished text do not.  ``final``
    refuses a document that still has a number missing; ``page`` adds a page for the browser.
    """
    report = office.report(name)
    findings = Findings()
    findings.extend(office.catalogue_findings)
    holdings = Holdings(office.workspace, office.catalogue)
    findings.extend(holdings.findings(period, report.scope))
    facts = load_facts(office.workspace, report.office, findings)
    dataset = holdings.dataset_of(report.scope, period, facts)
    return make_report(office, report, period, dataset, final, Outcome(findings), page=page)


@with_stack_room
def make_report(
    office: Office,
    report: ReportConfig,
    period: Period,
    dataset: Dataset,
    final: bool,
    outcome: Outcome,
    blocked: bool = False,
    page: bool = False,
) -> Outcome:
    """Return ``outcome`` with the files of one report made from data that are loaded already, and with their findings.

    Nothing is made when ``outcome`` has errors or when the data are known to have some (``blocked``); the templates are
    looked at all the same, so that one run tells everything.  ``final`` and ``page``: see ``build_report``.
    """
    findings, view = outcome.findings, View.of(dataset)
    log.debug("2 data: %d ô số liệu", len(dataset.cells()))
    if not view.has_numbers(period, report.scope):
        if not findings.errors and not blocked:
            findings.error("KG103", *_no_data(period, dataset, report.scope))
        return outcome
    composition = compose(office, report, period, view, final, findings)
    for plan in composition.plans:
        findings.extend(check_list(view, plan))
    if final and report.sample:
        hint = "Bỏ dòng sample = true trong baocao.toml khi làm báo cáo thật."
        findings.info("KG105", "bản dựng lại để minh họa luôn ghi DỰ THẢO, kể cả khi dùng --final", hint=hint)
    if final and composition.missing:
        for text in composition.missing:
            findings.error("MB205", f"bản trình ký còn chỗ thiếu số: {text}", hint="Bổ sung số liệu rồi dựng lại.")
    if findings.errors or blocked:
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
            open_traced(docx, f"{target}.docx", findings), PresentData(view), findings
        )
    workbook = composition.workbook()
    if workbook is not None:
        outcome.outputs[f"{target}-phu-luc.xlsx"] = workbook

    findings.extend(check_totals(view, period, report.scope))
    for plan in composition.plans:
        findings.extend(check_targets(view, plan, report.scope))
    used = (cell.place for entry in composition.document.register.entries for cell in entry.cells)
    findings.extend(check_unused(dataset, period, report.scope, used))
    findings.extend(check_closed(office.workspace, report, period, view))
    # What it asks of the data the figures have asked already; asked through the view it would be every cell of the area.
    findings.extend(check_built(reading_of(document, origins, f"{target}.docx"), dataset))
    outcome.queries = view.queries
    return outcome


def _no_data(period: Period, dataset: Dataset, scope: str) -> tuple[str, Place, str]:
    """Return what to say of a period without a single number: message, place, and the periods that have some."""
    filled = {str(cell.key.period): cell.key.period for cell in dataset.cells() if cell.key.scope == scope}
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
