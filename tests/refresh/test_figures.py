"""What a refresh does with one figure, by what people did to it."""

import pytest
from edited_drafts import (
    BODY,
    NOTES,
    W,
    control_of,
    copied,
    deleted,
    edited,
    fates,
    highlighted,
    lines,
    root_of,
    shown,
    tags,
    typed,
    without,
)

from baocao.docx.ooxml import VAL
from baocao.docx.package import open_package, save_package
from baocao.refresh.changes import Answer, Story

RISE = ("xnk;;3060;;;;;99,4;51,5;;;;3060;ước;;;", "xnk;;3100;;;;;99,4;53,4;;;;3100;ước;;;")
FALL = ("xnk;;3060;;;;;99,4;51,5;;;;3060;ước;;;", "xnk;;3060;;;;;99,4;-2;;;;3060;ước;;;")
IMPORT = ("xnk.nhap_khau;;2080;", "xnk.nhap_khau;;2090;")
CHANGE = "tăng 51,5% so với cùng kỳ"


def test_unchanged_data_change_nothing(desk):
    data = desk.build()
    outcome = desk.refresh(data)
    assert fates(outcome) == []
    assert outcome.docx == data
    assert outcome.same
    assert (outcome.changes.draft, outcome.changes.draft_now) == (1, 1)


def test_a_figure_follows_the_data_with_verb_and_unit(desk):
    data = desk.build()
    desk.change(FALL)
    outcome = desk.refresh(data)
    assert fates(outcome) == [("UPDATED", CHANGE, "giảm 2% so với cùng kỳ")]
    assert shown(outcome.docx)[1] == "giảm 2% so với cùng kỳ"
    assert (outcome.changes.draft, outcome.changes.draft_now) == (1, 2)


def test_a_second_refresh_gives_the_same_bytes(desk):
    data = desk.build()
    desk.change(RISE)
    first = desk.refresh(data)
    second = desk.refresh(first.docx)
    assert second.docx == first.docx
    assert fates(second) == []
    assert second.changes.draft_now == 2


def test_the_change_says_where_and_why(desk):
    data = desk.build()
    desk.change(IMPORT)
    note = desk.refresh(data).changes.changes[-1]
    assert (note.where.story, note.where.note, note.where.heading) == (Story.NOTE, 1, "Phần I TÌNH HÌNH KINH TẾ")
    (body,) = [change for change in desk.refresh(data).changes.changes if change.where.story is Story.BODY]
    assert body.name.startswith("Kim ngạch nhập khẩu")
    assert body.where.sentence.startswith("Xuất nhập khẩu ước thực hiện")
    (cell,) = body.cells
    assert (cell.before, cell.after, cell.measure) == ("2080", "2090", "thực hiện")
    assert cell.place.startswith("data/2021-9T/so-lieu.csv, ô C4")
    assert cell.agency == "Sở Công Thương"


def test_a_newer_row_is_the_reason(desk):
    data = desk.build()
    rows = "mã;thực hiện;ngày nhận;nguồn\nxnk.nhap_khau;2095;04/10/2021;công văn 12\n"
    desk.files.put("data/2021-9T/bo-sung.csv", rows)
    change = desk.refresh(data).changes.changes[0]
    (cell,) = change.cells
    assert (cell.before, cell.after, cell.received, cell.source) == ("2080", "2095", "2021-10-04", "công văn 12")


@pytest.mark.parametrize(
    ("words", "after"),
    [
        ("tăng khá, đạt 51,5%", "tăng khá, đạt 53,4%"),
        ("tăng tới 51,5% so với cùng kỳ năm 2020", "tăng tới 53,4% so với cùng kỳ năm 2020"),
        ("tăng\u00a051,5%", "tăng 53,4%"),
    ],
)
def test_where_words_were_changed_only_the_number_is_replaced(desk, words, after):
    draft = edited(desk.build(), typed(CHANGE, words))
    desk.change(RISE)
    outcome = desk.refresh(draft)
    assert ("REWORDED", words.replace("\u00a0", " "), after) in fates(outcome)
    assert after in shown(outcome.docx)
    assert desk.refresh(outcome.docx).docx == outcome.docx


