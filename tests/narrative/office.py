"""A small office for tests: a workspace in a temporary folder, written in a few lines."""

from pathlib import Path

from baocao.data.dataset import View, load_dataset
from baocao.data.periods import Period
from baocao.document.markdown import Conversion
from baocao.findings import Findings
from baocao.narrative.templates import Request
from baocao.office import Office

CATALOGUE = """\
mã;tên;tên gọn;đơn vị;số lẻ;số lẻ tỷ lệ;loại;chiều tốt;gồm;đủ;cơ quan;mã thống kê
xnk;kim ngạch xuất nhập khẩu;;triệu USD;0;1;thời kỳ;tăng;xnk.xuat_khau xnk.nhap_khau;có;Sở Công Thương;
xnk.xuat_khau;kim ngạch xuất khẩu;xuất khẩu;triệu USD;0;1;thời kỳ;tăng;;;Sở Công Thương;
xnk.nhap_khau;kim ngạch nhập khẩu;nhập khẩu;triệu USD;0;1;thời kỳ;;;;Sở Công Thương;
chay.vu;số vụ cháy rừng;;vụ;0;1;thời kỳ;giảm;;;Sở Nông nghiệp;
chay.ha;diện tích rừng cháy;;ha;1;1;thời kỳ;giảm;;;Sở Nông nghiệp;
chi;chi ngân sách địa phương;;tỷ đồng;1;1;thời kỳ;;;;Sở Tài chính;
huy_dong;vốn huy động;;tỷ đồng;0;1;thời điểm;tăng;;;Ngân hàng Nhà nước;
iip;chỉ số sản xuất công nghiệp;;%;2;1;biến động;tăng;;;Cục Thống kê;
ma_so;mã số vùng trồng;;mã;0;1;thời điểm;;;;Sở Nông nghiệp;
pci;xếp hạng năng lực cạnh tranh;;;0;1;thứ hạng;giảm;;;Sở Kế hoạch và Đầu tư;
tngt.vu;số vụ tai nạn;;vụ;0;1;thời kỳ;giảm;;;Công an tỉnh;
tngt.chet;số người chết;;người chết;0;1;thời kỳ;giảm;;;Công an tỉnh;
thieu;chỉ tiêu chưa có số;;ha;0;1;thời kỳ;;;;Sở Y tế;
rung.che_phu;tỷ lệ che phủ rừng;;%;1;1;tỷ lệ;tăng;;;Sở Nông nghiệp;
ngheo;tỷ lệ hộ nghèo;;%;2;1;tỷ lệ;giảm;;;Sở Lao động;
grdp;tốc độ tăng GRDP;;%;2;1;biến động;tăng;;;Cục Thống kê;
"""
UNITS = """\
đơn vị;loại;bội của;hệ số
%;tỷ lệ;;
ha;đo;;
đồng;tiền;;
tỷ đồng;tiền;đồng;1000000000
USD;tiền;;
triệu USD;tiền;USD;1000000
vụ;đếm;;
mã;đếm;;
người chết;đếm;;
"""
BASES = "mã;loại;tên\ndu_toan;kế hoạch;dự toán\ntrung_uong;kế hoạch;kế hoạch Trung ương giao\nra_quan;mốc;trước ngày ra quân\n"
DATA = """\
mã;căn cứ;thực hiện;trên tổng;kế hoạch;cùng kỳ;mốc;đạt % kế hoạch;tăng % cùng kỳ;tăng lượng cùng kỳ;tăng % so mốc;gấp lần so mốc;tính theo;trạng thái;mức;từ ngày;đến ngày
xnk;;3060;;;;;99,4;51,5;;;;3060;ước;;;
xnk.xuat_khau;;980;;;;;73,1;10,1;;;;980;;;;
xnk.nhap_khau;;2080;;;;;119,5;84,1;;;;2080;;;;
chay.vu;;19;;;;;;;10;;;19;;;;
chay.ha;;28,8;;;;;;;16,6;;;28,8;;;;
chi;du_toan;6798,3;;;;;63,3;-4,5;;;;6798,3;ước;;;
huy_dong;;32290;;;;;;;;;;;;;;31/8/2021
huy_dong;dau_nam;;;;;;;;;3,4;;32290;;;;
iip;;6,2;;;;;;;;;;;;;;
ma_so;;115;133;;;;;;;;;;;trên;;
ma_so;ra_quan;;;;;;;;;;30;115;;;;
pci;;16;63;;;;;;;;;;;;;
tngt.vu;;28;;;33;;;;;;;;;;16/12/2020;14/9/2021
tngt.chet;;27;;;34;;;;;;;;;;;
"""  # noqa: E501
PLAN = """\
mã;kỳ;căn cứ;thực hiện;thực hiện đến;kế hoạch;kế hoạch đến;trạng thái;mức;tăng lượng so mốc;tính theo
rung.che_phu;2015;;54,5;;;;;;;
rung.che_phu;2020;;63;;;;ước;;;
rung.che_phu;;;;;65;;;khoảng;;
ngheo;2015;;25,95;;;;;;;
ngheo;2020;;7,88;;;;;;;
ngheo;2016-2020;;3,61;;3;;;;;
grdp;2016-2020;;5,45;;8;8,5;ước;;;
grdp;2016;;5,1;;;;;;;
grdp;2017;;5,2;;;;;;;
grdp;2018;;5,3;;;;;;;
grdp;2019;;-0,4;;;;;;;
grdp;2020;;6;;;;ước;;;
grdp;;;;;8;8,5;;từ;;
xnk;2020;;5500;;;;;trên;;
xnk;2020;2015;;;;;;;1200;5500
"""
TARGETS = """\
tên;mã;kết luận
tốc độ tăng GRDP;grdp;không đạt
giảm tỷ lệ hộ nghèo;ngheo;đạt
chưa có kết quả;thieu;
"""
PERIOD = Period.parse("2021-9T")
SCOPE = "lang-son"


