"""Step 8, print: Document -> HTML, an element for each node, their look in the style sheet."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import assert_never

from baocao.document.formatting import merged, resolve
from baocao.document.tree import (
    Alignment,
    Block,
    Border,
    Break,
    Cell,
    Control,
    Document,
    Field,
    Figure,
    Footnote,
    Inline,
    Link,
    Marks,
    Number,
    PageBreak,
    Paragraph,
    ParagraphFormat,
    Picture,
    Tab,
    Table,
    Text,
    plain_text,
)
from baocao.printing import stylesheet
from baocao.printing.linebreaks import markup
from baocao.printing.tables import depth_of, is_kept, is_layout, lines_of

_PAGE_FIELDS = {"PAGE": "page", "NUMPAGES": "pages"}
_SIZED = (Text, Number, Figure)

_LookKey = tuple[str, ParagraphFormat, int | None, int]
"""What the look of a paragraph depends on: style, direct format, the size all its runs share, the largest size stated."""


def to_html(document: Document, figures: bool = False) -> str:
    """Return ``document`` as one HTML page that needs nothing from outside: CSS inside, pictures as data.

    The page is well-formed XML too.

    With ``figures`` every figure is an element of class ``figure`` with its id in ``data-id``; paper needs none, and
    without them a report is laid out in four fifths of the time.
    """
    return Printer(document, figures).page()


@dataclass(frozen=True, slots=True)
class _StyleLook:
    """What a named style comes to: its class, all its declarations, its full format and marks."""

    name: str
    css: stylesheet.Declarations
    format: ParagraphFormat
    marks: Marks


class Printer:
    """Renders one document for paper; collects the CSS classes that its paragraphs and runs need on the way."""

    def __init__(self, document: Document, figures: bool = False) -> None:
        self.document = document
        self.figures = figures
        self.styles: dict[str, _StyleLook] = {}
        self.classes: dict[str, str] = {}
        self.calls: dict[str, str] = {}
        self.looks: dict[_LookKey, tuple[str, ParagraphFormat, Marks]] = {}
        self.cell_classes: dict[object, str] = {}
        self.mark_classes: dict[tuple[Marks, Marks], str] = {}

    def page(self) -> str:
        """Return the whole page."""
        sections = self.sections()
        rules = [*self.rules(stylesheet.page_rules(self.document.sections, self.document.styles)), stylesheet.PLACES]
        style = "\n".join(rules)
        return f"{self.head()}<style>{style}\n</style>\n</head>\n<body>\n{sections}</body>\n</html>\n"

    def sections(self) -> str:
        """Return the sections of the document, to be rendered before the rules that they need."""
        return "".join(
            f'<section class="s{number}">{"".join(self.blocks(section.blocks, outer=True))}</section>\n'
            for number, section in enumerate(self.document.sections, 1)
        )

    def rules(self, pages: str) -> list[str]:
        """Return the rules of style; ``pages`` are those of the sections."""
        return [
            stylesheet.BASE,
            pages,
            *(stylesheet.rule(f".{look.name}", look.css) for look in self.styles.values()),
            *(f".{name} {{ {css} }}" for css, name in self.classes.items()),
            *(f".{name}::footnote-call {{ {css} }}" for css, name in self.calls.items()),
        ]

    def head(self) -> str:
        """Return the beginning of the page, up to where its style sheet stands."""
        meta = self.document.meta
        named = (
            ("author", meta.author),
            ("description", meta.subject),
            ("keywords", meta.keywords.replace(";", ",")),
            ("generator", "baocao"),
            ("dcterms.created", meta.created),
            ("dcterms.modified", meta.created),
        )
        properties = "".join(f'<meta name="{name}" content="{escape(value)}"/>\n' for name, value in named if value)
        return (
            f'<!DOCTYPE html>\n<html lang="{escape(meta.language.split("-")[0] or "vi")}">\n<head>\n'
            f'<meta charset="utf-8"/>\n<title>{escape(meta.title)}</title>\n{properties}'
        )

    def class_for(self, css: stylesheet.Declarations) -> str:
        """Return the class that carries the declarations ``css``, the same for the same, empty for none."""
        return self.classes.setdefault(stylesheet.declarations(css), f"d{len(self.classes) + 1}") if css else ""

    def blocks(self, blocks: tuple[Block, ...], outer: bool = False) -> Iterator[str]:
        """Yield the markup of ``blocks``; ``outer`` is True for the blocks of a section.

        The empty paragraph that Word wants after a last table is not printed: it could only make an empty page.
        """
        if len(blocks) > 1 and isinstance(blocks[-2], Table) and self.is_empty(blocks[-1]):
            blocks = blocks[:-1]
        kept = self.kept_with_layout_tables(blocks) if outer else frozenset()
        place = ""
        for index, block in enumerate(blocks):
            match block:
                case PageBreak():
                    place = " page"
                    continue
                case Paragraph():
                    yield self.paragraph(block, place + (" k" if index in kept else ""))
                case Table():
                    together = outer and index > 0 and not place and is_layout(block)
                    yield self.table(block, place + (" block" if together else ""))
                case Picture():
                    yield self.picture(block, place)
                case _:
                    assert_never(block)
            place = ""

    def paragraph(self, paragraph: Paragraph, place: str = "") -> str:
        """Return a paragraph as ``p``, or as ``h1`` … ``h6`` with a bookmark if it is of the outline."""
        names, format_, marks = self.look(paragraph)
        content = "".join(self.inlines(paragraph.inlines, marks)) or "<br/>"
        if format_.borders is not None and (css := stylesheet.box_css(format_.borders)):
            content = f'<span class="b {self.class_for(css)}">{content}</span>'
        tag, attributes = "p", ""
        label = " ".join(plain_text(paragraph.inlines).split())
        if label and (level := format_.outline_level) is not None and level < 9:
            tag = f"h{min(level + 1, 6)}"
            names = (
                f"{names} {self.class_for({'bookmark-level': str(level + 1), 'bookmark-label': 'attr(data-label)'})}"
            )
            attributes = f' data-label="{escape(label).replace(chr(0x2011), "-")}"'
        return f'<{tag} class="{names}{place}"{attributes}>{content}</{tag}>\n'

    def style(self, name: str) -> _StyleLook:
        """Return what the paragraph style ``name`` comes to."""
        look = self.styles.get(name)
        if look is None:
            format_, marks = resolve(self.document.styles, name)
            readable = re.sub(r"\W+", "-", name.lower())
            css = stylesheet.paragraph_css(format_, marks)
            look = _StyleLook(f"p{len(self.styles) + 1}-{readable}", css, format_, marks)
            self.styles[name] = look
        return look

    def look(self, paragraph: Paragraph) -> tuple[str, ParagraphFormat, Marks]:
        """Return the classes of ``paragraph`` and its full format and marks.

        The class of the style carries everything, a second one what is laid directly on this paragraph.  A size that
        all its runs share becomes the size of the paragraph, because Word measures lines by the runs alone.
        """
        key = self.look_key(paragraph)
        if key not in self.looks:
            self.looks[key] = self._look(*key)
        return self.looks[key]

    def look_key(self, paragraph: Paragraph) -> _LookKey:
        """Return what the look of ``paragraph`` depends on."""
        sizes = {inline.marks.size for inline in paragraph.inlines if isinstance(inline, _SIZED)}
        stated = [size for size in sizes if size is not None]
        shared = stated[0] if len(sizes) == 1 and stated else None
        return paragraph.style, paragraph.format, shared, max(stated, default=0)

    def _look(
        self, style: str, direct: ParagraphFormat, size: int | None, largest: int
    ) -> tuple[str, ParagraphFormat, Marks]:
        look = self.style(style)
        format_, marks = merged(look.format, direct), look.marks
        if size is not None:
            marks = merged(marks, Marks(size=size))
        css = stylesheet.paragraph_css(format_, marks, largest)
        changed = self.class_for({key: value for key, value in css.items() if look.css.get(key) != value})
        return f"{look.name} {changed}".rstrip(), format_, marks

    def inlines(self, inlines: Iterable[Inline], base: Marks, before: str = "\n") -> Iterator[str]:
        """Yield the markup of ``inlines`` in a paragraph of full marks ``base``; ``before`` is the text before them."""
        for inline in inlines:
            match inline:
                case Figure() if self.figures:
                    yield self.figure(inline, base, before)
                case Text() | Number() | Figure():
                    yield self.run(markup(inline.text, before), inline.marks, base)
                case Footnote():
                    yield self.note(inline, base)
                case Field():
                    page = _PAGE_FIELDS.get(inline.instruction)
                    content = f'<span class="n-{page}"></span>' if page else markup(inline.text, before)
                    yield self.run(content, inline.marks, base)
                case Link():
                    content = "".join(self.inlines(inline.inlines, base, before))
                    safe = inline.address.lower().startswith(("http://", "https://", "mailto:"))
                    yield f'<a href="{escape(inline.address)}">{content}</a>' if safe else content
                case Tab():
                    yield '<span class="t">\t</span>'
                case Break():
                    yield "<br/>"
                case _:
                    assert_never(inline)
            before = plain_text((inline,)) or before

    def figure(self, figure: Figure, base: Marks, before: str) -> str:
        """Return a figure as an element of its own."""
        names = f"figure {self.marks_class(figure.marks, base)}".rstrip()
        return f'<span class="{names}" data-id="{escape(figure.id)}">{markup(figure.text, before)}</span>'

    def marks_class(self, marks: Marks, base: Marks) -> str:
        """Return the class for what ``marks`` change in a paragraph of marks ``base``, empty for nothing."""
        key = (marks, base)
        if key not in self.mark_classes:
            current, wanted = stylesheet.marks_css(base), stylesheet.marks_css(marks)
            changed = {name: value for name, value in wanted.items() if current.get(name) != value}
            self.mark_classes[key] = self.class_for(changed)
        return self.mark_classes[key]

    def run(self, content: str, marks: Marks, base: Marks) -> str:
        """Return ``content`` with ``marks``."""
        name = self.marks_class(marks, base)
        return f'<span class="{name}">{content}</span>' if name else content

    def note(self, note: Footnote, base: Marks) -> str:
        """Return a footnote, call included: its first paragraph is the note's own box, as the number stands in it.

        The call, which CSS takes for a part of the note, is set in the marks ``base`` of the paragraph around it.
        """
        names, content = "", ""
        for number, paragraph in enumerate(note.blocks):
            more, _, marks = self.look(paragraph)
            inside = "".join(self.inlines(paragraph.inlines, marks))
            if number == 0:
                names, content = more, inside
            else:
                content += f'<span class="q {more}">{inside}</span>'
        call = stylesheet.marks_css(merged(base, Marks(raised=True, underline=False)))
        name = self.calls.setdefault(stylesheet.declarations(call), f"call{len(self.calls) + 1}")
        return f'<span class="note {name} {names}">{content}</span>'

    def table(self, table: Table, place: str) -> str:
        """Return a table; header rows that lead it repeat on every page."""
        columns = "".join(
            f'<col class="{self.class_for({"width": stylesheet.points(width)})}"/>' for width in table.grid
        )
        head = 0
        while head < len(table.rows) and table.rows[head].header:
            head += 1
        rows = [self.row(table, index, head) for index in range(len(table.rows))]
        pushed = table.alignment in (Alignment.CENTER, Alignment.RIGHT)
        css = {
            "width": stylesheet.points(sum(table.grid)),
            "margin-left": "auto" if pushed else stylesheet.points(table.indent),
            "margin-right": "auto" if table.alignment is Alignment.CENTER else "0",
        }
        body = f"<thead>{''.join(rows[:head])}</thead>" if head else ""
        body += f"<tbody>{''.join(rows[head:])}</tbody>"
        live = _live(table.control)
        return f'<table class="{self.class_for(css)}{place}"{live}><colgroup>{columns}</colgroup>{body}</table>\n'

    def row(self, table: Table, index: int, head: int) -> str:
        """Return row ``index`` of ``table``; the first ``head`` rows are header rows."""
        row = table.rows[index]
        cells: list[str] = []
        column = 0
        for cell in row.cells:
            if cell.merge != "continue":
                depth = depth_of(table.rows, index, column) if cell.merge == "start" else 1
                cells.append(self.cell(table, cell, (index, depth), column, "th" if index < head else "td"))
            column += cell.span
        leads = index >= head and all(is_kept(cell) for cell in row.cells)
        names = " ".join(name for name, said in (("whole", row.whole), ("k", leads)) if said)
        attribute = f' class="{names}"' if names else ""
        return f"<tr{attribute}>{''.join(cells)}</tr>"

    def cell(self, table: Table, cell: Cell, rows: tuple[int, int], column: int, tag: str) -> str:
        """Return one cell that starts in ``column`` and covers ``rows`` (first row, number of rows)."""
        first, depth = rows
        paragraph = self.only_paragraph(cell)
        if paragraph is None:
            content = "".join(self.blocks(cell.blocks))
        else:
            _, _, marks = self.look(paragraph)
            content = "".join(self.inlines(paragraph.inlines, marks)) or "<br/>"
        name = self.cell_class(cell, lines_of(table, cell, first, depth, column), paragraph)
        attributes = f' class="{name}"' if name else ""
        attributes += f' colspan="{cell.span}"' if cell.span > 1 else ""
        attributes += f' rowspan="{depth}"' if depth > 1 else ""
        return f"<{tag}{attributes}>{content}</{tag}>"

    def only_paragraph(self, cell: Cell) -> Paragraph | None:
        """Return the paragraph whose look and text the cell itself can have, None when its blocks need their own boxes.

        On paper every box counts, and most cells of a report hold one short paragraph.
        """
        if self.figures or len(cell.blocks) != 1 or not isinstance(cell.blocks[0], Paragraph):
            return None
        paragraph = cell.blocks[0]
        _, format_, _ = self.look(paragraph)
        bordered = format_.borders is not None and stylesheet.box_css(format_.borders)
        outlined = format_.outline_level is not None and format_.outline_level < 9
        apart = bordered or outlined or format_.keep_lines or format_.page_break_before
        return None if apart or not stylesheet.fits_cell(format_) else paragraph

    def cell_class(self, cell: Cell, lines: tuple[Border | None, ...], paragraph: Paragraph | None) -> str:
        """Return the class of a cell that has these ``lines`` (top, bottom, left, right) and the look of ``paragraph``."""
        key = (lines, cell.vertical, cell.shading, paragraph and self.look_key(paragraph))
        if key not in self.cell_classes:
            sides = ("top", "bottom", "left", "right")
            drawn = ((side, line) for side, line in zip(sides, lines, strict=True) if line is not None)
            css = {f"border-{side}": stylesheet.border(line) for side, line in drawn}
            if cell.vertical in ("center", "bottom"):
                css["vertical-align"] = "middle" if cell.vertical == "center" else "bottom"
            if cell.shading is not None:
                css["background"] = stylesheet.color(cell.shading)
            if paragraph is not None:
                _, format_, marks = self.look(paragraph)
                css |= stylesheet.cell_css(format_, marks, self.look_key(paragraph)[-1])
            self.cell_classes[key] = self.class_for(css)
        return self.cell_classes[key]

    def picture(self, picture: Picture, place: str) -> str:
        """Return a picture in a paragraph of its own, as data: SVG if the document has it, else PNG."""
        kind, data = ("svg+xml", picture.svg) if picture.svg is not None else ("png", picture.png)
        source = f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"
        size = {"width": stylesheet.points(picture.width), "height": stylesheet.points(picture.height)}
        image = f'<img class="{self.class_for(size)}" src="{source}" alt="{escape(picture.alt or "Hình")}"/>'
        kept = " k" if picture.keep_next else ""
        return f'<p class="picture{place}{kept}"{_live(picture.control)}>{image}</p>\n'

    def is_empty(self, block: Block) -> bool:
        """Return whether ``block`` is a paragraph that prints nothing, no rule either."""
        if not isinstance(block, Paragraph) or block.inlines:
            return False
        borders = block.format.borders or self.style(block.style).format.borders
        return borders is None or not stylesheet.box_css(borders)

    def kept_with_layout_tables(self, blocks: tuple[Block, ...]) -> frozenset[int]:
        """Return the places of the paragraphs to keep with a table without lines that follows them.

        The signature block never stands alone on a page: it takes the last lines of text, and what lies between.
        """
        kept: set[int] = set()
        for index, block in enumerate(blocks):
            if index and isinstance(block, Table) and is_layout(block):
                place = index - 1
                while place > 0 and self.is_empty(blocks[place]):
                    kept.add(place)
                    place -= 1
                kept.add(place)
        return frozenset(kept)


def _live(control: Control | None) -> str:
    """Return the attribute that names the figure in the register which a table or picture is."""
    return "" if control is None else f' data-id="{escape(control.id)}"'
