"""The writer: live figures, footnotes, numbers, sections, properties, and what it refuses."""

import pytest
from docx_samples import MAIN, filled_frame, plain_frame, reading, written_body

from baocao.document.tree import (
    Document,
    Figure,
    Footnote,
    Marks,
    Meta,
    Number,
    Page,
    Paragraph,
    Register,
    RegisterCell,
    RegisterEntry,
    Section,
    Table,
    Text,
)
from baocao.docx.controls import title
from baocao.docx.ooxml import NAMESPACES, VAL, W, text_of, val
from baocao.docx.package import open_package, parse_xml
from baocao.docx.register import LIMIT, NAMESPACE
from baocao.docx.structure import look_over
from baocao.docx.wanted import _LEGAL, ILLEGAL
from baocao.docx.writer import write
from baocao.errors import BaocaoError

FIGURE = Figure("a1b2c3d4", "980\u00a0triệu USD", "Xuất khẩu, 9 tháng 2021")


def body(*inlines):
    return Paragraph("Nội dung", tuple(inlines))


def test_a_figure_is_an_unbound_plain_text_control():
    root = written_body(body(Text("Đạt "), FIGURE, Text(".")))
    (properties,) = root.iter(W + "sdtPr")
    assert [child.tag.removeprefix(W) for child in properties] == ["alias", "tag", "id", "text"]
    assert val(properties, W + "alias") == "Xuất khẩu, 9 tháng 2021 · a1b2c3d4"
    assert val(properties, W + "tag") == "a1b2c3d4"
    assert text_of(properties.getparent()) == "980\u00a0triệu USD"


def test_control_numbers_are_unique_and_fit_word():
    root = written_body(body(*[FIGURE] * 50))
    numbers = [int(node.get(VAL)) for node in root.iterfind(f".//{W}sdtPr/{W}id")]
    assert len(set(numbers)) == 50
    assert all(0 < number < 2**31 for number in numbers)


def test_a_long_name_is_shortened_and_the_id_kept():
    figure = Figure("a1b2c3d4", "1", "Kim ngạch xuất khẩu hàng hóa địa phương qua các cửa khẩu trên địa bàn tỉnh")
    assert len(title(figure)) <= 64
    assert title(figure).endswith("… · a1b2c3d4")
    document, _ = reading(write(Document((Section((body(figure),)),)), plain_frame()))
    assert document.sections[0].blocks[0].inlines[0].id == "a1b2c3d4"


def test_a_placeholder_is_highlighted_inside_and_on_the_control():
    root = written_body(body(Figure("a1", "[chưa có số]", "Xuất khẩu", Marks(highlight="yellow"))))
    assert [node.get(VAL) for node in root.iter(W + "highlight")] == ["yellow", "yellow"]


def test_a_number_is_a_run_of_its_style():
    root = written_body(Paragraph("heading 2", (Number("I."), Text(" CÔNG TÁC"))))
    assert [val(run.find(W + "rPr"), W + "rStyle") for run in root.iter(W + "r")] == ["SoMuc", None]


def test_footnotes_are_real_and_hold_figures():
    note = Footnote((Paragraph("footnote text", (Text("Gồm: "), FIGURE)),))
    data = write(Document((Section((body(Text("Có "), note, Text(" và "), note),)),)), plain_frame())
    parts = open_package(data, "thu")
    notes = parse_xml(parts["word/footnotes.xml"]).findall(W + "footnote")
    assert [note.get(W + "type", "normal") for note in notes] == [
        "separator",
        "continuationSeparator",
        "normal",
        "normal",
    ]
    assert [text_of(note) for note in notes[2:]] == [" Gồm: 980\u00a0triệu USD"] * 2
    calls = parse_xml(parts[MAIN]).iterfind(f".//{W}footnoteReference")
    assert [call.get(W + "id") for call in calls] == [note.get(W + "id") for note in notes[2:]]


def test_two_tables_stay_two():
    table = Table((1000,), ())
    root = written_body(table, table)
    assert [child.tag.removeprefix(W) for child in root.find(W + "body")] == ["tbl", "p", "tbl", "sectPr"]


def test_a_table_at_the_end_does_not_grow_into_the_closing_block():
    root = written_body(Table((1000,), ()), frame=filled_frame())
    tables = [node for node in root.find(W + "body") if node.tag == W + "tbl"]
    assert len(tables) == 3
    assert all(node.getnext().tag == W + "p" for node in tables)


def test_an_annex_follows_the_closing_block_on_pages_of_its_own():
    annex = Section((body(Text("Phụ lục")),), Page(width=16838, height=11906), (), (), restart=True)
    data = write(Document((Section((body(Text("Hết./.")),)), annex)), filled_frame())
    assert look_over(data, "thu") == []
    document, _ = reading(data)
    main, back = document.sections
    assert [block for block in main.blocks if isinstance(block, Table)]
    assert back == annex
    assert main.header
    assert main.first_header == ()


