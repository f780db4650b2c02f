"""The reader on what Word, LibreOffice and others write: text is taken over or told, never dropped in silence."""

import re

import pytest
from docx_samples import MAIN, blocks_of, package, plain_frame, reading

from baocao.document.tree import (
    Alignment,
    Border,
    Break,
    Cell,
    Control,
    Document,
    Field,
    Figure,
    Footnote,
    Link,
    Marks,
    Number,
    Page,
    PageBreak,
    Paragraph,
    Picture,
    Row,
    Section,
    Tab,
    Table,
    Text,
    plain_text,
)
from baocao.docx.package import open_package, save_package
from baocao.docx.writer import write


def run(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(inside, properties=""):
    return f'<w:p><w:pPr><w:pStyle w:val="NoiDung"/>{properties}</w:pPr>{inside}</w:p>'


def control(inside, tag="", alias="", more=""):
    tag = f'<w:tag w:val="{tag}"/>' if tag else ""
    alias = f'<w:alias w:val="{alias}"/>' if alias else ""
    return f"<w:sdt><w:sdtPr>{alias}{tag}{more}<w:text/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def inlines_of(inside, **more):
    """Return the inlines of one paragraph with the XML ``inside``, and the codes of the findings."""
    (paragraph,), codes = blocks_of(p(inside), **more)
    return paragraph.inlines, codes


def test_runs_of_equal_marks_are_one_text():
    inside = run("Kinh ") + '<w:proofErr w:type="spellStart"/>' + run("tế") + run(" đậm", "<w:b/>")
    assert inlines_of(inside) == ((Text("Kinh tế"), Text(" đậm", Marks(bold=True))), [])


def test_decomposed_letters_come_out_composed_also_over_two_runs():
    assert inlines_of(run("te\u0302\u0301 ") + run("e") + run("\u0302")) == ((Text("tế ê"),), [])


def test_characters_that_word_writes_as_elements():
    inside = "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:softHyphen/><w:cr/></w:r>"
    inlines, codes = inlines_of(inside)
    assert inlines == (Text("a"), Tab(), Text("b"), Break(), Text("c\u2011\u00ad"), Break())
    assert codes == []


def test_a_number_is_known_by_its_character_style():
    assert inlines_of(run("I.", '<w:rStyle w:val="SoMuc"/>') + run(" A"))[0] == (Number("I."), Text(" A"))


def test_another_character_style_becomes_marks():
    assert inlines_of(run("x", '<w:rStyle w:val="FootnoteReference"/>') + run("y"))[0] == (Text("xy"),)
    styles = open_package(plain_frame(), "m")["word/styles.xml"].decode()
    strong = '<w:style w:type="character" w:styleId="Dam"><w:name w:val="Đậm"/><w:rPr><w:b/><w:i/></w:rPr></w:style>'
    parts = open_package(package(p(run("x", '<w:rStyle w:val="Dam"/><w:i w:val="0"/>'))), "m")
    parts["word/styles.xml"] = styles.replace("</w:styles>", strong + "</w:styles>").encode()
    document, _ = reading(save_package(parts))
    assert document.sections[0].blocks[0].inlines == (Text("x", Marks(bold=True, italic=False)),)


@pytest.mark.parametrize(
    ("tag", "alias"),
    [("f1", "Xuất khẩu · f1"), ("", "Xuất khẩu · f1")],
    ids=["as written", "LibreOffice dropped the tag"],
)
def test_a_figure_is_found_by_tag_then_by_alias(tag, alias):
    inlines, codes = inlines_of(run("Đạt ") + control(run("980"), tag, alias))
    assert inlines == (Text("Đạt "), Figure("f1", "980", "Xuất khẩu"))
    assert codes == []


def test_a_figure_that_lost_both_is_found_by_the_register():
    root = 'xmlns="urn:baocao:register:1"'
    entry = "<entry><id>{}</id><text>{}</text></entry>"
    parts = open_package(package(p(control(run("980")) + control(run("12")))), "m")
    entries = entry.format("f1", "980") + entry.format("f2", "12") + entry.format("f3", "12")
    parts["customXml/item1.xml"] = f"<register {root}>{entries}</register>".encode()
    document, _ = reading(save_package(parts))
    assert document.sections[0].blocks[0].inlines == (Figure("f1", "980", ""), Text("12"))


@pytest.mark.parametrize("alias", ["Ngày ký", "", "Họ · tên đầy đủ"])
def test_other_controls_give_their_text(alias):
    assert inlines_of(control(run("Hà Nội"), "noi-ky", alias)) == ((Text("Hà Nội"),), [])


def test_a_figure_typed_over_in_two_formats_is_still_one_figure():
    inside = control(run("98", "<w:b/>") + run("5"), "f1", "Xuất khẩu · f1")
    assert inlines_of(inside)[0] == (Figure("f1", "985", "Xuất khẩu", Marks(bold=True)),)


def test_a_figure_with_a_note_inside_keeps_both_and_says_so():
    inside = control(run("98") + '<w:r><w:footnoteReference w:id="7"/></w:r>', "f1", "Xuất khẩu · f1")
    note = '<w:footnote w:id="7"><w:p>' + run("Gồm") + "</w:p></w:footnote>"
    inlines, codes = inlines_of(inside, footnotes=note)
    assert inlines == (Text("98"), Footnote((Paragraph("Normal", (Text("Gồm"),)),)))
    assert codes == ["VB210"]


def test_an_emptied_figure_is_empty_and_not_the_words_of_word():
    inside = control(run("Bấm để nhập"), "f1", "Xuất khẩu · f1", "<w:showingPlcHdr/>")
    assert inlines_of(inside)[0] == (Figure("f1", "", "Xuất khẩu"),)


def test_a_control_around_a_paragraph_or_a_cell_is_a_figure_too():
    figure = Figure("f1", "980", "Xuất khẩu")
    cell = "<w:tc>" + p(run("980")) + "</w:tc>"
    table = f"<w:tbl><w:tblGrid><w:gridCol w:w='900'/></w:tblGrid><w:tr>{control(cell, 'f1', 'Xuất khẩu · f1')}</w:tr></w:tbl>"
    blocks, codes = blocks_of(control(p(run("980")), "f1", "Xuất khẩu · f1") + table)
    assert blocks[0] == Paragraph("Nội dung", (figure,))
    assert blocks[1].rows[0].cells == (Cell((Paragraph("Nội dung", (figure,)),)),)
    assert codes == []


def test_a_block_control_gives_its_blocks():
    blocks, _ = blocks_of(control(p(run("một")) + p(run("hai")), "muc-luc"))
    assert [plain_text(block.inlines) for block in blocks] == ["một", "hai"]


def test_revisions_count_as_accepted():
    deleted = '<w:del w:id="1"><w:r><w:delText>cũ</w:delText></w:r></w:del>'
    inserted = '<w:ins w:id="2">' + run("mới") + "</w:ins>"
    inlines, codes = inlines_of(run("số ") + deleted + inserted)
    assert inlines == (Text("số mới"),)
    assert codes == ["VB216"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs():
    blocks, _ = blocks_of(p(run("một "), '<w:rPr><w:del w:id="1"/></w:rPr>') + p(run("hai")))
    assert blocks == (Paragraph("Nội dung", (Text("một hai"),)),)


def test_a_figure_with_a_revision_inside():
    inside = '<w:del w:id="1"><w:r><w:delText>980</w:delText></w:r></w:del><w:ins w:id="2">' + run("985") + "</w:ins>"
    assert inlines_of(control(inside, "f1", "Xuất khẩu · f1"))[0] == (Figure("f1", "985", "Xuất khẩu"),)


def char(kind):
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def field(instruction, result):
    instruction = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return char("begin") + instruction + char("separate") + result + char("end")


def test_a_page_field_over_many_runs():
    assert inlines_of(field(r"PAGE \* MERGEFORMAT", run("12")))[0] == (Field("PAGE", "12"),)


def test_a_link_as_a_field():
    inlines, _ = inlines_of(field('HYPERLINK "https://vi.example/"', run("ở đây")))
    assert inlines == (Link("https://vi.example/", (Text("ở đây"),)),)


def test_other_fields_give_their_result():
    assert inlines_of(run("xem ") + field("REF _Ref1", run("Bảng 2")))[0] == (Text("xem Bảng 2"),)


def test_a_field_inside_a_field():
    inner = char("begin") + "<w:r><w:instrText>IF </w:instrText></w:r>" + field("PAGE", run("3")) + char("separate")
    assert inlines_of(inner + run("kết quả") + char("end"))[0] == (Text("kết quả"),)


def test_a_table_of_contents_over_paragraphs():
    start = char("begin") + r"<w:r><w:instrText>TOC \o</w:instrText></w:r>" + char("separate")
    blocks, _ = blocks_of(p(start + run("Phần I")) + p(run("Phần II") + char("end")) + p(run("sau")))
    assert [plain_text(block.inlines) for block in blocks] == ["Phần I", "Phần II", "sau"]


def test_a_broken_field_loses_no_text():
    blocks, _ = blocks_of(p(char("begin") + run("một")) + p(run("hai")))
    assert [plain_text(block.inlines) for block in blocks] == ["một", "hai"]


def test_a_footnote_without_the_space_after_its_number():
    style = '<w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
    note = f'<w:footnote w:id="7"><w:p>{style}<w:r><w:footnoteRef/></w:r>{{}}</w:p></w:footnote>'
    call = '<w:r><w:footnoteReference w:id="7"/></w:r>'
    for inside in (run(" Gồm"), run("Gồm"), "<w:r><w:tab/></w:r>" + run("Gồm"), run(" ", "<w:b/>") + run("Gồm")):
        inlines, _ = inlines_of(call, footnotes=note.format(inside))
        assert inlines == (Footnote((Paragraph("footnote text", (Text("Gồm"),)),)),)


def test_a_page_break_cuts_its_paragraph():
    blocks, _ = blocks_of(p(run("trước") + '<w:r><w:br w:type="page"/></w:r>' + run("sau")))
    assert blocks == (Paragraph("Nội dung", (Text("trước"),)), PageBreak(), Paragraph("Nội dung", (Text("sau"),)))


BOX = "<wps:txbx><w:txbxContent>" + p(run("chữ trong khung")) + "</w:txbxContent></wps:txbx>"
LOSSES = {
    "VB201": f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{BOX}</w:drawing></mc:Choice>"
    f"<mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r>",
    "VB203": '<w:r><w:endnoteReference w:id="3"/></w:r>',
    "VB206": '<w:r><w:sym w:font="Wingdings" w:char="F021"/></w:r>',
    "VB207": "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>",
    "VB208": run("ẩn", "<w:vanish/>"),
    "VB209": run("2", '<w:vertAlign w:val="subscript"/>'),
    "VB218": '<w:r><w:footnoteReference w:id="99"/></w:r>',
    "VB219": "<w:unknown>" + run("lạ") + "</w:unknown>",
}


@pytest.mark.parametrize("code", LOSSES)
def test_what_cannot_be_held_is_told_once_with_its_place(code):
    _, items = reading(package(p(run("một")) + p(run("đoạn hai ") + LOSSES[code])))
    assert [item.code for item in items] == [code]
    assert items[0].place.detail.startswith('đoạn 2: "')
    assert items[0].hint


def test_words_among_the_properties_of_a_cell_are_told():
    cell = f"<w:tc><w:tcPr>{p(run('lạ'))}</w:tcPr>{p(run('một'))}</w:tc>"
    assert blocks_of(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>" + p(""))[1] == ["VB219"]


def test_word_numbering_is_told_also_when_the_style_gives_it():
    number = '<w:numPr><w:numId w:val="{}"/></w:numPr>'
    assert blocks_of(p(run("một"), number.format(4)))[1] == ["VB202"]
    assert blocks_of(p(run("một"), number.format(0)))[1] == []
    parts = open_package(package(p(run("một"))), "m")
    start, body = parts["word/styles.xml"].decode().split('<w:name w:val="Nội dung"/>')
    body = body.replace("<w:widowControl/>", number.format(4) + "<w:widowControl/>", 1)
    parts["word/styles.xml"] = f'{start}<w:name w:val="Nội dung"/>{body}'.encode()
    assert [item.code for item in reading(save_package(parts))[1]] == ["VB202"]


def test_many_losses_of_one_kind_are_counted():
    _, items = reading(package(p(run("một"), '<w:numPr><w:numId w:val="4"/></w:numPr>') * 30))
    assert len(items) == 6
    assert "và 25 chỗ khác" in items[-1].message


def test_symbols_of_lists_become_unicode():
    assert inlines_of('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>') == ((Text("✓"),), [])


def test_measures_with_units():
    (paragraph,), _ = blocks_of(
        p("", '<w:spacing w:before="6pt" w:line="18pt" w:lineRule="exact"/><w:ind w:start="1cm"/>')
    )
    format = paragraph.format
    assert (format.space_before, format.line.value, format.indent_left) == (120, 360, 567)


def test_sections_headers_and_pages():
    first = p(
        run("một"),
        '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgNumType w:start="1"/></w:sectPr>',
    )
    document, items = reading(package(first + p(run("hai"))))
    assert items == []
    one, two = document.sections
    assert (one.page.width, one.restart, one.header, one.first_header) == (16838, True, (), None)
    assert (two.page, two.restart, two.first_header) == (Page(), False, ())
    assert two.header[0].inlines == (Field("PAGE", "2"),)


def test_a_continuous_section_of_the_same_page_goes_on():
    section = '<w:sectPr><w:type w:val="{}"/><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    body = p(run("một"), section.format("nextPage")) + p(run("hai"), section.format("continuous"))
    document, _ = reading(package(body))
    assert [len(item.blocks) for item in document.sections] == [2, 0]


def test_tables_of_others():
    borders = '<w:tblBorders><w:top w:val="single" w:sz="8"/></w:tblBorders>'
    style = '<w:style w:type="table" w:styleId="Luoi"><w:name w:val="Table Grid"/>'
    style += f"<w:tblPr>{borders}</w:tblPr></w:style>"
    properties = '<w:trPr><w:gridBefore w:val="1"/><w:tblHeader/></w:trPr>'
    row = f"<w:tr>{properties}<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>"
    gone = "<w:tr><w:trPr><w:del w:id='1'/></w:trPr><w:tc><w:p/></w:tc></w:tr>"
    grid = '<w:tblGrid><w:gridCol w:w="500"/><w:gridCol w:w="700"/></w:tblGrid>'
    body = f'<w:tbl><w:tblPr><w:tblStyle w:val="Luoi"/></w:tblPr>{grid}{row}{gone}</w:tbl>'
    parts = open_package(package(body), "m")
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b"</w:styles>", style.encode() + b"</w:styles>")
    (table,) = reading(save_package(parts))[0].sections[0].blocks
    assert isinstance(table, Table)
    assert table.borders.top == Border(8)
    assert (table.grid, len(table.rows), table.rows[0].header) == ((500, 700), 1, True)
    assert [cell.merge for cell in table.rows[0].cells] == [None, "continue"]


def test_document_defaults_are_the_style_without_a_name():
    document, _ = reading(plain_frame())
    assert document.styles[""].marks == Marks(size=28, font="Times New Roman")
    assert document.styles["Normal"].based_on == ""
    assert document.styles["Nội dung"].based_on == "Normal"
    assert document.styles["Số mục"].kind == "character"
    assert [document.styles[f"heading {level}"].format.outline_level for level in range(1, 6)] == [0, 1, 2, 3, 4]


def test_style_names_have_one_spelling():
    parts = open_package(package(p(run("một"))), "m")
    styles = parts["word/styles.xml"].decode().replace('w:val="Nội dung"', 'w:val="NỘI DUNG"')
    parts["word/styles.xml"] = styles.replace('w:val="heading 1"', 'w:val="Heading 1"').encode()
    document, _ = reading(save_package(parts))
    assert document.sections[0].blocks[0].style == "Nội dung"
    assert "heading 1" in document.styles


def test_a_strict_file_is_refused_with_a_remedy():
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    parts = open_package(package(p(run("một"))), "m")
    parts["word/document.xml"] = f'<w:document xmlns:w="{strict}"><w:body/></w:document>'.encode()
    with pytest.raises(Exception, match="không có thân tài liệu") as caught:
        reading(save_package(parts))
    assert "Strict" in caught.value.findings[0].hint


def test_a_live_table_is_found_again_by_its_alias_when_the_tag_is_lost():
    table = Table((2000,), (Row((Cell((Paragraph("Nội dung", (Text("980"),)),)),)),), control=Control("a1b2", "Phụ lục"))
    picture = Picture(b"\x89PNG", 100, 100, "x", control=Control("c3d4", "Biểu đồ 1"))
    parts = open_package(write(Document((Section((table, picture)),)), plain_frame()), "thu")
    assert parts[MAIN].count(b"<w:tag ") == 2
    assert b"<w:text/>" not in parts[MAIN]
    parts[MAIN] = re.sub(rb"<w:tag [^>]*>", b"", parts[MAIN])
    document, _ = reading(save_package(parts))
    assert document.sections[0].blocks == (table, picture)


def test_a_table_in_a_control_of_somebody_else_is_a_table():
    inside = '<w:tbl><w:tblGrid><w:gridCol w:w="900"/></w:tblGrid><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>'
    foreign = '<w:sdtPr><w:alias w:val="Ý kiến"/></w:sdtPr>'
    blocks, _ = blocks_of(f"<w:sdt>{foreign}<w:sdtContent>{inside}</w:sdtContent></w:sdt>")
    assert blocks[0].control is None


def test_a_framed_paragraph_is_aligned_as_its_frame():
    """Word's own dialog for page numbers centres them by a frame, not by the paragraph."""
    (paragraph,), codes = blocks_of(p(run("2"), '<w:framePr w:wrap="around" w:hAnchor="margin" w:xAlign="center"/>'))
    assert (paragraph.format.alignment, codes) == (Alignment.CENTER, [])


def test_automatic_space_of_web_pages_is_a_line():
    spacing = '<w:spacing w:before="100" w:beforeAutospacing="1" w:after="60" w:afterAutospacing="0"/>'
    (paragraph,), _ = blocks_of(p(run("Kinh tế"), spacing))
    assert (paragraph.format.space_before, paragraph.format.space_after) == (280, 60)
