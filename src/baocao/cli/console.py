"""What all commands share: the application, the options of the same meaning, and how findings are shown."""

from __future__ import annotations

import contextlib
import datetime
import json
import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from baocao.findings import Finding, Severity

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Dựng lại báo cáo hành chính (DOCX, PDF) từ số liệu và mẫu lời văn.",
)

LABELS = {Severity.ERROR: "Lỗi", Severity.WARNING: "Cần xem", Severity.INFO: "Lưu ý"}
COLORS = {Severity.ERROR: typer.colors.RED, Severity.WARNING: typer.colors.YELLOW, Severity.INFO: typer.colors.BLUE}

MOST_OF_A_CODE = 20
"""More findings of one code are counted on screen, not listed: the first ones tell what is wrong."""


class Format(Enum):
    """How findings are shown."""

    TEXT = "text"
    JSON = "json"


class Form(Enum):
    """How findings are shown, and whether the document is written as a page for the browser too."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"

    @property
    def shown(self) -> Format:
        """How findings are shown."""
        return Format.JSON if self is Form.JSON else Format.TEXT


Root = Annotated[
    Path, typer.Option("--root", help="Thư mục làm việc (nơi có baocao.toml).", show_default="thư mục hiện tại")
]
Shown = Annotated[Format, typer.Option("--format", help="Cách hiện kết quả: text cho người, json cho chương trình.")]

Written = Annotated[
    Form,
    typer.Option("--format", help="text cho người, json cho chương trình; html: trang xem nguồn của từng số."),
]


def parse_day(text: str) -> datetime.date:
    """Return the day that ``--day`` gives, as offices write it (05/10/2021) or as programs do (2021-10-05)."""
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        with contextlib.suppress(ValueError):
            return datetime.datetime.strptime(text.strip(), form).date()
    raise typer.BadParameter("ghi ngày như 05/10/2021", param_hint="--day")


def check_ending(out: Path | None, ending: str, option: str = "--out") -> None:
    """Refuse a name for a result that no program would open as what it is."""
    if out is not None and out.suffix.lower() != ending:
        raise typer.BadParameter(f"tên tệp kết quả phải có đuôi {ending}: “{out}”", param_hint=option)


@app.callback()
def prepare(
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Hiện từng bước xử lý.")] = False,
) -> None:
    """Dựng lại báo cáo hành chính (DOCX, PDF) từ số liệu và mẫu lời văn."""
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    logging.getLogger("baocao").setLevel(logging.DEBUG if verbose else logging.WARNING)


def finding_rows(findings: Iterable[Finding]) -> list[dict[str, object]]:
    """Return findings as JSON shows them."""
    return [{**asdict(finding), "severity": finding.severity.value} for finding in findings]


def show(findings: Iterable[Finding], form: Format, infos: bool) -> None:
    """Show findings: as text on stderr (infos only with ``infos``), or as a JSON array on stdout."""
    findings = list(findings)
    if form is Format.JSON:
        typer.echo(json.dumps(finding_rows(findings), ensure_ascii=False, indent=2))
        return
    hidden = 0
    shown: Counter[str] = Counter()
    for finding in findings:
        if finding.severity is Severity.INFO and not infos:
            hidden += 1
            continue
        shown[finding.code] += 1
        if shown[finding.code] > MOST_OF_A_CODE:
            continue
        label = typer.style(f"{LABELS[finding.severity]} {finding.code}", fg=COLORS[finding.severity], bold=True)
        typer.echo(f"{label}: {finding.message}", err=True)
        if finding.place:
            typer.echo(f"  {finding.place}", err=True)
        if finding.hint:
            typer.echo(f"  {finding.hint}", err=True)
    for code, count in shown.items():
        if count > MOST_OF_A_CODE:
            typer.echo(f"{code}: còn {count - MOST_OF_A_CODE} chỗ nữa; xem hết bằng --format json.", err=True)
    if hidden:
        typer.echo(f"Còn {hidden} lưu ý; xem bằng --all-findings.", err=True)
