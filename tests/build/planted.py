"""Errors to plant into a finished report: for each code of a check, how a hand makes it, and where it must be found.

What is wrong in the words of a text comes from the case files of the checks; what is wrong in the form of a DOCX or
with its live figures is made here.  A planter returns the paragraph that the finding must name, or None where the
report has no such part.
"""

import re
from pathlib import Path

from lxml import etree

from baocao.docx.ooxml import VAL, W, text_of
from baocao.docx.package import to_bytes

CASES = Path(__file__).parents[1] / "checks" / "cases"
MARK = re.compile(r"\[\[(.*?)\]\]")
NOTE = re.compile(r"\[\^(\w+)\](:\s*)?")
BODY = ("Nội dung",)
FORM = {}


def plants(code):
    """Register a function that plants an error of ``code`` into a draft."""

    def register(planter):
        FORM[code] = planter
        return planter

    return register


def is_party(draft):
    return "ĐẢNG CỘNG SẢN" in text_of(draft.first("Quốc hiệu"))


SENTENCE = (
    "Các cấp, các ngành tiếp tục bám sát chương trình công tác, nắm chắc tình hình cơ sở, kịp thời tháo gỡ khó khăn, "
    "vướng mắc, giữ vững kỷ luật, kỷ cương hành chính và nâng cao chất lượng phục vụ người dân, doanh nghiệp."
)


