"""Step 5, docx: the rules in the opening block of a frame, as long as the text that they stand under asks.

Under Tiêu ngữ and under the title of a Party document a rule is as long as the text, under the name of the agency and
under the trích yếu a third to a half of it (NĐ 30/2020, Phụ lục I, II.1, II.2, II.5; HD 05-HD/VPTW, 1.2).  The text is
known only when the frame has been filled in, so the indents that the frame carries are replaced then.
"""

from __future__ import annotations

from lxml import etree

from baocao.document.formatting import merged, resolve
from baocao.docx.formats import read_marks
from baocao.docx.ooxml import W, twips, val
from baocao.docx.styles import StyleTable
from baocao.docx.widths import line_widths

RULE_STYLE = "Đường kẻ"
_FULL_LENGTH = ("Quốc hiệu", "Tiêu ngữ")
_SHARE, _LEAST, _MOST = 0.42, 1 / 3, 1 / 2
_CELL_PADDING = 108
# What may follow w:ind in w:pPr, in the order of the schema.
_AFTER_INDENT = (
    *("contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment"),
    *("textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
)


def fit_rules(body: etree._Element, styles: StyleTable) -> None:
    """Give every paragraph of the style RULE_STYLE the indents that fit the paragraphs of one style right above it.

    A rule that stands under no words, or in a column whose width the frame does not say, keeps the indents it has.
    """
    for node in body.iter(W + "p"):
        column = _column(node, body) if _style(node, styles) == RULE_STYLE else 0
        above = _above(node, styles) if column > 0 else []
        lines = [width for paragraph in above for width in _lines(paragraph, styles, column)]
        if lines:
            full = _style(above[-1], styles) in _FULL_LENGTH
            _indent(node, column, min(column, max(lines) if full else short_rule(lines)))


def short_rule(lines: list[int]) -> int:
    """Return the length of a rule under lines so wide: a third to a half of the longest one.

    Where that can be so, it is a third to a half of the last line too, which the rule stands right under.
    """
    longest, last = max(lines), lines[-1]
    length = min(max(longest * _SHARE, last * _LEAST), last * _MOST)
    return round(max(length, longest * _LEAST))


def _style(node: etree._Element, styles: StyleTable) -> str:
    return styles.paragraph_style(val(node.find(W + "pPr"), W + "pStyle"))


def _above(node: etree._Element, styles: StyleTable) -> list[etree._Element]:
    """Return the paragraphs right above ``node`` that have one style, from top to bottom."""
    found: list[etree._Element] = []
    for before in node.itersiblings(W + "p", W + "tbl", W + "sdt", preceding=True):
        if before.tag != W + "p" or (found and _style(before, styles) != _style(found[0], styles)):
            break
        found.insert(0, before)
    return found


def _lines(paragraph: etree._Element, styles: StyleTable, column: int) -> list[int]:
    """Return the widths of the lines of a paragraph, in twips."""
    _, inherited = resolve(styles.styles, _style(paragraph, styles))
    marks = merged(inherited, read_marks(paragraph.find(f"{W}r/{W}rPr")))
    text = "".join(piece.text or "" if piece.tag == W + "t" else "\n" for piece in paragraph.iter(W + "t", W + "br"))
    return line_widths(text, marks.size or 20, bool(marks.bold), column)


def _column(node: etree._Element, body: etree._Element) -> int:
    """Return how wide the text around ``node`` can be, in twips; 0 when the frame does not say."""
    cell = next(node.iterancestors(W + "tc"), None)
    if cell is None:
        section = next(body.iter(W + "sectPr"), None)
        size = None if section is None else section.find(W + "pgSz")
        margins = None if section is None else section.find(W + "pgMar")
        return _length(size, "w") - _length(margins, "left") - _length(margins, "right")
    width = cell.find(f"{W}tcPr/{W}tcW")
    table = next(cell.iterancestors(W + "tbl"))
    paddings = [table.find(f"{W}tblPr/{W}tblCellMar/{W}{side}") for side in ("left", "right")]
    return _length(width, "w") - sum(_CELL_PADDING if side is None else _length(side, "w") for side in paddings)


def _length(node: etree._Element | None, name: str) -> int:
    """Return a length in twips; 0 when it is not given, or not as a length (``auto``, a share of the table)."""
    absolute = node is not None and node.get(W + "type", "dxa") == "dxa"
    return (twips(node.get(W + name)) or 0) if node is not None and absolute else 0


def _indent(node: etree._Element, column: int, length: int) -> None:
    properties = node.find(W + "pPr")
    assert properties is not None  # it names the style
    indent = properties.find(W + "ind")
    if indent is None:
        indent = etree.Element(W + "ind")
        after = [properties.find(W + tag) for tag in _AFTER_INDENT]
        following = [child for child in after if child is not None]
        if following:
            following[0].addprevious(indent)
        else:
            properties.append(indent)
    left = (column - length) // 2
    indent.attrib.clear()
    indent.set(W + "left", str(left))
    indent.set(W + "right", str(column - length - left))
