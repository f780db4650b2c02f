"""The form of documents from elsewhere: silence where the rules are kept or cannot be seen, words where they are broken."""

from dataclasses import replace

import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor
from foreign import LONG, Foreign, good

from baocao.checks.families import check_reading
from baocao.checks.form.profiles import PROFILES
from baocao.checks.reading import read_file
from baocao.cli.checking import Profile
from baocao.findings import Findings


def found(document, profile=""):
    """Return code, excerpt and message of what is wrong with the form of a document."""
    reading = replace(read_file("thu.docx", document.data(), Findings()), profile=profile)
    return [
        (item.code, item.place.span.excerpt if item.place.span else "", item.message)
        for item in check_reading(reading, ["TT"]).items
    ]


def codes(document, profile=""):
    return [code for code, _, _ in found(document, profile)]


def test_a_document_that_keeps_the_rules():
    assert found(good()) == []


def test_profiles_have_one_list_of_names():
    assert {profile.value for profile in Profile} == set(PROFILES)


# What cannot be seen is not missed


def test_without_an_opening_block_only_the_outline_is_looked_at():
    document = Foreign()
    document.opening._tbl.getparent().remove(document.opening._tbl)
    document.text("1. Một")
    document.text("3. Ba")
    assert codes(document) == ["TT402"]


def test_the_form_can_be_named():
    document = good()
    document.opening._tbl.getparent().remove(document.opening._tbl)
    document.docx.sections[0].left_margin = Mm(20)
    assert codes(document) == []
    assert codes(document, "nghi-dinh-30") == ["TT102"]


def test_numbers_that_word_writes_itself():
    document = good()
    paragraph = document.text("Mục có số tự động")
    numbers = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", "0"), ("w:numId", "1")):
        node = OxmlElement(tag)
        node.set(qn("w:val"), value)
        numbers.append(node)
    paragraph._p.get_or_add_pPr().append(numbers)
    document.text("a) Một")
    document.text("c) Ba, sau một điểm có số tự động")
    assert not [code for code in codes(document) if code.startswith("TT4")]


def test_a_first_line_pushed_in_by_a_tab():
    document = good()
    paragraph = document.text("\t" + LONG)
    paragraph.paragraph_format.first_line_indent = Cm(0)
    assert "TT303" not in codes(document)


def test_exact_lines_within_the_range():
    document = good()
    document.text().paragraph_format.line_spacing = Pt(18)
    assert "TT305" not in codes(document)


def test_gaps_made_by_the_paragraph_before():
    document = good()
    first, second = document.text(), document.text()
    first.paragraph_format.space_after, second.paragraph_format.space_before = Pt(6), Pt(0)
    assert "TT304" not in codes(document)


def test_a_short_document_needs_no_page_number():
    document = Foreign()
    document.text("Trên đây là báo cáo./.")
    assert codes(document) == []


def test_lines_of_dots_have_no_size():
    document = good()
    document.text("…" * 200)
    assert found(document) == []


def test_dark_grey_and_addresses_are_no_colours():
    document = good()
    document.say(document.text(), " (chi tiết)").font.color.rgb = RGBColor(0x1F, 0x1F, 0x1F)
    link = document.say(document.text(), " soct@langson.gov.vn")
    link.font.color.rgb, link.font.underline = RGBColor(0, 0, 0xFF), True
    assert "TT104" not in codes(document)


# What is wrong is told with its words


def test_one_finding_for_a_fault_of_many_paragraphs():
    document = good()
    for paragraph in document.docx.paragraphs:
        if paragraph.text == LONG:
            paragraph.runs[0].font.size = Pt(12)
    (fault,) = [fault for fault in found(document) if fault[0] == "TT301"]
    assert fault[2] == "cỡ chữ 12, quy định 13 - 14 (và 29 đoạn khác)"


