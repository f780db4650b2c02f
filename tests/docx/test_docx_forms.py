"""The three shipped frames: state document, council resolution, Party document; where the forms differ and where not."""

import pytest
from docx_samples import FACTS, FRAME, ROOM, reading

from baocao.document.tree import (
    Alignment,
    Document,
    LineRule,
    LineSpacing,
    Paragraph,
    Section,
    Text,
    paragraphs,
    plain_text,
)
from baocao.docx.frame import render_frame
from baocao.docx.writer import write

BODY = (
    Paragraph("Căn cứ", (Text("Căn cứ Luật;"),)),
    Paragraph("Quyết nghị", (Text("QUYẾT NGHỊ:"),)),
    Paragraph("heading 1", (Text("Một"),)),
    Paragraph("Nội dung", (Text("Thân bài."),)),
)
STATE, RESOLUTION, PARTY = "nghi-dinh-30", "nghi-quyet-hdnd", "van-ban-dang"
PARTY_FACTS = {
    "co_quan_chu_quan": ["ĐẢNG BỘ THÀNH PHỐ HÀ NỘI"],
    "co_quan_ban_hanh": ["ĐẢNG ỦY PHƯỜNG BA ĐÌNH"],
    "so_ky_hieu": f"Số {ROOM}-KL/ĐU",
    "ten_loai": "KẾT LUẬN\nCỦA BAN THƯỜNG VỤ ĐẢNG ỦY",
    "trich_yeu": "về phát triển kinh tế",
    "noi_nhan": ["Ban Thường vụ Thành ủy;", "Lưu Văn phòng."],
    "quyen_han": ["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"],
    "nguoi_ky": "Nguyễn Văn A",
}


def report(name, **facts):
    """Return the document that BODY gives in a shipped frame."""
    frame = render_frame((FRAME.parent / f"{name}.docx").read_bytes(), FACTS | facts, name)
    document, findings = reading(write(Document((Section(BODY),)), frame))
    assert findings == []
    return document


def lines(document):
    """Return style and text of every paragraph that has words."""
    found = ((block.style, plain_text(block.inlines)) for block in paragraphs(document.sections[0].blocks))
    return [(style, text) for style, text in found if text]


def test_all_frames_have_the_same_styles():
    state, resolution, party = (set(report(name).styles) for name in (STATE, RESOLUTION, PARTY))
    assert state == resolution == party
    assert {"Căn cứ", "Quyết nghị", "Thẩm quyền ban hành", "Quyền hạn", "Phụ lục", "heading 5"} <= state


def test_a_party_document_opens_and_closes_as_the_guidance_wants_it():
    assert lines(report(PARTY, **PARTY_FACTS)) == [
        ("Cơ quan chủ quản", "ĐẢNG BỘ THÀNH PHỐ HÀ NỘI"),
        ("Cơ quan ban hành", "ĐẢNG ỦY PHƯỜNG BA ĐÌNH"),
        ("Dấu sao", "*"),
        ("Số ký hiệu", f"Số {ROOM}-KL/ĐU"),
        ("Dự thảo", "Dự thảo"),
        ("Dự thảo", "(bản dựng lại để minh họa)"),
        ("Quốc hiệu", "ĐẢNG CỘNG SẢN VIỆT NAM"),
        ("Địa danh ngày tháng", "Lạng Sơn, ngày      tháng 10 năm 2021"),
        ("Tên loại", "KẾT LUẬN\nCỦA BAN THƯỜNG VỤ ĐẢNG ỦY"),
        ("Trích yếu", "về phát triển kinh tế"),
        ("Gạch dưới trích yếu", "-----"),
        *lines_of_body(),
        ("Nơi nhận", "Nơi nhận:"),
        ("Danh sách nơi nhận", "- Ban Thường vụ Thành ủy;"),
        ("Danh sách nơi nhận", "- Lưu Văn phòng."),
        ("Quyền hạn", "T/M BAN THƯỜNG VỤ"),
        ("Chức vụ", "PHÓ BÍ THƯ"),
        ("Họ tên", "Nguyễn Văn A"),
    ]


