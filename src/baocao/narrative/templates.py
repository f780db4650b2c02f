"""Step 3, narrative: templates and period texts, rendered against the data into marked text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from jinja2 import FunctionLoader, Template, TemplateError, TemplateSyntaxError, Undefined
from markupsafe import Markup

from baocao.charts.filling import Chart, ChartSource, fill_chart, spec_path
from baocao.data.dataset import View
from baocao.data.periods import Period
from baocao.errors import BaocaoError
from baocao.findings import Finding, Findings, Place, Severity
from baocao.narrative import vietnamese as vi
from baocao.narrative.marks import (
    MARK,
    Live,
    MarkedText,
    Narrative,
    Rendering,
    finalize,
    rendering,
    template_place,
)
from baocao.narrative.phrases import Phrase, direction, with_shared_base, with_shared_verb
from baocao.narrative.sandbox import Sandbox, make_environment
from baocao.narrative.terms import (
    IndicatorTerm,
    ListTerm,
    LookupTerm,
    PeriodTerm,
    TargetsTerm,
    Term,
    Unknown,
    recipes_of,
)
from baocao.workspace import Workspace

_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_NOTE_LABEL = re.compile(r"\[\^([^\]\s]+)\]")
# A line of nothing but tags prints no line of its own; the comment swallows its end and keeps the count of lines.
_LONE_TAGS = re.compile(r"^[ \t]*((?:\{%[^\n%]*%\}[ \t]*)+)\n", re.MULTILINE)
# What Jinja took for plain text although somebody meant a tag; no report prints braces.
_STRAY = re.compile(r"[^\n]{0,30}[{}][^\n]{0,30}")
COPIED = "<!-- chưa rà lại -->"
"""First line of a period text that was copied from the period before and not read again since."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be rendered: which report of which period and place, from which data."""

    template: str
    report: str
    period: Period
    scope: str
    view: View


