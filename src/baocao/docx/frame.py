"""Step 5, docx: a Word frame with docxtpl tags is filled in with the facts of one report.

Rules under what was filled in get the length that fits it.  docxtpl is tamed: the shared sandbox (strict, autoescaped,
without code), no second rendering of what was filled in, broken XML refused instead of repaired, and every fault said
with the tag it comes from.
"""

from __future__ import annotations

import copy
import functools
import io
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Template, TemplateError, TemplateSyntaxError, UndefinedError, meta
from lxml import etree

from baocao.docx.ooxml import W, excerpt, text_of
from baocao.docx.package import open_package, parse_xml, save_package, to_bytes
from baocao.docx.relations import FOOTER, HEADER, Relations, main_part
from baocao.docx.rules import fit_rules
from baocao.docx.styles import styles_of
from baocao.docx.wanted import ILLEGAL
from baocao.errors import BaocaoError
from baocao.findings import Finding, Place, Severity
from baocao.narrative.sandbox import make_environment

MARKER = "[[NỘI DUNG]]"
FRAME_NAME = "mẫu trình bày"

_TAG = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
_MARKUP = re.compile(r"<[^>]*>")
# docxtpl turns these into tags after it has filled in the facts.
_ESCAPES = ("{_{", "}_}", "{_%", "%_}")
_UNTAGGED = ("word/footnotes.xml", "word/endnotes.xml", "word/comments.xml")


def render_frame(frame: bytes, context: Mapping[str, object], name: str) -> bytes:
    """Return ``frame`` with its tags filled in from ``context`` (str, bool, and lists of str).

    ``name`` is how the frame's file is called in messages.  Raises InputError when it is no DOCX, BaocaoError when a
    tag is wrong or names an unknown fact, when a fact cannot be written, or when the marker paragraph is missing.
    """
    parts = open_package(frame, name)
    for part in _UNTAGGED:
        if b"{{" in parts.get(part, b"") or b"{%" in parts.get(part, b""):
            hint = "Chỉ đặt thẻ trong thân trang, đầu trang và chân trang."
            raise _fault("MT105", f'mẫu "{name}" có thẻ trong {part}', name, hint)
    facts = {key: _checked(value, key, name) for key, value in context.items()}
    parts |= _render(frame, facts, name)
    part = main_part(parts, name)
    root = parse_xml(parts[part], name, part)
    find_marker(root, name)
    fit_rules(root, styles_of(parts, Relations.of(parts, part, name), name))
    parts[part] = to_bytes(root)
    return save_package(parts, level=0)


def find_marker(root: etree._Element, name: str) -> etree._Element:
    """Return the one paragraph of the main part whose text is MARKER, a child of the body.

    Raises BaocaoError when there is none or several, or when it stands in a table or a frame.
    """
    markers = [node for node in root.iter(W + "p") if text_of(node).strip() == MARKER]
    if len(markers) == 1 and markers[0].getparent() is root.find(W + "body"):
        return markers[0]
    wrong = (
        "không có đoạn" if not markers else "có nhiều đoạn" if len(markers) > 1 else "đặt trong bảng hoặc khung đoạn"
    )
    hint = f"Đặt đúng một đoạn chỉ ghi {MARKER} ở nơi nội dung báo cáo bắt đầu, ngoài mọi bảng."
    raise _fault("MT101", f'mẫu "{name}" {wrong} {MARKER}', name, hint)


