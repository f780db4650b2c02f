"""In which figures copies of a draft, and reports of several periods, differ, and who made it so."""

import io

import openpyxl
import pytest
from trace_editing import edited, revised, run_of, typed_over

from baocao.docx.writer import write
from baocao.findings import Findings
from baocao.tracing.differences import compare_files
from baocao.tracing.lists import comparison_workbook

OLD, NEW = "tăng 2,9% so với cùng kỳ", "tăng 3% so với cùng kỳ"


def compare(*files):
    findings = Findings()
    comparison = compare_files([(f"{place}.docx", data) for place, data in zip("abcd", files, strict=False)], findings)
    return comparison, [finding.code for finding in findings.items]


def words(comparison):
    return [(found.name, *(version.words for version in found.versions)) for found in comparison.differences]


def control_of(data, text):
    """Return the whole control of a figure, as the XML has it."""
    from trace_editing import MAIN, parts_of

    xml = parts_of(data)[MAIN].decode("utf-8")
    at = xml.index(f"<w:t>{text}</w:t>")
    return xml[xml.rindex("<w:sdt>", 0, at) : xml.index("</w:sdt>", at) + len("</w:sdt>")]


def test_the_same_document_twice(files):
    comparison, codes = compare(files["docx"], files["docx"])
    assert (comparison.differences, comparison.same, codes) == ((), 20, [])


def test_a_docx_and_its_pdf_show_the_same(files):
    comparison, _ = compare(files["docx"], files["pdf"])
    assert (comparison.differences, comparison.same) == ((), 20)


def test_copies_that_came_back(files):
    data = files["docx"]
    gone = edited(data, (control_of(data, "38\u00a0hộ"), run_of("ba mươi tám hộ")))
    tracked = revised(data, OLD, NEW, "Nguyễn Văn A")
    comparison, _ = compare(data, typed_over(data, OLD, NEW), tracked, gone)
    assert words(comparison) == [
        (
            "Đàn trâu, bò, so với cùng kỳ, tháng 9 năm 2026",
            OLD,
            f"{NEW} (sửa tay, khi làm ra ghi “{OLD}”)",
            f"{NEW} (sửa tay, khi làm ra ghi “{OLD}”; sửa bởi Nguyễn Văn A)",
            OLD,
        ),
        ("Hộ nghèo, tháng 9 năm 2026", "38 hộ", "38 hộ", "38 hộ", "đã xóa"),
    ]
    assert comparison.same == 18


def test_a_figure_taken_out_while_changes_are_tracked(files):
    data = files["docx"]
    control = control_of(data, "38\u00a0hộ")
    held = control.replace("<w:t>", "<w:delText>").replace("</w:t>", "</w:delText>")
    marks = 'w:author="Trần Thị B" w:date="2026-10-01T08:00:00Z"'
    comparison, _ = compare(data, edited(data, (control, f'<w:del w:id="7" {marks}>{held}</w:del>')))
    assert words(comparison) == [("Hộ nghèo, tháng 9 năm 2026", "38 hộ", "đã xóa (Trần Thị B)")]


def test_periods_are_matched_by_what_is_printed_not_by_when(report):
    plans = [write_plan(report, period) for period in ("2021-2025", "2026-2030")]
    comparison, codes = compare(*plans)
    assert codes == []
    assert comparison.periods == ("2021-2025", "2026-2030")
    growth = "Tốc độ tăng tổng sản phẩm trên địa bàn (GRDP) bình quân hằng năm"
    assert words(comparison)[0] == (growth, "ước tăng 5,45%", "ước tăng 6,79%")


def write_plan(report, period):
    from docx_samples import filled_frame

    return write(report("ke-hoach-5-nam", period).document, filled_frame())


def test_documents_of_different_reports_are_compared_with_a_warning(files, real_docx):
    assert compare(files["docx"], real_docx)[1] == ["VB408"]


def test_the_table_as_a_workbook(files):
    data = comparison_workbook(compare(files["docx"], typed_over(files["docx"], OLD, NEW))[0])
    head, row = list(openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(min_row=4, values_only=True))
    assert head[:4] == ("STT", "Tên số", "a.docx", "b.docx")
    assert row[2:4] == (OLD, f"{NEW} (sửa tay, khi làm ra ghi “{OLD}”)")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_order_of_files_is_the_order_of_columns(files, order):
    both = (files["docx"], typed_over(files["docx"], OLD, NEW))
    ((_, *versions),) = words(compare(*(both[place] for place in order))[0])
    assert [version.startswith(NEW) for version in versions] == [place == 1 for place in order]
