"""Step 8, print: text shaped by Pango, with what was learnt before.

WeasyPrint sets up Pango anew for every line, and lays the same words out up to three times: to break the line, to spread
it, to draw it.  The reports of one template share most of their lines too.  So fonts are loaded once in a process, what
Pango must be told is kept with each style, and a line that was broken once is not broken again.  A line depends on
nothing but its text, style and room: what is kept is what would come out again.

The names used here are not public: ``tests/print`` fails should a later version drop them.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import Any, Generic, TypeVar

from weasyprint.layout import inline
from weasyprint.text import line_break
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import FontConfiguration, font_features, get_font_description

from baocao.printing.widths import Widths

_MOST_LINES = 20_000
"""How many lines are kept at most, twice over: some 40 MB."""
_MOST_SHAPES = 1_000
"""How many looks of text are kept at most; the reports of a batch have some dozens together."""

_FEATURES = (
    *("font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps"),
    *("font_variant_numeric", "font_variant_alternates", "font_variant_east_asian", "font_feature_settings"),
)
# Every property of a style that WeasyPrint looks at when it shapes and breaks a line.
_PROPERTIES = (
    *_FEATURES,
    *("font_family", "font_style", "font_stretch", "font_weight", "font_size", "font_variation_settings"),
    *("font_language_override", "lang", "direction", "text_decoration_line", "letter_spacing", "word_spacing"),
    *("tab_size", "white_space", "word_break", "overflow_wrap", "hyphens", "hyphenate_character"),
    *("hyphenate_limit_chars", "hyphenate_limit_zone"),
)
# A line is looked for in so many characters for each em of its width, as WeasyPrint does.
_CHARACTERS_PER_EM = 4

# Of wider lines WeasyPrint does not tell Pango the width.
_WIDEST = 2**21

_What = TypeVar("_What")
Split = tuple[Any, int, int | None, float, float, float]
"""What breaking a line gives: layout, length, where the next line starts, width, height, baseline."""


@functools.cache
def fonts() -> FontConfiguration:
    """Return the fonts of this machine, loaded once in a process."""
    return FontConfiguration()


@dataclass(slots=True)
class _Shape:
    """What Pango is told of a style: always the same for styles with the same properties.

    ``widths`` are those of its letters, None until a line is broken by them.
    """

    number: int
    context: Any
    description: Any
    language: Any
    features: bytes
    decoration: dict[str, float | None]
    widths: Widths | None = None

    @classmethod
    def of(cls, style: Any) -> _Shape:
        """Return the shape of ``style``, kept with it."""
        try:
            kept: _Shape = style.shape
        except AttributeError:
            key = repr([style[name] for name in _PROPERTIES])
            if len(_SHAPES) >= _MOST_SHAPES:
                _SHAPES.clear()
            kept = _SHAPES.get(key) or _SHAPES.setdefault(key, cls._made(style, next(_NUMBERS)))
            style.shape = kept
        return kept

    @classmethod
    def _made(cls, style: Any, number: int) -> _Shape:
        context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
        pango.pango_context_set_round_glyph_positions(context, False)
        pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
        language = pango.pango_language_get_default()
        if style["lang"]:
            code, _ = unicode_to_char_p(style["lang"])
            language = pango.pango_language_from_string(code)
            pango.pango_context_set_language(context, language)
        description = get_font_description(style)
        features = font_features(*(style[name] for name in _FEATURES))
        written = ",".join(f"{key} {value}" for key, value in features.items()).encode()
        return cls(number, context, description, language, written, _decoration(style, context, description, language))


_SHAPES: dict[str, _Shape] = {}
_NUMBERS = itertools.count()


def _decoration(style: Any, context: Any, description: Any, language: Any) -> dict[str, float | None]:
    """Return where lines under and through the text lie; nothing is asked for text without any."""
    if style["text_decoration_line"] == "none":
        return {"ascent": None, "underline_position": None, "strikethrough_position": None}
    metrics = ffi.gc(pango.pango_context_get_metrics(context, description, language), pango.pango_font_metrics_unref)
    lines = ("underline_position", "underline_thickness", "strikethrough_position", "strikethrough_thickness")
    return {name: FROM_UNITS * getattr(pango, f"pango_font_metrics_get_{name}")(metrics) for name in ("ascent", *lines)}


_setup: Callable[..., None] = line_break.Layout.setup


def _set_up(layout: Any, style: Any) -> None:
    """Do what ``Layout.setup`` does, with what is known of the style; leave fonts other than ours to it."""
    if style.font_config is not fonts() or style["font_language_override"] != "normal":
        _setup(layout, style)
        return
    shape = _Shape.of(style)
    layout.style = style
    layout.first_line_direction = 0
    layout.language = shape.language
    layout.__dict__.update(shape.decoration)
    layout.layout = ffi.gc(pango.pango_layout_new(shape.context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, shape.description)
    if shape.features:
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        pango.pango_attr_list_insert(attributes, pango.pango_attr_font_features_new(shape.features))
        pango.pango_layout_set_attributes(layout.layout, attributes)


class Kept(Generic[_What]):
    """What was made of lines so far; when there are too many, those not asked for in a long time are dropped."""

    def __init__(self) -> None:
        self._new: dict[tuple[object, ...], _What] = {}
        self._old: dict[tuple[object, ...], _What] = {}

    def get(self, key: tuple[object, ...]) -> _What | None:
        """Return what was made of the line with that key, None when it is not known."""
        found = self._new.get(key)
        if found is None:
            found = self._old.get(key)
            if found is not None:
                self.put(key, found)
        return found

    def put(self, key: tuple[object, ...], what: _What) -> None:
        """Keep what was made of a line."""
        if len(self._new) >= _MOST_LINES:
            self._old, self._new = self._new, {}
        self._new[key] = what


_LINES: Kept[Split] = Kept()


def split_first_line(
    text: str, style: Any, context: Any, max_width: float | None, justification: float, **options: bool
) -> Split:
    """Return what WeasyPrint's function of this name returns, from what is kept if the line was broken before."""
    if style.font_config is not fonts():
        return _split(text, style, context, max_width, justification, **options)
    shown = text
    if max_width is not None and max_width != inf and style["font_size"]:
        ems = max_width / style["font_size"]
        if ems < _CHARACTERS_PER_EM:  # WeasyPrint looks at single words here
            return _split(text, style, context, max_width, justification, **options)
        shown = text[: int(ems * _CHARACTERS_PER_EM)]
    key = (_Shape.of(style).number, shown, len(shown) == len(text), max_width, justification, *options.items())
    line = _LINES.get(key)
    if line is None:
        line = _added_up(text, shown, style, context, max_width, justification) or _split(
            text, style, context, max_width, justification, **options
        )
        if len(shown) < len(text) and not _is_certain(line, shown):
            return line
        _LINES.put(key, line)
    layout, *measures = line
    return (_copy(layout), *measures)


