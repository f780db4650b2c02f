"""Rules under the text of the opening block: as long as the forms ask, whatever the text is."""

from pathlib import Path

import pytest
from docx_samples import FACTS, FRAME, frame_with, reading
from hypothesis import given, settings
from hypothesis import strategies as st

from baocao.document.tree import Table, paragraphs
from baocao.docx.frame import render_frame
from baocao.docx.rules import short_rule
from baocao.docx.widths import line_widths, text_width

FONTS = Path("/usr/share/fonts/truetype/liberation2")
TEXT_WIDTH = 9071
AGENCIES = [
    ["ỦY BAN NHÂN DÂN", "TỈNH LẠNG SƠN"],
    ["HỘI ĐỒNG NHÂN DÂN", "TỈNH LẠNG SƠN"],
    ["SỞ TÀI CHÍNH"],
    ["BAN QUẢN LÝ KHU KINH TẾ CỬA KHẨU ĐỒNG ĐĂNG - LẠNG SƠN"],
    ["UBND"],
]
ABSTRACTS = [
    "Tình hình kinh tế - xã hội 9 tháng đầu năm 2021",
    "Tháng 9",
    "Tình hình thực hiện Kế hoạch phát triển kinh tế - xã hội 9 tháng đầu năm 2021; nhiệm vụ, giải pháp chủ yếu quý IV "
    "năm 2021",
]


def rules(frame=None, **facts):
    """Return the length of every rule in a filled frame and the paragraphs before it, in reading order."""
    data = render_frame(frame or FRAME.read_bytes(), FACTS | facts, "mau")
    section = reading(data)[0].sections[0]
    found = []
    for block in section.blocks:
        columns = (
            [
                (cell.blocks, width - 216)
                for row in block.rows
                for cell, width in zip(row.cells, block.grid, strict=True)
            ]
            if isinstance(block, Table)
            else [((block,), TEXT_WIDTH)]
        )
        for blocks, width in columns:
            for paragraph in paragraphs(blocks):
                if paragraph.style == "Đường kẻ":
                    indents = paragraph.format.indent_left, paragraph.format.indent_right
                    assert abs(indents[0] - indents[1]) <= 1
                    found.append(width - sum(indents))
    return found


@pytest.mark.parametrize("names", AGENCIES)
def test_the_rule_under_the_agency(names):
    widths = [width for name in names for width in line_widths(name, 26, True, 3084)]
    length = rules(co_quan_ban_hanh=names)[0]
    assert max(widths) / 3 - 1 <= length <= max(widths) / 2 + 1


@pytest.mark.parametrize("abstract", ABSTRACTS)
def test_the_rule_under_the_trich_yeu(abstract):
    widths = line_widths(abstract, 28, True, TEXT_WIDTH)
    length = rules(trich_yeu=abstract)[2]
    assert max(widths) / 3 - 1 <= length <= max(widths) / 2 + 1


def test_the_rule_under_the_motto_is_as_long_as_the_motto():
    assert rules()[1] == pytest.approx(3415, abs=20)


def test_a_rule_fits_the_line_right_above_too_where_it_can():
    assert short_rule([2400, 1900]) == pytest.approx(950, abs=60)
    assert short_rule([9000, 400]) == 3000


def test_a_frame_that_staff_restyled_is_fitted_too():
    larger = frame_with(lambda xml: xml.replace("{{ trich_yeu }}", "</w:t></w:r><w:r><w:t>{{ trich_yeu }}"))
    assert rules(larger) == rules()
    bare = frame_with(lambda xml: xml.replace('<w:ind w:left="2993" w:right="2994"/>', ""))
    assert rules(bare) == rules()


def test_a_rule_below_no_text_stays_as_it_is():
    assert rules(co_quan_ban_hanh=[], co_quan_chu_quan=[])[0] == 930


@settings(max_examples=60)
@given(st.lists(st.integers(100, 9000), min_size=1, max_size=4))
def test_short_rules_are_a_third_to_a_half(lines):
    assert max(lines) / 3 - 1 <= short_rule(lines) <= max(lines) / 2 + 1


def test_lines_break_where_the_column_ends():
    text = ABSTRACTS[2]
    lines = line_widths(text, 28, True, TEXT_WIDTH)
    assert len(lines) == 2
    assert all(width <= TEXT_WIDTH for width in lines)
    assert line_widths("một\nhai", 28, False, TEXT_WIDTH) == [text_width(part, 28, False) for part in ("một", "hai")]
    assert len(line_widths("một\u00a0hai", 28, False, 500)) == 1


@pytest.mark.skipif(not FONTS.exists(), reason="the font of the same widths is not installed")
@pytest.mark.parametrize(("bold", "file"), [(True, "LiberationSerif-Bold.ttf"), (False, "LiberationSerif-Regular.ttf")])
def test_widths_are_those_of_the_font(bold, file):
    ttlib = pytest.importorskip("fontTools.ttLib")
    font = ttlib.TTFont(FONTS / file)
    names, advances, unit = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    for text in (*ABSTRACTS, *(name for names_ in AGENCIES for name in names_), "Số: 05/BC-UBND, Ưu đãi, ươm (10%)"):
        true = sum(advances[names[ord(letter)]][0] for letter in text) * 28 / 2 * 20 / unit
        assert text_width(text, 28, bold) == pytest.approx(true, rel=0.01)
