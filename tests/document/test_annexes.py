"""Annex tables from data: what stands in the cells, what is told, how it lies on paper and in a workbook."""

import io
import re
from dataclasses import replace

import openpyxl
import pytest

from baocao.annexes import workbooks
from baocao.annexes.filling import fill_annexes, plain_number
from baocao.annexes.pages import annex_section, check_mentions, reference_line
from baocao.annexes.specs import load_annex_specs
from baocao.annexes.workbooks import annex_workbook
from baocao.data.dataset import View, load_dataset
from baocao.data.periods import Period
from baocao.document.tree import Paragraph, Table, Text, plain_text
from baocao.findings import Findings
from baocao.narrative import vietnamese as vi
from baocao.narrative.recipes import Recipe
from baocao.narrative.templates import Request
from baocao.office import Office

HEAD = """
tieu_de = "Chỉ tiêu chủ yếu {{ ky.ten }}"
[[cot]]
ten = "STT"
in = "stt"
rong = 5
[[cot]]
ten = "Chỉ tiêu"
in = "ten"
rong = 30
[[cot]]
ten = "Đơn vị"
in = "don_vi"
"""
COLUMNS = """
[[cot]]
ten = "Kế hoạch {{ ky.nam }}"
in = "muc_tieu"
[[cot]]
ten = "Cùng kỳ"
in = "cung_ky"
[[cot]]
ten = "Thực hiện"
in = "con_so"
[[cot]]
nhom = "So sánh (%)"
ten = "kế hoạch"
in = "kh.bang"
[[cot]]
nhom = "So sánh (%)"
ten = "cùng kỳ"
in = "ck.bang"
"""
ROWS = """
[[nhom]]
ten = "Kinh tế"
dong = ["xnk", "Trong đó:", "- xnk.xuat_khau", "iip", "ma_so"]
[[nhom]]
ten = "An toàn giao thông"
dong = [{ ma = "tngt.vu", ten = "Tai nạn {{ ky.ten_gon }}" }]
"""
PLAN = """
[[cot]]
ten = "Mục tiêu"
in = "[ky.truoc].muc_tieu"
[[cot]]
ten = "Năm {{ nam }}"
in = "[nam].con_so"
moi_nam = "ky.truoc"
bo_nam_cuoi = true
it_nhat = 1
[[cot]]
ten = "Kết quả"
in = "[ky.truoc].ket_qua"
[[cot]]
ten = "Kết luận"
in = "[ky.truoc].ket_luan"
[[nhom]]
ten = "Chỉ tiêu"
danh_sach = "chi_tieu[ky.truoc]"
[[nhom]]
ten = "Chỉ tiêu mới"
danh_sach = "chi_tieu"
"""
REFERENCE = reference_line(
    "Báo cáo", "số      /BC-UBND", "ngày      tháng 10 năm 2021", "Ủy ban nhân dân tỉnh Lạng Sơn"
)


def fill(office, spec, period="2021-9T", name="phu-luc-01-thu"):
    """Return the annexes of a spec, and keep the findings in ``office.findings``."""
    office.put(f"templates/thu/{name}.toml", spec)
    made = Office(office.root)
    dataset = load_dataset(made.workspace, made.catalogue, "lang-son", office.findings)
    request = Request("thu", "thu", Period.parse(period), "lang-son", View(dataset))
    specs = load_annex_specs(made.workspace, "thu", office.findings)
    return fill_annexes(specs, request, made.templates, office.findings)


def texts(annex):
    return [row.texts for row in annex.rows]


def test_cells_are_bare_numbers(office):
    (annex,) = fill(office, HEAD + COLUMNS + ROWS)
    assert texts(annex) == [
        ("I", "Kinh tế", "", "", "", "", "", ""),
        ("1", "Kim ngạch xuất nhập khẩu", "triệu USD", "...", "...", "3.060", "99,4", "151,5"),
        ("", "Trong đó:", "", "", "", "", "", ""),
        ("", "- Xuất khẩu", "triệu USD", "...", "...", "980", "73,1", "110,1"),
        ("2", "Chỉ số sản xuất công nghiệp", "%", "...", "...", "6,2", "", ""),  # a change is compared with nothing
        ("3", "Mã số vùng trồng", "mã", "...", "...", "115", "...", "..."),
        ("II", "An toàn giao thông", "", "", "", "", "", ""),
        ("1", "Tai nạn 9\u00a0tháng".replace("\u00a0", " "), "vụ", "...", "33", "28", "...", "84,8"),
    ]
    assert [heading.text for heading in annex.headings][3:] == [
        "Kế hoạch 2021", "Cùng kỳ", "Thực hiện", "kế hoạch", "cùng kỳ"
    ]  # fmt: skip
    assert (annex.label, annex.title) == ("Phụ lục", "Chỉ tiêu chủ yếu 9 tháng đầu năm\u00a02021")


