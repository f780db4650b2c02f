"""Step 9, refresh: a draft that people have edited, its figures brought up to the present data.

Only the inside of figures is ever changed, and the register; the rest of the draft stays byte by byte.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from baocao.data.periods import Period
from baocao.document.tree import Register
from baocao.docx.package import open_package, save_package
from baocao.docx.reader import read
from baocao.findings import Findings, Place
from baocao.narrative.moving import Move
from baocao.office import Office
from baocao.refresh.changes import Answer, ChangeList
from baocao.refresh.corrections import collect, put_into_data
from baocao.refresh.drafts import Draft, Occurrence
from baocao.refresh.editing import Editing
from baocao.refresh.ledger import Ledger
from baocao.refresh.present_report import PresentReport, load_present_report
from baocao.refresh.rederiving import rederive
from baocao.refresh.wishes import Wishes


@dataclass
class Refreshed:
    """What a refresh gave: the new draft and changed files of the data by workspace path (none: refused), findings."""

    findings: Findings
    docx: bytes = b""
    changes: ChangeList | None = None
    data_files: dict[str, bytes] = field(default_factory=dict)
    same: bool = False
    """Whether the new draft holds the very same parts as the old one."""

    @property
    def failed(self) -> bool:
        """Whether an error stood in the way."""
        return bool(self.findings.errors)


def refresh(office: Office, data: bytes, name: str, wishes: Wishes) -> Refreshed:
    """Return the draft ``data``, called ``name`` in messages, with all its figures as the data print them now.

    Errors of data and template refuse it, as they refuse a build.  Raises InputError when ``data`` is no DOCX, and
    BaocaoError when nobody can tell what its figures are.
    """
    outcome = Refreshed(Findings())
    parts = open_package(data, name)
    draft = Draft(parts, name)
    lost = not draft.register.entries
    register = rederive(office, draft, wishes.report, wishes.period, outcome.findings) if lost else draft.register
    if wishes.report and office.report(wishes.report).name != register.report:
        message = f"dự thảo này là của báo cáo {register.report}, không phải {wishes.report}"
        outcome.findings.error(
            "CN109", message, Place(name), "Bỏ --report: dự thảo còn sổ số liệu, tự biết báo cáo của mình."
        )
    period = wishes.period or Period.parse(register.period)
    seen = Findings()
    present = load_present_report(office, office.report(register.report), period, seen)
    if present is not None and wishes.period is not None and not present.has_numbers:
        hint = "Nhập số liệu vào thư mục này, hoặc xem lại kỳ ghi ở --period."
        outcome.findings.error("KG103", f"chưa có số liệu nào của kỳ {period.name}", Place(f"data/{period}"), hint)
        return outcome
    outcome.findings.extend(seen.items)
    if present is not None and not outcome.failed:
        outcome.changes = refresh_draft(draft, register, present, wishes, outcome, lost)
    if outcome.changes is not None:
        outcome.docx = save_package(draft.parts)
        outcome.same = draft.parts == parts
    return outcome


def refresh_draft(
    draft: Draft, register: Register, present: PresentReport, wishes: Wishes, outcome: Refreshed, lost: bool = False
) -> ChangeList | None:
    """Refresh the parts of ``draft``, whose figures are those of ``register``, and return what changed.

    Findings and files of the data go into ``outcome``; None: an error among the findings refuses it.  ``lost`` tells
    that the draft has no register of its own.
    """
    findings, parts = outcome.findings, dict(draft.parts)
    move = Move(Period.parse(register.period), present.period)
    ledger = Ledger(draft.name, register, present, move, findings, lost)
    occurrences = draft.occurrences(register)
    wishes = _resolved(draft.name, wishes, ledger, occurrences, findings)
    corrections = collect(draft.name, ledger, occurrences, wishes, findings)
    if corrections.chosen and not findings.errors:
        present, outcome.data_files = put_into_data(corrections, present, wishes, findings)
        ledger = Ledger(draft.name, register, present, move, findings, lost)
    if findings.errors:
        outcome.data_files = {}
        return None
    editing = Editing(draft, ledger, move, occurrences, wishes, corrections, findings)
    return editing.run(lambda: read(save_package(parts), draft.name, Findings()))


def _resolved(name: str, wishes: Wishes, ledger: Ledger, occurrences: list[Occurrence], findings: Findings) -> Wishes:
    """Return the wishes with answers by whole ids of the draft; an answer that fits no figure, or several, is an error."""
    ids = {occurrence.id: occurrence.id for occurrence in occurrences} | ledger.ids
    answers: dict[str, Answer] = {}
    for start, answer in wishes.answers.items():
        fitting = [pair for pair in ids.items() if start and any(id.startswith(start) for id in pair)]
        if len(fitting) == 1:
            answers |= dict.fromkeys(fitting[0], answer)
            continue
        what = "không chỉ số nào" if not fitting else f"chỉ {len(fitting)} số"
        hint = "Chép mã từ danh sách mà lệnh in ra, đủ các chữ."
        findings.error("CN104", f"mã “{start}” trong --answer {what} của dự thảo", Place(name), hint)
    return replace(wishes, answers=answers)
