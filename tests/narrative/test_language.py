"""The words of the template language, each as a template writes it and as the report prints it."""

import pytest

from baocao.data.periods import Period
from baocao.document.tree import Figure, Text, plain_text


def shown(block):
    """The paragraph as people see it: no-break spaces and hyphens as ordinary ones."""
    return plain_text(block.inlines).replace("\u00a0", " ").replace("\u2011", "-")


PRINTED = [
    ("{{ xnk.so }}", "3.060 triệu USD"),
    ("{{ xnk.con_so }}", "3.060"),
    ("{{ xnk.dat }}", "ước đạt 3.060 triệu USD"),
    ("{{ xnk.xuat_khau.dat }}", "đạt 980 triệu USD"),
    ("{{ xnk.thuc_hien }}, {{ xnk.kh }}, {{ xnk.ck }}",
     "ước thực hiện 3.060 triệu USD, đạt 99,4% kế hoạch, tăng 51,5% so với cùng kỳ"),
    ("trong đó {{ xnk.trong_do }}",
     "trong đó xuất khẩu 980 triệu USD, đạt 73,1% kế hoạch, tăng 10,1% so với cùng kỳ; "
     "nhập khẩu 2.080 triệu USD, đạt 119,5% kế hoạch, tăng 84,1%"),
    ("{{ chi.kh }}, {{ chi.ck.bang }}", "đạt 63,3% dự toán, bằng 95,5% cùng kỳ"),
    ("{{ chi.ck }}", "giảm 4,5% so với cùng kỳ"),
    ("{{ chi.kh.gon }}; {{ chi.kh.bang }}", "đạt 63,3%; bằng 63,3% dự toán"),
    ("({{ chung_goc(chay.vu.ck.luong, chay.ha.ck.luong) }})", "(tăng 10 vụ, tăng 16,6 ha so với cùng kỳ)"),
    ("{{ chung_dong_tu(tngt.vu.ck.luong, tngt.chet.ck.luong) }}", "giảm 05 vụ, 07 người chết so với cùng kỳ"),
    ("{{ huy_dong.den_ngay }} {{ huy_dong.dat }}, {{ huy_dong.so_voi.dau_nam }}",
     "đến ngày 31/8/2021 đạt 32.290 tỷ đồng, tăng 3,4% so với 31/12/2020"),
    ("{{ iip.so }} so với cùng kỳ", "tăng 6,2% so với cùng kỳ"),
    ("{{ ma_so.tren_tong }} mã, đạt {{ ma_so.ty_le }}", "115/133 mã, đạt 86,5%"),
    ("{{ ma_so.so }}", "trên 115 mã"),
    ("{{ ma_so.so_voi.ra_quan.gap }}", "gấp 30 lần trước ngày ra quân"),
    ("{{ xnk.xuat_khau.ty_trong }}", "32%"),
    ("xếp thứ {{ pci.hang }}", "xếp thứ 16/63"),
    ("{{ tngt.vu.tu_den }}", "từ ngày 16/12/2020 đến ngày 14/9/2021"),
    ("{{ tngt.vu.ck.luong }}; {{ tngt.vu.ck.luong.gon }}", "giảm 05 vụ so với cùng kỳ; giảm 05 vụ"),
    ("{{ tngt.vu.ck }}", "giảm 15,2% so với cùng kỳ"),
    ("{{ ds.cua_khau.dem }} cửa khẩu: {{ ds.cua_khau.ten }}", "03 cửa khẩu: Hữu Nghị, Chi Ma, Tân Thanh"),
    ("{{ ds.cua_khau.danh_so }}", "(1) Hữu Nghị; (2) Chi Ma; (3) Tân Thanh"),
    ("{{ ky.ten }}, {{ ky.tiep.ten|dau_hoa }}, {{ ky.nam_truoc }}", "9 tháng đầu năm 2021, Quý IV năm 2021, 2020"),
    ("{{ ky.ten|hoa }}", "9 THÁNG ĐẦU NĂM 2021"),
    ("{{ co_quan.ten_tinh }}", "Lạng Sơn"),
    ("{% if xnk.ck.tang %}khá{% else %}kém{% endif %}{% if chi.ck.tang %} x{% endif %}", "khá"),
    ("{% if xnk.kh.dat %}đạt{% else %}chưa đạt{% endif %}", "chưa đạt"),
    ("{% if cung_giam(tngt.vu.ck, tngt.chet.ck) %}cùng giảm{% endif %}", "cùng giảm"),
    ("{% if thieu.co %}có{% endif %}{% if ds.khong_co.co %}có{% endif %}không", "không"),
    ("{{ loi_van.khong_co }}Hết.", "Hết."),
]  # fmt: skip


