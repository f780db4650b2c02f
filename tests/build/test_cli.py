"""The command line as a person meets it: what goes wrong is said in Vietnamese, with place and remedy, never with a traceback."""

import json
import os
import re
import shutil
import subprocess
import sys
from io import BytesIO

import openpyxl
import pytest
import typer
from real_report import baocao
from small_report import BUILD, DATA_FILE, FRAME, OUTPUT, SECTION

import docx
from baocao.cli.program import app


def edit(name, old, new):
    """Return a change to the small office: other words in one of its files."""

    def change(office):
        text = (office.root / name).read_text(encoding="utf-8")
        assert old in text
        office.put(name, text.replace(old, new))

    return change


def add(name, text):
    """Return a change to the small office: one file more, or another one in its place."""

    def change(office):
        path = office.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))

    return change


def remove(name):
    return lambda office: (office.root / name).unlink()


def book(*rows):
    """Return the bytes of a workbook."""
    workbook, stream = openpyxl.Workbook(), BytesIO()
    for row in rows:
        workbook.active.append(row)
    workbook.save(stream)
    return stream.getvalue()


def without_marker(office):
    frame = docx.Document(office.root / FRAME)
    marker = next(paragraph for paragraph in frame.paragraphs if "NỘI DUNG" in paragraph.text)
    marker.runs[0].text = "Nội dung ở đây"
    for other in marker.runs[1:]:
        other.text = ""
    frame.save(office.root / FRAME)


