"""Step 9, trace: one file asked about its figures; what cannot be told for want of a workspace is said."""

from __future__ import annotations

import re
from pathlib import Path

from baocao.document.tree import Register
from baocao.errors import BaocaoError
from baocao.findings import Findings, Place, Severity
from baocao.office import Office
from baocao.plaintext import as_typed, fold_marks
from baocao.tracing.lists import register_workbook
from baocao.tracing.opened import open_traced
from baocao.tracing.page import html_page
from baocao.tracing.present_data import PresentData
from baocao.tracing.proof import proof_copy, proof_rows
from baocao.tracing.search import Hits, Typed, find_figure, find_indicator
from baocao.tracing.sightings import Sighting
from baocao.tracing.traces import Trace, trace

_NO_WORKSPACE = "chưa biết cơ quan cung cấp, số kỳ trước, và số liệu nay có đổi không"


class Tracer:
    """A DOCX or PDF with what is known of its figures."""

    def __init__(self, data: bytes, name: str, root: Path, findings: Findings) -> None:
        """Open the file ``data`` called ``name``, and the workspace at ``root`` where there is one.

        Raises InputError when the file cannot be opened or has no register.
        """
        self._data = data
        self._findings = findings
        self.opened = open_traced(data, name, findings)
        self._present = present_of(self.opened.register, root, findings)

    @property
    def has_workspace(self) -> bool:
        """Whether catalogue and data were at hand."""
        return self._present is not None

    def ask(self, figure: str = "", indicator: str = "") -> tuple[list[Trace], tuple[Typed, ...]]:
        """Return the figures that show ``figure``, or are of ``indicator``, or all; and where ``figure`` is plain text.

        Nothing found gives an error (VB402) with what is nearest.
        """
        if not figure and not indicator:
            return [self._trace(found) for found in self.opened.sight.figures], ()
        hits = find_figure(self.opened, figure) if figure else find_indicator(self.opened, indicator)
        self._tell(hits, figure, indicator)
        return [self._trace(found) for found in hits.figures], hits.typed

    def _tell(self, hits: Hits, figure: str, indicator: str) -> None:
        place = Place(self.opened.name)
        if hits.typed and not hits.figures:
            message = f"“{figure}” có trong văn bản nhưng không phải số lấy từ số liệu: chữ gõ tay hoặc chữ của mẫu"
            self._findings.warning(
                "VB403", message, place, "Muốn số này tự cập nhật, đưa nó vào số liệu và mẫu lời văn."
            )
        elif not hits.figures:
            wanted = f"số “{figure}”" if figure else f"chỉ tiêu “{indicator}”"
            near = "; ".join(f"“{as_typed(text)}”" for text in hits.nearest)
            hint = f"Gần giống nhất: {near}." if near else "Xem mọi số bằng: baocao trace TỆP."
            self._findings.error("VB402", f"không thấy {wanted} trong văn bản", place, hint)

    def _trace(self, sighting: Sighting) -> Trace:
        return trace(self.opened, sighting, self._present)

    def workbook(self) -> tuple[str, bytes]:
        """Return all figures as a workbook, and how the name of its file ends."""
        return "-nguon-so.xlsx", register_workbook(self.opened, self.ask()[0])

    def page(self) -> bytes:
        """Return the document as a page for the browser; nothing when there is an error."""
        return html_page(self.opened, self._present, self._findings)

    def proof(self, agency: str = "") -> tuple[str, bytes]:
        """Return the copy for proofreading, and how the name of its file ends; no bytes when there is an error.

        ``agency`` names the agency whose figures are wanted, or a part of its name.
        """
        place = Place(self.opened.name)
        if self.opened.document is None:
            hint = "Dùng tệp DOCX của văn bản; bản PDF chỉ để xem nguồn."
            self._findings.error("VB406", "bản soát số chỉ làm được từ tệp DOCX", place, hint)
            return "", b""
        traces = self.ask()[0]
        name = self._agency(agency, traces) if agency else ""
        if name is None:
            return "", b""
        chosen = [item for item in traces if not name or item.agency == name]
        rows = proof_rows(self.opened, chosen, self._present)
        words = ["", "soat", "so", *re.findall("[a-z0-9]+", fold_marks(name))]
        return f"{'-'.join(words)}.docx", proof_copy(self._data, self.opened, rows, name)

    def _agency(self, wanted: str, traces: list[Trace]) -> str | None:
        """Return the agency of the document that is meant; None, told as an error, when none or several are."""
        known = sorted({item.agency for item in traces if item.agency})
        exact = [name for name in known if fold_marks(name) == fold_marks(wanted)]
        found = exact or [name for name in known if fold_marks(wanted) in fold_marks(name)]
        if len(found) == 1:
            return found[0]
        if self._present is None:
            message, hint = "chưa biết số nào của cơ quan nào", "Chạy trong thư mục làm việc, nơi có danh mục chỉ tiêu."
        else:
            message = f"{'nhiều' if found else 'không có'} cơ quan “{wanted}” trong văn bản"
            hint = f"Các cơ quan có số trong văn bản: {'; '.join(found or known)}."
        self._findings.error("VB407", message, Place(self.opened.name), hint)
        return None


def print_page(data: bytes, name: str, root: Path, findings: Findings) -> bytes:
    """Return the DOCX ``data`` as a page for the browser; raises InputError when it has no register."""
    tracer = Tracer(data, name, root, findings)
    return tracer.page()


def present_of(register: Register, root: Path, findings: Findings) -> PresentData | None:
    """Return the data of the workspace at ``root`` for a document; None, told as a warning, when they cannot be had."""
    hint = "Chạy trong thư mục có tệp baocao.toml, hoặc chỉ thư mục đó bằng --root."
    try:
        office = Office(root)
    except BaocaoError as error:
        first = error.findings[0]
        if first.code == "KG001":
            findings.warning("VB404", f"không có thư mục làm việc: {_NO_WORKSPACE}", None, hint)
        else:
            reason = f"không mở được thư mục làm việc ({first.code}: {first.message}): {_NO_WORKSPACE}"
            findings.warning("VB404", reason, first.place, first.hint)
        return None
    loading = Findings()
    try:
        present = PresentData.load(office, register, loading)
    except BaocaoError as error:
        first = error.findings[0]
        message = f"thư mục làm việc không phải của văn bản này ({first.message}): {_NO_WORKSPACE}"
        findings.warning("VB404", message, first.place, hint)
        return None
    wrong = [finding for finding in loading.items if finding.severity is Severity.ERROR]
    if wrong:
        message = f"số liệu nay có {len(wrong)} lỗi, so sánh với số liệu nay có thể thiếu; lỗi đầu: {wrong[0].message}"
        findings.warning("VB405", message, wrong[0].place, wrong[0].hint)
    return present
