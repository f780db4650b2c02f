"""Steps 5 and 6, docx: formatting of runs and paragraphs as WordprocessingML, in both directions.

A border that is said to be absent (``nil``) reads as a Border of width 0, so that it can override a style's or a
table's line; None means that nothing is said about that side.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

from lxml import etree

from baocao.document.tree import UNMARKED, Alignment, Border, Borders, LineRule, LineSpacing, Marks, ParagraphFormat
from baocao.docx.fragments import PREFIXES, fragment
from baocao.docx.ooxml import VAL, W, by_tag, first, integer, is_on, on_off, twips, val

_ALIGNMENTS = {
    "left": Alignment.LEFT,
    "start": Alignment.LEFT,
    "center": Alignment.CENTER,
    "right": Alignment.RIGHT,
    "end": Alignment.RIGHT,
    "both": Alignment.JUSTIFY,
    "distribute": Alignment.JUSTIFY,
}
_SIDES = ("top", "left", "bottom", "right")
_NO_BORDER = Border(width=0)
_AUTOMATIC_SPACE = 280
# What follows w:highlight in a w:rPr, by the schema.
_AFTER_HIGHLIGHT = {
    W + tag
    for tag in (
        *("u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout"),
        *("specVanish", "oMath", "rPrChange"),
    )
}
_VALUES = tuple(W + tag for tag in ("u", "vertAlign", "kern", "sz", "color", "highlight"))
_FLAGS = tuple(W + tag for tag in ("b", "i", "caps"))
_FONTS = W + "rFonts"
_PLAIN_FORMAT = ParagraphFormat()


def alignment(text: str | None) -> Alignment | None:
    """Return the alignment that a ``w:jc`` value names, None when it is absent or unknown."""
    return _ALIGNMENTS.get(text or "")


def read_marks(rpr: etree._Element | None, theme: dict[str, str] | None = None) -> Marks:
    """Return what ``w:rPr`` says; ``theme`` maps theme font names such as "minorHAnsi" to typefaces."""
    return UNMARKED if rpr is None else marks_said(by_tag(rpr), theme or {})


def marks_said(said: Mapping[str, etree._Element], theme: Mapping[str, str]) -> Marks:
    """Return what the children of a ``w:rPr``, by tag, say; ``theme`` as in ``read_marks``."""
    if not said:
        return UNMARKED
    underline, raised, kern, size, color, highlight = (
        None if node is None else node.get(VAL, "") for node in map(said.get, _VALUES)
    )
    bold, italic, caps = (is_on(said.get(tag)) for tag in _FLAGS)
    return _marks(
        bold,
        italic,
        None if underline is None else underline != "none",
        caps,
        integer(size) or None,
        None if color in (None, "", "auto") else color.upper(),
        None if highlight in ("", "none") else highlight,
        _font(said.get(_FONTS), theme),
        None if raised is None else raised == "superscript",
        None if kern is None else integer(kern) > 0,
    )


_marks = functools.lru_cache(maxsize=1024)(Marks)
"""Hundreds of runs look alike: the same object for them spares making it, and comparing it later."""


def _font(fonts: etree._Element | None, theme: Mapping[str, str]) -> str | None:
    if fonts is None:
        return None
    for key in ("asciiTheme", "hAnsiTheme"):
        if fonts.get(W + key, "") in theme:
            return theme[fonts.get(W + key, "")]
    return fonts.get(W + "ascii") or fonts.get(W + "hAnsi")


def write_marks(parent: etree._Element, marks: Marks, style_id: str | None = None) -> None:
    """Give ``parent`` (a run, a style) the ``w:rPr`` that says ``marks``; nothing when there is nothing to say."""
    if style_id is None and marks == UNMARKED:
        return
    rpr = etree.SubElement(parent, W + "rPr")
    if style_id is not None:
        etree.SubElement(rpr, W + "rStyle").set(VAL, style_id)
    if marks == UNMARKED:
        return
    if marks.font is not None:
        fonts = etree.SubElement(rpr, W + "rFonts")
        for key in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(W + key, marks.font)
    for tag, flag in (("b", marks.bold), ("i", marks.italic), ("caps", marks.caps)):
        _flag(rpr, tag, flag)
    if marks.color is not None:
        etree.SubElement(rpr, W + "color").set(VAL, marks.color)
    if marks.kerning is not None:
        etree.SubElement(rpr, W + "kern").set(VAL, "2" if marks.kerning else "0")
    if marks.size is not None:
        etree.SubElement(rpr, W + "sz").set(VAL, str(marks.size))
        etree.SubElement(rpr, W + "szCs").set(VAL, str(marks.size))
    if marks.highlight is not None:
        etree.SubElement(rpr, W + "highlight").set(VAL, marks.highlight)
    if marks.underline is not None:
        etree.SubElement(rpr, W + "u").set(VAL, "single" if marks.underline else "none")
    if marks.raised is not None:
        etree.SubElement(rpr, W + "vertAlign").set(VAL, "superscript" if marks.raised else "baseline")


def marks_xml(marks: Marks, style_id: str | None = None) -> str:
    """Return the ``w:rPr`` that says ``marks`` as text, "" when there is nothing to say."""
    return "" if marks is UNMARKED and style_id is None else _marks_xml(marks, style_id)


@functools.lru_cache(maxsize=256)
def _marks_xml(marks: Marks, style_id: str | None) -> str:
    run = etree.Element(W + "r", nsmap=PREFIXES)
    write_marks(run, marks, style_id)
    return "".join(map(fragment, run))


def set_highlight(holder: etree._Element, color: str | None) -> None:
    """Give a run, or what the properties of a control say of its runs, a highlight; None takes away the one it has."""
    rpr = first(holder, W + "rPr")
    if rpr is None:
        if color is None:
            return
        rpr = etree.Element(W + "rPr")
        holder.insert(0, rpr)
    for node in rpr.findall(W + "highlight"):
        rpr.remove(node)
    if color is not None:
        node = etree.Element(W + "highlight")
        node.set(VAL, color)
        rpr.insert(next((at for at, child in enumerate(rpr) if child.tag in _AFTER_HIGHLIGHT), len(rpr)), node)


def _flag(parent: etree._Element, tag: str, flag: bool | None) -> None:
    if flag is not None:
        node = etree.SubElement(parent, W + tag)
        if not flag:
            node.set(VAL, "0")


def read_format(ppr: etree._Element | None) -> ParagraphFormat:
    """Return what ``w:pPr`` says about the paragraph itself (its style name and section are read elsewhere)."""
    if ppr is None or len(ppr) == 0:
        return _PLAIN_FORMAT
    return _read_format(etree.tostring(ppr, with_tail=False))


@functools.lru_cache(maxsize=4096)
def _read_format(xml: bytes) -> ParagraphFormat:
    """Read one ``w:pPr``, which hundreds of paragraphs repeat; writing it out costs a fifth of reading it."""
    ppr = etree.fromstring(xml)
    spacing, indent, borders = first(ppr, W + "spacing"), first(ppr, W + "ind"), first(ppr, W + "pBdr")
    level = val(ppr, W + "outlineLvl")
    return ParagraphFormat(
        alignment=_framed(ppr) or alignment(val(ppr, W + "jc")),
        indent_left=_either(indent, "left", "start"),
        indent_right=_either(indent, "right", "end"),
        indent_first=_first_line(indent),
        space_before=_space(spacing, "before"),
        space_after=_space(spacing, "after"),
        line=_line(spacing),
        keep_next=on_off(ppr, W + "keepNext"),
        keep_lines=on_off(ppr, W + "keepLines"),
        page_break_before=on_off(ppr, W + "pageBreakBefore"),
        outline_level=None if level is None or integer(level, 9) > 8 else integer(level),
        borders=None if borders is None else read_borders(borders),
    )


def _either(node: etree._Element | None, *names: str) -> int | None:
    if node is None:
        return None
    for name in names:
        found = twips(node.get(W + name))
        if found is not None:
            return found
    return None


def _framed(ppr: etree._Element) -> Alignment | None:
    """Return where a frame around the paragraph puts it, as Word's own dialog for page numbers does; None without one."""
    frame = ppr.find(W + "framePr")
    return None if frame is None else alignment(frame.get(W + "xAlign"))


