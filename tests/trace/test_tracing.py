"""A figure asked for is found where it stands and told where it comes from, in a DOCX, an edited one, and a PDF."""

import io
import json
import shutil

import openpyxl
import pypdf
import pytest
from trace_editing import typed_over

from baocao.errors import InputError
from baocao.findings import Findings, Place, parse_place
from baocao.printing.attached import read_pdf, register_of
from baocao.tracing.opened import number_pattern, open_traced
from baocao.tracing.search import find_figure, find_indicator
from baocao.tracing.tracer import Tracer

CHANGE = "tăng 2,9% so với cùng kỳ"


@pytest.fixture(scope="module")
def opened(files):
    return open_traced(files["docx"], "bao-cao-xa.docx", Findings())


def ask(data, root, **question):
    """Return what tracing says of a question, and the codes of its findings."""
    findings = Findings()
    figures, typed = Tracer(data, "bao-cao-xa.docx", root, findings).ask(**question)
    return figures, typed, [finding.code for finding in findings.items]


# Searching


@pytest.mark.parametrize(
    ("asked", "text", "found"),
    [
        ("2,9%", CHANGE, True),
        ("9%", CHANGE, False),
        ("2,9", CHANGE, True),
        ("TĂNG 2,9%", CHANGE, True),
        ("1.245 con", "1.245 con", True),
        ("245", "1.245 con", False),
        ("1", "1.245 con", False),
        ("1.245", "11.245", False),
        ("8 - 9%", "từ 8 - 9%", True),
    ],
)
def test_a_number_is_found_whole_or_not_at_all(asked, text, found):
    assert bool(number_pattern(asked).search(text)) is found


def test_a_figure_is_found_by_the_number_inside_it(opened):
    (hit,) = find_figure(opened, "2,9%").figures
    assert hit.shown.replace("\u00a0", " ") == CHANGE
    assert hit.line.headings == ("I. KẾT QUẢ THÁNG 9 NĂM 2026", "1. Kinh tế")
    assert hit.sentence.replace("\u00a0", " ") == f"Đàn trâu, bò có 1.245 con, {CHANGE}."


def test_a_space_that_must_not_break_is_a_space(opened):
    assert len(find_figure(opened, "1.245 con").figures) == 1


def test_a_number_in_the_text_is_told_from_a_figure(opened):
    hits = find_figure(opened, "2026")
    assert not hits.figures
    assert len(hits.typed) > 1


def test_what_is_nearest_to_a_number_that_is_not_there(opened):
    assert find_figure(opened, "2,99%").nearest[0] == "2,9%"


@pytest.mark.parametrize("asked", ["Hộ nghèo", "hộ nghèo", "ho ngheo", "xa.ho_ngheo"])
def test_an_indicator_is_found_by_name_and_code_with_and_without_marks(opened, asked):
    shown = [found.shown.replace("\u00a0", " ") for found in find_indicator(opened, asked).figures]
    assert shown == ["38 hộ", "giảm 14 hộ so với cùng kỳ"]


# What is told


def test_all_that_is_known_of_a_figure(files, workspace):
    ((figure,), _, codes) = ask(files["docx"], workspace, figure="2,9%")
    assert codes == []
    assert (figure.name, figure.period) == ("Đàn trâu, bò, so với cùng kỳ, tháng 9 năm 2026", "tháng 9 năm 2026")
    assert (figure.agency, figure.formula) == ("Phòng Kinh tế xã", "1.245 / 1.210 × 100 − 100")
    assert figure.value.startswith("2,892")
    assert [(cell.place.file, cell.place.sheet, cell.place.cell, cell.value) for cell in figure.cells] == [
        ("data/2026-M09/bao-cao-xa.xlsx", "Số liệu", "E3", "1.245"),
        ("data/2026-M09/bao-cao-xa.xlsx", "Số liệu", "G3", "1.210"),
    ]
    assert figure.now == "không đổi"


def test_data_that_has_changed_since_is_told(files, workspace, tmp_path):
    root = tmp_path / "nay"
    shutil.copytree(workspace, root)
    path = root / "data/2026-M09/bao-cao-xa.xlsx"
    book = openpyxl.load_workbook(path)
    book["Số liệu"]["E3"] = 1250
    book.save(path)
    ((figure,), _, _) = ask(files["docx"], root, figure="2,9%")
    assert figure.now == "tăng 3,3% so với cùng kỳ"
    assert [cell.now for cell in figure.cells] == ["ghi 1.250", "không đổi"]


