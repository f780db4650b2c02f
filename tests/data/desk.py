"""A workspace in a temporary folder, in which a test lays down tables and reads them back."""

from baocao.data.dataset import Key, Measure, load_dataset
from baocao.data.indicators import load_catalogue
from baocao.data.periods import Period
from baocao.findings import Findings
from baocao.workspace import Workspace

CONFIG = """\
[[report]]
name = "bao-cao"
template = "bao-cao"
frame = "nghi-dinh-30"
scope = "lang-son"
periods = ["2021-9T"]
outline = ["Phần I", "I.", "1.", "a)"]
kind = "BÁO CÁO"
symbol = "BC"
"""
UNITS = """\
đơn vị;loại;bội của;hệ số
%;tỷ lệ;;
điểm %;tỷ lệ;;
lần;đo;;
ha;đo;;
kg;đo;;
tấn;đo;kg;1000
đồng;tiền;;
triệu đồng;tiền;đồng;1000000
tỷ đồng;tiền;đồng;1000000000
USD;tiền;;
triệu USD;tiền;USD;1000000
vụ;đếm;;
người;đếm;;
m³;đo;;
"""
BASES = """\
mã;loại;tên
du_toan;kế hoạch;dự toán
ra_quan;mốc;trước ngày ra quân
"""
CATALOGUE = """\
mã;tên;tên gọn;đơn vị;số lẻ;loại;gồm;đủ
thu;thu nội địa;;tỷ đồng;1;thời kỳ;;
xnk;kim ngạch xuất nhập khẩu;;triệu USD;0;thời kỳ;xnk.xuat_khau xnk.nhap_khau;có
xnk.xuat_khau;kim ngạch xuất khẩu;xuất khẩu;triệu USD;0;thời kỳ;;
xnk.nhap_khau;kim ngạch nhập khẩu;nhập khẩu;triệu USD;0;thời kỳ;;
chay.vu;số vụ cháy rừng;;vụ;0;thời kỳ;;
tang_dan;mức tăng dân số;;người;0;biến động;;
ty_le_ngheo;tỷ lệ hộ nghèo;;%;2;tỷ lệ;;
pci;xếp hạng PCI;;;0;thứ hạng;;
"""
PERIOD = Period.parse("2021-9T")
FOLDER = "data/2021-9T"


class Desk:
    """A small office: its catalogue is there, a test adds what it is about."""

    def __init__(self, root):
        self.root = root
        self.write("baocao.toml", CONFIG)
        self.write("data/don-vi.csv", UNITS)
        self.write("data/can-cu.csv", BASES)
        self.write("data/chi-tieu.csv", CATALOGUE)
        self.write("data/co-quan/lang-son.csv", "mục;báo cáo;giá trị\nđịa danh;;Lạng Sơn\n")

    def write(self, name, content):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))

    def save(self, workbook, name=f"{FOLDER}/so-lieu.xlsx"):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        workbook.save(path)

    def workspace(self):
        return Workspace.open(self.root)

    def catalogue(self):
        """Return the catalogue and all its findings."""
        findings = Findings()
        return load_catalogue(self.workspace(), findings), findings.items

    def load(self):
        """Return the dataset and all its findings."""
        findings = Findings()
        workspace = self.workspace()
        return load_dataset(workspace, load_catalogue(workspace, findings), "lang-son", findings), findings.items

    def read(self, text):
        """Return the dataset of one CSV table, and its findings."""
        self.write(f"{FOLDER}/so-lieu.csv", text)
        return self.load()


def key(indicator, measure=Measure.ACTUAL, basis="", scope="lang-son", period=PERIOD):
    return Key(indicator, period, scope, basis, measure)


def value(dataset, indicator, measure=Measure.ACTUAL, basis=""):
    """Return the number as it reads in Python, None when there is none."""
    found = dataset.get(key(indicator, measure, basis))
    return None if found is None else str(found.value)


def told(finding):
    """Return everything that a person reads about a finding."""
    return f"{finding.code} {finding.message} | {finding.place} | {finding.hint}"


def only(findings):
    """Return the single finding as text."""
    assert len(findings) == 1, [told(finding) for finding in findings]
    return told(findings[0])
