"""Other programs on our files: the Open XML SDK finds no error, LibreOffice opens, prints and gives back everything."""

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from docx_samples import FRAME, filled_frame, plain_frame, reading

from baocao.checks.reading import read_file
from baocao.document.tree import (
    Alignment,
    Border,
    Borders,
    Break,
    Cell,
    Control,
    Document,
    Field,
    Figure,
    Footnote,
    Link,
    Marks,
    Meta,
    Number,
    Page,
    PageBreak,
    Paragraph,
    ParagraphFormat,
    Picture,
    Register,
    RegisterEntry,
    Row,
    Section,
    Tab,
    Table,
    Text,
    paragraphs,
    plain_text,
)
from baocao.docx.comments import annotate
from baocao.docx.package import open_package
from baocao.docx.writer import write
from baocao.findings import Finding, Findings, Severity

VALIDATOR = Path(__file__).parents[1] / "ooxml" / "node_modules" / ".bin" / "ooxml-validator"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ffff3f0005fe02fe0def46b8"
    "0000000049454e44ae426082"
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


def figure(n):
    return Figure(f"f{n:07x}", f"{n}\u00a0triệu USD", "Xuất khẩu, 9 tháng 2021")


def body(*inlines, format=None):
    return Paragraph("Nội dung", inlines, format or ParagraphFormat())


EVERY_MARK = Marks(True, True, True, True, 22, "FF0000", "yellow", "Arial", True, True)
NO_MARK = Marks(False, False, False, False, 22, "FF0000", None, None, False, False)
EVERY_FORMAT = ParagraphFormat(
    Alignment.RIGHT,
    100,
    100,
    -100,
    60,
    60,
    None,
    True,
    True,
    True,
    2,
    Borders(Border(), Border(), Border(), Border(width=0)),
)
NOTE = Footnote(
    (Paragraph("footnote text", (Text("Gồm "), figure(90), Link("https://vi.example/?a=1&b=2", (Text("đây"),)))),)
)
CELL = Cell((body(figure(91), NOTE),), 1, "start", Borders(top=Border(8)), "center", "D9D9D9")
EMPTY = Cell((body(),))
NESTED = Table((900,), (Row((EMPTY,)),))
ROWS = (
    Row((Cell((body(Text("Đầu")),), span=2),), header=True, whole=True),
    Row((CELL, Cell((body(), NESTED)))),
    Row((Cell((body(),), merge="continue"), Cell((body(Text("b")),)))),
)
TABLE = Table((3000, 3000), ROWS, Borders(*[Border()] * 6), Alignment.CENTER)
BLOCKS = (
    Paragraph("heading 1", (Number("Phần I"), Break(), Text("TÌNH HÌNH KINH TẾ - XÃ HỘI"))),
    Paragraph("heading 2", (Number("I."), Text(" CÔNG TÁC"))),
    Paragraph("heading 4", (Number("a)"), Text(" Nông nghiệp"))),
    body(*[part for n in range(40) for part in (Text(", ước đạt "), figure(n))], NOTE),
    body(Text("đậm", EVERY_MARK), Text("nhạt", NO_MARK), Tab(), Field("NUMPAGES", "3"), format=EVERY_FORMAT),
    TABLE,
    TABLE,
    Picture(PIXEL, 1000, 1000, "Biểu đồ", SVG),
    PageBreak(),
    body(Text("Trên đây là báo cáo của UBND tỉnh./.")),
)
HEADER = (Paragraph("header", (Field("PAGE", "1"),)),)
ANNEX = Section((Paragraph("heading 1", (Text("Phụ lục"),)), TABLE), Page(16838, 11906), HEADER, (), restart=True)
ENTRIES = tuple(RegisterEntry(f"f{n:07x}", f"{n}\u00a0triệu USD", str(n), "{}") for n in range(40))
EVERYTHING = Document(
    (Section(BLOCKS), ANNEX),
    meta=Meta("Báo cáo", "UBND tỉnh Lạng Sơn", "Kinh tế", "9 tháng", "Bản dựng lại", "2021-10-01T00:00:00Z"),
    register=Register("bao-cao", "2021-9T", "lang-son", ENTRIES),
)


