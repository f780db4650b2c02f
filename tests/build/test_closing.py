"""A period that has been signed: kept as it was, and held against what later data say of it."""

import hashlib
import json
import os
import stat

import openpyxl
import pytest
from small_report import BUILD, DATA_FILE, OUTPUT

import docx

FOLDER = "data/2021-9T/da-chot/thu"
CLOSE = ("close", "thu", "--period", "2021-9T", "--number", "123/BC-UBND", "--day", "05/10/2021")
NEXT = ("build", "thu", "--period", "2022-9T", "--format", "json")
LATER = "mã;kỳ;thực hiện;cùng kỳ;trạng thái;ngày nhận\n"


@pytest.fixture
def built(desk, run):
    """The small office with its report built; the next period is declared, and the report is no sample."""
    config = (desk.root / "baocao.toml").read_text(encoding="utf-8")
    desk.put("baocao.toml", config.replace('["2021-9T"]', '["2021-9T", "2022-9T"]').replace("sample = true", ""))
    desk.put("data/co-quan/lang-son.csv", "mục;báo cáo;giá trị\nđịa danh;;Lạng Sơn\nký hiệu;;UBND\n")
    (desk.root / OUTPUT).unlink()
    assert run(*BUILD, "--final")[0] == 0
    return desk


def told(run, *code):
    """Return the messages of some codes that the build of the next period gives."""
    return [row["message"] for row in json.loads(run(*NEXT)[1]) if row["code"] in code]


def type_over(path, old, new):
    """Type other words over a figure, as a person does in Word."""
    document = docx.Document(path)
    for text in document.element.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"):
        if text.text and text.text.replace("\u00a0", " ") == old:
            text.text = new
    document.save(path)


def test_what_was_signed_is_kept_and_cannot_be_written(built, run):
    code, out, err = run(*CLOSE)
    assert code == 0, err
    assert f"{FOLDER}/chot.toml" in out
    kept = {path.name: path for path in (built.root / FOLDER).iterdir()}
    assert set(kept) == {"thu.docx", "thu.pdf", "so-da-bao-cao.csv", "chot.toml"}
    assert kept["thu.docx"].read_bytes() == (built.root / OUTPUT).read_bytes()
    assert not [name for name, path in kept.items() if path.stat().st_mode & (stat.S_IWUSR | stat.S_IWOTH)]
    assert "đạt 980 triệu USD;980;" in kept["so-da-bao-cao.csv"].read_text(encoding="utf-8-sig")


def test_a_period_is_closed_once(built, run):
    run(*CLOSE)
    before = hashlib.sha256((built.root / FOLDER / "chot.toml").read_bytes()).digest()
    code, _, err = run(*CLOSE)
    assert (code, "CK101" in err) == (1, True)
    assert hashlib.sha256((built.root / FOLDER / "chot.toml").read_bytes()).digest() == before


def test_number_and_day_are_read_from_the_text(built, run):
    document = docx.Document(built.root / OUTPUT)
    for paragraph in (paragraph for table in document.tables for cell in table._cells for paragraph in cell.paragraphs):
        if paragraph.text.startswith("Số:"):
            paragraph.text = "Số: 45/BC-UBND"
        elif "ngày" in paragraph.text:
            paragraph.text = "Lạng Sơn, ngày 05 tháng 10 năm 2021"
    document.save(built.root / OUTPUT)
    code, _, err = run(*CLOSE[:4])
    assert code == 0, err
    head = (built.root / FOLDER / "chot.toml").read_text(encoding="utf-8")
    assert 'number = "45/BC-UBND"\nday = "2021-10-05"' in head


