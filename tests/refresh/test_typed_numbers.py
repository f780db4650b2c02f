"""Numbers typed over figures, put into the data."""

from datetime import date

import pytest
from edited_drafts import DATA, NOTES, edited, fates, shown, typed

from baocao.refresh.changes import Answer
from baocao.refresh.typed_numbers import FILE_NAME

FILE = f"data/2021-9T/{FILE_NAME}"


def put(desk, draft, **wishes):
    """Refresh with all typed numbers put into the data, save the files of the data, and return the outcome."""
    outcome = desk.refresh(draft, **{"default": Answer.DATA, **wishes})
    for name, content in outcome.data_files.items():
        (desk.root / name).write_bytes(content)
    return outcome


@pytest.mark.parametrize("words", ["2.095 triệu USD", "2095", "2.095"])
def test_a_typed_number_goes_into_the_data_and_every_place_follows(desk, words):
    draft = edited(desk.build(), typed("2.080 triệu USD", words))
    outcome = put(desk, draft)
    assert ("PUT_IN_DATA", words, "2.095 triệu USD") in fates(outcome)
    assert "2.095 triệu USD" in shown(outcome.docx)
    assert list(outcome.data_files) == [FILE]
    text = (desk.root / FILE).read_text(encoding="utf-8-sig")
    assert text.splitlines()[1].startswith("xnk.nhap_khau;kim ngạch nhập khẩu;triệu USD;lang-son;2021-9T;;2095;")
    assert text.rstrip().endswith("05/10/2021;sửa trong dự thảo")
    assert shown(desk.build()) == shown(outcome.docx)
    assert shown(desk.build(), NOTES) == shown(outcome.docx, NOTES)
    assert fates(desk.refresh(outcome.docx)) == []


def test_the_row_that_it_follows_lends_status_and_dates(desk):
    draft = edited(desk.build(), typed("ước thực hiện 3.060 triệu USD", "ước thực hiện 3.061 triệu USD"))
    outcome = put(desk, draft)
    assert ("PUT_IN_DATA", "ước thực hiện 3.061 triệu USD", "ước thực hiện 3.061 triệu USD") in fates(outcome)


def test_a_number_typed_over_a_placeholder_fills_the_gap(desk):
    missing = next(text for text in shown(desk.build()) if text.startswith("["))
    outcome = put(desk, edited(desk.build(), typed(missing, "15,2 ha")))
    assert ("PUT_IN_DATA", "15,2 ha", "15 ha") in fates(outcome)


def test_typing_again_on_the_same_day_replaces_the_number(desk):
    first = put(desk, edited(desk.build(), typed("2.080 triệu USD", "2.095 triệu USD")))
    second = put(desk, edited(first.docx, typed("2.095 triệu USD", "2.096 triệu USD")))
    assert "2.096 triệu USD" in shown(second.docx)
    assert (desk.root / FILE).read_text(encoding="utf-8-sig").count("xnk.nhap_khau") == 1


def test_a_later_day_keeps_the_earlier_row(desk):
    first = put(desk, edited(desk.build(), typed("2.080 triệu USD", "2.095 triệu USD")))
    put(desk, edited(first.docx, typed("2.095 triệu USD", "2.096 triệu USD")), day=date(2021, 10, 6))
    assert (desk.root / FILE).read_text(encoding="utf-8-sig").count("xnk.nhap_khau") == 2
    assert "2.096 triệu USD" in shown(desk.build())


@pytest.mark.parametrize(
    ("old", "words", "why"),
    [
        ("tăng 51,5% so với cùng kỳ", "tăng 60%", "được tính từ nhiều ô"),
        ("2.080 triệu USD", "hơn hai tỷ USD", "không phải một con số theo đơn vị triệu USD"),
        ("2.080 triệu USD", "2,1 tỷ USD", "không phải một con số theo đơn vị triệu USD"),
    ],
)
def test_what_is_no_number_of_one_cell_is_refused_with_the_reason(desk, old, words, why):
    draft = edited(desk.build(), typed(old, words))
    (change,) = desk.refresh(draft).changes.changes
    assert why in change.refusal
    asked = desk.refresh(draft, answers={change.id: Answer.DATA})
    assert [finding.code for finding in asked.findings.errors] == ["CN105"]
    assert (asked.docx, asked.data_files) == (b"", {})
    for_all = desk.refresh(draft, default=Answer.DATA)
    assert fates(for_all) == [("OVERTYPED", words, words)]
    assert "CN105" in [finding.code for finding in for_all.findings.items]


def test_a_number_received_today_is_corrected_where_it_stands(desk):
    desk.files.put("data/2021-9T/bo-sung.csv", "mã;thực hiện;ngày nhận\nxnk.nhap_khau;2081;05/10/2021\n")
    draft = edited(desk.build(), typed("2.081 triệu USD", "2.095 triệu USD"))
    (change,) = desk.refresh(draft).changes.changes
    assert "không cũ hơn hôm nay; sửa thẳng ở data/2021-9T/bo-sung.csv" in change.refusal


def test_two_numbers_for_one_figure_are_refused(desk):
    section = "# A\n\nNhập khẩu {{ xnk.nhap_khau.so }}.\n\n# B\n\nNhập khẩu {{ xnk.nhap_khau.dat }}.\n"
    desk.files.put("templates/thu/01-phan.md", section)
    draft = edited(desk.build(), typed("2.080 triệu USD", "2.081 triệu USD"), typed("đạt 2.080 triệu USD", "2.082"))
    outcome = desk.refresh(draft, default=Answer.DATA)
    assert [finding.code for finding in outcome.findings.errors] == ["CN106"]


def test_an_answer_for_nobody_is_told(desk):
    outcome = desk.refresh(desk.build(), answers={"ffffffffff": Answer.KEEP})
    assert [finding.code for finding in outcome.findings.errors] == ["CN104"]


def test_errors_of_the_data_refuse_the_refresh(desk):
    data = desk.build()
    desk.change(("xnk.nhap_khau;;2080;", "xnk.nhap_khau;;2o80;"))
    outcome = desk.refresh(data)
    assert outcome.failed
    assert outcome.docx == b""
    assert (desk.root / DATA).exists()
