"""A district of small reports for the batch tests: communes that share one template, written in a few lines."""

import json
import shutil
from pathlib import Path

from real_report import ROOT
from small_report import FRAME

from baocao.batch.batches import carry_out
from baocao.batch.jobs import listed_jobs
from baocao.batch.lock_file import LOCK_FILE
from baocao.batch.planning import Plan, Wanted
from baocao.batch.runners import here
from baocao.batch.stock import Stock
from baocao.data.periods import Period
from baocao.findings import Severity
from baocao.workspace import Workspace

PERIOD = "2021-9T"
NUMBERS = f"data/{PERIOD}/xa.csv"
SECTION = "templates/xa/01-tinh-hinh.md"
CATALOGUE = """\
mã;tên;đơn vị;số lẻ;loại;chiều tốt;gồm;đủ
chay.vu;số vụ cháy rừng;vụ;0;thời kỳ;giảm;;
chay.ha;diện tích rừng cháy;ha;1;thời kỳ;giảm;;
thu;thu ngân sách;tỷ đồng;1;thời kỳ;tăng;thu.dat thu.phi;có
thu.dat_dai;thu từ đất;tỷ đồng;1;thời kỳ;tăng;;
thu.phi;thu phí;tỷ đồng;1;thời kỳ;tăng;;
khong_in;số liệu không báo cáo nào in;ha;1;thời kỳ;;;
""".replace("thu.dat thu.phi", "thu.dat_dai thu.phi")
UNITS = "đơn vị;loại\nha;đo\nvụ;đếm\ntỷ đồng;tiền\n"
TEXT = """\
# TÌNH HÌNH

Xảy ra {{ chay.vu.dat }}, {{ chay.vu.ck }}, thiệt hại {{ chay.ha.so }}. Thu ngân sách {{ thu.dat }}.

{{ loi_van.danh_gia }}

Trên đây là tình hình trong kỳ./.
"""
REPORT = """\
[[report]]
name = "{name}"
template = "{template}"
frame = "nghi-dinh-30"
scope = "{scope}"
periods = ["2021-9T"]
outline = ["Phần I", "I.", "1.", "a)"]
kind = "BÁO CÁO"
symbol = "BC"

"""


class Communes:
    """The workspace: ``reports`` says name, template and area of each report."""

    def __init__(self, root, reports):
        self.root = Path(root)
        self.put(
            "baocao.toml",
            'scope = "tinh"\n' + "".join(REPORT.format(name=n, template=t, scope=s) for n, t, s in reports),
        )
        self.put("data/chi-tieu.csv", CATALOGUE)
        self.put("data/don-vi.csv", UNITS)
        scopes = sorted({scope for _, _, scope in reports})
        self.put(NUMBERS, numbers(scopes))
        for scope in scopes:
            self.put(
                f"data/co-quan/{scope}.csv",
                f"mục;báo cáo;giá trị\nđịa danh;;{scope}\ncơ quan ban hành;;UBND {scope.upper()}\nký hiệu;;UBND\n",
            )
        for template in sorted({template for _, template, _ in reports}):
            self.put(f"templates/{template}/01-tinh-hinh.md", TEXT)
            self.put(f"templates/{template}/trich-yeu.md", "Tình hình {{ ky.ten }}\n")
        (self.root / FRAME).parent.mkdir(parents=True)
        shutil.copy(ROOT / FRAME, self.root / FRAME)

    @classmethod
    def of(cls, root, count):
        """Return ``count`` communes with one report each."""
        return cls(root, [(f"xa-{n:02}", "xa", f"xa-{n:02}") for n in range(count)])

    def put(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def text(self, name):
        return (self.root / name).read_text(encoding="utf-8")

    def edit(self, name, old, new):
        """Put other words into a file, at the first place."""
        text = self.text(name)
        assert old in text
        self.put(name, text.replace(old, new, 1))

    def plan(self, **wanted):
        """Return the plan of a batch of all reports."""
        workspace = Workspace.open(self.root)
        return Plan(Stock(workspace), listed_jobs(workspace), Wanted(**wanted))

    def reasons(self):
        """Return what a batch would build and why: name of the report -> reasons."""
        return {step.job.report.name: list(step.reasons) for step in self.plan().steps if step.reasons}

    def build(self, runner=here, **wanted):
        """Carry out a batch of all reports; return what became of those that were built, by name of the report."""
        return self.carry_out(self.plan(**wanted), runner)

    @staticmethod
    def carry_out(plan, runner=here):
        plan.stock.lock.recover()
        return {result.step.job.report.name: result for result in carry_out(plan, runner)}

    def outputs(self):
        """Return the finished files by path."""
        files = (path for path in (self.root / "output").glob("[0-9]*/**/*") if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in files}

    def lock(self):
        """Return the content of the lock file."""
        return json.loads(self.text(LOCK_FILE))


def numbers(scopes):
    """Return the table of all communes, one cell different in each."""
    rows = ["mã;địa bàn;thực hiện;cùng kỳ"]
    for at, scope in enumerate(scopes):
        rows += [
            f"chay.vu;{scope};{at + 3};2",
            f"chay.ha;{scope};{at + 10},5;",
            f"thu;{scope};{at + 20};18",
            f"thu.dat_dai;{scope};{at + 15};",
            f"thu.phi;{scope};5;",
            f"khong_in;{scope};1;",
        ]
    return "\n".join(rows) + "\n"


def weighty(findings):
    """Return the errors and warnings among findings."""
    return {finding for finding in findings if finding.severity is not Severity.INFO}


__all__ = ["NUMBERS", "PERIOD", "SECTION", "Communes", "Period", "numbers", "weighty"]
