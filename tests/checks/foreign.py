"""A report as an office types it in Word, without our styles: everything is laid directly on Normal."""

import io

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

import docx

CENTER, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
LONG = (
    "Thực hiện Nghị quyết của Hội đồng nhân dân tỉnh về phát triển kinh tế - xã hội, Sở Công Thương đã triển khai đầy đủ "
    "các nhiệm vụ được giao, bám sát chỉ đạo của Ủy ban nhân dân tỉnh, đạt kết quả tích cực trên các lĩnh vực quản lý."
)


class Foreign:
    """A document of a department; its parts can be changed before it is saved."""

    def __init__(self):
        self.docx = docx.Document()
        normal = self.docx.styles["Normal"]
        normal.font.name, normal.font.size = "Times New Roman", Pt(14)
        section = self.docx.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin = section.bottom_margin = section.right_margin = Mm(20)
        section.left_margin = Mm(30)
        self.opening = self.docx.add_table(2, 2)
        left, right = self.opening.rows[0].cells
        self.fill(left, ("UBND TỈNH LẠNG SƠN", 13, ""), ("SỞ CÔNG THƯƠNG", 13, "b"))
        self.fill(right, ("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, "b"), ("Độc lập - Tự do - Hạnh phúc", 14, "b"))
        left, right = self.opening.rows[1].cells
        self.fill(left, ("Số:  125/BC-SCT", 13, ""))
        self.fill(right, ("Lạng Sơn, ngày 05 tháng 9 năm 2026", 14, "i"))
        self.line("BÁO CÁO", 14, "b", CENTER)
        self.line("Kết quả công tác tháng 8, nhiệm vụ trọng tâm tháng 9 năm 2026", 14, "b", CENTER)

    @staticmethod
    def fill(cell, *lines):
        for number, (text, size, look) in enumerate(lines):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            paragraph.alignment = CENTER
            Foreign.say(paragraph, text, size, look)

    @staticmethod
    def say(paragraph, text, size=14, look=""):
        run = paragraph.add_run(text)
        run.font.size, run.bold, run.italic = Pt(size), "b" in look or None, "i" in look or None
        return run

    def line(self, text, size=14, look="", alignment=None):
        paragraph = self.docx.add_paragraph()
        paragraph.alignment = alignment
        self.say(paragraph, text, size, look)
        return paragraph

    def text(self, text=LONG, **more):
        paragraph = self.line(text, alignment=JUSTIFY, **more)
        paragraph.paragraph_format.first_line_indent = Cm(1.27)
        paragraph.paragraph_format.space_before = Pt(6)
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = 1.1
        return paragraph

    def page_number(self, framed=True):
        """Number the pages as Word's older dialog does: a frame in the header, none on the first page."""
        section = self.docx.sections[0]
        section.different_first_page_header_footer = True
        paragraph = section.header.paragraphs[0]
        if framed:
            frame = OxmlElement("w:framePr")
            for name, value in (("wrap", "around"), ("vAnchor", "text"), ("hAnchor", "margin"), ("xAlign", "center")):
                frame.set(qn(f"w:{name}"), value)
            paragraph._p.get_or_add_pPr().append(frame)
        for kind, words in (("begin", ""), ("", " PAGE "), ("separate", ""), ("text", "2"), ("end", "")):
            run = paragraph.add_run()
            node = OxmlElement("w:fldChar" if kind in ("begin", "separate", "end") else "w:instrText")
            if kind == "text":
                run.text = words
                continue
            if kind:
                node.set(qn("w:fldCharType"), kind)
            node.text = words or None
            run._r.append(node)

    def closing(self, *recipients):
        table = self.docx.add_table(1, 2)
        left, right = table.rows[0].cells
        self.say(left.paragraphs[0], "Nơi nhận:", 12, "bi")
        for text in recipients or ("- UBND tỉnh;", "- Các phòng chuyên môn;", "- Lưu: VT, KHTC."):
            self.say(left.add_paragraph(), text, 11)
        self.fill(right, ("KT. GIÁM ĐỐC", 14, "b"), ("PHÓ GIÁM ĐỐC", 14, "b"), ("", 14, ""), ("Nguyễn Văn An", 14, "b"))
        return table

    def data(self):
        stream = io.BytesIO()
        self.docx.save(stream)
        return stream.getvalue()


def good():
    """Return a document that keeps every rule."""
    document = Foreign()
    document.page_number()
    document.line("I. KẾT QUẢ CÔNG TÁC", look="b")
    document.text("1. Sản xuất công nghiệp", look="b")
    for _ in range(30):
        document.text()
    document.line("II. NHIỆM VỤ TRỌNG TÂM", look="b")
    document.text("Trên đây là báo cáo của Sở Công Thương, kính gửi Ủy ban nhân dân tỉnh xem xét./.")
    document.closing()
    return document
