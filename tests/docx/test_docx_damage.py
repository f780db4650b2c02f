"""Damaged files: every one is read, or refused with a finding; nothing else ever happens."""

from contextlib import suppress
from dataclasses import replace

from docx_samples import plain_frame, reading
from hypothesis import given, settings
from hypothesis import strategies as st
from test_docx_programs import ANNEX, BLOCKS, EVERYTHING

from baocao.document.tree import Paragraph, Section, Text
from baocao.docx.frame import MARKER
from baocao.docx.package import open_package, parse_xml, save_package, to_bytes
from baocao.docx.structure import look_over
from baocao.docx.writer import write
from baocao.errors import BaocaoError

MARKED = replace(EVERYTHING, sections=(Section((*BLOCKS, Paragraph("Nội dung", (Text(MARKER),)))), ANNEX))
# It holds everything, and can serve as a frame as well.
WHOLE = write(MARKED, plain_frame())
PARTS = open_package(WHOLE, "thu.docx")
XML = sorted(name for name in PARTS if name.endswith((".xml", ".rels")))
JUNK = st.sampled_from(["", "-1", "99999999999999999999", "x", "0", "1e9", "../../etc", "w:val"])


def opens_or_tells(data):
    look_over(data, "thu.docx")
    with suppress(BaocaoError):
        reading(data)
    with suppress(BaocaoError):
        write(EVERYTHING, data)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=8))
def test_bytes_changed_in_the_zip(at, new):
    opens_or_tells(WHOLE[:at] + new + WHOLE[at + len(new) :])


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_elements_and_attributes_changed(data):
    name = data.draw(st.sampled_from(XML))
    root = parse_xml(PARTS[name])
    nodes = list(root.iter())
    for _ in range(data.draw(st.integers(1, 3))):
        node = nodes[data.draw(st.integers(0, len(nodes) - 1))]
        what = data.draw(st.sampled_from(["remove", "empty", "double", "junk", "bare"]))
        parent = node.getparent()
        if what == "remove" and parent is not None:
            parent.remove(node)
        elif what == "double" and parent is not None:
            parent.append(parse_xml(to_bytes(node)))
        elif what == "empty":
            del node[:]
        elif what == "bare":
            node.attrib.clear()
        else:
            for key in node.attrib:
                node.set(key, data.draw(JUNK))
    opens_or_tells(save_package(PARTS | {name: to_bytes(root)}))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(XML))
def test_a_part_missing_or_empty(name):
    opens_or_tells(save_package({part: content for part, content in PARTS.items() if part != name}))
    opens_or_tells(save_package(PARTS | {name: b""}))
