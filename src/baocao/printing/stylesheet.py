"""Step 8, print: the CSS of a document, derived from its own Word styles and pages.

Lengths leave here in points.  Where Word and CSS differ the rules follow Word, as measured on what LibreOffice prints of
the same file: a line is as high as the font's own metrics say, raised text does not push lines apart, a signature
block stays with the text before it.  In one thing they agree: of the space after a paragraph and the space before the
next the larger counts, so margins may collapse.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from baocao.document.formatting import merged, resolve
from baocao.document.tree import (
    Alignment,
    Border,
    Borders,
    Field,
    Figure,
    LineRule,
    LineSpacing,
    Marks,
    Number,
    Paragraph,
    ParagraphFormat,
    Section,
    Style,
    Text,
)
from baocao.document.typeface import TEXT_FONT
from baocao.printing import fonts

Declarations = dict[str, str]

# Word names sixteen colours for highlighting; those that CSS does not know by the same name:
_HIGHLIGHTS = {"darkyellow": "#808000", "darkgreen": "#008000", "darkred": "#800000", "darkblue": "#000080"}

# Raised text as LibreOffice sets it: 58 % of the size, a third of the size up.  Line height 0, because in Word too a
# raised figure does not push the lines apart.
_RAISED = {"font-size": ".58em", "vertical-align": ".65em", "line-height": "0"}

# The white space to the left and right inside a cell: Word's own default in twips, which its frames state too.
_CELL_PADDING = 108

# Common to every document.  No kerning and no ligatures unless a style asks for them, as in Word; classes n, w and
# wbr are those of ``linebreaks``; orphans and widows as Word keeps them in text, and not in cells.  The rule above the
# notes is as long as Word's, 144 pt.
BASE = f"""
html, body, p, h1, h2, h3, h4, h5, h6 {{ margin: 0; padding: 0; font-size: inherit; font-weight: normal }}
html {{ color: #000; font-kerning: none; font-variant-ligatures: none; hyphens: none }}
p, h1, h2, h3, h4, h5, h6 {{ bookmark-level: none; break-after: auto; break-inside: auto; hyphens: none;
  orphans: 2; widows: 2 }}
a {{ color: inherit; text-decoration: none }}
wbr {{ display: inline-block }} wbr::before {{ content: none }}
.n {{ white-space: nowrap }} .w {{ white-space: pre-wrap }} .t {{ white-space: pre; tab-size: 36pt }}
.b, .q {{ display: block }}
.n-page::before {{ content: counter(page) }} .n-pages::before {{ content: counter(pages) }}
.picture {{ text-align: center }}
table {{ border-collapse: collapse; table-layout: fixed }}
td, th {{ font-weight: normal; overflow-wrap: break-word; padding: 0 {_CELL_PADDING / 20:g}pt; text-align: left;
  vertical-align: top; orphans: 1; widows: 1 }}
td p, th p {{ orphans: 1; widows: 1 }}
.block {{ break-before: avoid; break-inside: avoid }} .whole {{ break-inside: avoid }}
.note {{ float: footnote; footnote-display: block; footnote-policy: line; white-space: normal }}
.note::footnote-call {{ content: counter(footnote) }}
.note::footnote-marker {{ content: counter(footnote) " "; font-size: .58em; line-height: 0; vertical-align: .65em;
  word-spacing: .18em }}
@page {{ @footnote {{ background: linear-gradient(#000) no-repeat 0 0 / 144pt .5pt; margin: 0; padding: 2pt 0 0 }} }}
"""

# What a place in the document asks for, whatever the style says: written after the rules of the styles.
PLACES = ".k { break-after: avoid } .page { break-before: page }"


def points(twips: int) -> str:
    """Return ``twips`` as a CSS length in points."""
    return f"{twips / 20:g}pt"


def line_height(line: LineSpacing, size: float, font: str) -> str:
    """Return CSS ``line-height``: a factor of the font size for multiples of a line, else points.

    ``size`` in points is the largest of the paragraph; a line that is *at least* so high may grow with it.
    """
    single = fonts.line_factor(font)
    if line.rule is LineRule.MULTIPLE:
        return f"{line.value / 240 * single:.5g}"
    height = line.value / 20
    return f"{max(height, size * single) if line.rule is LineRule.AT_LEAST else height:.5g}pt"


def paragraph_css(format_: ParagraphFormat, marks: Marks, largest: int = 0) -> Declarations:
    """Return all declarations of a paragraph of this full format, so that two of them can be compared.

    ``largest`` is the largest size in half-points laid directly on a run of the paragraph.
    """
    size = max(marks.size or 0, largest) / 2
    line = format_.line or LineSpacing(240)
    return {
        "text-align": {"both": "justify"}.get(alignment := (format_.alignment or Alignment.LEFT).value, alignment),
        "margin-left": points(format_.indent_left or 0),
        "margin-right": points(format_.indent_right or 0),
        "text-indent": points(format_.indent_first or 0),
        "margin-top": points(format_.space_before or 0),
        "margin-bottom": points(format_.space_after or 0),
        "line-height": line_height(line, size, marks.font or TEXT_FONT),
        "break-after": "avoid" if format_.keep_next else "auto",
        "break-inside": "avoid" if format_.keep_lines else "auto",
        "break-before": "page" if format_.page_break_before else "auto",
        **marks_css(marks),
    }


def fits_cell(format_: ParagraphFormat) -> bool:
    """Return whether a cell can take the indents of a paragraph into the white space at its sides."""
    return min(format_.indent_left or 0, format_.indent_right or 0) >= -_CELL_PADDING


def cell_css(format_: ParagraphFormat, marks: Marks, largest: int = 0) -> Declarations:
    """Return the declarations of a cell that looks as if it held a paragraph of this full format.

    The space around the paragraph becomes white space inside the cell; breaks between pages are up to the rows.
    """
    css = paragraph_css(format_, marks, largest)
    space = {
        "padding-top": points(format_.space_before or 0),
        "padding-right": points(_CELL_PADDING + (format_.indent_right or 0)),
        "padding-bottom": points(format_.space_after or 0),
        "padding-left": points(_CELL_PADDING + (format_.indent_left or 0)),
    }
    return space | {name: value for name, value in css.items() if not name.startswith(("margin-", "break-"))}


def marks_css(marks: Marks) -> Declarations:
    """Return the declarations for every mark that ``marks`` states."""
    css: Declarations = {}
    if marks.font is not None:
        css["font-family"] = fonts.family(marks.font)
    if marks.size is not None:
        css["font-size"] = f"{marks.size / 2:g}pt"
    if marks.raised:
        css |= _RAISED
        if marks.size is not None:
            css["font-size"] = f"{marks.size / 2 * 0.58:.4g}pt"
    if marks.bold is not None:
        css["font-weight"] = "bold" if marks.bold else "normal"
    if marks.italic is not None:
        css["font-style"] = "italic" if marks.italic else "normal"
    if marks.underline is not None:
        css["text-decoration"] = "underline" if marks.underline else "none"
    if marks.caps is not None:
        css["text-transform"] = "uppercase" if marks.caps else "none"
    if marks.kerning is not None:
        css["font-kerning"] = "normal" if marks.kerning else "none"
    if marks.color is not None:
        css["color"] = color(marks.color)
    if marks.highlight is not None:
        css["background"] = _HIGHLIGHTS.get(marks.highlight.lower(), color(marks.highlight))
    return css


def color(value: str) -> str:
    """Return a Word colour (RRGGBB, a name, "auto", "none") as CSS."""
    if len(value) == 6 and all(digit in "0123456789abcdefABCDEF" for digit in value):
        return f"#{value}"
    if value == "auto":
        return "#000"
    return value if value.isalpha() and value != "none" else "transparent"


def border(line: Border | None) -> str:
    """Return the value of a CSS border."""
    return "none" if line is None else f"{line.width / 8:g}pt solid {color(line.color)}"


def box_css(borders: Borders) -> Declarations:
    """Return the declarations that draw ``borders`` around a paragraph: text stays where it is, lines move out."""
    css: Declarations = {}
    for side in ("top", "right", "bottom", "left"):
        line: Border | None = getattr(borders, side)
        if line is not None:
            css |= {f"border-{side}": border(line), f"padding-{side}": f"{line.space}pt"}
            if side in ("left", "right"):
                css[f"margin-{side}"] = f"-{line.space + line.width / 8:g}pt"
    return css


def declarations(css: Declarations) -> str:
    """Return ``css`` as it is written in a style sheet."""
    return "; ".join(f"{key}: {value}" for key, value in css.items())


def rule(selector: str, css: Declarations) -> str:
    """Return one CSS rule."""
    return f"{selector} {{ {declarations(css)} }}"


def page_rules(sections: Iterable[Section], styles: Mapping[str, Style]) -> str:
    """Return the ``@page`` rules: one named page per section (s1, s2, …) with geometry and header.

    The first page of a section has a rule of its own by ``:nth(1 of NAME)``; ``:first`` would mean the document.
    """
    rules: list[str] = []
    for number, section in enumerate(sections, 1):
        page = section.page
        margins = " ".join(points(side) for side in (page.top, page.right, page.bottom, page.left))
        size = f"{points(page.width)} {points(page.height)}"
        header = _header(section.header, page.header, styles)
        rules.append(f"@page s{number} {{ size: {size}; margin: {margins}; {header} }}")
        first = "counter-reset: page 1;" if section.restart else ""
        if section.first_header is not None:
            first += _header(section.first_header, page.header, styles) or "@top-center { content: none }"
        if first:
            rules.append(f"@page :nth(1 of s{number}) {{ {first} }}")
        rules.append(f".s{number} {{ page: s{number} }}")
    return "\n".join(rules)


def _header(paragraphs: tuple[Paragraph, ...], distance: int, styles: Mapping[str, Style]) -> str:
    """Return the margin box that prints ``paragraphs`` at ``distance`` from the edge, empty if nothing is to be seen.

    Text and page numbers are printed, in the formatting of the first paragraph that has any.
    """
    lines: list[str] = []
    css: Declarations | None = None
    for paragraph in paragraphs:
        parts: list[str] = []
        marks = Marks()
        for inline in paragraph.inlines:
            if isinstance(inline, Field):
                parts.append({"PAGE": "counter(page)", "NUMPAGES": "counter(pages)"}.get(inline.instruction, '""'))
                marks = inline.marks
            elif isinstance(inline, Text | Number | Figure):
                parts.append(css_text(inline.text))
                marks = inline.marks
        if parts and css is None:
            format_, base = resolve(styles, paragraph.style)
            css = paragraph_css(merged(format_, paragraph.format), merged(base, marks))
        lines.append(" ".join(parts))
    if css is None:
        return ""
    content = ' "\\A " '.join(lines)
    kept = {key: css[key] for key in css if key.startswith("font-") or key in ("text-align", "line-height", "color")}
    kept |= {"content": content, "white-space": "pre", "width": "100%", "vertical-align": "top"}
    return rule("@top-center", kept | {"padding-top": points(distance)})


def css_text(text: str) -> str:
    """Return ``text`` as a CSS string that can end neither itself nor the style element, every hyphen the ordinary one."""
    text = text.replace("\u2011", "-")
    escaped = "".join(f"\\{ord(c):x} " if c in '"\\<>&' or ord(c) < 32 else c for c in text)
    return f'"{escaped}"'
