"""Only what has changed is built, exactly; and nobody's edits are written over."""

import functools
import json
import os
import random
import shutil
import time
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_communes import NUMBERS, PERIOD, SECTION, Communes, weighty

from baocao.batch.lock_file import LOCK_FILE
from baocao.printing import fonts

ALL = [f"xa-{n:02}" for n in range(4)]
DOCX = f"output/{PERIOD}/xa-01/xa-01.docx"
OPINION = f"data/{PERIOD}/loi-van/xa-02/danh-gia.md"


@pytest.fixture
def no_print(monkeypatch):
    """The PDF is made from the bytes of the DOCX and nothing else; where many reports are built it is left out."""
    monkeypatch.setattr("baocao.build.print_docx", lambda docx, name, findings: b"%PDF of " + name.encode())
    monkeypatch.setattr(fonts, "files", functools.cache(fonts.files))


@pytest.fixture
def communes(tmp_path, no_print):
    """Four communes, built."""
    made = Communes.of(tmp_path, 4)
    assert sorted(made.build()) == ALL
    return made


def test_nothing_to_do(communes):
    assert communes.reasons() == {}
    assert communes.build() == {}


def test_nothing_to_do_reads_no_table(communes, run, monkeypatch):
    monkeypatch.chdir(communes.root)
    monkeypatch.setattr("baocao.sheets.reading.read_csv", None)
    assert run("build", "--all")[0] == 0


def test_nothing_to_do_reads_none_of_the_files_again(tmp_path, no_print, monkeypatch):
    """Their hashes are known from the build: size and time of change are enough."""
    communes = Communes.of(tmp_path, 4)
    for path in communes.root.rglob("*.*"):
        os.utime(path, (10**9, 10**9))  # a young file would be read again
    communes.build()
    monkeypatch.setattr("hashlib.file_digest", None)
    assert communes.reasons() == {}


def test_a_file_saved_again_changes_nothing(communes):
    os.utime(communes.root / NUMBERS)
    os.utime(communes.root / SECTION)
    assert communes.reasons() == {}


def test_a_file_changed_twice_within_a_tick_of_the_clock(tmp_path, no_print):
    """Same size, same time: a young file is not believed to be the same."""
    communes = Communes.of(tmp_path, 2)
    path = communes.root / NUMBERS
    moment = time.time_ns() + 10**9
    os.utime(path, ns=(moment, moment))
    communes.build()
    communes.edit(NUMBERS, "chay.vu;xa-01;4", "chay.vu;xa-01;9")
    os.utime(path, ns=(moment, moment))
    assert list(communes.reasons()) == ["xa-01"]


def cell(communes, code, scope):
    """Return the address of the number of a commune."""
    rows = communes.text(NUMBERS).splitlines()
    return f"{NUMBERS}, ô C{next(at for at, row in enumerate(rows, 1) if row.startswith(f'{code};{scope};'))}"


CHANGES = {
    "a cell": ((NUMBERS, "chay.vu;xa-01;4", "chay.vu;xa-01;9"), {"xa-01": "số liệu đổi: Số vụ cháy rừng"}),
    "a cell that a check adds up": ((NUMBERS, "thu.phi;xa-03;5", "thu.phi;xa-03;6"), {"xa-03": "số liệu đổi: Thu phí"}),
    "a vanished cell": ((NUMBERS, "chay.ha;xa-00;10,5", "chay.ha;xa-00;"), {"xa-00": "số liệu không còn: Diện tích"}),
    "a cell that no report reads": ((NUMBERS, "khong_in;xa-01;1", "khong_in;xa-01;2"), {}),
    "the template": ((SECTION, "Xảy ra", "Đã xảy ra"), dict.fromkeys(ALL, f"mẫu đổi: {SECTION}")),
    "facts": (("data/co-quan/xa-03.csv", "địa danh;;xa-03", "địa danh;;Xã Ba"), {"xa-03": "thông tin cơ quan đổi"}),
    "the catalogue": (("data/chi-tieu.csv", "số vụ cháy", "vụ cháy"), dict.fromkeys(ALL, "danh mục đổi")),
    "one entry of baocao.toml": (("baocao.toml", '"BC"', '"BCT"'), {"xa-00": "khai báo của báo cáo"}),
    "a report more": (("baocao.toml", "[[report]]", '[[report]]\nname = "moi"\ntemplate = "xa"\nframe = "nghi-dinh-30"\n'
        'scope = "xa-00"\nperiods = ["2021-9T"]\noutline = ["I."]\nkind = "A"\nsymbol = "B"\n\n[[report]]'),
        {"moi": "chưa dựng lần nào"}),
}  # fmt: skip