def test_every_cell_stands_in_the_register_with_its_cells_of_origin(office):
    (annex,) = fill(office, HEAD + COLUMNS + ROWS)
    whole, *entries = annex.register()
    assert Recipe.from_json(whole.recipe) == annex.recipe
    assert annex.recipe.subject == "templates/thu/phu-luc-01-thu.toml"
    by_recipe = {
        (Recipe.from_json(entry.recipe).subject, Recipe.from_json(entry.recipe).form): entry for entry in entries
    }
    entry = by_recipe["xnk", "con_so"]
    assert (entry.text, entry.value) == ("3.060", "3060")
    (cell,) = entry.cells
    assert (cell.place, cell.value) == ("data/2021-9T/so-lieu.csv, ô C2, dòng 2", "3060")
    assert by_recipe["xnk", "muc_tieu"].text == "..."


def test_what_is_missing_is_told_once(office):
    fill(office, HEAD + COLUMNS + ROWS.replace('"ma_so"', '"thieu"'))
    told = {finding.code: finding for finding in office.findings.items}
    assert "Kế hoạch 2021 (5 ô)" in told["MB505"].message
    assert "1 dòng không có số nào: Chỉ tiêu chưa có số" in told["MB506"].message
    assert "MB201" not in told


def test_targets_meet_results(office):
    (annex,) = fill(office, HEAD + PLAN, period="2021-2025")
    assert [heading.text for heading in annex.headings][3:] == [
        "Mục tiêu", "Năm 2016", "Năm 2017", "Năm 2018", "Năm 2019", "Kết quả", "Kết luận"
    ]  # fmt: skip
    assert texts(annex) == [
        ("1", "Tốc độ tăng GRDP", "%", "8 \u2011 8,5".replace(" ", "\u00a0"), "5,1", "5,2", "5,3", "-0,4", "5,45", "Không đạt"),
        ("2", "Giảm tỷ lệ hộ nghèo", "%", "3", "...", "...", "...", "...", "3,61", "Đạt"),
        ("3", "Chưa có kết quả", "ha", "...", "...", "...", "...", "...", "...", ""),
    ]  # fmt: skip


def test_a_column_with_too_few_numbers_is_left_out(office):
    (annex,) = fill(office, HEAD + PLAN.replace("it_nhat = 1", "it_nhat = 2"), period="2021-2025")
    assert [heading.text for heading in annex.headings][3:] == ["Mục tiêu", "Kết quả", "Kết luận"]


def test_one_unit_for_all_rows_stands_above_the_table(office):
    (annex,) = fill(office, HEAD + COLUMNS + '[[nhom]]\ndong = ["xnk", "- xnk.nhap_khau"]')
    assert annex.unit == "triệu USD"
    assert "Đơn vị" not in [heading.text for heading in annex.headings]
    blocks = annex_section(annex, REFERENCE).blocks
    assert Paragraph("Đơn vị tính", (Text("Đơn vị tính: triệu USD"),)) in blocks


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('in = "con_so"', 'in = "con_soo"', "không in được một số"),
        ('in = "con_so"', 'in = "trong_do"', "không in được một số"),
        ('in = "con_so"', 'in = "[ky.x].con_so"', "không phải kỳ"),
        ('in = "con_so"', 'in = "con_so', "cú pháp TOML"),
        ('"xnk",', '"xnkk",', "mã không có: “xnkk”"),
        ('"xnk",', '"XNK?",', "không hiểu dòng"),
        ("rong = 5", 'rong = "5"', "phải là số nguyên"),
        ("rong = 5", "rong = 0", "từ 1 đến 1000"),
        ("tieu_de =", "tieu_dee =", "không có mục “tieu_dee”"),
        ("ky.nam }}", "ky.xx }}", "xx"),
    ],
)
def test_a_faulty_spec_is_a_finding(office, before, after, words):
    spec = HEAD + COLUMNS + ROWS
    assert before in spec
    assert fill(office, spec.replace(before, after, 1)) == [] or "xx" in words
    errors = office.findings.errors
    assert errors
    assert all(finding.place and finding.place.file.endswith("phu-luc-01-thu.toml") for finding in errors)
    assert any(words in finding.message for finding in errors), errors


