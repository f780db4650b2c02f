"""Shows what LibreOffice does with live figures when a person edits them: the rows "seen here" of an analysis page.

Run it with a Python that has LibreOffice's own ``uno`` module (Debian: python3-uno, /usr/bin/python3); it needs nothing of
baocao.  Each trial opens a small DOCX, edits it as a person would, saves it as DOCX, and prints the controls that came
out.  The page is docs/analysis/content-controls.md.
"""

import argparse
import io
import re
import subprocess
import tempfile
import time
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import uno
from com.sun.star.beans import PropertyValue

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NOTE = '<note xmlns="urn:thu">Số liệu tiếng Việt</note>'
STORE = (
    '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" '
    'ds:itemID="{11111111-1111-1111-1111-111111111111}"/>'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/customXml/itemProps1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.customXmlProperties+xml"/></Types>'
)
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
RELATION = f'<Relationship Id="rId1" Type="{OFFICE}{{}}" Target="{{}}"/>'


def run(text, marks=""):
    return f'<w:r><w:rPr>{marks}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def control(content, kind="<w:text/>", more=""):
    names = '<w:alias w:val="Xuất khẩu · abc123"/><w:tag w:val="abc123"/><w:id w:val="77"/>'
    return f"<w:sdt><w:sdtPr>{more}{names}{kind}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


SENTENCE = f"<w:p>{run('Xuất khẩu ')}{control(run('980 triệu USD'))}{run(', hết câu.')}</w:p>"
RICH = SENTENCE.replace("<w:text/>", "")
CELL = '<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/></w:tcPr><w:p><w:r><w:t>5</w:t></w:r></w:p></w:tc>'
GRID = '<w:tblPr><w:tblW w:w="3000" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="3000"/></w:tblGrid>'
TABLE = f"<w:tbl>{GRID}<w:tr>{CELL}{CELL}</w:tr></w:tbl>"
AUTHOR = 'w:author="Nguyễn Văn A" w:date="2021-10-01T00:00:00Z"'
PENDING = (
    f'<w:del w:id="1" {AUTHOR}><w:r><w:delText>980</w:delText></w:r></w:del>'
    f'<w:ins w:id="2" {AUTHOR}><w:r><w:t>990</w:t></w:r></w:ins>'
)