@pytest.mark.parametrize(("change", "told"), CHANGES.values(), ids=CHANGES)
def test_what_a_change_rebuilds(communes, change, told):
    communes.edit(*change)
    reasons = communes.reasons()
    assert {name: found[0].startswith(told.get(name, "?")) for name, found in reasons.items()} == dict.fromkeys(told, True)


def test_the_reason_names_the_cell(communes):
    communes.edit(NUMBERS, "chay.vu;xa-01;4", "chay.vu;xa-01;9")
    (reason,) = communes.reasons()["xa-01"]
    assert reason == f"số liệu đổi: Số vụ cháy rừng, 9 tháng đầu năm 2021, {cell(communes, 'chay.vu', 'xa-01')}, dòng 8"


def test_a_new_cell(communes):
    communes.edit(NUMBERS, "chay.ha;xa-00;10,5", "chay.ha;xa-00;")
    communes.build()
    communes.edit(NUMBERS, "chay.ha;xa-00;", "chay.ha;xa-00;10,5")
    (reason,) = communes.reasons()["xa-00"]
    assert reason.startswith("số liệu mới có: Diện tích rừng cháy, 9 tháng đầu năm 2021, ")


def test_rows_that_moved_are_read_again(communes):
    """The register of a document names the cells."""
    communes.edit(NUMBERS, "khong_in;xa-01;1;\n", "")
    assert sorted(communes.reasons()) == ["xa-02", "xa-03"]


def test_a_text_that_comes_and_goes(communes):
    communes.put(OPINION, "Kết quả khá.\n")
    assert communes.reasons() == {"xa-02": [f"lời văn của kỳ mới có: {OPINION}"]}
    communes.build()
    communes.put(OPINION, "Kết quả tốt.\n")
    assert communes.reasons() == {"xa-02": [f"lời văn của kỳ đổi: {OPINION}"]}
    communes.build()
    (communes.root / OPINION).unlink()
    assert communes.reasons() == {"xa-02": [f"lời văn của kỳ không còn: {OPINION}"]}


def test_a_section_more(communes):
    communes.put("templates/xa/02-nhiem-vu.md", "# NHIỆM VỤ\n\nTiếp tục.\n")
    assert communes.reasons() == {name: ["có tệp thêm hoặc bớt trong thư mục templates/xa"] for name in ALL}


def test_a_macro_is_read_by_those_that_use_it(tmp_path, no_print):
    """It is compiled once; whoever takes it from there has read it too."""
    communes = Communes(tmp_path, [("mot", "mot", "xa"), ("hai", "hai", "xa"), ("ba", "ba", "xa")])
    communes.put("templates/chung/chao.md", "{% macro chao() %}Kính gửi{% endmacro %}")
    for name in ("mot", "ba"):
        use = '{% import "templates/chung/chao.md" as chung %}\n\n{{ chung.chao() }}.\n'
        communes.put(f"templates/{name}/02-ket.md", use)
    communes.build()
    communes.edit("templates/chung/chao.md", "Kính gửi", "Kính trình")
    assert sorted(communes.reasons()) == ["ba", "mot"]


def test_exactly_the_seven_that_read_a_cell(tmp_path, no_print):
    """Twelve reports of one area: seven print exports, five print something else."""
    reads = [f"co-{n}" for n in range(7)]
    others = [f"khong-{n}" for n in range(5)]
    communes = Communes(tmp_path, [(n, "xa", "tinh") for n in reads] + [(n, "khac", "tinh") for n in others])
    communes.put("templates/khac/01-tinh-hinh.md", "# TÌNH HÌNH\n\nThu ngân sách {{ thu.dat }}.\n")
    communes.build()
    before = communes.outputs()
    communes.edit(NUMBERS, "chay.ha;tinh;10,5", "chay.ha;tinh;11,5")
    assert sorted(communes.build()) == reads
    after = communes.outputs()
    changed = {path for path in after if path.endswith(".docx") and after[path] != before[path]}
    assert changed == {f"output/{PERIOD}/tinh/{name}.docx" for name in reads}


def test_an_error_in_the_data_stops_its_own_area(communes):
    communes.edit(NUMBERS, "chay.vu;xa-01;4", "chay.vu;xa-01;4.000")
    communes.edit(SECTION, "Xảy ra", "Đã xảy ra")
    results = communes.build()
    assert {name: bool(result.written) for name, result in results.items()} == {name: name != "xa-01" for name in ALL}
    assert communes.reasons() == {"xa-01": [f"mẫu đổi: {SECTION}", "số liệu có lỗi"]}
    communes.edit(NUMBERS, "chay.vu;xa-01;4.000", "chay.vu;xa-01;4")
    assert communes.reasons() == {"xa-01": [f"mẫu đổi: {SECTION}"]}