def _checked(value: object, key: str, name: str) -> object:
    """Return a fact in NFC; a fact that cannot be written is a fault."""
    if isinstance(value, list | tuple):
        return [_checked(item, key, name) for item in value]
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value)
    if ILLEGAL.search(text) or any(escape in text for escape in _ESCAPES):
        shown = excerpt(ILLEGAL.sub("�", text))
        hint = "Sửa mục này trong số liệu của cơ quan."
        raise _fault("MT104", f'mục "{key}" có ký tự không ghi được vào mẫu: "{shown}"', name, hint)
    return text


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A frame whose tags docxtpl has put together; the same for every report, and not changed by filling it in.

    ``name`` and ``root`` are those of the main part, its body empty; ``body`` is the text of that body with its tags,
    ``sides`` are the texts of headers and footers by the names of their parts.
    """

    name: str
    root: etree._Element
    body: str
    sides: dict[str, str]


@functools.lru_cache(maxsize=8)
def _prepare(frame: bytes) -> _Prepared:
    # docxtpl and python-docx take a quarter of a second to import.
    from docxtpl import DocxTemplate

    template = DocxTemplate(io.BytesIO(frame))
    main = template.get_docx().part
    tagged = (relation.target_part for relation in main.rels.values() if relation.reltype in (HEADER, FOOTER))
    sides = {part.partname.lstrip("/"): template.patch_xml(template.get_part_xml(part)) for part in tagged}
    body = template.patch_xml(template.get_xml())
    for child in list(main.element.body):
        main.element.body.remove(child)
    return _Prepared(main.partname.lstrip("/"), main.element, body, sides)


_environment = functools.cache(make_environment)


class _Compiled:
    """The environment of all frames as docxtpl asks it: a text compiled once is not compiled again."""

    @staticmethod
    @functools.lru_cache(maxsize=64)
    def from_string(source: str) -> Template:
        return _environment().from_string(source)


def _render(frame: bytes, facts: dict[str, object], name: str) -> dict[str, bytes]:
    """Return the parts that tags are filled in: the main part, headers and footers; docxtpl changes no other."""
    from docx.opc.oxml import serialize_part_xml
    from docx.oxml import parse_xml as parse_part
    from docxtpl import DocxTemplate

    source: list[str] = []

    def filled(text: str) -> str:
        source.append(text)
        return str(template.render_xml_part(text, None, facts, _Compiled))

    try:
        prepared = _prepare(frame)
        template = DocxTemplate(io.BytesIO(frame))  # which is not opened again: its texts are known
        template.docx_ids_index = 1000
        body = filled(prepared.body)
        # docxtpl would repair broken XML silently, and text would be lost.
        etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
        tree = template.fix_tables(body)
        template.fix_docpr_ids(tree)
        root = copy.deepcopy(prepared.root)
        root[next(place for place, child in enumerate(root) if child.tag == W + "body")] = tree
        parts = {prepared.name: root}
        parts |= {part: parse_part(filled(text).encode()) for part, text in prepared.sides.items()}
        return {part: serialize_part_xml(element) for part, element in parts.items()}
    except TemplateSyntaxError as error:
        raise _syntax_fault(error, source, name) from error
    except UndefinedError as error:
        raise BaocaoError(*_unknown(error, source, facts, _environment(), name)) from error
    except etree.XMLSyntaxError as error:
        message = f'mẫu "{name}" có thẻ mở và đóng không cùng cấp, tài liệu bị hỏng sau khi điền'
        hint = "Đặt mỗi thẻ {%p for … %}, {%p if … %} và thẻ đóng của nó thành một đoạn riêng trong cùng một ô."
        raise _fault("MT103", message, name, hint) from error
    except (
        TemplateError,
        ArithmeticError,
        TypeError,
        ValueError,
        LookupError,
        AttributeError,
        RecursionError,
    ) as error:
        message = f'không điền được mẫu "{name}": có thẻ làm việc không được phép hoặc dùng sai kiểu'
        raise _fault("MT103", message, name, f"Chỉ dùng tên mục, for và if trong thẻ. ({error})") from error


def _tags(source: str) -> list[str]:
    return [" ".join(_MARKUP.sub("", tag).split()) for tag in _TAG.findall(source)]


def _unknown(
    error: UndefinedError, source: list[str], facts: dict[str, object], environment: Any, name: str
) -> list[Finding]:
    """Return one finding for every name in the frame that no fact has, so that one run tells them all."""
    text = source[-1] if source else ""
    names = sorted(meta.find_undeclared_variables(environment.parse(text)) - set(facts))
    if not names:
        quoted = re.findall(r"'([^']+)'", str(error))
        names = quoted[-1:]
    findings = []
    for unknown in names:
        word = re.compile(rf"\b{re.escape(unknown)}\b")
        tag = next((tag for tag in _tags(text) if word.search(tag)), unknown)
        findings.append(
            Finding(
                "MT102",
                Severity.ERROR,
                f'thẻ "{tag}" trong mẫu "{name}" gọi mục "{unknown}" không có',
                Place(name, detail=tag),
                "Các mục có: " + ", ".join(sorted(facts)) + ".",
            )
        )
    return findings or [Finding("MT102", Severity.ERROR, f'mẫu "{name}" gọi mục không có', Place(name), str(error))]


def _syntax_fault(error: TemplateSyntaxError, source: list[str], name: str) -> BaocaoError:
    lines = source[-1].split("\n") if source else []
    near = [tag for line in lines[max(0, error.lineno - 2) : error.lineno + 1] for tag in _tags(line)]
    words = excerpt(_MARKUP.sub("", lines[error.lineno - 1])) if 0 < error.lineno <= len(lines) else ""
    where = ", ".join(near[:3]) or words
    hint = f"Kiểm tra cặp thẻ mở - đóng (for/endfor, if/endif) và dấu ngoặc. ({error.message})"
    return _fault("MT103", f'mẫu "{name}" có thẻ sai cú pháp gần "{where}"', name, hint)


def _fault(code: str, message: str, name: str, hint: str) -> BaocaoError:
    return BaocaoError.because(code, message, Place(name), hint)
