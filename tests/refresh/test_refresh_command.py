"""The command as a person meets it: which files are written, what is shown, and that none is lost."""

import json
import sys

import openpyxl
import pytest
from edited_drafts import edited, shown, typed

from baocao import cli

IMPORT = ("xnk.nhap_khau;;2080;", "xnk.nhap_khau;;2090;")


@pytest.fixture
def run(monkeypatch, capsys, desk):
    """Lay down a draft, and run the command line beside it; return exit code, stdout and stderr."""
    (desk.root / "thu.docx").write_bytes(desk.build())
    monkeypatch.chdir(desk.root)

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["baocao", "refresh", "thu.docx", "--day", "2021-10-05", *arguments])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        told = capsys.readouterr()
        return stop.value.code or 0, told.out, told.err

    return call


def files(desk):
    return sorted(path.name for path in desk.root.glob("*.docx"))


def test_a_new_file_lies_beside_the_draft(run, desk):
    before = (desk.root / "thu.docx").read_bytes()
    desk.change(IMPORT)
    code, out, _ = run()
    assert code == 0
    assert files(desk) == ["thu-cap-nhat.docx", "thu.docx"]
    assert (desk.root / "thu.docx").read_bytes() == before
    assert "Dự thảo lần 1 thành lần 2, 9 tháng đầu năm 2021: 2 chỗ đã thay số, 1 chỗ cần quyết định" in out
    assert "2.080 triệu USD → 2.090 triệu USD" in out
    assert "data/2021-9T/so-lieu.csv, ô C4, dòng 4 (thực hiện): 2.080 → 2.090; Sở Công Thương" in out
    run()
    assert "thu-cap-nhat-2.docx" in files(desk)


def test_the_list_of_changes_lies_beside_the_new_draft(run, desk):
    desk.change(IMPORT)
    code, out, _ = run("--list")
    assert code == 0
    lists = {path.suffix: path for path in desk.root.glob("thu-cap-nhat-so-thay-doi.*")}
    assert set(lists) == {".xlsx", ".docx", ".pdf"}
    assert all(f"Đã ghi {path.name}" in out for path in lists.values())
    rows = list(openpyxl.load_workbook(lists[".xlsx"])["Số thay đổi"].iter_rows(values_only=True))
    assert rows[0][0] == "CÁC SỐ THAY ĐỔI SO VỚI DỰ THẢO LẦN 1"
    assert ("2.080 triệu USD", "2.090 triệu USD") in [row[2:4] for row in rows]
    before = lists[".pdf"].read_bytes()
    run("--list", "--in-place")
    assert before == lists[".pdf"].read_bytes()
    assert (desk.root / "thu-so-thay-doi.pdf").exists()


def test_nothing_changed_writes_nothing_unless_asked(run, desk):
    code, _, err = run()
    assert (code, files(desk)) == (0, ["thu.docx"])
    assert "Không số nào phải thay; không ghi tệp mới." in err
    run("--out", "moi.docx")
    assert (desk.root / "moi.docx").read_bytes() == (desk.root / "thu.docx").read_bytes()


def test_in_place_keeps_a_copy(run, desk):
    before = (desk.root / "thu.docx").read_bytes()
    desk.change(IMPORT)
    run("--in-place")
    assert files(desk) == ["thu-truoc-cap-nhat.docx", "thu.docx"]
    assert (desk.root / "thu-truoc-cap-nhat.docx").read_bytes() == before
    assert "2.090 triệu USD" in shown((desk.root / "thu.docx").read_bytes())


def test_a_file_that_is_there_is_not_written_over(run, desk):
    (desk.root / "cua-toi.docx").write_bytes(b"x")
    code, _, err = run("--out", "cua-toi.docx")
    assert (code, (desk.root / "cua-toi.docx").read_bytes()) == (1, b"x")
    assert "CN103" in err


def test_an_answer_puts_the_number_into_the_data(run, desk):
    draft = edited(desk.build(), typed("2.080 triệu USD", "2.095 triệu USD"))
    (desk.root / "thu.docx").write_bytes(draft)
    code, out, _ = run("--format", "json")
    told = json.loads(out)
    (change,) = told["changes"]["changes"]
    assert (code, change["fate"], change["answers"]) == (0, "overtyped", ["keep", "restore", "data"])
    code, out, _ = run("--answer", f"{change['id']}=data")
    assert code == 0
    assert "sua-trong-du-thao.csv" in out
    assert "2.095 triệu USD" in shown(desk.build())


@pytest.mark.parametrize("words", [("--answer", "abc"), ("--answer", "abc=xyz"), ("--in-place", "--out", "a.docx")])
def test_words_that_mean_nothing_are_told(run, words):
    code, _, err = run(*words)
    assert code == 2
    assert "Lỗi" in err


def test_errors_of_the_data_leave_every_file(run, desk):
    desk.change(("xnk.nhap_khau;;2080;", "xnk.nhap_khau;;2o80;"))
    code, _, err = run()
    assert (code, files(desk)) == (1, ["thu.docx"])
    assert "DL103" in err
    assert "Không ghi tệp nào." in err


def test_a_file_that_is_no_draft_is_told(run, desk):
    (desk.root / "thu.docx").write_bytes(b"PK")
    assert run()[0] == 3


def test_a_period_without_data_is_no_place_to_move_to(run, desk):
    code, _, err = run("--period", "2031-9T")
    assert (code, files(desk)) == (1, ["thu.docx"])
    assert "KG103" in err
    assert "MB201" not in err


def test_a_draft_of_another_report_is_refused(run, desk):
    assert "KG102" in run("--report", "khac")[2]
    assert files(desk) == ["thu.docx"]


def test_a_draft_stays_a_word_file(run, desk):
    code, _, err = run("--out", "moi.pdf")
    assert (code, files(desk)) == (2, ["thu.docx"])
    assert "đuôi .docx" in err
    assert not (desk.root / "moi.pdf").exists()


def test_data_are_left_alone_where_the_draft_cannot_be_written(run, desk):
    draft = edited(desk.build(), typed("2.080 triệu USD", "2.095 triệu USD"))
    (desk.root / "thu.docx").write_bytes(draft)
    before = sorted(desk.root.rglob("*"))
    code, _, err = run("--overtyped", "data", "--out", "thu.docx/moi.docx")
    assert (code, sorted(desk.root.rglob("*"))) == (1, before)
    assert "KG011" in err