def test_the_plan_says_what_errors_in_the_data_stop(communes, run, monkeypatch):
    communes.edit(NUMBERS, "chay.vu;xa-01;4", "chay.vu;xa-01;4.000")
    communes.edit(SECTION, "Xảy ra", "Đã xảy ra")
    monkeypatch.chdir(communes.root)
    shown = run("build", "--all", "--dry-run")[1]
    assert "xa-00, 9 tháng đầu năm 2021: sẽ dựng" in shown
    assert "xa-01, 9 tháng đầu năm 2021: chưa dựng được, số liệu có lỗi" in shown
    assert "Sẽ dựng 3 trong 4 báo cáo." in shown


def test_findings_are_told_again_when_nothing_is_built(communes, run, monkeypatch):
    communes.edit(NUMBERS, "thu.phi;xa-03;5", "thu.phi;xa-03;9")
    monkeypatch.chdir(communes.root)
    first, second = run("build", "--all"), run("build", "--all")
    assert (first[0], second[0]) == (1, 1)
    assert "SL101" in first[2]
    weighed = [line for line in first[2].splitlines() if not line.startswith(("Đã dựng", "Còn"))]
    assert weighed == second[2].splitlines()


def test_draft_after_final(communes):
    assert sorted(communes.build(final=True)) == ALL
    assert communes.reasons() == {name: ["lần trước dựng bản trình ký"] for name in ALL}


def test_other_programs(communes, monkeypatch):
    monkeypatch.setattr("baocao.batch.programs._LIBRARIES", ("weasyprint",))
    assert all(found[0].startswith("chương trình đổi: docxtpl") for found in communes.reasons().values())
    assert len(communes.reasons()) == len(ALL)


# Files that somebody has edited


