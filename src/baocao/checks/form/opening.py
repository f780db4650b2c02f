"""Step 7, check: the opening block of a DOCX, from Quốc hiệu or the title of the Party to the trích yếu (family TT)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from baocao.checks.form.layout import Layout, Line
from baocao.checks.form.parts import Parts
from baocao.checks.form.profiles import NATION, Profile, folded
from baocao.checks.form.sizes import Look, told
from baocao.checks.rules import Rule
from baocao.findings import Finding, Severity

_STATE = "Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II"
_PARTY = "Hướng dẫn 05-HD/VPTW"

NATION_LINE = Rule(
    "TT201",
    Severity.ERROR,
    "Quốc hiệu (tiêu đề văn bản của Đảng) sai thể thức",
    f"Quốc hiệu viết in hoa, cỡ chữ 12 - 13, kiểu chữ đứng, đậm, ở phía trên, bên phải trang đầu ({_STATE}.1). "
    f"Văn bản của Đảng không dùng Quốc hiệu mà dùng tiêu đề ĐẢNG CỘNG SẢN VIỆT NAM, in hoa, đậm ({_PARTY}, mục 1).",
    "Cộng hòa xã hội chủ nghĩa Việt Nam",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM (in đậm)",
    "Sửa dòng này theo quy định; với văn bản do baocao dựng, sửa trong mẫu trình bày.",
)
MOTTO_LINE = Rule(
    "TT202",
    Severity.ERROR,
    "Tiêu ngữ sai thể thức",
    "Tiêu ngữ viết in thường, chữ đầu các cụm từ viết hoa, giữa các cụm từ có gạch nối và cách chữ, cỡ chữ 13 - 14, "
    f"kiểu chữ đứng, đậm, canh giữa dưới Quốc hiệu ({_STATE}.1).",
    "Độc lập-Tự do-Hạnh phúc",
    "Độc lập - Tự do - Hạnh phúc",
    "Gõ lại: Độc lập - Tự do - Hạnh phúc.",
)
ISSUER = Rule(
    "TT203",
    Severity.ERROR,
    "tên cơ quan ban hành sai thể thức",
    "Tên cơ quan viết in hoa, kiểu chữ đứng, cỡ chữ 12 - 13; cơ quan ban hành in đậm, cơ quan chủ quản không đậm "
    f"({_STATE}.2). Văn bản của Đảng: cỡ chữ 14, dưới tên cơ quan ban hành có dấu sao ({_PARTY}, mục 2).",
    "Ủy ban nhân dân tỉnh Lạng Sơn",
    "ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN (in đậm)",
    "Sửa lại chữ in hoa, in đậm, cỡ chữ của tên cơ quan.",
)
NUMBER = Rule(
    "TT204",
    Severity.ERROR,
    "số, ký hiệu sai thể thức",
    "Sau “Số” có dấu hai chấm; số nhỏ hơn 10 thêm số 0; giữa số và ký hiệu có dấu gạch chéo, giữa các nhóm chữ có dấu "
    f"gạch nối, không cách chữ; cỡ chữ 13, kiểu chữ đứng ({_STATE}.3). Văn bản của Đảng: “Số 06-CT/TU”, không có dấu "
    f"hai chấm ({_PARTY}, mục 3).",
    "Số 5 / BC-UBND",
    "Số: 05/BC-UBND",
    "Gõ lại số và ký hiệu theo đúng thể thức.",
)
SYMBOL = Rule(
    "TT205",
    Severity.ERROR,
    "ký hiệu không đúng tên loại văn bản",
    f"Ký hiệu gồm chữ viết tắt tên loại và tên cơ quan (Nghị định 30/2020/NĐ-CP, Phụ lục III, mục I; {_PARTY}, mục 3).",
    "Báo cáo có ký hiệu 15/KH-UBND",
    "Báo cáo có ký hiệu 15/BC-UBND",
    "Sửa ký hiệu theo tên loại, hoặc sửa tên loại.",
)
PLACE_AND_DATE = Rule(
    "TT206",
    Severity.ERROR,
    "địa danh và thời gian ban hành sai thể thức",
    "Địa danh và thời gian viết in thường, kiểu chữ nghiêng, cỡ chữ 13 - 14; sau địa danh có dấu phẩy "
    f"({_STATE}.4; {_PARTY}, mục 4).",
    "Lạng Sơn ngày 06 tháng 9 năm 2023",
    "Lạng Sơn, ngày 06 tháng 9 năm 2023 (in nghiêng)",
    "Sửa lại dòng địa danh, thời gian.",
)
DATE = Rule(
    "TT207",
    Severity.ERROR,
    "ngày, tháng ban hành ghi sai",
    "Ngày nhỏ hơn 10 và tháng 1, 2 phải ghi thêm số 0 ở trước; các tháng khác không ghi số 0 "
    f"({_STATE}.4; {_PARTY}, mục 4).",
    "ngày 5 tháng 06 năm 2026",
    "ngày 05 tháng 6 năm 2026",
    "Ghi lại ngày, tháng.",
)
KIND = Rule(
    "TT208",
    Severity.ERROR,
    "tên loại văn bản sai thể thức",
    f"Tên loại viết in hoa, cỡ chữ 13 - 14 (văn bản của Đảng: 15 - 16), kiểu chữ đứng, đậm, canh giữa ({_STATE}.5; "
    f"{_PARTY}, mục 5).",
    "Báo cáo",
    "BÁO CÁO (in đậm, canh giữa)",
    "Sửa lại dòng tên loại.",
)
ABSTRACT = Rule(
    "TT209",
    Severity.ERROR,
    "trích yếu nội dung sai thể thức",
    "Trích yếu viết in thường, cỡ chữ 13 - 14, kiểu chữ đứng, đậm, canh giữa dưới tên loại; công văn: sau “V/v”, cỡ chữ "
    f"12 - 13, không đậm ({_STATE}.5). Văn bản của Đảng: đậm, bắt đầu bằng chữ thường ({_PARTY}, mục 5).",
    "TÌNH HÌNH KINH TẾ - XÃ HỘI 9 THÁNG",
    "Tình hình kinh tế - xã hội 9 tháng (in đậm)",
    "Sửa lại dòng trích yếu.",
)
PARTY_SIGNS = Rule(
    "TT210",
    Severity.WARNING,
    "thiếu dấu sao hoặc gạch dưới trích yếu của văn bản Đảng",
    f"Dưới tên cơ quan ban hành có dấu sao (*), dưới trích yếu có năm gạch nối (-----), canh giữa ({_PARTY}, mục 2, 5).",
    "TỈNH ỦY LẠNG SƠN / Số 06-BC/TU",
    "TỈNH ỦY LẠNG SƠN / * / Số 06-BC/TU",
    "Thêm dấu còn thiếu.",
)
RULES = (NATION_LINE, MOTTO_LINE, ISSUER, NUMBER, SYMBOL, PLACE_AND_DATE, DATE, KIND, ABSTRACT, PARTY_SIGNS)

_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_SYMBOL_CHARACTERS = r"[A-ZĐa-zđÀ-ỹ0-9]"
_STATE_NUMBER = re.compile(
    rf"Số:[ ]?(?P<number>\d+|[ .…_]*)(?:/20\d\d)?/(?P<symbol>{_SYMBOL_CHARACTERS}+(?:[-.]{_SYMBOL_CHARACTERS}+)*)"
)
_PARTY_NUMBER = re.compile(
    rf"Số(?P<number> ?\d+| ?[ .…_]*)-(?P<symbol>{_SYMBOL_CHARACTERS}+/{_SYMBOL_CHARACTERS}+(?:[-/]{_SYMBOL_CHARACTERS}+)*)"
)
_UNFINISHED = re.compile(r"(?:[-/]|\.\.+|…|_+)$")
_DATE = re.compile(r"ngày\s+(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})\s+năm|tháng\s+(?P<only>\d{1,2})\s+năm")
_ABBREVIATIONS = {
    "NQ": "NGHỊ QUYẾT",
    "QĐ": "QUYẾT ĐỊNH",
    "CT": "CHỈ THỊ",
    "KL": "KẾT LUẬN",
    "TB": "THÔNG BÁO",
    "HD": "HƯỚNG DẪN",
    "CTr": "CHƯƠNG TRÌNH",
    "KH": "KẾ HOẠCH",
    "PA": "PHƯƠNG ÁN",
    "ĐA": "ĐỀ ÁN",
    "DA": "DỰ ÁN",
    "BC": "BÁO CÁO",
    "BB": "BIÊN BẢN",
    "TTr": "TỜ TRÌNH",
    "CĐ": "CÔNG ĐIỆN",
    "GM": "GIẤY MỜI",
}


def check(layout: Layout, parts: Parts, profile: Profile) -> Iterator[Finding]:
    """Yield what is wrong with the opening block; what cannot be found there is not missed."""
    yield from _nation(layout, parts, profile)
    if parts.motto is not None and not profile.party:
        yield from _motto(layout, parts.motto, profile)
    yield from _issuer(layout, parts, profile)
    if parts.number is not None:
        yield from _number(layout, parts, parts.number, profile)
    if parts.date is not None:
        yield from _date(layout, parts.date, profile)
    if parts.kind is not None:
        look = Look("tên loại", bold=True, italic=False, capitals=True, centered=True)
        yield from _told(KIND, layout, parts.kind, look, profile)
    yield from _abstract(layout, parts, profile)


def _told(rule: Rule, layout: Layout, line: Line, look: Look, profile: Profile) -> Iterator[Finding]:
    message = told(layout, line, look, profile)
    if message:
        yield rule.found(layout.place(line), message)


def _nation(layout: Layout, parts: Parts, profile: Profile) -> Iterator[Finding]:
    if parts.nation is None:
        return
    is_nation = folded(parts.nation.text) == NATION
    if is_nation == profile.party:
        what = "Quốc hiệu" if is_nation else "tiêu đề của Đảng"
        yield NATION_LINE.found(layout.place(parts.nation), f"{profile.title} không dùng {what}")
        return
    name = "Quốc hiệu" if is_nation else "tiêu đề"
    look = Look(name, bold=True, italic=False, capitals=True, centered=True)
    yield from _told(NATION_LINE, layout, parts.nation, look, profile)


def _motto(layout: Layout, line: Line, profile: Profile) -> Iterator[Finding]:
    if line.words.replace("\u2011", "-") != _MOTTO:
        yield MOTTO_LINE.found(layout.place(line), f"Tiêu ngữ ghi “{line.words}”, đúng là “{_MOTTO}”")
    look = Look("Tiêu ngữ", bold=True, italic=False, centered=True)
    yield from _told(MOTTO_LINE, layout, line, look, profile)


def _issuer(layout: Layout, parts: Parts, profile: Profile) -> Iterator[Finding]:
    if not parts.issuer:
        return
    for line in parts.issuer:
        yield from _told(ISSUER, layout, line, Look("tên cơ quan", italic=False, capitals=True, centered=True), profile)
    if not any(line.every(lambda marks: marks.bold) for line in parts.issuer):
        yield ISSUER.found(layout.place(parts.issuer[-1]), "tên cơ quan ban hành phải in đậm")
    if profile.party and not _has_star(layout, parts):
        yield PARTY_SIGNS.found(layout.place(parts.issuer[-1]), "dưới tên cơ quan ban hành thiếu dấu sao (*)")


def _has_star(layout: Layout, parts: Parts) -> bool:
    table = parts.issuer[-1].column.table if parts.issuer[-1].column else 0
    return any(
        line.column is not None and line.column.table == table and re.fullmatch(r"\*+", line.words)
        for line in layout.lines
    )


def _number(layout: Layout, parts: Parts, line: Line, profile: Profile) -> Iterator[Finding]:
    written = " ".join(line.text.replace("\u2011", "-").replace("\u00a0", " ").split())
    pattern = _PARTY_NUMBER if profile.party else _STATE_NUMBER
    example = "Số 06-BC/TU" if profile.party else "Số: 05/BC-UBND"
    match = pattern.fullmatch(written)
    if match is None and _UNFINISHED.search(written):
        yield NUMBER.found(layout.place(line), f"ký hiệu “{written}” chưa ghi đủ", severity=Severity.WARNING)
    elif match is None:
        yield NUMBER.found(layout.place(line), f"“{written}” không đúng dạng “{example}”")
    elif len(match["number"].strip()) == 1 and match["number"].strip().isdigit():
        yield NUMBER.found(layout.place(line), f"số nhỏ hơn 10 phải thêm số 0: 0{match['number'].strip()}")
    look = Look("số, ký hiệu", bold=False, italic=False)
    yield from _told(NUMBER, layout, line, look, profile)
    if match is not None and parts.kind_name:
        abbreviation = re.split(r"[-/]", match["symbol"])[0]
        named = _ABBREVIATIONS.get(abbreviation)
        right = next((short for short, name in _ABBREVIATIONS.items() if name == parts.kind_name), None)
        if named is not None and right is not None and named != parts.kind_name:
            message = f"ký hiệu “{abbreviation}” là của {named.lower()}, tên loại là {parts.kind_name} (“{right}”)"
            yield SYMBOL.found(layout.place(line), message)


def _date(layout: Layout, line: Line, profile: Profile) -> Iterator[Finding]:
    look = Look("địa danh, thời gian", bold=False, italic=True)
    yield from _told(PLACE_AND_DATE, layout, line, look, profile)
    place = line.words.partition("ngày")[0]
    if place.strip() and not place.rstrip().endswith(","):
        yield PLACE_AND_DATE.found(layout.place(line), f"sau địa danh “{place.strip()}” thiếu dấu phẩy")
    match = _DATE.search(line.text)
    if match is None:
        return
    day, month = match["day"] or "", match["month"] or match["only"]
    faults = []
    if day and int(day) < 10 and len(day) == 1:
        faults.append(f"ngày {day} phải ghi 0{day}")
    if int(month) < 3 and len(month) == 1:
        faults.append(f"tháng {month} phải ghi 0{month}")
    elif month.startswith("0") and int(month) > 2:
        faults.append(f"tháng {month} phải ghi {int(month)}")
    if faults:
        yield DATE.found(layout.place(line, match.start(), match.end()), "; ".join(faults))


def _abstract(layout: Layout, parts: Parts, profile: Profile) -> Iterator[Finding]:
    if parts.letter_subject is not None and parts.kind is None:
        look = Look("trích yếu công văn", bold=False)
        yield from _told(ABSTRACT, layout, parts.letter_subject, look, profile)
    if not parts.abstract:
        return
    for line in parts.abstract:
        look = Look("trích yếu", bold=True, italic=False, capitals=False)
        yield from _told(ABSTRACT, layout, line, look, profile)
    first, last = parts.abstract[0], parts.abstract[-1]
    beginning = first.words[:2]
    if profile.party and beginning[:1].isupper() and not beginning.isupper():
        yield ABSTRACT.found(
            layout.place(first), "trích yếu văn bản của Đảng bắt đầu bằng chữ thường", severity=Severity.WARNING
        )
    if last.words.endswith((".", ";")):
        yield ABSTRACT.found(layout.place(last), "cuối trích yếu không có dấu chấm", severity=Severity.INFO)
    if profile.party and not _has_hyphens(layout, last):
        yield PARTY_SIGNS.found(layout.place(last), "dưới trích yếu thiếu năm gạch nối (-----)")


def _has_hyphens(layout: Layout, abstract: Line) -> bool:
    at = layout.lines.index(abstract)
    below = (line.words for line in layout.lines[at : at + 4])
    return any(re.search(r"(?:^|\s)[-–—*_]{3,}$", words) for words in below)
