"""Step 8, print: Document -> one HTML page for the screen, where each figure tells its origin.

The body is that of the printed page; notes stand at its end, tables that are too wide can be moved sideways, and a
figure shows where it comes from when the pointer rests on it, when it is touched, and when the Tab key reaches it.  The
page needs nothing from outside and its policy forbids everything else.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from baocao.document.tree import Document, Figure, Footnote, Marks, Picture, Table
from baocao.document.unfolding import held_ids, unfolded
from baocao.plaintext import as_typed
from baocao.printing import stylesheet
from baocao.printing.html import Printer
from baocao.printing.linebreaks import markup
from baocao.printing.tables import is_layout

Words = tuple[tuple[str, str], ...]
"""What is told of a figure: pairs of a label and the words for it."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the page tells of one figure: its text as the program printed it (None: not known), value, and words."""

    text: str | None
    value: str
    words: Words


@dataclass(frozen=True, slots=True)
class _Shown:
    """A figure put on the page: the number that its element has, its text, whether somebody typed over it."""

    number: int
    text: str
    edited: bool


# Escape sends away what is shown, until the next pointing or focus (WCAG 2.2, 1.4.13).
_SCRIPT = """
const quiet = (on) => document.documentElement.classList.toggle("quiet", on);
addEventListener("keydown", (event) => { if (event.key === "Escape") quiet(true); });
for (const kind of ["pointerover", "focusin"]) addEventListener(kind, () => quiet(false));
"""
_HASH = base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode("ascii")
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    f"script-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"
)

_SCREEN = """
body { background: #eceff1 }
section { background: #fff; box-sizing: border-box; box-shadow: 0 1px 4px #0004; margin: 0 auto 1.5rem;
  padding: 2cm 1.7cm }
p, h1, h2, h3, h4, h5, h6 { position: relative; overflow-wrap: anywhere }
table { table-layout: auto; max-width: 100% }
img { max-width: 100%; height: auto }
.wide { overflow-x: auto }
.wide td, .wide th { overflow-wrap: normal }
.wide p { position: static }
.call { font-size: .7em; line-height: 0; vertical-align: super }
.call a, .notes a, .bar a { color: #0b4a8f; text-decoration: underline }
.notes li { margin: .3em 0 }
.notes p, .notes li { font-family: "Times New Roman", "Liberation Serif", Tinos, serif; font-size: 12pt }
.bar { background: #12324f; color: #fff; font: 1rem/1.45 system-ui, sans-serif; padding: 1rem }
.bar div { max-width: 21cm; margin: 0 auto }
.bar p { margin: .3em 0 }
.bar .name { font-size: 1.15rem; font-weight: 600 }
.bar a { color: #fff }
.figure { text-decoration: underline dotted #0b4a8f 1.5px; text-underline-offset: 3px; cursor: help }
.figure:hover, .figure:focus { background: #dcebfa; outline: 2px solid #0b4a8f; outline-offset: 1px }
.edited { background: #ffe9a8; text-decoration: underline wavy #9a3b00 1.5px }
.edited::after { content: "\\270E"; color: #9a3b00; font-size: .75em; vertical-align: super; line-height: 0 }
.origin { display: none }
.figure:hover > .origin, .figure:focus > .origin, .figure:focus-within > .origin { display: block }
.quiet .figure > .origin { display: none }
.origin { position: absolute; left: 0; right: 0; z-index: 2; max-width: 34em; padding-top: 1.7em; text-align: left;
  text-indent: 0; text-transform: none; font: .95rem/1.4 system-ui, sans-serif; color: #111; cursor: auto }
.origin > span { display: block; background: #fffef6; border: 1px solid #12324f; border-radius: 4px;
  box-shadow: 0 3px 12px #0005; padding: .6em .8em }
.origin .row { display: block }
.origin .row + .row { margin-top: .2em }
.origin b { font-weight: 600 }
.wide .origin, .numbers .origin { position: fixed; left: 0; right: 0; bottom: 0; max-width: none; padding: .5em }
.numbers { font: .95rem/1.5 system-ui, sans-serif; text-align: left; margin: .4em 0 1em }
.numbers ul { margin: .3em 0; padding-left: 1.4em }
@media (max-width: 640px) {
  section { padding: 1rem .9rem; margin-bottom: .6rem; box-shadow: none }
  p, h1, h2, h3, h4, h5, h6 { text-align: left !important; margin-left: 0 !important; margin-right: 0 !important }
  .origin { position: fixed; left: 0; right: 0; bottom: 0; max-width: none; padding: .5em }
  .origin > span { max-height: 45vh; overflow: auto }
  .figure { scroll-margin: 6rem 0 50vh }
  .b { margin-left: 0 !important; margin-right: 0 !important }
}
@media print { .bar, .origin, .edited::after { display: none !important } section { box-shadow: none; padding: 0 } }
"""
_CENTRED = "@media (max-width: 640px) {{ {names} {{ text-align: center !important }} }}"


def screen_page(document: Document, told: Mapping[str, Told]) -> str:
    """Return ``document`` as one HTML page for the screen; ``told`` is what to tell of each figure, by its id."""
    return _ScreenPrinter(unfolded(document), told).page()


