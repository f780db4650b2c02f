import datetime

import pytest

from baocao.data.dataset import Measure
from baocao.findings import Severity
from data.desk import only, told, value

ALL = (
    "mã;chỉ tiêu;đơn vị;địa bàn;căn cứ;thực hiện;trên tổng;kế hoạch;cùng kỳ;mốc;đạt % kế hoạch;tăng % cùng kỳ;"
    "tăng lượng cùng kỳ;tăng % so mốc;tăng lượng so mốc;gấp lần so mốc;tính theo;trạng thái;mức;từ ngày;đến ngày;"
    "ngày nhận;nguồn;số đã in;xác nhận\n"
)


def test_every_column_is_read(desk):
    dataset, findings = desk.read(
        ALL
        + "xnk;xuất nhập khẩu;triệu USD;;;980;1000;1340,5;890;;73,1;10,1;90;;;;980;ước;từ ... trở lên;16/12/2020;"
        + "2021-09-14;01/10/2021;Sở Công Thương;890;số in sai\n"
        + "xnk;;;;ra_quan;;;;;32;;;;2962,5;948;30,6;980;;;;;;;;\n"
    )
    assert findings == []
    numbers = {observation.key.measure: str(observation.value) for observation in dataset.cells()}
    assert numbers == {
        Measure.ACTUAL: "980",
        Measure.WHOLE: "1000",
        Measure.PLAN: "1340.5",
        Measure.SAME_PERIOD: "890",
        Measure.BASE: "32",
        Measure.PLAN_RATE: "73.1",
        Measure.SAME_PERIOD_CHANGE: "10.1",
        Measure.SAME_PERIOD_DIFFERENCE: "90",
        Measure.BASE_CHANGE: "2962.5",
        Measure.BASE_DIFFERENCE: "948",
        Measure.BASE_MULTIPLE: "30.6",
        Measure.SUPPLIED_WITH: "980",
    }
    row = dataset.cells()[0].row
    assert (row.status, row.qualifier, row.source) == ("ước", "từ … trở lên", "Sở Công Thương")
    assert (row.from_date, row.to_date) == (datetime.date(2020, 12, 16), datetime.date(2021, 9, 14))
    assert (row.received, row.printed, row.acknowledged) == (datetime.date(2021, 10, 1), "890", "số in sai")
    assert str(dataset.cells()[0].place) == "data/2021-9T/so-lieu.csv, ô F2, dòng 2"


def test_the_numbers_of_a_row_share_its_facts(desk):
    dataset, _ = desk.read("mã;thực hiện;kế hoạch;trạng thái\nthu;1;2;ước\nxnk;3;;ước\n")
    assert len({id(observation.row) for observation in dataset.cells()}) == 1


def test_columns_stand_in_any_order_and_spelling(desk):
    dataset, findings = desk.read("Thực  hiện;MÃ;Đơn vị\n5;thu;Tỉ đồng\n")
    assert findings == []
    assert value(dataset, "thu") == "5"


def test_rows_without_numbers_are_quiet(desk):
    dataset, findings = desk.read("mã;chỉ tiêu;thực hiện\n;I. Kinh tế;\nthu;thu nội địa;\n")
    assert (dataset.cells(), findings) == ([], [])


