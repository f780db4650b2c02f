"""Step 7, check: the paragraphs of the body of a DOCX: size, alignment, indents, spacing, headings (family TT)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from baocao.checks.form.layout import Layout, Line
from baocao.checks.form.ordinals import ordinals
from baocao.checks.form.parts import Parts
from baocao.checks.form.profiles import Profile
from baocao.checks.form.sizes import number, span, wrong_size
from baocao.checks.rules import Rule
from baocao.document.tree import Alignment, LineRule, LineSpacing, Tab
from baocao.findings import Finding, Place, Severity
from baocao.printing.fonts import line_factor

_STATE = "Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.6"
_PARTY = "Hướng dẫn 05-HD/VPTW, mục 6"

SIZE = Rule(
    "TT301",
    Severity.ERROR,
    "cỡ chữ nội dung sai quy định",
    f"Nội dung văn bản dùng cỡ chữ 13 - 14 ({_STATE}); văn bản của Đảng 14 - 15 ({_PARTY}).",
    "Đoạn văn cỡ chữ 12",
    "Đoạn văn cỡ chữ 14",
    "Đổi cỡ chữ của đoạn; nếu ở nhiều đoạn, đổi trong kiểu (Style).",
)
ALIGNMENT = Rule(
    "TT302",
    Severity.ERROR,
    "đoạn văn không canh đều hai lề",
    f"Nội dung văn bản canh đều cả hai lề ({_STATE}; {_PARTY}).",
    "Đoạn văn canh trái",
    "Đoạn văn canh đều hai lề (Justify)",
    "Chọn đoạn và bấm Ctrl+J.",
)
INDENT = Rule(
    "TT303",
    Severity.ERROR,
    "dòng đầu đoạn lùi vào sai quy định",
    f"Khi xuống dòng, chữ đầu dòng lùi vào 1 cm hoặc 1,27 cm ({_STATE}); văn bản của Đảng khoảng 10 mm ({_PARTY}).",
    "Dòng đầu lùi 2 cm",
    "Dòng đầu lùi 1,27 cm",
    "Sửa ở Paragraph > Special > First line.",
)
GAP = Rule(
    "TT304",
    Severity.ERROR,
    "khoảng cách giữa các đoạn nhỏ hơn 6 pt",
    f"Khoảng cách giữa các đoạn văn tối thiểu 6 pt ({_STATE}; {_PARTY}).",
    "Before 0 pt, After 0 pt",
    "Before 6 pt, After 0 pt",
    "Sửa ở Paragraph > Spacing > Before hoặc After.",
)
LINES = Rule(
    "TT305",
    Severity.ERROR,
    "khoảng cách dòng sai quy định",
    f"Khoảng cách giữa các dòng từ dòng đơn đến 1,5 dòng ({_STATE}); văn bản của Đảng 18 - 22 pt ({_PARTY}).",
    "Line spacing: Double",
    "Line spacing: Multiple 1,1",
    "Sửa ở Paragraph > Line spacing.",
)
HEADING = Rule(
    "TT306",
    Severity.ERROR,
    "đề mục trình bày sai",
    "“Phần I”, “Chương I” in đậm, canh giữa trên một dòng riêng; mục “I.” viết in hoa, in đậm; “Điều 1.” in đậm "
    f"({_STATE}; Mẫu trình bày tại mục V).",
    "I. Những kết quả chủ yếu (chữ thường)",
    "I. NHỮNG KẾT QUẢ CHỦ YẾU (in đậm)",
    "Sửa kiểu chữ của đề mục; nên dùng kiểu (Style) Heading để các đề mục cùng cấp giống nhau.",
)
RULES = (SIZE, ALIGNMENT, INDENT, GAP, LINES, HEADING)

# A paragraph so long surely runs over a line, and so shows how it is aligned and indented.
_LONG = 150
_LONGEST_HEADING = 250
_CENTIMETRE = 1440 / 2.54
_SLACK_CM = 0.06
_LEAST_GAP = 6.0
_HALF_POINT = 0.5


@dataclass
class _Found:
    """Places where one fault stands: the first one, and how many paragraphs have it."""

    rule: Rule
    place: Place
    message: str
    count: int = 0


@dataclass
class _Faults:
    """Faults of paragraphs, one entry for each way to be wrong."""

    found: dict[tuple[str, str], _Found] = field(default_factory=dict)

    def add(self, rule: Rule, place: Place, message: str) -> None:
        """Note one more paragraph with this fault."""
        self.found.setdefault((rule.code, message), _Found(rule, place, message)).count += 1

    def findings(self) -> Iterator[Finding]:
        """Yield a finding for each fault at its first place, which says how many other paragraphs have it."""
        for found in self.found.values():
            others = f" (và {found.count - 1} đoạn khác)" if found.count > 1 else ""
            yield found.rule.found(found.place, found.message + others)


def check(layout: Layout, parts: Parts, profile: Profile) -> Iterator[Finding]:
    """Yield what is wrong with the paragraphs of the body; tables, annexes and what is centred are left out."""
    faults = _Faults()
    before: Line | None = None
    for line in parts.body:
        if line.column is not None or not line.text.strip():
            before = None
            continue
        _size(faults, layout, line, profile)
        if not profile.party:
            _heading(faults, layout, line)
        if len(line.text) >= _LONG and line.size and not line.centered:
            _paragraph(faults, layout, line, profile)
            if before is not None and len(before.text) >= _LONG:
                _gap(faults, layout, before, line)
        before = line
    yield from faults.findings()


def _size(faults: _Faults, layout: Layout, line: Line, profile: Profile) -> None:
    allowed = profile.sizes["nội dung"]
    run = wrong_size(line, allowed)
    if run is not None:
        message = f"cỡ chữ {number((run.marks.size or 0) / 2)}, quy định {span(allowed)}"
        faults.add(SIZE, layout.run_place(line, run), message)


def _paragraph(faults: _Faults, layout: Layout, line: Line, profile: Profile) -> None:
    place = layout.place(line)
    if line.format.alignment is not Alignment.JUSTIFY:
        words = {Alignment.LEFT: "canh trái", Alignment.RIGHT: "canh phải"}
        faults.add(ALIGNMENT, place, f"đoạn văn {words.get(line.format.alignment or Alignment.LEFT, 'canh khác')}")
    _indent(faults, line, place, profile)
    spacing = line.format.line or LineSpacing(240)
    height = _height(spacing, line)
    low, high = profile.line
    if not low - 0.02 <= (height if not profile.lines else height / (line.size * line_factor(""))) <= high + 0.02:
        unit = "dòng" if profile.lines else "pt"
        shown = number(round(spacing.value / 240, 2)) + " dòng"
        if spacing.rule is not LineRule.MULTIPLE:
            shown = number(round(spacing.value / 20, 1)) + " pt"
        faults.add(LINES, place, f"khoảng cách dòng {shown}, quy định {span(profile.line)} {unit}")


def _height(spacing: LineSpacing, line: Line) -> float:
    """Return how high a line is, in points."""
    single = line.size * line_factor("")
    if spacing.rule is LineRule.MULTIPLE:
        return spacing.value / 240 * single
    height = spacing.value / 20
    return max(height, single) if spacing.rule is LineRule.AT_LEAST else height


def _indent(faults: _Faults, line: Line, place: Place, profile: Profile) -> None:
    first = line.format.indent_first or 0
    begins = line.node.inlines[0] if line.node.inlines else None
    # What a tab or blanks push in, or hangs out as lists do, is not measured.
    if first < 0 or isinstance(begins, Tab) or line.text[:1] in "\t \u00a0":
        return
    centimetres = (first or line.format.indent_left or 0) / _CENTIMETRE
    if not any(abs(centimetres - allowed / 10) <= _SLACK_CM for allowed in profile.indents):
        asked = " hoặc ".join(number(allowed / 10) for allowed in profile.indents)
        faults.add(INDENT, place, f"dòng đầu lùi {number(round(centimetres, 2))} cm, quy định {asked} cm")


def _gap(faults: _Faults, layout: Layout, before: Line, line: Line) -> None:
    gap = ((before.format.space_after or 0) + (line.format.space_before or 0)) / 20
    if gap < _LEAST_GAP - _HALF_POINT:
        faults.add(GAP, layout.place(line), f"cách đoạn trước {number(round(gap, 1))} pt, quy định ít nhất 6 pt")


def _heading(faults: _Faults, layout: Layout, line: Line) -> None:
    """Look at the headings that the rules speak of: Phần and Chương, mục with Roman numbers, Điều."""
    found = ordinals(line.text) if len(line.text) <= _LONGEST_HEADING else None
    if found is None:
        return
    kind, (start, end) = found[0][0].kind, found[1]
    place = layout.place(line, start)
    bold = all(run.marks.bold for run in line.lettered if run.start < end)
    if kind in ("phần", "chương"):
        if not line.centered:
            faults.add(HEADING, place, f"“{found[0][0].written}” phải canh giữa")
        if not line.every(lambda marks: marks.bold):
            faults.add(HEADING, place, f"“{found[0][0].written}” phải in đậm")
    elif kind == "roman" and not line.words.endswith((".", ";")):
        if not line.capitals:
            faults.add(HEADING, place, f"mục “{found[0][0].written}” phải viết in hoa")
        if not line.every(lambda marks: marks.bold):
            faults.add(HEADING, place, f"mục “{found[0][0].written}” phải in đậm")
    elif kind == "điều" and not bold:
        faults.add(HEADING, place, f"“{found[0][0].written}” phải in đậm")
