"""What the tests of the DOCX share: the shipped frame filled in, a frame with nothing but its marker, small packages."""

import re
from functools import cache
from pathlib import Path

from baocao.document.tree import Document, Section
from baocao.docx.frame import MARKER, render_frame
from baocao.docx.ooxml import NAMESPACES, W, text_of
from baocao.docx.package import open_package, parse_xml, save_package, to_bytes
from baocao.docx.reader import read
from baocao.docx.writer import write
from baocao.findings import Findings

FRAME = Path(__file__).parents[2] / "templates" / "mau-trinh-bay" / "nghi-dinh-30.docx"
MAIN = "word/document.xml"
ROOM = "\u00a0" * 8
FACTS = {
    "co_quan_chu_quan": [],
    "co_quan_ban_hanh": ["ỦY BAN NHÂN DÂN", "TỈNH LẠNG SƠN"],
    "so_ky_hieu": f"Số: {ROOM}/BC-UBND",
    "dia_danh": "Lạng Sơn",
    "ngay": "ngày      tháng 10 năm 2021",
    "ten_loai": "BÁO CÁO",
    "trich_yeu": "Tình hình kinh tế - xã hội 9 tháng đầu năm 2021",
    "tham_quyen": [],
    "noi_nhan": ["Bộ Kế hoạch và Đầu tư;", "Lưu: VT, TH."],
    "quyen_han": ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"],
    "nguoi_ky": "",
    "du_thao": True,
    "ghi_chu_mau": "bản dựng lại để minh họa",
}


@cache
def filled_frame(**facts):
    """Return the shipped frame filled in with FACTS, some of them replaced."""
    return render_frame(FRAME.read_bytes(), FACTS | facts, FRAME.name)


@cache
def plain_frame():
    """Return the shipped frame without its opening and closing block."""
    parts = open_package(filled_frame(), "mẫu")
    root = parse_xml(parts[MAIN])
    body = root.find(W + "body")
    for node in list(body):
        if node.tag != W + "sectPr" and text_of(node) != MARKER:
            body.remove(node)
    parts[MAIN] = to_bytes(root)
    return save_package(parts)


def frame_with(change):
    """Return the shipped frame, unfilled, with the text of its main part changed by the function ``change``."""
    parts = open_package(FRAME.read_bytes(), "mẫu")
    parts[MAIN] = change(parts[MAIN].decode()).encode()
    return save_package(parts)


def package(body, **more):
    """Return a DOCX whose body holds the XML ``body``; ``more`` gives other parts ("footnotes") as XML inside them."""
    parts = open_package(plain_frame(), "mẫu")
    roots = " ".join(f'xmlns:{key}="{uri}"' for key, uri in NAMESPACES.items())
    roots += ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    section = re.search(r"<w:sectPr.*</w:sectPr>", parts[MAIN].decode(), re.DOTALL)[0]
    parts[MAIN] = f"<w:document {roots}><w:body>{body}{section}</w:body></w:document>".encode()
    for name, inside in more.items():
        parts[f"word/{name}.xml"] = f"<w:{name} {roots}>{inside}</w:{name}>".encode()
    return save_package(parts)


def reading(data):
    """Return the document in ``data`` and the findings of reading it."""
    findings = Findings()
    return read(data, "thu.docx", findings), findings.items


def written_body(*blocks, frame=None):
    """Return the root of the main part that ``blocks`` are written into."""
    data = write(Document((Section(tuple(blocks)),)), frame or plain_frame())
    return parse_xml(open_package(data, "thu")[MAIN])


def blocks_of(body, **more):
    """Return the blocks read from a package with this body, and the codes of the findings."""
    document, items = reading(package(body, **more))
    return document.sections[0].blocks, [item.code for item in items]
