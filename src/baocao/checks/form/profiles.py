"""Step 7, check: the forms that documents are bound to, as values: who asks for what.

Sizes are ranges in points, lengths in millimetres; a range holds whatever the sources allow.  Sizes of Party documents
are those of Hướng dẫn 36 (2018), with the wider ranges that later accounts give, for the annex of Hướng dẫn 05 that
sets them has not been seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from baocao.checks.form.layout import Layout, Line
from baocao.checks.texts import KEPT
from baocao.plaintext import fold_marks

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Profile:
    """What one kind of document must look like.

    ``source`` is the rule book as a reason cites it.  ``margins`` go top, bottom, left, right.  ``sizes`` are by part of
    the document.  ``line`` is the height of a line: in lines where ``lines`` is set, else in points.
    """

    name: str
    title: str
    source: str
    margins: tuple[Range, Range, Range, Range]
    sizes: Mapping[str, Range]
    indents: tuple[float, ...]
    line: Range
    lines: bool
    party: bool = False
    resolution: bool = False

    def clause(self, state: str, party: str = "") -> str:
        """Return the rule book with the place in it."""
        where = party if self.party else state
        return f"{self.source}, {where}" if where else self.source


_STATE_SIZES = {
    "số trang": (13, 14),
    "Quốc hiệu": (12, 13),
    "Tiêu ngữ": (13, 14),
    "tên cơ quan": (12, 13),
    "số, ký hiệu": (13, 13),
    "địa danh, thời gian": (13, 14),
    "tên loại": (13, 14),
    "trích yếu": (13, 14),
    "trích yếu công văn": (12, 13),
    "nội dung": (13, 14),
    "Nơi nhận": (12, 12),
    "danh sách nơi nhận": (11, 11),
    "chức vụ": (13, 14),
    "họ tên": (13, 14),
    "nhãn phụ lục": (14, 14),
    "tên phụ lục": (13, 14),
    "dòng kèm theo": (13, 14),
}
STATE = Profile(
    "nghi-dinh-30",
    "văn bản hành chính của cơ quan nhà nước",
    "Nghị định 30/2020/NĐ-CP, Phụ lục I",
    ((20, 25), (20, 25), (30, 35), (15, 20)),
    _STATE_SIZES,
    (10, 12.7),
    (1.0, 1.5),
    True,
)
RESOLUTION = replace(STATE, name="nghi-quyet-hdnd", title="nghị quyết của hội đồng nhân dân", resolution=True)
# The margins of legal documents are told in two ways: both are allowed.
NORMATIVE = replace(
    RESOLUTION, source="Nghị định 78/2025/NĐ-CP và 187/2025/NĐ-CP", margins=((15, 25), (15, 25), (30, 35), (15, 20))
)
PARTY = Profile(
    "van-ban-dang",
    "văn bản của Đảng",
    "Hướng dẫn 05-HD/VPTW",
    ((20, 20), (20, 20), (30, 30), (15, 15)),
    {
        "số trang": (13, 14),
        "tiêu đề": (13, 15),
        "tên cơ quan": (13, 14),
        "số, ký hiệu": (13, 14),
        "địa danh, thời gian": (13, 14),
        "tên loại": (14, 16),
        "trích yếu": (13, 15),
        "trích yếu công văn": (12, 13),
        "nội dung": (14, 15),
        "Nơi nhận": (12, 14),
        "danh sách nơi nhận": (11, 12),
        "chức vụ": (13, 14),
        "họ tên": (13, 14),
        "nhãn phụ lục": (13, 15),
        "tên phụ lục": (13, 15),
        "dòng kèm theo": (13, 15),
    },
    (10,),
    (18, 22),
    False,
    party=True,
)
PROFILES = {profile.name: profile for profile in (STATE, PARTY, RESOLUTION)}

NATION = "cong hoa xa hoi chu nghia viet nam"
MOTTO = "doc lap tu do hanh phuc"
PARTY_TITLE = "dang cong san viet nam"
_LONGEST = 80  # longer than any fixed words
OPENING = 40
"""The opening block stands among so many lines at the beginning of a document."""
_NORMATIVE_NUMBER = re.compile(r"số:?.*/20\d\d/nq-hđnd")
_COUNCIL = re.compile(r"/nq-hđnd\b|^hội đồng nhân dân\b")


def folded(text: str) -> str:
    """Return the beginning of a text as fixed words are recognized: small letters without marks, no end mark."""
    return _folded(text[:_LONGEST])


@lru_cache(maxsize=KEPT)
def _folded(text: str) -> str:
    return fold_marks(text).rstrip(".:;, ")


def profile_of(layout: Layout, named: str = "") -> Profile | None:
    """Return the form that a document is bound to, told by its opening block unless it is named; None: it has none."""
    opening = [line for line in layout.lines[:OPENING] if line.text.strip()]
    if named:
        return _narrowed(PROFILES[named], opening)
    texts = [folded(line.text) for line in opening]
    if any(text.startswith(PARTY_TITLE) for text in texts):
        return PARTY
    if not any(text.startswith(NATION) for text in texts):
        return None
    council = any(_COUNCIL.search(" ".join(line.text.lower().split())) for line in opening[:12])
    resolution = council and any(text.startswith("nghi quyet") for text in texts)
    return _narrowed(RESOLUTION if resolution else STATE, opening)


def _narrowed(profile: Profile, opening: list[Line]) -> Profile:
    normative = any(_NORMATIVE_NUMBER.match("".join(line.text.lower().split())) for line in opening)
    return NORMATIVE if profile is RESOLUTION and normative else profile
