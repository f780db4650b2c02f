"""Word styles and pages as CSS."""

import pytest
from print_samples import HEADER, STYLES, paragraph

from baocao.document.formatting import merged, resolve
from baocao.document.tree import (
    Border,
    Borders,
    Field,
    LineRule,
    LineSpacing,
    Marks,
    Page,
    ParagraphFormat,
    Section,
    Style,
)
from baocao.printing import stylesheet


def test_a_style_is_resolved_along_what_it_is_based_on():
    format_, marks = resolve(STYLES, "heading 2")
    assert (format_.indent_first, format_.outline_level, format_.space_before) == (720, 1, 120)
    assert (marks.bold, marks.size, marks.font) == (True, 28, "Times New Roman")


def test_a_circle_of_styles_and_an_unknown_style_end():
    circle = {"a": Style("a", based_on="b", marks=Marks(size=30)), "b": Style("b", based_on="a")}
    assert resolve(circle, "a")[1].size == 30
    assert resolve({}, "không có")[1].size == 20


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (LineSpacing(240), "1.149"),
        (LineSpacing(264), "1.2639"),
        (LineSpacing(400, LineRule.EXACT), "20pt"),
        (LineSpacing(400, LineRule.AT_LEAST), "20pt"),
        (LineSpacing(200, LineRule.AT_LEAST), "16.086pt"),
    ],
)
def test_a_line_is_as_high_as_in_word(line, expected):
    assert stylesheet.line_height(line, 14, "Times New Roman") == expected


def test_a_paragraph_states_everything():
    css = stylesheet.paragraph_css(*resolve(STYLES, "Nội dung"))
    assert css["text-align"] == "justify"
    assert css["text-indent"] == "36pt"
    assert css["margin-top"] == "6pt"
    assert css["font-family"].startswith('"Times New Roman", "Liberation Serif"')
    assert css["break-after"] == "auto"


def test_marks_as_css():
    css = stylesheet.marks_css(Marks(bold=False, caps=True, color="FF0000", highlight="yellow", size=25, raised=True))
    assert css["font-weight"] == "normal"
    assert css["text-transform"] == "uppercase"
    assert (css["color"], css["background"]) == ("#FF0000", "yellow")
    assert css["font-size"] == "7.25pt"


def test_what_is_no_colour_cannot_leave_the_rule():
    assert stylesheet.color("red; } body { display: none") == "transparent"
    assert stylesheet.color("auto") == "#000"


def test_borders_move_out_of_the_text():
    css = stylesheet.box_css(Borders(top=Border(4, 1), left=Border(8, 4)))
    assert css["border-top"] == "0.5pt solid #000000"
    assert css["margin-left"] == "-5pt"


def test_pages_of_two_sections():
    landscape = Page(16838, 11906, 1134, 1134, 1134, 850)
    sections = (Section((), header=HEADER, first_header=()), Section((), landscape, HEADER, restart=True))
    rules = stylesheet.page_rules(sections, STYLES)
    assert "@page s1 { size: 595.3pt 841.9pt; margin: 56.7pt 56.7pt 56.7pt 85.05pt;" in rules
    assert "@page s2 { size: 841.9pt 595.3pt;" in rules
    assert "@page :nth(1 of s1) { @top-center { content: none } }" in rules
    assert "@page :nth(1 of s2) { counter-reset: page 1; }" in rules
    assert "padding-top: 28.35pt" in rules


def test_text_of_a_header_cannot_leave_the_style_sheet():
    header = (paragraph('</style>"\\', Field("PAGE"), style="header"), paragraph("dòng hai", style="header"))
    rules = stylesheet.page_rules((Section((), header=header),), STYLES)
    assert "</style" not in rules
    assert r'"\3c /style\3e \22 \5c " counter(page) "\A " "dòng hai"' in rules


def test_formats_merge_field_by_field():
    below, above = ParagraphFormat(indent_left=10, keep_next=True), ParagraphFormat(keep_next=False)
    assert merged(below, above) == ParagraphFormat(indent_left=10, keep_next=False)