def test_changed_words_are_kept_when_the_sign_turns(desk):
    draft = edited(desk.build(), typed(CHANGE, "tăng khá, đạt 51,5%"))
    desk.change(FALL)
    outcome = desk.refresh(draft)
    assert fates(outcome) == [("SIGN_TURNED", "tăng khá, đạt 51,5%", "tăng khá, đạt 51,5%")]
    change = outcome.changes.changes[0]
    assert change.computed == "giảm 2% so với cùng kỳ"
    assert change.answers == (Answer.KEEP, Answer.RESTORE)
    restored = desk.refresh(draft, answers={change.id[:6]: Answer.RESTORE})
    assert fates(restored) == [("RESTORED", "tăng khá, đạt 51,5%", "giảm 2% so với cùng kỳ")]


def test_changed_words_are_kept_when_the_number_alone_does_not_fit(desk):
    draft = edited(desk.build(), typed("ước thực hiện 3.060 triệu USD", "đạt khoảng 3.060 triệu đô la Mỹ"))
    desk.change(("3060;ước;", "3060;chính thức;"), ("xnk;;3060", "xnk;;3070"))
    assert ("UNFIT", "đạt khoảng 3.060 triệu đô la Mỹ", "đạt khoảng 3.060 triệu đô la Mỹ") in fates(desk.refresh(draft))


@pytest.mark.parametrize("words", ["tăng 60%", "tăng mạnh", "tăng 51,5%, riêng quý III tăng 51,5%"])
def test_what_was_typed_over_is_kept_and_told(desk, words):
    draft = edited(desk.build(), typed(CHANGE, words))
    outcome = desk.refresh(draft)
    assert fates(outcome) == [("OVERTYPED", words, words)]
    assert outcome.same
    assert outcome.changes.changes[0].refusal.startswith("số này được tính từ nhiều ô")


def test_what_was_typed_over_is_put_back_when_asked(desk):
    draft = edited(desk.build(), typed(CHANGE, "tăng 60%"))
    outcome = desk.refresh(draft, default=Answer.RESTORE)
    assert fates(outcome) == [("RESTORED", "tăng 60%", CHANGE)]
    assert lines(outcome.docx) == lines(desk.build())


def test_a_number_typed_that_is_the_one_of_the_data_is_nothing_to_tell(desk):
    draft = edited(desk.build(), typed("2.080 triệu USD", "2.090 triệu USD"))
    desk.change(IMPORT)
    assert [fate for fate, old, _ in fates(desk.refresh(draft)) if old == "2.090 triệu USD"] == []


def test_a_deleted_figure_is_told_and_not_put_back(desk):
    draft = edited(desk.build(), deleted(CHANGE))
    desk.change(RISE)
    outcome = desk.refresh(draft)
    assert ("DELETED", CHANGE, "") in fates(outcome)
    assert CHANGE not in shown(outcome.docx)


def test_an_emptied_control_is_a_deleted_figure(desk):
    draft = edited(desk.build(), typed(CHANGE, ""))
    assert fates(desk.refresh(draft)) == [("DELETED", "", "")]


def test_copies_follow_in_notes_headers_and_tables(desk):
    draft = edited(desk.build(), copied("2.080 triệu USD", "Y tế"))
    copy = control_of(root_of(desk.build()), "2.080 triệu USD")
    for part in (NOTES, "word/header1.xml"):
        draft = edited(draft, lambda root: list(root.iter(W + "p"))[-1].append(copy), part=part)

    def into_table(root):
        cell = next(root.iter(W + "tc"))
        next(cell.iter(W + "p")).append(control_of(root_of(desk.build()), "2.080 triệu USD"))

    draft = edited(draft, into_table)
    desk.change(IMPORT)
    outcome = desk.refresh(draft)
    moved = [change.where.story for change in outcome.changes.changes if change.old.startswith("2.080")]
    assert sorted(moved, key=lambda story: story.name) == [
        Story.BODY,
        Story.BODY,
        Story.HEADER,
        Story.NOTE,
        Story.TABLE,
    ]
    for part in (BODY, NOTES, "word/header1.xml"):
        assert "2.090 triệu USD" in shown(outcome.docx, part)
        assert "2.080 triệu USD" not in shown(outcome.docx, part)


def test_a_lost_tag_is_put_back(desk):
    data = desk.build()
    outcome = desk.refresh(edited(data, without(W + "tag")))
    assert outcome.changes.repaired == len(shown(data))
    assert tags(root_of(outcome.docx)) == tags(root_of(data))
    assert (outcome.changes.draft_now, fates(outcome)) == (1, [])


def test_controls_without_any_mark_are_known_by_text_and_order(desk):
    data = edited(desk.build(), copied("2.080 triệu USD", "Y tế"))
    bare = edited(data, without(W + "tag"), without(W + "alias"))
    desk.change(RISE, IMPORT)
    outcome = desk.refresh(bare)
    assert shown(outcome.docx) == shown(desk.refresh(data).docx)
    assert tags(root_of(outcome.docx)) == tags(root_of(data))


