"""What WeasyPrint was taught to find in fewer steps, beside what it finds by itself, on tables of any make."""

import contextlib
from dataclasses import replace

import pytest
import weasyprint
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from print_samples import document, grid, note, paragraph, words

from baocao.document.tree import Cell, Marks, Row, Text
from baocao.printing import backgrounds, edges, flow, lengths
from baocao.printing.html import to_html
from baocao.printing.layout import typeset

SELECTORS = (
    "table",
    "colgroup",
    "col",
    "thead",
    "tbody",
    "tr",
    "tr.whole",
    "th",
    "td",
    "td + td",
    "td[colspan]",
    "p",
    "span",
)
KINDS = ("none", "hidden", "dotted", "dashed", "solid", "double", "groove", "ridge", "inset", "outset")
SIDES = ("", "-left", "-right", "-top", "-bottom")
BORDER = st.builds(
    "border{}: {}pt {} {}".format,
    st.sampled_from(SIDES),
    st.sampled_from((0, 0.5, 1, 3)),
    st.sampled_from(KINDS),
    st.sampled_from(("red", "#00f8", "currentcolor")),
)
OTHER = st.sampled_from(
    (
        *(
            "background: #eee",
            "background: transparent",
            "background-image: linear-gradient(red, blue)",
            "border-radius: 3pt",
        ),
        *("border-radius: 10% 0", "box-shadow: 1pt 1pt red", "visibility: hidden", "direction: rtl", "float: left"),
        *("position: relative; left: 3pt", "position: absolute", "overflow: hidden", "margin: 4pt 2pt"),
        *(
            "height: 30pt",
            "vertical-align: middle",
            "vertical-align: bottom",
            "break-inside: avoid",
            "text-align: right",
        ),
        *(
            "border-collapse: separate",
            "display: flow-root",
            "text-indent: 5pt",
            "box-sizing: border-box",
            "width: 30%",
        ),
        *(
            "display: inline-block",
            "min-height: 40pt",
            "max-height: 5pt",
            "box-decoration-break: clone",
            "break-after: page",
        ),
        *("border-image-source: linear-gradient(red, blue)", "orphans: 4", "max-lines: 1", "white-space: pre"),
    )
)
CELLS = SELECTORS[SELECTORS.index("th") : SELECTORS.index("p")]
RULE = st.tuples(st.sampled_from(SELECTORS), BORDER | OTHER) | st.tuples(
    st.sampled_from(CELLS), st.just("padding: 3pt")
)


def cell(text, **options):
    inlines = [text] if not text.endswith("*") else [text, Text("đậm", Marks(bold=True)), note("chú thích của ô")]
    return Cell((paragraph(*inlines),) if text else (paragraph(),), **options)


@st.composite
def tables(draw):
    """Return a table of up to a page and a half, with cells that reach over rows and columns."""
    columns = draw(st.integers(1, 4))
    text = st.sampled_from(("", "1", "12,5", "một hai*", words(4, 12), words(9, 60)))
    rows = []
    for _ in range(draw(st.integers(1, 7))):
        rows.append(Row(tuple(cell(draw(text)) for _ in range(columns)), whole=draw(st.booleans())))
    if columns > 1 and draw(st.booleans()):
        rows.append(Row((cell("rộng", span=2), *(cell("x") for _ in range(columns - 2)))))
        rows += [
            Row((cell("cao", merge=merge), *(cell("x") for _ in range(columns - 1)))) for merge in ("start", "continue")
        ]
    rows[0] = replace(rows[0], header=draw(st.booleans()))
    return replace(grid([[""] * columns]), rows=tuple(rows) * draw(st.sampled_from((1, 1, 6))))


@contextlib.contextmanager
def untaught():
    """Let WeasyPrint go all its steps."""
    box = weasyprint.formatting_structure.boxes.Box
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weasyprint.formatting_structure.build, "collapse_table_borders", edges._collapse)
        for module in (weasyprint.layout.block, weasyprint.layout.table, weasyprint.layout.inline):
            patch.setattr(module, "resolve_percentages", lengths._resolve)
        patch.setattr(weasyprint.layout.background, "layout_box_backgrounds", backgrounds._lay_out)
        patch.setattr(box, "descendants", flow._descendants)
        patch.setattr(box, "is_in_normal_flow", flow._is_in_normal_flow)
        patch.setattr(box, "establishes_formatting_context", flow._establishes)
        yield


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(tables(), min_size=1, max_size=2), st.lists(RULE, max_size=6))
def test_tables_are_printed_as_weasyprint_prints_them(shapes, rules):
    blocks = [block for table in shapes for block in (paragraph(words(2, 20)), table)]
    css = "".join(f"{selector} {{ {said} }}\n" for selector, said in rules)
    html = to_html(document(*blocks, paragraph("cuối"))).replace("</style>", f"{css}</style>", 1)

    def printed():
        try:
            return typeset(html)
        except Exception as fault:  # WeasyPrint fails at some of these rules
            return repr(fault)

    ours = printed()
    with untaught():
        assert printed() == ours
