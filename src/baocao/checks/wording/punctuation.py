"""Step 7, check: brackets, quotes, and marks with the blanks around them (CT2xx)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from baocao.checks.passages import Reading
from baocao.checks.rules import Rule
from baocao.checks.texts import Fault, kept
from baocao.findings import Finding, Severity

BRACKET = Rule(
    "CT201",
    Severity.WARNING,
    "dấu ngoặc đơn thiếu một nửa",
    "Mở ngoặc mà không đóng, hoặc đóng mà không mở, thường do sửa câu.",
    "các huyện (Bắc Sơn, Bình Gia đã hoàn thành",
    "các huyện (Bắc Sơn, Bình Gia) đã hoàn thành",
    "Thêm nửa còn thiếu hoặc xóa nửa thừa.",
)
QUOTE = Rule(
    "CT202",
    Severity.WARNING,
    "dấu ngoặc kép thiếu một nửa",
    "Mở ngoặc kép mà không đóng, hoặc mở kiểu này đóng kiểu khác.",
    "cuộc vận động “Người Việt Nam ưu tiên dùng hàng Việt Nam",
    "cuộc vận động “Người Việt Nam ưu tiên dùng hàng Việt Nam”",
    "Thêm nửa còn thiếu; dùng một kiểu “…”.",
)
DOUBLED = Rule(
    "CT203",
    Severity.WARNING,
    "dấu câu thừa",
    "Hai dấu câu đứng liền nhau, hoặc dấu ba chấm thừa, thiếu chấm.",
    "y tế,, giáo dục",
    "y tế, giáo dục",
    "Giữ lại một dấu.",
)
BLANK_BEFORE = Rule(
    "CT204",
    Severity.INFO,
    "thừa dấu cách quanh dấu câu",
    "Dấu câu viết liền với chữ đứng trước; bên trong ngoặc không có dấu cách.",
    "nâng lên hạng II .",
    "nâng lên hạng II.",
    "Xóa dấu cách.",
)
BLANK_AFTER = Rule(
    "CT205",
    Severity.INFO,
    "thiếu dấu cách sau dấu câu, trước ngoặc",
    "Sau dấu câu có một dấu cách.",
    "y tế,giáo dục",
    "y tế, giáo dục",
    "Thêm dấu cách.",
)
HYPHEN = Rule(
    "CT206",
    Severity.INFO,
    "dấu gạch nối lệch dấu cách",
    "Hai bên dấu gạch nối cùng có, hoặc cùng không có dấu cách.",
    "khoa học- công nghệ",
    "khoa học - công nghệ",
    "Viết đều hai bên.",
)
RULES = (BRACKET, QUOTE, DOUBLED, BLANK_BEFORE, BLANK_AFTER, HYPHEN)

# The label of an item: "a)", "12)", "iv)" at the start, or behind a blank or an opening sign.  Two different letters
# ("ab)") are one only where an item may begin: "tử vong 101 ca)" ends in a word.
_LABEL = re.compile(
    r"(?:(?<=^)|(?<=[\s;:,.(“\"]))"
    r"(?:[a-zđ]|([a-zđ])\1|(?<![\w%)][ \u00a0])[a-zđ]{2}|\d{1,3}(?:\.\d+)*|[ivxIVX]{1,4})(?:\.\d+)?\)"
)
_ROUND = re.compile(r"[()]")
_QUOTE = re.compile('["“”]')
_TWICE = re.compile(
    r",\s?[,;:](?!\))|;\s?[,;:]|:\s?[:;,]|[,;:]\.(?!\.)|[,;:]\s\.(?![.\w/])|(?<![.…])\.\.(?![.…/])"
    r"|(?<![.…\s])\.\s\.(?!\s?[.…/])|(?<![.…])\.{4,5}(?![.…])|(?<=[a-zà-ỹ]{3})\.\s?[,;]|%%|\?\?|!!"
)
_WORD_ENDS = re.compile(r"(?:[a-zà-ỹđ]{3}|[\d%)”])$")
"""What stands before a full stop that is none of an abbreviation (v.v., TP.)."""
_BEFORE = re.compile(r"(?<=[^\s.…:;,(“\"-])[ \u00a0]+([,;.!?]|(?<!\d[ \u00a0]):)(?=\s|$|[^\W\d_])(?!\.)")
_INSIDE_OPEN = re.compile(r"([(“])[ \u00a0]+(?=\w)")
_INSIDE_CLOSE = re.compile(r"(?<=[\w.%])[ \u00a0]+([)”])")
_AFTER = re.compile(
    r"(?<=[^\W\d_])([,;:])(?=[^\W\d_])|(?<=[a-zà-ỹđ]{2})\.(?=[A-ZÀ-ỸĐ][a-zà-ỹđ])|(?<=[^\W\d_])([)”])(?=[^\W\d_])"
    r"|(?<=[a-zà-ỹđ]{2})([(“])(?=[^\W\d_])"
)
_HYPHEN = re.compile(r"(?<=[^\W\d_])(?:-[ \u00a0]|[ \u00a0]-)(?=[^\W\d_])")
# Around any of these but quotes and brackets something may be wrong: marks and blanks that meet otherwise than in ", " and " (".
_SUSPECT = re.compile(
    r"[ \u00a0,;:.%?!()“”-](?:(?<=[,;:.%?!])\s?[,;:.%?!]|(?<=[ \u00a0])[,;:.?!)”]|(?<=[(“])[ \u00a0]"
    r"|(?<=[^\s\d,.;:(“][,;:.()“”])[^\s\d,.;:)”]|(?<=\w-)[ \u00a0]\w|(?<=\w[ \u00a0])-\w)"
)
_ROMAN_LABEL = re.compile(r"\s*[IVXLC]+$")
_ADDRESS = re.compile(r"https?:|www\.|@|\.(?:vn|com|org|net)\b", re.I)


def check(reading: Reading) -> Iterator[Finding]:
    """Yield brackets and quotes without their other half, marks too many, and blanks too many or too few."""
    quoted = False
    for passage in reading.passages:
        text = passage.text
        if _QUOTE.search(text):
            wrong, quoted = _quotes(text, quoted)
            for at, message in wrong:
                yield QUOTE.found(reading.place(passage, *_with_word(text, at)), message)
        for fault, reason in _faults(text):
            if reason is None or not any(fault.start < call.at < fault.end for call in passage.calls):
                yield fault.found(reading, passage)
            elif reason:
                yield DOUBLED.found(reading.place(passage, fault.start, fault.end), reason)


@kept
def _faults(text: str) -> Iterator[tuple[Fault, str | None]]:
    """Yield what is wrong with brackets, marks and blanks.

    With marks too many comes the message that is right where the call of a note parts them, "" for none; else None.
    """
    yield from ((fault, None) for fault in _halves(text))
    if _SUSPECT.search(text):
        yield from _doubled(text)
        yield from ((fault, None) for fault in _blanks(text))


def _halves(text: str) -> Iterator[Fault]:
    for at, missing in _brackets(text):
        yield Fault(BRACKET, *_with_word(text, at), f'"{text[at]}" không có "{missing}" đi cùng')


def _blanks(text: str) -> Iterator[Fault]:
    for pattern in (_BEFORE, _INSIDE_OPEN, _INSIDE_CLOSE):
        for match in _found(pattern, text):
            message = f'thừa dấu cách cạnh dấu "{match[1]}"'
            yield Fault(BLANK_BEFORE, *_with_word(text, *match.span()), message)
    for match in _found(_AFTER, text):
        yield Fault(BLANK_AFTER, *_with_word(text, *match.span()), f'thiếu dấu cách cạnh dấu "{match[0]}"')
    for match in _found(_HYPHEN, text):
        if not _ROMAN_LABEL.match(text, 0, match.start()):
            yield Fault(HYPHEN, *_with_word(text, *match.span()), "dấu gạch nối có dấu cách một bên")


def _doubled(text: str) -> Iterator[tuple[Fault, str]]:
    for match in _found(_TWICE, text):
        fault = Fault(DOUBLED, *match.span(), f'dấu câu thừa: "{match[0]}"')
        if set(match[0]) == {"."}:
            message = f'dấu ba chấm viết thành "{match[0]}"'
            fault = Fault(DOUBLED, *match.span(), message, "Viết “...”.", Severity.INFO)
        # "v.v...[^1]." and "v.v.[^1]." are right: the point before the call is no end of the sentence.
        ends = not match[0].startswith("...") and _WORD_ENDS.search(text, 0, match.start())
        yield fault, f'dấu câu thừa hai bên số chú thích: "{match[0]}"' if ends else ""


def _found(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """Return what a pattern finds outside addresses of the web, which reach to the next blanks."""
    matches = list(pattern.finditer(text))
    if not matches:
        return []
    skipped = [
        (text.rfind(" ", 0, match.start()) + 1, (text + " ").index(" ", match.end()))
        for match in _ADDRESS.finditer(text)
    ]
    return [match for match in matches if not any(start <= match.start() < end for start, end in skipped)]


def _brackets(text: str) -> Iterator[tuple[int, str]]:
    """Yield the place of every bracket without its other half, and that half."""
    open_at: list[int] = []
    closed: list[int] = []
    for match in _ROUND.finditer(text):
        if match[0] == "(":
            open_at.append(match.start())
        elif open_at:
            open_at.pop()
        else:
            closed.append(match.start())
    labels = {match.end() - 1 for match in _LABEL.finditer(text)} if closed else set()
    yield from ((at, "(") for at in closed if at not in labels)
    yield from ((at, ")") for at in open_at)


def _quotes(text: str, quoted: bool) -> tuple[list[tuple[int, str]], bool]:
    """Return the quote marks without their other half, each with a message, and whether a quotation is still open.

    ``quoted``: one is open from a passage before; a quotation may run over several paragraphs.
    """
    wrong: list[tuple[int, str]] = []
    signs = [(match.start(), match[0]) for match in _QUOTE.finditer(text)]
    straight = [at for at, sign in signs if sign == '"']
    lone = len(straight) % 2 == 1
    opened: int | None = None
    for at, sign in signs:
        if sign == "“":
            if opened is not None:
                wrong.append((opened, "“ mở rồi lại mở, chưa đóng"))
            opened, quoted = at, True
        elif sign == "”":
            if not quoted:
                wrong.append((at, "” đóng mà không có “ mở"))
            opened, quoted = None, False
        elif sign == '"' and opened is not None and lone:
            wrong.append((at, 'mở bằng “ nhưng đóng bằng "'))
            opened, quoted, lone = None, False, False
    if opened is not None and not text.rstrip().endswith((":", ";")):
        wrong.append((opened, "“ mở mà không có ” đóng"))
        quoted = False
    if lone:
        wrong.append((straight[-1], 'ngoặc kép " thiếu một nửa'))
    return wrong, quoted


def _with_word(text: str, start: int, end: int | None = None) -> tuple[int, int]:
    """Return the span from ``start`` to ``end`` (one sign without it), with the words that touch it."""
    end = start + 1 if end is None else end
    while start and (text[start - 1].isalnum()):
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end