def test_a_control_of_somebody_else_is_left_alone(desk):
    def add(root):
        control = next(root.iter(W + "p")).makeelement(W + "sdt", {})
        content = control.makeelement(W + "sdtContent", {})
        control.append(content)
        run = content.makeelement(W + "r", {})
        run.append(run.makeelement(W + "t", {}))
        run[0].text = "Ghi chú riêng"
        content.append(run)
        next(root.iter(W + "p")).append(control)

    draft = edited(desk.build(), add)
    desk.change(RISE)
    outcome = desk.refresh(draft)
    assert [fate for fate, *_ in fates(outcome)] == ["UPDATED", "UPDATED"]
    assert "Ghi chú riêng" in shown(outcome.docx)


def test_a_figure_of_another_document_is_told(desk):
    def rename(root):
        control = control_of(root, CHANGE)
        control.find(f"{W}sdtPr/{W}tag").set(VAL, "0123456789ab")
        control.find(f"{W}sdtPr/{W}alias").set(VAL, "Số của báo cáo khác · 0123456789ab")

    outcome = desk.refresh(edited(desk.build(), rename))
    assert [finding.code for finding in outcome.findings.items if finding.code.startswith("CN")] == ["CN203"]
    assert CHANGE in shown(outcome.docx)


def test_a_placeholder_is_filled_and_loses_its_highlight(desk):
    data = desk.build()
    (placeholder,) = highlighted(root_of(data))
    assert placeholder.startswith("[chưa có số")
    desk.change(("tngt.chet;;27", "thieu;;15;;;;;;;;;;;;;;\ntngt.chet;;27"))
    outcome = desk.refresh(data)
    assert ("FILLED", placeholder, "15 ha") in fates(outcome)
    assert highlighted(root_of(outcome.docx)) == []


def test_a_number_that_the_data_lost_becomes_a_highlighted_placeholder(desk):
    data = desk.build()
    desk.change(("tngt.vu;;28;;;33", "tngt.vu;;;;;33"))
    outcome = desk.refresh(data)
    assert [fate for fate, *_ in fates(outcome)] == ["LOST"]
    assert len(highlighted(root_of(outcome.docx))) == 2


def test_a_figure_split_over_runs_keeps_the_formatting_of_its_beginning(desk):
    def split(root):
        run = next(control_of(root, "2.080 triệu USD").iter(W + "r"))
        first = run.makeelement(W + "r", {})
        bold = first.makeelement(W + "rPr", {})
        bold.append(bold.makeelement(W + "b", {}))
        text = first.makeelement(W + "t", {})
        text.text = "2.0"
        first.extend((bold, text))
        run.addprevious(first)
        run.find(W + "t").text = "80\u00a0triệu\u00a0USD"

    draft = edited(desk.build(), split)
    desk.change(IMPORT)
    outcome = desk.refresh(draft)
    run = next(control_of(root_of(outcome.docx), "2.090 triệu USD").iter(W + "r"))
    assert run.find(f"{W}rPr/{W}b") is not None


def test_a_note_called_inside_a_control_stays(desk):
    def call(root):
        run = next(control_of(root, "2.080 triệu USD").iter(W + "r"))
        other = run.makeelement(W + "r", {})
        other.append(other.makeelement(W + "bookmarkStart", {W + "id": "900", W + "name": "noi_dung"}))
        run.addnext(other)

    draft = edited(desk.build(), call)
    desk.change(IMPORT)
    control = control_of(root_of(desk.refresh(draft).docx), "2.090 triệu USD")
    assert control.find(f".//{W}bookmarkStart") is not None


def test_a_draft_that_has_lost_its_register_is_refreshed_from_the_template(desk):
    parts = open_package(edited(desk.build(), typed("28 vụ", "không còn vụ nào")), "thu.docx")
    bare = save_package({name: data for name, data in parts.items() if not name.startswith("customXml/item")})
    desk.change(RISE)
    outcome = desk.refresh(bare)
    assert "CN201" in [finding.code for finding in outcome.findings.items]
    assert ("UPDATED", CHANGE, "tăng 53,4% so với cùng kỳ") in fates(outcome)
    assert ("OVERTYPED", "không còn vụ nào", "không còn vụ nào") in fates(outcome)
    assert desk.refresh(outcome.docx).docx == outcome.docx
