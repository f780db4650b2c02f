"""What is written is read back equal, and the same document gives the same bytes in any process."""

import hashlib
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from docx_samples import filled_frame, plain_frame, reading
from docx_strategies import documents
from hypothesis import HealthCheck, given, settings

from baocao.document.tree import Document, Figure, Footnote, Meta, Paragraph, Section, Text
from baocao.docx.structure import look_over
from baocao.docx.writer import write

EMPTY, _ = reading(write(Document((Section(()),)), plain_frame()))
FIRST = EMPTY.sections[0]

SLOW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@SLOW
@given(documents(FIRST))
def test_a_document_is_read_back_equal(document):
    document = replace(document, styles=EMPTY.styles)
    data = write(document, plain_frame())
    back, findings = reading(data)
    assert findings == []
    assert back == document
    assert look_over(data, "thu.docx") == []


@settings(SLOW, max_examples=10)
@given(documents(FIRST))
def test_the_same_document_gives_the_same_bytes(document):
    assert write(document, filled_frame()) == write(document, filled_frame())


PROGRAM = """
import sys; sys.path.insert(0, sys.argv[1])
from test_docx_round_trip import SAMPLE
from docx_samples import filled_frame
from baocao.docx.writer import write
import hashlib; print(hashlib.sha256(write(SAMPLE, filled_frame())).hexdigest())
"""
NOTE = Footnote((Paragraph("footnote text", (Figure("b2", "05", "Số dự án"), Text(" dự án."))),))
SAMPLE = Document(
    (Section((Paragraph("Nội dung", (Text("Đạt "), Figure("a1", "980 triệu USD", "Xuất khẩu"), NOTE)),)),),
    meta=Meta(title="Báo cáo", created="2021-10-01T00:00:00Z"),
)


def test_another_process_with_another_hash_seed_gives_the_same_bytes():
    here = hashlib.sha256(write(SAMPLE, filled_frame())).hexdigest()
    folder = str(Path(__file__).parent)
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", PROGRAM, folder],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        )
        assert run.stdout.strip() == here
