"""Annex tables and charts, which are live as wholes."""

from edited_drafts import W, edited, fates, lines, root_of, skeleton

from baocao.docx.ooxml import WP
from baocao.docx.package import open_package
from baocao.plaintext import as_typed
from baocao.refresh.changes import Answer
from baocao.refresh.wording import Wording

IMPORT = ("xnk.xuat_khau;;980;", "xnk.xuat_khau;;985;")


def cells(data):
    table = root_of(data).find(f".//{W}sdt//{W}tbl")
    return [[as_typed(Wording(cell).text) for cell in row.iter(W + "tc")] for row in table.iter(W + "tr")]


def in_cell(text, new):
    def edit(root):
        (node,) = [node for node in root.find(f".//{W}sdt//{W}tbl").iter(W + "t") if node.text == text]
        node.text = new

    return edit


def test_only_the_cells_that_changed_are_touched(table_desk):
    def widen(root):
        for node in root.find(f".//{W}sdt//{W}tbl").iter(W + "tcW"):
            node.set(W + "w", "2222")

    draft = edited(table_desk.build(), widen)
    table_desk.change(IMPORT)
    outcome = table_desk.refresh(draft)
    assert ("UPDATED", "980", "985") in fates(outcome)
    assert cells(outcome.docx) == cells(table_desk.build())
    assert {node.get(W + "w") for node in root_of(outcome.docx).find(f".//{W}sdt//{W}tbl").iter(W + "tcW")} == {"2222"}
    change = next(change for change in outcome.changes.changes if change.new == "985")
    assert change.where.sentence == "dòng “Kim ngạch xuất khẩu”, cột “Thực hiện”"
    assert [(cell.before, cell.after) for cell in change.cells] == [("980", "985")]
    assert table_desk.refresh(outcome.docx).docx == outcome.docx


def test_a_cell_that_was_typed_over_is_kept_the_others_follow(table_desk):
    draft = edited(table_desk.build(), in_cell("6,2", "6,5"))
    table_desk.change(IMPORT, ("iip;;6,2;", "iip;;6,3;"))
    outcome = table_desk.refresh(draft)
    assert ("OVERTYPED", "6,5", "6,5") in fates(outcome)
    assert ("UPDATED", "980", "985") in fates(outcome)
    again = table_desk.refresh(outcome.docx)
    assert fates(again) == [("OVERTYPED", "6,5", "6,5")]
    assert again.docx == outcome.docx
    restored = table_desk.refresh(outcome.docx, answers={again.changes.changes[0].id: Answer.RESTORE})
    assert fates(restored) == [("RESTORED", "6,5", "6,3")]
    assert cells(restored.docx) == cells(table_desk.build())


def test_a_gap_in_a_table_is_filled(table_desk):
    data = table_desk.build()
    table_desk.change(("tngt.chet;;27", "thieu;;15;;;;;;;;;;;;;;\ntngt.chet;;27"))
    assert ("FILLED", "...", "15") in fates(table_desk.refresh(data))


def add_row(desk):
    spec = desk.root / "templates/thu/phu-luc-01-chi-tieu.toml"
    spec.write_text(spec.read_text(encoding="utf-8").replace('"iip", ', '"iip", "tngt.vu", '), encoding="utf-8")


def test_a_row_that_came_makes_the_table_anew(table_desk):
    data = table_desk.build()
    add_row(table_desk)
    outcome = table_desk.refresh(data)
    assert [fate for fate, *_ in fates(outcome)] == ["REMADE"]
    assert lines(outcome.docx) == lines(table_desk.build())
    assert table_desk.refresh(outcome.docx).docx == outcome.docx


def test_a_table_changed_by_hand_is_not_made_anew_unless_asked(table_desk):
    draft = edited(table_desk.build(), in_cell("6,2", "6,5"))
    add_row(table_desk)
    outcome = table_desk.refresh(draft)
    assert [fate for fate, *_ in fates(outcome)] == ["WHOLE_KEPT"]
    assert outcome.docx != b""
    assert cells(outcome.docx) == cells(draft)
    assert fates(table_desk.refresh(outcome.docx)) == fates(outcome)
    assert [fate for fate, *_ in fates(table_desk.refresh(draft, default=Answer.RESTORE))] == ["REMADE"]


def test_a_row_that_somebody_added_keeps_the_table(table_desk):
    def add(root):
        rows = list(root.find(f".//{W}sdt//{W}tbl").iter(W + "tr"))
        rows[-1].addnext(rows[1].__copy__())

    draft = edited(table_desk.build(), add)
    table_desk.change(IMPORT)
    assert "WHOLE_KEPT" in [fate for fate, *_ in fates(table_desk.refresh(draft))]


CHART = """\
loai = "cột"
tieu_de = "Xuất nhập khẩu"
ky = ["ky.truoc", "ky"]
[[chuoi]]
ma = "tngt.vu"
"""


def test_a_chart_is_drawn_anew_in_its_place_and_size(desk):
    desk.files.put("templates/thu/bieu-do-thu.toml", CHART)
    desk.files.put("templates/thu/01-phan.md", "# A\n\nMở đầu.\n\n{{ bieu_do.thu }}\n\nKết.\n")
    desk.files.put("data/2021-9T/nam-truoc.csv", "mã;kỳ;thực hiện\ntngt.vu;2020-9T;33\n")

    def smaller(root):
        root.find(f".//{WP}extent").set("cx", "1234567")

    draft = edited(desk.build(), smaller)
    desk.change(("tngt.vu;;28;", "tngt.vu;;29;"))
    outcome = desk.refresh(draft)
    assert [fate for fate, *_ in fates(outcome)] == ["REMADE"]
    drawn = root_of(outcome.docx)
    assert drawn.find(f".//{WP}extent").get("cx") == "1234567"
    assert "9 tháng: 29" in drawn.find(f".//{WP}docPr").get("descr")
    assert skeleton(outcome.docx) == skeleton(draft)
    media = [name for name in open_package(outcome.docx, "") if "/media/" in name]
    assert sorted(media) == sorted(name for name in open_package(desk.build(), "") if "/media/" in name)
    assert desk.refresh(outcome.docx).docx == outcome.docx


def test_a_deleted_table_is_told(table_desk):
    def drop(root):
        control = next(node for node in root.iter(W + "sdt") if node.find(f".//{W}tbl") is not None)
        control.getparent().remove(control)

    draft = edited(table_desk.build(), drop)
    assert [fate for fate, *_ in fates(table_desk.refresh(draft))] == ["DELETED"]