@pytest.mark.parametrize(("template", "printed"), PRINTED)
def test_pattern(office, template, printed):
    _, (block,) = office.narrate(template)
    assert shown(block) == printed
    assert not office.findings.items


IN_PLANS = [
    ("{{ rung.che_phu[2020].tu[2015] }}", "từ 54,5% năm 2015 lên 63% năm 2020"),
    ("{{ ngheo[ky.nam_goc].tu[ky.truoc.nam_goc] }}", "từ 25,95% năm 2015 xuống còn 7,88% năm 2020"),
    ("{{ rung.che_phu[2020].dat }}, {{ rung.che_phu[2020].so_voi[2015].diem }}", "ước đạt 63%, tăng 8,5 điểm % so với năm 2015"),
    ("{{ grdp.muc_tieu }}; {{ rung.che_phu.muc_tieu }}", "từ 8 - 8,5%; khoảng 65%"),
    ("{{ ky.truoc.ten }}: {{ grdp[ky.truoc].dat }}", "giai đoạn 2016 - 2020: ước tăng 5,45%"),
    ("{{ grdp[ky.truoc].qua_nam }}",
     "năm 2016 tăng 5,1%, năm 2017 tăng 5,2%, năm 2018 tăng 5,3%, năm 2019 giảm 0,4%, năm 2020 ước tăng 6%"),
    ("{{ xnk[2020].so }}, {{ xnk[2020].so_voi[2015].luong }}", "trên 5.500 triệu USD, tăng 1.200 triệu USD so với năm 2015"),
    ("{{ chi_tieu[ky.truoc].dem }}/{{ chi_tieu[ky.truoc].dat.dem }}/{{ chi_tieu[ky.truoc].khong_dat.dem }}", "03/01/01"),
    ("{{ chi_tieu[ky.truoc].khong_dat.danh_so }}", "(1) tốc độ tăng GRDP"),
    ("{% if chi_tieu.co %}x{% endif %}{{ ky.tu_nam }} - {{ ky.nam_cuoi }}", "2021 - 2025"),
]  # fmt: skip


@pytest.mark.parametrize(("template", "printed"), IN_PLANS)
def test_pattern_of_plans(office, template, printed):
    _, (block,) = office.narrate(template, period=Period.parse("2021-2025"))
    assert shown(block) == printed
    assert not office.findings.items


def test_every_number_is_a_figure(office):
    """What is left of the patterns when figures are taken out holds no digit but those of names and dates."""
    _, blocks = office.narrate("\n\n".join(template for template, _ in PRINTED if "{{ ky" not in template))
    loose = "".join(inline.text for block in blocks for inline in block.inlines if isinstance(inline, Text))
    assert not any(character.isdigit() for character in loose.replace("(1)", "").replace("(2)", "").replace("(3)", ""))


def test_number_and_unit_stay_together(office):
    _, (block,) = office.narrate("tại {{ ds.cua_khau.dem }} cửa khẩu, {{ xnk.so }}")
    assert "03\u00a0cửa" in plain_text(block.inlines)
    assert "3.060\u00a0triệu\u00a0USD" in plain_text(block.inlines)


def test_a_figure_knows_recipe_value_and_cells(office):
    conversion, (block,) = office.narrate("{{ xnk.ck }}")
    (figure,) = block.inlines
    entry = conversion.register[figure.id]
    assert isinstance(figure, Figure)
    assert entry.value == "51.5"
    assert '"base":"ck"' in entry.recipe
    assert any("so-lieu.csv" in cell.place for cell in entry.cells)


