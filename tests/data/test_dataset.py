import subprocess
import sys
from decimal import Decimal

import pytest

from baocao.data.dataset import Measure, View, load_dataset
from baocao.data.periods import Period
from baocao.findings import Findings
from data.desk import CATALOGUE, FOLDER, PERIOD, key, only, told, value

RECEIVED = """\
mã;thực hiện;trạng thái;ngày nhận
thu;5;ước;
thu;7;chính thức;03/10/2021
thu;6;sơ bộ;01/10/2021
"""


def test_the_newest_received_number_wins_and_the_older_ones_stay(desk):
    dataset, findings = desk.read(RECEIVED)
    assert findings == []
    assert value(dataset, "thu") == "7"
    assert [str(item.value) for item in dataset.history(key("thu"))] == ["5", "6", "7"]
    assert dataset.history(key("xnk")) == ()


def test_of_numbers_received_the_same_day_the_more_final_wins(desk):
    dataset, findings = desk.read("mã;thực hiện;trạng thái\nthu;7;chính thức\nthu;5;ước\n")
    assert findings == []
    assert value(dataset, "thu") == "7"


def test_the_bases_of_an_indicator(desk):
    dataset, _ = desk.read("mã;căn cứ;thực hiện;kế hoạch;mốc\nthu;du_toan;5;6;\nthu;2020;;;4\nxnk;;1;;\n")
    assert dataset.bases("thu", PERIOD, "lang-son") == ("du_toan", "2020")
    assert dataset.bases("xnk", PERIOD, "lang-son") == ("",)
    assert dataset.bases("thu", PERIOD, "cao-bang") == ()


def test_another_scope_does_not_stand_in(desk):
    dataset, _ = desk.read("mã;địa bàn;thực hiện\nthu;cao-bang;5\n")
    assert dataset.get(key("thu")) is None
    assert str(dataset.get(key("thu", scope="cao-bang")).value) == "5"


def test_several_files_and_periods(desk):
    desk.write("data/2020-9T/so-lieu.csv", "mã;thực hiện\nthu;4\n")
    desk.write(f"{FOLDER}/khac.csv", "mã;thực hiện\nxnk;9\n")
    dataset, findings = desk.read("mã;thực hiện\nthu;5\n")
    assert findings == []
    assert (value(dataset, "thu"), value(dataset, "xnk")) == ("5", "9")
    assert str(dataset.get(key("thu", period=PERIOD.same_last_year)).value) == "4"


def test_folders_and_files_that_are_not_understood(desk):
    desk.write("data/thang-9/so-lieu.csv", "mã;thực hiện\nthu;4\n")
    desk.write(f"{FOLDER}/cu.xls", b"")
    desk.write(f"{FOLDER}/cong-van.docx", b"")
    _, findings = desk.load()
    assert [(finding.code, finding.place.file) for finding in findings] == [
        ("DL005", f"{FOLDER}/cu.xls"),
        ("KG101", "data/thang-9"),
    ]


def test_what_if(desk):
    dataset, _ = desk.read(RECEIVED + "xnk;980;;\n")
    place = dataset.get(key("thu")).place
    changed = dataset.with_value(place, Decimal("8"))
    assert (value(dataset, "thu"), value(changed, "thu"), value(changed, "xnk")) == ("7", "8", "980")
    older = dataset.history(key("thu"))[0].place
    assert [str(item.value) for item in dataset.with_value(older, Decimal("1")).history(key("thu"))] == ["1", "6", "7"]
    with pytest.raises(KeyError):
        dataset.with_value(dataset.catalogue.indicators["thu"].place, Decimal(1))


def test_a_view_remembers_what_was_asked(desk):
    desk.write(f"{FOLDER}/ds-cua-khau.csv", "tên\nHữu Nghị\n")
    dataset, _ = desk.read("mã;thực hiện\nthu;5\n")
    view = View(dataset)
    assert view.queries == {}
    assert view.get(key("thu")) == dataset.get(key("thu"))
    assert view.get(key("xnk")) is None
    view.bases("thu", PERIOD, "lang-son")
    view.history(key("thu"))
    assert view.list(PERIOD, "cua-khau") is view.list(PERIOD, "cua_khau")
    view.list(PERIOD, "khong-co")
    assert view.facts.text("dia_danh", "bao-cao") == "Lạng Sơn"
    assert view.facts.text("người ký") is None
    assert set(view.queries) == {
        "thu|2021-9T|lang-son||thực hiện",
        "xnk|2021-9T|lang-son||thực hiện",
        "bases|thu|2021-9T|lang-son",
        "history|thu|2021-9T|lang-son||thực hiện",
        "list|cua_khau|2021-9T",
        "list|khong_co|2021-9T",
        "facts|dia_danh|bao-cao",
        "facts|nguoi_ky|",
    }


