"""Charts of indicators over periods: what is drawn, what is told, the same bytes every time."""

import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from baocao.charts.drawing import alternative, chart_blocks
from baocao.charts.filling import Chart, ChartKind, Series
from baocao.data.periods import Period
from baocao.document.tree import Page, Paragraph, Picture, plain_text
from baocao.narrative.recipes import Figure, Recipe

GROWTH = """
loai = "cột"
tieu_de = "Tăng trưởng {{ ky.truoc.tu_nam }} - {{ ky.nam_goc }}"
don_vi = "%"
ky = ["ky.truoc"]
[[chuoi]]
ma = "grdp"
ten = "GRDP"
"""
PLAN = Period.parse("2021-2025")


def placed(office, spec, text="Mở đầu.\n\n{{ bieu_do.thu }}\n\nSau hình.", period=PLAN):
    """Return the conversion and the blocks of a template that places the chart of a spec."""
    office.put("templates/thu/bieu-do-thu.toml", spec)
    return office.narrate(text, period=period)


def test_a_chart_is_a_picture_with_a_caption(office):
    conversion, (before, picture, caption, after) = placed(office, GROWTH)
    assert isinstance(before, Paragraph)
    assert isinstance(after, Paragraph)
    assert isinstance(picture, Picture)
    page = Page()
    assert picture.width == page.width - page.left - page.right
    assert picture.keep_next
    assert (caption.style, plain_text(caption.inlines).replace("\u00a0", " ").replace("\u2011", "-")) == (
        "Tên biểu đồ",
        "Biểu đồ 1. Tăng trưởng 2016 - 2020",
    )
    assert picture.alt == (
        "Biểu đồ cột. Tăng trưởng 2016 - 2020 (%). GRDP: 2016: 5,1; 2017: 5,2; 2018: 5,3; 2019: -0,4; 2020 (ước): 6."
    )
    whole = conversion.register[picture.control.id]
    assert Recipe.from_json(whole.recipe).subject == "templates/thu/bieu-do-thu.toml"
    shown = [entry for entry in conversion.register.values() if '"con_so"' in entry.recipe]
    assert (shown[0].text, [cell.place for cell in shown[0].cells]) == (
        "5,1",
        ["data/2021-2025/ke-hoach.csv, ô D9, dòng 9"],
    )
    assert len(shown) == 5


def test_charts_are_numbered_through(office):
    _, blocks = placed(office, GROWTH, "{{ bieu_do.thu }}\n\nLời.\n\n{{ bieu_do.thu }}")
    captions = [plain_text(block.inlines)[:9] for block in blocks if getattr(block, "style", "") == "Tên biểu đồ"]
    assert captions == ["Biểu đồ\u00a01", "Biểu đồ\u00a02"]


def test_a_period_without_numbers_prints_no_chart(office):
    text = "{% if bieu_do.thu.co %}Xem biểu đồ.{% endif %}\n\n{{ bieu_do.thu }}"
    _, blocks = placed(office, GROWTH, text, Period.parse("2031-2035"))
    assert blocks == []
    assert office.codes() == ["MB603"]


def test_a_missing_number_is_a_gap_and_a_warning(office):
    spec = GROWTH + '[[chuoi]]\nma = "rung.che_phu"\n'
    _, blocks = placed(office, spec.replace('"ky.truoc"', '"2015", "2019", "2020"'))
    (picture,) = [block for block in blocks if isinstance(block, Picture)]
    assert "Tỷ lệ che phủ rừng: 2015: 54,5; 2019: chưa có số; 2020 (ước): 63" in picture.alt
    told = [finding.message for finding in office.findings.items]
    assert "biểu đồ thiếu số: Tỷ lệ che phủ rừng, năm 2019" in told


def test_a_chart_in_running_text_is_a_finding(office):
    placed(office, GROWTH, "Lời {{ bieu_do.thu }} văn.")
    assert office.codes() == ["MB604"]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('"cột"', '"tròn"', "“loai” phải là một trong: cột, đường, tỷ trọng"),
        ('ma = "grdp"', 'ma = "grdpp"', "có phải “grdp”"),
        ('ky = ["ky.truoc"]', 'ky = "ky.truoc"', "danh sách các kỳ"),
        ('ky = ["ky.truoc"]', 'ky = ["ky.trước"]', "không phải kỳ"),
        ("tieu_de", "tieude", "không có mục “tieude”"),
        ("[[chuoi]]", "[[chuoi]", "cú pháp TOML"),
        ('ten = "GRDP"', 'mau = "đỏ"', "chỉ nhận các mục"),
    ],
)
def test_a_faulty_spec_is_a_finding(office, before, after, words):
    placed(office, GROWTH.replace(before, after, 1))
    (finding,) = {finding.message: finding for finding in office.findings.errors}.values()
    assert words in finding.message
    assert finding.place.file == "templates/thu/bieu-do-thu.toml"


def test_a_chart_without_a_spec_is_a_finding(office):
    office.narrate("{{ bieu_do.khong_co }}", period=PLAN)
    assert office.codes() == ["MB602"]


def sample(kind, count=4):
    """Return a chart with a gap in its first series."""
    from decimal import Decimal

    def figure(at, of):
        value = Decimal(of * 7 + at * 3 - 2)
        return Figure(Recipe("con_so", f"x{of}", str(2020 + at), "lang-son", shape="tran"), str(value), "x", value)

    series = tuple(
        Series(f"Chuỗi số {of} “$đặc biệt$”", tuple(None if of == 0 and at == 1 else figure(at, of) for at in range(3)))
        for of in range(count)
    )
    recipe = Recipe("bieu_do", "thu", "2021-2025", "lang-son")
    return Chart(kind, "Thử", "", "tỷ đồng", ("2020", "2021", "2022 (ước)"), series, recipe)


@pytest.mark.parametrize("kind", list(ChartKind))
def test_every_kind_is_drawn_as_vector_and_sharp_picture_without_colour(kind):
    picture, _ = chart_blocks(sample(kind), 1)
    svg = etree.fromstring(picture.svg)
    assert svg.tag.endswith("}svg")
    assert not list(svg.iter("{http://www.w3.org/2000/svg}text", "{http://www.w3.org/2000/svg}image"))
    assert b"<dc:date>" not in picture.svg
    image = Image.open(io.BytesIO(picture.png)).convert("RGB")
    assert image.width / (picture.width / 1440) >= 200
    assert all(max(pixel) - min(pixel) <= 2 for _, pixel in image.getcolors(1 << 24))
    assert "chưa có số" in alternative(sample(kind))


PROGRAM = """
import sys, hashlib; sys.path.insert(0, sys.argv[1])
from test_charts import ChartKind, chart_blocks, sample
for kind in ChartKind:
    picture = chart_blocks(sample(kind), 1)[0]
    print(hashlib.sha256(picture.svg + picture.png).hexdigest())
"""


def test_another_process_draws_the_same_bytes():
    here = [
        hashlib.sha256(picture.svg + picture.png).hexdigest()
        for picture in (chart_blocks(sample(kind), 1)[0] for kind in ChartKind)
    ]
    command = [sys.executable, "-c", PROGRAM, str(Path(__file__).parent)]
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    run = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert run.stdout.split() == here


def test_drawing_is_loaded_only_when_there_is_a_chart():
    program = "import sys, baocao.cli, baocao.build; print('matplotlib' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
