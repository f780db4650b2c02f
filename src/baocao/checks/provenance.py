"""Step 7, check: live figures against the register of their file and against the data (family SL, 3xx).

A figure that came from data is not judged by its words but by its origin: whether it still is what was printed, and
whether the data still say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from baocao.checks.passages import Passage, Printed, Reading
from baocao.checks.rules import Rule
from baocao.document.register_entries import recipe_of
from baocao.document.tree import Document, RegisterEntry, Table, paragraphs
from baocao.findings import Finding, Place, Severity
from baocao.narrative.recipes import WHOLES
from baocao.plaintext import as_typed

OVERTYPED = Rule(
    "SL301",
    Severity.WARNING,
    "số lấy từ số liệu đã bị gõ đè",
    "Số này do baocao in từ bảng số liệu; chữ trong văn bản nay khác chữ đã in. Số gõ tay không đổi theo số liệu khi "
    "dựng lại hay cập nhật, và không có nguồn để tra.",
    "Số liệu ghi 980 triệu USD, văn bản sửa tay thành 890 triệu USD",
    "Sửa 980 thành 890 trong bảng số liệu rồi cập nhật văn bản",
    "Nếu số mới đúng, sửa trong bảng số liệu rồi chạy baocao refresh; nếu không, trả lại số đã in.",
)
CHANGED = Rule(
    "SL302",
    Severity.ERROR,
    "số liệu đã đổi sau khi in",
    "Bảng số liệu nay cho số khác với số đã in trong văn bản; văn bản chưa được cập nhật.",
    "Văn bản in 980 triệu USD, số liệu nay là 985 triệu USD",
    "Văn bản in 985 triệu USD",
    "Cập nhật lại văn bản từ số liệu: baocao refresh TỆP.",
)
NO_EVIDENCE = Rule(
    "SL303",
    Severity.WARNING,
    "không đối chiếu được văn bản với số liệu",
    "Văn bản có số lấy từ số liệu nhưng thư mục làm việc không mở được, hoặc không có báo cáo, kỳ này.",
    "Tệp được chép sang thư mục của đơn vị khác",
    "Tệp nằm trong thư mục làm việc đã dựng nó, hoặc chỉ thư mục đó bằng --root",
    "Chỉ thư mục làm việc bằng --root.",
)
RULES = (OVERTYPED, CHANGED, NO_EVIDENCE)

_MOST_NAMED = 3
_WORD = re.compile(r"[^\s,;()]+(?:,\d+)?|[()]")
"""A word or a number as it is printed, a comma inside a number included."""
_TURNING = frozenset({"không", "chưa", "tăng", "giảm", "âm", "trăm", "nghìn", "vạn", "triệu", "tỷ"})
"""Words that make a number say something else."""
_NUMBERS_IN_TABLES = "Số trong bảng"


def check(reading: Reading) -> Iterator[Finding]:
    """Yield what is wrong with the live figures; nothing where the file has no register of them."""
    if reading.document is None or not reading.document.register.entries:
        return
    if reading.evidence is not None and reading.evidence.problem:
        yield NO_EVIDENCE.found(Place(reading.file), f"không đối chiếu được với số liệu: {reading.evidence.problem}")
    # A whole table or chart may stand for its first cell in a file that another program saved: its words are no figure.
    entries = {entry.id: entry for entry in reading.document.register.entries if not _is_whole(entry)}
    texts = {} if reading.evidence is None else reading.evidence.texts
    seen: set[str] = set()
    for passage in reading.passages:
        for printed in passage.printed:
            entry = entries.get(printed.id)
            if entry is not None:
                seen.add(printed.id)
                yield from _judged(reading, passage, printed, entry, texts.get(printed.id))
    yield from _in_tables(reading, reading.document)
    changed = [
        (entry, texts[entry.id])
        for entry in entries.values()
        if entry.id not in seen and entry.id in texts and as_typed(texts[entry.id]) != as_typed(entry.text)
    ]
    if changed:
        named = "; ".join(f"{entry.name}: {entry.text} → {now}" for entry, now in changed[:_MOST_NAMED])
        more = "; …" if len(changed) > _MOST_NAMED else ""
        yield CHANGED.found(Place(reading.file), f"{len(changed)} số trong bảng, biểu đã đổi sau khi in: {named}{more}")


def _in_tables(reading: Reading, document: Document) -> Iterator[Finding]:
    """Yield the numbers in live tables that no figure of the register was printed as: a hand typed them.

    A cell has no control of its own, so nothing tells which figure it was.
    """
    numbers = {
        id(paragraph)
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Table) and block.control is not None
        for paragraph in paragraphs((block,))
        if paragraph.style == _NUMBERS_IN_TABLES
    }
    texts = {entry.text for entry in document.register.entries}
    strange = [passage for passage in reading.passages if id(passage.node) in numbers and passage.text not in texts]
    printed = set(map(as_typed, texts)) if strange else set()
    for passage in strange:
        if passage.text.strip() and as_typed(passage.text) not in printed:
            place = reading.place(passage, 0, len(passage.text))
            yield OVERTYPED.found(
                place, f"“{passage.text.strip()}” trong bảng lấy từ số liệu, nhưng không phải số đã in"
            )


def _judged(
    reading: Reading, passage: Passage, printed: Printed, entry: RegisterEntry, now: str | None
) -> Iterator[Finding]:
    visible = passage.text[printed.start : printed.end]
    same = visible == entry.text or as_typed(visible) == as_typed(entry.text)
    if same and now is None:
        return
    place = reading.place(passage, printed.start, printed.end)
    name = entry.name or "số sống"
    if same:
        if now is not None and as_typed(now) != as_typed(visible):
            yield CHANGED.found(place, f"{name}: văn bản in “{visible}”, số liệu nay là “{now}”")
        return
    message = f"{name}: đã in “{entry.text}”, nay ghi “{visible}”"
    if now is not None and as_typed(now) == as_typed(visible):
        yield OVERTYPED.found(place, f"{message}, trùng với số liệu nay", severity=Severity.INFO)
    elif _only_words_added(now or entry.text, visible):
        yield OVERTYPED.found(place, f"{message}: thêm lời, số không đổi", severity=Severity.INFO)
    elif now is None:
        yield OVERTYPED.found(place, message)
    else:
        yield OVERTYPED.found(place, f"{message}; số liệu nay là “{now}”", severity=Severity.ERROR)


def _only_words_added(printed: str, visible: str) -> bool:
    """Return whether ``visible`` is ``printed`` with words put in between, every word and number of it kept in order."""
    rest = iter(_WORD.findall(as_typed(visible)))
    added: list[str] = []
    for wanted in _WORD.findall(as_typed(printed)):
        for word in rest:
            if word == wanted:
                break
            added.append(word)
        else:
            return False
    added += rest
    return not any(character.isdigit() for word in added for character in word) and not _TURNING & set(added)


def _is_whole(entry: RegisterEntry) -> bool:
    if not any(form in entry.recipe for form in WHOLES) and "\\" not in entry.recipe:
        return False  # JSON writes a word as it is, or some of its letters behind backslashes
    recipe = recipe_of(entry)
    return recipe is not None and recipe.whole
