"""Step 8, print: markup and styles as WeasyPrint takes them, parsed with no more work than they need.

The markup that ``html`` writes is XML too, and the parser of Python reads that in a tenth of the time.  Documents with
the same styles share their parsed style sheet.  Of the styles of a browser only those of the elements that ``html``
uses are here: WeasyPrint's own give every element of a document six more sets of properties, for markers and notes.
"""

from __future__ import annotations

import functools
from xml.etree import ElementTree

import cssselect2
import weasyprint

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
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = root

    def _ua_stylesheets(self, forms: bool = False) -> list[weasyprint.CSS]:
        return [_sheet(_ELEMENTS)]