def test_the_words_in_another_font():
    document = good()
    document.say(document.text(), "chữ khác phông").font.name = "Calibri"
    assert [fault[1:] for fault in found(document) if fault[0] == "TT103"] == [("chữ khác phông", "phông chữ “Calibri”")]


def test_no_page_number_in_a_long_document():
    document = good()
    header = document.docx.sections[0].header
    header._element.remove(header.paragraphs[0]._p)
    header.add_paragraph()
    assert [fault[2] for fault in found(document) if fault[0] == "TT105"] == [
        "không thấy số trang; quy định: canh giữa trong lề trên, từ trang thứ hai"
    ]


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        ("Số 125/BC-SCT", "TT204", "không đúng dạng “Số: 05/BC-UBND”"),
        ("Số: 5/BC-SCT", "TT204", "số nhỏ hơn 10 phải thêm số 0: 05"),
        ("Số: 125 / BC - SCT", "TT204", "không đúng dạng"),
        ("Số: 125/KH-SCT", "TT205", "ký hiệu “KH” là của kế hoạch, tên loại là BÁO CÁO (“BC”)"),
        ("Số:        /BC-SCT", None, ""),
        ("Số: …/BC-SCT", None, ""),
        ("Số: 125/2026/BC-SCT", None, ""),
        ("Số: 05/CTr-UBND-TH", "TT205", "là của chương trình"),
    ],
)
def test_numbers_of_documents(number, code, words):
    document = good()
    document.opening.rows[1].cells[0].paragraphs[0].runs[0].text = number
    faults = found(document)
    assert [fault[0] for fault in faults] == ([code] if code else [])
    assert all(words in fault[2] for fault in faults)


@pytest.mark.parametrize(
    ("date", "code", "words"),
    [
        ("Lạng Sơn, ngày 5 tháng 9 năm 2026", "TT207", "ngày 5 phải ghi 05"),
        ("Lạng Sơn, ngày 05 tháng 09 năm 2026", "TT207", "tháng 09 phải ghi 9"),
        ("Lạng Sơn, ngày 15 tháng 1 năm 2026", "TT207", "tháng 1 phải ghi 01"),
        ("Lạng Sơn ngày 15 tháng 01 năm 2026", "TT206", "sau địa danh “Lạng Sơn” thiếu dấu phẩy"),
        ("Lạng Sơn, ngày      tháng 9 năm 2026", None, ""),
        ("Lạng Sơn, ngày … tháng … năm 2026", None, ""),
    ],
)
def test_places_and_dates(date, code, words):
    document = good()
    document.opening.rows[1].cells[1].paragraphs[0].runs[0].text = date
    faults = found(document)
    assert [fault[0] for fault in faults] == ([code] if code else [])
    assert all(words in fault[2] for fault in faults)


@pytest.mark.parametrize(
    ("recipients", "expected"),
    [
        (("- UBND tỉnh;", "- Lưu: VT."), []),
        (("- Như trên;", "- Chủ tịch, các Phó Chủ tịch", "UBND tỉnh;", "- Lưu: VT, TH (02)."), []),
        (("- UBND tỉnh,", "- Lưu: VT."), [("TT502", "- UBND tỉnh,")]),
        (("- UBND tỉnh;", "- Lưu: VT"), [("TT502", "- Lưu: VT")]),
    ],
)
def test_recipients(recipients, expected):
    document = Foreign()
    document.text("Trên đây là báo cáo./.")
    document.closing(*recipients)
    assert [fault[:2] for fault in found(document)] == expected


def test_several_annexes_have_roman_numbers():
    document = good()
    for label in ("Phụ lục I", "Phụ lục 2"):
        document.docx.add_section()
        document.line(label, look="b", alignment=1)
        document.line("BIỂU SỐ LIỆU", look="b", alignment=1)
    faults = [fault for fault in found(document) if fault[0] == "TT601"]
    assert [fault[1:] for fault in faults] == [("Phụ lục 2", "ghi “Phụ lục 2”, đúng là “Phụ lục II”")]
