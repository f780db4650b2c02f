"""Reads the user guide: the files that it gives, its tables of examples, and the codes of its last page.

The guide gives files as fenced blocks whose info string names them (```csv data/chi-tieu.csv), and examples as tables;
what a table says is told by its header.  A line "Kỳ báo cáo: `2021-9T`" sets the period of the tables below it.  The table
below the file of an annex is the annex as printed; the block "chữ-thay-hình" below that of a chart is what the chart says.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "docs" / "huong-dan"
_FENCE = re.compile(r"```(?P<kind>\S+)(?: (?P<name>\S+))?")
_PERIOD = re.compile(r"Kỳ báo cáo: `([^`]+)`")
_CELLS = re.compile(r"(?<!\\)\|")


@dataclass
class Example:
    """One row of a table: its page, the line it stands on, the period in force, and its cells by header."""

    page: str
    line: int
    period: str
    cells: dict[str, str]

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


@dataclass
class Drawn:
    """An annex or a chart: the path of its file, the period, and what is printed: rows of cells, or words."""

    path: str
    period: str
    printed: list[list[str]] | str

    def __str__(self) -> str:
        return Path(self.path).stem


@dataclass
class Guide:
    """All pages together: ``files`` by workspace path, ``tables`` by header, ``pairs`` of template and page."""

    files: dict[str, str] = field(default_factory=dict)
    tables: dict[tuple[str, ...], list[Example]] = field(default_factory=dict)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    annexes: list[Drawn] = field(default_factory=list)
    charts: list[Drawn] = field(default_factory=list)

    def rows(self, *header: str) -> list[Example]:
        """Return the rows of every table with this header."""
        return self.tables.get(header, [])


def read_guide() -> Guide:
    """Return what the pages hold; only the file blocks and the tables are looked at."""
    guide = Guide()
    for path in sorted(FOLDER.glob("*.md")):
        _read_page(path.stem, path.read_text(encoding="utf-8").split("\n"), guide)
    return guide


def _read_page(page: str, lines: list[str], guide: Guide) -> None:
    period, header = "", ()
    blocks: dict[str, str] = {}
    annex = chart = ""
    printed: list[list[str]] | None = None
    position = 0
    while position < len(lines):
        line = lines[position]
        if fence := _FENCE.fullmatch(line):
            end = lines.index("```", position + 1)
            text = "\n".join(lines[position + 1 : end]) + "\n"
            if fence["name"] in ("mẫu", "in-ra"):
                blocks[fence["name"]] = text
                if fence["name"] == "in-ra":
                    guide.pairs.append((blocks["mẫu"], text))
            elif fence["name"] == "chữ-thay-hình":
                guide.charts.append(Drawn(chart, period, text.strip()))
            elif fence["name"]:
                annex = fence["name"] if "/phu-luc-" in fence["name"] else annex
                chart = fence["name"] if "/bieu-do-" in fence["name"] else chart
                assert fence["name"] not in guide.files, f"{fence['name']} is given twice"
                guide.files[fence["name"]] = text
            position = end
        elif found := _PERIOD.search(line):
            period = found[1]
        elif line.startswith("|"):
            cells = [_plain(cell) for cell in _CELLS.split(line)[1:-1]]
            if not header and annex:
                printed = []
                guide.annexes.append(Drawn(annex, period, printed))
                annex = ""
            if printed is not None:
                printed.append(cells)
            if not header:
                header = tuple(cells)
                position += 1  # the rule below the header
            else:
                assert len(cells) == len(header), f"{page}:{position + 1}: {len(cells)} cells"
                row = Example(page, position + 1, period, dict(zip(header, cells, strict=True)))
                guide.tables.setdefault(header, []).append(row)
        else:
            header, printed = (), None
        position += 1


def _plain(cell: str) -> str:
    """Return a cell as a person reads it: a code span without its ticks, an escaped bar as a bar."""
    text = cell.strip().replace("\\|", "|")
    return text[1:-1] if re.fullmatch(r"`[^`]+`", text) else text
