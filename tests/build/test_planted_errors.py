"""The reports of this repository have no error of their own, and one of every kind that is planted is found in each."""

import pytest
from draft import Draft
from planted import FORM, plant_text, text_cases
from real_report import JOBS

from baocao.checks.families import FAMILIES, check_reading
from baocao.checks.reading import read_file
from baocao.checks.workspaces import check_built
from baocao.docx.ooxml import text_of
from baocao.findings import Findings, Severity

CODES = [rule.code for family in FAMILIES for rule in family.rules]
OF_TEXT = [code for code in CODES if code not in FORM and text_cases(code)]
# Found only with data at hand: tests of provenance plant these.
OF_DATA = {"SL302", "SL303"}
# Which of two spellings is the odd one depends on the rest of the document.
OF_THE_WHOLE = {"CT302"}
# Two of these would stand in each other's way: each has a draft of its own.
APART = {"TT205": "TT204", "TT211": "TT202", "TT207": "TT206", "TT309": "TT401"}


def found_in(data):
    return check_reading(read_file("thu.docx", data, Findings())).items


@pytest.mark.parametrize("job", JOBS)
def test_a_report_has_no_error_of_its_own(report, job):
    real = report(job)
    findings = check_built(read_file("thu.docx", real.docx, Findings()), real.dataset)
    assert not [finding for finding in findings if finding.severity is not Severity.INFO]


@pytest.fixture(scope="module")
def drafts(report):
    """Return a function that gives, for a job, what was planted by code and what was found."""
    made = {}

    def get(job):
        if job not in made:
            made[job] = _planted(report(job).docx, set(FORM) - set(APART)), _planted(report(job).docx, set(APART))
        return made[job]

    return get


def _planted(docx, codes):
    draft = Draft(docx)
    nodes = {code: FORM[code](draft) for code in codes}
    places = {code: draft.number(node) for code, node in nodes.items() if node is not None}
    return places, found_in(draft.data())


@pytest.mark.parametrize("code", sorted(FORM))
def test_a_planted_error_of_form_is_found_at_its_place(drafts, code):
    planted = 0
    for job in JOBS:
        for places, findings in drafts(job):
            if code in places:
                planted += 1
                found = {finding.place.span.paragraph for finding in findings if finding.code == code}
                assert places[code] in found, job
    assert planted


@pytest.mark.parametrize("job", ["bao-cao-ktxh 2021-9T", "ke-hoach-5-nam 2021-2025", "ke-hoach-5-nam 2026-2030"])
def test_a_number_typed_into_an_annex_is_found(report, job):
    draft = Draft(report(job).docx)
    cell = next(node for node in draft.all("Số trong bảng") if text_of(node).replace(",", "").isdigit())
    draft.type(cell, "98.765,43")
    found = [finding for finding in found_in(draft.data()) if finding.code == "SL301"]
    assert [(item.place.span.paragraph, item.place.span.excerpt) for item in found] == [
        (draft.number(cell), "98.765,43")
    ]


def test_every_code_is_planted():
    assert set(CODES) == {*FORM, *OF_TEXT, *OF_DATA}


@pytest.fixture(scope="module")
def texts(report):
    """Return a function that gives, for a job, the words that were planted by code, with their places, and what was found."""
    made = {}

    def get(job):
        if job not in made:
            draft = Draft(report(job).docx)
            after = draft.all("Nội dung")[len(draft.all("Nội dung")) // 2]
            expected = {}
            for code in OF_TEXT:
                after, expected[code] = plant_text(draft, text_cases(code)[0], after)
            numbered = {
                code: [(node if node is None else draft.number(node), words) for node, words in found]
                for code, found in expected.items()
            }
            made[job] = numbered, found_in(draft.data())
        return made[job]

    return get


@pytest.mark.parametrize("code", OF_TEXT)
def test_a_planted_error_of_words_is_found_at_its_place(texts, code):
    for job in JOBS:
        expected, findings = texts(job)
        found = [(item.place.span.paragraph, item.place.span.excerpt) for item in findings if item.code == code]
        assert expected[code], "a case marks the words that are wrong"
        if code in OF_THE_WHOLE:
            assert found, job
            continue
        for place in expected[code]:
            assert place in found, job
