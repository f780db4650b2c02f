"""The small Markdown of templates."""

import pytest

from baocao.document.tree import Footnote, Marks, Number, Text, plain_text


def paragraphs(office, text):
    _, blocks = office.narrate(text)
    return [(block.style, plain_text(block.inlines)) for block in blocks]


def test_only_our_markup_counts(office):
    text = "11. Tăng cường\n\n-----\n\n    bốn dấu cách\n\n* sao\n\n> trích `mã` <b>đậm</b> [a](b)"
    assert paragraphs(office, text) == [
        ("Nội dung", "11. Tăng cường"),
        ("Nội dung", "-----"),
        ("Nội dung", "bốn dấu cách"),
        ("Nội dung", "* sao"),
        ("Nội dung", "> trích `mã` <b>đậm</b> [a](b)"),
    ]


def test_headings_and_paragraphs(office):
    assert paragraphs(office, "# PHẦN\n## MỤC\n### Khoản\n#### Điểm\nCâu một.\nCâu hai.\n\nĐoạn sau.") == [
        ("heading 1", "PHẦN"),
        ("heading 2", "MỤC"),
        ("heading 3", "Khoản"),
        ("heading 4", "Điểm"),
        ("Nội dung", "Câu một. Câu hai."),
        ("Nội dung", "Đoạn sau."),
    ]


def test_marked_lines_are_paragraphs_of_their_own(office):
    _, blocks = office.narrate("Gồm:\n- một\n+ hai\n  nối tiếp\n#. ba\n(#) bốn")
    assert [plain_text(block.inlines) for block in blocks] == ["Gồm:", "- một", "+ hai nối tiếp", "#. ba", "(#) bốn"]
    assert [block.inlines[0] for block in blocks[3:]] == [Number("#."), Number("(#)")]


def test_the_opening_of_a_resolution_has_styles_of_its_own(office):
    text = ">> Căn cứ Luật Tổ chức;\n>> *Xét* Tờ trình\ncủa UBND;\n>< QUYẾT NGHỊ:\nThân bài >> và ><.\n>> {{ xnk.so }}"
    assert paragraphs(office, text) == [
        ("Căn cứ", "Căn cứ Luật Tổ chức;"),
        ("Căn cứ", "Xét Tờ trình của UBND;"),
        ("Quyết nghị", "QUYẾT NGHỊ: Thân bài >> và ><."),
        ("Căn cứ", "3.060 triệu USD".replace(" ", "\u00a0")),
    ]


def test_emphasis_and_subtitle(office):
    _, (text, subtitle) = office.narrate("a **đậm** và *nghiêng*\n\n***Nguyên nhân***")
    assert text.inlines[1] == Text("đậm", Marks(bold=True))
    assert text.inlines[3] == Text("nghiêng", Marks(italic=True))
    assert (subtitle.style, subtitle.inlines) == ("Tiểu đề", (Text("Nguyên nhân"),))


def test_notes(office):
    _, (block,) = office.narrate("Câu[^a]; và^[trong dòng {{ xnk.con_so }}].\n\n[^a]: Chú thích: **a**.")
    notes = [inline for inline in block.inlines if isinstance(inline, Footnote)]
    assert [plain_text(note.blocks[0].inlines) for note in notes] == ["Chú thích: a.", "trong dòng 3.060"]
    assert notes[0].blocks[0].style == "footnote text"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a[^x]", "MB402"),
        ("a\n\n[^x]: b", "MB403"),
        ("a[^x] b[^x]\n\n[^x]: c", "MB404"),
        ("a[^x]\n\n[^x]: b\n\n[^x]: c", "MB401"),
    ],
)
def test_lost_notes_are_errors(office, text, code):
    office.narrate(text)
    assert [finding.code for finding in office.findings.errors] == [code]
    assert "[^x]" in str(office.findings.errors[0].place)


def test_spaces_left_by_absent_texts_close_up(office):
    assert paragraphs(office, "Câu một. {{ loi_van.vang }} Câu hai. {{ loi_van.vang }}\n\n{{ loi_van.vang }}\n\nCuối.") == [
        ("Nội dung", "Câu một. Câu hai."),
        ("Nội dung", "Cuối."),
    ]


def test_lines_of_tags_only_leave_no_trace(office):
    text = "{% if xnk.co %}\nA\n{% endif %}\nB {% if xnk.co %}C{% endif %}\n\nD"
    assert [words for _, words in paragraphs(office, text)] == ["A B C", "D"]