def test_properties_come_from_the_document_and_not_from_the_clock():
    meta = Meta("Báo cáo", "UBND tỉnh", "Kinh tế", "9 tháng", "Bản dựng lại", "2021-10-01T00:00:00Z")
    core = open_package(write(Document((), meta=meta), plain_frame()), "thu")["docProps/core.xml"].decode()
    assert core.count("2021-10-01T00:00:00Z") == 2
    assert reading(write(Document((), meta=meta), plain_frame()))[0].meta == meta


def test_the_register_lies_in_small_parts_with_vietnamese_as_text():
    cells = tuple(
        RegisterCell(
            f"data/2021-9T/sở tài chính.csv, dòng {line}", str(line), "thực hiện", "2021-09-10", "Sở Tài chính"
        )
        for line in range(900)
    )
    entries = tuple(
        RegisterEntry(f"f{n}", f"{n} tỷ đồng", str(n), '{"mã":"thu"}', cells[:n], "Thu", "1 + 1")
        for n in range(0, 900, 60)
    )
    whole = RegisterEntry("w", "Phụ lục", "", "{}", name="Phụ lục", rows=("0123456789ab - " * 12,) * 500)
    register = Register("bao-cao-ktxh", "2021-9T", "lang-son", (*entries, whole))
    data = write(Document((), register=register), plain_frame())
    parts = open_package(data, "thu")
    items = [name for name in parts if name.startswith("customXml/item") and "Props" not in name]
    assert len(items) > 5
    assert all(len(parts[name]) < LIMIT for name in items)
    for name in items:
        nodes = list(parse_xml(parts[name]).iter())
        assert all(node.tag.startswith(f"{{{NAMESPACE}}}") and not node.attrib for node in nodes)
    assert reading(data)[0].register == register
    assert look_over(data, "thu") == []


def test_a_second_register_takes_the_place_of_the_first():
    first = write(Document((Section((body(Text("[[NỘI DUNG]]")),)),), register=Register("cũ", "2020")), plain_frame())
    again = write(Document((), register=Register("mới", "2021")), first)
    assert reading(again)[0].register == Register("mới", "2021")
    assert look_over(again, "thu") == []


def test_settings_ask_word_for_nothing():
    settings = open_package(filled_frame(), "mẫu")["word/settings.xml"].decode()
    assert "updateFields" not in settings
    assert 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"' in settings


def test_every_missing_style_is_named():
    blocks = (Paragraph("Bảng biểu", (Number("1."),)), Paragraph("Hộp", ()))
    with pytest.raises(BaocaoError) as caught:
        write(Document((Section(blocks),)), plain_frame())
    assert [finding.code for finding in caught.value.findings] == ["MT203", "MT203"]
    assert '"Bảng biểu"' in caught.value.findings[0].message


def test_style_names_are_matched_whatever_their_case():
    root = written_body(Paragraph("Heading 1", (Text("A"),)), Paragraph("NORMAL", ()))
    assert [val(node, W + "pStyle") for node in root.iter(W + "pPr")] == ["Heading1", "Normal"]


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x1f", "\r", "\ufffe", "\ud800"])
def test_control_characters_are_refused_with_their_place(sign):
    note = Footnote((Paragraph("footnote text", (Text(f"Gồm{sign}: ba"),)),))
    with pytest.raises(BaocaoError) as caught:
        write(Document((Section((body(Text("Có"), note),)),)), plain_frame())
    (finding,) = caught.value.findings
    assert finding.code == "MT204"
    assert f"U+{ord(sign):04X}" in finding.message
    assert "Gồm" in finding.message


def test_every_character_is_legal_or_illegal():
    assert all((ILLEGAL.match(sign) is None) == (_LEGAL.fullmatch(sign) is not None) for sign in map(chr, range(0x110000)))


def test_control_characters_in_the_register_are_refused():
    register = Register("bao-cao", entries=(RegisterEntry("a1b2c3d4", "980", "980", "{}", before="9\x0180"),))
    with pytest.raises(BaocaoError, match=r"U\+0001"):
        write(Document((), register=register), plain_frame())


def test_tabs_and_line_ends_in_a_text_are_written_as_such():
    root = written_body(body(Text("a\tb\nc")))
    (run,) = root.iter(W + "r")
    assert [child.tag.removeprefix(W) for child in run] == ["t", "tab", "t", "br", "t"]


def test_namespaces_are_declared_once():
    root = written_body(body(FIGURE, Text("x")))
    assert {node.nsmap.get("w") for node in root.iter()} == {NAMESPACES["w"]}
