"""The change list: a workbook with everything, and one page with what matters."""

import io

import openpyxl
import pytest
from docx_samples import reading

from baocao.document.tree import Table, paragraphs, plain_text
from baocao.docx.structure import look_over
from baocao.printing.attached import count_pages
from baocao.refresh.change_list import change_workbook
from baocao.refresh.change_page import change_page
from baocao.refresh.changes import CellChange, Change, ChangeList, Fate, NoteKind, Story, TextNote, Where

DAY = "2021-10-01T00:00:00Z"
CELL = CellChange(
    "data/2021-9T/kinh-te.csv, ô E44, dòng 44",
    "thực hiện",
    "980",
    "990.5",
    "2021-09-20",
    "Công văn số 12",
    "Sở Công Thương",
)
WHERE = Where(Story.NOTE, "b) Phát triển kinh tế cửa khẩu", "xuất khẩu 990,5 triệu USD", 14)
NOTE = TextNote(NoteKind.READS_OTHERWISE, "giảm cả 3 tiêu chí", "chưa giảm đồng thời cả 3 tiêu chí", "5. Nội chính")


def change(number, fate=Fate.UPDATED):
    name = f"Kim ngạch xuất khẩu qua cửa khẩu số {number}, 9 tháng đầu năm 2021"
    return Change(
        f"a{number}", name, fate, "980\u00a0triệu USD", "990,5\u00a0triệu USD", "990,5\u00a0triệu USD", WHERE, "{}", (CELL,)
    )


def changes(*fates, notes=()):
    listed = tuple(change(number, fate) for number, fate in enumerate(fates, 1))
    title = "Báo cáo tình hình kinh tế - xã hội 9 tháng đầu năm 2021"
    return ChangeList("a.docx", "bao-cao", title, "2021-9T", "2021-9T", "lang-son", 2, 3, listed, notes, 580)


def words_of(page):
    return [plain_text(p.inlines).replace("\u00a0", " ") for p in paragraphs(reading(page.docx)[0].sections[0].blocks)]


def test_the_workbook_tells_everything():
    data = change_workbook(changes(Fate.UPDATED, Fate.OVERTYPED, notes=(NOTE,)), DAY)
    book = openpyxl.load_workbook(io.BytesIO(data))
    rows = [row for row in book["Số thay đổi"].iter_rows(values_only=True) if any(row)]
    assert rows[0][0] == "CÁC SỐ THAY ĐỔI SO VỚI DỰ THẢO LẦN 2"
    assert rows[1][0] == "Báo cáo tình hình kinh tế - xã hội 9 tháng đầu năm 2021 (dự thảo lần 3)"
    assert rows[2][0] == "1 chỗ đã thay số; 1 chỗ cần quyết định; 580 chỗ không đổi; 1 chỗ ngoài số cần đọc lại"
    assert rows[4][2:8] == (
        "980 triệu USD",
        "990,5 triệu USD",
        "990,5 triệu USD",
        "đã cập nhật",
        "data/2021-9T/kinh-te.csv, ô E44, dòng 44: thực hiện: 980 → 990,5 "
        "(nhận ngày 20/9/2021; Sở Công Thương; Công văn số 12)",
        "b) Phát triển kinh tế cửa khẩu › chú thích 14",
    )
    notes = [row for row in book["Chỗ cần đọc lại"].iter_rows(values_only=True) if any(row)]
    assert notes[-1] == (1, "mẫu nay viết khác", NOTE.draft, NOTE.template, NOTE.heading)


def test_the_same_list_gives_the_same_bytes():
    some = changes(Fate.UPDATED, Fate.OVERTYPED)
    assert change_workbook(some, DAY) == change_workbook(some, DAY)
    assert change_page(some, DAY) == change_page(some, DAY)


def test_the_page_says_what_changed_and_why():
    page = change_page(changes(Fate.UPDATED), DAY)
    words = words_of(page)
    assert words[0] == "CÁC SỐ THAY ĐỔI SO VỚI DỰ THẢO LẦN 2"
    assert "kinh-te.csv E44: thực hiện: 980 → 990,5 (nhận ngày 20/9/2021; Sở Công Thương)" in words
    assert page.left_out == 0
    assert look_over(page.docx, "trang.docx") == []


def test_what_is_to_be_decided_comes_first():
    words = words_of(change_page(changes(Fate.UPDATED, Fate.OVERTYPED), DAY))
    assert words.index("CẦN QUYẾT ĐỊNH") < words.index("ĐÃ THAY SỐ")
    assert "(giữ số đã gõ tay; số liệu nay: 990,5 triệu USD)" in words


@pytest.mark.parametrize("number", [0, 1, 12, 60])
def test_it_is_one_page_whatever_has_changed(number):
    page = change_page(changes(*[Fate.UPDATED] * number), DAY)
    assert count_pages(page.pdf) == 1
    tables = [block for block in reading(page.docx)[0].sections[0].blocks if isinstance(block, Table)]
    shown = sum(len(table.rows) - 1 for table in tables)
    assert shown + page.left_out == number
    assert bool(page.left_out) == (number == 60)
    if page.left_out:
        assert f"Còn {page.left_out} chỗ nữa, xem danh sách đầy đủ trong tệp Excel kèm theo." in words_of(page)
        assert shown > 10