def fresh(draft, text=SENTENCE):
    """Put a right paragraph of the body behind another one, and return it."""
    found = draft.all(*BODY)
    return draft.insert(found[len(found) // 2], text)


def listed(draft, *heads):
    """Put the heads of a list at the end of the body, and return the last one."""
    after = draft.all(*BODY)[-1]
    for head in heads:
        after = draft.insert(after, f"{head} Các nhiệm vụ khác")
    return after


def opening(draft):
    return draft.body.find(f".//{W}t").getparent().getparent()


@plants("TT101")
def letter_paper(draft):
    size = draft.body.find(f".//{W}sectPr/{W}pgSz")
    size.set(W + "w", "12240")
    size.set(W + "h", "15840")
    return opening(draft)


@plants("TT102")
def narrow_margin(draft):
    draft.body.find(f".//{W}sectPr/{W}pgMar").set(W + "left", "1134")
    return opening(draft)


@plants("TT103")
def arial(draft):
    node = fresh(draft)
    draft.mark(node, "rFonts", ascii="Arial", hAnsi="Arial")
    return node


@plants("TT104")
def red(draft):
    node = fresh(draft)
    draft.mark(node, "color", val="FF0000")
    return node


@plants("TT105")
def page_number_at_the_right(draft):
    part, root = draft.header()
    etree.SubElement(root.find(f".//{W}pPr"), W + "jc").set(VAL, "right")
    draft.parts[part] = to_bytes(root)
    return opening(draft)


@plants("TT106")
def number_on_the_first_page(draft):
    section = draft.body.find(f".//{W}sectPr")
    section.remove(section.find(W + "titlePg"))
    return opening(draft)


@plants("TT201")
def thin_nation(draft):
    node = draft.first("Quốc hiệu")
    draft.mark(node, "b", val="0")
    return node


@plants("TT202")
def motto_without_spaces(draft):
    node = draft.first("Tiêu ngữ")
    if node is not None:
        draft.type(node, "Độc lập-Tự do-Hạnh phúc")
    return node


@plants("TT203")
def thin_issuer(draft):
    nodes = draft.all("Cơ quan ban hành")
    for node in nodes:
        draft.mark(node, "b", val="0")
    return nodes[-1]


@plants("TT204")
def number_of_the_other_form(draft):
    node = draft.first("Số ký hiệu")
    draft.type(node, "Số: 05/BC-TU" if is_party(draft) else "Số 5-BC/UBND")
    return node


@plants("TT206")
def upright_date(draft):
    node = draft.first("Địa danh ngày tháng")
    draft.mark(node, "i", val="0")
    return node


@plants("TT207")
def date_padded_wrongly(draft):
    node = draft.first("Địa danh ngày tháng")
    draft.type(node, "Lạng Sơn, ngày 5 tháng 06 năm 2021")
    return node


@plants("TT208")
def thin_kind(draft):
    node = draft.first("Tên loại")
    draft.mark(node, "b", val="0")
    return node


@plants("TT209")
def italic_abstract(draft):
    node = draft.first("Trích yếu")
    draft.mark(node, "i")
    return node


@plants("TT210")
def no_star(draft):
    star = draft.first("Dấu sao")
    if star is None:
        return None
    star.getparent().remove(star)
    return draft.first("Cơ quan ban hành")


@plants("TT211")
def underlined_motto(draft):
    node = draft.first("Tiêu ngữ")
    if node is not None:
        draft.mark(node, "u", val="single")
    return node


@plants("TT301")
def small_letters(draft):
    node = fresh(draft)
    draft.mark(node, "sz", val="24")
    return node


@plants("TT302")
def aligned_left(draft):
    node = fresh(draft)
    draft.lay(node, "jc", val="left")
    return node


@plants("TT303")
def pushed_in(draft):
    node = fresh(draft)
    draft.lay(node, "ind", firstLine="1134")
    return node


@plants("TT304")
def no_gap(draft):
    node = draft.insert(fresh(draft), SENTENCE)
    draft.lay(node, "spacing", before="0", after="0")
    return node


@plants("TT305")
def double_lines(draft):
    node = fresh(draft)
    draft.lay(node, "spacing", before="120", line="480", lineRule="auto")
    return node


@plants("TT306")
def heading_in_small_letters(draft):
    node = None if is_party(draft) else draft.first("heading 1")
    if node is not None:
        draft.mark(node, "b", val="0")
    return node


@plants("TT307")
def upright_basis(draft):
    node = draft.first("Căn cứ")
    if node is not None:
        draft.mark(node, "i", val="0")
    return node


@plants("TT308")
def thin_enacting_word(draft):
    node = draft.first("Quyết nghị")
    if node is not None:
        draft.mark(node, "b", val="0")
    return node


@plants("TT309")
def end_mark_of_the_other_form(draft):
    node = draft.all(*BODY)[-1]
    draft.type(node, "Trên đây là báo cáo của tỉnh" + ("./." if is_party(draft) else "."))
    return node


@plants("TT401")
def number_twice(draft):
    return listed(draft, "a)", "b)", "b)")


@plants("TT402")
def number_left_out(draft):
    return listed(draft, "(1)", "(2)", "(5)")


@plants("TT403")
def number_going_back(draft):
    return listed(draft, "(i)", "(ii)", "(iii)", "(ii)")


@plants("TT404")
def letter_left_out(draft):
    return listed(draft, "a)", "b)", "c)", "d)", "e)")


@plants("TT405")
def number_of_another_khoan(draft):
    return listed(draft, "1.", "1.1.", "2.", "1.1.")


@plants("TT501")
def thin_recipients(draft):
    node = draft.first("Nơi nhận")
    draft.mark(node, "b", val="0")
    draft.mark(node, "u", val="none")
    return node


@plants("TT502")
def comma_after_a_recipient(draft):
    node = draft.first("Danh sách nơi nhận")
    draft.type(node, "- Thường trực Tỉnh ủy,")
    return node


@plants("TT503")
def authority_of_the_other_form(draft):
    node = draft.first("Quyền hạn") if is_party(draft) else draft.first("Chức vụ")
    draft.type(node, "TM. BAN THƯỜNG VỤ" if is_party(draft) else "T/M ỦY BAN NHÂN DÂN")
    return node


@plants("TT504")
def titled_signer(draft):
    node = draft.first("Họ tên", least=0)
    run = etree.SubElement(node, W + "r")
    etree.SubElement(run, W + "t").text = "TS. Nguyễn Văn A"
    return node


@plants("TT601")
def annex_in_capitals(draft):
    node = draft.first("Phụ lục")
    if node is not None:
        draft.type(node, "PHỤ LỤC 1")
    return node


@plants("TT602")
def thin_annex_title(draft):
    node = draft.first("Tên phụ lục")
    if node is not None:
        draft.mark(node, "b", val="0")
    return node


@plants("TT603")
def upright_reference(draft):
    node = draft.first("Kèm theo")
    if node is not None:
        draft.mark(node, "i", val="0")
    return node


@plants("TT604")
def annex_counted_on(draft):
    node = draft.first("Phụ lục")
    for numbers in draft.body.iter(W + "pgNumType"):
        numbers.getparent().remove(numbers)
    return node


@plants("SL301")
def typed_over(draft):
    control = next(node for node in draft.body.iter(W + "sdt") if node.find(f"{W}sdtPr/{W}text") is not None)
    words = control.find(f".//{W}t")
    words.text = "1234567 " + words.text
    return next(control.iterancestors(W + "p"))


@plants("TT205")
def symbol_of_another_kind(draft):
    node = draft.first("Số ký hiệu")
    draft.type(node, "Số 12-TB/TU" if is_party(draft) else "Số: 12/TB-UBND")
    return node


def text_cases(code):
    """Return the texts of a case file that its code must find something in, those without notes first."""
    path = CASES / f"{code}.md"
    pieces = re.split(r"^--- (sai|đúng)\n", path.read_text(encoding="utf-8"), flags=re.M) if path.exists() else []
    wrong = [text for kind, text in zip(pieces[1::2], pieces[2::2], strict=True) if kind == "sai"]
    return sorted(wrong, key=lambda text: "[^" in text)


def plant_text(draft, text, after):
    """Put a case into a draft behind a paragraph; return its last paragraph, and the marked words with their paragraphs.

    Words of a note are found in the note of the paragraph that calls it: then the paragraph is None.
    """
    notes = {}
    lines = [re.sub(r"^#+ ", "", line) for line in text.split("\n") if line.strip()]
    for line in lines:
        head = NOTE.match(line)
        if head and head[2]:
            notes[head[1]] = line[head.end() :]
    expected = [(None, words) for note in notes.values() for words in MARK.findall(note)]
    for line in lines:
        if NOTE.match(line) and NOTE.match(line)[2]:
            continue
        called = [MARK.sub(r"\1", notes[match[1]]) for match in NOTE.finditer(line) if match[1] in notes]
        words = NOTE.sub("", line)
        after = draft.insert(after, MARK.sub(r"\1", words), called)
        expected += [(after, found) for found in MARK.findall(words)]
    return after, expected