class SmallOffice:
    """Writes the workspace, and renders templates given as text."""

    def __init__(self, root: Path, data: str = DATA, **files: str) -> None:
        self.root = root
        self.put("baocao.toml", CONFIG)
        self.put("data/chi-tieu.csv", CATALOGUE)
        self.put("data/don-vi.csv", UNITS)
        self.put("data/can-cu.csv", BASES)
        self.put("data/co-quan/lang-son.csv", "mục;báo cáo;giá trị\nđịa danh;;Lạng Sơn\ntên tỉnh;;Lạng Sơn\n")
        self.put("data/2021-9T/so-lieu.csv", data)
        self.put("data/2021-9T/ds-cua-khau.csv", "tên\nHữu Nghị\nChi Ma\nTân Thanh\n")
        for name, text in files.items():
            self.put(name, text)
        self.put("data/2021-2025/ke-hoach.csv", PLAN)
        self.put("data/2016-2020/ds-chi-tieu.csv", TARGETS)
        self.findings = Findings()

    def put(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def narrate(self, *sections: str, period: Period = PERIOD):
        """Return the conversion and its blocks for template sections given as text."""
        for position, text in enumerate(sections, 1):
            self.put(f"templates/thu/{position:02}-phan.md", text)
        office = Office(self.root)
        dataset = load_dataset(office.workspace, office.catalogue, SCOPE, self.findings)
        request = Request("thu", "thu", period, SCOPE, View(dataset))
        narrative = office.templates.render(request, self.findings)
        conversion = Conversion(narrative, self.findings)
        return conversion, [block for section in narrative.sections for block in conversion.blocks(section)]

    def codes(self) -> list[str]:
        return [finding.code for finding in self.findings.items]


CONFIG = """\
[[report]]
name = "thu"
template = "thu"
frame = "nghi-dinh-30"
scope = "lang-son"
periods = ["2021-9T"]
outline = ["Phần I", "I.", "1.", "a)"]
kind = "BÁO CÁO"
symbol = "BC"
sample = true
"""

