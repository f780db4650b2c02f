import contextlib
import datetime
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import numbers

from baocao.data.dataset import Measure
from baocao.errors import BaocaoError, InputError
from baocao.findings import Findings
from baocao.sheets.reading import read_sheets
from data.desk import FOLDER, only, told, value


def book(*rows, title="Số liệu"):
    """Return a workbook with one sheet that holds ``rows``."""
    workbook = openpyxl.Workbook()
    workbook.active.title = title
    for row in rows:
        workbook.active.append(row)
    return workbook


def data_book(cell, column="thực hiện", code="thu", number_format=None):
    """Return a workbook with one observation; its number stands in B2."""
    workbook = book(["mã", column], [code, cell])
    if number_format:
        workbook.active["B2"].number_format = number_format
    return workbook


def packed(workbook):
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def replaced(data, part, old, new):
    """Return the bytes of a workbook in which ``old`` is ``new`` in one part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert old in content
                content = content.replace(old, new)
            target.writestr(name, content)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("cell", "number"),
    [(980, "980"), (12345.6, "12345.6"), (0.1 + 0.2, "0.3"), (-0.37, "-0.37"), (1e15, "1000000000000000"), (7.0, "7")],
)
def test_a_number_keeps_its_short_decimal_form(desk, cell, number):
    desk.save(data_book(cell))
    dataset, findings = desk.load()
    assert findings == []
    assert value(dataset, "thu") == number


def test_an_observation_knows_its_cell(desk):
    desk.save(data_book(980))
    assert str(desk.load()[0].cells()[0].place) == f'{FOLDER}/so-lieu.xlsx, trang "Số liệu", ô B2'


TRAPS = [
    ("1.234", None, "thu", ("DL104", "ô B2", "Thu nội địa, đơn vị tỷ đồng", "1.234 tỷ đồng", "ghi 1234", "ghi 1,234")),
    (
        "12.345,6tr",
        None,
        "thu",
        (
            'ô "12.345,6tr" không phải số',
            "“tr” (triệu đồng)",
            "12.345,6 triệu đồng, ghi 12,3456",
            "12.345,6 tỷ đồng, ghi 12345,6",
        ),
    ),
    ("980 triệu USD", None, "xnk", ("DL103", "chỉ ghi 980")),
    ("980.000 nghìn USD", None, "xnk", ("DL103", "ghi 980000")),
    ("45%", None, "ty_le_ngheo", ("DL103", "ghi 45")),
    ("54,54ha", None, "thu", ("DL103", "“ha” không đổi được ra tỷ đồng")),
    (datetime.datetime(2021, 10, 4), "dd/mm", "pci", ("DL105", "04/10/2021", "ghi 4 ở cột “thực hiện” và 10")),
    (datetime.time(4, 10), None, "pci", ("DL103", "04:10")),
    ("=A1+1", None, "thu", ("DL106", "=A1+1", "lưu lại")),
    ("#REF!", None, "thu", ("DL107", "#REF!")),
    ("#DIV/0!", None, "thu", ("DL107", "#DIV/0!")),
    ("#N/A", None, "thu", ("DL107", "#N/A")),
    (0.256, "0.0%", "ty_le_ngheo", ("DL108", "hiện 25,6%", "lưu 0,256", "ghi 25,6")),
    (0.256, "0.0%", "thu", ("DL108", "ghi 25,6 nếu", "ghi 0,256 nếu")),
    (True, None, "thu", ("DL103", "ĐÚNG")),
    (-3, None, "chay.vu", ("DL125", "Số vụ cháy rừng, đơn vị vụ", "ô B2")),
    (3.5, None, "chay.vu", ("DL126",)),
    ("(5,2)", None, "thu", ("DL103", "-5,2")),
    ("8 - 8,5", None, "thu", ("DL103", "một số")),
    ("115/133", None, "thu", ("DL103", "Ghi 115 ở cột “thực hiện” và 133 ở cột “trên tổng”")),
    ("khoảng 25", None, "thu", ("DL103", "“mức”")),
    ("1,234,567.8", None, "thu", ("DL103", "ghi 1234567,8")),
    ("1 234 567", None, "thu", ("DL103", "ghi 1234567")),
    ("-", None, "thu", ("DL103", "Để trống")),
    ("x\ue001", None, "thu", ("KG010", "ô B2", "U+E001")),
]


@pytest.mark.parametrize(("cell", "number_format", "code", "words"), TRAPS)
def test_a_trap_is_a_finding_with_the_cell_and_the_remedy(desk, cell, number_format, code, words):
    desk.save(data_book(cell, code=code, number_format=number_format))
    _, findings = desk.load()
    text = "\n".join(told(finding) for finding in findings)
    assert all(word in text for word in ("ô B2", *words)), text


def test_a_percentage_column_asks_for_percent(desk):
    desk.save(data_book(0.731, column="đạt % kế hoạch", number_format=numbers.FORMAT_PERCENTAGE_00))
    _, findings = desk.load()
    text = "\n".join(told(finding) for finding in findings)
    assert "ghi 73,1" in text
    assert "đơn vị %" in text


def test_a_percent_sign_that_is_only_printed_changes_nothing(desk):
    desk.save(data_book(25.6, code="ty_le_ngheo", number_format='0.0"%"'))
    dataset, findings = desk.load()
    assert findings == []
    assert value(dataset, "ty_le_ngheo") == "25.6"


def test_a_number_as_text_is_read_with_a_warning(desk):
    desk.save(book(["mã", "thực hiện"], ["thu", "151,6"], ["xnk", "3.060.000"], ["chay.vu", 3]))
    dataset, findings = desk.load()
    assert (value(dataset, "thu"), value(dataset, "xnk")) == ("151.6", "3060000")
    assert all(word in only(findings) for word in ("DL109", "B2, B3", "Định dạng"))


def test_the_result_of_a_formula_is_read(desk):
    data = packed(data_book("=2*490", code="xnk"))
    desk.write(f"{FOLDER}/so-lieu.xlsx", replaced(data, SHEET, b"<v></v>", b"<v>980</v>"))
    dataset, findings = desk.load()
    assert findings == []
    assert value(dataset, "xnk") == "980"


def test_a_formula_that_gives_empty_text_is_an_empty_cell(desk):
    data = replaced(packed(data_book('=IF(1,"","")')), SHEET, b'<c r="B2"><f>', b'<c r="B2" t="str"><f>')
    desk.write(f"{FOLDER}/so-lieu.xlsx", data)
    dataset, findings = desk.load()
    assert (dataset.cells(), findings) == ([], [])


def test_an_error_as_the_result_of_a_formula(desk):
    data = replaced(packed(data_book("=1/0")), SHEET, b'<c r="B2"><f>', b'<c r="B2" t="e"><f>')
    desk.write(f"{FOLDER}/so-lieu.xlsx", replaced(data, SHEET, b"<v></v>", b"<v>#DIV/0!</v>"))
    assert "DL107 ô báo lỗi #DIV/0!" in only(desk.load()[1])


def test_merged_cells_in_the_table(desk):
    workbook = book(["mã", "thực hiện"], ["thu", 1], ["xnk", 2], [], ["", ""])
    workbook.active.merge_cells("B2:B3")
    workbook.active.merge_cells("A9:B9")
    desk.save(workbook)
    assert all(word in only(desk.load()[1]) for word in ("DL110", "B2:B3", "Bỏ gộp"))


def test_hidden_rows_columns_and_sheets(desk):
    workbook = book(["mã", "thực hiện", "kế hoạch"], ["thu", 1, 5], ["xnk", 2, 6], ["chay.vu", 3, 7])
    workbook.active.row_dimensions[3].hidden = True
    workbook.active.row_dimensions[40].hidden = True
    workbook.active.column_dimensions["C"].hidden = True
    workbook.active.column_dimensions["H"].hidden = True
    other = workbook.create_sheet("Cũ")
    other.append(["mã", "cùng kỳ"])
    other.append(["thu", 9])
    other.sheet_state = "veryHidden"
    desk.save(workbook)
    dataset, findings = desk.load()
    texts = [told(finding) for finding in findings]
    assert [finding.code for finding in findings] == ["DL111"] * 3
    assert "hàng 3 " in texts[0]
    assert "cột C " in texts[1]
    assert "“" not in texts[2]
    assert 'trang "Cũ"' in texts[2]
    assert len(dataset.cells()) == 7, "what is hidden is read all the same, so that duplicates of it are found"


def test_sheets_that_are_not_read(desk):
    workbook = book(["mã", "thực hiện"], ["thu", 1])
    workbook.create_sheet("_ghi chú").append(["gì cũng được", 1])
    workbook.create_sheet("Trống")
    lists = workbook.create_sheet("ds-cua-khau")
    for row in (["tên", "loại"], ["Hữu Nghị", "quốc tế"], ["Chi Ma", "chính"]):
        lists.append(row)
    desk.save(workbook)
    dataset, findings = desk.load()
    assert findings == []
    found = dataset.list(dataset.cells()[0].key.period, "cua_khau")
    assert [(item.name, item.attributes) for item in found.items] == [
        ("Hữu Nghị", {"loại": "quốc tế"}),
        ("Chi Ma", {"loại": "chính"}),
    ]


def test_a_date_in_a_text_column_and_a_number_in_a_date_column(desk):
    rows = (["mã", "thực hiện", "số đã in", "đến ngày"], ["thu", 1, datetime.date(2021, 4, 10), 44439])
    desk.save(book(*rows))
    text = "\n".join(told(finding) for finding in desk.load()[1])
    assert all(word in text for word in ("DL105", "ô C2", "Văn bản (Text)", "DL117", "ô D2", "31/08/2021")), text


def test_a_year_as_a_number_is_a_basis(desk):
    desk.save(book(["mã", "căn cứ", "mốc", "đến ngày"], ["thu", 2020, 5, datetime.date(2021, 8, 31)]))
    dataset, findings = desk.load()
    assert findings == []
    assert value(dataset, "thu", Measure.BASE, "2020") == "5"
    assert dataset.cells()[0].row.to_date == datetime.date(2021, 8, 31)


def test_a_lone_formatted_cell_at_the_end_of_the_sheet_costs_nothing(desk):
    workbook = data_book(1)
    workbook.active.cell(1_048_576, 16_384).number_format = "0.0"
    desk.save(workbook)
    assert desk.load()[1] == []


def unreadable():
    good = packed(data_book(1))
    dtd = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
    wide = b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells><pageMargins'
    return {
        "not a zip": (b"mot tep bat ky", "DL003"),
        "cut off": (good[: len(good) // 2], "DL003"),
        "no workbook": (packed_empty(), "DL003"),
        "password": (old + "EncryptedPackage".encode("utf-16-le"), "DL004"),
        "old Excel": (old, "DL005"),
        "entities": (replaced(good, SHEET, b"<worksheet", dtd + b"<worksheet"), "DL007"),
        "merged bomb": (replaced(good, SHEET, b"<pageMargins", wide), "DL006"),
        "bad XML": (replaced(good, SHEET, b"<sheetData>", b"<sheetData><row>"), "DL003"),
        "no such format": (replaced(good, "xl/styles.xml", b'numFmtId="0"', b'numFmtId="200"'), "DL003"),
        "bad number": (replaced(good, SHEET, b"<v>1</v>", b"<v>abc</v>"), "DL003"),
    }


def packed_empty():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("a.txt", "x")
    return stream.getvalue()


@pytest.mark.parametrize("name", unreadable())
def test_an_unreadable_workbook_is_an_input_error(name):
    data, code = unreadable()[name]
    with pytest.raises(InputError) as caught:
        read_sheets(data, "a.xlsx", Findings())
    assert caught.value.findings[0].code == code
    assert caught.value.findings[0].hint


def test_a_workbook_that_unpacks_too_large():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", bytes(200 * 2**20))
    with pytest.raises(InputError) as caught:
        read_sheets(stream.getvalue(), "a.xlsx", Findings())
    assert caught.value.findings[0].code == "DL006"


def test_an_unreadable_workbook_is_one_finding_among_others(desk):
    desk.write(f"{FOLDER}/hong.xlsx", b"PK\x03\x04")
    dataset, findings = desk.read("mã;thực hiện\nthu;5\n")
    assert [finding.code for finding in findings] == ["DL003"]
    assert value(dataset, "thu") == "5"


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 5000), st.binary(min_size=1, max_size=6))
def test_a_damaged_workbook_never_raises_anything_else(offset, noise):
    data = GOOD[: offset % len(GOOD)] + noise + GOOD[offset % len(GOOD) + len(noise) :]
    with contextlib.suppress(BaocaoError):
        read_sheets(data, "a.xlsx", Findings())


GOOD = packed(book(["mã", "thực hiện"], ["thu", 1.5], ["xnk", "=1+1"]))
VALUES = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(VALUES, VALUES | st.none(), st.sampled_from(["", "ước"])), min_size=1, max_size=6))
def test_csv_and_xlsx_of_the_same_rows_give_the_same_data(tmp_path_factory, numbers):
    from data.desk import Desk

    header = ["mã", "địa bàn", "thực hiện", "kế hoạch", "trạng thái", "đến ngày", "nguồn"]
    rows = [["thu", f"xa-{number}", *values, "31/8/2021", "Sở Tài chính"] for number, values in enumerate(numbers)]
    as_text = [";".join("" if cell is None else str(cell).replace(".", ",") for cell in row) for row in rows]
    as_cells = [
        [float(cell) if isinstance(cell, Decimal) else cell for cell in row[:5]] + [datetime.date(2021, 8, 31), row[6]]
        for row in rows
    ]
    text_desk, cell_desk = Desk(tmp_path_factory.mktemp("text")), Desk(tmp_path_factory.mktemp("cells"))
    text_desk.write(f"{FOLDER}/so-lieu.csv", "\n".join([";".join(header), *as_text]))
    cell_desk.save(book(header, *as_cells))
    found = [
        [(item.key, item.value, str(item.value), item.row, item.place.cell) for item in desk.load()[0].cells()]
        for desk in (text_desk, cell_desk)
    ]
    assert found[0] == found[1]
    assert len(found[0]) >= len(rows)
