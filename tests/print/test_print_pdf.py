"""HTML -> PDF: what the file claims, that it is the same everywhere, and that nothing of the text is lost."""

import io
import itertools
import json
import os
import random
import re
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pypdfium2
import pytest
import weasyprint.layout
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
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
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from baocao.document.tree import (
    Alignment,
    Border,
    Break,
    Cell,
    Figure,
    Footnote,
    Marks,
    Number,
    PageBreak,
    Paragraph,
    Picture,
    Register,
    Row,
    Text,
    plain_text,
)
from baocao.document.tree import paragraphs as paragraphs_of
from baocao.errors import MachineError
from baocao.findings import Findings
from baocao.printing import fonts, painting, shaping
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


def objects(data):
    """Return the objects of a PDF by number, streams inflated; not its pages, nor those that say where others stand."""
    pdf = open_pdf(data)
    painted = {page.raw_get("/Contents").idnum for page in pdf.pages}
    found = {}
    for number in range(1, pdf.trailer["/Size"]):
        entry = pdf.get_object(number)
        if number not in painted and entry.get("/Type") not in ("/ObjStm", "/XRef"):
            content = entry.get_data() if isinstance(entry, StreamObject) else None
            kept = {NameObject(key): entry.raw_get(key) for key in entry if key not in ("/Length", "/Filter")}
            DictionaryObject(kept).write_to_stream(written := io.BytesIO())
            found[number] = written.getvalue(), content
    return found


def glyphs(data):
    """Return what the text of all pages is shown by, in order: marks, fonts, glyphs; then all places and moves of these."""
    shown, numbers, font, used = [], [], None, None
    operations = [operation for page in open_pdf(data).pages for operation in page.get_contents().operations]
    for operands, operator in operations:
        if operator == b"TJ":
            if font != used:
                used = font
                shown.append(font[0])
                numbers.append(float(font[1]))
            for part in operands[0]:
                if isinstance(part, bytes | str):
                    shown.extend(part.original_bytes)
                elif part:
                    shown.append("moved")
                    numbers.append(float(part))
        elif operator == b"Tf":
            font = tuple(operands)
        elif operator == b"Tm":
            numbers.extend(map(float, operands))
        elif operator == b"BDC":
            shown.append(operands[1]["/MCID"])
    return shown, numbers


def show_the_same(printed, expected):
    """Assert that two PDFs show the same text at the same places, but for what a viewer rounds away."""
    (shown, numbers), (expected_shown, expected_numbers) = glyphs(printed), glyphs(expected)
    assert shown == expected_shown
    assert numbers == pytest.approx(expected_numbers, abs=1e-3)


def pictures(data):
    """Return the pages of a PDF as pictures."""
    return [page.render(scale=1.3).to_numpy().astype(int) for page in pypdfium2.PdfDocument(data)]


def look_the_same(printed, expected):
    """Assert that two PDFs look the same.

    Where lines of a table cross, WeasyPrint paints their ends over each other, a shade darker than one line is.
    """
    for page, expected_page in zip(pictures(printed), pictures(expected), strict=True):
        difference = abs(page - expected_page)
        assert difference.max() <= 64
        assert (difference > 0).mean() < 1e-3


def alone(html):
    """Return the PDF that WeasyPrint makes in a process of its own, which is taught nothing."""
    program = "import sys, weasyprint; page = weasyprint.HTML(string=sys.stdin.buffer.read().decode());"
    program += "sys.stdout.buffer.write(page.write_pdf(pdf_variant='pdf/a-3a'))"
    return subprocess.run([sys.executable, "-c", program], input=html.encode(), capture_output=True, check=True).stdout


def assert_same(html):
    """Assert that ``html`` is printed as WeasyPrint alone prints it."""
    expected = alone(html)
    for _ in range(2):  # the second time from what is kept
        printed = typeset(html)[0]
        assert objects(printed) == objects(expected)
        show_the_same(printed, expected)
        look_the_same(printed, expected)


