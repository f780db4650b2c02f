"""Parts that are declared complete must add up to their total."""

import pytest

from baocao.checks.totals import check_totals
from baocao.checks.unused import check_unused
from baocao.data.dataset import load_dataset
from baocao.findings import Findings, Severity
from baocao.office import Office
from narrative.office import CATALOGUE, PERIOD, SCOPE

COUNTED = """\
chay.toi;cháy buổi tối;;vụ;0;1;thời kỳ;giảm;;;;
chay.ngay;cháy ban ngày;;vụ;0;1;thời kỳ;giảm;;;;
chay.vu;số vụ cháy rừng;;vụ;0;1;thời kỳ;giảm;chay.toi chay.ngay;có;"""
HEADER = "mã;căn cứ;thực hiện;kế hoạch;cùng kỳ;tính theo;xác nhận\n"


def loaded(office, rows, header=HEADER):
    office.put("data/2021-9T/so-lieu.csv", header + rows)
    opened = Office(office.root)
    return load_dataset(opened.workspace, opened.catalogue, SCOPE, Findings())


def totals(office, rows, header=HEADER):
    return check_totals(loaded(office, rows, header), PERIOD, SCOPE)


def test_parts_that_add_up(office):
    assert not totals(office, "xnk;;3060;;;;\nxnk.xuat_khau;;980;;;;\nxnk.nhap_khau;;2080;;;;\n")


@pytest.mark.parametrize(("total", "found"), [("3060,4", 0), ("3061", 0), ("3061,5", 1), ("3062", 1)])
def test_rounding_is_allowed_for(office, total, found):
    """Half a unit of the last decimal for each part and for the total: 1,5 for three whole numbers."""
    rows = f"xnk;;{total};;;;\nxnk.xuat_khau;;980;;;;\nxnk.nhap_khau;;2080;;;;\n"
    assert len(totals(office, rows)) == found


def test_counts_are_exact(office):
    """One case more or less is a disagreement, unless a number says of itself that it is not exact."""
    office.put("data/chi-tieu.csv", CATALOGUE.replace("chay.vu;số vụ cháy rừng;;vụ;0;1;thời kỳ;giảm;;;", COUNTED))
    rows = "chay.vu;;19;;;;\nchay.toi;;9;;;;\nchay.ngay;;11;;;;\n"
    assert len(totals(office, rows)) == 1
    assert not totals(office, rows.replace("11", "10"))
    assert not totals(office, "chay.vu;19;trên\nchay.toi;9;\nchay.ngay;11;trên\n", "mã;thực hiện;mức\n")


def test_the_number_may_stand_on_the_row_of_its_plan(office):
    """A total with one plan has its number on that plan's row; so may its parts."""
    rows = "xnk;du_toan;3060;;;;\nxnk.xuat_khau;;990;;;;\nxnk.nhap_khau;trung_uong;2080;;;;\n"
    assert len(totals(office, rows)) == 1


def test_a_disagreement_names_the_cell_of_the_total_and_the_sum(office):
    (finding,) = totals(office, "xnk;;3060;;;;\nxnk.xuat_khau;;990;;;;\nxnk.nhap_khau;;2080;;;;\n")
    assert (finding.code, finding.severity) == ("SL101", Severity.ERROR)
    assert str(finding.place).endswith("so-lieu.csv, ô C2, dòng 2")
    assert "990 + 2.080 = 3.070 triệu USD, tổng ghi 3.060 triệu USD" in finding.message
    assert "xác nhận" in finding.hint


def test_an_acknowledged_disagreement_is_only_told(office):
    (finding,) = totals(office, "xnk;;3060;;;;giữ số đã in\nxnk.xuat_khau;;990;;;;\nxnk.nhap_khau;;2080;;;;\n")
    assert finding.severity is Severity.INFO
    assert "giữ số đã in" in finding.hint


def test_plans_and_bases_must_add_up_too(office):
    rows = "xnk;;3060;3000;2000;;\nxnk.xuat_khau;;980;1000;1000;;\nxnk.nhap_khau;;2080;1900;1100;;\n"
    plan, same_period = totals(office, rows)
    assert "(kế hoạch)" in plan.message
    assert "(cùng kỳ)" in same_period.message


def test_a_missing_part_is_no_disagreement(office):
    assert not totals(office, "xnk;;3060;;;;\nxnk.xuat_khau;;980;;;;\n")


def test_unused_cells_are_told_one_by_one(office):
    """A remembered value ("tính theo") is no figure and may go unread."""
    dataset = loaded(office, "xnk;;3060;3000;;3060;\n")
    used = [str(cell.place) for cell in dataset.cells() if cell.value == 3060]
    findings = check_unused(dataset, PERIOD, SCOPE, used)
    assert [(finding.code, finding.severity, finding.place.cell) for finding in findings] == [
        ("SL102", Severity.INFO, "D2")
    ]
    assert len(check_unused(dataset, PERIOD, SCOPE, [])) == 2
