"""Step 9, build: one report of one period, from the workspace to finished DOCX and PDF files."""

from __future__ import annotations

import logging
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from baocao import numbering
from baocao import vietnamese as vi
from baocao.agency import AgencyFacts
from baocao.annex_pages import annex_section, check_mentions, reference_line
from baocao.annex_specs import load_annex_specs
from baocao.annex_workbooks import annex_workbook
from baocao.annexes import fill_annexes
from baocao.checks.totals import check_totals
from baocao.checks.unused import check_unused
from baocao.dataset import Dataset, View, load_dataset
from baocao.document import Block, Document, Meta, Paragraph, ParagraphFormat, Register, Section
from baocao.docx.frame import render_frame
from baocao.docx.reader import read
from baocao.docx.structure import look_over
from baocao.docx.writer import write
from baocao.errors import BaocaoError, InputError
from baocao.findings import Findings, Place
from baocao.markdown import Conversion
from baocao.narrative import Request
from baocao.office import Office
from baocao.outline import number_outline
from baocao.pdf import print_pdf
from baocao.periods import Period, PeriodKind
from baocao.targets import LIST_NAME as TARGETS_LIST
from baocao.targets import check_targets
from baocao.workspace import ReportConfig

log = logging.getLogger("baocao")


@dataclass
class Composition:
    """A report after step 4: its document, and the words that go into the Word frame."""

    document: Document
    frame_words: dict[str, object]
    missing: list[str] = field(default_factory=list)
    plans: tuple[Period, ...] = ()
    """The plans whose targets the text speaks of."""
    workbook: bytes | None = None
    """The annexes as XLSX; None when there are none."""


@dataclass
class Outcome:
    """What a build gave: outputs by workspace path (empty when it was refused), and findings."""

    findings: Findings
    outputs: dict[str, bytes] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Whether there is a finding of severity error."""
        return bool(self.findings.errors)


def compose(
    office: Office, report: ReportConfig, period: Period, dataset: Dataset, final: bool, findings: Findings
) -> Composition:
    """Return the document of a report (steps 3 and 4); what is wrong on the way is added to ``findings``."""
    request = Request(report.template, report.name, period, report.scope, View(dataset))
    facts = request.view.facts
    narrative = office.templates.render(request, findings)
    log.debug("3 narrative: %d phần, %d chỗ in từ số liệu", len(narrative.sections), len(narrative.nodes))
    abstract = office.templates.render_line(f"templates/{report.template}/trich-yeu.md", request, findings)

    conversion = Conversion(narrative, findings)
    blocks = [block for section in narrative.sections for block in conversion.blocks(section)]
    body = _ending_with_signature(number_outline(blocks, report.outline_at(period)))
    log.debug("4 document: %d đoạn, %d số trong sổ", len(body), len(conversion.register))
    draft = bool(report.sample) or not final
    created = f"{period.document_day.isoformat()}T00:00:00Z"
    issuer = " ".join(facts.lines("cơ quan ban hành", report.name))
    meta = Meta(
        title=f"{vi.upper_first(_on_one_line(report.kind).lower())} {vi.lower_first(abstract)}",
        author=issuer,
        subject=abstract,
        description=", ".join(
            words for words in ("Dự thảo" if draft else "", report.sample) if words
        ),
        created=created,
    )
    specs = load_annex_specs(office.workspace, report.template, findings)
    annexes = fill_annexes(specs, request, office.templates, findings)
    check_mentions(body, annexes, findings)
    frame_words = _frame_words(report, period, facts, abstract, draft)
    reference = _reference_line(report, frame_words, facts.text("tên cơ quan", report.name) or issuer)
    entries = conversion.register | {entry.id: entry for annex in annexes for entry in annex.register()}
    register = Register(report.name, str(period), report.scope, tuple(entries.values()))
    pages = (Section(tuple(body)), *(annex_section(annex, reference) for annex in annexes))
    document = Document(pages, meta=meta, register=register)
    workbook = annex_workbook(annexes, reference, created) if annexes else None
    plans = tuple(at for name, at in request.view.asked_lists if name == TARGETS_LIST)
    return Composition(document, frame_words, conversion.missing, plans, workbook)


def _ending_with_signature(body: list[Block]) -> list[Block]:
    """Return the blocks, the last paragraph kept with what follows, so that the signature never stands alone on a page."""
    last = body[-1] if body else None
    if not isinstance(last, Paragraph):
        return body
    return [*body[:-1], Paragraph(last.style, last.inlines, ParagraphFormat(keep_next=True))]


def _frame_words(
    report: ReportConfig, period: Period, facts: AgencyFacts, abstract: str, draft: bool
) -> dict[str, object]:
    """Return the words for the opening and closing blocks of the frame; number and day are left blank in a draft."""
    day = period.document_day
    month = vi.NBSP * 6 if period.kind is PeriodKind.YEARS else vi.month(day.month)
    owner = f"{report.name} {period}"
    return {
        "co_quan_chu_quan": list(facts.lines("cơ quan chủ quản", owner)),
        "co_quan_ban_hanh": list(facts.lines("cơ quan ban hành", owner)),
        "so_ky_hieu": numbering.document_number(report.frame, None, report.symbol, facts.text("ký hiệu", owner) or ""),
        "dia_danh": facts.text("địa danh", owner) or "",
        "ngay": f"ngày{vi.NBSP * 6}tháng{vi.NBSP}{month} năm{vi.NBSP}{day.year}",
        "ten_loai": report.kind,
        "trich_yeu": vi.glue(vi.lower_first(abstract) if numbering.is_party(report.frame) else abstract),
        "tham_quyen": list(facts.lines("thẩm quyền", owner)),
        "noi_nhan": _recipients(facts.lines("nơi nhận", owner)),
        "quyen_han": list(facts.lines("quyền hạn", owner)),
        "nguoi_ky": facts.text("người ký", owner) or "",
        "du_thao": draft,
        "ghi_chu_mau": report.sample,
    }


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _reference_line(report: ReportConfig, words: dict[str, object], issuer: str) -> str:
    """Return the line under the title of an annex, with room for the number that is not there yet."""
    number = numbering.cited(str(words["so_ky_hieu"]))
    return reference_line(vi.upper_first(_on_one_line(report.kind).lower()), number, str(words["ngay"]), issuer)


def _recipients(lines: tuple[str, ...]) -> list[str]:
    """Return the recipients as the form asks: ";" after each, "." after the last (NĐ 30/2020, Phụ lục I, II.9)."""
    ends = [";"] * (len(lines) - 1) + ["."]
    return [line.rstrip(";., ") + end for line, end in zip(lines, ends, strict=True)] if lines else []


def build_report(office: Office, name: str, period: Period, final: bool = False) -> Outcome:
    """Return the finished files of one report, or, when an error blocks it, only the findings.

    Errors of data, templates and frame block everything; arithmetic errors of the finished text do not.  ``final``
    refuses a document that still has a number missing.
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
    outcome.outputs = {f"{target}.docx": docx, f"{target}.pdf": print_docx(docx, f"{target}.docx", findings)}
    if composition.workbook is not None:
        outcome.outputs[f"{target}-phu-luc.xlsx"] = composition.workbook

    findings.extend(check_totals(dataset, period, report.scope))
    for plan in composition.plans:
        findings.extend(check_targets(dataset, plan, report.scope))
    used = (cell for entry in composition.document.register.entries for cell in entry.cells)
    findings.extend(check_unused(dataset, period, report.scope, used))
    return outcome


