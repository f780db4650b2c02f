"""Live figures of a file against its register and against the data that it was made from."""

import json

import pytest
from draft import Draft
from lxml import etree
from small_report import BUILD, DATA_FILE, OUTPUT

from baocao.checks.evidence import Evidence, acknowledged
from baocao.docx.ooxml import W, text_of
from baocao.findings import Finding, Place, Severity, Span


@pytest.fixture
def built(desk, run):
    """The small report, built in its workspace."""
    assert run(*BUILD)[0] == 0
    return desk.root / OUTPUT


def check(run, path, *options):
    left, shown, told = run("check", str(path), "--format", "json", "--select", "SL3", *options)
    assert not told
    return left, [(row["code"], row["severity"], row.get("excerpt"), row["message"]) for row in json.loads(shown)]


def overtype(path, text):
    draft = Draft(path.read_bytes())
    control = next(node for node in draft.body.iter(W + "sdt") if "980" in text_of(node))
    control.find(f".//{W}t").text = text
    path.write_bytes(draft.data())


def change_data(root, old, new):
    path = root / DATA_FILE
    assert old in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_fresh_build_agrees_with_its_data(built, run):
    assert check(run, built) == (0, [])


def test_a_figure_typed_over_is_told_with_what_the_data_say(built, run):
    overtype(built, "đạt 890 triệu USD")
    left, ((code, severity, excerpt, message),) = check(run, built)
    assert (left, code, severity, excerpt) == (1, "SL301", "error", "đạt 890 triệu USD")
    assert "đã in “đạt 980\u00a0triệu\u00a0USD”" in message
    assert "số liệu nay là “đạt 980\u00a0triệu\u00a0USD”" in message


@pytest.mark.parametrize(
    ("words", "severity"),
    [
        ("ước đạt khoảng 980 triệu USD", "info"),
        ("đạt 980 triệu USD, mức khá", "info"),
        ("không đạt 980 triệu USD", "error"),
        ("đạt 980 nghìn triệu USD", "error"),
        ("đạt 980 triệu USD, tăng 5%", "error"),
        ("khoảng 980 triệu", "error"),
    ],
)
def test_words_added_around_a_number_leave_it_right(built, run, words, severity):
    overtype(built, words)
    _, ((code, found, *_),) = check(run, built)
    assert (code, found) == ("SL301", severity)


def test_other_spaces_are_no_change(built, run):
    overtype(built, "đạt 980 triệu USD")
    assert check(run, built) == (0, [])


def test_without_a_workspace_only_the_register_is_asked(built, run, tmp_path_factory):
    away = tmp_path_factory.mktemp("elsewhere") / "bao-cao.docx"
    overtype(built, "đạt 890 triệu USD")
    away.write_bytes(built.read_bytes())
    left, ((code, severity, _, message),) = check(run, away)
    assert (left, code, severity) == (0, "SL301", "warning")
    assert "số liệu nay" not in message


def test_data_that_have_changed_since(built, run, desk):
    change_data(desk.root, "xnk.xuat_khau;;980;", "xnk.xuat_khau;;985;")
    left, ((code, severity, excerpt, message),) = check(run, built)
    assert (left, code, severity, excerpt) == (1, "SL302", "error", "đạt 980\u00a0triệu\u00a0USD")
    assert message.endswith("văn bản in “đạt 980\u00a0triệu\u00a0USD”, số liệu nay là “đạt 985\u00a0triệu\u00a0USD”")


def test_a_figure_typed_over_as_the_data_now_say_is_only_noted(built, run, desk):
    overtype(built, "đạt 985 triệu USD")
    change_data(desk.root, "xnk.xuat_khau;;980;", "xnk.xuat_khau;;985;")
    left, ((code, severity, *_),) = check(run, built)
    assert (left, code, severity) == (0, "SL301", "info")


def test_a_workspace_that_cannot_be_used_is_told(built, run, tmp_path_factory):
    _, ((code, severity, _, message),) = check(run, built, "--root", str(tmp_path_factory.mktemp("empty")))
    assert (code, severity) == ("SL303", "warning")
    assert "không thấy baocao.toml" in message


def test_a_file_without_register_has_nothing_to_be_asked(built, run):
    draft = Draft(built.read_bytes())
    for part in [part for part in draft.parts if part.startswith("customXml/item")]:
        if b"<register" in draft.parts[part]:
            draft.parts[part] = etree.tostring(etree.Element("other"))
    built.write_bytes(draft.data())
    assert check(run, built) == (0, [])


def span(start, end, paragraph=3):
    return Span(start, end, "x" * (end - start), paragraph)


def finding(code="SL201", severity=Severity.ERROR, place=None):
    return Finding(code, severity, "24,8 / 32,7 = 75,8%", Place("thu.docx", span=place or span(10, 30)), "Sửa lại.")


def test_an_arithmetic_finding_over_an_acknowledged_figure_is_an_info_with_the_reason():
    softened = acknowledged(finding(), [(span(25, 40), "Số của Thanh tra tỉnh."), (span(50, 60), "Khác.")])
    assert (softened.severity, softened.hint) == (Severity.INFO, "Đã xác nhận: Số của Thanh tra tỉnh.")
    assert softened.message == finding().message


@pytest.mark.parametrize(
    ("found", "accepted"),
    [
        (finding(), span(30, 40)),
        (finding(), span(10, 30, paragraph=4)),
        (finding("SO101"), span(10, 30)),
        (finding("SL301"), span(10, 30)),
        (Finding("SL201", Severity.ERROR, "chung"), span(10, 30)),
    ],
    ids=["beside", "other paragraph", "other family", "provenance", "no words"],
)
def test_nothing_else_is_softened(found, accepted):
    assert acknowledged(found, [(accepted, "Lý do.")]) is found


def test_reasons_come_from_the_rows_of_the_cells(report):
    """The plan of 2021-2025 holds a rate that its own amounts do not give: the row says why."""
    from baocao.checks.workspaces import reasons_of

    real = report("ke-hoach-5-nam 2021-2025")
    reasons = reasons_of(real.dataset, real.document.register.entries)
    told = {entry.text: reasons[entry.id] for entry in real.document.register.entries if entry.id in reasons}
    assert any("24,8/32,7 = 75,8%" in reason for reason in told.values())
    assert Evidence(reasons=reasons).texts == {}
