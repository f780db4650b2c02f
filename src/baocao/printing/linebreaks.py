"""Step 8, print: text as markup that breaks into lines where Word and LibreOffice break it.

They differ from the rules of Unicode, which WeasyPrint follows, in two places that reports are full of: a line may
end after the hyphen in "2021-2025" and may not end after the slash in "và/hoặc".  Both are said by elements, never by
added characters, because the text of the page is the text of the document.  Word's hyphen that does not break, U+2011
in the document, is for the same reason printed as the hyphen that it looks like, inside an element that does not break.
"""

from __future__ import annotations

import re
from html import escape

# White space that HTML would fold (class w); not wrapped (class n): words with a slash before a letter, with what a
# no-break space ties to them (else WeasyPrint may end the line a word after the one before), and hyphens
# that do not break, with what stands beside them.
_SPECIAL = re.compile(
    r"(?P<space>[ \n\r\t]{2,}|[\n\r\t])"
    r"|(?P<slash>(?:[^\s-]+\u00a0)*[^\s-]+/(?=[^\W\d])[^\s-]*)"
    r"|[^ \n\r\t]?(?:\u2011[^ \n\r\t]?)+"
)
_HYPHEN = re.compile(r"(?<=[\w)%]-)(?=\d)")

# A longer word must break somewhere, or it leaves the page; addresses of web pages are such words.
_LONGEST_WHOLE = 40


def markup(text: str, before: str) -> str:
    """Return ``text`` as HTML; ``before`` is the text before it in the same paragraph, a newline at its start."""
    parts: list[str] = []
    end = 0
    # A space that follows white space, also at the start of a paragraph, would fold away.
    if text.startswith(" ") and not text.startswith("  ") and before[-1:].isspace():
        parts.append('<span class="w"> </span>')
        end = 1
    for match in _SPECIAL.finditer(text, end):
        if len(match["slash"] or "") > _LONGEST_WHOLE:
            continue
        parts.append(_plain(text[end : match.start()], before + text[:end]))
        parts.append(f'<span class="{"w" if match["space"] else "n"}">{_escape(match.group())}</span>')
        end = match.end()
    parts.append(_plain(text[end:], before + text[:end]))
    return "".join(parts)


def _plain(text: str, before: str) -> str:
    """Return ``text`` escaped, with the opportunity to break after a hyphen before a digit."""
    tail = before[-2:]
    first, *others = _HYPHEN.split(tail + text)
    return "<wbr/>".join(_escape(piece) for piece in (first[len(tail) :], *others))


def _escape(text: str) -> str:
    """Return ``text`` as HTML, every hyphen the ordinary one."""
    return escape(text).replace("\u2011", "-")
