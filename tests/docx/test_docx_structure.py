"""Our own look over a finished DOCX finds what would make Word refuse it."""

import pytest
from docx_samples import MAIN, filled_frame

from baocao.document.tree import Cell, Document, Figure, Footnote, Paragraph, Row, Section, Table, Text
from baocao.docx.package import open_package, parse_xml, save_package, to_bytes, tree_of
from baocao.docx.reader import read
from baocao.docx.structure import look_over
from baocao.docx.writer import write
from baocao.findings import Findings

NOTE = Footnote((Paragraph("footnote text", (Text("Gồm"),)),))
BLOCKS = (
    Table((1000,), (Row((Cell((Paragraph("Nội dung"),)),)),)),
    Paragraph("Nội dung", (Figure("a1", "980", "Xuất khẩu"), Figure("b2", "12", "Nhập khẩu"), NOTE)),
)
GOOD = write(Document((Section(BLOCKS),)), filled_frame())


def test_a_good_file_has_no_fault():
    assert look_over(GOOD, "thu.docx") == []


def ids(xml):
    numbers = [part.split('"')[1] for part in xml.split("<w:id ")[1:]]
    return numbers[0], numbers[1]


@pytest.mark.parametrize(
    ("code", "part", "change"),
    [
        ("VB301", "[Content_Types].xml", lambda xml: xml.replace('Extension="rels"', 'Extension="relx"')),
        ("VB302", "word/_rels/document.xml.rels", lambda xml: xml.replace("footnotes.xml", "notes.xml")),
        ("VB303", MAIN, lambda xml: xml.replace('w:val="NoiDung"', 'w:val="Mất"')),
        ("VB304", MAIN, lambda xml: xml.replace('<w:footnoteReference w:id="1"/>', "")),
        ("VB304", MAIN, lambda xml: xml.replace('<w:footnoteReference w:id="1"/>', '<w:footnoteReference w:id="5"/>')),
        ("VB305", MAIN, lambda xml: xml.replace(ids(xml)[1], ids(xml)[0])),
        ("VB305", MAIN, lambda xml: xml.replace("Xuất khẩu ·", "Xuất khẩu " * 9)),
        ("VB307", MAIN, lambda xml: xml.replace('<w:gridCol w:w="1000"/>', "")),
        ("VB308", MAIN, lambda xml: xml.replace(">980<", ">{{ so }}<")),
        ("VB105", MAIN, lambda xml: xml.replace("</w:body>", "")),
    ],
)
def test_a_fault_is_found(code, part, change):
    parts = open_package(GOOD, "thu.docx")
    before = parts[part].decode()
    parts[part] = change(before).encode()
    assert parts[part].decode() != before
    assert code in {finding.code for finding in look_over(save_package(parts), "thu.docx")}


def test_every_fault_is_told_in_the_order_of_the_rules():
    parts = open_package(GOOD, "thu.docx")
    body = parts[MAIN].decode()
    body = body.replace('w:val="NoiDung"', 'w:val="Mất"').replace('<w:gridCol w:w="1000"/>', "")
    body = body.replace(">980<", ">{{ so }}<").replace("Xuất khẩu ·", "Xuất khẩu " * 9)
    body = body.replace("<w:tag ", '<w:dataBinding w:xpath="x"/><w:tag ', 1)
    parts[MAIN] = body.encode()
    findings = look_over(save_package(parts), "thu.docx")
    assert [finding.code for finding in findings] == ["VB303", "VB305", "VB305", "VB307", "VB308"]
    assert {finding.place.detail for finding in findings} == {MAIN}


def test_a_marker_in_pieces_is_found():
    parts = open_package(GOOD, "thu.docx")
    parts[MAIN] = parts[MAIN].replace(b">980<", ">[[NỘI</w:t><w:t> DUNG]]<".encode())
    assert "VB308" in {finding.code for finding in look_over(save_package(parts), "thu.docx")}

def test_looking_over_and_reading_leave_the_kept_trees_as_they_are():
    look_over(GOOD, "a.docx")
    read(GOOD, "a.docx", Findings())
    for part, content in open_package(GOOD, "a.docx").items():
        if part.endswith((".xml", ".rels")):
            assert to_bytes(tree_of(content, "a.docx", part)) == to_bytes(parse_xml(content))


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("VB106", b'<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'),
        ("VB106", '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'.encode("utf-16")),
        ("VB105", b'<?xml version="1.0" encoding="no-such"?><a/>'),
        ("VB105", b"<a><b></a>"),
    ],
)
def test_a_part_in_which_nothing_is_looked_up_has_to_be_sound(code, content):
    data = save_package({**open_package(GOOD, ""), "docProps/core.xml": content})
    assert code in {finding.code for finding in look_over(data, "thu.docx")}


def test_a_part_in_another_encoding_is_sound():
    content = '<?xml version="1.0" encoding="gb2312"?><a>x</a>'.encode("ascii")
    assert look_over(save_package({**open_package(GOOD, ""), "docProps/core.xml": content}), "") == []