def _space(spacing: etree._Element | None, side: str) -> int | None:
    """Return the space before or after a paragraph; what Word finds by itself, in text from web pages, is a line."""
    if spacing is not None and spacing.get(f"{W}{side}Autospacing") in ("1", "true", "on"):
        return _AUTOMATIC_SPACE
    return _either(spacing, side)


def _first_line(indent: etree._Element | None) -> int | None:
    hanging = _either(indent, "hanging")
    return _either(indent, "firstLine") if hanging is None else -hanging


def _line(spacing: etree._Element | None) -> LineSpacing | None:
    value = _either(spacing, "line")
    if spacing is None or value is None:
        return None
    rule = spacing.get(W + "lineRule", "auto")
    return LineSpacing(value, LineRule(rule) if rule in ("exact", "atLeast") else LineRule.MULTIPLE)


def write_format(ppr: etree._Element, format: ParagraphFormat) -> None:
    """Add to ``ppr``, which holds nothing but the style name, the elements that say ``format``."""
    if format == _PLAIN_FORMAT:
        return
    _flag(ppr, "keepNext", format.keep_next)
    _flag(ppr, "keepLines", format.keep_lines)
    _flag(ppr, "pageBreakBefore", format.page_break_before)
    if format.borders is not None:
        write_borders(etree.SubElement(ppr, W + "pBdr"), format.borders)
    spacing = {"before": format.space_before, "after": format.space_after}
    if format.line is not None:
        spacing["line"] = format.line.value
    if any(length is not None for length in spacing.values()):
        node = _lengths(ppr, "spacing", spacing)
        if format.line is not None:
            node.set(W + "lineRule", format.line.rule.value)
    first = format.indent_first
    indents = {"left": format.indent_left, "right": format.indent_right}
    if first is not None:
        indents["firstLine" if first >= 0 else "hanging"] = abs(first)
    if any(length is not None for length in indents.values()):
        _lengths(ppr, "ind", indents)
    if format.alignment is not None:
        etree.SubElement(ppr, W + "jc").set(VAL, format.alignment.value)
    if format.outline_level is not None:
        etree.SubElement(ppr, W + "outlineLvl").set(VAL, str(format.outline_level))


