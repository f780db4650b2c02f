"""Random edits of a DOCX, as Word writes them: what the property test makes drafts of."""

import re
from collections import Counter
from copy import deepcopy

from baocao.docx.ooxml import SPACE, W
from baocao.refresh.wording import Wording

NUMBER = re.compile(r"\d[\d.,/]*")


class Editor:
    """Edits body and notes of one draft; ``random`` decides where, ``made`` counts what was done."""

    def __init__(self, roots, random):
        self._roots = roots
        self._random = random
        self.made = Counter()

    def sequence(self):
        """Make one to eight edits of any kind."""
        for _ in range(self._random.randint(1, 8)):
            kind = self._random.choice(KINDS)
            self.made[kind] += bool(getattr(self, kind)())

    def _root(self):
        return self._random.choice(self._roots)

    def _some(self, nodes):
        nodes = list(nodes)
        return self._random.choice(nodes) if nodes else None

    def _control(self):
        return self._some(node for node in self._root().iter(W + "sdt") if node.find(f".//{W}tbl") is None)

    def insert_text(self):
        """Type words into any run."""
        text = self._some(self._root().iter(W + "t"))
        if text is None:
            return False
        at = self._random.randint(0, len(text.text or ""))
        text.text = f"{(text.text or '')[:at]} chữ thêm {self._random.randint(1, 99)} {(text.text or '')[at:]}"
        text.set(SPACE, "preserve")
        return True

    def delete_paragraph(self):
        """Delete a paragraph; the last one of a cell or note stays, as Word wants one."""
        paragraph = self._some(
            node for node in self._root().iter(W + "p") if len(node.getparent().findall(W + "p")) > 1
        )
        if paragraph is None or paragraph.find(f".//{W}sectPr") is not None:
            return False
        paragraph.getparent().remove(paragraph)
        return True

    def copy_figure(self):
        """Copy a figure to the end of any paragraph, in a note or a table too."""
        control, target = self._control(), self._some(self._root().iter(W + "p"))
        if control is None or target is None or control in target.iterancestors():
            return False
        target.append(deepcopy(control))
        return True

    def _retype(self, new):
        control = self._control()
        nodes = [] if control is None else list(control.iter(W + "t"))
        if not nodes:
            return False
        old = Wording(control).text
        for node in nodes:
            node.text = ""
        nodes[0].text = new(old)
        nodes[0].set(SPACE, "preserve")
        return True

    def overtype(self):
        """Type another number, or nothing, over a figure."""
        return self._retype(lambda _: self._random.choice(("", "12,5%", "rất cao", "4.567 tỷ đồng", "07 & < > “vụ”")))

    def reword(self):
        """Change the words around the number of a figure."""

        def new(old):
            found = NUMBER.search(old)
            return f"vào khoảng {found[0]}%, theo thống kê" if found else f"{old} (chưa rõ)"

        return self._retype(new)

    def split_run(self):
        """Cut a run in two, as formatting and spelling checks do."""
        text = self._some(node for node in self._root().iter(W + "t") if len(node.text or "") > 1)
        if text is None:
            return False
        run = text.getparent()
        at = self._random.randint(1, len(text.text) - 1)
        second = deepcopy(run)
        for node in list(second):
            if node.tag != W + "rPr":
                second.remove(node)
        rest = second.makeelement(W + "t", {SPACE: "preserve"})
        rest.text, text.text = text.text[at:], text.text[:at]
        text.set(SPACE, "preserve")
        second.append(rest)
        second.extend(list(text.itersiblings()))
        run.addnext(second)
        return True

    def delete_tracked(self):
        """Delete a run while changes are tracked."""
        run = self._some(node for node in self._root().iter(W + "r") if node.find(W + "t") is not None)
        if run is None or run.getparent().tag in (W + "del", W + "ins"):
            return False
        deletion = run.makeelement(W + "del", {W + "id": "991", W + "author": "An", W + "date": "2021-10-02T00:00:00Z"})
        run.addprevious(deletion)
        deletion.append(run)
        for node in run.findall(W + "t"):
            node.tag = W + "delText"
        return True

    def accept(self):
        """Accept one tracked change."""
        return self._settle(keep=W + "ins", drop=W + "del")

    def reject(self):
        """Reject one tracked change."""
        return self._settle(keep=W + "del", drop=W + "ins")

    def _settle(self, keep, drop):
        revision = self._some(self._root().iter(W + "ins", W + "del"))
        if revision is None:
            return False
        pair = [revision, *(node for node in (revision.getnext(), revision.getprevious()) if node is not None)]
        for node in [node for node in pair if node.tag in (W + "ins", W + "del")][:2]:
            if node.tag == keep:
                for text in node.iter(W + "delText"):
                    text.tag = W + "t"
                for child in list(node):
                    node.addprevious(child)
            node.getparent().remove(node)
        return drop is not None


KINDS = (
    *("insert_text", "delete_paragraph", "copy_figure", "overtype", "reword", "split_run"),
    *("delete_tracked", "accept", "reject"),
)
