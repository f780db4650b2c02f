"""The commands trace, diff and print --format html as a person types them."""

import json
import sys

import openpyxl
import pytest
from trace_editing import typed_over

from baocao import cli

OLD, NEW = "tăng 2,9% so với cùng kỳ", "tăng 3% so với cùng kỳ"


@pytest.fixture
def desk(files, workspace, tmp_path, monkeypatch):
    """A folder of its own with the finished files, outside of the workspace; return it."""
    for kind in ("docx", "pdf"):
        (tmp_path / f"bc.{kind}").write_bytes(files[kind])
    (tmp_path / "sua.docx").write_bytes(typed_over(files["docx"], OLD, NEW))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(monkeypatch, capsys, workspace):
    """Run the command line in this process; return exit code, stdout and stderr.  "ROOT" stands for the workspace."""

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["baocao", *(str(workspace) if word == "ROOT" else word for word in words)])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        shown = capsys.readouterr()
        return stop.value.code or 0, shown.out, shown.err

    return call


@pytest.mark.parametrize("file", ["bc.docx", "bc.pdf"])
def test_where_a_number_comes_from(desk, run, file):
    code, shown, _ = run("trace", file, "--figure", "2,9%", "--root", "ROOT")
    assert code == 0
    for words in (
        "Số: Đàn trâu, bò, so với cùng kỳ\n",
        "Cơ quan cung cấp: Phòng Kinh tế xã\n",
        "Giá trị trước khi làm tròn: 2,892561…\n",
        "Cách tính: 1.245 / 1.210 × 100 − 100\n",
        'Ô số liệu: data/2026-M09/bao-cao-xa.xlsx, trang "Số liệu", ô E3: thực hiện = 1.245\n',
        "Số liệu nay: không đổi\n",
    ):
        assert words in shown


def test_without_a_workspace_it_is_said_what_is_missing(desk, run):
    code, shown, told = run("trace", "bc.docx", "--indicator", "ho ngheo")
    assert code == 0
    assert "Cần xem VB404: không có thư mục làm việc: chưa biết cơ quan cung cấp" in told
    assert shown.count("Số: Hộ nghèo") == 2
    assert "Cơ quan cung cấp" not in shown


def test_nothing_found(desk, run):
    code, shown, told = run("trace", "bc.docx", "--figure", "2,99%", "--root", "ROOT")
    assert (code, shown) == (1, "")
    assert "Lỗi VB402: không thấy số “2,99%” trong văn bản" in told
    assert "Gần giống nhất: “2,9%”" in told


def test_a_number_typed_by_hand(desk, run):
    code, shown, told = run("trace", "bc.docx", "--figure", "2026", "--root", "ROOT")
    assert code == 0
    assert "VB403" in told
    assert "không có nguồn" in shown


def test_all_figures_on_the_screen(desk, run):
    code, shown, _ = run("trace", "sua.docx", "--root", "ROOT")
    assert code == 0
    assert "sua.docx: 20 chỗ có số" in shown


def test_for_programs(desk, run):
    code, shown, _ = run("trace", "sua.docx", "--figure", "3%", "--root", "ROOT", "--format", "json")
    (figure,) = json.loads(shown)["figures"]
    assert code == 0
    assert (figure["overtyped"], figure["agency"], figure["cells"][0]["cell"]) == (True, "Phòng Kinh tế xã", "E3")


@pytest.mark.parametrize(
    ("words", "written"),
    [
        (("--all",), "bc-nguon-so.xlsx"),
        (("--proof",), "bc-soat-so.docx"),
        (("--proof", "--agency", "van hoa"), "bc-soat-so-phong-van-hoa-xa-hoi-xa.docx"),
        (("--proof", "--out", "khac.docx"), "khac.docx"),
    ],
)
def test_files_are_written_beside_the_document(desk, run, words, written):
    code, shown, _ = run("trace", "bc.docx", *words, "--root", "ROOT")
    assert (code, shown) == (0, f"Đã ghi {written}\n")
    assert (desk / written).stat().st_size > 1000


@pytest.mark.parametrize(
    "words",
    [
        ("trace", "bc.docx", "--all", "--proof"),
        ("trace", "bc.docx", "--agency", "x"),
        ("trace", "bc.docx", "--proof", "--out", "bc.docx"),
        ("diff", "bc.docx"),
        ("diff", "bc.docx", "sua.docx", "--out", "sua.docx"),
        ("print", "bc.docx", "--format", "html", "--out", "bc.docx"),
    ],
)
def test_wrong_usage_writes_nothing(desk, run, files, words):
    before = {path.name: path.read_bytes() for path in desk.iterdir() if path.is_file()}
    code, _, told = run(*words)
    assert code == 2
    assert "Xem cách dùng" in told
    assert {path.name: path.read_bytes() for path in desk.iterdir() if path.is_file()} == before


def test_files_that_cannot_be_traced(desk, run):
    (desk / "la.pdf").write_bytes(b"%PDF-1.7 hong")
    (desk / "la.docx").write_bytes(b"xin chao")
    assert run("trace", "la.pdf")[0] == 3
    assert run("trace", "la.docx")[0] == 3
    assert run("trace", "khong-co.docx")[0] == 3


def test_differences_on_the_screen_and_as_a_workbook(desk, run):
    code, shown, _ = run("diff", "bc.docx", "sua.docx", "--out", "khac.xlsx")
    assert code == 0
    assert "1 số khác nhau, 19 số giống nhau." in shown
    assert openpyxl.load_workbook(desk / "khac.xlsx").active["A2"].value == "1 số khác nhau, 19 số giống nhau"


def test_differences_for_programs(desk, run):
    found = json.loads(run("diff", "bc.docx", "sua.docx", "--format", "json")[1])
    assert [found["same"], found["differences"][0]["versions"][1]["overtyped"]] == [19, True]


def test_brackets_of_a_placeholder_are_shown(desk, run, files):
    (desk / "thieu.docx").write_bytes(typed_over(files["docx"], OLD, "[chưa có số: đàn trâu, bò]"))
    assert "[chưa" in run("diff", "bc.docx", "thieu.docx")[1]


def test_a_build_with_a_page_for_the_browser(desk, run, workspace):
    code, shown, _ = run("build", "bao-cao-xa", "--period", "2026-M09", "--format", "html", "--root", "ROOT")
    assert code == 0
    assert [line.rpartition(".")[2] for line in shown.splitlines()] == ["docx", "pdf", "html"]
    assert (workspace / "output/2026-M09/xa-mau/bao-cao-xa.html").exists()


def test_a_page_for_the_browser(desk, run):
    code, shown, _ = run("print", "sua.docx", "--format", "html", "--root", "ROOT")
    assert (code, shown) == (0, "Đã ghi sua.html\n")
    assert "1 số đã sửa tay" in (desk / "sua.html").read_text(encoding="utf-8")
