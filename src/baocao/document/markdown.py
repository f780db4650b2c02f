"""Step 4, document: marked text to blocks of the document, and its figures to entries of the register.

The Markdown of templates is small: headings, emphasis, footnotes, and one rule of ours, that a line which starts with
one of our markers is a paragraph of its own: ``- ``, ``+ ``, ``#. ``, ``(#) ``, ``(#+) ``, and two that are not
printed but choose the style, ``>> `` for the căn cứ of a resolution (">> Căn cứ Luật …;") and ``>< `` for its enacting
word, centred (">< QUYẾT NGHỊ:").  Nothing else of CommonMark applies: "11. Tăng cường" must not become a list, "-----"
not a heading, and four spaces not code.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from baocao.charts.drawing import chart_blocks, chart_register
from baocao.charts.filling import Chart
from baocao.document.register_entries import register_entry
from baocao.document.tree import (
    UNMARKED,
    Block,
    Break,
    Figure,
    Footnote,
    Inline,
    Marks,
    Number,
    Paragraph,
    RegisterEntry,
    Text,
)
from baocao.findings import Findings, Place
from baocao.narrative import recipes
from baocao.narrative import vietnamese as vi
from baocao.narrative.marks import MARK, MarkedText, Narrative, Node

BODY_STYLE = "Nội dung"
SUBTITLE_STYLE = "Tiểu đề"
NOTE_STYLE = "footnote text"
MARKED_STYLES = {">> ": "Căn cứ", ">< ": "Quyết nghị"}
MISSING_HIGHLIGHT = "yellow"

AUTO_NUMBERS = ("#.", "(#)", "(#+)")
_SPACES = re.compile(" {2,}")
_LEADING_SPACE = re.compile(r"^ (?=[^\W\d_])")
_STARTER = re.compile(r"(?P<marker>-|\+|#\.|\(#\+?\)|>>|><) ")
_DEFINITION = re.compile(r"^\[\^([^\]\s]+)\]:", re.MULTILINE)
_CALL = re.compile(r"\[\^([^\]\s]+)\]")


def _own_paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take a line that starts with one of our markers, and the lines that go on with it, as one paragraph."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if not _STARTER.match(line):
        return False
    if silent:
        return True
    last = start + 1
    while last < end and not state.isEmpty(last):
        following = state.src[state.bMarks[last] + state.tShift[last] : state.eMarks[last]]
        if _STARTER.match(following) or _DEFINITION.match(following):
            break
        last += 1
    opening = state.push("paragraph_open", "p", 1)
    opening.map = [start, last]
    inline = state.push("inline", "", 0)
    inline.content = state.getLines(start, last, state.blkIndent, False).strip()
    inline.map = [start, last]
    inline.children = []
    state.push("paragraph_close", "p", -1)
    state.line = last
    return True


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero").enable(["heading", "emphasis", "escape", "newline"]).use(footnote_plugin)
    parser.enable(["footnote_def", "footnote_ref", "footnote_inline"])
    parser.block.ruler.before("paragraph", "own_paragraph", _own_paragraph, {"alt": ["paragraph", "footnote_def"]})
    return parser


_PARSER = _parser()


@functools.lru_cache(maxsize=64)
def _tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of a text, which nobody changes; reports of one template differ in figures, and have marks for them."""
    return tuple(_PARSER.parse(text, {}))


@functools.lru_cache(maxsize=4096)
def _split(content: str) -> tuple[tuple[str, bool], ...]:
    """Return the pieces of a line of text, and which of them are marks; the lines are those of ``_tokens``."""
    return tuple((piece, MARK.match(piece) is not None) for piece in MARK.split(content) if piece)


