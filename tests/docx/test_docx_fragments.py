"""Step 5, docx: pieces of a part as text, and the trees that they go into."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from baocao.docx.fragments import PartOut, elements, fragment, value_xml
from baocao.docx.ooxml import VAL, W_URI, W, text_of
from baocao.docx.package import parse_xml
from baocao.docx.runs import words_xml

TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=30)


@given(TEXTS)
def test_a_value_comes_back_as_it_was(text):
    (node,) = elements(f'<w:alias w:val="{value_xml(text)}"/>')
    assert node.get(VAL) == text


@given(TEXTS)
def test_words_come_back_as_they_were(text):
    (run,) = elements(f"<w:r>{words_xml(text)}</w:r>")
    assert text_of(run) == text.replace("\u2011", "").replace("\u00ad", "")


def test_a_fragment_does_not_declare_the_prefixes_again():
    (run,) = elements('<w:r><w:t xml:space="preserve">xã &amp; phường </w:t></w:r>')
    assert fragment(run) == '<w:r><w:t xml:space="preserve">xã &amp; phường </w:t></w:r>'


@pytest.mark.parametrize(
    "data",
    [
        f'<w:body xmlns:w="{W_URI}"/>',
        f'<body xmlns="{W_URI}"/>',
        f'<x:body xmlns:x="{W_URI}" xmlns:w="urn:other" x:rsid="1"><w:kept/></x:body>',
        f'<w:body xmlns:w="{W_URI}"><!-- <?slot 0?> --><?slot 0?></w:body>',
    ],
)
def test_texts_take_the_places_of_their_slots_in_any_tree(data):
    part = PartOut(parse_xml(data.encode()))
    before = [node.tag for node in part.root]
    later = part.slot("<w:p><w:r><w:t>hai</w:t></w:r></w:p>")
    part.root.append(part.slot("<w:p/>"))
    part.root.append(later)
    written = etree.fromstring(part.to_bytes())
    assert [node.tag for node in written] == [*before, W + "p", W + "p"]
    assert text_of(written) == "hai"
    assert dict(written.attrib) == dict(part.root.attrib)
