"""The Word frame: docxtpl tamed, the shipped frame as its script makes it."""

import subprocess
import sys

import pytest
from docx_samples import FACTS, FRAME, MAIN, filled_frame, frame_with, reading

from baocao.document.tree import Document, Paragraph, Section, Table, Text, paragraphs, plain_text
from baocao.docx.frame import MARKER, render_frame
from baocao.docx.package import open_package
from baocao.docx.structure import look_over
from baocao.docx.writer import write
from baocao.errors import BaocaoError

BODY = (Paragraph("Nội dung", (Text("Trên đây là báo cáo./."),)),)


def lines(**facts):
    """Return the lines of a report in the shipped frame, with some facts replaced."""
    frame = render_frame(FRAME.read_bytes(), FACTS | facts, FRAME.name)
    document, findings = reading(write(Document((Section(BODY),)), frame))
    assert findings == []
    return [plain_text(paragraph.inlines) for paragraph in paragraphs(document.sections[0].blocks)]


def fault(change, facts=FACTS):
    with pytest.raises(BaocaoError) as caught:
        render_frame(frame_with(change), facts, "mau.docx")
    return caught.value.findings


def test_the_shipped_frames_are_what_the_script_makes(tmp_path):
    script = FRAME.parents[2] / "scripts" / "make_frames.py"
    subprocess.run([sys.executable, script, tmp_path], check=True)
    # By parts, not by bytes: how zlib packs them differs from version to version.
    made = {path.name: open_package(path.read_bytes(), path.name) for path in tmp_path.iterdir()}
    assert made == {path.name: open_package(path.read_bytes(), path.name) for path in FRAME.parent.iterdir()}
    assert len(made) == 3


def test_a_draft_reads_as_the_form_wants_it():
    room = "\u00a0" * 8
    assert [line for line in lines() if line] == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH LẠNG SƠN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        f"Số: {room}/BC-UBND",
        "DỰ THẢO",
        "(bản dựng lại để minh họa)",
        "Lạng Sơn, ngày      tháng 10 năm 2021",
        "BÁO CÁO",
        "Tình hình kinh tế - xã hội 9 tháng đầu năm 2021",
        "Trên đây là báo cáo./.",
        "Nơi nhận:",
        "- Bộ Kế hoạch và Đầu tư;",
        "- Lưu: VT, TH.",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
    ]


def test_a_signed_report_has_number_superior_and_name():
    shown = lines(
        so_ky_hieu="Số: 05/BC-UBND",
        co_quan_chu_quan=["BỘ TÀI CHÍNH"],
        nguoi_ky="Nguyễn Văn A",
        du_thao=False,
        ghi_chu_mau="",
    )
    assert "Số: 05/BC-UBND" in shown
    assert shown.index("BỘ TÀI CHÍNH") < shown.index("ỦY BAN NHÂN DÂN")
    assert "Nguyễn Văn A" in shown
    assert not [line for line in shown if "DỰ THẢO" in line or "minh họa" in line]


def test_loops_leave_no_empty_paragraphs():
    document, _ = reading(write(Document((Section(BODY),)), filled_frame()))
    empty = [paragraph.style for paragraph in paragraphs(document.sections[0].blocks) if not paragraph.inlines]
    assert empty == ["Normal", "Đường kẻ", "Đường kẻ", "Đường kẻ", "Họ tên", "Normal"]


@pytest.mark.parametrize(
    "text", ["Sở KH&ĐT", "tỷ lệ < 5%", "\"kép\" 'đơn' <b>", "{{ ky_hieu }} {% if %}", "&amp; &lt;"]
)
def test_what_xml_or_jinja_could_misread_survives(text):
    assert text in lines(ten_loai=text)
    assert f"- {text}" in lines(noi_nhan=[text])


def test_decomposed_letters_are_composed():
    assert "BÁO CÁO" in lines(ten_loai="BA\u0301O CA\u0301O")


