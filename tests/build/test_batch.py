"""All reports in one command, in a small workspace of three: one of them is broken, one is of another period."""

import json

import pytest
from small_report import OUTPUT, SECTION

GOOD, BROKEN, LATER = "thu", "hong", "sau"
BUILT = {
    (GOOD, "2021-9T"): ["output/2021-9T/lang-son/thu.docx", "output/2021-9T/lang-son/thu.pdf"],
    (LATER, "2021-2025"): ["output/2021-2025/lang-son/sau.docx", "output/2021-2025/lang-son/sau.pdf"],
}


@pytest.fixture
def three(desk):
    """The broken report comes first."""
    config = (desk.root / "baocao.toml").read_text(encoding="utf-8")
    section = (desk.root / SECTION).read_text(encoding="utf-8")
    broken = config.replace('"thu"', '"hong"')
    later = config.replace('"thu"', '"sau"').replace("2021-9T", "2021-2025")
    desk.put("baocao.toml", f"{broken}\n{config}\n{later}")
    desk.put("templates/hong/01-phan.md", section.replace("xnk.xuat_khau.dat", "xnk.xuat_khua.dat"))
    desk.put("templates/sau/01-phan.md", "# MỤC TIÊU\n\nChe phủ rừng {{ rung.che_phu.muc_tieu }}./.\n")
    for name in (BROKEN, LATER):
        desk.put(f"templates/{name}/trich-yeu.md", "Tình hình {{ ky.ten }}\n")
    (desk.root / OUTPUT).unlink()
    return desk


def outputs(desk):
    """Return the finished files by path; what baocao keeps for itself lies in ``output/`` directly or in ``.baocao``."""
    folder = desk.root / "output"
    files = (path for path in folder.glob("[0-9]*/**/*") if path.is_file())
    return {path.relative_to(desk.root).as_posix(): path.read_bytes() for path in files}


def rows(shown):
    """Return the cells of the table on the screen: report -> the cells after its name."""
    lines = [[cell.strip() for cell in line.strip("│┃").split("│")] for line in shown.splitlines() if "│" in line]
    return {name: cells for name, *cells in lines}


def test_the_others_are_built_and_the_table_tells_of_each(three, run):
    left, shown, told = run("build", "--all")
    assert left == 1
    assert rows(shown) == {
        BROKEN: ["2021-9T", "không dựng được", "1", "0", "0"],
        GOOD: ["2021-9T", "2 tệp", "0", "0", rows(shown)[GOOD][-1]],
        LATER: ["2021-2025", "2 tệp", "0", "0", rows(shown)[LATER][-1]],
    }
    assert "MB101" in told
    assert 'Có phải "xnk.xuat_khau"?' in told
    assert "Traceback" not in told
    assert sorted(outputs(three)) == sorted(path for paths in BUILT.values() for path in paths)


def test_all_is_well_without_the_broken_one(three, run):
    config = (three.root / "baocao.toml").read_text(encoding="utf-8")
    three.put("baocao.toml", config[config.index("[[report]]", 1) :])
    left, shown, _ = run("build", "--all")
    assert left == 0
    assert list(rows(shown)) == [GOOD, LATER]


def test_a_period_narrows(three, run):
    left, shown, told = run("build", "--all", "--period", "2021-2025")
    assert left == 0
    assert list(rows(shown)) == [LATER]
    assert "MB101" not in told
    assert sorted(outputs(three)) == BUILT[LATER, "2021-2025"]


def test_a_period_that_no_report_has(three, run):
    left, shown, told = run("build", "--all", "--period", "2019-6T")
    assert left == 1
    assert "Lỗi KG104: không có báo cáo nào khai kỳ 6 tháng đầu năm 2019" in told
    assert "2021-9T, 2021-2025" in told
    assert not shown
    assert not outputs(three)


def test_the_files_are_those_of_single_builds(three, run):
    run("build", "--all")
    together = outputs(three)
    for path in together:
        (three.root / path).unlink()
    for report, period in BUILT:
        assert run("build", report, "--period", period)[0] == 0
    assert outputs(three) == together


def test_what_a_broken_report_had_before_stays(three, run):
    path = "output/2021-9T/lang-son/hong.docx"
    three.put(path, "bản cũ")
    run("build", "--all")
    assert (three.root / path).read_text(encoding="utf-8") == "bản cũ"


def test_a_disk_that_takes_one_report_and_not_the_other(three, run):
    three.put(SECTION, "# TÌNH HÌNH\n\nĐất {{ thieu.dat }}.\n")
    (three.root / OUTPUT).parent.rmdir()
    (three.root / OUTPUT).parent.write_text("tệp", encoding="utf-8")  # a file lies where the folder should be
    left, shown, told = run("build", "--all")
    assert left == 1
    assert "KG011" in told
    assert "MB201" in told, "what was found before is told too"
    assert rows(shown)[GOOD][1] == "không dựng được"
    assert sorted(outputs(three)) == [*BUILT[LATER, "2021-2025"], "output/2021-9T/lang-son"]


def test_a_final_version_of_all_is_refused_where_numbers_are_missing(three, run):
    three.put("templates/sau/01-phan.md", "# MỤC TIÊU\n\nĐất {{ thieu.dat }}.\n")
    left, shown, told = run("build", "--all", "--final")
    assert left == 1
    assert "MB205" in told
    assert rows(shown)[LATER][1] == "không dựng được"
    assert rows(shown)[GOOD][1] == "2 tệp"


def test_findings_for_programs(three, run):
    left, shown, _ = run("build", "--all", "--format", "json")
    assert left == 1
    assert {finding["code"] for finding in json.loads(shown) if finding["severity"] == "error"} == {"MB101"}


def test_all_and_a_name_contradict(three, run):
    left, _, told = run("build", "thu", "--all", "--period", "2021-9T")
    assert left == 2
    assert "--all" in told
    assert not outputs(three)