@pytest.mark.parametrize(
    ("change", "command", "code"),
    [
        (None, CLOSE[:4], "CK102"),
        (None, (*CLOSE[:5], "mới", *CLOSE[6:]), "CK102"),
        ("draft", CLOSE, "CK103"),
        ("gap", CLOSE, "CK105"),
        ("stranger", CLOSE, "CK106"),
    ],
)
def test_what_is_not_signed_is_not_closed(built, run, change, command, code):
    if change == "draft":
        run(*BUILD)
    elif change == "gap":
        section = built.root / "templates/thu/01-phan.md"
        section.write_text(section.read_text(encoding="utf-8") + "\nCòn {{ thieu.so }}.\n", encoding="utf-8")
        run(*BUILD)
    elif change == "stranger":
        docx.Document().save(built.root / OUTPUT)
    status, out, err = run(*command)
    assert (status, code in err, out) == (1, True, "")
    assert not (built.root / FOLDER).exists()


def test_a_final_number_that_differs_is_told_beside_the_reported_one(built, run):
    run(*CLOSE)
    built.put(
        "data/2022-9T/so-lieu.csv",
        LATER + "xnk.xuat_khau;;1100;;ước;\nxnk.xuat_khau;2021-9T;985;;chính thức;01/3/2022\n",
    )
    (message,) = told(run, "CK203")
    assert message == (
        "Kim ngạch xuất khẩu, 9 tháng đầu năm 2021: số đã báo cáo đạt 980 triệu USD "
        "(Báo cáo số 123/BC-UBND ngày 05/10/2021), số chính thức đạt 985 triệu USD"
    )


def test_the_same_period_as_it_is_given_now_is_held_against_the_reported_one(built, run):
    run(*CLOSE)
    built.put("data/2022-9T/so-lieu.csv", LATER + "xnk.xuat_khau;;1100;972;ước;\n")
    (message,) = told(run, "CK203")
    assert "số đã báo cáo đạt 980 triệu USD" in message
    assert "số hiện nay 972 triệu USD" in message


def test_nothing_is_told_when_nothing_differs(built, run):
    run(*CLOSE)
    built.put("data/2022-9T/so-lieu.csv", LATER + "xnk.xuat_khau;;1100;980;ước;\n")
    assert told(run, "CK201", "CK202", "CK203") == []


def test_a_number_typed_over_before_signing_is_the_reported_one(built, run):
    type_over(built.root / OUTPUT, "đạt 980 triệu USD", "đạt 975 triệu USD")
    code, _, err = run(*CLOSE)
    assert (code, "CK107" in err, "đạt 975 triệu USD" in err) == (0, True, True)
    built.put("data/2022-9T/so-lieu.csv", LATER + "xnk.xuat_khau;;1100;;ước;\n")
    (message,) = told(run, "CK203")
    assert "số đã báo cáo đạt 975 triệu USD" in message
    assert message.endswith("số hiện nay đạt 980 triệu USD")


@pytest.mark.parametrize(("name", "code"), [("so-da-bao-cao.csv", "CK202"), ("chot.toml", "CK201")])
def test_a_record_changed_afterwards_is_told(built, run, name, code):
    run(*CLOSE)
    path = built.root / FOLDER / name
    os.chmod(path, 0o644)
    path.write_bytes(path.read_bytes() + b"\n[")
    built.put("data/2022-9T/so-lieu.csv", LATER + "xnk.xuat_khau;;1100;;ước;\n")
    assert len(told(run, code)) == 1


def test_a_closed_period_that_is_built_again_says_so(built, run):
    run(*CLOSE)
    assert "CK204" in run(*BUILD, "--all-findings")[2]


def test_the_workbook_of_the_next_period_shows_what_was_reported(built, run):
    run(*CLOSE)
    assert run("new", "thu", "--period", "2022-9T")[0] == 0
    sheet = openpyxl.load_workbook(built.root / "data/2022-9T/so-lieu.xlsx")["Số liệu"]
    head, *rows = sheet.iter_rows(values_only=True)
    (exports,) = (dict(zip(head, row, strict=True)) for row in rows if row[0] == "xnk.xuat_khau")
    assert (exports["kỳ trước"], exports["số đã báo cáo"]) == (980, "đạt 980 triệu USD")
    assert run("build", "thu", "--period", "2022-9T")[0] in (0, 1), "the workbook is read, its column is for people"
    assert DATA_FILE.startswith("data/2021-9T")
