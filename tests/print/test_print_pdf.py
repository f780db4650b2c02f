"""HTML -> PDF: what the file claims, that it is the same everywhere, and that nothing of the text is lost."""

import itertools
import json
import os
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
import weasyprint.layout
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from print_samples import (
    META,
    REGISTER,
    WORDS,
    document,
    grid,
    is_header,
    note,
    open_pdf,
    paragraph,
    pieces,
    signature,
    words,
)

from baocao.document.tree import (
    Alignment,
    Break,
    Figure,
    Footnote,
    Marks,
    Number,
    Paragraph,
    Picture,
    Register,
    Text,
    plain_text,
)
from baocao.document.tree import paragraphs as paragraphs_of
from baocao.errors import MachineError
from baocao.findings import Findings
from baocao.printing import fonts, shaping
from baocao.printing.html import to_html
from baocao.printing.layout import typeset
from baocao.printing.pdf import print_pdf


def report():
    """Return a report of several pages with headings, figures, notes, a table and a signature block."""
    blocks = []
    for part in range(1, 4):
        blocks.append(paragraph(Number(f"Phần {part}"), Break(), "TÌNH HÌNH", style="heading 1"))
        for number in range(1, 6):
            blocks.append(paragraph(Number(f"{number}."), f" Mục {number}", style="heading 2"))
            figure = Figure("f1", "980\u00a0triệu\u00a0USD", "Xuất khẩu")
            call = note(f"Chú thích {part}{number}: " + words(number, 25))
            blocks.append(paragraph(words(part * 10 + number, 60) + " đạt ", figure, call, ", tăng 10,1%."))
    blocks.append(grid([["TT", "Chỉ tiêu"], ["1", "GRDP/người"]]))
    return document(*blocks, paragraph("Trân trọng./."), signature())


@pytest.fixture(scope="module")
def printed():
    return print_pdf(report())


@pytest.fixture(scope="module")
def pdf(printed):
    return open_pdf(printed)


def test_it_is_tagged_pdf_a_3a(pdf):
    root = pdf.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    assert re.search(r'pdfaid:part="3"', metadata)
    assert re.search(r'pdfaid:conformance="A"', metadata)
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert root["/OutputIntents"][0]["/DestOutputProfile"].get_data()[36:40] == b"acsp"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "vi"
    assert root["/StructTreeRoot"]["/K"][0]["/S"] == "/Document"
    assert "/ID" in pdf.trailer


def test_headings_notes_and_tables_have_tags(pdf):
    kinds = set()

    def walk(node):
        if hasattr(node, "get_object"):
            node = node.get_object()
        if isinstance(node, dict) and "/S" in node:
            kinds.add(node["/S"])
            children = node.get("/K", [])
            for child in children if isinstance(children, list) else [children]:
                walk(child)

    walk(pdf.trailer["/Root"]["/StructTreeRoot"]["/K"][0])
    assert {"/Document", "/Sect", "/H1", "/H2", "/P", "/Table", "/TR", "/TD"} <= kinds


def test_everything_painted_is_content_or_artifact(pdf):
    painting = {b"Tj", b"TJ", b"f", b"f*", b"S", b"B", b"b", b"Do", b"sh"}
    for page in pdf.pages:
        depth = 0
        for operands, operator in page.get_contents().operations:
            depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(operator, 0)
            assert depth or operator not in painting, (operands, operator)


def test_properties_and_dates_are_the_documents(pdf):
    info = pdf.metadata
    assert (info.title, info.author, info.subject) == (META.title, META.author, META.subject)
    assert info["/Keywords"] == "báo cáo, 2021"
    assert info["/CreationDate"] == info["/ModDate"] == "D:20211001000000Z"


def test_bookmarks_are_the_outline(pdf):
    first, inside, *_ = pdf.outline
    assert first.title == "Phần 1 TÌNH HÌNH"
    assert [entry.title for entry in inside] == [f"{number}. Mục {number}" for number in range(1, 6)]


def test_fonts_are_embedded(pdf):
    names = set()
    for page in pdf.pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font["/DescendantFonts"][0].get_object()
            assert "/FontFile2" in inner["/FontDescriptor"]
            assert "/ToUnicode" in font
            names.add(inner["/BaseFont"].split("+")[1])
    assert all(re.match("(Liberation-Serif|Times-New-Roman)", name) for name in names)


def test_the_register_is_attached(pdf):
    (cell,) = json.loads(pdf.attachments["so-lieu.json"][0])["entries"][0]["cells"]
    assert cell["place"] == "so-lieu.csv, D14"
    (file,) = pdf.trailer["/Root"]["/AF"]
    file = file.get_object()
    assert file["/AFRelationship"] == "/Data"
    embedded = file["/EF"]["/F"]
    assert embedded["/Subtype"] == "/application/json"
    assert embedded["/Params"]["/ModDate"] == "D:20211001000000Z"


def test_no_register_no_attachment():
    pdf = open_pdf(print_pdf(document(paragraph("x"), register=Register())))
    assert not pdf.attachments


def test_what_was_printed_before_changes_nothing(printed):
    larger = paragraph(Text(words(11, 60), Marks(size=32)), " đạt ", Number("5", Marks(bold=True)))
    other = document(larger, *report().sections[0].blocks[:4])
    first = print_pdf(other)
    assert print_pdf(report()) == printed
    assert print_pdf(other) == first


