"""A Party report and a council resolution of a small office, from the workspace to the words in the finished DOCX."""

import shutil
from pathlib import Path

import pytest

from baocao.build import build_report
from baocao.data.periods import Period
from baocao.document.tree import paragraphs, plain_text
from baocao.docx.reader import read
from baocao.findings import Findings
from baocao.office import Office

FRAMES = Path(__file__).parents[2] / "templates" / "mau-trinh-bay"
CONFIG = """\
[[report]]
name = "giam-sat"
template = "giam-sat"
frame = "van-ban-dang"
scope = "lang-son"
periods = ["2021-9T"]
outline = ["I-", "1.", "1.1.", "1.1.1.", "a)"]
kind = "BÁO CÁO\\nTỰ GIÁM SÁT"
symbol = "BC"

[[report]]
name = "nghi-quyet"
template = "nghi-quyet"
frame = "nghi-quyet-hdnd"
scope = "lang-son"
periods = ["2021-9T"]
outline = ["Điều 1.", "1.", "a)"]
kind = "NGHỊ QUYẾT"
symbol = "NQ"
"""
AGENCY = """\
mục;báo cáo;giá trị
địa danh;;Lạng Sơn
cơ quan ban hành;giam-sat;TỈNH ỦY LẠNG SƠN
ký hiệu;giam-sat;TU
quyền hạn;giam-sat;T/M BAN THƯỜNG VỤ
quyền hạn;giam-sat;PHÓ BÍ THƯ
nơi nhận;giam-sat;Ban Bí thư
nơi nhận;giam-sat;Lưu Văn phòng Tỉnh ủy
cơ quan ban hành;nghi-quyet;HỘI ĐỒNG NHÂN DÂN
cơ quan ban hành;nghi-quyet;TỈNH LẠNG SƠN
ký hiệu;nghi-quyet;HĐND
thẩm quyền;nghi-quyet;HỘI ĐỒNG NHÂN DÂN TỈNH LẠNG SƠN
thẩm quyền;nghi-quyet;KHÓA XV, KỲ HỌP THỨ MƯỜI HAI
quyền hạn;nghi-quyet;CHỦ TỊCH
"""
PARTY = "# KHÁI QUÁT\n\n## Một\n\n### Hai\n\n#### Ba\n\n##### Bốn\n\nXuất khẩu {{ xnk.xuat_khau.so }}.\n"
RESOLUTION = (
    ">> Căn cứ Luật;\n>< QUYẾT NGHỊ:\n\n# Mục tiêu:\n\n## Kết quả\n\n### Xuất khẩu\n\n{{ xnk.xuat_khau.so }}./.\n"
)


@pytest.fixture
def family(office):
    """The small office with both reports."""
    office.put("baocao.toml", CONFIG)
    office.put("data/co-quan/lang-son.csv", AGENCY)
    office.put("templates/giam-sat/01-phan.md", PARTY)
    office.put("templates/giam-sat/trich-yeu.md", "Về công tác {{ ky.ten }}\n")
    office.put("templates/nghi-quyet/01-phan.md", RESOLUTION)
    office.put("templates/nghi-quyet/trich-yeu.md", "Về Kế hoạch {{ ky.ten }}\n")
    shutil.copytree(FRAMES, office.root / "templates" / "mau-trinh-bay")
    return Office(office.root)


def words(family, name):
    """Return style and words of every paragraph of the finished DOCX, and its title."""
    outcome = build_report(family, name, Period.parse("2021-9T"))
    assert outcome.findings.errors == []
    docx = next(data for path, data in outcome.outputs.items() if path.endswith(".docx"))
    document = read(docx, name, Findings())
    found = [(block.style, plain_text(block.inlines)) for block in paragraphs(document.sections[0].blocks)]
    return [(style, " ".join(text.split())) for style, text in found if text], " ".join(document.meta.title.split())


def test_a_party_report(family):
    shown, title = words(family, "giam-sat")
    assert title == "Báo cáo tự giám sát về công tác 9 tháng đầu năm 2021"
    for line in [
        ("Số ký hiệu", "Số -BC/TU"),
        ("Tên loại", "BÁO CÁO TỰ GIÁM SÁT"),
        ("Trích yếu", "về công tác 9 tháng đầu năm 2021"),
        ("heading 1", "I- KHÁI QUÁT"),
        ("heading 3", "1.1. Hai"),
        ("heading 4", "1.1.1. Ba"),
        ("heading 5", "a) Bốn"),
        ("Danh sách nơi nhận", "- Ban Bí thư;"),
        ("Danh sách nơi nhận", "- Lưu Văn phòng Tỉnh ủy."),
        ("Chức vụ", "PHÓ BÍ THƯ"),
    ]:
        assert line in shown


def test_a_resolution(family):
    shown, _ = words(family, "nghi-quyet")
    assert ("Số ký hiệu", "Số: /NQ-HĐND") in shown
    start = shown.index(("Thẩm quyền ban hành", "HỘI ĐỒNG NHÂN DÂN TỈNH LẠNG SƠN"))
    assert shown[start + 1 : start + 8] == [
        ("Thẩm quyền ban hành", "KHÓA XV, KỲ HỌP THỨ MƯỜI HAI"),
        ("Căn cứ", "Căn cứ Luật;"),
        ("Quyết nghị", "QUYẾT NGHỊ:"),
        ("heading 1", "Điều 1. Mục tiêu:"),
        ("heading 2", "1. Kết quả"),
        ("heading 3", "a) Xuất khẩu"),
        ("Nội dung", "980 triệu USD./."),
    ]