def test_what_is_kept_makes_no_other_page_than_weasyprint_alone():
    def is_plain(block):  # the rules for notes are our own
        return not isinstance(block, Paragraph) or not any(isinstance(inline, Footnote) for inline in block.inlines)

    tall = paragraph(Text(words(11, 60), Marks(size=32)), Number(" 5", Marks(bold=True)), alignment=Alignment.JUSTIFY)
    assert_same(to_html(document(tall, *filter(is_plain, report().sections[0].blocks), paragraph(words(3, 300)), tall)))


def test_what_is_drawn_around_text_is_drawn_as_by_weasyprint(monkeypatch):
    image = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(image, "PNG")
    marked = Text("chữ gạch chân, tô nền", Marks(underline=True, highlight="yellow", color="FF0000"))
    long = grid([[str(number), "một hai " * (number % 3), ""] for number in range(60)])
    merged = [Row((Cell((paragraph(merge),), merge=merge), Cell((paragraph("x"),), span=2))) for merge in ("start", "continue")]
    blocks = (
        paragraph("Trước ", marked, " sau ", Text("nghiêng", Marks(italic=True)), words(5, 80)),
        paragraph("", style="Đường kẻ"),
        grid([["1", "2", "3"], ["4", "", words(6, 30)], ["7", "8", "9"]]),
        replace(long, rows=(replace(long.rows[0], header=True), *long.rows[1:])),
        replace(long, rows=(*merged, *long.rows[:3]), borders=replace(long.borders, inside_vertical=Border(24), left=None)),
        PageBreak(),
        Picture(image.getvalue(), 2000, 1000, "Biểu đồ"),
    )
    left, draw = [], painting._draw_page
    monkeypatch.setattr(painting, "_draw_page", lambda page, stream: (left.append(page), draw(page, stream)))
    assert_same(to_html(document(*blocks)))
    assert len(left) == 2, "the page with the picture, printed twice"


@pytest.mark.parametrize(
    "css",
    [
        "p { float: left }",
        "p { transform: rotate(2deg) }",
        "span { position: relative; top: 2pt; z-index: 2; background: #ff0 }",
        "p { overflow: hidden; height: 10pt; border: 2pt dotted red }",
        "td { border: 2pt double #00f; background: #eee } tr { border: 3pt solid #0a0 }",
        "td { border: 1pt solid; visibility: hidden } table { border-collapse: separate }",
        "tr { break-before: page } td { border: 1pt solid } p { outline: 1pt solid }",
        "span { display: inline-block; border: 1pt solid; column-count: 2 }",
    ],
)
def test_what_our_pages_never_hold_is_left_to_weasyprint(css):
    blocks = (paragraph("Đoạn ", Text("có chữ", Marks(bold=True)), " sau"), grid([["một", "hai"], ["ba", "bốn"]]))
    assert_same(to_html(document(*blocks)).replace("</style>", f"{css}</style>", 1))


def test_letters_put_together_are_the_line_that_weasyprint_draws():
    chance = random.Random(1)
    signs = [*"aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯVTYWfijLo,.;:()%/-–…“”×°₫1234567890", *map(chr, range(0x1EA0, 0x1EFA))]
    signs += ["\u00a0", "e\u0302\u0301", "1\u20442", "\u200b", "П", "→"]  # and what is left to Pango
    blocks = []
    for _ in range(60):
        line = " ".join("".join(chance.choices(signs, k=chance.randint(1, 9))) for _ in range(chance.randint(1, 40)))
        marks = Marks(size=chance.randint(13, 40), bold=chance.random() < 0.3, kerning=chance.random() < 0.2 or None)
        blocks.append(paragraph(Text(line, marks), alignment=chance.choice((Alignment.JUSTIFY, Alignment.LEFT))))
    html = to_html(document(*blocks))
    printed, expected = typeset(html)[0], alone(html)
    assert objects(printed) == objects(expected)
    show_the_same(printed, expected)


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
