"""A new period from the one before: what the office is given to fill in, and what the report says when it is filled.

The report of the next year is filled with hostile numbers (``hostile_year``); no template may have to be touched for it.
"""

import csv
import hashlib
import io
import json
import re
import shutil

import openpyxl
import pytest
from hostile_year import ABSENT_PART, EMPTY_LIST, MISSING, REMARK, UNCHANGED, HostileYear
from real_report import PERIOD, REPORT, ROOT, RealReport, baocao, copy_workspace

from baocao.data.dataset import load_dataset
from baocao.data.indicators import Kind
from baocao.data.observations import Measure
from baocao.data.periods import Period
from baocao.document.tree import Footnote, Number
from baocao.errors import BaocaoError
from baocao.findings import Findings
from baocao.narrative.recipes import Recipe
from baocao.narrative.templates import COPIED
from baocao.new_period import begin
from baocao.office import Office

NEW = "2022-9T"
BOOK = f"data/{NEW}/so-lieu.xlsx"
TEXTS = f"loi-van/{REPORT}"
OPPOSITE = {"tăng": "giảm", "giảm": "tăng"}


def hashes(folder):
    """Return the SHA-256 of every file below a folder."""
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A workspace with the data of 2021 in which the report of 2022 has been begun from the command line."""
    root = copy_workspace(tmp_path_factory.mktemp("begun"))
    done = baocao("new", REPORT, "--period", NEW, folder=root)
    assert (done.returncode, done.stderr) == (0, "")
    assert BOOK in done.stdout
    return root


@pytest.fixture(scope="module")
def sheet(begun):
    return openpyxl.load_workbook(begun / BOOK)["Số liệu"]


@pytest.fixture(scope="module")
def columns(sheet):
    return {cell.value: cell.column for cell in sheet[1]}


@pytest.fixture(scope="module")
def lines(sheet, columns):
    """The cells of the rows by code and basis: column name -> cell."""
    rows = ({name: row[column - 1] for name, column in columns.items()} for row in sheet.iter_rows(min_row=2))
    return {(row["mã"].value, row["căn cứ"].value or ""): row for row in rows}


@pytest.fixture(scope="module")
def filled(begun, real, tmp_path_factory):
    """The same workspace after the office has filled in the workbook."""
    root = tmp_path_factory.mktemp("filled") / "co-quan"
    shutil.copytree(begun, root)
    HostileYear(real).fill(root / BOOK, lists_of(root / "data" / PERIOD))
    return root


def lists_of(folder):
    """Return the names in the list files of a folder."""
    return {
        path.stem: [row[0] for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";")][1:]
        for path in folder.glob("ds-*.csv")
    }


@pytest.fixture(scope="module")
def built(filled):
    """What the command line told of the report of 2022: its findings.

    Hostile numbers contradict each other, and the text is told so (SL2xx); the files are written all the same.
    """
    done = baocao("build", REPORT, "--period", NEW, "--format", "json", folder=filled)
    assert done.returncode in (0, 1), done.stdout
    return [finding for finding in json.loads(done.stdout) if not finding["code"].startswith("SL2")]


@pytest.fixture(scope="module")
def next_year(filled):
    """The report of 2022, up to its document."""
    return RealReport(filled, REPORT, NEW)


@pytest.fixture(scope="module")
def without_texts(filled, tmp_path_factory):
    """The report of 2022 when the office has deleted all texts copied from 2021."""
    root = tmp_path_factory.mktemp("without-texts") / "co-quan"
    shutil.copytree(filled, root)
    shutil.rmtree(root / "data" / NEW / "loi-van")
    return RealReport(root, REPORT, NEW)


def text_of(report):
    """Return the printed text, one line per paragraph, notes at their calls."""
    pieces = ("\n" if isinstance(piece, str) else getattr(piece, "text", "") for piece in report.printed())
    return "".join(pieces).replace("\u00a0", " ")


# The workbook


def test_a_row_for_every_number_that_the_report_read(lines, real):
    """Of the text, of its annex, and of every basis; numbers against a year go against the next one."""
    printed = {Recipe.from_json(entry.recipe).subject for entry in real.entries.values()}
    assert printed & real.dataset.catalogue.indicators.keys() <= {code for code, _ in lines}
    before = {(cell.key.indicator, cell.key.basis) for cell in real.cells}
    assert {(code, "2021" if basis == "2020" else basis) for code, basis in before} == lines.keys()


def test_describing_cells_say_what_is_wanted(lines, real):
    catalogue = real.dataset.catalogue
    for (code, _), row in lines.items():
        indicator = catalogue.indicators[code]
        assert row["chỉ tiêu"].value.lower().startswith(indicator.name.lower())
        assert (row["đơn vị"].value or "") == indicator.unit
        assert row["cơ quan"].value == indicator.agency
    assert lines["chi_nsdp", "du_toan"]["chỉ tiêu"].value == "Tổng chi ngân sách địa phương (dự toán)"
    assert lines["chi_nsdp", "du_toan"]["kỳ trước"].value == 6798.3
    assert lines["nhiem_vu.xa_ve_dich", ""]["kỳ trước"].value == 10, "a plan where there is nothing else"


def test_cells_to_fill_in_are_empty_numeric_and_open_the_others_locked(sheet, columns, lines):
    assert sheet.protection.sheet
    rules = {str(area): rule.type for rule in sheet.data_validations.dataValidation for area in rule.sqref.ranges}
    letters = {name: sheet.cell(1, column).column_letter for name, column in columns.items()}
    for measure in Measure:
        assert rules[f"{letters[measure.value]}2:{letters[measure.value]}{sheet.max_row}"] == "decimal"
    for row in lines.values():
        for name, cell in row.items():
            described = name in ("mã", "căn cứ", "địa bàn", "kỳ", "chỉ tiêu", "đơn vị", "cơ quan", "kỳ trước", "số đã báo cáo")
            assert cell.protection.locked == described
            assert described or cell.value is None
    assert "thuyết minh" in columns


def test_only_the_codes_are_hidden(sheet, columns):
    hidden = {
        column
        for letters in sheet.column_dimensions.values()
        if letters.hidden
        for column in range(letters.min, letters.max + 1)
    }
    assert hidden == {columns["mã"], columns["căn cứ"], columns["địa bàn"]}


def test_the_cells_that_were_filled_last_time_are_marked(lines):
    """Numerator and denominator are two cells."""
    marked = {
        name
        for name, cell in lines["thanh_tra.cuoc", ""].items()
        if cell.fill.fill_type and name != "mã" and cell.row > 1
    }
    assert marked == {"thực hiện", "trên tổng"}


def test_lists_wait_for_their_names(begun):
    book = openpyxl.load_workbook(begun / BOOK)
    assert {sheet.title for sheet in book.worksheets[1:]} <= lists_of(begun / "data" / PERIOD).keys()
    assert [cell.value for cell in book["ds-huyen-kinh-te-so"][1]] == ["tên", "giai đoạn", "từ ngày", "đến ngày"]
    assert all(sheet.max_row == 1 for sheet in book.worksheets[1:])


def test_texts_are_copied_and_marked(begun):
    old, new = begun / "data" / PERIOD / TEXTS, begun / "data" / NEW / TEXTS
    assert {path.name for path in new.iterdir()} == {path.name for path in old.iterdir()}
    for path in new.iterdir():
        assert path.read_text(encoding="utf-8") == f"{COPIED}\n{(old / path.name).read_text(encoding='utf-8')}"


def test_the_empty_workbook_is_read_as_it_is(begun, run):
    """Nothing is wrong with it; there only is no number yet, which the build says."""
    office, findings = Office(begun), Findings()
    dataset = load_dataset(office.workspace, office.catalogue, "lang-son", findings, Period.parse(NEW))
    assert not findings.items
    assert not [cell for cell in dataset.cells() if cell.place.file.startswith(f"data/{NEW}/")]
    left, _, told = run("build", REPORT, "--period", NEW, "--root", str(begun))
    assert left == 1
    assert re.match(rf"Lỗi KG103: .* 9 tháng đầu năm 2022\n  data/{NEW}\b", told)
    assert told.count("Lỗi") == 1


def test_a_second_time_is_refused(begun, run):
    before = hashes(begun)
    left, _, told = run("new", REPORT, "--period", NEW, "--root", str(begun))
    assert left == 1
    assert f"Lỗi KG132: đã có sổ số liệu của 9 tháng đầu năm 2022\n  {BOOK}" in told
    assert hashes(begun) == before


def test_without_a_period_before_there_is_nothing_to_begin_with(begun, run):
    left, _, told = run("new", REPORT, "--period", "2020-9T", "--root", str(begun))
    assert left == 1
    assert "KG131" in told


# Other kinds of periods


@pytest.fixture(scope="module")
def office():
    return Office(ROOT)


def book_of(files, period):
    return openpyxl.load_workbook(io.BytesIO(files[f"data/{period}/so-lieu.xlsx"]))


@pytest.fixture(scope="module")
def next_plan(office):
    """The files that begin the plan after that of 2026-2030."""
    return begin(office, office.report("ke-hoach-5-nam"), Period.parse("2031-2035"))


def test_the_next_plan_asks_for_the_years_of_this_one(next_plan):
    """A plan evaluates the five years before it: their rows name their period, moved on by five years."""
    book = book_of(next_plan, "2031-2035")
    head, *rows = book["Số liệu"].values
    at = {name: head.index(name) for name in ("mã", "kỳ", "căn cứ", "kỳ trước")}
    asked = {(row[at["mã"]], row[at["kỳ"]], row[at["căn cứ"]]): row[at["kỳ trước"]] for row in rows}
    assert asked["grdp.tang_truong", "2026-2030", None] == 6.79
    assert asked["grdp.co_cau.dich_vu", "2030", None] == 47.24
    assert ("grdp.co_cau.dich_vu", "2030", "2025") in asked, "the difference from the year before the plan"
    assert ("grdp.co_cau.dich_vu", None, None) in asked, "the next target"
    assert not [key for key in asked if key[1] == "2025" and key[2] is None and "grdp" in key[0]], "known already"


def test_long_names_of_lists_do_not_damage_the_workbook(next_plan):
    """Excel takes 31 letters for the name of a sheet; a list with a longer one gets a file."""
    long = "data/2031-2035/ds-do-thi-co-chuong-trinh-phat-trien.csv"
    assert next_plan[long].decode("utf-8-sig").startswith("tên")
    assert all(len(sheet.title) <= 31 for sheet in book_of(next_plan, "2031-2035").worksheets)


def test_a_month_begins_from_the_month_before(office):
    files = begin(office, office.report("bao-cao-xa"), Period.parse("2026-M10"))
    assert book_of(files, "2026-M10")["Số liệu"].max_row == 11
    with pytest.raises(BaocaoError, match="trước tháng 8 năm 2026"):
        begin(office, office.report("bao-cao-xa"), Period.parse("2026-M08"))


# The report of the next year


def test_it_is_built_without_an_error_and_tells_what_is_missing(built, filled):
    assert not [finding for finding in built if finding["severity"] == "error"]
    missing = [finding["message"] for finding in built if finding["code"] == "MB201"]
    assert [message.split(",")[0] for message in missing] == [
        "chưa có số: Đàn trâu",
        "chưa có số: Đàn trâu so với cùng kỳ",
        "chưa có số: Các khoản huy động đóng góp",
    ]
    assert {finding["code"] for finding in built if finding["severity"] == "warning"} == {"MB201", "MB301"}
    names = sorted(path.name for path in (filled / "output" / NEW / "lang-son").iterdir())
    assert names == [f"{REPORT}-phu-luc.xlsx", f"{REPORT}.docx", f"{REPORT}.pdf"]


def test_every_copied_text_that_is_printed_is_to_be_read_again(built, filled):
    told = [finding["place"]["file"] for finding in built if finding["code"] == "MB301"]
    copied = {path.relative_to(filled).as_posix() for path in (filled / "data" / NEW / TEXTS).iterdir()}
    of_the_empty_list = {f"data/{NEW}/{TEXTS}/cua-khau-tam-dung.md"}
    assert set(told) == copied - of_the_empty_list
    assert len(told) == len(set(told))


def test_templates_are_not_touched(built, begun, filled, real):
    """They are those with which the report of 2021 is built."""
    first = {path.relative_to(begun): digest for path, digest in hashes(begun / "templates").items()}
    assert {path.relative_to(filled): digest for path, digest in hashes(filled / "templates").items()} == first
    read = {path: digest for path, digest in real.office.workspace.hashes.items() if path.startswith("templates/")}
    assert read.items() <= {path.as_posix(): digest for path, digest in first.items()}.items()


def test_every_change_has_turned(real, next_year):
    """Each comparison that said "tăng" says "giảm" and the other way round, in text, notes and shared verbs."""
    new = {entry.recipe: entry.text for entry in next_year.entries.values()}
    kinds = {code: indicator.kind for code, indicator in real.dataset.catalogue.indicators.items()}
    turned = 0
    for entry in real.entries.values():
        recipe, verb = Recipe.from_json(entry.recipe), entry.text.split(" ")[0]
        changes = recipe.form == "so_sanh" or kinds.get(recipe.subject) is Kind.CHANGE
        if verb not in OPPOSITE or not changes:
            continue
        text = new[entry.recipe.replace(f'"{PERIOD}"', f'"{NEW}"').replace("so_voi.2020", "so_voi.2021")]
        if recipe.subject == MISSING:
            assert text.startswith("[chưa có số: Đàn trâu so với cùng kỳ, 9 tháng đầu năm 2022 - ")
        elif recipe.subject == UNCHANGED:
            assert text == "không đổi so với cùng kỳ"
        else:
            assert text.split(" ")[0] == OPPOSITE[verb], entry
            turned += 1
    assert turned > 50


@pytest.mark.parametrize(
    "words",
    [
        "xuất khẩu 881 triệu USD, đạt 73,1% kế hoạch, giảm 10,1% so với cùng kỳ; nhập khẩu 331 triệu USD",
        "kim ngạch xuất nhập khẩu qua địa bàn tỉnh ước thực hiện 1.212 triệu USD, giảm 60,4% so với cùng kỳ",
        "91 triệu USD, đạt 70% kế hoạch, không đổi so với cùng kỳ",
        "8.723 ha, đạt 100% kế hoạch",
        "33 vụ tai nạn giao thông, làm 34 người chết, 13 người bị thương; "
        "tăng 05 vụ, 07 người chết, 06 người bị thương so với cùng kỳ",
        "chưa giảm đồng thời cả 3 tiêu chí",
        "giảm 10 vụ, giảm 16,6 ha so với cùng kỳ",
        "giảm 6,2% so với cùng kỳ",
        "giảm 3,4% so với 31/12/2021",
        "giảm 8,1 tỷ đồng so với năm 2021",
        "Tính từ ngày 16/12/2021 đến ngày 14/9/2022",
        "thu nội địa 2.062,2 tỷ đồng, đạt 91,5% dự toán, giảm 5,5%; "
        "các khoản huy động đóng góp [chưa có số: Các khoản huy động đóng góp, 9 tháng đầu năm 2022 - Sở Tài chính]",
        "ước thực hiện 4.731,6 tỷ đồng, đạt 139,3% dự toán năm, giảm 41,8% so với cùng kỳ",
        "đàn trâu [chưa có số: Đàn trâu, 9 tháng đầu năm 2022 - Sở Nông nghiệp và Phát triển nông thôn]",
        "NHIỆM VỤ, GIẢI PHÁP TRỌNG TÂM QUÝ IV NĂM 2022",
        "kế hoạch phát triển kinh tế - xã hội năm 2023",
        "năm học 2022-2023",
    ],
)
def test_what_it_says(next_year, words):
    assert words in text_of(next_year)


def test_what_it_does_not_say(next_year):
    """What followed from the numbers of 2021, what has no data, and what an office notes for itself."""
    text = text_of(next_year)
    assert "Thu ngân sách tăng so với cùng kỳ" not in text
    assert "Hàng hóa được thông quan chủ yếu qua" not in text, EMPTY_LIST
    assert REMARK[:6] not in text
    assert not re.search(r"\bgiảm -|\btăng -|--", text)


def test_years_have_moved_on(without_texts, next_year):
    """Of the year before only the year before is said, of the one before that nothing; the rest is copied text."""
    text = text_of(without_texts)
    assert "2020" not in text
    expected = r"năm 2021|31/12/2021|từ ngày 16/12/2021"
    around = re.findall(r".{0,14}2021", text)
    assert around
    assert all(re.search(f"({expected})$", words) for words in around)
    title = next_year.document.meta.subject.replace("\u00a0", " ")
    assert "9 tháng đầu năm 2022" in title
    assert "quý IV năm 2022" in title
    assert "2021" not in title
    annex = next_year.document.register.entries
    assert any("9 tháng đầu năm 2022" in entry.text.replace("\u00a0", " ") for entry in annex)


def test_numbers_close_up_where_a_text_was_deleted(without_texts, next_year):
    assert numbered_tasks(next_year) == list(range(1, 14))
    assert numbered_tasks(without_texts) == list(range(1, 13)), "the task of one text is gone"
    chapter = [text for text in headings(without_texts) if text.startswith(("I.", "1.", "2.", "II."))]
    first, second = chapter.index(next(text for text in chapter if text.startswith("II."))), chapter[1]
    assert second.startswith("1. ")
    assert first == 2, "the section on the epidemic was one text: I has only 1 now"


def headings(report):
    """Return the texts of the headings with their numbers."""
    return [
        "".join(getattr(inline, "text", " ") for inline in block.inlines)
        for block in report.document.sections[0].blocks
        if block.style.startswith("heading")
    ]


def numbered_tasks(report):
    """Return the numbers of the khoản of the last part."""
    blocks = report.document.sections[0].blocks
    last = max(place for place, block in enumerate(blocks) if block.style == "heading 1")
    firsts = (block.inlines[0] for block in blocks[last + 1 :] if not block.style.startswith("heading"))
    return [int(first.text.rstrip(".")) for first in firsts if isinstance(first, Number)]


def test_nothing_is_left_of_a_deleted_text(without_texts):
    """No empty paragraph, no double space, no lonely mark of punctuation, no note without text."""
    assert not without_texts.findings.errors
    text = text_of(without_texts)
    assert not re.findall(r".{20}  |.{20} [.,;](?!\.)|\( ?\)|[,;]\.", text)
    for block in without_texts.document.sections[0].blocks:
        assert any(getattr(inline, "text", "").strip() for inline in block.inlines)
        for note in (inline for inline in block.inlines if isinstance(inline, Footnote)):
            assert all(paragraph.inlines for paragraph in note.blocks)


def test_the_absent_part_makes_no_wrong_total(built):
    assert not [finding for finding in built if finding["code"] == "SL101"], ABSENT_PART


def test_the_final_version_is_refused(filled, built, run):
    before = hashes(filled / "output" / NEW)
    left, _, told = run("build", REPORT, "--period", NEW, "--final", "--root", str(filled))
    assert left == 1
    for missing in ("Đàn trâu,", "Đàn trâu so với cùng kỳ", "Các khoản huy động đóng góp"):
        assert f"Lỗi MB205: bản trình ký còn chỗ thiếu số: [chưa có số: {missing}" in told
    assert hashes(filled / "output" / NEW) == before


def test_the_report_of_this_year_does_not_know_of_the_next(real, filled):
    again = RealReport(filled)
    assert again.document == real.document