def test_rows_are_not_split_and_the_signature_keeps_body_text():
    document, _ = reading(write(Document((Section(BODY),)), filled_frame()))
    blocks = document.sections[0].blocks
    assert all(row.whole for table in blocks if isinstance(table, Table) for row in table.rows)
    last = next(block for block in blocks if isinstance(block, Paragraph) and block.style == "Nội dung")
    assert last.format.keep_next is True
    assert isinstance(blocks[blocks.index(last) + 1], Table)


def test_the_page_and_its_number_are_those_of_the_decree():
    document, _ = reading(filled_frame())
    section = document.sections[0]
    page = section.page
    assert [
        round(side / 56.69) for side in (page.width, page.height, page.top, page.bottom, page.left, page.right)
    ] == [*(210, 297, 20, 20, 30, 20)]
    (header,) = section.header
    assert header.inlines[0].instruction == "PAGE"
    assert document.styles["header"].marks.size == 28
    assert section.first_header == ()


def test_an_unknown_fact_is_named_with_its_tag():
    facts = {key: value for key, value in FACTS.items() if key not in ("dia_danh", "noi_nhan")}
    findings = fault(lambda xml: xml, facts)
    assert [finding.code for finding in findings] == ["MT102", "MT102"]
    assert 'thẻ "{{ dia_danh }}" trong mẫu "mau.docx"' in findings[0].message
    assert "noi_nhan" in findings[1].message
    assert "ten_loai" in findings[0].hint


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{{ ten_loai }}", "{{ ten_loai"),
        ("{{ ten_loai }}", "{{ ten_loai | }}"),
        ("{%p endif %}", "{%p endfor %}"),
        ("{{ ten_loai }}", "{% if du_thao %}"),
        ("{{ ten_loai }}", "{{ ten_loai|hoa }}"),
    ],
)
def test_a_wrong_tag_is_a_finding(old, new):
    (finding,) = fault(lambda xml: xml.replace(old, new, 1))
    assert finding.code in ("MT103", "MT102")
    assert "mau.docx" in finding.message


@pytest.mark.parametrize(
    "tag", ["{{ ten_loai.__class__.__mro__ }}", "{{ cycler.__init__.__globals__ }}", "{{ 1 / 0 }}", "{{ ten_loai() }}"]
)
def test_a_frame_runs_no_code(tag):
    findings = fault(lambda xml: xml.replace("{{ ten_loai }}", tag))
    assert findings[0].code in ("MT102", "MT103")


def test_a_tag_that_breaks_the_table_is_refused_not_repaired():
    broken = "<w:tr>{% if du_thao %}<w:tc><w:p/></w:tc></w:tr><w:tr>{% endif %}"
    (finding,) = fault(lambda xml: xml.replace("<w:tr>", broken.replace("<w:tr>{%", "<w:tr><w:tc>{%"), 1))
    assert finding.code == "MT103"


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        (MARKER, "Nội dung", "không có"),
        ("{{ ten_loai }}", MARKER, "nhiều"),
        ("{{ dia_danh }}, {{ ngay }}", MARKER, "nhiều"),
    ],
)
def test_the_marker_stands_once(old, new, word):
    (finding,) = fault(lambda xml: xml.replace(old, new))
    assert finding.code == "MT101"
    assert word in finding.message


def test_a_marker_in_a_table_is_refused():
    (finding,) = fault(lambda xml: xml.replace(MARKER, "").replace("{{ dia_danh }}, {{ ngay }}", MARKER))
    assert "bảng" in finding.message


@pytest.mark.parametrize("text", ["BÁO\x00CÁO", "BÁO\x0bCÁO", "a {_{ b", "\ud800"])
def test_facts_that_cannot_be_written(text):
    findings = fault(lambda xml: xml, FACTS | {"ten_loai": text})
    assert findings[0].code == "MT104"
    assert '"ten_loai"' in findings[0].message


def test_a_marker_that_word_cut_into_runs_is_found():
    cut = MARKER[:4] + '</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:t>' + MARKER[4:]
    data = write(Document((Section(BODY),)), render_frame(frame_with(lambda xml: xml.replace(MARKER, cut)), FACTS, "m"))
    assert b"proofErr" not in open_package(data, "m")[MAIN]
    assert look_over(data, "m") == []