def _added_up(
    text: str, shown: str, style: Any, context: Any, max_width: float | None, justification: float
) -> Split | None:
    """Return what breaking a line gives, from the widths of its letters; None when only Pango can tell.

    The line ends among the characters ``shown`` of its text.
    """
    if max_width is None or max_width >= _WIDEST or justification:
        return None
    shape = _Shape.of(style)
    if shape.widths is None:
        shape.widths = Widths(style)
    widths = shape.widths
    found = widths.first_line(shown, len(shown) == len(text), max_width)
    if found is None:
        return None
    line, width = found
    length = len(line.encode())
    following = None if len(line) == len(text) else length + 1  # after the space
    layout = create_layout(line, style, context, max_width, justification)
    return layout, length, following, width, widths.height, widths.baseline


def _is_certain(line: Split, shown: str) -> bool:
    """Return whether the line would be the same whatever follows the characters ``shown`` of its text.

    It is when it has several words, and another one begins and ends among those characters after it.
    """
    layout, _, following, *_ = line
    if following is None or " " not in layout.text:
        return False
    rest = shown.encode()[following:].decode(errors="replace")
    return " " in rest.strip(" ")


def _split(
    text: str, style: Any, context: Any, max_width: float | None, justification: float, **options: bool
) -> Split:
    """Return what WeasyPrint's ``split_first_line`` returns; a space at the end of ``text`` need not fit.

    When the text before an element ends in a space, and fits into the line but for that space, WeasyPrint 70 takes it
    for a first word that is too long, looks for a hyphen in it, and ends the line after one word.  Only a line of one
    word is looked at again, so that it costs no time.
    """
    line: Split = line_break.split_first_line(text, style, context, max_width, justification, **options)
    layout, _, following, *_ = line
    if following is None or not text.endswith(" ") or " " in layout.text or style["white_space"] != "normal":
        return line
    bare: Split = line_break.split_first_line(text.rstrip(" "), style, context, max_width, justification, **options)
    if bare[2] is not None:
        return bare
    whole: Split = line_break.split_first_line(text, style, context, None, justification, **options)
    return whole


def create_layout(text: str, style: Any, context: Any, max_width: float | None, justification_spacing: float) -> Any:
    """Return the layout of a line to be drawn, without Pango's part of it, which waits until somebody asks for it."""
    if style.font_config is not fonts() or "\n" in text:
        return line_break.create_layout(text, style, context, max_width, justification_spacing)
    layout = line_break.Layout.__new__(line_break.Layout)
    layout.__dict__.update(_Shape.of(style).decoration, text=text, first_line_direction=0, max_width=max_width)
    layout.justification_spacing = justification_spacing
    return layout


def _copy(layout: Any) -> Any:
    """Return a layout that can be drawn on its own."""
    copy = line_break.Layout.__new__(line_break.Layout)
    copy.__dict__.update(layout.__dict__)
    return copy


def number_of(style: Any) -> int:
    """Return the number of the shape of ``style``: the same for styles in which a line looks the same."""
    return _Shape.of(style).number


def is_waiting(layout: Any) -> bool:
    """Return whether a layout is to be drawn in our fonts and Pango's part of it is not made yet."""
    return "layout" not in layout.__dict__ and layout.style.font_config is fonts()


def _deactivate(layout: Any) -> None:
    """Let go of Pango's part of a layout, which may be waiting still."""
    for name in ("layout", "language", "style"):
        layout.__dict__.pop(name, None)


def _reactivate(layout: Any, style: Any) -> None:
    """Make a layout ready to be drawn."""
    layout.style = style


def _made_now(layout: Any, name: str) -> Any:
    """Make Pango's part of a layout that somebody asks for."""
    if name not in ("layout", "language") or "style" not in layout.__dict__:
        raise AttributeError(name)
    layout.setup(layout.style)
    layout.set_text(layout.text, justify=True)
    return getattr(layout, name)


def strut(style: Any) -> tuple[float, float]:
    """Return the height and baseline that WeasyPrint gives a line of that style, kept with it."""
    try:
        kept: tuple[float, float] = style.strut
    except AttributeError:
        kept = style.strut = line_break.strut(style)
    return kept


def teach() -> None:
    """Make WeasyPrint shape and break its lines here."""
    line_break.Layout.setup = _set_up
    line_break.Layout.deactivate = _deactivate
    line_break.Layout.reactivate = _reactivate
    line_break.Layout.__getattr__ = _made_now
    inline.strut = strut
    inline.split_first_line = split_first_line
    inline.create_layout = create_layout