class _Language(Sandbox):
    """The sandbox whose dots and brackets are the steps of the template language."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return the next term after a term; anything else goes by the rules of the sandbox."""
        if isinstance(obj, Term):
            return obj.step(attribute)
        if isinstance(obj, Undefined):
            return Unknown(f"{obj._undefined_name}.{attribute}", f'không có chỉ tiêu hoặc từ "{obj._undefined_name}"')
        if isinstance(obj, Live):
            return _nothing_after_figures(attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return the term at an index; anything else goes by the rules of the sandbox."""
        if isinstance(obj, Live):
            return _nothing_after_figures(argument)
        return obj.pick(argument) if isinstance(obj, Term) else super().getitem(obj, argument)


def _nothing_after_figures(word: object) -> Unknown:
    """Return the term for a word after a figure: its text, taken by itself, would be a number without a recipe."""
    return Unknown(f"….{word}", f'sau số liệu đã đủ cách in không có từ "{word}"', "Bỏ từ này.")


class Templates:
    """The templates of one workspace, compiled once and rendered as often as needed."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lines: dict[str, Template] = {}
        self._environment = make_environment(
            loader=FunctionLoader(self._source),
            finalize=finalize,
            filters={"hoa": _capitals, "dau_hoa": _capital_first},
            functions={"chung_goc": _shared_base, "chung_dong_tu": _shared_verb, "cung_giam": _all_fall},
            environment=_Language,
        )

    def _source(self, name: str) -> tuple[str, str, Callable[[], bool]]:
        """Return the text of a template, its path and a check of freshness, as a Jinja loader does."""
        path = name if name.startswith(("templates/", "data/")) else f"templates/{name}"
        if not path.endswith(".md") or (path.startswith("data/") and "/loi-van/" not in path):
            raise BaocaoError.because(
                "MB111", f'mẫu không được đọc tệp "{name}"', hint="Chỉ đọc tệp .md trong templates/."
            )
        data = self._workspace.read(path)
        try:
            text = unicodedata.normalize("NFC", data.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            message, hint = "tệp không phải văn bản UTF-8", "Lưu lại tệp với bảng mã UTF-8."
            raise BaocaoError.because("MB112", message, Place(path), hint) from error
        found = _PRIVATE_USE.search(text)
        if found:
            place = Place(path, line=text.count("\n", 0, found.start()) + 1)
            message = "tệp có ký tự lạ (vùng dùng riêng của Unicode)"
            raise BaocaoError.because("MB113", message, place, "Xóa ký tự đó, gõ lại chữ.")
        # Asked whenever the compiled template is used again: each report records its own reading of the file.
        return _LONE_TAGS.sub(r"\1{#\n#}", text.replace("\r\n", "\n")), path, lambda: self._workspace.read(path) == data

    def render(self, request: Request, findings: Findings) -> Narrative:
        """Return the narrative of a report: every section file rendered, its troubles added to ``findings``.

        A section that cannot be rendered at all is left out of the result and is an error among the findings.
        """
        narrative = Narrative()
        folder = f"templates/{request.template}"
        paths = [path for path in self._workspace.list(folder, (".md",)) if path.rpartition("/")[2][:2].isdigit()]
        if not paths:
            hint = "Mỗi phần là một tệp tên bắt đầu bằng hai chữ số, ví dụ 01-mo-dau.md."
            findings.error("MB102", f'mẫu báo cáo "{request.template}" không có phần nào', Place(folder), hint)
        names = self._names(request, findings)
        for path in paths:
            text = self._render_file(path, names, request, narrative, findings)
            if text is not None:
                narrative.sections.append(MarkedText(path, text))
        return narrative

    def render_line(self, path: str, request: Request, findings: Findings) -> str:
        """Return one line of plain text from a template that prints no figures, such as the trích yếu."""
        narrative = Narrative()
        names = self._names(request, findings)
        text = self._render_file(path, names, request, narrative, findings) or ""
        return self._plain_line(text, narrative, Place(path), findings)

    def render_words(self, text: str, place: Place, request: Request, findings: Findings, year: str = "") -> str:
        """Return one line of plain text from template text that stands at ``place`` in some other file.

        ``year`` is what the word ``nam`` means in it (empty: nothing).
        """
        if "{" not in text:
            return text
        narrative, noted = Narrative(), Findings()
        names = {**self._names(request, noted), **({"nam": year} if year else {})}
        rendered = self._render(lambda: self._compiled(text), place, names, request, narrative, noted)
        line = self._plain_line(rendered or "", narrative, place, noted)
        findings.extend(replace(finding, place=place) for finding in noted.items)
        return line

    def _compiled(self, text: str) -> Template:
        """Return the template of a line of words, compiled once: headings of annexes are the same in every report."""
        if text not in self._lines:
            self._lines[text] = self._environment.from_string(text)
        return self._lines[text]

    @staticmethod
    def _plain_line(text: str, narrative: Narrative, place: Place, findings: Findings) -> str:
        words: list[str] = []
        for piece in MARK.split(text):
            node = narrative.node(piece) if MARK.match(piece) else piece
            if not isinstance(node, str):
                findings.error("MB114", "dòng này chỉ nhận chữ, không nhận số liệu", place, "Bỏ số liệu đi.")
                return ""
            words.append(node)
        return re.sub(r"[ \n]+", " ", "".join(words)).strip()

    def _render_file(
        self, path: str, names: dict[str, object], request: Request, narrative: Narrative, findings: Findings
    ) -> str | None:
        text = self._render(
            lambda: self._environment.get_template(path), Place(path), names, request, narrative, findings
        )
        stray = _STRAY.search(text) if text and ("{" in text or "}" in text) else None
        if stray:
            source, _, _ = self._source(path)
            written = next(piece for piece in MARK.split(stray.group()) if "{" in piece or "}" in piece)
            at = source.find(written)  # not there: it stands in a period text
            place = Place(path, line=source.count("\n", 0, at) + 1 if at >= 0 else None)
            hint = "Số liệu viết giữa hai dấu {{ và hai dấu }}; câu lệnh giữa {% và %}."
            shown = MARK.sub("…", stray.group())
            findings.error("MB115", f"dấu ngoặc nhọn thiếu hoặc thừa, gần chỗ: {shown}", place, hint)
        return text

    @staticmethod
    def _render(
        find: Callable[[], Template],
        default: Place,
        names: dict[str, object],
        request: Request,
        narrative: Narrative,
        findings: Findings,
    ) -> str | None:
        """Return what the template that ``find`` gives renders to; None, with findings, when it cannot be rendered."""
        token = rendering.set(Rendering(request.view, narrative, findings, names))
        try:
            return find().render(names)
        except BaocaoError as error:
            place = template_place(error.__traceback__) or default
            findings.extend(replace(finding, place=finding.place or place) for finding in error.findings)
        except TemplateSyntaxError as error:
            findings.add(_syntax_finding(error, default.file))
        except (
            TemplateError,
            TypeError,
            ValueError,
            ArithmeticError,
            LookupError,
            AttributeError,
            RecursionError,
        ) as error:
            place = template_place(error.__traceback__) or default
            findings.error("MB104", f"không thực hiện được câu lệnh của mẫu: {error}", place, "Sửa câu lệnh ở dòng đó.")
        finally:
            rendering.reset(token)
        return None

    def _names(self, request: Request, findings: Findings) -> dict[str, object]:
        """Return the names that a template can use: the first segments of all codes, and the words of the language."""
        period, scope, view = request.period, request.scope, request.view

        def agency_fact(word: str) -> object:
            fact = view.facts.text(word, f"{request.report} {period}")
            hint = "Thêm dòng vào tệp của cơ quan trong data/co-quan."
            return fact or Unknown(f"co_quan.{word}", f'không có thông tin cơ quan "{word}"', hint)

        def period_text(name: str) -> object:
            path = f"data/{period}/loi-van/{request.report}/{name.replace('_', '-')}.md"
            return _PeriodText(self, path, name)

        def chart(name: str) -> object:
            return _ChartTerm(self, request, findings, name)

        return {
            **{root: IndicatorTerm(root, period, scope, view) for root in view.catalogue.children("")},
            "ky": PeriodTerm(period),
            "ds": LookupTerm("ds", lambda name: ListTerm(name, period, scope, view)),
            "chi_tieu": TargetsTerm(period, scope, view),
            "loi_van": LookupTerm("loi_van", period_text),
            "co_quan": LookupTerm("co_quan", agency_fact),
            "bieu_do": LookupTerm("bieu_do", chart),
        }

    def chart(self, name: str, request: Request, findings: Findings) -> Chart | None:
        """Return a chart filled in, None when there is nothing to draw or no such chart; the troubles go to ``findings``."""
        path = spec_path(request.template, name)
        if not self.has_text(path):
            hint = f"Lập tệp {path} hoặc sửa tên biểu đồ."
            raise BaocaoError.because("MB602", f'không có biểu đồ "{name}"', hint=hint)

        def words(text: str) -> str:
            return vi.glue(self.render_words(text, Place(path, detail=text[:60]), request, findings))

        text = unicodedata.normalize("NFC", self._workspace.read(path).decode("utf-8-sig", "replace"))
        return fill_chart(text, path, ChartSource(request.period, request.scope, request.view, words), findings)

    def has_text(self, path: str) -> bool:
        """Return whether the period has the text."""
        return self._workspace.exists(path)

    def period_text(self, path: str) -> Markup:
        """Return a period text rendered in its place; its notes get names of their own apart from the section's."""
        if not self.has_text(path):
            return Markup("")
        current = rendering.get()
        text = self._environment.get_template(path).render(current.names).strip()
        if text.startswith(COPIED):
            message = "lời văn chép từ kỳ trước, chưa rà lại"
            current.findings.warning("MB301", message, Place(path), f"Rà xong thì xóa dòng {COPIED}.")
            text = text.removeprefix(COPIED).strip()
        stem = path.rpartition("/")[2].removesuffix(".md")
        return Markup(_NOTE_LABEL.sub(rf"[^\1@{stem}]", text))


@dataclass(frozen=True, eq=False)
class _PeriodText(Term):
    """``loi_van.x``: a text that belongs to one period; absent, it prints nothing."""

    templates: Templates
    path: str
    name: str

    @property
    def written(self) -> str:
        return f"loi_van.{self.name}"

    def printed(self) -> Markup:
        return self.templates.period_text(self.path)

    def step(self, word: str) -> object:
        return self.templates.has_text(self.path) if word == "co" else super().step(word)


@dataclass(frozen=True, eq=False)
class _ChartTerm(Term):
    """``bieu_do.x``: a chart, to be placed on a line of its own; without enough numbers it prints nothing."""

    templates: Templates
    request: Request
    findings: Findings
    name: str

    @property
    def written(self) -> str:
        return f"bieu_do.{self.name}"

    def printed(self) -> Chart | Markup:
        return self.templates.chart(self.name, self.request, self.findings) or Markup("")

    def step(self, word: str) -> object:
        if word == "co":
            return self.templates.chart(self.name, self.request, Findings()) is not None
        return super().step(word)


def _syntax_finding(error: TemplateSyntaxError, path: str) -> Finding:
    lines = (error.source or "").splitlines()
    shown = lines[error.lineno - 1].strip()[:80] if 0 < error.lineno <= len(lines) else ""
    hint = (
        "Mỗi dấu {{ cần một dấu }}, mỗi {% if … %} cần một {% endif %}; "
        "mã chỉ gồm chữ thường không dấu, chữ số, gạch dưới và dấu chấm."
    )
    place = Place(error.name or path, line=error.lineno)
    return Finding("MB103", Severity.ERROR, f"mẫu viết sai cú pháp, gần chỗ: {shown}", place, hint)


def _capitals(text: object) -> str:
    return _plain(text, "hoa").upper()


def _capital_first(text: object) -> str:
    return vi.upper_first(_plain(text, "dau_hoa"))


def _plain(text: object, name: str) -> str:
    if not isinstance(text, str):
        raise TypeError(f"|{name} chỉ dùng cho chữ, không dùng cho số liệu")
    return text


def _shared_base(*comparisons: object) -> Phrase:
    recipes = recipes_of(comparisons)
    return with_shared_base(recipes, rendering.get().view)


def _shared_verb(*comparisons: object) -> Phrase:
    recipes = recipes_of(comparisons)
    return with_shared_verb(recipes, rendering.get().view)


def _all_fall(*comparisons: object) -> bool:
    view = rendering.get().view
    return all(direction(recipe, view) == -1 for recipe in recipes_of(comparisons))
