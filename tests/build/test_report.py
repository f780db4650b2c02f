"""The real nine-month report as finished files: what a reader of the DOCX and of the PDF finds in them."""

import json
import re
import shutil

import pytest
from lxml import etree
from ordinary_numbers import figures_in
from real_report import CALL, PERIOD, REPORT, W, baocao, squeezed, visible

from baocao.document.tree import Figure
from baocao.docx.structure import look_over
from baocao.narrative.recipes import Recipe

OUTLINE = """\
Phần I TÌNH HÌNH KINH TẾ - XÃ HỘI 9 THÁNG ĐẦU NĂM 2021
I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH
1. Triển khai thực hiện các mục tiêu, nhiệm vụ phát triển kinh tế - xã hội năm 2021
2. Công tác phòng, chống dịch Covid-19
II. TÌNH HÌNH VÀ KẾT QUẢ THỰC HIỆN 9 THÁNG ĐẦU NĂM 2021
1. Về phát triển kinh tế
a) Sản xuất nông, lâm nghiệp và xây dựng nông thôn mới
b) Phát triển kinh tế cửa khẩu
c) Đầu tư xây dựng kết cấu hạ tầng, công tác lập Quy hoạch tỉnh
d) Sản xuất công nghiệp, thương mại, dịch vụ và du lịch
đ) Phát triển doanh nghiệp, hợp tác xã và xúc tiến đầu tư
e) Công tác quản lý, điều hành ngân sách nhà nước
2. Lĩnh vực văn hóa - xã hội
3. Lĩnh vực tài nguyên và môi trường, khoa học - công nghệ
4. Công tác thanh tra, kiểm tra; giải quyết khiếu nại, tố cáo; phòng chống tham nhũng; chống buôn lậu, gian lận thương mại
5. Quốc phòng - an ninh, đối ngoại
6. Công tác cải cách hành chính
7. Công tác bầu cử đại biểu Quốc hội khóa XV, đại biểu HĐND các cấp nhiệm kỳ 2021-2026
III. KHÓ KHĂN, HẠN CHẾ VÀ NGUYÊN NHÂN
1. Một số khó khăn, hạn chế
2. Nguyên nhân của những hạn chế, yếu kém
Phần II NHIỆM VỤ, GIẢI PHÁP TRỌNG TÂM QUÝ IV NĂM 2021
"""
TITLE = (
    "tình hình thực hiện kế hoạch phát triển kinh tế - xã hội 9 tháng đầu năm 2021; "
    "nhiệm vụ, giải pháp chủ yếu quý IV năm 2021"
)


def plain(text):
    """Return text on one line, no-break spaces and breaks as spaces."""
    return " ".join(text.split())


def styled(paper, style):
    """Return the texts of the body's paragraphs of one style."""
    return [plain(visible(paragraph)) for name, paragraph in paper.paragraphs() if name == style]


def test_outline(paper):
    headings = [plain(visible(paragraph)) for name, paragraph in paper.paragraphs() if name.startswith("heading")]
    assert headings == OUTLINE.splitlines()


def test_tasks_are_numbered_one_to_thirteen(paper):
    lines = [plain(visible(paragraph)) for _, paragraph in paper.paragraphs()]
    tasks = lines[lines.index(OUTLINE.splitlines()[-1]) :]
    numbers = [match[1] for line in tasks if (match := re.match(r"(\d+)\. \S", line))]
    assert numbers == [str(number) for number in range(1, 14)]


def test_bookmarks_are_the_outline(paper):
    def titles(entries):
        for entry in entries:
            yield from titles(entry) if isinstance(entry, list) else [plain(entry["/Title"])]

    assert list(titles(paper.pdf.outline)) == OUTLINE.splitlines()


def test_notes_are_native(paper):
    calls = [reference.get(f"{W}id") for reference in paper.body.iter(f"{W}footnoteReference")]
    assert len(calls) == 38
    assert sorted(calls) == sorted(paper.notes)
    assert all(visible(note).strip() for note in paper.notes.values())


def test_no_figure_is_typed(paper):
    """Outside the live figures, only dates, documents, names and ordinals hold digits."""
    typed = []
    free = [element for _, element in paper.paragraphs() if next(element.iterancestors(f"{W}sdt"), None) is None]
    for paragraph in free + list(paper.notes.values()):
        live = set(paragraph.iter(f"{W}sdt"))
        numbers = {
            style.getparent().getparent() for style in paragraph.iter(f"{W}rStyle") if named(paper, style) == "Số mục"
        }
        text = plain(visible(paragraph, call=" ", omitted=live | numbers))
        typed += figures_in(text)
    assert not typed


def named(paper, style):
    return paper.styles[style.get(f"{W}val")]


def tag_of(control):
    return control.find(f"{W}sdtPr/{W}tag").get(f"{W}val")


def body_pages(paper):
    """Return the pages before the annex, which is numbered on its own."""
    annex = next(place for place, page in enumerate(paper.pages) if page.lstrip().startswith("Phụ lục"))
    return paper.pages[:annex]


