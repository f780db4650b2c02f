"""Step 4, document: the numbers of headings and khoản, computed as literal text.

No list format of Word counts a, b, c, d, đ, e, so the numbers are text.  A scheme is given by one example per level, as
``baocao.toml`` lists them: ``["Phần I", "I.", "1.", "a)"]``, ``["I-", "1.", "1.1."]``, ``["Điều 1."]``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from baocao.document.tree import Block, Break, Inline, Number, Paragraph, Text
from baocao.errors import BaocaoError
from baocao.narrative import vietnamese as vi

_EXAMPLE = re.compile(r"(?P<before>(?:[^\W\d_]+ )?\(?)(?P<outer>(?:1\.)*)(?P<counter>I|1|a)(?P<after>[.)\-]*)")
_HEADING = re.compile(r"heading (\d)")
_WRITERS: dict[str, Callable[[int], str]] = {"I": vi.roman, "1": str, "a": vi.letter}


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of the outline writes its number; ``nested`` counts the outer numbers before its own (1.1.)."""

    before: str
    counter: str
    after: str
    nested: int

    @classmethod
    def parse(cls, example: str) -> Level:
        """Return the level that writes like ``example``; raises BaocaoError (KG120) when it cannot be understood."""
        match = _EXAMPLE.fullmatch(example)
        if match is None:
            hint = "Ví dụ đúng: “Phần I”, “I.”, “I-”, “1.”, “1.1.”, “a)”, “(1)”, “Điều 1.”."
            raise BaocaoError.because("KG120", f'không hiểu mẫu đánh số "{example}"', hint=hint)
        return cls(match["before"], match["counter"], match["after"], match["outer"].count("1"))

    def write(self, counts: list[int]) -> str:
        """Return the number for the counts of all levels down to this one."""
        own = counts[-1]
        written = _WRITERS[self.counter](own)
        outer = "".join(f"{count}." for count in counts[-1 - self.nested : -1]) if self.nested else ""
        return f"{self.before}{outer}{written}{self.after}"

    @property
    def on_own_line(self) -> bool:
        """Whether the title follows on the next line, as it does after "Phần I" (NĐ 30/2020, Phụ lục I, II.6đ)."""
        return not self.after


def number_outline(blocks: Iterable[Block], scheme: tuple[str, ...]) -> list[Block]:
    """Return the blocks with the numbers of headings, ``#.`` khoản and ``(#)`` items filled in.

    An untitled khoản ``#.`` counts at the first Arabic level below the heading it stands under.  Items ``(#)`` start
    again at every heading, unless the first one there is written ``(#+)``: then they count on.
    """
    levels = [Level.parse(example) for example in scheme]
    counts = [0] * len(levels)
    depth = 0
    items = items_before = 0
    numbered: list[Block] = []
    for block in blocks:
        if not isinstance(block, Paragraph):
            numbered.append(block)
            continue
        heading = _HEADING.fullmatch(block.style)
        first = block.inlines[0] if block.inlines else None
        if heading:
            depth, items, items_before = int(heading[1]), 0, items or items_before
            if depth > len(levels):
                message = f"mẫu có đề mục cấp {depth} nhưng cách đánh số chỉ có {len(levels)} cấp"
                raise BaocaoError.because("KG121", message, hint="Thêm một cấp vào outline trong baocao.toml.")
            _advance(counts, depth - 1)
            level = levels[depth - 1]
            gap: Inline = Break() if level.on_own_line else Text(" ")
            number = Number(level.write(counts[:depth]))
            numbered.append(replace(block, inlines=(number, *_led_by(gap, block.inlines))))
        elif isinstance(first, Number) and first.text == "#.":
            below = _khoan_level(levels, depth)
            _advance(counts, below)
            items = 0
            numbered.append(_renumbered(block, levels[below].write(counts[: below + 1])))
        elif isinstance(first, Number) and first.text in ("(#)", "(#+)"):
            items = (items or items_before if first.text == "(#+)" else items) + 1
            numbered.append(_renumbered(block, f"({items})"))
        else:
            numbered.append(block)
    return numbered


def _advance(counts: list[int], position: int) -> None:
    counts[position] += 1
    counts[position + 1 :] = [0] * (len(counts) - position - 1)


def _khoan_level(levels: list[Level], depth: int) -> int:
    arabic = [
        index for index, level in enumerate(levels) if index >= depth and level.counter == "1" and not level.before
    ]
    if arabic:
        return arabic[0]
    return min(depth, len(levels) - 1)


def _led_by(gap: Inline, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return a title after its gap; a space joins the text that follows it."""
    if isinstance(gap, Text) and inlines and isinstance(inlines[0], Text):
        return (replace(inlines[0], text=gap.text + inlines[0].text), *inlines[1:])
    return (gap, *inlines)


def _renumbered(block: Paragraph, number: str) -> Paragraph:
    return replace(block, inlines=(Number(number), *block.inlines[1:]))