def lines_of_body():
    return [(block.style, plain_text(block.inlines)) for block in BODY]


@pytest.mark.parametrize(
    ("office", "style"),
    [("T/M TỈNH ỦY", "Quyền hạn"), ("K/T BÍ THƯ", "Quyền hạn"), ("Q. BÍ THƯ", "Quyền hạn"), ("BÍ THƯ", "Chức vụ")],
)
def test_in_whose_name_is_bold_the_office_is_not(office, style):
    assert (style, office) in lines(report(PARTY, **PARTY_FACTS | {"quyen_han": [office]}))


def test_only_the_words_noi_nhan_are_underlined():
    document = report(PARTY, **PARTY_FACTS)
    (heading,) = [block for block in paragraphs(document.sections[0].blocks) if block.style == "Nơi nhận"]
    assert [(run.text, bool(run.marks.underline)) for run in heading.inlines] == [("Nơi nhận", True), (":", False)]


def test_a_resolution_names_who_issues_it_below_the_title():
    issuers = ["HỘI ĐỒNG NHÂN DÂN TỈNH LẠNG SƠN", "KHÓA XV, KỲ HỌP THỨ MƯỜI HAI"]
    document = report(RESOLUTION, ten_loai="NGHỊ QUYẾT", tham_quyen=issuers, quyen_han=["CHỦ TỊCH"])
    shown = lines(document)
    title = shown.index(("Trích yếu", FACTS["trich_yeu"]))
    assert shown[title + 1 : title + 3] == [("Thẩm quyền ban hành", issuer) for issuer in issuers]
    assert shown[title + 3 : title + 7] == lines_of_body()
    assert shown[-1] == ("Chức vụ", "CHỦ TỊCH")


def look(document, style):
    """Return what the form rules speak of: size, bold, italic, alignment, first line, space before, line spacing."""
    found = document.styles[style]
    marks, format = found.marks, found.format
    return marks.size, bool(marks.bold), bool(marks.italic), format.alignment, format.indent_first


def test_the_looks_of_the_party_form():
    party = report(PARTY, **PARTY_FACTS)
    text = party.styles["Nội dung"].format
    assert text.line.rule is LineRule.EXACT
    assert 18 * 20 <= text.line.value <= 22 * 20
    assert text.space_before >= 6 * 20
    both = (Alignment.JUSTIFY, 567)
    assert look(party, "Nội dung") == look(party, "heading 4") == look(party, "heading 5") == (28, False, False, *both)
    assert look(party, "heading 1") == look(party, "heading 2") == (28, True, False, *both)
    assert look(party, "heading 3") == (28, True, True, *both)
    assert look(party, "Căn cứ")[1:3] == (False, False)
    sizes = {"Quốc hiệu": 30, "Tên loại": 32, "Trích yếu": 30, "Số ký hiệu": 28, "Danh sách nơi nhận": 24}
    assert {style: party.styles[style].marks.size for style in sizes} == sizes
    assert look(party, "Dự thảo")[1:3] == (False, True)
    page = party.sections[0].page
    sides = (page.top, page.bottom, page.left, page.right, page.header)
    assert [round(side / 56.69) for side in sides] == [20, 20, 30, 15, 10]
    assert party.sections[0].first_header == ()


def test_the_looks_of_state_forms_differ_in_headings_only():
    state, resolution = report(STATE), report(RESOLUTION)
    differing = {name for name in state.styles if state.styles[name] != resolution.styles[name]}
    assert differing == {"heading 1", "heading 3"}
    assert look(resolution, "heading 1") == (28, True, False, Alignment.JUSTIFY, 720)
    assert look(resolution, "heading 3")[1] is False
    assert look(resolution, "Căn cứ") == (28, False, True, Alignment.JUSTIFY, 720)
    assert look(resolution, "Quyết nghị")[1:4] == (True, False, Alignment.CENTER)
    assert state.styles["Nội dung"].format.line == LineSpacing(264)