def _lengths(parent: etree._Element, tag: str, lengths: dict[str, int | None]) -> etree._Element:
    node = etree.SubElement(parent, W + tag)
    for name, length in lengths.items():
        if length is not None:
            node.set(W + name, str(length))
    return node


def read_borders(node: etree._Element) -> Borders:
    """Return the borders that ``w:pBdr``, ``w:tcBorders`` or ``w:tblBorders`` says."""
    return Borders(
        top=_border(node, "top"),
        bottom=_border(node, "bottom"),
        left=_border(node, "left", "start"),
        right=_border(node, "right", "end"),
        inside_horizontal=_border(node, "insideH"),
        inside_vertical=_border(node, "insideV"),
    )


def _border(parent: etree._Element, *names: str) -> Border | None:
    for name in names:
        side = parent.find(W + name)
        if side is None:
            continue
        if side.get(VAL) in ("nil", "none"):
            return _NO_BORDER
        color = side.get(W + "color", "auto")
        return Border(
            width=integer(side.get(W + "sz"), 4),
            space=integer(side.get(W + "space")),
            color="000000" if color == "auto" else color.upper(),
        )
    return None


def write_borders(node: etree._Element, borders: Borders) -> None:
    """Add to ``node`` one element for every border that is said, in the order that the schema wants."""
    sides = [(side, getattr(borders, side)) for side in _SIDES]
    sides += [("insideH", borders.inside_horizontal), ("insideV", borders.inside_vertical)]
    for name, border in sides:
        if border is None:
            continue
        side = etree.SubElement(node, W + name)
        side.set(VAL, "single" if border.width else "nil")
        if border.width:
            side.set(W + "sz", str(border.width))
            side.set(W + "space", str(border.space))
            side.set(W + "color", border.color)
