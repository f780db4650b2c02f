"""Every example of the user guide does what the guide says, and its last page has every code that the source can give."""

import ast
import re
import shutil
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from guide_codes import HEADER, PAGE, with_tables
from typer.testing import CliRunner

from baocao.annexes.filling import fill_annexes
from baocao.annexes.specs import _COLUMN, _GROUP, _LINE, _TOP, load_annex_specs
from baocao.build import build_report
from baocao.charts.drawing import alternative
from baocao.charts.filling import _SERIES
from baocao.charts.filling import _TOP as _CHART
from baocao.checks.families import RULES
from baocao.cli import app
from baocao.data.agency import KNOWN_KEYS
from baocao.data.dataset import View, load_dataset
from baocao.data.indicators import Kind
from baocao.data.observation_rows import _COLUMNS, _QUALIFIERS, _STATUSES
from baocao.data.periods import Period
from baocao.document.markdown import Conversion
from baocao.document.outline import number_outline
from baocao.document.tree import Break, Footnote, plain_text
from baocao.findings import Findings, Severity
from baocao.narrative.templates import Request
from baocao.narrative.terms import QUANTITY_FORMS, SHAPES
from baocao.new_period import begin
from baocao.office import Office
from baocao.saving import save
from baocao.sheets.numerals import read_numeral, written
from docs.guide import FOLDER, read_guide

ROOT = Path(__file__).parents[2]
GUIDE = read_guide()
REPORT = "bao-cao-vi-du"
PATTERNS = GUIDE.rows("mẫu", "in ra") + GUIDE.rows("mẫu", "in ra", "báo")
CELLS = GUIDE.rows("in", "nghĩa", "chỉ tiêu", "ô in ra")
CHANGES = GUIDE.rows("tệp", "hàng", "cột", "ghi", "mẫu", "in ra", "báo")
BUILT = GUIDE.rows("Báo cáo", "Kỳ", "Kết quả", "Lỗi", "Cần xem", "Lưu ý")
NEW_WORKBOOK = "data/2022-9T/so-lieu.xlsx"
CODE = re.compile(r"\b[A-Z]{2}\d{3}\b")


class Example:
    """The office of the guide in a temporary folder; templates given as text are rendered in it."""

    def __init__(self, root):
        self.root = root
        for name, text in GUIDE.files.items():
            self.put(name, text)

    def put(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def change(self, file, row, column, value):
        """Write one cell of a table; ``row`` is the start of the row as the file has it."""
        lines = self.root.joinpath(file).read_text(encoding="utf-8").splitlines()
        position = next(number for number, line in enumerate(lines) if line.startswith(row))
        cells = lines[position].split(";")
        cells[lines[0].split(";").index(column)] = value
        self.put(file, "\n".join([*lines[:position], ";".join(cells), *lines[position + 1 :]]) + "\n")

    def load(self):
        """Return the office, its data and all findings about them."""
        findings = Findings()
        office = Office(self.root)
        findings.extend(office.catalogue_findings)
        return office, load_dataset(office.workspace, office.catalogue, "lang-son", findings), findings

    def render(self, template, period):
        """Return the numbered paragraphs of a template as text, notes below, and the codes of the findings."""
        for path in (self.root / "templates" / REPORT).glob("[0-9]*.md"):
            path.unlink()
        self.put(f"templates/{REPORT}/01-thu.md", template)
        office, dataset, findings = self.load()
        at = Period.parse(period)
        request = Request(REPORT, REPORT, at, "lang-son", View(dataset))
        narrative = office.templates.render(request, findings)
        conversion = Conversion(narrative, findings)
        blocks = [block for section in narrative.sections for block in conversion.blocks(section)]
        return shown(number_outline(blocks, office.report(REPORT).outline)), [item.code for item in findings.items]

    def request(self, template, period):
        """Return the office, a request for a template of a period, and a list of findings to be added to."""
        office, dataset, findings = self.load()
        return office, Request(template, REPORT, Period.parse(period), "lang-son", View(dataset)), findings

    def annexes(self, template, period):
        """Return the annexes of a template filled in, and the findings."""
        office, request, findings = self.request(template, period)
        specs = load_annex_specs(office.workspace, template, findings)
        return fill_annexes(specs, request, office.templates, findings), findings


def plain(text):
    """Return a text with ordinary spaces and hyphens."""
    return text.replace("\u00a0", " ").replace("\u2011", "-")


def shown(blocks):
    """Return paragraphs as lines, calls of notes as [1], the notes themselves last."""
    lines, notes = [], []
    for block in blocks:
        words = []
        for inline in block.inlines:
            if isinstance(inline, Footnote):
                notes.append("".join(plain_text(paragraph.inlines) for paragraph in inline.blocks))
                words.append(f"[{len(notes)}]")
            else:
                words.append("\n" if isinstance(inline, Break) else plain_text((inline,)))
        lines.append("".join(words))
    lines += [f"[{number}] {note}" for number, note in enumerate(notes, 1)]
    return plain("\n".join(lines))


@pytest.fixture
def example(tmp_path):
    return Example(tmp_path)


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory):
    return Example(tmp_path_factory.mktemp("guide"))