# What Office makes of a file with a password: an OLE container that holds one encrypted stream.
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
BOOK = "data/2021-9T/them.xlsx"
LAST = "xnk.xuat_khau;;980;"
WRONG = {
    "unknown report": (None, ("build", "khac", "--period", "2021-9T"), 1, ["KG102", '"khac"', "baocao.toml", "thu"]),
    "unknown period code": (None, ("build", "thu", "--period", "2021-9X"), 1, ["KG101", "2021-9X", "2021-9T"]),
    "period without data": (
        None,
        ("build", "thu", "--period", "2030-Q1"),
        1,
        ["KG103", "chưa có số liệu nào của kỳ", "2030", "data/2030-Q1", "2021-9T"],
    ),
    "no workspace": (remove("baocao.toml"), BUILD, 3, ["KG001", "baocao.toml", "--root"]),
    "broken workspace file": (add("baocao.toml", "[[report]\n"), BUILD, 3, ["KG0", "baocao.toml"]),
    "unknown indicator": (
        edit(SECTION, "xnk.xuat_khau.dat", "xnk.xuat_khua.dat"),
        BUILD,
        1,
        ["MB101", "xnk.xuat_khua", 'Có phải "xnk.xuat_khau"?', f"{SECTION}, dòng 3"],
    ),
    "template syntax": (edit(SECTION, ".dat }}", ".dat }"), BUILD, 1, ["MB103", f"{SECTION}, dòng 3", "}}"]),
    "note undefined": (edit(SECTION, "[^ck]:", "[^khac]:"), BUILD, 1, ["MB402", "[^ck]", SECTION]),
    "note unused": (edit(SECTION, "[^ck].", "."), BUILD, 1, ["MB403", "[^ck]", SECTION]),
    "note called twice": (edit(SECTION, "[^ck].", "[^ck][^ck]."), BUILD, 1, ["MB404", "[^ck]", "2 lần", SECTION]),
    "note defined twice": (add(SECTION, "A[^a].\n\n[^a]: Một.\n\n[^a]: Hai.\n"), BUILD, 1, ["MB401", "[^a]", SECTION]),
    "note inside a note": (add(SECTION, "A[^a].\n\n[^a]: Một[^b].\n\n[^b]: Hai.\n"), BUILD, 1, ["MB405", SECTION]),
    "typed number": (edit(SECTION, "{{ xnk.xuat_khau.dat }}", "{{ 980 }}"), BUILD, 1, ["MB105", f"{SECTION}, dòng 3"]),
    "outline too deep": (add(SECTION, "##### Sâu quá\n"), BUILD, 1, ["KG121", "cấp 5", "baocao.toml"]),
    "ambiguous number": (edit(DATA_FILE, LAST, "xnk.xuat_khau;;1.234;"), BUILD, 1, ["DL104", DATA_FILE, "1234", "1,234"]),
    "unit in the cell": (edit(DATA_FILE, LAST, "xnk.xuat_khau;;980 tỷ USD;"), BUILD, 1, ["DL103", "980 tỷ USD", "980000"]),
    "unknown column": (edit(DATA_FILE, "trên tổng", "trên tỏng"), BUILD, 1, ["trên tỏng", "trên tổng", DATA_FILE]),
    "unknown code in the data": (edit(DATA_FILE, LAST, "xnk.xuat_khuu;;980;"), BUILD, 1, ["DL120", "xnk.xuat_khau", DATA_FILE]),
    "two values for one number": (add("data/2021-9T/hai.csv", "mã;thực hiện\npci;17\n"), BUILD, 1, ["DL123", "pci", "hai.csv"]),
    "unknown unit": (add("data/2021-9T/hai.csv", "mã;đơn vị;thực hiện\nthieu;tấn;17\n"), BUILD, 1, ["tấn", "ha", "hai.csv"]),
    "#REF!": (add(BOOK, book(["mã", "thực hiện"], ["thieu", "#REF!"])), BUILD, 1, ["#REF!", BOOK, "ô B2"]),
    "formula without value": (add(BOOK, book(["mã", "thực hiện"], ["thieu", "=1+1"])), BUILD, 1, ["công thức", BOOK, "ô B2"]),
    "damaged workbook": (add(BOOK, b"PK\x03\x04 hong"), BUILD, 1, [BOOK, "Excel"]),
    "password-protected workbook": (add(BOOK, LOCKED), BUILD, 1, [BOOK, "mật khẩu"]),
    "not UTF-8": (add(SECTION, "Tình hình".encode("utf-16")), BUILD, 1, ["MB112", SECTION, "UTF-8"]),
    "no frame": (remove(FRAME), BUILD, 3, [FRAME]),
    "frame without its marker": (without_marker, BUILD, 1, ["MT1", FRAME, "NỘI DUNG"]),
    "frame that is no DOCX": (add(FRAME, "chữ"), BUILD, 3, [FRAME]),
    "print a folder": (None, ("print", "data"), 3, ["KG008", "thư mục"]),
    "print what is not there": (None, ("print", "khong-co.docx"), 3, ["KG008", "khong-co.docx"]),
    "print what is no DOCX": (None, ("print", "baocao.toml"), 3, ["VB101", "baocao.toml", "Word"]),
    "print a DOCX with a password": (add("kin.docx", LOCKED), ("print", "kin.docx"), 3, ["kin.docx", "mật khẩu"]),
    "print a damaged DOCX": (add("hong.docx", b"PK\x03\x04 hong"), ("print", "hong.docx"), 3, ["VB101", "hong.docx"]),
    "output in the way": (add("in-duoc", "tệp"), ("print", FRAME, "--out", "in-duoc/a.pdf"), 1, ["KG011", "in-duoc/a.pdf"]),
}  # fmt: skip


@pytest.mark.parametrize(("change", "command", "code", "words"), WRONG.values(), ids=WRONG)
def test_bad_input(desk, run, change, command, code, words):
    if change:
        change(desk)
    left, _, told = run(*command)
    assert left == code, told
    assert told.startswith(("Lỗi ", "Cần xem "))
    for word in words:
        assert word in told
    assert "Traceback" not in told
    assert "HT900" not in told
    assert (desk.root / OUTPUT).read_text(encoding="utf-8") == "bản cũ"
    assert not list(desk.root.rglob(".*.docx.*"))


