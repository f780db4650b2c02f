"""Document -> HTML."""

import re

from lxml import html
from print_samples import LINE, STYLES, document, grid, paragraph, signature

from baocao.document.tree import (
    Borders,
    Break,
    Cell,
    Document,
    Field,
    Figure,
    Footnote,
    Link,
    Marks,
    Number,
    PageBreak,
    Picture,
    Row,
    Section,
    Tab,
    Table,
    Text,
)
from baocao.printing.html import to_html


def body_of(*blocks, figures=False):
    """Return the printed section that holds ``blocks``."""
    return html.fromstring(to_html(document(*blocks), figures)).find(".//section")


def test_the_head_carries_the_properties():
    page = html.fromstring(to_html(document(paragraph("x"))))
    assert page.get("lang") == "vi"
    assert page.findtext(".//title") == "Báo cáo 9 tháng <2021>"
    properties = {meta.get("name"): meta.get("content") for meta in page.iter("meta")}
    assert properties["author"] == "UBND tỉnh Lạng Sơn"
    assert properties["keywords"] == "báo cáo, 2021"
    assert properties["dcterms.created"] == "2021-10-01T00:00:00Z"


def test_nothing_is_fetched_from_outside():
    text = to_html(document(paragraph("x"), signature(), paragraph(Link("javascript:alert(1)", (Text("liên kết"),)))))
    assert not re.search(r"(src|href)=|url\(|@import|javascript", text)


def test_a_heading_has_level_and_bookmark():
    block = paragraph(Number("Phần I"), Break(), 'TÌNH HÌNH "A" & B', style="heading 1")
    heading = body_of(block)[0]
    assert heading.tag == "h1"
    assert heading.text_content() == 'Phần ITÌNH HÌNH "A" & B\n'.strip()
    assert heading.get("data-label") == 'Phần I TÌNH HÌNH "A" & B'
    bookmark = heading.get("class").split()[-1]
    assert f".{bookmark} {{ bookmark-level: 1; bookmark-label: attr(data-label) }}" in to_html(document(block))


def test_figures_and_marks():
    block = paragraph("đạt ", Figure("f1", "980", "Xuất khẩu"), Text(" nghìn", Marks(bold=True)))
    figure, bold = body_of(block, figures=True).findall(".//span")
    assert (figure.get("class"), figure.get("data-id"), figure.text) == ("figure", "f1", "980")
    assert f".{bold.get('class')} {{ font-weight: bold }}" in to_html(document(block), figures=True)


def test_on_paper_a_figure_is_text_and_a_missing_one_is_highlighted():
    missing = Figure("f2", "[thiếu]", "Nhập khẩu", Marks(highlight="yellow"))
    content = body_of(paragraph("đạt ", Figure("f1", "980", "Xuất khẩu"), ", ", missing))[0]
    assert content.text == "đạt 980, "
    assert [span.text for span in content] == ["[thiếu]"]
    assert "data-id" not in content[0].attrib


def test_direct_formatting_is_a_second_class_with_the_difference_only():
    text = to_html(document(paragraph("a"), paragraph("b", indent_first=0), paragraph("c", indent_first=0)))
    assert text.count("{ text-indent: 0pt }") == 1
    assert re.findall(r'<p class="([^"]*)">', text) == ["p1-nội-dung", "p1-nội-dung d1", "p1-nội-dung d1"]


def test_a_size_shared_by_all_runs_is_the_size_of_the_paragraph():
    text = to_html(document(paragraph(Text("a", Marks(size=20)), Text("b", Marks(size=20)))))
    assert ".d1 { font-size: 10pt }" in text
    assert "<span" not in text


def test_a_note_carries_its_paragraphs():
    two = Footnote((paragraph("một", style="footnote text"), paragraph("hai", style="footnote text")))
    call = body_of(paragraph("số", two)).find(".//span")
    assert call.get("class").split()[0] == "note"
    assert call.text == "một"
    assert call[0].get("class").split()[0] == "q"


def test_an_empty_paragraph_is_a_line_and_a_rule_is_a_border():
    section = body_of(paragraph(), paragraph(style="Đường kẻ", indent_left=100), paragraph("x"))
    assert section[0][0].tag == "br"
    assert section[1][0].get("class").startswith("b ")


