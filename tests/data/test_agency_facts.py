from pathlib import Path

import pytest

from baocao.data.dataset import load_facts
from baocao.findings import Findings
from baocao.workspace import Workspace
from data.desk import only, told

FACTS = """\
mục;báo cáo;giá trị
Tên tỉnh;;Lạng Sơn
nơi nhận;;Các sở
nơi nhận;;Lưu: VT
nơi nhận;bao-cao;Thường trực Tỉnh ủy
"""


def facts_of(desk, text):
    desk.write("data/co-quan/lang-son.csv", text)
    findings = Findings()
    return load_facts(desk.workspace(), "lang-son", findings), findings.items


def test_facts_are_found_by_name_and_by_code(desk):
    facts, findings = facts_of(desk, FACTS)
    assert findings == []
    assert facts.text("tên tỉnh") == facts.text("ten_tinh") == facts.text("TÊN TỈNH") == "Lạng Sơn"
    assert facts.text("người ký") is None
    assert facts.lines("người ký") == ()
    assert list(facts) == ["tên tỉnh", "nơi nhận"]


def test_a_fact_of_the_report_wins(desk):
    facts, _ = facts_of(desk, FACTS)
    assert facts.lines("nơi nhận", "bao-cao") == ("Thường trực Tỉnh ủy",)
    assert facts.lines("nơi nhận", "khac") == ("Các sở", "Lưu: VT")
    assert facts.text("nơi nhận") == "Các sở\nLưu: VT"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("nơi nhân;;x", ("DL301", "“nơi nhân”", "“nơi nhận”", "ô A2")),
        ("địa danh;bao-cáo;x", ("DL302", "“bao-cáo”", "“bao-cao”", "ô B2")),
    ],
)
def test_a_bad_row_is_a_finding(desk, row, words):
    _, findings = facts_of(desk, f"mục;báo cáo;giá trị\n{row}\n")
    assert all(word in only(findings) for word in words), told(findings[0])


def test_no_file_is_a_warning(desk):
    findings = Findings()
    facts = load_facts(desk.workspace(), "cao-bang", findings)
    assert facts.text("địa danh") is None
    assert "DL303" in only(findings.items)


def test_the_shipped_sample_has_all_facts_but_a_signer():
    findings = Findings()
    facts = load_facts(Workspace.open(Path(__file__).parents[2]), "lang-son", findings)
    assert findings.items == []
    assert facts.text("người ký") is None
    assert len(facts.lines("nơi nhận")) == 16
    assert facts.lines("cơ quan ban hành") == ("ỦY BAN NHÂN DÂN", "TỈNH LẠNG SƠN")