class _ScreenPrinter(Printer):
    """Renders one document for the screen."""

    def __init__(self, document: Document, told: Mapping[str, Told]) -> None:
        super().__init__(document, figures=True)
        self._told = told
        self._entries = {entry.id: entry for entry in document.register.entries}
        self._shown: list[_Shown] = []
        self._notes: list[str] = []

    def page(self) -> str:
        """Return the whole page."""
        sections = self.sections()
        notes = self._all_notes()
        rules = [*self.rules(self._sheets()), _SCREEN, self._centred()]
        style = "\n".join(rules)
        return (
            f'{self.head()}<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">\n'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<style>{style}\n</style>\n'
            f"</head>\n<body>\n{self._bar()}<main>\n{sections}{notes}</main>\n<script>{_SCRIPT}</script>\n"
            "</body>\n</html>\n"
        )

    def _sheets(self) -> str:
        """Return the rules that make every section as wide as its paper."""
        return "\n".join(
            f".s{number} {{ max-width: {stylesheet.points(section.page.width)} }}"
            for number, section in enumerate(self.document.sections, 1)
        )

    def _centred(self) -> str:
        """Return the rule that keeps centred styles centred on a narrow screen."""
        names = [f".{look.name}" for look in self.styles.values() if look.css.get("text-align") == "center"]
        names += [f".{name}" for css, name in self.classes.items() if "text-align: center" in css]
        return _CENTRED.format(names=", ".join([*names, ".picture"]))

    def _bar(self) -> str:
        """Return the head of the page: what the document is, how its figures tell their origin, which are edited."""
        edited = [shown for shown in self._shown if shown.edited]
        lines = [
            f'<p class="name">{escape(self.document.meta.title or "Văn bản")}</p>',
            f"<p>{len(self._shown)} số lấy từ số liệu, có gạch chân chấm. Rê chuột, chạm ngón tay vào số, "
            "hoặc bấm phím Tab, để xem nguồn của số; phím Esc để ẩn.</p>",
        ]
        if edited:
            links = ", ".join(f'<a href="#f{shown.number}">{escape(shown.text) or "(trống)"}</a>' for shown in edited)
            lines.append(f"<p>{len(edited)} số đã sửa tay, có dấu ✎: {links}</p>")
        return f'<header class="bar"><div>{"".join(lines)}</div></header>\n'

    def figure(self, figure: Figure, base: Marks, before: str) -> str:
        """Return a figure that can be reached by pointer, touch and key, with what is told of it."""
        told = self._told.get(figure.id, Told(None, "", (("Nguồn", "số này không có trong sổ số liệu của tệp"),)))
        edited = told.text is not None and as_typed(told.text) != as_typed(figure.text)
        number = len(self._shown) + 1
        self._shown.append(_Shown(number, figure.text, edited))
        names = f"figure {'edited ' if edited else ''}{self.marks_class(figure.marks, base)}".rstrip()
        words = told.words
        if edited:
            words = (("Đã sửa tay", f"khi làm văn bản, chỗ này ghi “{told.text}”"), *words)
        rows = "".join(
            f'<span class="row"><b>{escape(label)}:</b> {escape(text)}</span>' for label, text in words if text
        )
        return (
            f'<data class="{names}" id="f{number}" value="{escape(told.value)}" tabindex="0" role="term" '
            f'aria-describedby="o{number}">{markup(figure.text, before) or "&#8203;"}'
            f'<span class="origin" role="tooltip" id="o{number}"><span>{rows}</span></span></data>'
        )

    def note(self, note: Footnote, base: Marks) -> str:
        """Return the call of a note, which stands with the other notes at the end of the page."""
        number = len(self._notes) + 1
        self._notes.append("")  # its place, before notes that it might hold
        inside = []
        for paragraph in note.blocks:
            _, _, marks = self.look(paragraph)
            inside.append(f"<p>{''.join(self.inlines(paragraph.inlines, marks))}</p>")
        back = f'<a href="#call{number}" aria-label="Về chỗ gọi chú thích {number}">↑</a>'
        self._notes[number - 1] = f'<li id="note{number}">{"".join(inside)} {back}</li>'
        label = f'aria-label="Chú thích {number}"'
        return f'<sup class="call" id="call{number}"><a href="#note{number}" {label}>{number}</a></sup>'

    def _all_notes(self) -> str:
        if not self._notes:
            return ""
        return f'<section class="s1 notes" aria-label="Chú thích"><ol>{"".join(self._notes)}</ol></section>\n'

    def table(self, table: Table, place: str) -> str:
        """Return a table; one with lines can be moved sideways where the screen is narrow."""
        written = super().table(table, place)
        if is_layout(table):
            return written
        return f'<div class="wide" role="region" tabindex="0" aria-label="Bảng">{written}</div>\n'

    def picture(self, picture: Picture, place: str) -> str:
        """Return a picture; a live chart is followed by its numbers, each with its origin."""
        written = super().picture(picture, place)
        numbers = self._numbers(picture)
        return written + numbers if numbers else written

    def _numbers(self, picture: Picture) -> str:
        entry = self._entries.get(picture.control.id) if picture.control else None
        held = [self._entries[id] for ids in (held_ids(entry) if entry else ()) for id in ids if id in self._entries]
        if not held:
            return ""
        figures = [(found.name, Figure(found.id, found.text, found.name)) for found in held]
        items = "".join(f"<li>{escape(name)}: {self.figure(figure, Marks(), '')}</li>" for name, figure in figures)
        return f'<details class="numbers"><summary>Số liệu của biểu đồ</summary><ul>{items}</ul></details>\n'
