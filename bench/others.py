"""What people use today: docxtpl fills in a Word template, LibreOffice prints it."""

from __future__ import annotations

import contextlib
import copy
import io
import shutil
import socket
import subprocess
import tempfile
import time
import xmlrpc.client
import zipfile
from collections.abc import Iterator
from pathlib import Path

from docxtpl import DocxTemplate
from lxml import etree

from baocao.docx.ooxml import SPACE, W
from baocao.docx.package import open_package, parse_xml, save_package, to_bytes

_NUMBERED = ("word/document.xml", "word/footnotes.xml")
_PATIENCE = 60


class Template:
    """A Word template with a tag wherever a report has a figure, made of a finished report of ours: the same text and look.

    Without the register of figures, which is of no use to docxtpl.
    """

    def __init__(self, report: bytes) -> None:
        parts = open_package(report, "report")
        self._texts: list[str] = []
        for part in _NUMBERED:
            root = parse_xml(parts[part])
            self._put_tags(root)
            parts[part] = to_bytes(root)
        for part in [part for part in parts if part.startswith("customXml/")]:
            del parts[part]
        for part in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
            root = parse_xml(parts[part])
            for node in list(root):
                if any("customXml" in value for value in node.attrib.values()):
                    root.remove(node)
            parts[part] = to_bytes(root)
        self.data = save_package(parts)

    @property
    def tags(self) -> int:
        """How many tags there are."""
        return len(self._texts)

    def _put_tags(self, root: etree._Element) -> None:
        for control in list(root.iter(W + "sdt")):
            content = control.find(W + "sdtContent")
            if content is None:
                continue
            table = content.find(W + "tbl")
            if table is not None:
                for text in table.iter(W + "t"):
                    if any(sign.isdigit() for sign in text.text or ""):
                        self._tag(text)
            for text in content.findall(f"{W}r/{W}t"):
                self._tag(text)
            for child in list(content):
                control.addprevious(child)
            parent = control.getparent()
            if parent is not None:
                parent.remove(control)

    def _tag(self, text: etree._Element) -> None:
        self._texts.append(text.text or "")
        text.text = f"{{{{ so{len(self._texts) - 1} }}}}"
        text.set(SPACE, "preserve")

    def facts(self, report: bytes) -> dict[str, str]:
        """Return the figures of another report; those of the template's own when that one has more or fewer."""
        texts = Template(report)._texts
        texts = texts if len(texts) == len(self._texts) else self._texts
        return {f"so{number}": text for number, text in enumerate(texts)}

    def render(self, facts: dict[str, str]) -> bytes:
        """Return the DOCX that docxtpl makes of the template."""
        template = DocxTemplate(io.BytesIO(self.data))
        template.render(copy.copy(facts), autoescape=True)
        stream = io.BytesIO()
        template.save(stream)
        return stream.getvalue()


def text_of_docx(data: bytes) -> str:
    """Return the words of a DOCX, body and notes, without anything between them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        roots = [etree.fromstring(archive.read(part)) for part in _NUMBERED]
    return "".join(node.text or "" for root in roots for node in root.iter(W + "t"))


def convert_in_a_process(docx: Path, profile: Path) -> Path:
    """Print a DOCX with a LibreOffice started for it alone; return the PDF beside it."""
    command = ["soffice", "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(docx.parent), str(docx)], check=True, capture_output=True)
    return docx.with_suffix(".pdf")


class Server:
    """One LibreOffice that stays, asked through unoserver, without a process for each question."""

    def __init__(self, port: int) -> None:
        self._proxy = xmlrpc.client.ServerProxy(f"http://127.0.0.1:{port}", allow_none=True)

    def convert(self, docx: Path) -> Path:
        """Print a DOCX; return the PDF beside it."""
        pdf = docx.with_suffix(".pdf")
        self._proxy.convert(str(docx), None, str(pdf), "pdf")
        return pdf


@contextlib.contextmanager
def server(python: str) -> Iterator[Server]:
    """Run unoserver with ``python``, an interpreter that has unoserver and LibreOffice's uno, as long as it is needed."""
    port, uno_port = _free_port(), _free_port()
    profile = Path(tempfile.mkdtemp(prefix="unoserver-"))
    command = [python, "-m", "unoserver.server", "--port", str(port), "--uno-port", str(uno_port)]
    process = subprocess.Popen(
        [*command, "--user-installation", str(profile)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(port, process)
        yield Server(port)
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(profile, ignore_errors=True)


def has_unoserver(python: str) -> bool:
    """Return whether ``python`` can run unoserver."""
    try:
        return subprocess.run([python, "-c", "import uno, unoserver"], capture_output=True).returncode == 0
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until somebody listens on ``port``."""
    for _ in range(_PATIENCE * 10):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            time.sleep(3)  # it listens before LibreOffice is there
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError("unoserver did not start")