class Conversion:
    """Marked texts on their way into blocks.

    ``register`` collects the entries of the figures that were met, ``missing`` the placeholders among them.
    """

    def __init__(self, narrative: Narrative, findings: Findings) -> None:
        self._narrative = narrative
        self._findings = findings
        self.register: dict[str, RegisterEntry] = {}
        self.missing: list[str] = []
        self._charts = 0

    def blocks(self, section: MarkedText) -> list[Block]:
        """Return the paragraphs and charts of one section file, headings and khoản with their numbers not yet computed."""
        self._look_for_lost_notes(section)
        tokens = _tokens(section.text)
        notes = self._notes(tokens, section.path)
        blocks: list[Block] = []
        for token, inline in itertools.pairwise(tokens):
            if token.type == "footnote_block_open":
                break
            if token.type == "heading_open":
                inlines = self._inlines(inline.children or [], notes)
                blocks.append(Paragraph(f"heading {token.tag[1:]}", inlines))
            elif token.type == "paragraph_open":
                chart = self._chart(inline.content)
                blocks += self._paragraph(inline.children or [], notes) if chart is None else self._drawn(chart)
        return blocks

    def _chart(self, content: str) -> Chart | None:
        """Return the chart that is all a paragraph holds, None when it holds anything else."""
        mark = content.strip()
        node = self._narrative.node(mark) if MARK.fullmatch(mark) else None
        return node if isinstance(node, Chart) else None

    def _drawn(self, chart: Chart) -> list[Block]:
        self._charts += 1
        self.register.update((entry.id, entry) for entry in chart_register(chart, self._charts))
        return chart_blocks(chart, self._charts)

    def _paragraph(self, children: list[Token], notes: dict[int, Footnote]) -> list[Paragraph]:
        inlines = self._inlines(children, notes)
        if not inlines:
            return []
        first = inlines[0]
        if isinstance(first, Text):
            for marker in AUTO_NUMBERS:
                if first.text.startswith(f"{marker} "):
                    rest = Text(first.text.removeprefix(marker), first.marks)
                    return [Paragraph(BODY_STYLE, (Number(marker), rest, *inlines[1:]))]
            for marker, style in MARKED_STYLES.items():
                if first.text.startswith(marker):
                    rest = Text(first.text.removeprefix(marker), first.marks)
                    return [Paragraph(style, (rest, *inlines[1:]) if rest.text else inlines[1:])]
        if all(isinstance(inline, Text) and inline.marks == Marks(bold=True, italic=True) for inline in inlines):
            return [
                Paragraph(SUBTITLE_STYLE, tuple(Text(inline.text) for inline in inlines if isinstance(inline, Text)))
            ]
        return [Paragraph(BODY_STYLE, inlines)]

    def _notes(self, tokens: Iterable[Token], path: str) -> dict[int, Footnote]:
        """Return the notes of the section by their number in the token stream; a note in a note is a finding."""
        notes: dict[int, Footnote] = {}
        current: int | None = None
        for token in tokens:
            if token.type == "footnote_open":
                current = token.meta["id"]
            elif token.type == "inline" and current is not None:
                children = token.children or []
                for inner in (child for child in children if child.type == "footnote_ref"):
                    place = Place(path, detail=f"chú thích [^{inner.meta['label']}]" if "label" in inner.meta else None)
                    hint = "Đưa nội dung của chú thích bên trong vào thẳng chú thích bên ngoài."
                    self._findings.error("MB405", "chú thích không thể có chú thích khác bên trong", place, hint)
                inlines = self._inlines(children, {})
                earlier = notes[current].blocks if current in notes else ()
                notes[current] = Footnote((*earlier, Paragraph(NOTE_STYLE, inlines)))
            elif token.type == "footnote_close":
                current = None
        return notes

    def _look_for_lost_notes(self, section: MarkedText) -> None:
        """Add a finding for every note that is undefined, defined twice, never called, or called twice."""
        if "[^" not in section.text:
            return
        defined = _DEFINITION.findall(section.text)
        called = _CALL.findall(_DEFINITION.sub("", section.text))
        for name in dict.fromkeys([*defined, *called]):
            place = Place(section.path, detail=f"chú thích [^{name}]")
            if defined.count(name) > 1:
                self._findings.error(
                    "MB401", f"chú thích [^{name}] được định nghĩa hai lần", place, "Đổi tên một chú thích."
                )
            if name not in defined:
                hint = f"Thêm dòng “[^{name}]: …” hoặc bỏ chỗ gọi."
                self._findings.error("MB402", f"chú thích [^{name}] được gọi nhưng không có nội dung", place, hint)
            elif name not in called:
                self._findings.error(
                    "MB403", f"chú thích [^{name}] không được gọi ở đâu", place, "Gọi chú thích hoặc xóa đi."
                )
            if called.count(name) > 1:
                hint = "Mỗi chỗ gọi cần một chú thích riêng."
                self._findings.error("MB404", f"chú thích [^{name}] được gọi {called.count(name)} lần", place, hint)

    def _inlines(self, tokens: list[Token], notes: dict[int, Footnote]) -> tuple[Inline, ...]:
        inlines: list[Inline] = []
        marks = UNMARKED
        for token in tokens:
            match token.type:
                case "text" | "text_special":
                    inlines += self._pieces(token.content, marks)
                case "softbreak":
                    inlines.append(Text(" ", marks))
                case "hardbreak":
                    inlines.append(Break())
                case "strong_open" | "strong_close":
                    marks = replace(marks, bold=True if token.nesting == 1 else None)
                case "em_open" | "em_close":
                    marks = replace(marks, italic=True if token.nesting == 1 else None)
                case "footnote_ref":
                    inlines.append(notes.get(token.meta["id"], Footnote(())))
        return tuple(_tidy(inlines))

    def _pieces(self, content: str, marks: Marks) -> Iterator[Inline]:
        """Yield the text between marks, and what the marks stand for."""
        for piece, is_mark in _split(content):
            node = self._narrative.node(piece) if is_mark else None
            if node is None:
                yield Text(piece, marks)
            else:
                yield from self._node(node, marks)

    def _node(self, node: Node, marks: Marks) -> Iterator[Inline]:
        if isinstance(node, str):
            yield Text(node, marks)
        elif isinstance(node, recipes.Figure):
            yield self._figure(node, marks)
        elif isinstance(node, Chart):
            place, hint = (
                Place(node.recipe.subject),
                "Đặt {{ bieu_do.… }} một mình trên một dòng, có dòng trống ở trên và dưới.",
            )
            self._findings.error("MB604", "biểu đồ đứng lẫn trong lời văn", place, hint)
        else:
            for part in node.parts:
                yield from self._node(part, marks)

    def _figure(self, figure: recipes.Figure, marks: Marks) -> Figure:
        entry = register_entry(figure)
        self.register[entry.id] = entry
        if not figure.missing:
            return Figure(entry.id, figure.text, figure.alias, marks)
        if figure.text not in self.missing:
            self.missing.append(figure.text)
        return Figure(entry.id, figure.text, figure.alias, replace(marks, highlight=MISSING_HIGHLIGHT))


def _tidy(inlines: Iterable[Inline]) -> list[Inline]:
    """Return the inlines with equal neighbours joined, runs of spaces made one, and what belongs together glued."""
    tidy: list[Inline] = []
    for inline in inlines:
        last = tidy[-1] if tidy else None
        if isinstance(inline, Text) and isinstance(last, Text) and inline.marks == last.marks:
            tidy[-1] = Text(last.text + inline.text, last.marks)
        else:
            tidy.append(inline)
    for position, inline in enumerate(tidy):
        if isinstance(inline, Text):
            text = vi.glue(_SPACES.sub(" ", inline.text))
            before = tidy[position - 1] if position else None
            if isinstance(before, Figure) and before.text[-1:].isdigit():
                text = _LEADING_SPACE.sub(vi.NBSP, text)
            text = text.lstrip(" ") if position == 0 else text
            tidy[position] = Text(text.rstrip(" ") if position == len(tidy) - 1 else text, inline.marks)
    return [inline for inline in tidy if not (isinstance(inline, Text) and not inline.text)]
