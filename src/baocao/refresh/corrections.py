"""Step 9, refresh: which numbers typed over figures go into the data, and what becomes of the data then."""

from __future__ import annotations

from dataclasses import dataclass, field

from baocao.data.observations import Key
from baocao.findings import Findings, Place
from baocao.plaintext import as_typed
from baocao.refresh.changes import Answer, Fate
from baocao.refresh.drafts import Occurrence
from baocao.refresh.ledger import Known, Ledger
from baocao.refresh.present_report import PresentReport
from baocao.refresh.typed_numbers import Correction, corrected_file, correction, observations_of
from baocao.refresh.wishes import Wishes
from baocao.refresh.wording import Wording


@dataclass
class Corrections:
    """Numbers typed over that go into the data; ``put`` are the places where they stand."""

    chosen: dict[Key, Correction] = field(default_factory=dict)
    put: set[Occurrence] = field(default_factory=set)

    def files(self) -> dict[str, list[Correction]]:
        """Return the corrections by the file of the data that takes them."""
        files: dict[str, list[Correction]] = {}
        for one in self.chosen.values():
            files.setdefault(one.file, []).append(one)
        return files


def collect(
    name: str, ledger: Ledger, occurrences: list[Occurrence], wishes: Wishes, findings: Findings
) -> Corrections:
    """Return what becomes of the numbers that were typed over figures of the draft called ``name``.

    A number that was asked for by id and cannot go into the data is an error (CN105), one among all others a warning;
    two different numbers for one figure are an error (CN106).
    """
    found = Corrections()
    for occurrence in occurrences:
        if wishes.answer(occurrence.id) is not Answer.DATA:
            continue
        known = ledger.known(occurrence.id)
        shown = Wording(occurrence.content).text
        if known is None or known.recipe.whole or known.judged(shown).fate is not Fate.OVERTYPED:
            continue
        made = correction_of(known, shown, ledger.present, wishes)
        place = _place(name, known, shown)
        if isinstance(made, str):
            message = f"không đưa được số gõ tay vào số liệu: {made}"
            hint = "Chọn keep (giữ ở đây) hoặc restore (trả lại theo số liệu) cho số này."
            tell = findings.error if occurrence.id in wishes.answers else findings.warning
            tell("CN105", message, place, hint)
        elif found.chosen.setdefault(made.key, made).value != made.value:
            hint = "Sửa cho hai chỗ giống nhau, hoặc trả lời riêng cho số này."
            findings.error("CN106", "một số liệu được gõ tay thành hai số khác nhau", place, hint)
        else:
            found.put.add(occurrence)
    return found


def correction_of(known: Known, shown: str, present: PresentReport, wishes: Wishes) -> Correction | str:
    """Return what the text ``shown``, typed over a figure, makes of the data, or in words why it can make nothing."""
    return correction(known.recipe, shown, present.dataset, present.period, wishes.day)


def _place(name: str, known: Known, shown: str) -> Place:
    return Place(name, detail=f"{known.now.name}: “{as_typed(shown)}”")


def put_into_data(
    corrections: Corrections, present: PresentReport, wishes: Wishes, findings: Findings
) -> tuple[PresentReport, dict[str, bytes]]:
    """Return the report with the corrections in its data, and the files of the data that change, by workspace path.

    A correction that does not become the newest number of its key is an error (CN107).
    """
    files: dict[str, bytes] = {}
    workspace = present.office.workspace
    for file, own in corrections.files().items():
        files[file] = corrected_file(workspace, own, present.dataset, wishes.day)
        added = observations_of(files[file], own[0], present.dataset, workspace.scope, findings)
        present = present.with_observations(added, file, findings)
    for key, one in corrections.chosen.items():
        held = present.dataset.get(key)
        if held is None or held.place.file != one.file or held.value != one.value:
            place = held.place if held else Place(one.file)
            message = (
                f"số gõ tay không thành số mới nhất của {present.dataset.catalogue.indicators[key.indicator].name}"
            )
            findings.error("CN107", message, place, "Sửa thẳng số đang dùng ở ô này.")
    return present, files
