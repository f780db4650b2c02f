"""Findings as comments: at their very words, and nothing of the text changes."""

import re
import unicodedata
from dataclasses import replace

from docx_samples import MAIN, filled_frame, package, plain_frame, reading
from docx_strategies import documents
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from baocao.checks.families import check_reading
from baocao.checks.form.profiles import PROFILES
from baocao.checks.reading import read_file
from baocao.document.tree import Document, Section
from baocao.docx.comments import annotate
from baocao.docx.ooxml import W
from baocao.docx.package import open_package
from baocao.docx.writer import write
from baocao.findings import Finding, Findings, Place, Severity, Span


def run(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(inside):
    return f'<w:p><w:pPr><w:pStyle w:val="NoiDung"/></w:pPr>{inside}</w:p>'


def finding(excerpt="", paragraph=1, start=0, footnote=None, message="số sai"):
    span = Span(start, start + len(excerpt), excerpt, None if footnote else paragraph, footnote)
    return Finding("SL201", Severity.ERROR, message, Place("thu.docx", span=span), "Sửa lại.")


def anchored(data, number):
    """Return the words between the two marks of a comment."""
    root = etree.fromstring(open_package(data, "thu.docx")[MAIN])
    words, inside = [], False
    for node in root.iter():
        if node.get(f"{W}id") == str(number) and node.tag == f"{W}commentRangeStart":
            inside = True
        if node.get(f"{W}id") == str(number) and node.tag == f"{W}commentRangeEnd":
            return "".join(words)
        if inside and node.tag == f"{W}t":
            words.append(node.text or "")
        if inside and node.tag in (f"{W}tab", f"{W}br"):
            words.append("\t" if node.tag == f"{W}tab" else "\n")
    raise AssertionError("the comment has no end")


def comments(data):
    """Return author and text of every comment."""
    root = etree.fromstring(open_package(data, "thu.docx")["word/comments.xml"])
    return [
        (node.get(f"{W}author"), "\n".join("".join(line.itertext()) for line in node.iter(f"{W}p"))) for node in root
    ]


def test_a_comment_stands_at_its_words():
    data = package(p(run("Xuất khẩu đạt 980 triệu USD, tăng 10%.")))
    out = annotate(data, "thu.docx", [finding("980 triệu USD", start=14)])
    assert anchored(out, 0) == "980 triệu USD"
    assert comments(out) == [("baocao", "SL201 (lỗi): Số sai\nSửa lại.")]
    assert reading(out) == reading(data)


def test_words_over_several_runs():
    inside = run("Xuất khẩu đạt ") + run("980", "<w:b/>") + run(" triệu USD, tăng 10%.")
    out = annotate(package(p(inside)), "thu.docx", [finding("đạt 980 triệu", start=10)])
    assert anchored(out, 0) == "đạt 980 triệu"


def test_runs_keep_their_look_where_they_are_split():
    data = package(p(run("Xuất khẩu đạt 980 triệu USD", "<w:b/><w:i/>")))
    assert reading(annotate(data, "thu.docx", [finding("980", start=14)])) == reading(data)


def test_comments_over_one_another():
    data = package(p(run("một hai ba bốn")))
    out = annotate(data, "thu.docx", [finding("hai ba", start=4), finding("ba bốn", start=8), finding("hai ba", start=4)])
    assert [anchored(out, number) for number in range(3)] == ["hai ba", "ba bốn", "hai ba"]


def test_around_a_control_never_in_it():
    control = f'<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{run("980 triệu USD")}</w:sdtContent></w:sdt>'
    data = package(p(run("đạt ") + control + run(", tăng 10%")))
    out = annotate(data, "thu.docx", [finding("980", start=4), finding("USD, tăng", start=14)])
    assert [anchored(out, 0), anchored(out, 1)] == ["980 triệu USD", "980 triệu USD, tăng"]
    content = etree.fromstring(open_package(out, "thu.docx")[MAIN]).find(f".//{W}sdtContent")
    assert [child.tag for child in content] == [f"{W}r"]


def test_a_note_is_commented_at_its_call():
    call = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    note = f'<w:footnote w:id="1">{p(run("Gồm: 05 cửa khẩu"))}</w:footnote>'
    parts = package(p(run("Cửa khẩu") + call + run(" của tỉnh")), footnotes=note)
    out = annotate(parts, "thu.docx", [finding("05 cửa khẩu", footnote=1)])
    assert anchored(out, 0) == ""
    assert "Chỗ này: “05 cửa khẩu”" in comments(out)[0][1]


def test_a_finding_without_words_stands_at_the_beginning():
    out = annotate(
        package(p("") + p(run("BÁO CÁO"))), "thu.docx", [Finding("TT101", Severity.WARNING, "khổ giấy", Place("thu.docx"))]
    )
    assert anchored(out, 0) == "BÁO CÁO"


def test_words_that_cannot_be_found_are_quoted():
    out = annotate(package(p(run("BÁO CÁO"))), "thu.docx", [finding("chữ khác", paragraph=7)])
    assert "Chỗ này: “chữ khác”" in comments(out)[0][1]


def test_letters_with_parted_marks():
    text = unicodedata.normalize("NFD", "Xuất khẩu đạt 980 triệu USD")
    out = annotate(package(p(run(text))), "thu.docx", [finding("đạt 980 triệu", start=10)])
    assert unicodedata.normalize("NFC", anchored(out, 0)) == "đạt 980 triệu"


def test_comments_that_are_there_stay():
    once = annotate(package(p(run("một hai ba"))), "thu.docx", [finding("hai", start=4, message="cũ")])
    twice = annotate(once, "thu.docx", [finding("ba", start=8, message="mới")])
    assert [words.split("\n")[0] for _, words in comments(twice)] == ["SL201 (lỗi): Cũ", "SL201 (lỗi): Mới"]
    assert [anchored(twice, 0), anchored(twice, 1)] == ["hai", "ba"]


def test_without_findings_nothing_is_added():
    assert "word/comments.xml" not in open_package(annotate(filled_frame(), "thu.docx", []), "thu.docx")


FIRST = reading(write(Document((Section(()),)), plain_frame()))[0].sections[0]
WORDS = st.text("aăđơỪ \t\n98,%", min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=5), st.data())
def test_any_words_of_any_runs(pieces, data):
    def xml(piece):
        inside = re.sub("([\t\n])", lambda sign: f"</w:t><w:{'tab' if sign[1] == chr(9) else 'br'}/><w:t>", piece)
        return f"<w:r><w:t>{inside}</w:t></w:r>".replace("<w:t>", '<w:t xml:space="preserve">')

    text = "".join(pieces)
    spans = data.draw(st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))), max_size=4))
    wanted = [text[start : start + length] for start, length in spans]
    source = package(p("".join(map(xml, pieces))))
    found = [finding(words, start=start) for (start, _), words in zip(spans, wanted, strict=True)]
    out = annotate(source, "thu.docx", found)
    assert [anchored(out, number) for number in range(len(spans))] == wanted
    assert reading(out) == reading(source)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(documents(FIRST), st.sampled_from(sorted(PROFILES)))
def test_any_document_can_be_checked_and_commented(document, profile):
    source = write(document, plain_frame())
    read = replace(read_file("thu.docx", source, Findings()), profile=profile)
    found = check_reading(read).items
    everywhere = [finding(passage.text, passage.paragraph) for passage in read.passages if not passage.note]
    assert reading(annotate(source, "thu.docx", [*found, *everywhere])) == reading(source)