def test_every_control_has_its_entry_in_the_register(paper, real):
    """The register of the file holds for each live figure what is printed, and the cells it came from."""
    found = [control for root in (paper.body, *paper.notes.values()) for control in root.iter(f"{W}sdt")]
    tables = [control for control in found if control.find(f"{W}sdtContent/{W}tbl") is not None]
    controls = {tag_of(control): visible(control) for control in found if control not in tables}
    assert len(controls) > 400
    recipes = {entry.id: Recipe.from_json(entry.recipe) for entry in real.entries.values()}
    in_tables = {id for id, recipe in recipes.items() if recipe.bare}
    wholes = [id for id, recipe in recipes.items() if recipe.whole]
    assert [tag_of(table) for table in tables] == wholes
    inline = (entry for entry in real.entries.values() if entry.id not in in_tables and entry.id not in wholes)
    assert controls == {entry.id: entry.text for entry in inline}
    assert {real.entries[id].text for id in in_tables} <= {visible(cell) for cell in paper.body.iter(f"{W}tc")}
    cells = {cell.place for entry in real.entries.values() for cell in entry.cells}
    numbers = {str(cell.place) for cell in real.cells}
    assert all(cell in numbers or "/ds-" in cell for cell in cells)


def test_first_page_says_what_it_is(paper):
    first = plain(paper.pages[0])
    assert "DỰ THẢO (bản dựng lại để minh họa)" in first
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc" in first
    assert "ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN" in first
    assert re.search(r"Số: */BC-UBND", first)
    assert re.search(r"Lạng Sơn, ngày +tháng 10 năm 2021", first)
    assert f"BÁO CÁO T{TITLE[1:]}" in first


def test_nobody_has_signed(paper):
    assert not any(styled(paper, "Họ tên"))
    assert styled(paper, "Chức vụ") == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]


def test_pages_are_numbered_from_the_second(paper):
    ends = [page.rstrip().rpartition("\n")[2].strip() for page in body_pages(paper)]
    assert ends[1:] == [str(number) for number in range(2, len(ends) + 1)]
    assert not ends[0].isdigit()


def test_document_properties(paper):
    core = {
        etree.QName(element).localname: plain(element.text)
        for element in etree.fromstring(paper.parts["docProps/core.xml"])
    }
    assert core["title"] == f"Báo cáo {TITLE}"
    assert core["creator"] == "ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN"
    assert core["description"] == "Dự thảo, bản dựng lại để minh họa"
    assert core["language"] == "vi-VN"
    assert core["created"] == "2021-10-01T00:00:00Z"
    assert plain(paper.pdf.metadata.title) == core["title"]
    assert paper.pdf.trailer["/Root"]["/Lang"].startswith("vi")


def test_the_pdf_carries_the_register(paper, real):
    (content,) = paper.pdf.attachments["so-lieu.json"]
    entries = json.loads(content)["entries"]
    assert {entry["id"]: entry["text"] for entry in entries} == {
        entry.id: entry.text for entry in real.entries.values()
    }


def test_pdf_says_what_the_docx_says_and_each_note_stands_on_the_page_of_its_call(paper):
    """Page by page: a stretch of the body, then the notes called in it, and nothing else."""
    styles = [name for name, _ in paper.paragraphs()]
    body = [paragraph for _, paragraph in paper.paragraphs()][: styles.index("Phụ lục")]
    text = squeezed("".join(visible(paragraph) for paragraph in body))
    references = enumerate(paper.body.iter(f"{W}footnoteReference"), 1)
    notes = [f"{number}{squeezed(visible(paper.notes[call.get(f'{W}id')]))}" for number, call in references]
    number = 0
    for position, page in enumerate(body_pages(paper), 1):
        rest = squeezed(page)
        if position > 1:
            rest = rest.removesuffix(str(position))
        first = number
        while rest and text:
            if text[0] == CALL and rest.startswith(str(number + 1)):
                rest, text, number = rest.removeprefix(str(number + 1)), text[1:], number + 1
            elif text[0] == rest[0] and rest != "".join(notes[first:number]):
                rest, text = rest[1:], text[1:]
            else:
                break
        assert rest == "".join(notes[first:number]), f"page {position}"
    assert not text
    assert number == len(notes)


@pytest.mark.parametrize("kind", [".docx", ".pdf", "-phu-luc.xlsx"])
def test_a_second_build_gives_the_same_bytes(builds, kind):
    """In another process, with another hash seed, in another folder."""
    first, second = ((folder / f"{REPORT}{kind}").read_bytes() for folder in builds)
    assert first == second


def test_the_finished_file_passes_its_own_look(builds):
    assert look_over((builds[0] / f"{REPORT}.docx").read_bytes(), "bao-cao.docx") == []


def test_nothing_else_is_left_behind(builds):
    assert sorted(path.name for path in builds[0].parent.rglob("*") if path.is_file()) == [
        f"{REPORT}-phu-luc.xlsx",
        f"{REPORT}.docx",
        f"{REPORT}.pdf",
    ]


def test_final_refuses_while_numbers_are_missing_and_lists_them(builds, tmp_path):
    """The list names the indicator and its agency; what was built before stays as it was."""
    root = tmp_path / "ban-trinh-ky"
    shutil.copytree(builds[0].parents[2], root)
    data = root / "data" / PERIOD / "kinh-te.csv"
    lines = data.read_text(encoding="utf-8").splitlines(keepends=True)
    data.write_text("".join(line for line in lines if not line.startswith("chan_nuoi.trau;")), encoding="utf-8")
    before = {path: path.read_bytes() for path in root.glob(f"output/{PERIOD}/**/*.*")}

    refused = baocao("build", REPORT, "--period", PERIOD, "--final", folder=root)
    assert refused.returncode == 1
    assert "chưa có số: Đàn trâu, 9 tháng đầu năm 2021 - Sở Nông nghiệp" in refused.stderr
    assert "Không ghi tệp nào" in refused.stderr
    assert {path: path.read_bytes() for path in root.glob(f"output/{PERIOD}/**/*.*")} == before


def test_figures_have_readable_names(real):
    figures = [piece for piece in real.printed() if isinstance(piece, Figure)]
    assert all(figure.alias.endswith("9 tháng đầu năm 2021") for figure in figures)