def commented(data):
    """Return the DOCX with a comment in every passage, notes and tables included."""
    read = read_file("thu.docx", data, Findings())
    found = [
        Finding("SL201", Severity.ERROR, "thử", read.place(passage, len(passage.text) // 3, len(passage.text)))
        for passage in read.passages
    ]
    return annotate(data, "thu.docx", found)


def validator_errors(path):
    run = subprocess.run([VALIDATOR, path], capture_output=True, text=True, check=False)
    return json.loads(run.stdout)["errors"]


@pytest.mark.skipif(not VALIDATOR.exists(), reason="make test installs the Open XML SDK validator")
def test_the_open_xml_sdk_finds_no_error(tmp_path):
    frames = [(path.stem, path.read_bytes()) for path in sorted(FRAME.parent.glob("*.docx"))]
    full = write(EVERYTHING, filled_frame())
    for name, data in (*frames, ("day-du", full), ("co-ghi-chu", commented(full))):
        path = tmp_path / f"{name}.docx"
        path.write_bytes(data)
        assert validator_errors(path) == []


def libre_office(folder, data, kind):
    """Return the path of what LibreOffice makes of the DOCX ``data``."""
    source, out = folder / "thu.docx", folder / "ra"
    source.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", out, source]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    return out / f"thu.{kind}"


def figures_of(document):
    """Return all figures in reading order, those in notes included."""

    def inside(inlines):
        for inline in inlines:
            if isinstance(inline, Figure):
                yield inline.id, inline.text, inline.alias
            elif isinstance(inline, Footnote):
                for paragraph in inline.blocks:
                    yield from inside(paragraph.inlines)

    return [
        found
        for section in document.sections
        for block in paragraphs(section.blocks)
        for found in inside(block.inlines)
    ]


def texts_of(document):
    """Return the texts of all paragraphs that have one, results of fields left out: they are the program's own."""
    found = [
        plain_text(tuple(inline for inline in paragraph.inlines if not isinstance(inline, Field)))
        for section in document.sections
        for paragraph in paragraphs(section.blocks)
    ]
    return [text for text in found if text]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libre_office_gives_back_figures_text_and_register(tmp_path):
    data = write(EVERYTHING, filled_frame())
    ours, _ = reading(data)
    back, findings = reading(libre_office(tmp_path, data, "docx").read_bytes())
    assert findings == []
    assert figures_of(back) == figures_of(ours)
    assert texts_of(back) == texts_of(ours)
    assert back.register == ours.register
    assert [p.style for p in paragraphs(back.sections[0].blocks) if p.inlines] == [
        p.style for p in paragraphs(ours.sections[0].blocks) if p.inlines
    ]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_live_tables_and_pictures_are_still_live_after_libre_office(tmp_path):
    """It moves the control of a table into its first cell, and that of a picture beside it."""
    table = replace(TABLE, control=Control("b0", "Phụ lục I"))
    picture = Picture(PIXEL, 1000, 1000, "Biểu đồ", control=Control("b1", "Biểu đồ 1"))
    wholes = tuple(RegisterEntry(f"b{n}", "", "", "{}", rows=("-",)) for n in range(2))
    blocks = (body(Text("Một")), table, body(Text("Hai")), picture, body(Text("Ba")))
    data = write(Document((Section(blocks),), register=Register("bao-cao", "2021-9T", "x", wholes)), filled_frame())
    back, _ = reading(libre_office(tmp_path, data, "docx").read_bytes())
    live = [block.control for block in back.sections[0].blocks if isinstance(block, Table | Picture) and block.control]
    assert live == [table.control, picture.control]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libre_office_keeps_comments_and_text(tmp_path):
    """Without notes: LibreOffice 7.4 loses words of notes in any file that has comments too, whoever wrote them."""
    figures = [part for n in range(3) for part in (Text(", ước đạt "), figure(n))]
    data = commented(write(Document((Section((body(Text("Xuất khẩu"), *figures), body(Text("đậm")))),)), filled_frame()))
    back = libre_office(tmp_path, data, "docx").read_bytes()
    assert texts_of(reading(back)[0]) == texts_of(reading(data)[0])
    ours, theirs = (open_package(file, "thu.docx")["word/comments.xml"].count(b"<w:comment ") for file in (data, back))
    assert ours == theirs > 5


def test_everything_comes_back():
    back, findings = reading(write(EVERYTHING, plain_frame()))
    assert findings == []
    first = back.sections[0]
    assert first.blocks == EVERYTHING.sections[0].blocks
    assert back.sections[1] == EVERYTHING.sections[1]