def test_without_a_workspace_the_register_tells_and_what_is_missing_is_said(files, tmp_path):
    ((figure,), _, codes) = ask(files["docx"], tmp_path, figure="2,9%")
    assert codes == ["VB404"]
    assert (figure.agency, figure.now) == ("", "")
    assert figure.formula
    assert figure.cells


def test_a_figure_typed_over_is_told_to_be_so(files, workspace):
    data = typed_over(files["docx"], CHANGE, "tăng 3% so với cùng kỳ")
    ((figure,), _, _) = ask(data, workspace, figure="3%")
    assert figure.overtyped
    assert figure.printed.replace("\u00a0", " ") == CHANGE


def test_nothing_found_is_an_error_with_what_is_nearest(files, workspace):
    assert ask(files["docx"], workspace, figure="777")[2] == ["VB402"]
    assert ask(files["docx"], workspace, indicator="xuất khẩu gỗ")[2] == ["VB402"]
    assert ask(files["docx"], workspace, figure="2026")[2] == ["VB403"]


def test_the_whole_register_in_reading_order(files, workspace):
    suffix, data = Tracer(files["docx"], "bao-cao-xa.docx", workspace, Findings()).workbook()
    rows = list(openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(min_row=6, values_only=True))
    assert suffix == "-nguon-so.xlsx"
    assert [row[0] for row in rows] == list(range(1, 21))
    assert [row[1] for row in rows[:4]] == ["186 ha", "đạt 77,5% kế hoạch", "1.245 con", CHANGE]
    assert rows[3][9:12] == ("data/2026-M09/bao-cao-xa.xlsx", "Số liệu", "E3\nG3")


@pytest.mark.parametrize(
    "place",
    [
        Place("data/a.csv", cell="E44", line=44),
        Place("data/a b, c.xlsx", 'Số "liệu"', "AB3"),
        Place("a.csv", detail="x (y)"),
        Place("a.csv"),
    ],
)
def test_a_place_that_was_written_out_is_read_again(place):
    assert parse_place(str(place)) == place


# PDF


def test_a_pdf_tells_the_same_as_its_docx(files, workspace):
    pdf, docx = (ask(files[kind], workspace)[0] for kind in ("pdf", "docx"))
    assert {figure.id for figure in pdf} == {figure.id for figure in docx}
    ((figure,), _, codes) = ask(files["pdf"], workspace, figure="2,9%")
    assert codes == []
    assert (figure.place, figure.formula) == ("trang 1", "1.245 / 1.210 × 100 − 100")


def test_a_pdf_of_another_make_has_no_register(tmp_path):
    writer, stream = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(stream)
    with pytest.raises(InputError) as raised:
        open_traced(stream.getvalue(), "khac.pdf", Findings())
    assert raised.value.findings[0].code == "VB401"


def test_a_pdf_with_a_password(files):
    writer, stream = pypdf.PdfWriter(clone_from=io.BytesIO(files["pdf"])), io.BytesIO()
    writer.encrypt("x", algorithm="RC4-128")
    writer.write(stream)
    assert refusal(stream.getvalue()) == "VB112"


def test_an_attachment_that_is_too_large_when_opened():
    writer, stream = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_attachment("so-lieu.json", b"0" * (90 * 2**20))
    for item in writer._objects:
        if isinstance(item, pypdf.generic.StreamObject) and len(item.get_data()) > 2**20:
            packed = item.flate_encode()
            item.clear()
            item.update(packed)
            item._data = packed._data
    writer.write(stream)
    assert len(stream.getvalue()) < 2**20
    assert refusal(stream.getvalue()) == "VB123"


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.9, 0.99])
def test_a_damaged_pdf_is_refused_or_read_never_a_traceback(files, share):
    data = files["pdf"]
    cut = data[: int(len(data) * share)]
    assert outcome(cut) in ("read", "VB111")


@pytest.mark.parametrize("plain", [[], {"entries": [1]}, {"entries": {}}, {"report": 5}, {"entries": [{"id": []}]}])
def test_a_register_that_is_none_is_refused(plain):
    with pytest.raises(ValueError, match="is a"):
        register_of(json.loads(json.dumps(plain)))


def refusal(data):
    with pytest.raises(InputError) as raised:
        read_pdf(data, "la.pdf")
    return raised.value.findings[0].code


def outcome(data):
    """Return the code with which a PDF is refused, "read" when it is not."""
    try:
        read_pdf(data, "la.pdf")
    except InputError as error:
        return error.findings[0].code
    return "read"
