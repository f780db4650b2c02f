"""Step 7, check: sizes and looks of a line against what its part of the document must have, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from baocao.checks.form.layout import Layout, Line, Run
from baocao.checks.form.profiles import Profile, Range
from baocao.document.tree import Marks

_WORDS: dict[str, tuple[Callable[[Marks], object], str, str]] = {
    "đậm": (lambda marks: marks.bold, "in đậm", "không in đậm"),
    "nghiêng": (lambda marks: marks.italic, "in nghiêng", "không in nghiêng"),
    "gạch chân": (lambda marks: marks.underline, "gạch chân", "không gạch chân"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a part must look; None: nothing is asked.  ``part`` names it in messages and in the sizes of a profile."""

    part: str
    bold: bool | None = None
    italic: bool | None = None
    capitals: bool | None = None
    centered: bool | None = None
    underline: bool | None = None


def number(value: float) -> str:
    """Return a length or a size as it is printed: no zeros behind a decimal comma."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def span(allowed: Range) -> str:
    """Return a range in words: "13 - 14", "13"."""
    low, high = allowed
    return number(low) if low == high else f"{number(low)} - {number(high)}"


def wrong_size(line: Line, allowed: Range) -> Run | None:
    """Return the first run of letters whose size is not allowed, None when all are."""
    low, high = (2 * bound for bound in allowed)
    return next((run for run in line.lettered if not low <= (run.marks.size or 0) <= high), None)


def faults(line: Line, look: Look, profile: Profile) -> Iterator[str]:
    """Yield what of its look a line lacks or has too much, in words that follow its name: "phải in đậm"."""
    allowed = profile.sizes.get(look.part)
    run = wrong_size(line, allowed) if allowed else None
    if run is not None and allowed:
        yield f"cỡ chữ {number((run.marks.size or 0) / 2)}, quy định {span(allowed)}"
    for name, wanted in (("đậm", look.bold), ("nghiêng", look.italic), ("gạch chân", look.underline)):
        holds, positive, negative = _WORDS[name]
        if wanted is True and not line.every(holds):
            yield f"phải {positive}"
        elif wanted is False and any(holds(run.marks) for run in line.lettered):
            yield f"phải {negative}"
    if look.capitals is True and not line.capitals:
        yield "phải viết in hoa"
    elif look.capitals is False and line.capitals and len(line.words) > 4:
        yield "phải viết in thường"
    if look.centered and not line.centered:
        yield "phải canh giữa"


def told(layout: Layout, line: Line, look: Look, profile: Profile) -> str:
    """Return the message about the look of a line; empty when it is right."""
    found = list(faults(line, look, profile))
    return f"{look.part}: {'; '.join(found)}" if found else ""
