"""Lines are full: none ends where the first word of the next would still have fitted, whatever elements stand in it."""

import functools
import subprocess

import pytest
from fontTools.ttLib import TTFont
from print_samples import document, open_pdf, paragraph, pieces

from baocao.document.formatting import TEXT_FONT
from baocao.document.tree import Document, Figure, Footnote, Marks, Page, Section, Text, plain_text
from baocao.printing import fonts
from baocao.printing.pdf import print_pdf

pytestmark = pytest.mark.skipif(fonts.found(language="vi") is None, reason="the widths are those of Times New Roman")

SIZE = 14
PAGE = Page()
WIDTH = (PAGE.width - PAGE.left - PAGE.right) / 20
INDENT = 36
MISSING = Marks(highlight="yellow")

# A paragraph of a real plan: its figures stand between no-break spaces, and text between them ends in a space.
SENTENCE = (
    "Cơ cấu kinh tế chuyển dịch đúng hướng. Trong GRDP năm\u00a02025, dịch vụ chiếm {47,24%} ({giảm 2,96\u00a0điểm\u00a0% "
    "so với năm\u00a02020}); công nghiệp, xây dựng chiếm {28,33%} ({tăng 6,44\u00a0điểm\u00a0%}); ngành nông, lâm nghiệp và "
    "thủy sản chiếm {20,28%} ({giảm 2,96\u00a0điểm\u00a0%}); phần còn lại là thuế sản phẩm trừ trợ cấp sản phẩm, chiếm "
    "{4,16%} ({giảm 0,52\u00a0điểm\u00a0%}). GRDP bình quân đầu người năm\u00a02025 {ước đạt 71\u00a0triệu\u00a0đồng}, "
    "{gấp 1,6\u00a0lần năm\u00a02020}."
)
RANGES = (
    "Tốc độ tăng trưởng kinh tế bình quân giai đoạn {2026\u00a0\u2011\u00a02030} đạt {10\u00a0\u2011\u00a011%}, trong đó "
    "nông nghiệp tăng {4\u00a0\u2011\u00a05%}, công nghiệp tăng {16\u00a0\u2011\u00a017%}, dịch vụ tăng "
    "{8,5\u00a0\u2011\u00a09%}; thu nhập tăng từ {7\u00a0\u2011\u00a08%} mỗi năm, Covid\u201119 được kiểm soát."
)


@functools.cache
def _advances():
    """Return the width of every character in points at the size of the text."""
    file = subprocess.run(
        ["fc-match", "-f", "%{file}", TEXT_FONT], capture_output=True, text=True, check=True
    ).stdout
    font = TTFont(file)
    scale = SIZE / font["head"].unitsPerEm
    return {chr(code): font["hmtx"][name][0] * scale for code, name in font.getBestCmap().items()}


def width(words):
    """Return how wide ``words`` are on one line, in points."""
    advances = _advances()
    return sum(advances[character] for character in " ".join(words))


def inlines(sentence, marks=None):
    """Return ``sentence`` with its parts in braces as figures of ``marks``; without marks, as more text."""
    first, *others = sentence.split("{")
    yield Text(first)
    for other in others:
        figure, rest = other.split("}")
        yield Figure("f", figure, "Số", marks) if marks else Text(figure)
        yield Text(rest)


def lines(printed):
    """Return for every paragraph its lines, each the words of the document that it holds whole."""
    found = [""]
    last = None
    for page in open_pdf(print_pdf(printed)).pages:
        for text, size, height in pieces(page):
            if size == SIZE and text.strip():
                if last is not None and abs(height - last) > 1:
                    found.append("")
                last = height
                found[-1] += "".join(text.split())
    (section,) = printed.sections
    taken = iter(found)
    for block in section.blocks:
        words = plain_text(block.inlines).replace("\u2011", "-").split(" ")
        result = []
        while words:
            line, letters = [], next(taken)
            while letters:
                word = words.pop(0)
                bare = "".join(word.split())
                assert letters.startswith(bare), f"{word!r} is broken"
                letters = letters[len(bare) :]
                line.append(word)
            result.append(line)
        yield block, result
    assert next(taken, None) is None


def assert_full(*blocks):
    """Assert that no line is wider than its paragraph, and none could take the first word of the next."""
    count = 0
    for block, found in lines(Document((Section(blocks),), document(paragraph()).styles)):
        room = WIDTH - (block.format.indent_right or 0) / 20
        for number, line in enumerate(found):
            space = room - (0 if number else INDENT)
            assert width(line) < space + 0.1
            if number + 1 < len(found):
                assert width([*line, found[number + 1][0]]) > space - 0.1, line
            count += 1
    return count


# A space at the end of a text is 70 twips wide: steps of 35 find it at the end of a line wherever it may stand.
@pytest.mark.parametrize("marks", [None, Marks(), MISSING], ids=["text", "figures", "placeholders"])
@pytest.mark.parametrize("sentence", [SENTENCE, RANGES], ids=["figures", "ranges"])
def test_no_line_ends_too_early_at_any_width(sentence, marks):
    blocks = [paragraph(*inlines(sentence, marks), indent_right=35 * step) for step in range(40)]
    assert assert_full(*blocks) > 130


def test_no_line_ends_too_early_after_any_beginning():
    beginning = "Về phát triển kinh tế, xã hội của tỉnh trong năm "
    starts = [beginning[:length] for length in range(1, len(beginning)) if beginning[length - 1] != " "]
    assert assert_full(*(paragraph(start, *inlines(SENTENCE, MISSING)) for start in starts)) > 130


def test_a_hyphen_that_does_not_break_is_printed_as_a_hyphen():
    note = Footnote((paragraph("tăng 8\u00a0\u2011\u00a09%", style="footnote text"),))
    pages = open_pdf(print_pdf(document(paragraph("GIAI ĐOẠN 2026\u00a0\u2011\u00a02030", note, style="heading 1"))))
    text = "".join(pages.pages[0].extract_text().split())
    assert "2026-2030" in text
    assert "tăng8-9%" in text
    assert "\u2011" not in text
    assert pages.outline[0].title == "GIAI ĐOẠN 2026 - 2030"
