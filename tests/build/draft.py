"""A finished DOCX as a hurried hand changes it: paragraphs found by style, formats laid on, words typed over."""

import copy

from lxml import etree

from baocao.docx.footnotes import NotesOut, call_xml
from baocao.docx.fragments import element_xml, elements
from baocao.docx.ooxml import W, body_paragraphs, text_of, val
from baocao.docx.package import open_package, parse_xml, save_package, to_bytes
from baocao.docx.relations import FOOTNOTES, HEADER, STYLES, ContentTypes, Relations, main_part
from baocao.docx.runs import words_xml
from baocao.docx.styles import NOTE_REFERENCE_STYLE, StyleTable


class Draft:
    """The body of a DOCX, to be changed in place."""

    def __init__(self, data):
        self.parts = open_package(data, "thu.docx")
        self.main = main_part(self.parts, "thu.docx")
        self.root = parse_xml(self.parts[self.main])
        self.body = self.root.find(W + "body")
        self.relations = Relations.of(self.parts, self.main)
        self.styles = StyleTable(parse_xml(self.parts[self.relations.part(STYLES, self.parts)]))
        self.notes = NotesOut(self.parts, self.relations, "thu.docx")

    def style(self, paragraph):
        return self.styles.paragraph_style(val(paragraph.find(W + "pPr"), W + "pStyle"))

    def all(self, *styles, least=1):
        """Return the paragraphs of these styles whose words are at least so many characters."""
        found = [node for node in body_paragraphs(self.body) if self.style(node) in styles]
        return [node for node in found if len(text_of(node)) >= least]

    def first(self, *styles, least=1):
        """Return the first paragraph of these styles, None when there is none."""
        return next(iter(self.all(*styles, least=least)), None)

    def number(self, paragraph):
        """Return the number that findings give to a paragraph."""
        return body_paragraphs(self.body).index(paragraph) + 1

    def mark(self, paragraph, tag, **attributes):
        """Lay character formatting on all runs of a paragraph."""
        for run in paragraph.iter(W + "r"):
            properties = run.find(W + "rPr")
            if properties is None:
                properties = etree.Element(W + "rPr")
                run.insert(0, properties)
            for old in properties.findall(W + tag):
                properties.remove(old)
            node = etree.SubElement(properties, W + tag)
            for name, value in attributes.items():
                node.set(W + name, value)

    def lay(self, paragraph, tag, **attributes):
        """Lay paragraph formatting on a paragraph."""
        properties = paragraph.find(W + "pPr")
        for old in properties.findall(W + tag):
            properties.remove(old)
        node = etree.SubElement(properties, W + tag)
        for name, value in attributes.items():
            node.set(W + name, value)

    def type(self, paragraph, text):
        """Put other words into a paragraph, in one run."""
        first, *others = paragraph.iter(W + "t")
        first.text = text
        for node in others:
            node.text = ""

    def insert(self, after, text, notes=()):
        """Put a new paragraph of the same style behind another, with notes called at its end; return it."""
        new = etree.Element(W + "p")
        new.append(copy.deepcopy(after.find(W + "pPr")))
        etree.SubElement(etree.SubElement(new, W + "r"), W + "t").text = text
        for note in notes:
            number = self.notes.add()
            mark, words = "<w:r><w:footnoteRef/></w:r>", element_xml("w:r", "", words_xml(note))
            self.notes.fill(number, element_xml("w:p", "", mark + words))
            new.extend(elements(call_xml(number, self.styles.id_of(NOTE_REFERENCE_STYLE, "character"))))
        after.addnext(new)
        return new

    def header(self):
        """Return the name and root of the header that carries the page number."""
        for relation in self.relations.of_type(HEADER):
            root = parse_xml(self.parts[relation.target])
            if root.find(f".//{W}fldSimple") is not None:
                return relation.target, root
        raise AssertionError("no header carries a page number")

    def data(self):
        """Return the changed DOCX."""
        self.parts[self.main] = to_bytes(self.root)
        types = ContentTypes(self.parts)
        self.notes.save(self.parts, self.relations, types)
        if self.relations.part(FOOTNOTES, self.parts):
            self.relations.save(self.parts)
            types.save(self.parts)
        return save_package(self.parts)