MAIN = "mã;thực hiện\n"
CASES = [
    ("no code column", "ma;thực hiện\nthu;1\n", ("DL101", "“ma”", "“mã”", "DL112")),
    ("unknown column", "mã;thực hiên\nthu;1\n", ("DL101", "“thực hiên”", "“thực hiện”", "ô B1")),
    ("duplicate header", "mã;thực hiện;Thực hiện\nthu;1;2\n", ("DL102", "cột B và C")),
    ("no header", "mã;thực hiện;\nthu;1;2\n", ("DL114", "ô C2")),
    ("no code", MAIN + ";5\n", ("DL113", "ô B2")),
    ("unknown code", MAIN + "xnk.xuat_kau;5\n", ("DL120", "“xnk.xuat_kau”", "“xnk.xuat_khau”", "kim ngạch xuất khẩu")),
    (
        "ambiguous",
        MAIN + "thu;1.234\n",
        ("DL104", "1.234 tỷ đồng", "ghi 1234", "ghi 1,234", "ô B2", "Thu nội địa, đơn vị tỷ đồng"),
    ),
    ("unit in the cell", MAIN + "thu;12.345,6tr\n", ("DL103", "“tr” (triệu đồng)", "ghi 12,3456", "ghi 12345,6")),
    ("both at once", MAIN + "thu;1.234 tr\n", ("DL103", "ghi 1,234", "ghi 0,001234", "ghi 1234")),
    ("not a number, unknown code", MAIN + "thuu;abc\n", ("DL120", "DL103")),
    ("unknown basis", "mã;căn cứ;thực hiện\nthu;dutoan;5\n", ("DL121", "“dutoan”", "“du_toan”", "ô B2")),
    ("unknown unit", "mã;đơn vị;thực hiện\nthu;tỷ đôg;5\n", ("DL122", "“tỷ đôg”", "“tỷ đồng”")),
    (
        "convertible unit",
        "mã;đơn vị;thực hiện\nthu;trđ;5000\n",
        ("DL122", "5.000 triệu đồng là 5 tỷ đồng", "Thu nội địa"),
    ),
    ("other unit", "mã;đơn vị;thực hiện\nthu;ha;5\n", ("DL122", "không đổi được ra tỷ đồng")),
    ("two values", MAIN + "thu;5\nthu;6\n", ("DL123", "ô B2", "ô B3", "ngày nhận")),
    ("two values on two bases", "mã;căn cứ;thực hiện\nthu;;5\nthu;du_toan;6\n", ("DL123", "ô C2", "ô C3")),
    ("negative count", MAIN + "chay.vu;-3\n", ("DL125", "ô B2")),
    (
        "dates turned round",
        "mã;thực hiện;từ ngày;đến ngày\nthu;5;31/8/2021;01/8/2021\n",
        ("DL118", "31/08/2021", "ô D2"),
    ),
    ("no such day", "mã;thực hiện;đến ngày\nthu;5;31/9/2021\n", ("DL117", "31/9/2021", "ô C2")),
    ("status", "mã;thực hiện;trạng thái\nthu;5;uoc\n", ("DL119", "“uoc”", "“ước”, “sơ bộ”, “chính thức”")),
    ("qualifier", "mã;thực hiện;mức\nthu;5;tầm\n", ("DL119", "“tầm”", "“từ … trở lên”")),
    (
        "plan on a point",
        "mã;căn cứ;đạt % kế hoạch;tính theo\nthu;dau_nam;5;5\n",
        ("DL127", "“đạt % kế hoạch”", "kế hoạch"),
    ),
    ("point on a plan", "mã;căn cứ;mốc\nthu;du_toan;5\n", ("DL127", "“mốc”", "đầu năm")),
    ("scope in words", "mã;địa bàn;thực hiện\nthu;Lạng Sơn;5\n", ("DL129", "“Lạng Sơn”", "“lang-son”")),
    ("error value", MAIN + "thu;#DIV/0!\n", ("DL107", "#DIV/0!")),
    ("exponent", MAIN + "thu;1,2E+05\n", ("DL103",)),
    ("private use", "mã;thực hiện;nguồn\nthu;5;\ue000\n", ("KG010", "ô C2", "U+E000")),
]


@pytest.mark.parametrize(("text", "words"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_bad_table_is_an_error_with_its_place(desk, text, words):
    _, findings = desk.read(text)
    text = "\n".join(told(finding) for finding in findings)
    assert all(word in text for word in words), text
    assert any(finding.severity is Severity.ERROR for finding in findings)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (MAIN + "thu;5\nthu;5,0\n", ("DL124", "ô B2", "ô B3")),
        ("mã;thực hiện;kế hoạch\nthu;5;6\nthu;5;6\n", ("DL124",)),
        ("mã;tăng % cùng kỳ\nthu;5\n", ("DL128", "“tính theo”", "Thu nội địa")),
        ("mã;thực hiện;số đã in\nthu;5;4\n", ("DL130", "“xác nhận”")),
        (MAIN + "chay.vu;12,500\n", ("DL126", "Số vụ cháy rừng")),
    ],
)
def test_a_doubtful_table_is_a_warning(desk, text, words):
    _, findings = desk.read(text)
    assert all(word in only(findings) for word in words), told(findings[0])
    assert findings[0].severity is Severity.WARNING


def test_a_change_may_be_negative_and_a_count_of_changes_too(desk):
    _, findings = desk.read("mã;thực hiện;tăng lượng cùng kỳ;tính theo\ntang_dan;-30;;\nchay.vu;3;-2;3\n")
    assert findings == []


def test_one_run_reports_every_bad_cell(desk):
    _, findings = desk.read("mã;thực hiện;kế hoạch;đến ngày\nthu;1.234;5 ha;hôm qua\nxxx;a;;\n")
    assert sorted(finding.code for finding in findings) == ["DL103", "DL103", "DL104", "DL117", "DL120"]


def test_text_in_other_unicode_forms_is_the_same_text(desk):
    import unicodedata

    table = "mã;đơn vị;thực hiện;nguồn\nthu;tỷ đồng;5;Cục Thuế\n"
    dataset, findings = desk.read(unicodedata.normalize("NFD", table))
    assert findings == []
    assert dataset.cells()[0].row.source == "Cục Thuế"
