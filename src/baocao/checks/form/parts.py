"""Step 7, check: where the parts of a document stand among its lines: opening, body, closing, annexes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from baocao.checks.form.layout import Layout, Line
from baocao.checks.form.profiles import MOTTO, NATION, OPENING, PARTY_TITLE, folded

KINDS = (
    *("NGHỊ QUYẾT", "QUYẾT ĐỊNH", "CHỈ THỊ", "KẾT LUẬN", "QUY CHẾ", "QUY ĐỊNH", "THÔNG CÁO", "THÔNG BÁO", "THÔNG TRI"),
    *("HƯỚNG DẪN", "CHƯƠNG TRÌNH", "KẾ HOẠCH", "PHƯƠNG ÁN", "ĐỀ ÁN", "DỰ ÁN", "BÁO CÁO", "BIÊN BẢN", "TỜ TRÌNH"),
    *("CÔNG ĐIỆN", "GIẤY MỜI", "GIẤY GIỚI THIỆU", "GIẤY ỦY QUYỀN", "LỜI KÊU GỌI", "TUYÊN BỐ", "CHIẾN LƯỢC"),
)
_KINDS = {folded(kind): kind for kind in KINDS}
_DATE = re.compile(r",\s*ngày\b.*\btháng\b.*\bnăm\b|^.{2,40}\bngày\b.{0,12}\btháng\b.{0,12}\bnăm\b", re.IGNORECASE)
_NUMBER = re.compile(r"\s*số\s*[:.]?\s*[\d\s\u00a0….]*[/-]", re.IGNORECASE)
_LETTER_SUBJECT = re.compile(r"\s*v/v\b", re.IGNORECASE)
_ANNEX = re.compile(r"phu luc(?: (?:so )?(?:[ivxl]{1,6}|\d{1,2}|[a-z]))?")
_STAR = re.compile(r"\*+")
_LONGEST_TITLE = 80
_MOST_LINES_OF_ABSTRACT = 8


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex: its label ("Phụ lục I") and its lines, the label's own included."""

    label: Line
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a document; None and empty: not found.

    ``nation`` is Quốc hiệu or the title of the Party, ``issuer`` the lines of the agency's name, ``kind`` the line of
    the tên loại, ``kind_name`` its name in capitals, ``abstract`` the lines of the trích yếu.  ``recipients`` begins
    with "Nơi nhận:", ``signer`` are the lines beside it.  ``body`` is what stands between title and closing block.
    """

    nation: Line | None = None
    motto: Line | None = None
    issuer: tuple[Line, ...] = ()
    number: Line | None = None
    date: Line | None = None
    kind: Line | None = None
    kind_name: str = ""
    abstract: tuple[Line, ...] = ()
    letter_subject: Line | None = None
    body: tuple[Line, ...] = ()
    recipients: tuple[Line, ...] = ()
    signer: tuple[Line, ...] = ()
    annexes: tuple[Annex, ...] = ()


def parts_of(layout: Layout) -> Parts:
    """Return the parts of a document, each where its own words show it."""
    lines = layout.lines
    opening = [line for line in lines[:OPENING] if line.section == 0]
    nation = next((line for line in opening if folded(line.text) in (NATION, PARTY_TITLE)), None)
    motto = next((line for line in opening if _letters(line.text) == MOTTO.replace(" ", "")), None)
    number = next((line for line in opening if _NUMBER.match(line.text) and len(line.text) < 60), None)
    date = next((line for line in opening if _DATE.search(line.words) and len(line.text) < 80), None)
    subject = next((line for line in opening if _LETTER_SUBJECT.match(line.text)), None)
    kind = _kind(opening, after=nation)
    abstract: tuple[Line, ...] = ()
    if kind is not None:
        at = lines.index(kind)
        abstract = _abstract(lines, at)
        after_title = lines.index(abstract[-1]) + 1 if abstract else at + 1
    else:
        heads = [lines.index(line) for line in (nation, motto, number, date, subject) if line is not None]
        after_title = max(heads, default=-1) + 1
    closing = next((at for at in range(len(lines)) if at >= after_title and _is_recipients(lines[at])), None)
    annexes = _annexes(lines, after_title if closing is None else closing)
    ends = [lines.index(annexes[0].label)] if annexes else []
    body_end = min([*ends, len(lines) if closing is None else closing])
    recipients, signer = _closing(lines, closing, min([*ends, len(lines)])) if closing is not None else ((), ())
    return Parts(
        nation,
        motto,
        _issuer(opening, nation, number),
        number,
        date,
        kind,
        _kind_name(kind),
        abstract,
        subject,
        tuple(lines[after_title:body_end]),
        recipients,
        signer,
        annexes,
    )


def _letters(text: str) -> str:
    return "".join(sign for sign in folded(text) if sign.isalnum())


def _kind(opening: list[Line], after: Line | None) -> Line | None:
    """Return the line of the tên loại: short, outside tables or after the opening block, and centred or in capitals."""
    start = opening.index(after) + 1 if after is not None else 0
    for line in opening[start:]:
        short = line.column is None and len(line.words) <= _LONGEST_TITLE
        if short and (line.centered or line.capitals) and _kind_name(line):
            return line
    return None


def _kind_name(line: Line | None) -> str:
    if line is None:
        return ""
    text = folded(line.text)
    found = [folded_kind for folded_kind in _KINDS if text == folded_kind or text.startswith(folded_kind + " ")]
    return _KINDS[max(found, key=len)] if found else ""


def _abstract(lines: tuple[Line, ...], kind: int) -> tuple[Line, ...]:
    """Return the lines of the trích yếu: the centred ones right under the tên loại."""
    found: list[Line] = []
    for line in lines[kind + 1 : kind + 1 + _MOST_LINES_OF_ABSTRACT]:
        if not line.text.strip():
            if found or line.format.borders:
                break
            continue
        if line.column is not None or not line.centered or set(line.words) <= set("-_*—–"):
            break
        if found and line.capitals and not found[-1].capitals:
            break  # the authority that issues a resolution, in capitals of its own
        found.append(line)
    return tuple(found)


def _issuer(opening: list[Line], nation: Line | None, number: Line | None) -> tuple[Line, ...]:
    """Return the lines of the agency's name: those of the column left of Quốc hiệu, down to the number."""
    if nation is None or nation.column is None or nation.column.index == 0:
        return ()
    table, row = nation.column.table, nation.column.row
    found = []
    for line in opening:
        beside = line.column is not None and (line.column.table, line.column.row) == (table, row)
        if not beside or line.column is None or line.column.index >= nation.column.index:
            continue
        if line is number or _NUMBER.match(line.text) or _STAR.fullmatch(line.words):
            break
        if any(sign.isalpha() for sign in line.text):
            found.append(line)
    return tuple(found)


def _is_recipients(line: Line) -> bool:
    return folded(line.text) == "noi nhan"


def _closing(lines: tuple[Line, ...], at: int, end: int) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the lines of the recipients from "Nơi nhận:" on, and those of the signer, which stand beside them."""
    head = lines[at]
    if head.column is None:
        listed = [head]
        for line in lines[at + 1 : end]:
            if line.text.strip() and not line.words.startswith("-"):
                break
            listed.append(line)
        return tuple(line for line in listed if line.text.strip()), ()
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        if line.column is None or line.column.table != head.column.table or not line.text.strip():
            continue
        (left if line.column.index == head.column.index else right).append(line)
    return tuple(left[left.index(head) :]), tuple(right)


def _annexes(lines: tuple[Line, ...], start: int) -> tuple[Annex, ...]:
    """Return the annexes: each begins with a centred or bold line that says only "Phụ lục" and a number."""
    labels = [
        at
        for at in range(start, len(lines))
        if lines[at].column is None and _ANNEX.fullmatch(folded(lines[at].text)) and lines[at].text.strip()
    ]
    ends = [*labels[1:], len(lines)][: len(labels)]
    return tuple(Annex(lines[at], tuple(lines[at:end])) for at, end in zip(labels, ends, strict=True))
