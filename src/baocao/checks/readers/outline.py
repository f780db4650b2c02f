"""Step 7, check: headings of a text that no style marks: told by their number and their shortness."""

from __future__ import annotations

import re

_LEVELS = (
    (1, re.compile(r"(?:phần|chương)\s+(?:thứ\s+\w+|[ivxlc]+|\d+)\b", re.I)),
    (2, re.compile(r"[IVXLC]{1,6}\s?[.\-–)]\s*\S|Điều\s+\d+\.")),
    (5, re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,2}\.?\s+\S")),
    (4, re.compile(r"\d{1,2}\.\d{1,2}\.?\s+\S|[a-zđ]\)\s*\S")),
    (3, re.compile(r"\d{1,2}[.)]\s*[^\W\d]")),
)
_LONGEST = 200


def level_of(text: str) -> int | None:
    """Return the outline level (1 the highest) that ``text`` has by its look as a heading, None when it is none."""
    line = text.strip()
    if len(line) > _LONGEST or line.endswith((".", ";", ",", "/")):
        return None
    return next((level for level, pattern in _LEVELS if pattern.match(line)), None)