USAGE = {
    "no such command": (("dung",), "không hiểu lệnh: baocao dung"),
    "no report": (("build",), "thiếu tên báo cáo"),
    "no period": (("build", "thu"), "thiếu --period"),
    "no such option": (("build", "thu", "--ky", "2021"), "không có tùy chọn --ky"),
    "no such format": ((*BUILD, "--format", "xml"), "giá trị của --format không dùng được; ghi một trong: text, json, html"),
    "the PDF over its own DOCX": (("print", OUTPUT, "--out", OUTPUT), "tên tệp kết quả phải có đuôi .pdf"),
    "a PDF to print": (("print", "thu.pdf"), "chỉ in được từ tệp DOCX"),
    "an option without its value": (("build", "thu", "--period"), "thiếu giá trị của --period"),
    "no file": (("print",), "thiếu TỆP"),
    "a list of figures that is no workbook": (("trace", OUTPUT, "--all", "--out", "a.docx"), "đuôi .xlsx"),
    "a day of another kind": (("close", "thu", "-p", "2021-9T", "--day", "5.10"), "--day: ghi ngày như 05/10/2021"),
    "a code of another command": (("explain", "CN201"), "chỉ có các nhóm SL, SO, CT, TT"),
    "a word too many": ((*BUILD, "nua"), "không hiểu lệnh"),
}


@pytest.mark.parametrize(("command", "words"), USAGE.values(), ids=USAGE)
def test_wrong_usage(desk, run, command, words):
    left, _, told = run(*command)
    assert left == 2
    assert words in told
    assert "--help" in told


def test_without_words_the_help_is_shown(run):
    left, shown, _ = run()
    assert left == 2
    assert "build" in shown


@pytest.mark.parametrize("command", ["", *sorted(typer.main.get_command(app).commands)])
def test_help_is_vietnamese(run, command):
    left, shown, _ = run(*command.split(), "--help")
    assert left == 0
    assert "Cách dùng: baocao" in shown
    assert "Hiện trang này." in shown
    assert not re.findall(r"Usage|OPTIONS|ARGS|COMMAND|required|default|<(?:str|bool|path|int|list)", shown)


def test_a_good_build(desk, run):
    left, shown, told = run(*BUILD)
    assert left == 0
    assert re.fullmatch(r"Còn \d+ lưu ý; xem bằng --all-findings.\n", told)
    assert OUTPUT in shown
    assert sorted(path.name for path in (desk.root / OUTPUT).parent.iterdir()) == ["thu.docx", "thu.pdf"]
    assert (desk.root / OUTPUT).read_bytes().startswith(b"PK")


def test_output_lies_in_the_workspace_wherever_the_command_is_run(desk, run, monkeypatch):
    monkeypatch.chdir(desk.root / "data")
    assert run(*BUILD)[0] == 0
    assert (desk.root / OUTPUT).read_bytes().startswith(b"PK")


def test_findings_for_programs(desk, run):
    left, shown, told = run(*BUILD, "--format", "json")
    assert (left, told) == (0, "")
    findings = json.loads(shown)
    assert {finding["code"] for finding in findings} == {"SL102"}
    assert findings[0]["place"]["file"] == DATA_FILE
    assert findings[0]["severity"] == "info"


@pytest.mark.parametrize("spelling", [("--format", "json"), ("--format=json",)])
@pytest.mark.parametrize(
    "command", [("build", "khac", "-p", "2021-9T"), ("build", "thu", "-p", "2021-9X"), ("print", "x.docx")]
)
def test_errors_for_programs(desk, run, command, spelling):
    _, shown, told = run(*command, *spelling)
    (finding,) = json.loads(shown)
    assert finding["severity"] == "error"
    assert set(finding) == {"code", "severity", "message", "place", "hint"}
    assert not told


def test_missing_numbers_are_listed_and_only_the_final_is_refused(desk, run):
    edit(SECTION, "xnk.xuat_khau.dat", "thieu.dat")(desk)
    left, _, told = run(*BUILD, "--final")
    assert left == 1
    assert "Lỗi MB205: bản trình ký còn chỗ thiếu số: [chưa có số: Chỉ tiêu chưa có số" in told
    assert (desk.root / OUTPUT).read_text(encoding="utf-8") == "bản cũ"
    left, _, told = run(*BUILD)
    assert left == 0
    assert (
        f"Cần xem MB201: chưa có số: Chỉ tiêu chưa có số, 9 tháng đầu năm 2021 - Sở Y tế\n  {SECTION}, dòng 3\n" in told
    )
    assert (desk.root / OUTPUT).read_bytes().startswith(b"PK")


