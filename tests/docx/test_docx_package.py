"""The zip around a DOCX: bounded, the same bytes every time, and clear words about what is no DOCX."""

import io
import zipfile

import pytest
from docx_samples import FRAME, MAIN, package

from baocao.docx import package as module
from baocao.docx.package import CONTENT_TYPES, open_package, parse_xml, save_package, to_bytes, tree_of
from baocao.docx.reader import read
from baocao.errors import InputError
from baocao.findings import Findings


def zipped(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return stream.getvalue()


def code_of(data):
    with pytest.raises(InputError) as caught:
        open_package(data, "báo cáo.docx")
    (finding,) = caught.value.findings
    assert "báo cáo.docx" in finding.message
    assert finding.hint
    return finding.code


def test_saving_does_not_depend_on_the_order_of_parts():
    parts = open_package(FRAME.read_bytes(), "mẫu")
    assert save_package(parts) == save_package(dict(reversed(parts.items())))
    assert next(iter(open_package(save_package(parts), "mẫu"))) == "[Content_Types].xml"


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"hello", FRAME.read_bytes()[:-200]], ids=["empty", "stub", "text", "cut"]
)
def test_what_is_no_zip(data):
    assert code_of(data) == "VB101"


def test_a_damaged_part():
    data = bytearray(FRAME.read_bytes())
    data[200:260] = bytes(60)
    assert code_of(bytes(data)) == "VB101"


def test_a_file_with_a_password_or_an_old_doc():
    assert code_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) == "VB102"


def test_a_zip_that_is_something_else():
    assert code_of(zipped([("hello.txt", "chào")])) == "VB104"


def test_too_many_parts(monkeypatch):
    monkeypatch.setattr(module, "MAX_PARTS", 3)
    assert code_of(zipped([(f"{n}.xml", "<a/>") for n in range(4)])) == "VB103"


def test_a_bomb():
    assert code_of(zipped([("word/document.xml", bytes(8 * 1024 * 1024))])) == "VB103"


def test_too_much_in_all(monkeypatch):
    monkeypatch.setattr(module, "MAX_TOTAL", 1000)
    assert code_of(FRAME.read_bytes()) == "VB103"


def test_two_parts_of_one_name():
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zipped([("a.xml", "<a/>"), ("a.xml", "<b/>")])
    assert code_of(data) == "VB101"


def test_a_document_type_is_refused():
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c SYSTEM "file:///etc/passwd">]><a>&b;&c;</a>'
    with pytest.raises(InputError) as caught:
        parse_xml(bomb, "báo cáo.docx", MAIN)
    assert caught.value.findings[0].code == "VB106"


def test_damaged_xml_names_the_part():
    data = package("<w:p><w:r></w:p>")
    with pytest.raises(InputError) as caught:
        read(data, "báo cáo.docx", Findings())
    (finding,) = caught.value.findings
    assert finding.code == "VB105"
    assert finding.place.detail == MAIN


def test_the_parts_of_a_package_opened_again_are_those_of_its_bytes():
    data = save_package({CONTENT_TYPES: b"<Types/>", "_rels/.rels": b"<r/>", "word/document.xml": b"<d/>"})
    first = open_package(data, "a.docx")
    first["word/document.xml"] = b"<changed/>"
    del first["_rels/.rels"]
    assert open_package(data, "a.docx")["word/document.xml"] == b"<d/>"
    assert set(open_package(bytes(bytearray(data)), "a.docx")) == {CONTENT_TYPES, "_rels/.rels", "word/document.xml"}


@pytest.mark.parametrize("size", [1, 40_000], ids=["small", "large"])
def test_a_kept_tree_is_that_of_the_bytes_and_damage_names_the_file_that_is_read(size):
    one, other = (f"<a>{'<b>chữ</b>' * size}{end}</a>".encode() for end in ("một", "hai"))
    for data in (one, one, other, one):
        assert to_bytes(tree_of(data, "a.docx", MAIN)) == to_bytes(parse_xml(data))
    assert tree_of(one, "a.docx", MAIN) is tree_of(one, "b.docx", MAIN)
    for name in ("a.docx", "b.docx"):
        with pytest.raises(InputError) as caught:
            tree_of(one[:-1], name, MAIN)
        assert name in caught.value.findings[0].message