def test_the_data_of_the_guide_are_without_fault(unchanged):
    _, _, findings = unchanged.load()
    assert not findings.items


@pytest.mark.parametrize("row", PATTERNS, ids=str)
def test_pattern(unchanged, row):
    text, codes = unchanged.render(row.cells["mẫu"], row.period)
    assert text == row.cells["in ra"]
    assert codes == row.cells.get("báo", "").split()


@pytest.mark.parametrize("row", GUIDE.rows("viết sai", "báo", "sửa"), ids=str)
def test_wrong_template(unchanged, row):
    _, codes = unchanged.render(row.cells["viết sai"], row.period)
    assert codes == [row.cells["báo"]]


@pytest.mark.parametrize(("template", "printed"), GUIDE.pairs)
def test_template_and_its_page(unchanged, template, printed):
    text, codes = unchanged.render(template, "2021-9T")
    assert text == printed.strip()
    assert not codes


@pytest.mark.parametrize("row", CHANGES, ids=str)
def test_changed_cell(example, row):
    cells = row.cells
    example.change(cells["tệp"], cells["hàng"], cells["cột"], cells["ghi"])
    text, codes = example.render(cells["mẫu"], row.period)
    assert text == cells["in ra"]
    assert codes == cells["báo"].split()


@pytest.mark.parametrize("drawn", GUIDE.annexes, ids=str)
def test_annex(unchanged, drawn):
    template = drawn.path.split("/")[1]
    (annex,), findings = unchanged.annexes(template, drawn.period)
    heads = [f"{head.group}: {head.text}" if head.group else head.text for head in annex.headings]
    assert [[plain(text) for text in row] for row in (heads, *(row.texts for row in annex.rows))] == drawn.printed
    assert {item.code for item in findings.items} <= {"MB505"}


@pytest.mark.parametrize("row", CELLS, ids=str)
def test_cell_of_an_annex(example, row):
    column = f'[[cot]]\nten = "Cột"\nin = "{row.cells["in"]}"\n'
    group = f'[[nhom]]\ndong = ["{row.cells["chỉ tiêu"]}", "pci"]\n'  # of two units, so that each row prints its own
    example.put("templates/thu/phu-luc-01-thu.toml", f'tieu_de = "Thử"\n{column}{group}')
    (annex,), _ = example.annexes("thu", row.period)
    assert [plain(text) for text in annex.rows[0].texts] == [row.cells["ô in ra"]]


@pytest.mark.parametrize("drawn", GUIDE.charts, ids=str)
def test_chart(unchanged, drawn):
    template, name = re.fullmatch(r"templates/(.+)/bieu-do-(.+)\.toml", drawn.path).groups()
    office, request, findings = unchanged.request(template, drawn.period)
    chart = office.templates.chart(name.replace("-", "_"), request, findings)
    assert alternative(chart) == drawn.printed
    assert not findings.items


@pytest.mark.parametrize("row", GUIDE.rows("ghi", "đọc là"), ids=str)
def test_numeral(row):
    assert written(read_numeral(row.cells["ghi"])) == row.cells["đọc là"]


@pytest.mark.parametrize("row", GUIDE.rows("ghi sai", "báo", "ghi đúng"), ids=str)
def test_wrong_number(example, row):
    example.change("data/2021-9T/so-lieu.csv", "chi_nsdp;", "thực hiện", row.cells["ghi sai"])
    _, _, findings = example.load()
    (finding,) = findings.items
    assert finding.code == row.cells["báo"]
    right = row.cells["ghi đúng"]
    assert all(word in finding.hint for word in re.findall(r"\d[\d,]*", right)), finding.hint


@pytest.mark.parametrize("row", GUIDE.rows("tên thư mục", "tên kỳ in ra", "kỳ tiếp theo"), ids=str)
def test_period(row):
    period = Period.parse(row.cells["tên thư mục"])
    assert (period.name, period.next.name) == (row.cells["tên kỳ in ra"], row.cells["kỳ tiếp theo"])


def test_the_office_of_the_guide_builds(example):
    with_frame(example)
    outcome = build_report(Office(example.root), REPORT, Period.parse("2021-9T"))
    assert not outcome.findings.errors
    assert sorted(name[-4:] for name in outcome.outputs) == [".pdf", "docx", "xlsx"]
    assert not [item.code for item in outcome.findings.items if item.severity is Severity.WARNING]


def with_frame(example):
    """Lay the frame of the guide's report into its office."""
    frames = example.root / "templates" / "mau-trinh-bay"
    frames.mkdir(parents=True)
    shutil.copy(ROOT / "templates" / "mau-trinh-bay" / "nghi-dinh-30.docx", frames)


def begin_period(example):
    """Begin the period of page 7 in the office of the guide, as its files say."""
    office = Office(example.root)
    files = begin(office, office.report(REPORT), Period.parse("2022-9T"))
    save(files, example.root)
    settings = example.root.joinpath("baocao.toml").read_text(encoding="utf-8")
    example.put("baocao.toml", settings.replace('["2021-9T"]', '["2021-9T", "2022-9T"]'))
    return files


