import hashlib
import os

import pytest

from baocao.errors import BaocaoError, InputError
from baocao.workspace import Workspace, read_input
from data.desk import CONFIG


def test_open_finds_the_workspace_from_a_folder_inside_it(desk):
    workspace = Workspace.open(desk.root / "data")
    assert workspace.root == desk.root.resolve()
    report = workspace.reports["bao-cao"]
    assert (report.scope, report.periods, report.outline[0], report.sample) == (
        "lang-son",
        ("2021-9T",),
        "Phần I",
        "",
    )


def test_no_workspace(tmp_path):
    with pytest.raises(InputError) as caught:
        Workspace.open(tmp_path)
    assert caught.value.findings[0].code == "KG001"


BAD_CONFIGS = [
    ("report = [\n[[x", ("KG002", "dòng 2")),
    ("", ("KG003", "[[report]]")),
    ("[[report]]\n", ("KG003", "“name”", "thứ 1")),
    (CONFIG + 'tempate = "x"\n', ("KG004", "“tempate”", "“template”")),
    ("[other]\nx = 1\n" + CONFIG, ("KG004", "“other”")),
    (CONFIG.replace('["2021-9T"]', '"2021-9T"'), ("KG005", "“periods”", "danh sách")),
    (CONFIG.replace('"2021-9T"', '"9 tháng"'), ("KG005", "“periods”", "2021-M09")),
    (CONFIG.replace('"lang-son"', '"../lang-son"'), ("KG005", "“scope”", "không dấu")),
    (CONFIG.replace('"BC"', "7"), ("KG005", "“symbol”", "ngoặc kép")),
    (CONFIG + 'sample = 5\n', ("KG005", "“sample”", "true")),
    (CONFIG + CONFIG, ("KG006", "“bao-cao”")),
    (CONFIG.replace("BÁO CÁO", "BÁO\ue000CÁO"), ("KG010", "U+E000")),
]


@pytest.mark.parametrize(("config", "words"), BAD_CONFIGS)
def test_a_bad_configuration_says_what_is_wrong(desk, config, words):
    desk.write("baocao.toml", config)
    with pytest.raises(InputError) as caught:
        desk.workspace()
    text = "\n".join(
        f"{finding.code} {finding.message} {finding.place} {finding.hint}" for finding in caught.value.findings
    )
    assert all(word in text for word in words), text


def test_a_configuration_that_is_not_utf8(desk):
    desk.write("baocao.toml", CONFIG.encode("utf-16"))
    with pytest.raises(InputError):
        desk.workspace()


def test_what_is_read_is_hashed(desk):
    workspace = desk.workspace()
    data = workspace.read("data/don-vi.csv")
    assert workspace.hashes["data/don-vi.csv"] == hashlib.sha256(data).hexdigest()
    assert "baocao.toml" in workspace.hashes


@pytest.mark.parametrize(
    "path",
    [
        "../secret",
        "/etc/passwd",
        "data/../../secret",
        "data\\..\\x",
        "data/out",
        "data/far/secret",
        "data/loop",
        "a\x00b",
    ],
)
def test_nothing_outside_the_workspace_is_read(tmp_path, path):
    from data.desk import Desk

    (tmp_path / "secret").write_text("mật")
    desk = Desk(tmp_path / "office")
    (desk.root / "data" / "out").symlink_to(tmp_path / "secret")
    (desk.root / "data" / "far").symlink_to(tmp_path, target_is_directory=True)
    (desk.root / "data" / "loop").symlink_to(desk.root / "data" / "loop")
    workspace = desk.workspace()
    assert not workspace.exists(path)
    with pytest.raises(InputError) as caught:
        workspace.read(path)
    assert caught.value.findings[0].code in ("KG007", "KG008")
    assert workspace.list("data/far") == []
    assert "data/out" not in workspace.list("data")


def test_a_link_inside_the_workspace_is_followed(desk):
    (desk.root / "data" / "same.csv").symlink_to(desk.root / "data" / "don-vi.csv")
    assert desk.workspace().read("data/same.csv") == desk.workspace().read("data/don-vi.csv")


def test_what_cannot_be_read(desk, monkeypatch):
    os.mkfifo(desk.root / "data" / "pipe.csv")
    workspace = desk.workspace()
    for path in ("data/none.csv", "data/pipe.csv", "data"):
        with pytest.raises(InputError) as caught:
            workspace.read(path)
        assert caught.value.findings[0].code == "KG008"
    monkeypatch.setattr("baocao.workspace.MOST_BYTES", 10)
    with pytest.raises(InputError) as caught:
        workspace.read("data/don-vi.csv")
    assert caught.value.findings[0].code == "KG009"
    with pytest.raises(BaocaoError):
        read_input(desk.root / "none.docx")


def test_lists_are_sorted_and_leave_out_lock_files(desk):
    for name in ("b.csv", "a.CSV", "~$b.xlsx", ".hidden.csv", "c.txt"):
        desk.write(f"data/x/{name}", "")
    workspace = desk.workspace()
    assert workspace.list("data/x", (".csv",)) == ["data/x/a.CSV", "data/x/b.csv"]
    assert workspace.list("data/none", (".csv",)) == []
    assert workspace.folders("data") == ("co-quan", "x")
