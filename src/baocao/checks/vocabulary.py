"""Step 7, check: closed classes of Vietnamese words, which several checks tell apart from words that name things."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """Return the words of ``text``, which stand apart by blanks."""
    return frozenset(text.split())


FUNCTION_WORDS = words(
    "của và về đến tới theo do tại trên dưới được để từ thì là đã sẽ có không phiên hoặc với cho khi nếu mà nay này đó "
    "ra vào lên xuống bởi vì nhằm trong ngoài thuộc gồm còn đang cũng như so"
)
"""Words that may follow a number without being what it counts."""

QUANTIFYING = words(
    "có được đạt là còn gồm trên gần hơn khoảng tổng với cho tăng giảm thu chi cộng ước bằng số chiếm dưới"
)
"""What stands before a quantity: verbs of reaching and changing, words of nearness."""

NAMING = words(
    "số mã hiệu tcvn iso qcvn ql đt tl dt km mốc cột thửa tờ fax thoại khoản lô quyển biển tập phiên kênh tần vĩ kinh tọa "
    "độ đầu điều mục điểm khóa khoá đời hotline sđt đài nóng id cmnd cccd"
)
"""Words after which a number names something: a document, a standard, a road, a telephone."""

ORDERING = words(
    "cấp lớp loại mức độ thứ hạng tháng quý số đợt khóa khoá vòng đoạn nhóm tuyến phần mục bước hàng khu cụm tiểu"
)
"""Words after which a number tells the order, not how many."""

TIMES = words("năm tháng ngày quý giờ niên")
"""Units of time: the number after one is a date or a year."""

NEVER_LAST = words("của và các những đã sẽ cũng với hoặc nhưng thì nếu bị vì rằng để mà từng vẫn đang nhằm khi lên")
"""Words that end no compound and are not said twice in a row: the same one again is a slip of the hand."""

OPENING = words("các những mọi mỗi một tại ở của từ và với cho trong do bởi theo về")
"""Words that begin a phrase: they make no compound with the noun behind them."""

SAID_TWICE = words(
    "luôn dần mãi từ xa đời ngày nhà người ai nơi chiều sáng đêm tháng năm hay vừa xanh đỏ lâu thường đều rất ngang hàng lớp "
    "tầng trùng điệp đông song chung riêng ba chuồn chôm cào đâu đấy khăng chằm rành sừng lù phăng quanh gần vân mọi "
    "điều nằm tươi nho vành cao thấp sâu nhanh chậm mới khe âm ầm đăm đinh phơi hừng hối bừng ào rào oang vang"
)
"""Syllables that are a word when said twice (luôn luôn, dần dần, nhà nhà)."""

NAMES_ACTORS = words("người bên viện ban đoàn tổ cơ_quan đơn_vị")
"""Words that make a verb its actor: "người yêu cầu", "cơ quan điều tra", "Viện kiểm sát"."""

MAKES_NOUNS = words("phẩm viên hóa hoá")
"""Syllables that make one noun of the two before them: "xuất bản xuất bản phẩm" is right."""

ACTORS = words("tổ_chức đại_diện lãnh_đạo chỉ_đạo hoạt_động")
"""Words of two syllables that name an actor or act, and the acting: "các tổ chức tổ chức hội nghị" is right."""
