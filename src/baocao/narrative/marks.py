"""Step 3, narrative: marks, the private-use characters that stand for printed values while a template is rendered.

Every value that a template prints becomes a node, and one character in the text stands for it.  So no value can be mistaken
for markup, cut up, or joined with others on its way through Jinja and Markdown.
"""

from __future__ import annotations

import contextvars
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import FrameType, TracebackType

from jinja2 import Template, Undefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from baocao.charts.filling import Chart
from baocao.data.dataset import View
from baocao.errors import BaocaoError
from baocao.findings import Finding, Findings, Place
from baocao.narrative.phrases import Phrase
from baocao.narrative.recipes import Figure
from baocao.narrative.terms import Term, Unknown, unknown_code

FIRST_MARK = 0xF0000
"""The private-use character (plane 15) that stands for node 0; node n has the n-th character after it."""
_MOST_MARKS = 0xFFFE

MARK = re.compile("([\U000f0000-\U000ffffd])")
"""Any mark; splitting by it gives text and marks in turn."""

Live = Figure | Phrase | Chart
"""What is made of the data: printed whole or not at all, a template never sees its parts."""

Node = str | Live


@dataclass(frozen=True, slots=True)
class MarkedText:
    """One rendered section file: its workspace path and its Markdown with marks."""

    path: str
    text: str


@dataclass
class Narrative:
    """What rendering gave: the section texts in order, and the nodes that their marks stand for."""

    sections: list[MarkedText] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)

    def keep(self, node: Node) -> Markup:
        """Return the mark that stands for ``node`` from now on."""
        if len(self.nodes) >= _MOST_MARKS:
            raise BaocaoError.because(
                "MB110", "báo cáo in quá nhiều số liệu trong lời văn", hint="Chuyển bớt vào phụ lục."
            )
        self.nodes.append(node)
        return Markup(chr(FIRST_MARK + len(self.nodes) - 1))

    def node(self, mark: str) -> Node | None:
        """Return the node that a mark stands for, or None when no such mark was ever given."""
        position = ord(mark) - FIRST_MARK
        return self.nodes[position] if position < len(self.nodes) else None


@dataclass
class Rendering:
    """The rendering under way: what ``finalize`` and the period texts need to know of it."""

    view: View
    narrative: Narrative
    findings: Findings
    names: Mapping[str, object]


rendering: contextvars.ContextVar[Rendering] = contextvars.ContextVar("rendering")


@pass_context
def finalize(context: Context, value: object) -> object:
    """Return the mark for a value that a template prints.

    Markup (what macros and period texts give) holds marks already and passes.  Unknown names become a finding and a
    placeholder, so that one run reports them all; a bare number or truth value is a finding too.
    """
    if isinstance(value, Markup):
        return value
    current = rendering.get()
    printed = value.printed() if isinstance(value, Term) else value
    if isinstance(printed, Undefined):
        printed = unknown_code(str(printed._undefined_name), current.view)
    match printed:
        case Markup():
            return printed
        case Unknown():
            current.findings.error("MB101", printed.message, template_place(), printed.hint)
            return current.narrative.keep(f"[không hiểu: {printed.text}]")
        case Figure() | Phrase():
            current.findings.extend(_findings_of(printed))
            return current.narrative.keep(printed)
        case str() | Chart():
            return current.narrative.keep(printed)
        case _:
            message = f"mẫu in giá trị trần {printed!r}, không rõ nguồn"
            current.findings.error("MB105", message, template_place(), "Số phải lấy từ số liệu, ví dụ {{ ma.so }}.")
            return current.narrative.keep(f"[giá trị trần: {printed!r}]")


def _findings_of(printed: Figure | Phrase) -> list[Finding]:
    """Return the findings of the figures printed, those without a place put at the line of the template."""
    figures = [printed] if isinstance(printed, Figure) else [part for part in printed.parts if isinstance(part, Figure)]
    return [
        finding if finding.place else replace(finding, place=template_place())
        for figure in figures
        for finding in figure.findings
    ]


def template_place(trace: TracebackType | None = None) -> Place | None:
    """Return the file and line of the innermost template being rendered now, or in which ``trace`` ended; None: none."""
    found: Place | None = None
    frame: FrameType | None = sys._getframe(1) if trace is None else None
    while frame is not None and found is None:
        found = _template_line(frame.f_globals, frame.f_lineno)
        frame = frame.f_back
    while trace is not None:
        found = _template_line(trace.tb_frame.f_globals, trace.tb_lineno) or found
        trace = trace.tb_next
    return found


def _template_line(names: Mapping[str, object], line: int) -> Place | None:
    if "__jinja_exception__" in names:  # a frame that Jinja has already put in terms of the template
        return Place(str(names["__file__"]), line=line)
    template = names.get("__jinja_template__")
    if not isinstance(template, Template):
        return None
    return Place(template.filename or template.name or "mẫu", line=template.get_corresponding_lineno(line))
