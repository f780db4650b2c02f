"""Numbers that are not statistics: what stands before or after them says so.

A number typed into a template or a period text that fits none of these has no business there.
"""

import re

NOT_STATISTICS = [
    r"\b\d{1,2}( buổi)?/(ngày|tuần)\b",  # 2 buổi/ngày
    r"\d+(/\d{4})?-?[A-Z]*[-/](NQ|KH|QĐ|CTr|TB|BC|CT|TTg|HĐND|UBND|UBDT|NĐ|QH)\w*(-\w+)?(/\w+)?",  # 11-NQ/TW, 15/CT-TTg
    r"\d+(/\d{4})?/[A-ZĐ][\w-]*",  # 23/2021/QĐ-TTg
    r"(Điều|khoản) \d+",
    r"(tỷ lệ |\b)1/(500|1\.000|2\.000|5\.000|10\.000|25\.000|50\.000)\b",  # scales of maps
    r"24/24 giờ|\(17h00\)",
    r"mốc \d{4}(/\d)?\s?-\s?\d{4}(/\d)?|\b1088/2-1089\b",  # stones of the border
    r"\d{1,2}/\d{1,2}(/\d{4})?\b(?!\.\d)|\d{1,2}/\d{4}",  # days and months: 07/9/2021, 27/7, 4/2021
    r"\b(18|19|20)\d\d\b(?![.,]\d)",  # years, from 1831 on
    r"\b\d{1,2} (-|đến) (dưới )?\d{1,2} tuổi\b",
    r"(?i)\b\d{1,3} (năm|tháng|tuần|ngày|tuổi)\b",  # spans of time, ages
    r"\(\d{1,2}\)",  # (1), (2) in lists
    r"thứ \d+( và \d+)?|(lần|lớp|đợt|mũi) \d{1,2}\b",
    r"(giai đoạn|thành phần|mức độ|Hợp Thành|chế xuất|Quân khu) \d(, \d)?\b",
    r"\b(khu vực|nhóm|hạng|cấp|bão số|Trung ương) \d\b",
    r"(Bắc Sơn|Hòa Sơn|Hồ Sơn|Kỳ Cùng|Tràng Định) \d\b",  # clusters of industry, power stations
    r"Đề án 06|(?i:top) (10\b|Công nghiệp 4\.0)|công nghiệp 4\.0|SEA Games \d+|trên (1|một) vạn dân",
    r"\b0?\d (sao|tiêu chí|cấp|tuyến)\b",
    r"(?i:covid)-19|SARS-CoV-2|\b5K\b|\bF0\b|\bJ02\b|\b[2-5]G\b",
    r"(Quốc lộ:?|QL\.?|ĐT\.?) ?\d+[A-Z]?(, \d+[A-Z]?\b)*|Km\d+(\+\d+)?",
]


def figures_in(text):
    """Return what is left of a text that has digits in it, with some words around, when ordinary numbers are gone."""
    for pattern in NOT_STATISTICS:
        text = re.sub(pattern, " ", text)
    return re.findall(r".{0,30}\d.{0,10}", text)
