"""Step 6, read: what a DOCX holds and a Document cannot: collected while reading, told as findings, never silent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from lxml import etree

from baocao.docx.ooxml import excerpt, text_of
from baocao.findings import Finding, Findings, Place, Severity

# So many findings of one kind name their own place; the rest are counted.
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Loss:
    """A kind of content that is not taken over, or not as it was."""

    code: str
    severity: Severity
    message: str
    hint: str


TEXT_BOX = Loss(
    "VB201", Severity.WARNING, "chữ trong khung (text box, hình vẽ) không được đọc", "Chuyển chữ đó vào thân văn bản."
)
NUMBERING = Loss(
    "VB202",
    Severity.WARNING,
    "số đánh tự động của Word không được đọc",
    "Gõ số thành chữ (Convert to text) hoặc dùng dàn ý của baocao.",
)
ENDNOTE = Loss(
    "VB203",
    Severity.WARNING,
    "chú thích cuối văn bản (endnote) không được đọc",
    "Đổi thành chú thích cuối trang (footnote).",
)
OBJECT = Loss(
    "VB204", Severity.WARNING, "đối tượng chèn vào văn bản không được đọc", "Thay bằng chữ, bảng hoặc hình PNG."
)
INLINE_PICTURE = Loss(
    "VB205",
    Severity.WARNING,
    "hình không đọc được (không phải PNG, hoặc nằm ngoài tài liệu)",
    "Đổi hình sang PNG rồi chèn lại.",
)
SYMBOL = Loss(
    "VB206", Severity.WARNING, "ký hiệu của phông chữ riêng không đọc được, thay bằng □", "Chèn lại bằng ký tự Unicode."
)
EQUATION = Loss(
    "VB207",
    Severity.WARNING,
    "công thức được đọc thành chữ thường",
    "Kiểm tra lại chỗ này, hoặc thay công thức bằng chữ hay hình.",
)
HIDDEN = Loss("VB208", Severity.INFO, "chữ ẩn không được đọc", "Bỏ chế độ ẩn (Hidden) nếu cần chữ này.")
SUBSCRIPT = Loss("VB209", Severity.INFO, "chỉ số dưới được đọc thành chữ thường", "Kiểm tra lại chỗ này.")
CONTROL = Loss(
    "VB210",
    Severity.WARNING,
    "ô số liệu có nội dung khác ngoài chữ nên không còn là số sống",
    "Xóa phần chèn thêm trong ô số liệu.",
)
FOOTER = Loss(
    "VB211",
    Severity.WARNING,
    "chữ ở chân trang không được đọc",
    "Đưa nội dung chân trang vào thân văn bản hoặc đầu trang.",
)
HEADER_TABLE = Loss(
    "VB212", Severity.WARNING, "bảng ở đầu trang hoặc chú thích được đọc thành các đoạn", "Thay bảng bằng các đoạn."
)
EVEN_HEADER = Loss(
    "VB213", Severity.WARNING, "đầu trang riêng của trang chẵn không được đọc", "Dùng một đầu trang cho mọi trang."
)
COLUMNS = Loss("VB214", Severity.INFO, "văn bản nhiều cột được đọc thành một cột", "Kiểm tra lại cách trình bày.")
PAGE_START = Loss("VB215", Severity.INFO, "số trang bắt đầu khác 1 không được giữ", "Kiểm tra lại số trang.")
REVISIONS = Loss(
    "VB216",
    Severity.INFO,
    "tài liệu còn sửa đổi chưa duyệt (Track Changes), được đọc như đã chấp nhận",
    "Chấp nhận hoặc từ chối các sửa đổi trong Word.",
)
EMBEDDED = Loss(
    "VB217", Severity.WARNING, "tài liệu nhúng (altChunk) không được đọc", "Mở và lưu lại tệp bằng Word rồi thử lại."
)
BROKEN_NOTE = Loss(
    "VB218", Severity.WARNING, "lời gọi chú thích không có chú thích", "Xóa lời gọi hoặc chèn lại chú thích."
)
UNKNOWN = Loss("VB219", Severity.WARNING, "nội dung không đọc được", "Thay bằng chữ hoặc bảng thường.")


class Losses:
    """Losses met in one document; ``where`` is kept up to date by the reader ("đoạn 12").

    ``beside`` is the paragraph there, whose first words a loss is told with.
    """

    def __init__(self, name: str, findings: Findings) -> None:
        self._name = name
        self._findings = findings
        self._counts: Counter[Loss] = Counter()
        self._once: set[Loss] = set()
        self.where = ""
        self.beside: etree._Element | None = None

    def at(self, where: str, beside: etree._Element | None = None) -> None:
        """Set the present place."""
        self.where, self.beside = where, beside

    def add(self, loss: Loss, text: str = "") -> None:
        """Note a loss at the present place; ``text`` is what stands there."""
        self._counts[loss] += 1
        if self._counts[loss] > _SHOWN:
            return
        shown = f': "{excerpt(text)}"' if text.strip() else ""
        words = "" if self.beside is None else f': "{excerpt(text_of(self.beside), 40)}"'
        self._say(loss, loss.message + shown, self.where + words)

    def once(self, loss: Loss) -> None:
        """Note a loss that concerns the document as a whole."""
        if loss not in self._once:
            self._once.add(loss)
            self._say(loss, loss.message, "")

    def close(self) -> None:
        """Tell how many losses of each kind were not shown one by one."""
        for loss, count in self._counts.items():
            if count > _SHOWN:
                self._say(loss, f"{loss.message} (và {count - _SHOWN} chỗ khác)", "")

    def _say(self, loss: Loss, message: str, where: str) -> None:
        place = Place(self._name, detail=where or None)
        self._findings.add(Finding(loss.code, loss.severity, message, place, loss.hint))
