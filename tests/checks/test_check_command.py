"""``baocao check`` and ``baocao explain`` as a person and a program meet them."""

import json
import sys

import pytest
from docx_samples import package

from baocao.checks.families import FAMILIES, RULES
from baocao.cli import main

WRONG = "Đã chi 5 tỷ đồng.\n\nTỷ lệ hộ nghèo chiếm 40.37% tổng số hộ; xảy ra 05vụ.\n"
DOUBTFUL = "Đóng góp 111 tỷ đồng (chiếm 0,28% tổng vốn.\n"
RIGHT = "Tỷ lệ hộ nghèo chiếm 40,37% tổng số hộ.\n"


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Return a function that runs the command line in a folder of small files: exit code, stdout, stderr."""
    for name, text in (("sai.md", WRONG), ("ngo.md", DOUBTFUL), ("dung.md", RIGHT)):
        tmp_path.joinpath(name).write_text(text, encoding="utf-8")
    tmp_path.joinpath("sai.docx").write_bytes(package(f"<w:p/><w:p><w:r><w:t>{WRONG.splitlines()[2]}</w:t></w:r></w:p>"))
    tmp_path.joinpath("hong.docx").write_bytes(b"khong phai DOCX")
    monkeypatch.chdir(tmp_path)

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["baocao", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        return (ended.value.code or 0, *capsys.readouterr())

    return run


def test_a_finding_shows_code_place_words_and_remedy(run):
    code, out, err = run("check", "sai.md")
    assert (code, err) == (1, "")
    assert out.splitlines()[:5] == [
        "sai.md: 1 lỗi, 1 lưu ý",
        "",
        "Lỗi SO101  dòng 3",
        "  “Tỷ lệ hộ nghèo chiếm 40.37% tổng số hộ; xảy ra 05vụ.”",
        '  "40.37" dùng dấu chấm làm dấu thập phân',
    ]
    assert "→ Viết 40,37." in out
    assert "SO201 số dính liền với đơn vị" in out


def test_json_is_a_flat_array(run):
    code, out, _ = run("check", "sai.md", "--format", "json")
    first, second = json.loads(out)
    assert code == 1
    assert first == {
        "code": "SO101",
        "severity": "error",
        "file": "sai.md",
        "line": 3,
        "start": 21,
        "end": 27,
        "excerpt": "40.37%",
        "message": '"40.37" dùng dấu chấm làm dấu thập phân',
        "hint": "Viết 40,37.",
    }
    assert (second["code"], second["severity"], second["excerpt"]) == ("SO201", "info", "05vụ")


def test_json_of_a_docx_counts_paragraphs(run):
    _, out, _ = run("check", "sai.docx", "--format", "json", "--select", "SO101")
    (found,) = json.loads(out)
    assert (found["paragraph"], found["start"], found["excerpt"]) == (2, 21, "40.37%")
    assert "line" not in found


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("dung.md",), 0),
        (("ngo.md",), 0),
        (("ngo.md", "--strict"), 1),
        (("ngo.md", "--strict", "--ignore", "CT201"), 0),
        (("sai.md", "--select", "CT"), 0),
        (("sai.md", "--select", "SO2"), 0),
        (("sai.md", "--select", "so1,CT"), 1),
        (("sai.md", "--ignore", "SO101"), 0),
        (("dung.md", "sai.md"), 1),
        (("sai.md", "hong.docx"), 3),
        (("khong-co.md",), 3),
        (("sai.md", "--select", "SO199"), 2),
        (("sai.md", "--ignore", ""), 2),
        ((), 2),
    ],
    ids=str,
)
def test_exit_codes(run, words, expected):
    assert run("check", *words)[0] == expected


def test_a_file_that_cannot_be_opened_stops_no_other(run):
    code, out, _ = run("check", "hong.docx", "sai.md")
    assert code == 3
    assert "VB101" in out
    assert "SO101" in out


def test_a_wrong_code_is_told_with_the_nearest(run):
    _, _, err = run("check", "sai.md", "--select", "SO109")
    assert '--select: không có mã "SO109"; mã gần nhất: SO10' in err


@pytest.mark.parametrize("code", [family.rules[0].code for family in FAMILIES])
def test_explain_tells_everything(run, code):
    ended, out, _ = run("explain", code.lower())
    rule = RULES[code]
    told = " ".join(out.split())
    assert ended == 0
    for text in (rule.title, rule.reason, rule.bad, rule.good, rule.remedy):
        assert " ".join(text.split()) in told


def test_explain_lists_all_codes(run):
    _, out, _ = run("explain")
    assert [word for word in out.split() if word in RULES] == list(RULES)
    _, out, _ = run("explain", "--format", "json")
    assert [row["code"] for row in json.loads(out)] == list(RULES)
