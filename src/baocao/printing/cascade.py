"""Step 8, print: markup and styles as WeasyPrint takes them, parsed with no more work than they need.

The markup that ``html`` writes is XML too, and the parser of Python reads that in a tenth of the time.  Documents with
the same styles share their parsed style sheet.  Of the styles of a browser only those of the elements that ``html``
uses are here: WeasyPrint's own give every element of a document six more sets of properties, for markers and notes.
Elements of the same name and class in the same surroundings have the same style, which is worked out for one of them;
so a style sheet must not ask for an element's place among its siblings.

The names used here are not public: ``tests/print`` fails should a later version drop them.
"""

from __future__ import annotations

import functools
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import cssselect2
import weasyprint
from weasyprint import css

_ELEMENTS = """
head, style, title, meta { display: none }
html, body, section, p, h1, h2, h3, h4, h5, h6 { display: block }
table { display: table; border-collapse: separate; border-spacing: 2px; box-sizing: border-box; text-indent: initial }
colgroup { display: table-column-group }
col { display: table-column }
thead { display: table-header-group; vertical-align: middle; border-color: inherit }
tbody { display: table-row-group; vertical-align: middle; border-color: inherit }
tr { display: table-row; vertical-align: inherit; border-color: inherit }
td, th { display: table-cell; vertical-align: inherit; border-color: gray }
table { border-color: gray }
html { color-scheme: light }
:link { color: blue; text-decoration: underline }
img { overflow: hidden }
br::before { content: "\\A"; white-space: pre-line }
wbr::before { content: "\\200B" }
h1, h2, h3, h4, h5, h6 { bookmark-label: content(text) }
.note::footnote-call { vertical-align: super; font-size: smaller; line-height: inherit }
@page { margin: 75px; @top-center { text-align: center; vertical-align: middle } }
"""


def fetcher() -> weasyprint.URLFetcher:
    """Return the fetcher of what a page refers to: data addresses (pictures) are opened, files and the network not."""
    return weasyprint.URLFetcher(allowed_protocols={"data"})


@functools.lru_cache(maxsize=64)
def _sheet(text: str) -> weasyprint.CSS:
    return weasyprint.CSS(string=text, url_fetcher=fetcher())


class Page(weasyprint.HTML):  # type: ignore[misc]
    """A page of the markup that ``html`` writes; ``sheets`` are its styles, which are not part of it any more."""

    def __init__(self, markup: str) -> None:
        root = ElementTree.fromstring(markup)
        head = root.find("head")
        styles = [] if head is None else head.findall("style")
        for style in styles:
            root[0].remove(style)
        self.sheets = [_sheet(style.text or "") for style in styles]
        self.base_url = None
        self.url_fetcher = fetcher()
        self.media_type = "print"
        # WeasyPrint looks through it for what our pages have in their heads alone: title, meta, style, link.
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(
            root if head is None else head, content_language=None
        )
        self.etree_element = root

    def _ua_stylesheets(self, forms: bool = False) -> list[weasyprint.CSS]:
        return [_sheet(_ELEMENTS)]


class _Styles(css.StyleFor):  # type: ignore[misc]
    """The styles of all elements of a page, worked out on a skeleton of it."""

    def __init__(self, html: weasyprint.HTML, sheets: list[Any], hints: bool, fonts: Any, targets: Any) -> None:
        if not isinstance(html, Page):
            super().__init__(html, sheets, hints, fonts, targets)
            return
        skeleton, twins = _skeleton(html.etree_element)
        root, kept = _kept_styles(ElementTree.tostring(skeleton), tuple(sheets), fonts)
        styles: dict[Any, list[tuple[str | None, Any]]] = {}
        for (element, pseudo), style in kept.get_computed_styles().items():
            styles.setdefault(element, []).append((pseudo, style))
        known = dict(zip(skeleton.iter(), root.iter(), strict=True))
        self._computed_styles = {
            (element, pseudo): style for element, twin in twins.items() for pseudo, style in styles[known[twin]]
        }
        self._cascaded_styles: dict[Any, Any] = {}
        self._sheets, self.font_config = sheets, fonts
        self.initial_page_sizes = kept.initial_page_sizes


def _skeleton(root: ElementTree.Element) -> tuple[ElementTree.Element, dict[ElementTree.Element, ElementTree.Element]]:
    """Return a tree with one element for all those of the same style, and the twin in it of every element of ``root``."""
    top = ElementTree.Element(root.tag, _told(root))
    twins = {root: top}
    children: dict[tuple[object, ...], ElementTree.Element] = {}
    waiting = [root]
    while waiting:
        parent = waiting.pop()
        twin = twins[parent]
        for child in parent:
            told = _told(child)
            key = (twin, child.tag, *told.items())
            if key not in children:
                children[key] = ElementTree.SubElement(twin, child.tag, told)
            twins[child] = children[key]
            waiting.append(child)
    return top, twins


def _told(element: ElementTree.Element) -> dict[str, str]:
    """Return the attributes of an element that its style can depend on."""
    told = {name: value for name in ("class", "lang", "style") if (value := element.get(name)) is not None}
    return told | {"href": ""} if "href" in element.attrib else told


@functools.lru_cache(maxsize=16)
def _kept_styles(skeleton: bytes, sheets: tuple[Any, ...], fonts: Any) -> tuple[ElementTree.Element, css.StyleFor]:
    """Return a skeleton read again, with the styles of its elements; documents of one make often have the same."""
    root = ElementTree.fromstring(skeleton)
    wrapper = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
    page = SimpleNamespace(etree_element=root, wrapper_element=wrapper, base_url=None)
    return root, _own(page, list(sheets), False, fonts, None)


_own = css.StyleFor


def teach() -> None:
    """Make WeasyPrint ask here for the styles of a page."""
    css.StyleFor = _Styles
