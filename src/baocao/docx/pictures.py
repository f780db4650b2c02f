"""Steps 5 and 6, docx: pictures (PNG, with the SVG beside it where there is one), in both directions."""

from __future__ import annotations

import hashlib

from lxml import etree

from baocao.document.tree import Picture
from baocao.docx.fragments import PREFIXES, fragment
from baocao.docx.ooxml import NAMESPACES, PIC, SVG, WP, A, R, W, integer
from baocao.docx.relations import IMAGE, ContentTypes, Relations

_EMU = 635  # English Metric Units in a twip
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_PICTURE_URI = NAMESPACES["pic"]


class PicturesOut:
    """Puts picture files into the package, each file once, and draws them."""

    def __init__(self, parts: dict[str, bytes], relations: Relations, types: ContentTypes) -> None:
        self._parts = parts
        self._relations = relations
        self._types = types
        self._drawn = 0

    def xml(self, picture: Picture) -> str:
        """Return the run that holds ``picture`` as a drawing in line with the text."""
        self._drawn += 1
        number = str(self._drawn + 9000)  # beyond the numbers that a frame's own drawings use
        run = etree.Element(W + "r", nsmap=PREFIXES)
        inline = etree.SubElement(
            etree.SubElement(run, W + "drawing"),
            WP + "inline",
            nsmap={key: NAMESPACES[key] for key in ("wp", "a", "pic")},
        )
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")
        extent = {"cx": str(picture.width * _EMU), "cy": str(picture.height * _EMU)}
        etree.SubElement(inline, WP + "extent", extent)
        etree.SubElement(inline, WP + "docPr", id=number, name=f"Hình {self._drawn}", descr=picture.alt)
        frame = etree.SubElement(inline, WP + "cNvGraphicFramePr")
        etree.SubElement(frame, A + "graphicFrameLocks", noChangeAspect="1")
        data = etree.SubElement(etree.SubElement(inline, A + "graphic"), A + "graphicData", uri=_PICTURE_URI)
        drawn = etree.SubElement(data, PIC + "pic")
        facts = etree.SubElement(drawn, PIC + "nvPicPr")
        etree.SubElement(facts, PIC + "cNvPr", id=number, name=f"Hình {self._drawn}", descr=picture.alt)
        etree.SubElement(facts, PIC + "cNvPicPr")
        self._fill(etree.SubElement(drawn, PIC + "blipFill"), picture)
        shape = etree.SubElement(drawn, PIC + "spPr")
        transform = etree.SubElement(shape, A + "xfrm")
        etree.SubElement(transform, A + "off", x="0", y="0")
        etree.SubElement(transform, A + "ext", extent)
        etree.SubElement(etree.SubElement(shape, A + "prstGeom", prst="rect"), A + "avLst")
        return fragment(run)

    def _fill(self, parent: etree._Element, picture: Picture) -> None:
        blip = etree.SubElement(parent, A + "blip")
        blip.set(R + "embed", self.file(picture.png, "png", "image/png"))
        if picture.svg is not None:
            extension = etree.SubElement(etree.SubElement(blip, A + "extLst"), A + "ext", uri=_SVG_EXTENSION)
            drawing = etree.SubElement(extension, SVG + "svgBlip", nsmap={"asvg": NAMESPACES["asvg"]})
            drawing.set(R + "embed", self.file(picture.svg, "svg", "image/svg+xml"))
        etree.SubElement(etree.SubElement(parent, A + "stretch"), A + "fillRect")

    def file(self, content: bytes, extension: str, type: str) -> str:
        """Put a picture file into the package and return the id of its relationship."""
        part = f"word/media/{hashlib.sha256(content).hexdigest()[:16]}.{extension}"
        self._parts[part] = content
        self._types.default(extension, type)
        return self._relations.add(IMAGE, part)


def read_picture(drawing: etree._Element, parts: dict[str, bytes], relations: Relations) -> Picture | None:
    """Return the one picture of ``drawing``; None when it is something else or its file is not a PNG in the package."""
    blip, extent = drawing.find(f".//{PIC}pic//{A}blip"), drawing.find(f".//{WP}extent")
    if blip is None or extent is None:
        return None
    png = _content(blip, parts, relations)
    if png is None or not png.startswith(b"\x89PNG"):
        return None
    drawn = blip.find(f".//{SVG}svgBlip")
    facts = drawing.find(f".//{WP}docPr")
    return Picture(
        png,
        round(integer(extent.get("cx")) / _EMU),
        round(integer(extent.get("cy")) / _EMU),
        "" if facts is None else facts.get("descr", ""),
        None if drawn is None else _content(drawn, parts, relations),
    )


def _content(blip: etree._Element, parts: dict[str, bytes], relations: Relations) -> bytes | None:
    relation = relations.get(blip.get(R + "embed"))
    return None if relation is None else parts.get(relation.target)
