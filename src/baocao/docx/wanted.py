"""Step 5, docx: what a document wants from its frame, and texts that no DOCX can carry, found before writing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from baocao.document.tree import (
    Block,
    Document,
    Field,
    Figure,
    Footnote,
    Inline,
    Link,
    Number,
    Paragraph,
    Picture,
    Table,
    Text,
    paragraphs,
    plain_text,
)
from baocao.docx.ooxml import excerpt
from baocao.docx.styles import NOTE_REFERENCE_STYLE, NUMBER_STYLE, StyleTable
from baocao.errors import BaocaoError
from baocao.findings import Findings, Place

# A carriage return is legal XML but comes back as a line feed; the others are not XML at all.
ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
# All the others, the commonest first: a match of a whole text takes a third of the time of a search.
_LEGAL = re.compile("[ -\ud7ff\n\t\ue000-\ufffd\U00010000-\U0010ffff]*")

_STYLED = {Number: NUMBER_STYLE, Footnote: NOTE_REFERENCE_STYLE}
"""The inlines that have a character style."""
_ONLY_TEXT = (Text, Number)


def check_document(document: Document, styles: StyleTable) -> None:
    """Raise BaocaoError with a finding for every style the frame lacks and every text with characters illegal in XML."""
    findings = Findings()
    written = [(paragraph, _with_linked(paragraph.inlines)) for paragraph in _everything(document)]
    inlines_of_all = list(chain.from_iterable(inlines for _, inlines in written))
    texts = chain.from_iterable(map(_texts, inlines_of_all))
    if not _LEGAL.fullmatch("\n".join(texts)):  # hardly ever: then only is it asked where
        for paragraph, inlines in written:
            for text in _illegal(text for inline in inlines for text in _texts(inline)):
                _tell_illegal(text, f'đoạn "{_shown(paragraph)}"', findings)
    kinds = set(map(type, inlines_of_all))
    character_styles = {name for kind, name in _STYLED.items() if kind in kinds}
    for kind, names in (
        ("paragraph", {paragraph.style for paragraph, _ in written}),
        ("character", character_styles),
    ):
        for name in sorted(names):
            if styles.id_of(name, kind) is None:
                findings.error(
                    "MT203",
                    f'mẫu trình bày thiếu kiểu {"đoạn" if kind == "paragraph" else "chữ"} "{name}"',
                    None,
                    f'Mở mẫu trình bày bằng Word, tạo kiểu (Style) tên "{name}", hoặc lấy lại mẫu gốc.',
                )
    side_texts = list(_side_texts(document))
    if not _LEGAL.fullmatch("\n".join(side_texts)):
        for text in _illegal(side_texts):
            _tell_illegal(text, "thuộc tính tài liệu hoặc sổ số liệu", findings)
    if findings.errors:
        raise BaocaoError(*findings.errors)


def _illegal(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if ILLEGAL.search(text)]


def _tell_illegal(text: str, where: str, findings: Findings) -> None:
    shown = excerpt(ILLEGAL.sub("�", text))
    sign = ILLEGAL.findall(text)[0]
    findings.error(
        "MT204",
        f'chữ "{shown}" có ký tự điều khiển U+{ord(sign):04X}, không ghi được vào tài liệu Word',
        Place("tài liệu", detail=where),
        "Xóa ký tự đó ở nơi đã nhập chữ (thường do dán từ chương trình khác).",
    )


def _shown(paragraph: Paragraph) -> str:
    return excerpt(ILLEGAL.sub("�", plain_text(paragraph.inlines)))


def _texts(inline: Inline) -> tuple[str, ...]:
    if isinstance(inline, _ONLY_TEXT):
        return (inline.text,)
    match inline:
        case Figure():
            return (inline.text, inline.alias, inline.id)
        case Field(instruction, text):
            return (instruction, text)
        case Link(address):
            return (address,)
    return ()


def _side_texts(document: Document) -> Iterator[str]:
    meta, register = document.meta, document.register
    yield from (meta.title, meta.author, meta.subject, meta.keywords, meta.description, meta.created, meta.language)
    yield from (register.report, register.period, register.scope)
    for id, text, value, recipe, cells, name, formula, rows, before in register.entries:
        yield from (id, text, value, recipe, name, formula, before, *rows, *chain.from_iterable(cells))
    for section in document.sections:
        yield from (block.alt for block in section.blocks if isinstance(block, Picture))
        live = (block.control for block in section.blocks if isinstance(block, Table | Picture))
        yield from (control.alias for control in live if control is not None)


def _everything(document: Document) -> Iterator[Paragraph]:
    """Yield every paragraph, those of tables, notes and headers included."""
    for index, section in enumerate(document.sections):
        yield from _in_blocks(section.blocks)
        if index:  # the headers of the first section are the frame's
            yield from _in_blocks(section.header)
            yield from _in_blocks(section.first_header or ())


def _in_blocks(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    for paragraph in paragraphs(blocks):
        yield paragraph
        inlines = _with_linked(paragraph.inlines)
        if Footnote in map(type, inlines):
            for inline in inlines:
                if isinstance(inline, Footnote):
                    yield from _in_blocks(inline.blocks)


def _with_linked(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return the inlines, and after each link those that it holds."""
    if Link not in map(type, inlines):
        return inlines
    linked = ((inline, *_with_linked(inline.inlines)) if isinstance(inline, Link) else (inline,) for inline in inlines)
    return tuple(chain.from_iterable(linked))
