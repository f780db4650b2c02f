"""Every report of this repository, up to its document: figures answer for their cells, templates for all their periods."""

import re
import tomllib
from itertools import pairwise

import pytest
from influence import Influence
from jinja2 import Environment, nodes
from ordinary_numbers import figures_in
from real_report import JOBS, ROOT

from baocao.data.targets import check_targets
from baocao.document.tree import Footnote, Number, paragraphs, plain_text
from baocao.findings import Severity
from baocao.narrative.recipes import Recipe

PLAN = "ke-hoach-5-nam"
TEMPLATES = sorted(ROOT.glob("templates/*/*.md"))
PERIOD_TEXTS = sorted(ROOT.glob("data/*/loi-van/*/*.md"))
ABOUT_ONE_RESOLUTION = "bao-cao-tu-giam-sat"  # its text names the years of what it supervises
YEAR = re.compile(r"\b(19|20)\d\d\b")
TAGS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\[\^[^\]\s]+\]", re.DOTALL)


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def all_paragraphs(report):
    """Return the paragraphs of the body, annexes left out."""
    return list(paragraphs(report.document.sections[0].blocks))


@pytest.mark.parametrize("job", JOBS)
def test_nothing_is_wrong_or_missing(report, job):
    found = report(job).findings.items
    assert not [finding for finding in found if finding.severity is not Severity.INFO]


@pytest.mark.parametrize("job", JOBS)
def test_every_cell_changes_the_figures_that_name_it_and_no_others(report, job):
    Influence(report(job)).check_every_cell()


@pytest.mark.parametrize("job", JOBS)
def test_rendering_all_templates_gives_what_the_recipes_give(report, job):
    cells = report(job).cells
    Influence(report(job)).check_renderings(cells[len(cells) // 3 :: len(cells) // 3 + 1])


@pytest.mark.parametrize(
    ("job", "notes"),
    {
        "bao-cao-ktxh 2021-9T": 38,
        f"{PLAN} 2021-2025": 34,
        f"{PLAN} 2026-2030": 56,
        "bao-cao-tu-giam-sat 2024": 25,
        "nghi-quyet-ke-hoach 2016-2020": 0,
    }.items(),
)
def test_as_many_native_notes_as_the_real_document(report, job, notes):
    inlines = [inline for paragraph in all_paragraphs(report(job)) for inline in paragraph.inlines]
    assert sum(isinstance(inline, Footnote) for inline in inlines) == notes


# No figure is typed


def test_a_typed_figure_would_be_found():
    for text in ("đạt 980 triệu USD", "tăng 73,1%", "giảm 05 vụ", "2.080 tấn", "có 12 xã", "đạt 115 mã số", "1,5 lần"):
        assert figures_in(text)
    assert not figures_in("Nghị quyết số 11-NQ/TW, ngày 10/02/2022; Quốc lộ 4B; giai đoạn 2021 - 2025; Covid-19")


@pytest.mark.parametrize("path", [*TEMPLATES, *PERIOD_TEXTS], ids=name_of)
def test_no_figure_is_typed(path):
    text = TAGS.sub(" ", path.read_text(encoding="utf-8"))
    assert not figures_in(text)


@pytest.mark.parametrize("path", sorted(ROOT.glob("templates/*/*.toml")), ids=name_of)
def test_no_figure_is_typed_into_annexes_and_charts(path):
    assert not [found for text in texts_in(tomllib.loads(path.read_text("utf-8"))) for found in figures_in(text)]


def texts_in(value):
    """Yield the words of an annex or a chart as they are printed: those under "ten", "nhom", "tieu_de", "ghi_chu"."""
    for key, item in value.items() if isinstance(value, dict) else ():
        if isinstance(item, str) and key in ("ten", "nhom", "tieu_de", "ghi_chu"):
            yield TAGS.sub(" ", item)
        for inner in item if isinstance(item, list) else [item]:
            yield from texts_in(inner)


# A template serves every period


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_no_template_knows_its_period(path):
    """No comparison, no year, and in a condition the period only says of when a number is: ``x[ky.truoc].co``."""
    tree = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
    assert not list(tree.find_all(nodes.Compare))
    assert not [constant.value for constant in tree.find_all(nodes.Const) if YEAR.search(str(constant.value))]
    conditions = [branch.test for branch in tree.find_all((nodes.If, nodes.CondExpr))]
    conditions += [loop.test for loop in tree.find_all(nodes.For) if loop.test is not None]
    periods = {"ky"} | {
        name.name
        for assigned in tree.find_all(nodes.Assign)
        if any(found.name == "ky" for found in names_in(assigned.node))
        for name in (assigned.target,)
    }
    for condition in conditions:
        indices = {id(found) for item in subscripts_in(condition) for found in names_in(item.arg)}
        asked = [found.name for found in names_in(condition) if found.name in periods and id(found) not in indices]
        assert not asked, f"line {condition.lineno}"


def names_in(node):
    return [node] if isinstance(node, nodes.Name) else list(node.find_all(nodes.Name))


def subscripts_in(node):
    found = list(node.find_all(nodes.Getitem))
    return [node, *found] if isinstance(node, nodes.Getitem) else found


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path.parent.name != ABOUT_ONE_RESOLUTION], ids=name_of)
def test_no_template_names_a_year(path):
    assert not YEAR.search(TAGS.sub(" ", path.read_text(encoding="utf-8")))


