"""What a person is asked to read again outside the figures."""

from edited_drafts import SECTION, DraftDesk, W, deleted, edited, fates, loosened, root_of, shown, tags, typed

from baocao.data.periods import Period
from baocao.plaintext import as_typed
from baocao.refresh.changes import NoteKind

FALL = ("xnk;;3060;;;;;99,4;51,5;;;;3060;ước;;;", "xnk;;3060;;;;;99,4;-2;;;;3060;ước;;;")
RISING = "Thương mại phát triển khá, kim ngạch tăng so với năm trước."
FALLING = "Thương mại gặp khó khăn, kim ngạch không tăng."


def notes(outcome):
    assert outcome.findings.errors == []
    return [(note.kind, note.draft, note.template) for note in outcome.changes.notes]


def write(old, new):
    def edit(root):
        for node in root.iter(W + "t"):
            if node.text and old in node.text:
                node.text = node.text.replace(old, new)

    return edit


def test_a_condition_that_turned_is_told_with_both_texts(desk):
    data = desk.build()
    desk.change(FALL)
    outcome = desk.refresh(data)
    assert notes(outcome) == [(NoteKind.READS_OTHERWISE, RISING, FALLING)]
    assert notes(desk.refresh(outcome.docx)) == notes(outcome)


def test_a_draft_that_reads_so_already_is_not_told(desk):
    draft = edited(desk.build(), write(RISING, FALLING))
    desk.change(FALL)
    assert notes(desk.refresh(draft)) == []


def test_words_that_people_wrote_are_not_compared_with_the_template(desk):
    draft = edited(desk.build(), write("phát triển khá", "phát triển rất khá"))
    assert notes(desk.refresh(draft)) == []
    desk.change(FALL)
    assert notes(desk.refresh(draft)) == [(NoteKind.READS_OTHERWISE, "", FALLING)]


def test_new_and_gone_paragraphs_are_told(desk):
    data = desk.build()
    desk.files.put("templates/thu/01-phan.md", SECTION + "\nCông nghiệp: chỉ số sản xuất {{ iip.dat }}.\n")
    outcome = desk.refresh(data)
    assert notes(outcome) == [(NoteKind.NEW_PARAGRAPH, "", "Công nghiệp: chỉ số sản xuất tăng 6,2%.")]
    assert outcome.changes.notes[0].figure.startswith("Chỉ số sản xuất công nghiệp")
    desk.files.put("templates/thu/01-phan.md", SECTION.replace("Y tế: {{ thieu.so }}. ", ""))
    assert [kind for kind, *_ in notes(desk.refresh(data))] == [NoteKind.READS_OTHERWISE]
    condition = SECTION.splitlines()[4]
    desk.files.put("templates/thu/01-phan.md", SECTION.replace(condition, ""))
    assert notes(desk.refresh(data)) == [(NoteKind.GONE_PARAGRAPH, RISING, "")]


def test_another_figure_among_the_same_words_is_told(desk):
    data = desk.build()
    other = SECTION.replace("nhập khẩu {{ xnk.nhap_khau.so }}", "nhập khẩu {{ xnk.nhap_khau.dat }}")
    desk.files.put("templates/thu/01-phan.md", other)
    outcome = desk.refresh(data)
    assert [kind for kind, *_ in notes(outcome)] == [NoteKind.NEW_FIGURE]


def test_a_figure_that_left_its_control_is_told(desk):
    draft = edited(desk.build(), loosened("tăng 51,5% so với cùng kỳ"))
    outcome = desk.refresh(draft)
    assert [fate for fate, *_ in fates(outcome)] == ["DELETED"]
    (note,) = outcome.changes.notes
    assert note.kind is NoteKind.LEFT_CONTROL
    assert note.figure.endswith("tăng 51,5% so với cùng kỳ")


def test_a_deleted_figure_has_not_left_its_control(desk):
    assert notes(desk.refresh(edited(desk.build(), deleted("tăng 51,5% so với cùng kỳ")))) == []


SECTION_OF_PERIOD = "# TÌNH HÌNH {{ ky.ten|hoa }}\n\nTrong {{ ky.ten }}, có {{ tngt.vu.so }}, {{ tngt.vu.ck.luong }}.\n"
NEXT_YEAR = "mã;thực hiện;cùng kỳ\ntngt.vu;25;28\n"


def test_a_draft_is_moved_to_another_period(office):
    desk = DraftDesk(office, SECTION_OF_PERIOD)
    draft = edited(desk.build(), typed("giảm 05 vụ so với cùng kỳ", "giảm mạnh, tới 05 vụ"))
    desk.files.put("data/2022-9T/so-lieu.csv", NEXT_YEAR)
    outcome = desk.refresh(draft, period=Period.parse("2022-9T"))
    assert fates(outcome) == [("UPDATED", "28 vụ", "25 vụ"), ("REWORDED", "giảm mạnh, tới 05 vụ", "giảm mạnh, tới 03 vụ")]
    assert (outcome.changes.period_before, outcome.changes.period) == ("2021-9T", "2022-9T")
    told = [note.draft for note in outcome.changes.notes if note.kind is NoteKind.OLD_PERIOD]
    assert any("9 tháng đầu năm 2021" in as_typed(text) for text in told)
    again = desk.refresh(outcome.docx)
    assert again.docx == outcome.docx
    assert again.changes.period == "2022-9T"


def test_ids_of_a_moved_draft_are_those_of_a_new_build(office):
    desk = DraftDesk(office, SECTION_OF_PERIOD)
    draft = desk.build()
    desk.files.put("data/2022-9T/so-lieu.csv", NEXT_YEAR)
    moved = desk.refresh(draft, period=Period.parse("2022-9T")).docx
    new = desk.build("2022-9T")
    assert (tags(root_of(moved)), shown(moved)) == (tags(root_of(new)), shown(new))
