import pytest

from baocao.data.indicators import RESERVED_WORDS, Kind, UnitKind
from data.desk import BASES, CATALOGUE, UNITS, told

HEADER = "mã;tên;tên gọn;đơn vị;số lẻ;loại;gồm;đủ\n"


def test_a_row_becomes_an_indicator(desk):
    catalogue, findings = desk.catalogue()
    assert findings == []
    indicator = catalogue.indicators["xnk"]
    assert (indicator.unit, indicator.digits, indicator.rate_digits, indicator.kind) == ("triệu USD", 0, 1, Kind.FLOW)
    assert indicator.parts == ("xnk.xuat_khau", "xnk.nhap_khau")
    assert indicator.parts_complete
    assert indicator.short_name == indicator.name
    assert str(indicator.place) == "data/chi-tieu.csv, ô A3, dòng 3"
    assert catalogue.units["vụ"].kind is UnitKind.COUNTED
    assert catalogue.bases["du_toan"].name == "dự toán"


def test_the_tree_of_codes(desk):
    catalogue, _ = desk.catalogue()
    assert catalogue.is_prefix("xnk")
    assert catalogue.is_prefix("chay")
    assert not catalogue.is_prefix("thu")
    assert catalogue.children("xnk") == ["xnk.xuat_khau", "xnk.nhap_khau"]
    assert catalogue.children("")[:3] == ["thu", "xnk", "chay"]
    assert catalogue.parent("xnk.xuat_khau") == "xnk"
    assert catalogue.parent("thu") is None


@pytest.mark.parametrize(
    ("asked", "found"),
    [("xnk.xuat_kau", "xnk.xuat_khau"), ("Thu nội địa", "thu"), ("chay_vu", "chay.vu"), ("zzzzzz", None)],
)
def test_the_nearest_code_is_found_by_code_or_name(desk, asked, found):
    catalogue, _ = desk.catalogue()
    assert catalogue.nearest(asked) == found


def test_built_in_bases(desk):
    catalogue, _ = desk.catalogue()
    assert catalogue.basis("").name == "kế hoạch"
    assert catalogue.basis("2020").name == "năm 2020"
    assert catalogue.basis("dau_nam") is not None
    assert catalogue.basis("khong_co") is None


BAD_ROWS = [
    ("Thu;x;;ha;0;thời kỳ;;", ("DL202", "“Thu”")),
    ("a..b;x;;ha;0;thời kỳ;;", ("DL202",)),
    (";x;;ha;0;thời kỳ;;", ("DL202", "không có mã", "ô A2")),
    ("thu.ck;x;;ha;0;thời kỳ;;", ("DL203", "“ck”")),
    ("a;x;;ha;0;thời kỳ;;\na;y;;ha;0;thời kỳ;;", ("DL201", "ô A2", "ô A3")),
    ("a;;;ha;0;thời kỳ;;", ("DL204", "“a”")),
    ("a;x;;hecta;0;thời kỳ;;", ("DL205", "“hecta”", "don-vi.csv")),
    ("a;x;;tấm;0;thời kỳ;;", ("DL205", "“tấn”")),
    ("a;x;;;0;thời kỳ;;", ("DL205", "thứ hạng")),
    ("a;x;;ha;một;thời kỳ;;", ("DL206", "“một”", "ô E2")),
    ("a;x;;ha;-1;thời kỳ;;", ("DL206",)),
    ("a;x;;ha;0;hằng kỳ;;", ("DL207", "“hằng kỳ”", "“thời kỳ”")),
    ("a;x;;ha;0;;;", ("DL207", "chưa có loại")),
    ("a;x;;ha;0;thời kỳ;;đúng", ("DL207", "“đúng”")),
    ("a;x;;ha;0;thời kỳ;b;", ("DL208", "“b”")),
    ("a;x;;ha;0;thời kỳ;a;", ("DL209", "a → a")),
    ("a;x;;ha;0;thời kỳ;b;\nb;x;;ha;0;thời kỳ;c;\nc;x;;ha;0;thời kỳ;a;", ("DL209", "a → b → c → a")),
    ("a;x;;ha;0;thời kỳ;c;\nb;x;;ha;0;thời kỳ;c;\nc;x;;ha;0;thời kỳ;;", ("DL210", "“a”", "“b”")),
    ("a;x;;ha;0;thời kỳ;b;có\nb;x;;kg;0;thời kỳ;;", ("DL211", "kg")),
]


@pytest.mark.parametrize(("rows", "words"), BAD_ROWS)
def test_a_bad_row_of_the_catalogue_is_a_finding(desk, rows, words):
    desk.write("data/chi-tieu.csv", HEADER + rows + "\n")
    _, findings = desk.catalogue()
    text = "\n".join(told(finding) for finding in findings)
    assert all(word in text for word in words), text
    assert len(findings) == 1, text


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("sào;đo;mẫu;10", ("DL212", "“sào”", "“mẫu”")),
        ("sào;đo;ha;1.234", ("DL212", "hệ số")),
        ("sào;đo;ha;0", ("DL212", "hệ số")),
        ("ha;đo;;", ("DL212", "hai lần")),
        ("sào;diện tích;;", ("DL212", "“diện tích”", "“đo”")),
        ("sào;đo;thước;15\nthước;đo;sào;2", ("DL212", "chính nó")),
    ],
)
def test_a_bad_unit_is_a_finding(desk, row, words):
    desk.write("data/don-vi.csv", UNITS + row + "\n")
    _, findings = desk.catalogue()
    text = "\n".join(told(finding) for finding in findings)
    assert findings
    assert all(word in text for word in words), text


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("luong;kế hoạch;lương", ("DL214", "“luong”")),
        ("dau_nam;mốc;đầu năm", ("DL214", "“dau_nam”")),
        ("du_toan;kế hoạch;dự toán", ("DL214", "hai lần")),
        ("muc_tieu_1;đích;mục tiêu", ("DL214", "“đích”", "“mốc”")),
        ("muc_tieu_1;mốc;", ("DL214", "tên")),
    ],
)
def test_a_bad_basis_is_a_finding(desk, row, words):
    desk.write("data/can-cu.csv", BASES + row + "\n")
    _, findings = desk.catalogue()
    text = "\n".join(told(finding) for finding in findings)
    assert findings
    assert all(word in text for word in words), text


def test_unit_names_are_understood_in_their_usual_spellings(desk):
    catalogue, _ = desk.catalogue()
    spellings = {
        "Tỷ đồng": "tỷ đồng",
        "tỉ đồng": "tỷ đồng",
        "trđ": "triệu đồng",
        "tr.đ": "triệu đồng",
        "m3": "m³",
        "VNĐ": "đồng",
    }
    assert {text: catalogue.unit_table.named(text).name for text in spellings} == spellings


def test_a_damaged_catalogue_is_a_finding(desk):
    desk.write("data/chi-tieu.csv", CATALOGUE.encode("utf-16"))
    _, findings = desk.catalogue()
    assert [finding.code for finding in findings] == ["DL001"]


def test_the_words_of_the_template_language_are_reserved():
    assert {"so", "ck", "so_voi", "trong_do", "ds", "ky", "loi_van", "if", "in"} <= RESERVED_WORDS
