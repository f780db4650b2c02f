"""A change of data is looked at by area: what is planned, told and read is the same as with everything read."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from small_communes import PERIOD, Communes, numbers

from baocao.batch.jobs import listed_jobs
from baocao.batch.planning import Plan, Wanted
from baocao.batch.shares_memory import SHARES_FILE
from baocao.batch.stock import Stock
from baocao.data import by_area
from baocao.data.observation_rows import ObservationReader
from baocao.data.periods import Period
from baocao.workspace import Workspace

FOLDER = f"data/{PERIOD}"
BUDGET, OWN, BOOK, LIST = (f"{FOLDER}/{name}" for name in ("ngan-sach.csv", "xa-01.csv", "so.xlsx", "ds-cho.csv"))
AREAS = [f"xa-{n:02}" for n in range(6)]
AT = Period.parse(PERIOD)
HEADER = "mã;địa bàn;thực hiện;cùng kỳ;trạng thái;ngày nhận;kỳ"


def row(code, area, value, *more):
    return ";".join([code, area, value, *more, *[""] * (4 - len(more))])


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Six communes whose numbers stand in three files beside the one of all, and one year before; built once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("baocao.build.print_pdf", lambda *_: b"%PDF")
        communes = Communes.of(tmp_path_factory.mktemp("built"), len(AREAS))
        communes.put(f"{FOLDER}/xa.csv", "\n".join(numbers(AREAS).splitlines()[:19]) + "\n")
        budget = [row(code, area, str(n)) for n, area in enumerate(AREAS[2:], 5) for code in ("chay.vu", "thu.phi")]
        communes.put(BUDGET, "\n".join([HEADER, *(line for line in budget if "xa-02" not in line)]) + "\n")
        communes.put(OWN, "\n".join([HEADER, row("chay.ha", "xa-05", "2,5"), row("thu", "xa-05", "9")]) + "\n")
        communes.put(LIST, "tên\nChợ A\n")
        communes.put("data/2020-9T/cu.csv", "\n".join([HEADER, row("chay.vu", "xa-00", "1")]) + "\n")
        put_book(communes, [("chay.ha", "xa-03", 4), ("chay.ha", "xa-04", 6)])
        communes.build()
        assert (communes.root / SHARES_FILE).exists()
    return communes.root


def copy_of(root, target):
    shutil.copytree(root, target)
    communes = Communes.__new__(Communes)
    communes.root = target
    return communes


def put_book(communes, rows):
    book = Workbook()
    book.active.append(["mã", "địa bàn", "thực hiện"])
    for line in rows:
        book.active.append(line)
    book.save(communes.root / BOOK)


def known(root, whole=False):
    """Return the plan and all that a batch would say and read; with ``whole`` by reading everything."""
    shares = Path(root, SHARES_FILE)
    if whole:
        shares.unlink(missing_ok=True)
    workspace = Workspace.open(root)
    stock = Stock(workspace)
    plan = Plan(stock, listed_jobs(workspace), Wanted())
    told = plan.told()
    data = stock.data
    # By area, then as a whole: both have to hand out the same to the workers.
    answers = [(data.numbers_hash(area, AT), data.observations(area, AT)) for area in AREAS]
    findings = stock.data_findings(AT), stock.blocked_areas(AT)
    return plan, [(step.reasons, step.edited) for step in plan.steps], told, findings, answers, data.lists(AT)


def read_by_area(plan):
    return [path for path, folder in plan.stock.data._opened.items() if isinstance(folder, by_area.FolderByArea)]


def edited(change):
    """Return a change of the lines of a CSV file as a change of a workspace."""

    def edit(communes, name, *arguments):
        path = communes.root / name
        if path.exists():
            lines = path.read_text("utf-8", errors="replace").split("\n")
            path.write_text("\n".join(change(lines, *arguments)), "utf-8")

    return edit


@edited
def set_cell(lines, at, column, value):
    at %= len(lines)
    cells = lines[at].split(";")
    cells[column % len(cells)] = value
    return [*lines[:at], ";".join(cells), *lines[at + 1 :]]


@edited
def insert(lines, at, line):
    at %= len(lines)
    return [*lines[: at + 1], line, *lines[at + 1 :]]


@edited
def drop(lines, at):
    return [line for number, line in enumerate(lines) if number != at % len(lines)]


@edited
def repeat(lines, at, to):
    return [*lines[: to % len(lines) + 1], lines[at % len(lines)], *lines[to % len(lines) + 1 :]]


@edited
def change_ends(lines, end):
    return [line + end for line in lines]


def rename(communes, name, other):
    if (communes.root / name).exists():
        (communes.root / name).replace(communes.root / other)


def copy_file(communes, name, other):
    if (communes.root / name).exists():
        (communes.root / other).write_bytes((communes.root / name).read_bytes())


def put(communes, name, data):
    (communes.root / name).parent.mkdir(exist_ok=True)
    (communes.root / name).write_bytes(data.encode() if isinstance(data, str) else data)


def remove(communes, name):
    (communes.root / name).unlink(missing_ok=True)


def rescope(communes, scope):
    communes.put("baocao.toml", communes.text("baocao.toml").replace('scope = "tinh"', f'scope = "{scope}"', 1))


CSV = st.sampled_from([f"{FOLDER}/xa.csv", BUDGET, OWN, "data/2020-9T/cu.csv"])
NAMES = st.sampled_from([BUDGET, OWN, LIST, f"{FOLDER}/xa.csv", f"{FOLDER}/a.csv", f"{FOLDER}/z.CSV", f"{FOLDER}/cu.xls"])
PLACE = st.integers(0, 30)
CELLS = st.sampled_from(["7", "8", "1.000,5", "-3", "x", "", "50%", "xa-00", "xa-05", "xa-99", "thu.phi", "chay.vu", "sai.ma"])
ROWS = st.builds(
    row,
    st.sampled_from(["chay.vu", "thu.phi", "khong_in", "chay.vụ", ""]),
    st.sampled_from(["xa-00", "xa-02", "xa-05", "xa-99", "XA 00", ""]),
    st.sampled_from(["7", "8,5", "sáu", ""]),
    st.sampled_from(["", "3"]),
    st.sampled_from(["", "ước", "đoán"]),
    st.sampled_from(["", "05/10/2021", "32/10/2021"]),
    st.sampled_from(["", "2020-9T", "kỳ"]),
)
CONTENTS = st.sampled_from(
    ["", HEADER + "\n", "mã;lạ;thực hiện\n", b"\xff\xfe\x00", f"{HEADER}\n{row('thu.phi', 'xa-03', '4')}\n", "tên\nChợ B\n"]
)
ORDINARY = st.one_of(
    st.builds(lambda *a: (set_cell, a), CSV, PLACE, st.just(2), st.sampled_from(["7", "8", "9,5", ""])),
    st.builds(lambda *a: (insert, a), CSV, PLACE, st.builds(row, st.just("khong_in"), st.sampled_from(AREAS), st.just("6"))),
    st.builds(lambda *a: (drop, a), CSV, st.integers(1, 30)),
)
STRANGE = st.one_of(
    st.builds(lambda *a: (set_cell, a), CSV, PLACE, st.integers(0, 6), CELLS),
    st.builds(lambda *a: (insert, a), CSV, PLACE, ROWS),
    st.builds(lambda *a: (repeat, a), CSV, PLACE, PLACE),
    st.builds(lambda *a: (change_ends, a), CSV, st.sampled_from(["\r", " ", ";", "\n"])),
    st.builds(lambda *a: (rename, a), CSV, NAMES),
    st.builds(lambda *a: (copy_file, a), CSV, NAMES),
    st.builds(lambda *a: (put, a), NAMES, CONTENTS),
    st.builds(lambda *a: (remove, a), st.one_of(CSV, st.sampled_from([LIST, BOOK]))),
    st.builds(lambda v, a: (put_book, ([("chay.ha", a, v), ("chay.ha", "xa-04", 6)],)),
              st.sampled_from([4, 5, "5"]), st.sampled_from(AREAS)),
    st.builds(lambda s: (rescope, (s,)), st.sampled_from(["xa-00", "xa-99"])),
    st.builds(lambda *a: (put, a), st.just("data/2019/cu.csv"), CONTENTS),
    st.builds(lambda *a: (put, a), st.just("data/2022/sau.csv"), CONTENTS),
    st.builds(lambda *a: (insert, ("data/chi-tieu.csv", *a)), PLACE, st.sampled_from(["la;lạ;ha;1;thời kỳ;;;", "la;lạ;không;1"])),
)  # fmt: skip


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.one_of(ORDINARY, STRANGE), min_size=1, max_size=3), min_size=1, max_size=4), st.booleans())
def test_any_change_is_seen_as_with_everything_read(built, tmp_path_factory, rounds, closing):
    root = tmp_path_factory.mktemp("edits")
    communes = copy_of(built, root / "a")
    for changes in rounds:
        for change, arguments in changes:
            change(communes, *arguments)
        shutil.rmtree(root / "b", ignore_errors=True)
        shutil.copytree(communes.root, root / "b")
        plan, *found = outcome(communes.root)
        _, *whole = outcome(root / "b", whole=True)
        assert found == whole
        if closing and plan:
            plan.close()  # the next round begins with what this one has found


def outcome(root, whole=False):
    """Return what is ``known``, or why a catalogue or configuration does not let anything be known."""
    try:
        return known(root, whole)
    except Exception as error:
        return None, repr(error), getattr(error, "findings", ())


@pytest.fixture
def communes(built, tmp_path):
    return copy_of(built, tmp_path / "copy")


def test_one_cell_is_read_with_nothing_but_its_area(communes, monkeypatch):
    communes.edit(BUDGET, row("chay.vu", "xa-05", "8"), row("chay.vu", "xa-05", "9"))
    understood = set()
    read_row = ObservationReader._read_row

    def noted(self, table, line, filled):
        understood.add((table.sheet.file, line.line))
        return read_row(self, table, line, filled)

    monkeypatch.setattr(ObservationReader, "_read_row", noted)
    plan = communes.plan()
    assert [step.job.report.name for step in plan.to_build] == ["xa-05"]
    assert sorted(read_by_area(plan)) == ["data/2020-9T", FOLDER]
    lines = enumerate(communes.text(BUDGET).splitlines(), 1)
    assert understood == {*((BUDGET, at) for at, line in lines if ";xa-05;" in line), (OWN, 2), (OWN, 3)}


@pytest.mark.parametrize(
    "change",
    [
        (insert, BUDGET, 0, row("chay.vu", "xa-00", "4")),  # a double of a cell in another file
        (insert, BUDGET, 0, row("sai", "xa-05", "4")),
        (put, f"{FOLDER}/moi.csv", "mã;lạ\n"),
        (put, LIST, "tên\nChợ A\nChợ B\n"),
        (put, f"{FOLDER}/cu.xls", "x"),
    ],
)
def test_out_of_the_ordinary_is_read_as_a_whole(communes, change):
    function, *arguments = change
    function(communes, *arguments)
    assert FOLDER not in read_by_area(known(communes.root)[0])


def test_a_file_changed_while_the_batch_runs(communes, monkeypatch):
    """The report is made from what is read then, and the next batch looks at it again."""
    communes.edit(BUDGET, row("chay.vu", "xa-05", "8"), row("chay.vu", "xa-05", "9"))
    monkeypatch.setattr("baocao.build.print_pdf", lambda *_: b"%PDF")
    plan = communes.plan()
    plan.stock.data._opened[FOLDER]._kept.clear()
    communes.edit(OWN, row("thu", "xa-05", "9"), row("thu", "xa-05", "12"))
    communes.carry_out(plan)
    assert isinstance(plan.stock.data._opened[FOLDER], by_area.WholeFolder)
    communes.edit(OWN, row("thu", "xa-05", "12"), row("thu", "xa-05", "9"))
    assert list(communes.reasons()) == ["xa-05"]