def document(body):
    """Return a DOCX of these paragraphs, with one custom XML part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("_rels/.rels", RELATIONS.format(RELATION.format("officeDocument", "word/document.xml")))
        custom = RELATION.format("customXml", "../customXml/item1.xml")
        package.writestr("word/_rels/document.xml.rels", RELATIONS.format(custom))
        package.writestr("customXml/item1.xml", NOTE)
        properties = RELATION.format("customXmlProps", "itemProps1.xml")
        package.writestr("customXml/_rels/item1.xml.rels", RELATIONS.format(properties))
        package.writestr("customXml/itemProps1.xml", STORE)
        package.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
    return stream.getvalue()


def inside(opened, whole=True):
    """Put the cursor that a person sees into the control: over its whole content, or before its fourth character.

    LibreOffice 7.4 makes an input field of a plain control; later ones have controls of their own.
    """
    portions = [portion for portion in next(iter(opened.Text)) if portion.TextPortionType != "Text" or portion.String]
    kinds = [portion.TextPortionType for portion in portions]
    at = next(place for place, kind in enumerate(kinds) if kind in ("TextField", "ContentControl"))
    cursor = opened.CurrentController.ViewCursor
    cursor.gotoStart(False)
    cursor.goRight(sum(len(portion.String) for portion in portions[:at]) + 1, False)
    size = len(portions[at].String) or len("980 triệu USD")  # LibreOffice does not say how long a rich control is
    cursor.goRight(size if whole else 3, whole)


def command(office, opened, name, **values):
    """Do what a person would find in a menu."""
    helper = office.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", office)
    given = tuple(PropertyValue(key, 0, value, 0) for key, value in values.items())
    helper.executeDispatch(opened.CurrentController.Frame, f".uno:{name}", "", 0, given)


def type_over(office, opened):
    inside(opened)
    command(office, opened, "InsertText", Text="990 triệu USD")


def type_inside(office, opened):
    inside(opened, whole=False)
    command(office, opened, "InsertText", Text=",5")


def press_enter(office, opened):
    inside(opened, whole=False)
    command(office, opened, "InsertPara")


def delete_text(office, opened):
    inside(opened)
    command(office, opened, "Delete")


def delete_across(office, opened):
    cursor = opened.CurrentController.ViewCursor
    cursor.gotoStart(False)
    cursor.goRight(4, False)
    cursor.gotoEndOfLine(True)
    cursor.goLeft(5, True)
    command(office, opened, "Delete")


def make_bold(office, opened):
    inside(opened)
    command(office, opened, "Bold")


def copy_paragraph(office, opened):
    cursor = opened.CurrentController.ViewCursor
    cursor.gotoStart(False)
    cursor.gotoEndOfLine(True)
    command(office, opened, "Copy")
    cursor.gotoEnd(False)
    command(office, opened, "InsertPara")
    command(office, opened, "Paste")


def tracked(edit):
    def act(office, opened):
        opened.RecordChanges = True
        edit(office, opened)

    return act


def accept_all(office, opened):
    command(office, opened, "AcceptAllTrackedChanges")


def nothing(office, opened):
    pass


BOUND = """<w:dataBinding w:prefixMappings="xmlns:t='urn:thu'" w:xpath="/t:note[1]"
    w:storeItemID="{11111111-1111-1111-1111-111111111111}"/>"""
LIT = '<w:highlight w:val="yellow"/>'
LOCKED, SHUT = '<w:lock w:val="sdtLocked"/><w:text/>', '<w:lock w:val="sdtContentLocked"/><w:text/>'
WAITING = "<w:showingPlcHdr/><w:text/>"


def alone(held):
    """Return a paragraph of a control and a full stop."""
    return f"<w:p>{held}{run('.')}</w:p>"


TRIALS = {
    "open and save": (SENTENCE, nothing),
    "type over the whole content": (SENTENCE, type_over),
    "type in the middle": (SENTENCE, type_inside),
    "press Enter in the middle": (SENTENCE, press_enter),
    "delete the content": (SENTENCE, delete_text),
    "delete a stretch around the control": (SENTENCE, delete_across),
    "make it bold": (SENTENCE, make_bold),
    "copy and paste the paragraph": (SENTENCE, copy_paragraph),
    "type over, tracked": (SENTENCE, tracked(type_over)),
    "delete the content, tracked": (SENTENCE, tracked(delete_text)),
    "delete a stretch around it, tracked": (SENTENCE, tracked(delete_across)),
    "a pending change inside a rich control": (alone(control(PENDING, "")), nothing),
    "accept that change": (alone(control(PENDING, "")), accept_all),
    "type over a rich control": (RICH, type_over),
    "type in the middle of a rich control": (RICH, type_inside),
    "delete the content of a rich control": (RICH, delete_text),
    "type over a rich control, tracked": (RICH, tracked(type_over)),
    "copy and paste a paragraph with a rich control": (RICH, copy_paragraph),
    "a pending change inside a plain control": (alone(control(PENDING)), nothing),
    "two differently formatted runs": (alone(control(run("980 ") + run("triệu USD", "<w:b/>"))), nothing),
    "formatting in the properties": (alone(control(run("980", "<w:b/>"), more="<w:rPr><w:b/></w:rPr>")), nothing),
    "a highlight inside": (alone(control(run("980", LIT))), nothing),
    "a highlight inside a rich control": (alone(control(run("980", LIT), "")), nothing),
    "a lock": (alone(control(run("980"), LOCKED)), nothing),
    "type over a locked content": (alone(control(run("980"), SHUT)), type_over),
    "a placeholder": (alone(control(run("chưa có"), WAITING)), nothing),
    "type over a placeholder": (alone(control(run("chưa có"), WAITING)), type_over),
    "a binding": (alone(control(run("980"), BOUND + "<w:text/>")), nothing),
    "a control that is the whole paragraph": (f"<w:p>{control(run('980'))}</w:p><w:p>{run('.')}</w:p>", nothing),
    "a control around a table": (f"{control(TABLE, '')}<w:p>{run('.')}</w:p>", nothing),
    "two controls side by side": (alone(control(run("980")) + control(run("990"))), nothing),
}


def shown(data):
    """Return the body of a DOCX without what does not matter here, and whether the custom XML part is still whole."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = package.read("word/document.xml").decode("utf-8")
        kept = any(
            "urn:thu" in package.read(name).decode("utf-8") for name in package.namelist() if "customXml/item" in name
        )
    try:
        ElementTree.fromstring(body)
    except ElementTree.ParseError as error:
        print(f"   THE FILE IS NO XML: {error}")
    body = body.partition("<w:body>")[2].partition("<w:sectPr")[0]
    for dull in ("pPr", "tblPr", "tblGrid", "tcPr", "trPr"):
        body = re.sub(rf"<w:{dull}>.*?</w:{dull}>|<w:{dull}/>", "", body, flags=re.S)
    body = re.sub(
        r' xml:space="preserve"| w:date="[^"]*"|<w:rPr>(<w:rFonts[^>]*/>)?</w:rPr>|<w:rPr/>|<w:proofErr[^>]*/>',
        "",
        body,
    )
    return body, kept


def connect(profile):
    pipe = f"baocao{time.monotonic_ns()}"
    program = ["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{profile}"]
    process = subprocess.Popen(
        [*program, f"--accept=pipe,name={pipe};urp;"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(120):
        try:
            return process, resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.5)
    process.kill()
    raise SystemExit("LibreOffice did not answer")


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", default="", help="trials whose name holds these words")
    wanted = options.parse_args().only
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        process, office = connect(f"{folder}/profile")
        desktop = office.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", office)
        try:
            for name, (body, edit) in TRIALS.items():
                if wanted not in name:
                    continue
                source, target = Path(folder, "thu.docx"), Path(folder, "ra.docx")
                source.write_bytes(document(body))
                opened = desktop.loadComponentFromURL(source.as_uri(), "_blank", 0, ())
                try:
                    edit(office, opened)
                    said = ""
                except Exception as error:
                    said = f"   refused: {type(error).__name__}: {error}\n"
                opened.storeToURL(target.as_uri(), (PropertyValue("FilterName", 0, "MS Word 2007 XML", 0),))
                opened.close(True)
                text, kept = shown(target.read_bytes())
                print(f"{name}{'' if kept else ' (custom XML lost)'}\n{said}   {text}\n")
        finally:
            try:
                desktop.terminate()
            except Exception:
                process.kill()
            process.wait(30)


if __name__ == "__main__":
    main()