@pytest.mark.parametrize(
    ("template", "code", "words"),
    [
        ("{{ xnkk.so }}", "MB101", "xnkk"),
        ("{{ xnk.xuat_khauu.so }}", "MB101", "xnk.xuat_khau"),
        ("{{ xnk }}", "MB101", ".so"),
        ("{{ xnk.so_voi.khong_biet }}", "MB101", "ra_quan"),
        ("{{ xnk.ck.gon.gon }}", "MB101", "gon"),
        ("{{ co_quan.gi_do }}", "MB101", "co-quan"),
        ("{{ 5 }}", "MB105", "số liệu"),
        ("{{ xnk.so ~ 'x' }}", "MB104", ""),
        ("{{ xnk.so|hoa }}", "MB104", "hoa"),
        ("{{ xnk.so|upper }}", "MB103", ""),
        ("{{ xnk.so", "MB103", "}}"),
        ("{% if xnk.co %}a", "MB103", "endif"),
        ("{% if xnk %}a{% endif %}", "MB104", ".co"),
        ("{{ 2 * 3 }}", "MB104", "tính toán"),
        ("{{ ''.__class__.__mro__ }}", "MB101", "__class__"),
        ("{{ xnk.so.text }}", "MB101", "text"),
        ("{{ xnk.so['text'] }}", "MB101", "text"),
        ("{{ xnk.trong_do.parts[1].text }}", "MB101", "parts"),
        ("{% if xnk.so.value > 5 %}a{% endif %}", "MB104", ""),
        ('{% include "../bi-mat.md" %}', "KG007", "thư mục"),
        ('{% include "data/chi-tieu.csv" %}', "MB111", "templates"),
        ("\ue000", "MB113", "ký tự"),
        ("{ xnk.so }}", "MB115", "xnk.so"),
        ("xnk.so }}", "MB115", "xnk.so"),
    ],
)
def test_a_wrong_template_is_an_error_with_its_line(office, template, code, words):
    office.narrate(f"Dòng một.\n\n{template}\n")
    (error,) = office.findings.errors
    assert error.code == code
    assert words in error.message + error.hint
    assert error.place.file.endswith((".md", "chi-tieu.csv"))
    assert error.place.line in ((3, 4) if error.place.file.endswith("01-phan.md") else (None,))


def test_one_run_reports_every_unknown_name(office):
    office.narrate("{{ a.so }} {{ xnk.b.so }}\n\n{{ c }}")
    assert office.codes() == ["MB101"] * 3
    assert [finding.place.line for finding in office.findings.items] == [1, 1, 3]


def test_missing_data_prints_a_highlighted_placeholder(office):
    conversion, (block,) = office.narrate("Diện tích {{ thieu.so }}.")
    figure = block.inlines[1]
    assert figure.text == "[chưa có số: Chỉ tiêu chưa có số, 9 tháng đầu năm 2021 - Sở Y tế]"
    assert figure.marks.highlight == "yellow"
    assert conversion.missing == [figure.text]
    assert office.codes() == ["MB201"]


def test_text_of_one_period(office):
    office.put("data/2021-9T/loi-van/thu/su-kien.md", "Sự kiện {{ xnk.con_so }}[^a].\n\n[^a]: Của kỳ.\n")
    _, blocks = office.narrate("Đầu[^a].\n\n[^a]: Của mẫu.\n\n{{ loi_van.su_kien }}")
    assert [plain_text(block.inlines) for block in blocks] == ["Đầu.", "Sự kiện 3.060."]
    assert not office.findings.items


def test_copied_text_must_be_read_again(office):
    office.put("data/2021-9T/loi-van/thu/cu.md", "<!-- chưa rà lại -->\nCâu cũ.\n")
    _, (block,) = office.narrate("{{ loi_van.cu }}")
    assert plain_text(block.inlines) == "Câu cũ."
    assert office.codes() == ["MB301"]


def test_data_cannot_become_markup(tmp_path, office):
    office.put("data/2021-9T/ds-cua-khau.csv", "tên\n**A & B** <b> [^x]\n")
    _, (block,) = office.narrate("{{ ds.cua_khau.ten }}")
    assert plain_text(block.inlines) == "**A & B** <b> [^x]"