def test_several_annexes_have_roman_numbers_and_the_text_must_name_each(office):
    spec = HEAD + COLUMNS + ROWS
    office.put("templates/thu/phu-luc-02-hai.toml", spec)
    annexes = fill(office, spec)
    assert [annex.label for annex in annexes] == ["Phụ lục I", "Phụ lục II"]
    findings = Findings()
    check_mentions([Paragraph("Nội dung", (Text("Chi tiết tại Phụ lục\u00a0II."),))], annexes, findings)
    assert [finding.message for finding in findings.items] == ["lời văn chưa nhắc đến Phụ lục I"]


def test_a_page_of_the_annex_follows_the_form(office):
    (annex,) = fill(office, HEAD + COLUMNS + ROWS)
    section = annex_section(annex, REFERENCE)
    assert (section.page.width, section.page.height, section.restart) == (16838, 11906, True)
    assert section.first_header == ()
    *opening, table, note = section.blocks
    assert [block.style for block in opening] == ["Phụ lục", "Tên phụ lục", "Kèm theo", "Đường kẻ"]
    assert plain_text(opening[1].inlines) == "CHỈ TIÊU CHỦ YẾU 9 THÁNG ĐẦU NĂM\u00a02021"
    assert plain_text(opening[2].inlines).startswith("(Kèm theo Báo cáo số      /BC-UBND ngày")
    assert plain_text(note.inlines) == "Ghi chú: Dấu “...” là có phát sinh nhưng chưa có số liệu./."
    assert isinstance(table, Table)
    assert sum(table.grid) == 16838 - 1134 - 850
    assert [row.header for row in table.rows[:3]] == [True, True, False]
    assert all(row.whole for row in table.rows)
    assert [cell.span for cell in table.rows[0].cells] == [1, 1, 1, 1, 1, 1, 2]
    assert [cell.merge for cell in table.rows[1].cells] == ["continue"] * 6 + [None] * 2
    assert table.control.id == annex.recipe.id
    assert [cell.blocks[0].style for cell in table.rows[3].cells][1::4] == ["Chữ trong bảng", "Số trong bảng"]


def test_the_workbook_holds_real_numbers(office):
    (annex,) = fill(office, HEAD + COLUMNS + ROWS)
    data = annex_workbook([annex], REFERENCE, "2021-10-01T00:00:00Z")
    assert data == annex_workbook([annex], REFERENCE, "2021-10-01T00:00:00Z")
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Phụ lục"]
    rows = {row[1].value: row for row in sheet.iter_rows(min_row=7)}
    trade = rows["Kim ngạch xuất nhập khẩu"]
    assert [cell.value for cell in trade[3:]] == ["...", "...", 3060, 99.4, 151.5]
    assert [cell.number_format for cell in trade[5:7]] == ["#,##0", "#,##0.0"]
    assert rows["- Xuất khẩu"][1].data_type == "s"
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A7"
    assert {str(part) for part in sheet.merged_cells.ranges} >= {"G5:H5", "A5:A6"}


def test_a_workbook_does_not_depend_on_those_made_before(office):
    (annex,) = fill(office, HEAD + COLUMNS + ROWS)

    def made(change):
        rows = tuple(replace(row, texts=tuple(map(change, row.texts))) for row in annex.rows)
        return annex_workbook([replace(annex, rows=rows)], REFERENCE, "2021-10-01T00:00:00Z")

    def doubled(text):
        number = plain_number(text)
        return f"<{text}> & \U0001d11e " if number is None else vi.exact(number * 2)

    made(str)
    after = made(doubled)
    workbooks._moulds.cache_clear()
    assert made(doubled) == after
    sheet = openpyxl.load_workbook(io.BytesIO(after))["Phụ lục"]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=7, max_row=6 + len(annex.rows))]
    assert [[str(value) for value in row] for row in cells] == [
        [value if (number := plain_number(value)) is None else f"{float(number):g}" for value in map(doubled, row.texts)]
        for row in annex.rows
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.234,5", "1234.5"), ("-0,4", "-0.4"), ("05", "5"), ("8 - 9", None), ("...", None), ("", None)],
)
def test_plain_number(text, number):
    found = plain_number(text)
    assert found is None if number is None else str(found) == number or found == int(number)


def test_two_thousand_rows_go_through_quickly(office):
    codes = ", ".join('"xnk"' for _ in range(2000))
    (annex,) = fill(office, HEAD + COLUMNS + f"[[nhom]]\ndong = [{codes}]")
    section = annex_section(annex, REFERENCE)
    assert len(section.blocks[-2].rows) == 2002
    assert re.fullmatch(r"\d+", annex.rows[-1].texts[0])
