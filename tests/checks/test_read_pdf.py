"""A PDF as a reading: the paragraphs and notes of the DOCX that it was printed from, by us and by LibreOffice."""

import io
import shutil
import subprocess

import pypdf
import pytest
from docx_samples import filled_frame
from print_samples import note, paragraph, words

from baocao.checks.reading import read_file
from baocao.document.tree import Cell, Document, Figure, Meta, Number, Row, Section, Table
from baocao.docx.reader import read
from baocao.docx.writer import write
from baocao.errors import InputError
from baocao.findings import Findings
from baocao.printing.pdf import print_pdf


def report():
    """Return the DOCX of a report of several pages with notes, one called right behind a number, and a table."""
    blocks = []
    for number in range(1, 26):
        if number % 6 == 1:
            blocks.append(paragraph(Number(f"{number}."), " Về phát triển kinh tế", style="heading 3"))
        notes = [note(f"Chú thích {number}: {words(number, 30)}.")] if number % 3 == 0 else []
        figure = Figure("f", "980\u00a0triệu\u00a0USD", "Xuất khẩu")
        blocks.append(
            paragraph(
                words(number, 50) + " đạt ", figure, f", năm 20{number:02}", *notes, f"; {words(number + 50, 60)}."
            )
        )
    cells = [Cell((paragraph(text),)) for text in ("Chỉ tiêu", "980", "1.250,5")]
    blocks.append(Table((3000, 3000, 3000), (Row(tuple(cells)),)))
    blocks.append(paragraph("Trên đây là báo cáo./."))
    return write(Document((Section(tuple(blocks)),), meta=Meta(created="2021-10-01T00:00:00Z")), filled_frame())


@pytest.fixture(scope="module")
def word():
    return report()


def by_libreoffice(data, folder):
    source = folder / "thu.docx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return source.with_suffix(".pdf").read_bytes()


@pytest.fixture(scope="module", params=["baocao", "libreoffice"])
def printed(request, word, tmp_path_factory):
    if request.param == "baocao":
        return print_pdf(read(word, "thu.docx", Findings()))
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not here")
    return by_libreoffice(word, tmp_path_factory.mktemp("libreoffice"))


def folded(text):
    return " ".join(text.replace("\u2011", "-").split())


def called(reading):
    """Return what stands before each call, and the note that is called."""
    return [
        (folded(passage.text[: call.at])[-20:], [folded(note.text) for note in reading.notes(call)])
        for passage in reading.passages
        for call in passage.calls
    ]


def test_paragraphs_and_notes_are_those_of_the_docx(word, printed):
    theirs = read_file("thu.docx", word, Findings())
    ours = read_file("thu.pdf", printed, Findings())
    texts = [folded(passage.text) for passage in ours.passages]
    body = [folded(passage.text) for passage in theirs.passages if not passage.cell]
    assert len(body) > 30
    assert [text for text in body if text not in texts] == []
    assert called(ours) == called(theirs)


def test_no_page_number_is_left(printed):
    reading = read_file("thu.pdf", printed, Findings())
    pages = {passage.page for passage in reading.passages}
    assert len(pages) > 3
    assert not {passage.text for passage in reading.passages} & {str(page) for page in pages}


def test_places_name_the_page(printed):
    reading = read_file("thu.pdf", printed, Findings())
    passage = reading.passages[-1]
    place = reading.place(passage, 0, 4)
    assert str(place) == f"thu.pdf (trang {passage.page}, chú thích {passage.footnote})"


def blank(pages=1):
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    return writer


def saved(writer):
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def locked():
    writer = blank()
    writer.encrypt("mat-khau", algorithm="RC4-128")
    return saved(writer)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7\nkhong phai", "VB111"),
        (b"khong phai PDF", "VB111"),
        (locked(), "VB112"),
        (saved(blank(3)), "VB113"),
    ],
    ids=["damaged", "no PDF", "password", "scanned"],
)
def test_what_cannot_be_read_is_refused(data, code):
    with pytest.raises(InputError) as refused:
        read_file("thu.pdf", data, Findings())
    assert [finding.code for finding in refused.value.findings] == [code]


def test_pages_without_text_among_others_are_told(printed):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(printed))
    writer.insert_blank_page(index=1)
    findings = Findings()
    read_file("thu.pdf", saved(writer), findings)
    (finding,) = findings.items
    assert finding.code == "VB114"
    assert "trang 2 " in finding.message