def test_sums_that_disagree_fail_the_build_but_the_file_is_written(desk, run):
    edit(DATA_FILE, LAST, "xnk.xuat_khau;;1000;")(desk)
    left, shown, told = run(*BUILD)
    assert left == 1
    assert "SL101" in told
    assert OUTPUT in shown
    assert (desk.root / OUTPUT).read_bytes().startswith(b"PK")


def test_every_trouble_in_one_run(desk, run):
    """Data and template are both looked at before the command gives up."""
    edit(DATA_FILE, LAST, "xnk.xuat_khau;;1.234;")(desk)
    edit(SECTION, "# TÌNH HÌNH", "# TÌNH HÌNH {{ khong_co.so }}\n\n{{ xnk.khac }}")(desk)
    told = run(*BUILD)[2]
    assert "DL104" in told
    assert told.count("MB101") == 2


def test_print_again(desk, run):
    run(*BUILD)
    (desk.root / OUTPUT).with_suffix(".pdf").unlink()
    left, shown, told = run("print", OUTPUT)
    assert (left, told) == (0, "")
    assert "thu.pdf" in shown
    assert (desk.root / OUTPUT).with_suffix(".pdf").read_bytes().startswith(b"%PDF")


def test_a_disk_that_cannot_be_written_to(desk, run):
    """A file lies where the output folder should be."""
    shutil.rmtree(desk.root / "output")
    add("output", "tệp")(desk)
    left, _, told = run(*BUILD)
    assert left == 1
    assert "KG011" in told
    assert "  output\n" in told


def test_a_machine_without_fonts(desk, tmp_path):
    """Fontconfig is told that there are no fonts: doctor, build and print say what to install, exit code 4."""
    if not shutil.which("fc-match"):
        pytest.skip("fontconfig has no tools here")
    config = tmp_path / "khong-phong.conf"
    config.write_text(
        f"<?xml version='1.0'?><fontconfig><cachedir>{tmp_path}</cachedir></fontconfig>", encoding="utf-8"
    )
    environment = {**os.environ, "FONTCONFIG_FILE": str(config), "NO_COLOR": "1"}
    for command in (("doctor",), BUILD):
        line = [sys.executable, "-c", "from baocao.cli import main; main()", *command]
        done = subprocess.run(line, cwd=desk.root, env=environment, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 4
        assert "HT102" in done.stderr
        assert "apt install" in done.stderr
    assert (desk.root / OUTPUT).read_text(encoding="utf-8") == "bản cũ"


def test_a_console_of_another_encoding(desk):
    """A redirected console of another code page still gets Vietnamese, not a crash."""
    line = [sys.executable, "-c", "from baocao.cli import main; main()", "build", "khac", "-p", "2021-9T"]
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    done = subprocess.run(line, cwd=desk.root, env=environment, capture_output=True)
    assert done.returncode == 1
    assert "không có báo cáo" in done.stderr.decode("utf-8")


def test_help_answers_at_once(desk):
    """The heavy libraries are loaded when they are needed, not for the help."""
    line = "import sys; sys.argv = ['baocao', '--help']; from baocao.cli import main\ntry: main()\nexcept SystemExit: pass\n"
    heavy = "print({'pandas', 'weasyprint', 'docx', 'docxtpl', 'jinja2', 'openpyxl', 'matplotlib'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", line + heavy], capture_output=True, text=True, encoding="utf-8")
    assert done.stdout.rstrip().endswith("set()")


def test_steps_are_told_when_asked(desk):
    done = baocao("--verbose", *BUILD, folder=desk.root)
    steps = [line.split(":")[0] for line in done.stderr.splitlines() if line[:1].isdigit()]
    assert steps == ["2 data", "3 narrative", "4 document", "5 docx", "6 read", "8 print"]