def save_in_word(path):
    """Save a DOCX as another program does: the same parts, another zip."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name in reversed(parts):
            package.writestr(name, parts[name])
    return path.read_bytes()


def test_an_edited_file_stays(communes, run, monkeypatch):
    edited = save_in_word(communes.root / DOCX)
    communes.edit(SECTION, "Xảy ra", "Đã xảy ra")
    assert sorted(communes.build()) == ["xa-00", "xa-02", "xa-03"]
    monkeypatch.chdir(communes.root)
    left, shown, told = run("build", "--all")
    assert (left, (communes.root / DOCX).read_bytes()) == (0, edited)
    assert "Cần xem DB102" in told
    assert f"baocao refresh {DOCX}" in told
    assert "Giữ nguyên 1 báo cáo" in shown
    left, shown, _ = run("build", "--all", "--dry-run")
    assert "xa-01, 9 tháng đầu năm 2021: giữ nguyên, tệp kết quả bị sửa tay" in shown
    assert "Sẽ dựng 0 trong 4 báo cáo." in shown
    left, _, told = run("build", "xa-01", "-p", PERIOD)
    assert (left, (communes.root / DOCX).read_bytes()) == (1, edited)
    assert "Lỗi DB102" in told
    assert run("build", "xa-01", "-p", PERIOD, "--overwrite")[0] == 0
    assert (communes.root / DOCX).read_bytes() != edited
    assert communes.reasons() == {}


@pytest.mark.parametrize("lost", ["no lock file", "a damaged one"])
def test_an_edited_file_stays_even_without_lock_file(communes, lost):
    edited = save_in_word(communes.root / DOCX)
    lock = communes.root / LOCK_FILE
    lock.unlink() if lost == "no lock file" else lock.write_text("{", encoding="utf-8")
    plan = communes.plan()
    assert {finding.code for finding in plan.told()} == ({"DB102"} if lost == "no lock file" else {"DB102", "DB107"})
    assert sorted(communes.carry_out(plan)) == ["xa-00", "xa-02", "xa-03"]
    assert (communes.root / DOCX).read_bytes() == edited


def test_a_file_edited_while_the_batch_runs(communes, monkeypatch):
    communes.edit(SECTION, "Xảy ra", "Đã xảy ra")
    plan = communes.plan()
    edited = save_in_word(communes.root / DOCX)
    results = communes.carry_out(plan)
    assert not results["xa-01"].written
    assert {finding.code for finding in weighty(results["xa-01"].findings)} == {"DB102"}
    assert (communes.root / DOCX).read_bytes() == edited


def test_a_deleted_file_is_built_again(communes):
    before = communes.outputs()
    (communes.root / DOCX).unlink()
    assert communes.reasons() == {"xa-01": [f"thiếu tệp kết quả: {DOCX}"]}
    communes.build()
    assert communes.outputs() == before


def test_the_plan_for_programs(communes, run, monkeypatch):
    communes.edit(NUMBERS, "chay.vu;xa-01;4", "chay.vu;xa-01;9")
    monkeypatch.chdir(communes.root)
    steps = json.loads(run("build", "--all", "--dry-run", "--format", "json")[1])
    assert [step["report"] for step in steps if step["build"]] == ["xa-01"]
    assert steps[1]["reasons"][0].startswith("số liệu đổi: Số vụ cháy rừng")


# Incremental or from nothing: the same

SCOPES = st.sampled_from(["xa-00", "xa-01"])
CODES = st.sampled_from(["chay.vu", "chay.ha", "thu", "thu.dat_dai", "thu.phi", "khong_in"])


def set_cell(communes, scope, code, value):
    rows = [row for row in communes.text(NUMBERS).splitlines() if not row.startswith(f"{code};{scope};")]
    communes.put(NUMBERS, "\n".join([*rows, *([f"{code};{scope};{value};"] if value is not None else [])]) + "\n")


def shuffle_rows(communes, seed):
    head, *rows = communes.text(NUMBERS).splitlines()
    random.Random(seed).shuffle(rows)
    communes.put(NUMBERS, "\n".join([head, *rows]) + "\n")


def put_or_remove(communes, name, text):
    communes.put(name, text) if text is not None else (communes.root / name).unlink(missing_ok=True)


def template(words):
    return f"# TÌNH HÌNH\n\n{words}\n\n{{{{ ds.cho.dem }}}} chợ.\n\n{{{{ loi_van.danh_gia }}}}\n"


EDITS = st.one_of(
    st.builds(lambda *a: (set_cell, a), SCOPES, CODES, st.sampled_from([None, "7", "8", "1.000"])),
    st.builds(lambda *a: (shuffle_rows, a), st.integers(0, 3)),
    st.builds(lambda n, t: (put_or_remove, (n, t)), st.just(SECTION),
              st.sampled_from(["{{ chay.vu.dat }}.", "{{ thu.dat }}, {{ thu.ck }}.", "{{ khong_in.so }}."]).map(template)),
    st.builds(lambda s, t: (put_or_remove, (f"data/{PERIOD}/loi-van/{s}/danh-gia.md", t)), SCOPES,
              st.sampled_from([None, "Tốt.\n", "<!-- chưa rà lại -->\nKhá.\n"])),
    st.builds(lambda t: (put_or_remove, (f"data/{PERIOD}/ds-cho.csv", t)),
              st.sampled_from([None, "tên\nChợ A\n", "tên\nChợ A\nChợ B\n"])),
    st.builds(lambda s, t: (put_or_remove, (f"data/co-quan/{s}.csv", t)), SCOPES,
              st.sampled_from([None, "mục;báo cáo;giá trị\nđịa danh;;X\n", "mục;báo cáo;giá trị\nngười ký;;Y\n"])),
    st.builds(lambda t: (put_or_remove, ("data/2020-9T/cu.csv", t)),
              st.sampled_from([None, "mã;địa bàn;thực hiện\nchay.vu;xa-00;5\n", "mã;thực hiện\nthu;6\n"])),
    st.builds(lambda t: (put_or_remove, ("data/2022/sau.csv", t)),
              st.sampled_from([None, "mã;địa bàn;thực hiện\nthu;xa-00;5\n"])),
)  # fmt: skip


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(EDITS, min_size=1, max_size=3), min_size=2, max_size=3))
def test_incremental_is_as_from_nothing(tmp_path_factory, no_print, rounds):
    root = tmp_path_factory.mktemp("edits")
    communes = Communes.of(root / "a", 2)
    communes.build()
    for edits in rounds:
        for change, arguments in edits:
            change(communes, *arguments)
        plan = communes.plan()
        results = communes.carry_out(plan)
        told = weighty([*plan.told(), *(finding for result in results.values() for finding in result.findings)])

        shutil.rmtree(root / "b", ignore_errors=True)
        shutil.copytree(root / "a", root / "b", ignore=shutil.ignore_patterns("output"))
        anew = Communes.__new__(Communes)
        anew.root = root / "b"
        whole = anew.plan()
        made = anew.carry_out(whole)
        assert told == weighty([*whole.told(), *(finding for result in made.values() for finding in result.findings)])
        kept, fresh = communes.outputs(), anew.outputs()
        assert {path: kept[path] for path in fresh} == fresh
        failed = {name for name, result in made.items() if result.exit_code and not result.written}
        assert failed == {name for name, result in results.items() if result.exit_code and not result.written}