@pytest.mark.parametrize(
    ("after", "changes"),
    [
        ("mã;thực hiện\nthu;5\n", False),
        ("mã;thực hiện\nthu;5\nxnk;9\n", False),
        ("mã;thực hiện\nthu;6\n", True),
        ("mã;thực hiện\n", True),
        ("mã;thực hiện;trạng thái\nthu;5;ước\n", True),
        ("mã;thực hiện\nxnk;1\nthu;5\n", True),
    ],
)
def test_the_hash_of_an_answer_follows_the_answer_alone(desk, after, changes):
    def asked(text):
        view = View(desk.read(text)[0])
        view.get(key("thu"))
        return view.queries

    assert (asked("mã;thực hiện\nthu;5\n") != asked(after)) is changes


def test_a_number_that_appears_changes_the_answer_that_it_was_absent(desk):
    views = [View(desk.read(text)[0]) for text in ("mã;thực hiện\n", "mã;thực hiện\nthu;5\n")]
    for view in views:
        view.get(key("thu"))
        view.bases("thu", PERIOD, "lang-son")
    assert all(views[0].queries[query] != views[1].queries[query] for query in views[0].queries)


def test_hashes_are_the_same_in_another_process(desk):
    desk.read(RECEIVED)
    code = (
        "import sys; sys.path.insert(0, 'tests'); from pathlib import Path; from data.desk import Desk, key; "
        "from baocao.data.dataset import View; desk = Desk(Path(sys.argv[1])); view = View(desk.load()[0]); "
        "view.history(key('thu')); print(view.queries)"
    )
    prints = {
        subprocess.run(
            [sys.executable, "-c", code, str(desk.root)],
            env={"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": "src"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(prints) == 1
    assert "history" in prints.pop()


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("ds-cua-khau", "loại\nx\n", ("DL112", "“tên”")),
        ("ds-Cửa khẩu", "tên\nx\n", ("DL131", "ds-Cửa khẩu")),
        ("ds-cua-khau", "tên;loại\n;chính\n", ("DL132", "ô A2")),
        ("ds-cua-khau", "tên\nChi Ma\nchi  ma\n", ("DL133", "ô A2", "ô A3")),
    ],
)
def test_a_bad_list_is_a_finding(desk, name, text, words):
    desk.write(f"{FOLDER}/{name}.csv", text)
    _, findings = desk.load()
    text = "\n".join(told(finding) for finding in findings)
    assert findings
    assert all(word in text for word in words), text


def test_a_list_in_two_places(desk):
    desk.write(f"{FOLDER}/ds-cua-khau.csv", "tên\nChi Ma\n")
    desk.write(f"{FOLDER}/ds-cua_khau.csv", "tên\nTân Thanh\n")
    assert "DL135" in only(desk.load()[1])


def test_many_observations_are_all_there(desk):
    codes = [f"n{number // 50}.c{number % 50}" for number in range(500)]
    rows = [f"{code};xa-{scope};{scope},5;{scope};{scope};1,5;{scope},5;ước" for scope in range(20) for code in codes]
    desk.write("data/chi-tieu.csv", CATALOGUE + "".join(f"{code};chỉ tiêu {code};;ha;1;thời kỳ;;\n" for code in codes))
    dataset, findings = desk.read(
        "mã;địa bàn;thực hiện;kế hoạch;cùng kỳ;tăng % cùng kỳ;tính theo;trạng thái\n" + "\n".join(rows)
    )
    assert findings == []
    assert len(dataset.cells()) == 50_000
    assert dataset.get(key("n9.c49", Measure.PLAN, scope="xa-19")) is not None


def test_a_document_reads_what_was_known_when_it_was_made(desk):
    desk.write("data/2021-9T/so-lieu.csv", "mã;kỳ;thực hiện\nthu;;5\nthu;2020;7\n")
    desk.write("data/2022-9T/so-lieu.csv", "mã;kỳ;thực hiện\nthu;;6\nthu;2020;8\nsai;;1\n")
    workspace = desk.workspace()
    catalogue, _ = desk.catalogue()

    def load(until):
        findings = Findings()
        return load_dataset(workspace, catalogue, "lang-son", findings, Period.parse(until)), findings.items

    then, findings = load("2021-9T")
    now, later_findings = load("2022-9T")
    assert (value(then, "thu"), findings) == ("5", [])
    assert [finding.code for finding in later_findings] == ["DL120"]
    at_2020 = key("thu", period=Period.parse("2020"))
    assert (str(then.get(at_2020).value), str(now.get(at_2020).value)) == ("7", "8")
    assert [str(item.value) for item in now.history(at_2020)] == ["7", "8"]
