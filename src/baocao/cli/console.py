"""What all commands share: the application, the options of the same meaning, and how findings are shown."""

from __future__ import annotations

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


Root = Annotated[
    Path, typer.Option("--root", help="Thư mục làm việc (nơi có baocao.toml).", show_default="thư mục hiện tại")
]
Shown = Annotated[Format, typer.Option("--format", help="Cách hiện kết quả: text cho người, json cho chương trình.")]


@app.callback()
def prepare(
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Hiện từng bước xử lý.")] = False,
) -> None:
    """Dựng lại báo cáo hành chính (DOCX, PDF) từ số liệu và mẫu lời văn."""
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    logging.getLogger("baocao").setLevel(logging.DEBUG if verbose else logging.WARNING)


def show(findings: Iterable[Finding], form: Format, infos: bool) -> None:
    """Show findings: as text on stderr (infos only with ``infos``), or as a JSON array on stdout."""
    findings = list(findings)
    if form is Format.JSON:
        rows = [{**asdict(finding), "severity": finding.severity.value} for finding in findings]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
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
