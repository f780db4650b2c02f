"""Every code over a text finds the words that its case file marks, and is silent where the file has nothing marked."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from baocao.checks import provenance
from baocao.checks.families import FAMILIES, check_reading
from baocao.checks.form import document
from baocao.checks.reading import read_file
from baocao.findings import Findings
from baocao.narrative import vietnamese as vi

FOLDER = Path(__file__).parent / "cases"
CASE = re.compile(r"^--- (sai|đúng)\n", re.M)
MARK = re.compile(r"\[\[(.*?)\]\]")
ONLY_IN_DOCX = (document, provenance)
OF_TEXT = [rule.code for family in FAMILIES for check in family.checks if check not in ONLY_IN_DOCX for rule in check.RULES]


@dataclass
class Case:
    """One text of a case file: the code, whether it is right, and the text with the expected words in brackets."""

    code: str
    number: int
    right: bool
    marked: str

    def __str__(self):
        return f"{self.code}-{self.number}-{'right' if self.right else 'wrong'}"

    def expected(self):
        """Return line, start and words of every mark, as they lie in the text without marks."""
        return [
            (number, mark.start() - 4 * index, mark[1])
            for number, line in enumerate(self.marked.split("\n"), 1)
            for index, mark in enumerate(MARK.finditer(line))
        ]

    def found(self, blank=" "):
        """Return line, start and words of every finding, with ``blank`` for the spaces of all lines but headings."""
        lines = MARK.sub(r"\1", self.marked).split("\n")
        text = "\n".join(line if line.startswith("#") else line.replace(" ", blank) for line in lines)
        reading = read_file("case.md", text.encode(), Findings())
        spans = [(item.place.line, item.place.span) for item in check_reading(reading, [self.code]).items]
        return [(line, span.start, span.excerpt) for line, span in spans]


def cases():
    for path in sorted(FOLDER.glob("[A-Z]*[0-9].md")):
        pieces = CASE.split(path.read_text(encoding="utf-8"))
        for number, (kind, text) in enumerate(zip(pieces[1::2], pieces[2::2], strict=True), 1):
            yield Case(path.stem, number, kind == "đúng", text)


CASES = list(cases())


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case):
    assert case.right == (not case.expected()), "a wrong case marks words, a right case marks none"
    assert case.found() == case.expected()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case_with_spaces_that_do_not_break(case):
    assert [(*at, words.replace(vi.NBSP, " ")) for *at, words in case.found(vi.NBSP)] == case.expected()


@pytest.mark.parametrize("code", OF_TEXT)
def test_every_code_has_a_wrong_and_a_right_case(code):
    assert {case.right for case in CASES if case.code == code} == {True, False}


def test_every_case_file_is_of_a_code():
    assert {case.code for case in CASES} <= set(OF_TEXT)