def _no_data(period: Period, filled: dict[str, Period]) -> tuple[str, Place, str]:
    """Return what to say of a period without a single number: message, place, and the periods that have some."""
    known = "; ".join(f"{code} ({other.name})" for code, other in sorted(filled.items()))
    choice = f", hoặc chọn kỳ đã có số liệu: {known}" if known else ""
    place, hint = Place(f"data/{period}"), f"Nhập số liệu vào thư mục này{choice}."
    return f"chưa có số liệu nào của kỳ {period.name}", place, hint


def print_docx(docx: bytes, name: str, findings: Findings) -> bytes:
    """Return the PDF of any DOCX of this kind: it is read back (step 6) and printed (step 8)."""
    document = read(docx, name, findings)
    log.debug("6 read: %d đoạn, bảng ở mức ngoài cùng", sum(len(section.blocks) for section in document.sections))
    pdf = print_pdf(document, findings)
    log.debug("8 print: %d byte", len(pdf))
    return pdf


def save(outputs: dict[str, bytes], root: Path) -> list[Path]:
    """Write finished files below ``root``, each under a temporary name first, and return their paths.

    A crash leaves the old file or the new one, never half a file.  Raises BaocaoError (KG011) when a file cannot be
    written.
    """
    return [_replace(root / name, data) for name, data in outputs.items()]


def _replace(target: Path, data: bytes) -> Path:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, 0o644)
            os.replace(temporary, target)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        hint = "Đóng tệp nếu đang mở ở chương trình khác; xem lại quyền ghi và chỗ trống trên ổ đĩa."
        raise BaocaoError.because("KG011", "không ghi được tệp", Place(str(target)), hint) from error
    return target
