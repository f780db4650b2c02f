"""The same DOCX printed by baocao and by LibreOffice: lines and pages end at the same words."""

import shutil
import subprocess

import pytest
from docx_samples import filled_frame
from print_samples import note, open_pdf, paragraph, words

from baocao.document.tree import Break, Document, Figure, Meta, Number, Section
from baocao.docx.reader import read
from baocao.docx.writer import write
from baocao.findings import Findings
from baocao.printing import fonts
from baocao.printing.pdf import print_pdf


def report():
    """Return the DOCX of a report of several pages in the shipped frame."""
    blocks = [paragraph(Number("Phần I"), Break(), "TÌNH HÌNH", style="heading 1")]
    for number in range(1, 26):
        if number % 6 == 1:
            blocks.append(paragraph(Number(f"{number}."), " Về phát triển kinh tế", style="heading 3"))
        figure = Figure("f", "980\u00a0triệu\u00a0USD", "Xuất khẩu")
        notes = [note(words(number, 20))] if number % 4 == 0 else []
        blocks.append(paragraph(words(number, 50) + " đạt ", figure, *notes, ", tăng 10,1%; " + words(number + 50, 70)))
    blocks.append(paragraph("Trên đây là báo cáo./."))
    return write(Document((Section(tuple(blocks)),), meta=Meta(created="2021-10-01T00:00:00Z")), filled_frame())


def lines(pdf):
    """Return the lines of a PDF, white space folded."""
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    return [" ".join(line.split()) for line in text.replace("\f", "\n").splitlines() if line.strip()]


@pytest.mark.skipif(not shutil.which("soffice") or not shutil.which("pdftotext"), reason="LibreOffice is not here")
@pytest.mark.skipif(fonts.found(language="vi") is None, reason="a font without Vietnamese letters splits words")
def test_lines_and_pages_end_where_those_of_libreoffice_end(tmp_path):
    docx = tmp_path / "theirs.docx"
    docx.write_bytes(report())
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path), str(docx)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    ours = tmp_path / "ours.pdf"
    ours.write_bytes(print_pdf(read(docx.read_bytes(), docx.name, Findings())))
    theirs = lines(tmp_path / "theirs.pdf")
    same = set(lines(ours)) & set(theirs)
    assert sum(line in same for line in theirs) >= 0.94 * len(theirs)
    pages = [len(open_pdf(path.read_bytes()).pages) for path in (ours, tmp_path / "theirs.pdf")]
    assert abs(pages[0] - pages[1]) <= 1
