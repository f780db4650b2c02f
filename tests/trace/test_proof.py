"""The copy for proofreading: the text as it was, figures on a grey ground with numbers, and the table that answers to them."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from docx_samples import reading
from lxml import etree
from trace_editing import MAIN, parts_of, typed_over

from baocao.closing.signed import reported_figures
from baocao.document.tree import Table, paragraphs, plain_text
from baocao.docx.reader import read
from baocao.findings import Findings
from baocao.narrative.recipes import Recipe
from baocao.tracing.tracer import Tracer

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VALIDATOR = Path(__file__).parents[1] / "ooxml" / "node_modules" / ".bin" / "ooxml-validator"
NUMBER = re.compile(r"\[(\d+)\]")


def proof(data, root, agency=""):
    findings = Findings()
    _, copy = Tracer(data, "bao-cao-xa.docx", root, findings).proof(agency)
    return copy, [finding.code for finding in findings.items]


def rows_of(copy):
    """Return the texts of the cells of the added table, row by row, the head first."""
    table = next(block for block in reading(copy)[0].sections[-1].blocks if isinstance(block, Table))
    return [
        ["\n".join(plain_text(p.inlines) for p in paragraphs(cell.blocks)).replace("\u00a0", " ") for cell in row.cells]
        for row in table.rows
    ]


def numbers_in(copy):
    """Return the raised numbers of the copy in the order of the body."""
    body = etree.fromstring(parts_of(copy)[MAIN])[0]
    raised = (run for run in body.iter(f"{W}r") if run.find(f"{W}rPr/{W}vertAlign") is not None)
    return [int(match[1]) for run in raised if (match := NUMBER.fullmatch("".join(run.itertext())))]


@pytest.fixture(scope="module")
def copy(files, workspace):
    made, codes = proof(files["docx"], workspace)
    assert codes == []
    return made


def test_the_text_is_untouched(files, copy):
    before, after = reading(files["docx"])[0], reading(copy)[0]

    def texts(section):
        return [NUMBER.sub("", plain_text(paragraph.inlines)) for paragraph in paragraphs(section.blocks)]

    assert len(after.sections) == len(before.sections) + 1
    assert texts(after.sections[0]) == texts(before.sections[0])
    assert after.register == before.register
    unchanged = {name: part for name, part in parts_of(files["docx"]).items() if name.startswith("customXml/")}
    assert unchanged.items() <= parts_of(copy).items()


def test_every_figure_has_its_number_and_its_row(copy):
    head, *rows = rows_of(copy)
    assert head[0] == "STT"
    assert head[-1].startswith("Xác nhận")
    assert numbers_in(copy) == list(range(1, 21)) == [int(row[0]) for row in rows]
    assert rows[3][1:6] == [
        "Phòng Kinh tế xã",
        "Đàn trâu, bò, so với cùng kỳ",
        "tháng 9 năm 2026",
        "tăng 2,9% so với cùng kỳ\n= 1.245 / 1.210 × 100 − 100 = 2,892561…",
        "",
    ]
    assert rows[2][5] == "1.210 con (tháng 9 năm 2025)"
    assert rows[3][6].startswith("data/2026-M09/bao-cao-xa.xlsx, Số liệu: E3, G3")


def test_the_table_is_an_annex_across_the_page_with_a_head_that_repeats(copy):
    section = reading(copy)[0].sections[-1]
    table = next(block for block in section.blocks if isinstance(block, Table))
    assert section.page.width > section.page.height
    assert table.rows[0].header
    assert sum(table.grid) == section.page.width - section.page.left - section.page.right


def test_the_figures_of_one_agency(files, workspace):
    made, codes = proof(files["docx"], workspace, "van hoa")
    assert codes == []
    rows = rows_of(made)[1:]
    assert numbers_in(made) == list(range(1, len(rows) + 1))
    assert {row[1] for row in rows} >= {"Hộ nghèo", "Học sinh đến trường"}
    assert not any("trâu" in row[1] for row in rows)


def test_an_agency_that_is_not_meant_by_one_name_only(files, workspace, tmp_path):
    assert proof(files["docx"], workspace, "phòng") == (b"", ["VB407"])
    assert proof(files["docx"], workspace, "Sở Y tế") == (b"", ["VB407"])
    assert proof(files["docx"], tmp_path, "phòng") == (b"", ["VB404", "VB407"])


def test_a_pdf_cannot_be_marked(files, workspace):
    assert proof(files["pdf"], workspace) == (b"", ["VB406"])


def test_a_figure_typed_over_is_shown_as_it_stands_and_as_it_was(files, workspace):
    made, _ = proof(typed_over(files["docx"], "tăng 2,9% so với cùng kỳ", "tăng 3% so với cùng kỳ"), workspace)
    assert rows_of(made)[4][4].startswith("tăng 3% so với cùng kỳ\n(đã sửa tay; khi làm ra ghi “tăng 2,9% so với cùng kỳ”)")


def test_figures_of_annex_tables_are_marked_in_their_cells(real_docx):
    findings = Findings()
    root = Path(__file__).parents[2]
    _, made = Tracer(real_docx, "bao-cao-ktxh.docx", root, findings).proof("Sở Công Thương")
    document = reading(made)[0]
    annex = next(block for block in document.sections[-2].blocks if isinstance(block, Table))
    marked = [text for p in paragraphs((annex,)) if NUMBER.search(text := plain_text(p.inlines))]
    assert "3.060[" in " ".join(marked)
    assert not any("95.911" in text for text in marked)


@pytest.mark.skipif(not VALIDATOR.exists(), reason="make test installs the Open XML SDK validator")
def test_the_open_xml_sdk_finds_no_error(copy, tmp_path):
    path = tmp_path / "soat-so.docx"
    path.write_bytes(copy)
    run = subprocess.run([VALIDATOR, path], capture_output=True, text=True, check=False)
    assert json.loads(run.stdout)["errors"] == []


def test_a_signed_document_reports_what_the_cells_of_its_annex_show(real_docx):
    """A cell has no control of its own, and a hand may have typed over it before the document was signed."""
    main = parts_of(real_docx)[MAIN].decode("utf-8")
    entries = read(real_docx, "a.docx", Findings()).register.entries
    cells = [entry for entry in entries if Recipe.from_json(entry.recipe).bare and entry.value]
    cell = next(entry for entry in cells if main.count(f"<w:t>{entry.text}</w:t>") == 1)
    signed = typed_over(real_docx, cell.text, "1.234,5")
    figures, typed = reported_figures(read(signed, "a.docx", Findings()))
    assert [(figure.id, figure.text, figure.value) for figure in typed] == [(cell.id, "1.234,5", None)]
    assert len(figures) == len(reported_figures(read(real_docx, "a.docx", Findings()))[0])
