"""Step 7, check: the closing block of a DOCX: nơi nhận, quyền hạn, chức vụ, họ tên (family TT)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from baocao.checks.form.layout import Layout, Line
from baocao.checks.form.parts import Parts
from baocao.checks.form.profiles import Profile
from baocao.checks.form.sizes import Look, told
from baocao.checks.rules import Rule
from baocao.findings import Finding, Severity

_STATE = "Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II"
_PARTY = "Hướng dẫn 05-HD/VPTW"

RECIPIENTS = Rule(
    "TT501",
    Severity.ERROR,
    "từ “Nơi nhận” trình bày sai",
    f"“Nơi nhận:” trên một dòng riêng, in thường, cỡ chữ 12, kiểu chữ nghiêng, đậm ({_STATE}.9); văn bản của Đảng: "
    f"gạch chân, cỡ chữ 14 ({_PARTY}, mục 9).",
    "NƠI NHẬN:",
    "Nơi nhận: (nghiêng, đậm)",
    "Sửa kiểu chữ của dòng “Nơi nhận:”.",
)
LISTED = Rule(
    "TT502",
    Severity.ERROR,
    "danh sách nơi nhận trình bày sai",
    "Mỗi nơi nhận một dòng, đầu dòng có gạch ngang, cuối dòng có dấu chấm phẩy; dòng cuối ghi “Lưu” và kết thúc bằng "
    f"dấu chấm; cỡ chữ 11, kiểu chữ đứng ({_STATE}.9; {_PARTY}, mục 9: cỡ chữ 12).",
    "- Thường trực Tỉnh ủy, / - Lưu: VT",
    "- Thường trực Tỉnh ủy; / - Lưu: VT.",
    "Sửa dấu cuối dòng, cỡ chữ của danh sách nơi nhận.",
)
AUTHORITY = Rule(
    "TT503",
    Severity.ERROR,
    "quyền hạn, chức vụ của người ký sai thể thức",
    "Quyền hạn, chức vụ viết in hoa, đậm, cỡ chữ 13 - 14; ký thay mặt ghi “TM.”, ký thay “KT.”, thừa lệnh “TL.”, thừa "
    f"ủy quyền “TUQ.” ({_STATE}.7). Văn bản của Đảng ghi “T/M”, “K/T”, “T/L”, chức vụ không đậm ({_PARTY}, mục 8).",
    "TM ỦY BAN NHÂN DÂN",
    "TM. ỦY BAN NHÂN DÂN",
    "Sửa lại dòng quyền hạn, chức vụ.",
)
SIGNER = Rule(
    "TT504",
    Severity.WARNING,
    "họ tên người ký sai thể thức",
    "Họ tên viết in thường, kiểu chữ đứng, đậm, cỡ chữ 13 - 14; trước họ tên không ghi học hàm, học vị, danh hiệu "
    f"({_STATE}.7; {_PARTY}, mục 8).",
    "TS. Nguyễn Văn A",
    "Nguyễn Văn A (in đậm)",
    "Sửa lại dòng họ tên.",
)
RULES = (RECIPIENTS, LISTED, AUTHORITY, SIGNER)

_STATE_SIGN = re.compile(r"(?P<sign>TM|KT|TL|TUQ|Q)\.(?= )")
_PARTY_SIGN = re.compile(r"(?P<sign>T/M|K/T|T/L)(?= )")
_ANY_SIGN = re.compile(r"(?P<sign>TM|KT|TL|TUQ|T/M|K/T|T/L|T\.M|K\.T|T\.L)\b\.?\s*")
_TITLE = re.compile(r"(?:GS|PGS|TS|TSKH|ThS|BS|KS|CN|NGND|NGƯT)\.")
_NAME = re.compile(r"(?:[^\W\d_]+\s){1,5}[^\W\d_]+")


def check(layout: Layout, parts: Parts, profile: Profile) -> Iterator[Finding]:
    """Yield what is wrong with the closing block; nothing where "Nơi nhận" is not found."""
    if parts.recipients:
        yield from _recipients(layout, parts.recipients, profile)
    if parts.signer:
        yield from _signer(layout, parts.signer, profile)


def _recipients(layout: Layout, lines: tuple[Line, ...], profile: Profile) -> Iterator[Finding]:
    head, listed = lines[0], lines[1:]
    look = Look("Nơi nhận", bold=True, italic=True, capitals=False)
    if profile.party:
        look = Look("Nơi nhận", underline=True, capitals=False)
    message = told(layout, head, look, profile)
    if message:
        yield RECIPIENTS.found(layout.place(head), message)
    if head.words.isupper():
        yield RECIPIENTS.found(layout.place(head), "“Nơi nhận:” phải viết in thường")
    if not head.words.endswith(":"):
        yield RECIPIENTS.found(layout.place(head), "sau “Nơi nhận” thiếu dấu hai chấm")
    for line in listed:
        message = told(layout, line, Look("danh sách nơi nhận", bold=False, italic=False), profile)
        if message:
            yield LISTED.found(layout.place(line), message)
            break  # one of them tells about all
    entries = _entries(listed)
    for entry in entries[:-1]:
        if not entry.words.endswith(";"):
            yield LISTED.found(layout.place(entry), "cuối dòng nơi nhận phải có dấu chấm phẩy")
    if entries and not entries[-1].words.endswith("."):
        yield LISTED.found(layout.place(entries[-1]), "cuối dòng cuối của nơi nhận phải có dấu chấm")


def _entries(listed: tuple[Line, ...]) -> list[Line]:
    """Return the last line of each recipient: one may run over several paragraphs, the next begins with a hyphen.

    None where Word puts the hyphens itself, or where they are lacking.
    """
    starts = [at for at, line in enumerate(listed) if line.words.startswith(("-", "–"))]
    if not starts or starts[0] != 0:
        return []
    ends = [*(at - 1 for at in starts[1:]), len(listed) - 1]
    return [listed[at] for at in ends]


def _signer(layout: Layout, lines: tuple[Line, ...], profile: Profile) -> Iterator[Finding]:
    titles = [line for line in lines if line.capitals and any(sign.isalpha() for sign in line.text)]
    pattern = _PARTY_SIGN if profile.party else _STATE_SIGN
    signed = False
    for line in titles:
        found = _ANY_SIGN.match(line.words)
        signed = signed or found is not None
        if found is not None and not pattern.match(line.words):
            right = _right_sign(found["sign"], profile)
            yield AUTHORITY.found(
                layout.place(line), f"“{found[0].strip()}” phải ghi là “{right}”, sau đó cách một chữ"
            )
        # The Party prints the title below "T/M …" in upright capitals; one that stands alone is either.
        bold = True if not profile.party else False if signed and found is None else None
        message = told(layout, line, Look("chức vụ", bold=bold, italic=False), profile)
        if message:
            yield AUTHORITY.found(layout.place(line), message)
    name = next((line for line in reversed(lines) if not line.capitals), None)
    if name is None:
        return
    if _TITLE.match(name.words):
        yield SIGNER.found(layout.place(name), "trước họ tên không ghi học hàm, học vị")
    elif _NAME.fullmatch(name.words):
        message = told(layout, name, Look("họ tên", bold=True, italic=False), profile)
        if message:
            yield SIGNER.found(layout.place(name), message)


def _right_sign(sign: str, profile: Profile) -> str:
    letters = sign.replace("/", "").replace(".", "")
    return f"{letters[0]}/{letters[1:]}" if profile.party and len(letters) == 2 else f"{letters}."