def test_tabs_fields_and_breaks():
    content = html.tostring(body_of(paragraph("a", Tab(), Break(), Field("PAGE", "1"), Field("DATE", "5/9")))[0])
    assert b'<span class="t">\t</span><br><span class="n-page"></span>5/9' in content


def test_a_page_break_moves_to_the_next_block():
    section = body_of(paragraph("a"), PageBreak(), paragraph("b"))
    assert [block.get("class").endswith(" page") for block in section] == [False, True]


def test_the_signature_block_is_kept_with_the_text_before_it():
    section = body_of(paragraph("a"), paragraph("b"), paragraph(), signature(), paragraph())
    assert [block.tag for block in section] == ["p", "p", "p", "table"]
    assert [block.get("class").split()[-1] for block in section] == ["p1-nội-dung", "k", "k", "block"]


def test_a_table_with_lines_is_not_kept():
    section = body_of(paragraph("a"), grid([["1"]]))
    assert section[0].get("class") == "p1-nội-dung"
    assert "block" not in section[1].get("class")


def test_header_rows_spans_and_merges():
    def cell(text, **options):
        return Cell((paragraph(text, style="Normal"),), **options)

    table = Table(
        (1000, 1000, 1000),
        (
            Row((cell("A", merge="start", vertical="center"), cell("B", span=2)), header=True),
            Row((cell("", merge="continue"), cell("C"), cell("D")), header=True),
            Row((cell("1"), cell("2"), cell("3", shading="DDDDDD")), whole=True),
        ),
        Borders(LINE, LINE, LINE, LINE),
    )
    text = to_html(document(paragraph("x"), table))
    tree = html.fromstring(text).find(".//table")
    (width,) = {column.get("class") for column in tree.iter("col")}
    assert len(tree.findall(".//col")) == 3
    assert f".{width} {{ width: 50pt }}" in text
    head, body = tree.find("thead"), tree.find("tbody")
    assert [(th.get("rowspan"), th.get("colspan")) for th in head[0]] == [("2", None), (None, "2")]
    assert [th.text_content().strip() for th in head[1]] == ["C", "D"]
    assert body[0].get("class") == "whole"
    assert "vertical-align: middle" in text
    assert "background: #DDDDDD" in text


def test_a_cell_has_the_look_of_its_only_paragraph():
    one = Cell((paragraph("một", style="Chức vụ", space_before=40, indent_left=200),))
    two = Cell((paragraph("hai"), paragraph("ba")))
    kept = Cell((paragraph("bốn", keep_lines=True),))
    printed = document(paragraph("a"), Table((3000, 3000, 3000), (Row((one, two, kept)),)))
    text = to_html(printed)
    first, second, third = html.fromstring(text).iterfind(".//td")
    (rule,) = re.findall(rf"\.{first.get('class')} {{ (.*) }}", text)
    assert {"padding-top: 2pt", "padding-left: 15.4pt", "text-align: center", "font-weight: bold"} <= {*rule.split("; ")}
    assert [first.text, *first] == ["một"]
    assert [[child.tag for child in cell] for cell in (second, third)] == [["p", "p"], ["p"]]
    assert all(len(cell.findall("p")) for cell in html.fromstring(to_html(printed, figures=True)).iterfind(".//td"))


def test_a_vertical_merge_ends_where_another_begins():
    def row(merge):
        return Row((Cell((paragraph("x"),), merge=merge), Cell((paragraph("y"),))))

    table = Table((1000, 1000), tuple(row(merge) for merge in ("start", "continue", "start", "continue", None)))
    rows = body_of(paragraph("a"), table)[1].find("tbody")
    assert [[cell.get("rowspan") for cell in row] for row in rows] == [
        ["2", None],
        [None],
        ["2", None],
        [None],
        [None] * 2,
    ]


def test_a_picture_is_data():
    image = body_of(Picture(b"\x89PNG", 2000, 1000, "Biểu đồ <1>"))[0][0]
    assert image.get("src") == "data:image/png;base64,iVBORw=="
    assert image.get("alt") == "Biểu đồ <1>"


def test_styles_of_the_same_slug_stay_apart():
    styles = dict(STYLES) | {"Nội-dung": STYLES["header"]}
    text = to_html(Document((Section((paragraph("a"), paragraph("b", style="Nội-dung"))),), styles))
    assert re.findall(r'<p class="([^"]*)">', text) == ["p1-nội-dung", "p2-nội-dung"]
