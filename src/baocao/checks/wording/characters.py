"""Step 7, check: characters that look right and are not: other alphabets, parted marks, old encodings (CT4xx)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from baocao.checks.passages import Reading
from baocao.checks.rules import Rule
from baocao.checks.texts import Fault, found, kept
from baocao.checks.wording.legacy import encoding_of
from baocao.checks.wording.syllables import WORD, is_syllable, is_vietnamese
from baocao.findings import Finding, Severity

PARTED = Rule(
    "CT401",
    Severity.WARNING,
    "chữ Unicode tổ hợp",
    "Dấu nằm rời khỏi chữ: tìm kiếm, sắp xếp không ra; văn bản hành chính dùng Unicode dựng sẵn (TCVN 6909:2001).",
    "Lạng Sơn (gõ kiểu tổ hợp)",
    "Lạng Sơn (gõ kiểu dựng sẵn)",
    "Chuyển cả văn bản sang Unicode dựng sẵn bằng UniKey (Ctrl+Shift+F6).",
)
LOOKALIKE = Rule(
    "CT402",
    Severity.ERROR,
    "chữ cái của bảng chữ khác lẫn vào từ",
    "Chữ trông giống chữ Việt nhưng là chữ Nga, Hy Lạp hoặc chữ Ð của tiếng Iceland: tìm kiếm không ra.",
    "Ðồng Đăng (chữ Ð lạ)",
    "Đồng Đăng",
    "Xóa chữ đó và gõ lại.",
)
INVISIBLE = Rule(
    "CT403",
    Severity.WARNING,
    "ký tự không nhìn thấy nằm trong từ",
    "Ký tự ẩn (thường chép từ trang web) cắt đôi từ: tìm kiếm, đếm từ sai.",
    "Lạng\u200b Sơn",
    "Lạng Sơn",
    "Xóa từ đó và gõ lại.",
)
LEGACY = Rule(
    "CT404",
    Severity.ERROR,
    "chữ gõ bằng bảng mã cũ",
    "Chữ theo bảng mã TCVN3 hoặc VNI chỉ đọc được với phông chữ cũ (.VnTime, VNI-Times).",
    "Céng hoµ x· héi chñ nghÜa ViÖt Nam",
    "Cộng hòa xã hội chủ nghĩa Việt Nam",
    "Chuyển sang Unicode bằng UniKey (Ctrl+Shift+F6), đổi phông sang Times New Roman.",
)
MISSPELT = Rule(
    "CT405",
    Severity.WARNING,
    "chữ không có trong tiếng Việt",
    "Các chữ cái và dấu ghép lại không thành một âm tiết tiếng Việt: gõ sót, gõ thừa hoặc sai chính tả.",
    "nghành giáo dục",
    "ngành giáo dục",
    "Xem lại và gõ lại từ này.",
)
RULES = (PARTED, LOOKALIKE, INVISIBLE, LEGACY, MISSPELT)

_INVISIBLE = re.compile("(?<=\\w)[\u200b-\u200d\u2060\ufeff\u00ad](?=\\w)|[\u200b\u2060\ufeff]")

_VIETNAMESE = frozenset(letter for code in range(0x61, 0x1EFA) if is_vietnamese(letter := chr(code)))
_LONGEST_ABBREVIATION = 6
_ETHS = "ÐðƉɖ"
"""Letters of other languages that look like Đ and đ."""
_OTHERS = ("CYRILLIC", "GREEK", "FULLWIDTH")


def check(reading: Reading) -> Iterator[Finding]:
    """Yield characters that are not what they look like, and words that no Vietnamese syllable is."""
    yield from _parted(reading)
    yield from found(reading, _faults)


@kept
def _faults(text: str) -> Iterator[Fault]:
    if text.isascii():
        return
    encoding = encoding_of(text)
    if encoding is not None:
        at = next(at for at, sign in enumerate(text) if not sign.isascii())
        yield Fault(LEGACY, *_around(text, at, at + 1), f"đoạn này gõ bằng bảng mã {encoding}")
        return
    yield from _words(text)
    for match in _INVISIBLE.finditer(text):
        yield Fault(INVISIBLE, *_around(text, *match.span()), f"có ký tự ẩn U+{ord(match[0]):04X}")


def _parted(reading: Reading) -> Iterator[Finding]:
    """Yield the first place whose marks stand apart, with the number of such paragraphs."""
    parted = [passage for passage in reading.passages if not unicodedata.is_normalized("NFC", passage.source)]
    if not parted:
        return
    passage = parted[0]
    for match in re.finditer(r"\S+", passage.text):
        excerpt = passage.span(*match.span()).excerpt
        if not unicodedata.is_normalized("NFC", excerpt):
            message = f"{len(parted)} đoạn gõ kiểu Unicode tổ hợp, bắt đầu từ chỗ này"
            yield PARTED.found(reading.place(passage, *match.span()), message)
            return


def _words(text: str) -> Iterator[Fault]:
    if all(word.isascii() or is_syllable(word) for word in WORD.findall(text)):
        return
    for match in WORD.finditer(text):
        word = match[0]
        if word.isascii() or is_syllable(word):
            continue
        strange = sorted({sign for sign in word if _alphabet(sign) in _OTHERS or sign in _ETHS})
        if strange and (any(_alphabet(sign) == "LATIN" for sign in word) or (len(word) == 1 and word in _ETHS)):
            names = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in strange)
            yield Fault(LOOKALIKE, *match.span(), f'"{word}" có chữ cái lạ: {names}')
        elif not strange and not _may_be_written(word):
            yield Fault(MISSPELT, *match.span(), f'"{word}" không phải một âm tiết tiếng Việt')


def _may_be_written(word: str) -> bool:
    """Return whether ``word``, which is no syllable, is a name, an abbreviation, or of another language (café).

    Names of other peoples keep spellings of their own (Bắc Kạn, Đắk Lắk), so a word with a capital proves nothing.
    """
    shouted = word.isupper() and len(word) > _LONGEST_ABBREVIATION
    named = word != word.lower() and not shouted
    return named or len(word) == 1 or not _VIETNAMESE.issuperset(word.lower())


def _alphabet(sign: str) -> str:
    return unicodedata.name(sign, "?").split(" ", 1)[0]


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end
