"""Finished documents edited as people edit them, on the XML."""

import io
import zipfile

MAIN = "word/document.xml"


def parts_of(data):
    """Return the parts of a DOCX by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts):
    """Return parts as a DOCX."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def edited(data, *changes, part=MAIN):
    """Return a DOCX in which each text of ``changes`` (old, new) was replaced once in the XML."""
    parts = parts_of(data)
    text = parts[part].decode("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, f"{text.count(old)} times: {old}"
        text = text.replace(old, new)
    return packed({**parts, part: text.encode("utf-8")})


def run_of(text):
    """Return the run that holds a text, as the program writes it."""
    return f"<w:r><w:t>{text}</w:t></w:r>"


def typed_over(data, old, new):
    """Return a DOCX in which somebody typed over one figure."""
    return edited(data, (f"<w:t>{old}</w:t>", f"<w:t>{new}</w:t>"))


def revised(data, old, new, author):
    """Return a DOCX in which somebody typed over one figure while changes were tracked."""
    marks = f'w:author="{author}" w:date="2026-10-01T08:00:00Z"'
    deleted = f'<w:del w:id="901" {marks}><w:r><w:delText>{old}</w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="902" {marks}>{run_of(new)}</w:ins>'
    return edited(data, (run_of(old), deleted + inserted))
