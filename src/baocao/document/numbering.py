"""Step 4, document: how documents and their annexes are numbered, by the rules of each kind of issuing body."""

from __future__ import annotations

from baocao.narrative import vietnamese as vi

ROOM_FOR_NUMBER = vi.NBSP * 8
PARTY_FRAME = "van-ban-dang"


def _padded(number: int | None) -> str:
    return ROOM_FOR_NUMBER if number is None else f"{number:02}"


def state_number(number: int | None, kind: str, body: str) -> str:
    """Return "Số: 05/BC-UBND"; without a number there is room for it (NĐ 30/2020, Phụ lục I, II.3)."""
    return f"Số: {_padded(number)}/{kind}-{body}"


def letter_number(number: int | None, body: str, unit: str) -> str:
    """Return the number of a công văn, which names no kind: "Số: 12/UBND-VX" (NĐ 30/2020, Phụ lục I, II.3b)."""
    return f"Số: {_padded(number)}/{body}-{unit}"


def party_number(number: int | None, kind: str, body: str) -> str:
    """Return "Số 06-CT/TU": no colon, the kind before the body (HD 05-HD/VPTW, mục 3)."""
    return f"Số {_padded(number)}-{kind}/{body}"


def normative_number(number: int | None, year: int, kind: str, body: str) -> str:
    """Return "Số: 12/2026/NQ-HĐND", the number of a legal document (NĐ 78/2025, NĐ 187/2025)."""
    return f"Số: {_padded(number)}/{year}/{kind}-{body}"


def is_party(frame: str) -> bool:
    """Return whether documents in a Word frame take the Party's form: its frame, or a copy named "van-ban-dang-…"."""
    return frame == PARTY_FRAME or frame.startswith(f"{PARTY_FRAME}-")


def document_number(frame: str, number: int | None, kind: str, body: str) -> str:
    """Return the number of a document as the form behind its Word frame writes it."""
    return (party_number if is_party(frame) else state_number)(number, kind, body)


def cited(number: str) -> str:
    """Return a document's number as another text cites it: "Số: 05/BC-UBND" gives "số 05/BC-UBND"."""
    return "số" + number.removeprefix("Số").removeprefix(":")


def annex_labels(count: int) -> list[str]:
    """Return the labels of annexes: a single one has no number, several have Roman ones (NĐ 30/2020, Phụ lục I, III.1)."""
    return ["Phụ lục"] if count == 1 else [f"Phụ lục {vi.roman(position)}" for position in range(1, count + 1)]
