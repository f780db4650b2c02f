"""Step 7, check: căn cứ, the enacting word and the mark at the end of a text (family TT)."""

from __future__ import annotations

from collections.abc import Iterator

from baocao.checks.form.layout import Layout, Line
from baocao.checks.form.parts import Parts
from baocao.checks.form.profiles import Profile, folded
from baocao.checks.form.sizes import Look, told
from baocao.checks.rules import Rule
from baocao.findings import Finding, Place, Severity

_STATE = "Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.6"
_FORMS = "Nghị định 30/2020/NĐ-CP, Phụ lục III"
_PARTY = "Hướng dẫn 05-HD/VPTW, mục 6"

BASIS = Rule(
    "TT307",
    Severity.ERROR,
    "căn cứ ban hành trình bày sai",
    "Mỗi căn cứ một dòng, chữ in thường, kiểu chữ nghiêng, cuối dòng có dấu chấm phẩy, dòng cuối có dấu chấm "
    f"({_STATE}). Văn bản của Đảng: kiểu chữ đứng, đầu dòng có gạch ngang ({_PARTY}).",
    "Căn cứ Luật Tổ chức chính quyền địa phương. (chữ đứng)",
    "Căn cứ Luật Tổ chức chính quyền địa phương; (in nghiêng)",
    "Sửa lại dấu cuối dòng và kiểu chữ của các căn cứ.",
)
ENACTING = Rule(
    "TT308",
    Severity.ERROR,
    "dòng QUYẾT ĐỊNH, QUYẾT NGHỊ sai thể thức",
    f"Dòng “QUYẾT ĐỊNH:”, “QUYẾT NGHỊ:” viết in hoa, đậm, canh giữa, sau có dấu hai chấm ({_FORMS}, Mẫu 1.1, 1.2).",
    "Quyết nghị",
    "QUYẾT NGHỊ:",
    "Sửa lại dòng này.",
)
END_MARK = Rule(
    "TT309",
    Severity.WARNING,
    "dấu kết thúc văn bản",
    f"Văn bản hành chính kết thúc bằng “./.” ({_FORMS}, các mẫu); văn bản của Đảng kết thúc bằng dấu chấm ({_PARTY}).",
    "… báo cáo Thường trực HĐND tỉnh.",
    "… báo cáo Thường trực HĐND tỉnh./.",
    "Sửa dấu ở cuối đoạn cuối cùng.",
)
RULES = (BASIS, ENACTING, END_MARK)

_ENACTING = ("quyet nghi", "quyet dinh")
_BASES = ("can cu ", "xet ", "theo de nghi ", "- can cu ", "thuc hien ")


def check(layout: Layout, parts: Parts, profile: Profile) -> Iterator[Finding]:
    """Yield what is wrong with căn cứ, the enacting word and the end mark."""
    body = [line for line in parts.body if line.text.strip() and line.column is None]
    enacting = next((line for line in body if folded(line.text) in _ENACTING and len(line.words) < 16), None)
    yield from _bases(layout, body, enacting, profile)
    if enacting is not None:
        yield from _enacting(layout, enacting, profile)
    if parts.recipients and body:
        yield from _end(layout, body[-1], profile)


def _bases(layout: Layout, body: list[Line], enacting: Line | None, profile: Profile) -> Iterator[Finding]:
    """Look at the căn cứ: the lines before the enacting word, else the first lines if two of them begin with it."""
    until = body.index(enacting) if enacting is not None else len(body)
    start = next((at for at, line in enumerate(body[:until]) if folded(line.text).startswith(_BASES[:1])), None)
    if start is None or start > 6:
        return
    bases = []
    for line in body[start:until]:
        if not folded(line.text).startswith(_BASES) or line.words.endswith(":"):
            break
        bases.append(line)
    if len(bases) < 2 and enacting is None:
        return
    for line in bases:
        look = Look("căn cứ", italic=not profile.party)
        if profile.party and line.words.startswith("-"):
            look = Look("căn cứ", italic=False)
        message = told(layout, line, look, profile)
        if message:
            yield BASIS.found(layout.place(line), message)
    for line in bases[:-1]:
        if not line.words.endswith(";"):
            yield BASIS.found(_tail(layout, line), "cuối dòng căn cứ phải có dấu chấm phẩy")


def _tail(layout: Layout, line: Line) -> Place:
    """Return the place of the last word of a line, where its end mark stands."""
    end = len(line.text.rstrip())
    return layout.place(line, line.text.rstrip().rfind(" ") + 1, end)


def _enacting(layout: Layout, line: Line, profile: Profile) -> Iterator[Finding]:
    message = told(layout, line, Look("dòng này", bold=True, capitals=True, centered=True), profile)
    if message:
        yield ENACTING.found(layout.place(line), message)
    if not line.words.endswith(":"):
        yield ENACTING.found(layout.place(line), f"sau “{line.words}” thiếu dấu hai chấm")


def _end(layout: Layout, last: Line, profile: Profile) -> Iterator[Finding]:
    closed = last.words.replace(" ", "").endswith("./.")
    if profile.party and closed:
        message = "văn bản của Đảng kết thúc bằng dấu chấm, không dùng “./.”"
        yield END_MARK.found(_tail(layout, last), message, severity=Severity.ERROR)
    elif not profile.party and not closed and not last.words.endswith(":"):
        yield END_MARK.found(_tail(layout, last), "cuối văn bản thiếu “./.”")
