"""The page for the browser: it needs nothing from outside, every figure can be reached and tells its origin."""

import base64
import hashlib
import re
import shutil
import subprocess

import pytest
from lxml import html
from PIL import Image, ImageChops
from trace_editing import typed_over

from baocao.findings import Findings
from baocao.tracing.tracer import print_page

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
OLD, NEW = "tăng 2,9% so với cùng kỳ", "tăng 3% so với cùng kỳ"


@pytest.fixture(scope="module")
def page(files):
    return files["html"].decode("utf-8")


@pytest.fixture(scope="module")
def tree(page):
    return html.fromstring(page)


def figures(tree):
    return tree.find_class("figure")


def test_every_figure_is_reached_by_key_and_described(tree):
    assert len(figures(tree)) == 20
    for figure in figures(tree):
        assert figure.get("tabindex") == "0"
        described = tree.get_element_by_id(figure.get("aria-describedby"))
        assert described.get("role") == "tooltip"
        assert "Ô số liệu: data/2026-M09/bao-cao-xa.xlsx" in described.text_content()


def test_a_figure_tells_its_origin(tree):
    figure = next(found for found in figures(tree) if found.text_content().replace("\u00a0", " ").startswith(OLD))
    rows = [row.text_content() for row in figure.find_class("row")]
    assert rows[:4] == [
        "Số: Đàn trâu, bò, so với cùng kỳ",
        "Kỳ: tháng 9 năm 2026",
        "Cơ quan cung cấp: Phòng Kinh tế xã",
        "Giá trị trước khi làm tròn: 2,892561…",
    ]
    assert "Cách tính: 1.245 / 1.210 × 100 − 100" in rows
    assert figure.get("value") == "2.8925619834710743801652893"


def test_nothing_comes_from_outside(page, tree):
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'")
    assert not re.findall(r'(?:src|href)="(?!#|data:)[^"]*"', page)
    (script,) = tree.xpath("//script")
    assert base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode() in policy


def test_the_page_is_vietnamese_and_fits_a_telephone(tree):
    assert tree.get("lang") == "vi"
    assert tree.xpath("//meta[@name='viewport']/@content") == ["width=device-width, initial-scale=1"]
    assert len(tree.xpath("//main")) == 1


def test_ids_are_there_once(tree):
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_figures_typed_over_are_marked_and_listed(files, workspace):
    edited = html.fromstring(print_page(typed_over(files["docx"], OLD, NEW), "a.docx", workspace, Findings()).decode())
    (figure,) = edited.find_class("edited")
    assert f"Đã sửa tay: khi làm văn bản, chỗ này ghi “{OLD}”" in figure.text_content().replace("\u00a0", " ")
    (link,) = edited.xpath("//header//a")
    assert (link.text, link.get("href")) == (NEW, f"#{figure.get('id')}")


def test_notes_stand_at_the_end_and_lead_back(real_docx, tmp_path):
    findings = Findings()
    tree = html.fromstring(print_page(real_docx, "a.docx", tmp_path, findings).decode())
    assert [finding.code for finding in findings.items] == ["VB404"]
    calls, notes = tree.xpath("//sup[@class='call']/a/@href"), tree.xpath("//section[contains(@class, 'notes')]//li/@id")
    assert len(notes) == 38
    assert calls == [f"#{note}" for note in notes]
    annex = [found for found in figures(tree) if found.xpath("ancestor::div[@class='wide']")]
    assert len(annex) > 150


def test_a_pdf_is_no_page(files, workspace):
    findings = Findings()
    assert print_page(files["pdf"], "a.pdf", workspace, findings) == b""
    assert [finding.code for finding in findings.items] == ["VB409"]


def shot(folder, page, width=1000):
    """Return what a browser shows of a page, and what it complains about."""
    source, picture = folder / "trang.html", folder / "trang.png"
    source.write_text(page, encoding="utf-8")
    command = [BROWSER, "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/nguoi-dung"]
    command += ["--enable-logging=stderr", f"--window-size={width},1000", f"--screenshot={picture}", source.as_uri()]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return Image.open(picture).convert("RGB"), run.stderr


@pytest.mark.skipif(BROWSER is None, reason="no browser; make test installs one where the system has it as a package")
def test_a_browser_shows_the_origin_of_the_figure_that_has_the_focus(page, tmp_path):
    plain, complaints = shot(tmp_path, page)
    focused, _ = shot(tmp_path, page.replace('id="f4" ', 'id="f4" autofocus ', 1))
    box = ImageChops.difference(plain, focused).getbbox()
    assert box is not None
    assert box[2] - box[0] > 300, "the words beside the figure are as wide as a hand"
    assert box[3] - box[1] > 100
    assert "Content Security Policy" not in complaints