def test_both_plans_are_made_of_the_same_templates(report):
    first, second = (templates_read(report(f"{PLAN} {period}")) for period in ("2021-2025", "2026-2030"))
    assert first == second
    files = {path.relative_to(ROOT).as_posix() for path in ROOT.glob(f"templates/{PLAN}/*")}
    assert set(first) == files


def templates_read(report):
    """Return the files of templates that a report was made of, with the hashes of what was read."""
    return {path: digest for path, digest in report.office.workspace.hashes.items() if path.startswith("templates/")}


# The outline


@pytest.mark.parametrize("job", JOBS)
def test_the_outline_is_numbered_as_configured(report, job):
    report = report(job)
    scheme = report.config.outline_at(report.period)
    used = {
        (int(paragraph.style.removeprefix("heading ")), shape(paragraph.inlines[0].text))
        for paragraph in all_paragraphs(report)
        if paragraph.style.startswith("heading") and isinstance(paragraph.inlines[0], Number)
    }
    assert used
    assert used <= {(level, shape(example)) for level, example in enumerate(scheme, 1)}


def shape(number):
    """Return the number of a heading as it would be at the first of all."""
    number = re.sub(r"\d+", "1", re.sub(r"\b[IVX]+\b", "I", number))
    return re.sub(r"^[a-zđ]\)", "a)", number)


def test_the_two_plans_are_numbered_differently(report):
    fourth = {
        period: next(
            paragraph.inlines[0].text
            for paragraph in all_paragraphs(report(f"{PLAN} {period}"))
            if paragraph.style == "heading 4"
        )
        for period in ("2021-2025", "2026-2030")
    }
    assert fourth == {"2021-2025": "a)", "2026-2030": "1.1."}


def test_targets_are_numbered_through_their_groups(report):
    """The 31 targets of 2026-2030 stand in three groups and are counted through."""
    lines = [
        (paragraph.style, plain_text(paragraph.inlines)) for paragraph in all_paragraphs(report(f"{PLAN} 2026-2030"))
    ]
    start = next(at for at, (_, text) in enumerate(lines) if text.endswith("Các chỉ tiêu chủ yếu"))
    end = next(at for at in range(start + 1, len(lines)) if lines[at][0] in ("heading 1", "heading 2", "heading 3"))
    section = lines[start + 1 : end]
    numbers = [int(match[1]) for _, text in section if (match := re.match(r"\((\d+)\)", text))]
    assert numbers == list(range(1, 32))
    assert [text.split(" ", 1)[1] for style, text in section if style == "heading 4"] == [
        "Chỉ tiêu kinh tế",
        "Chỉ tiêu xã hội",
        "Chỉ tiêu môi trường",
    ]
    groups = [style for style, text in section if style == "heading 4" or text.startswith("(")]
    assert [second for first, second in pairwise(groups) if first == "heading 4"] == ["Nội dung"] * 3


# Targets meet results


def counts_of_targets(report):
    """Return what is printed where verdicts are counted, by the verdict counted ("" is all of them)."""
    recipes = {name: Recipe.from_json(entry.recipe) for name, entry in report.entries.items()}
    return {recipe.base: report.entries[name].text for name, recipe in recipes.items() if recipe.form == "dem_chi_tieu"}


def test_recorded_verdicts_are_counted(report):
    assert counts_of_targets(report(f"{PLAN} 2026-2030")) == {"": "18", "dat": "14", "khong_dat": "04"}


def test_every_difference_between_recorded_and_computed_verdict_is_told(report):
    plan = report(f"{PLAN} 2026-2030")
    findings = check_targets(plan.dataset, plan.period.same_last_year, plan.config.scope)
    assert {finding.code for finding in findings} == {"SL103"}
    assert {finding.severity for finding in findings} == {Severity.WARNING}
    assert [re.search(r"“(.*?)”", finding.message)[1].split(";")[0] for finding in findings] == [
        "GRDP bình quân đầu người",  # 71 triệu đồng, the target was 80 - 82
        "Khách du lịch và doanh thu du lịch",  # 4.500 tỷ đồng of 5.200
        "Y tế xã đạt chuẩn",  # 95% insured of 98%
        "Trồng rừng mới và tỷ lệ che phủ rừng",  # 64,3% of 65%
    ]