def test_what_is_kept_makes_no_other_page_than_weasyprint_alone():
    def is_plain(block):  # the rules for notes are our own
        return not isinstance(block, Paragraph) or not any(isinstance(inline, Footnote) for inline in block.inlines)

    tall = paragraph(Text(words(11, 60), Marks(size=32)), Number(" 5", Marks(bold=True)), alignment=Alignment.JUSTIFY)
    html = to_html(document(tall, *filter(is_plain, report().sections[0].blocks), paragraph(words(3, 300)), tall))
    program = "import sys, weasyprint; page = weasyprint.HTML(string=sys.stdin.buffer.read().decode());"
    program += "sys.stdout.buffer.write(page.write_pdf(pdf_variant='pdf/a-3a'))"
    alone = subprocess.run([sys.executable, "-c", program], input=html.encode(), capture_output=True, check=True).stdout
    for _ in range(2):  # the second time from what is kept
        assert typeset(html)[0] == alone


WORD = st.sampled_from([*WORDS, "hằng", "4.528\u00a0con,", "101,2%", "(ha)", "20/9/2026", "a\u2028b", "m³", "ﬁnance", "Ω"])
TEXT = st.text(st.sampled_from("aăn  -.\u00a0\u2011đ"), max_size=12) | st.lists(WORD, max_size=60).map(" ".join)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(TEXT, st.sampled_from(Alignment), st.integers(-400, 800), st.integers(20, 34)), min_size=1))
def test_plain_text_is_set_as_weasyprint_and_pango_set_it(shapes):
    blocks = [
        paragraph(Text(text, Marks(size=size)), alignment=alignment, indent_first=indent, indent_left=400)
        for text, alignment, indent, size in shapes
    ]
    pieces = [(Text(text, Marks(size=28, bold=indent > 400 or None)), " ") for text, _, indent, _ in shapes]
    mixed = paragraph(*itertools.chain.from_iterable(pieces), note(shapes[0][0]), ".", alignment=shapes[0][1])
    html = to_html(document(*blocks, mixed, grid([[text] * 4 for text, *_ in shapes])))
    ours = typeset(html)[0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weasyprint.layout.block, "iter_line_boxes", weasyprint.layout.inline.iter_line_boxes)
        patch.setattr(shaping, "_LINES", shaping.Kept())
        patch.setattr(shaping, "_added_up", lambda *_: None)
        assert typeset(html)[0] == ours


def test_the_same_bytes_in_another_process(printed):
    program = "import test_print_pdf as t, hashlib; print(hashlib.sha256(t.print_pdf(t.report())).hexdigest())"
    paths = [str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(paths)}
    answer = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == sha256(printed).hexdigest()


def without_space(text):
    return re.sub(r"\s+", "", text)


def test_the_text_is_that_of_the_document(pdf):
    """Body, notes, calls and page numbers are told apart by size and place."""
    body, notes, calls = [], [], []
    for page in pdf.pages:
        for text, size, height in pieces(page):
            if not is_header(page, height):
                {10: notes, 5.8: notes, 8.12: calls}.get(size, body).append(text)
    expected, expected_notes = [], []
    for block in paragraphs_of(report().sections[0].blocks):
        expected.append(plain_text(block.inlines))
        for inline in block.inlines:
            if hasattr(inline, "blocks"):
                number = len(expected_notes) + 1
                expected_notes.append(f"{number} " + "".join(plain_text(part.inlines) for part in inline.blocks))
    assert without_space("".join(body)) == without_space("".join(expected))
    assert without_space("".join(notes)) == without_space("".join(expected_notes))
    assert without_space("".join(calls)) == "".join(str(number) for number in range(1, 16))


def test_a_picture_that_cannot_be_read_is_told():
    findings = Findings()
    print_pdf(document(paragraph("x"), Picture(b"no picture", 2000, 1000, "Biểu đồ")), findings)
    assert [finding.code for finding in findings.items] == ["IN102"]


def test_a_note_longer_than_a_page_is_told():
    findings = Findings()
    print_pdf(document(paragraph("số", note(words(1, 1600)))), findings)
    assert [finding.code for finding in findings.items] == ["IN101"]
    print_pdf(report(), findings := Findings())
    assert not findings.items


def test_a_machine_without_the_font_is_told(monkeypatch):
    monkeypatch.setattr(fonts, "_ask", lambda command: {"DejaVu Sans"})
    fonts.found.cache_clear()
    try:
        with pytest.raises(MachineError) as caught:
            print_pdf(document(paragraph("x")))
    finally:
        fonts.found.cache_clear()
    assert caught.value.findings[0].code == "HT102"
    assert "fonts-liberation2" in caught.value.findings[0].hint


def test_a_machine_without_pango_is_told(monkeypatch):
    class Refusing:
        def find_spec(self, name, path=None, target=None):
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")
            return

    for name in [name for name in sys.modules if name == "baocao.printing.layout" or name.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Refusing(), *sys.meta_path])
    with pytest.raises(MachineError) as caught:
        print_pdf(document(paragraph("x")))
    (finding,) = caught.value.findings
    assert finding.code == "HT101"
    assert "libpango-1.0-0" in finding.hint
    assert caught.value.exit_code == 4


def test_an_empty_document_is_a_page():
    assert len(open_pdf(print_pdf(document(Paragraph("Nội dung"), register=REGISTER))).pages) == 1
