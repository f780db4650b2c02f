"""Steps 3 and 4 for one report: its document composed from templates and data, and the words for its Word frame."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from baocao.annexes.filling import AnnexTable, fill_annexes
from baocao.annexes.pages import annex_section, check_mentions, reference_line
from baocao.annexes.specs import load_annex_specs
from baocao.annexes.workbooks import annex_workbook
from baocao.collecting import not_collecting
from baocao.data.agency import AgencyFacts
from baocao.data.dataset import Dataset, View
from baocao.data.periods import Period, PeriodKind
from baocao.data.targets import LIST_NAME as TARGETS_LIST
from baocao.document import numbering
from baocao.document.imprints import imprints_of
from baocao.document.markdown import Conversion
from baocao.document.outline import number_outline
from baocao.document.tree import Document, Meta, Register, Section
from baocao.findings import Findings
from baocao.narrative import vietnamese as vi
from baocao.narrative.templates import Request
from baocao.office import Office
from baocao.workspace import ReportConfig

log = logging.getLogger("baocao")


@dataclass
class Composition:
    """A report after step 4: its document, the words that go into the Word frame, and what was asked of the data."""

    document: Document
    frame_words: dict[str, object]
    view: View
    missing: list[str] = field(default_factory=list)
    plans: tuple[Period, ...] = ()
    """The plans whose targets the text speaks of."""
    annexes: tuple[AnnexTable, ...] = ()
    reference: str = ""
    """The line under the title of an annex that names the document it belongs to."""

    def workbook(self) -> bytes | None:
        """Return the annexes as XLSX; None when there are none."""
        return annex_workbook(self.annexes, self.reference, self.document.meta.created) if self.annexes else None


@not_collecting()  # what it makes lives to its end, and most of it to that of the report
def compose(
    office: Office, report: ReportConfig, period: Period, dataset: Dataset, final: bool, findings: Findings
) -> Composition:
    """Return the document of a report (steps 3 and 4); what is wrong on the way is added to ``findings``."""
    request = Request(report.template, report.name, period, report.scope, View.of(dataset))
    facts = request.view.facts
    owner = f"{report.name} {period}"
    narrative = office.templates.render(request, findings)
    log.debug("3 narrative: %d phần, %d chỗ in từ số liệu", len(narrative.sections), len(narrative.nodes))
    abstract = office.templates.render_line(f"templates/{report.template}/trich-yeu.md", request, findings)

    conversion = Conversion(narrative, findings)
    blocks = [block for section in narrative.sections for block in conversion.blocks(section)]
    body = number_outline(blocks, report.outline_at(period))
    log.debug("4 document: %d đoạn, %d số trong sổ", len(body), len(conversion.register))
    draft = bool(report.sample) or not final
    created = f"{period.document_day.isoformat()}T00:00:00Z"
    issuer = " ".join(facts.lines("cơ quan ban hành", owner))
    meta = Meta(
        title=f"{_kind_in_text(report)} {vi.lower_first(abstract)}",
        author=issuer,
        subject=abstract,
        description=", ".join(words for words in ("Dự thảo" if draft else "", report.sample) if words),
        created=created,
    )
    specs = load_annex_specs(office.workspace, report.template, findings)
    annexes = fill_annexes(specs, request, office.templates, findings)
    check_mentions(body, annexes, findings)
    frame_words = _frame_words(report, period, facts, abstract, draft)
    reference = _reference_line(report, frame_words, facts.text("tên cơ quan", owner) or issuer)
    entries = conversion.register | {entry.id: entry for annex in annexes for entry in annex.register()}
    pages = (Section(tuple(body)), *(annex_section(annex, reference) for annex in annexes))
    texts, wholes = imprints_of(Document(pages))
    register = Register(
        report.name, str(period), report.scope, tuple(entries.values()), paragraphs=texts, wholes=wholes
    )
    document = Document(pages, meta=meta, register=register)
    plans = tuple(at for name, at in request.view.asked_lists if name == TARGETS_LIST)
    return Composition(document, frame_words, request.view, conversion.missing, plans, tuple(annexes), reference)


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


def _kind_in_text(report: ReportConfig) -> str:
    """Return the kind of document as running text writes it: "BÁO CÁO" gives "Báo cáo"."""
    return vi.upper_first(" ".join(report.kind.split()).lower())


def _reference_line(report: ReportConfig, words: dict[str, object], issuer: str) -> str:
    """Return the line under the title of an annex, with room for the number that is not there yet."""
    number = numbering.cited(str(words["so_ky_hieu"]))
    return reference_line(_kind_in_text(report), number, str(words["ngay"]), issuer)


def _recipients(lines: tuple[str, ...]) -> list[str]:
    """Return the recipients as the form asks: ";" after each, "." after the last (NĐ 30/2020, Phụ lục I, II.9)."""
    ends = [";"] * (len(lines) - 1) + ["."]
    return [line.rstrip(";., ") + end for line, end in zip(lines, ends, strict=True)] if lines else []