def workbook_rows(book):
    """Yield each row of the new workbook as cells by column, and the columns that are marked."""
    head, *rows = book["Số liệu"].iter_rows()
    for row in rows:
        cells = {name.value: cell for name, cell in zip(head, row, strict=True)}
        yield cells, [name for name, cell in cells.items() if cell.fill.fgColor.rgb == "00FFF8DC"]


def test_a_new_period_has_the_files_and_rows_that_the_guide_shows(example):
    assert [*begin_period(example)] == [row.cells["tệp được lập"] for row in GUIDE.rows("tệp được lập", "chứa")]
    rows = []
    for cells, marked in workbook_rows(openpyxl.load_workbook(example.root / NEW_WORKBOOK)):
        before = cells["kỳ trước"].value
        rows.append(
            [cells["chỉ tiêu"].value, "" if before is None else written(Decimal(str(before))), ", ".join(marked)]
        )
    assert rows == [[*row.cells.values()] for row in GUIDE.rows("chỉ tiêu", "kỳ trước", "ô tô vàng")]


@pytest.mark.parametrize("filled", [True, False], ids=["filled in", "empty"])
def test_building_all_reports_ends_with_the_table_that_the_guide_shows(example, filled):
    with_frame(example)
    begin_period(example)
    if filled:
        book = openpyxl.load_workbook(example.root / NEW_WORKBOOK)
        value = 0
        for cells, marked in workbook_rows(book):
            value = cells["kỳ trước"].value or value  # a row of a basis goes with the main row above it
            for name in marked:
                cells[name].value = value if name in ("thực hiện", "tính theo") else 10
        book.save(example.root / NEW_WORKBOOK)
    done = CliRunner().invoke(app, ["build", "--all", "--root", str(example.root)])
    table = [[cell.strip() for cell in line.split("│")[1:-1]] for line in done.stdout.splitlines() if "│" in line]
    first, last = BUILT[:2], BUILT[2:]
    assert table == [[*row.cells.values()] for row in (first if filled else last)]
    assert done.exit_code == (0 if filled else 1)


def page(name):
    return next(FOLDER.glob(f"{name}-*.md")).read_text(encoding="utf-8")


def test_the_guide_names_every_column_and_word():
    text = page("01")
    wanted = [*_COLUMNS, *_STATUSES, *dict.fromkeys(_QUALIFIERS.values()), *(kind.value for kind in Kind), *KNOWN_KEYS]
    assert not [word for word in wanted if f"`{word}`" not in text]


def test_page_03_names_every_form_and_fact():
    text = page("03")
    forms = [path.stem for path in (ROOT / "templates" / "mau-trinh-bay").glob("*.docx")]
    assert not [word for word in (*forms, *KNOWN_KEYS) if f"`{word}`" not in text]


def test_the_patterns_show_every_word_of_the_language():
    templates = " ".join(row.cells["mẫu"] for row in (*PATTERNS, *CHANGES))
    words = (
        QUANTITY_FORMS | SHAPES | {"kh", "ck", "so_voi", "tu", "qua_nam", "trong_do", "co", "du", "tang", "giam", "ten"}
    )
    assert not [word for word in words if f".{word}" not in templates]


def test_the_cells_show_every_word_that_prints_one_number():
    shown = {word for row in CELLS for word in re.findall("[a-z_]+", row.cells["in"])}
    assert shown | {"so", "dat", "thuc_hien"} >= QUANTITY_FORMS | SHAPES  # these print what con_so prints


def test_the_guide_names_every_item_of_annexes_and_charts():
    text = page("06")
    assert not [
        item for item in (*_TOP, *_COLUMN, *_GROUP, *_LINE, *_CHART, *_SERIES) if not re.search(rf"\b{item}\b", text)
    ]


def test_no_page_names_a_code_that_is_not_given():
    named = {code for path in FOLDER.glob("*.md") for code in CODE.findall(path.read_text(encoding="utf-8"))}
    assert named <= given_codes()


def given_codes():
    """Return every code in a string of the source that is no docstring."""
    codes = set()
    for path in (ROOT / "src" / "baocao").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
                codes.update(CODE.findall(node.value))
    return codes


def test_page_10_lists_the_codes_as_the_rules_have_them():
    assert PAGE.read_text(encoding="utf-8") == with_tables(PAGE.read_text(encoding="utf-8"))
    assert [row.cells["mã"] for row in GUIDE.rows(*HEADER)] == list(RULES)


def test_every_code_is_explained():
    rows = GUIDE.rows("mã", "mức độ", "nghĩa", "cách xử lý")
    explained = [row.cells["mã"] for row in (*rows, *GUIDE.rows(*HEADER))]
    assert sorted(explained) == sorted(set(explained))
    given = given_codes()
    assert sorted(given - set(explained)) == [], "codes that page 05 does not explain"
    assert sorted(set(explained) - given) == [], "codes that the source no longer gives"
    assert all(row.cells["nghĩa"] and row.cells["cách xử lý"] for row in rows)
