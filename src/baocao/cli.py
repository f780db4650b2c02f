"""The command line: parses, calls one function, shows results on stdout and findings on stderr; it has no rule of its own."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from baocao.errors import BaocaoError
from baocao.findings import Finding, Findings, Severity

if TYPE_CHECKING:
    from baocao.data.periods import Period
    from baocao.office import Office

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Dựng lại báo cáo hành chính (DOCX, PDF) từ số liệu và mẫu lời văn.",
)

_LABELS = {Severity.ERROR: "Lỗi", Severity.WARNING: "Cần xem", Severity.INFO: "Lưu ý"}
_COLORS = {Severity.ERROR: typer.colors.RED, Severity.WARNING: typer.colors.YELLOW, Severity.INFO: typer.colors.BLUE}

MOST_OF_A_CODE = 20
"""More findings of one code are counted on screen, not listed: the first ones tell what is wrong."""

_USAGE_ERRORS: type[Exception] = typer.BadParameter.__mro__[1]
"""What typer raises for words that it cannot take (UsageError, which it does not name in public)."""


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


@app.command()
def build(
    report: Annotated[str, typer.Argument(help="Tên báo cáo trong baocao.toml.", show_default=False)] = "",
    period: Annotated[str, typer.Option("--period", "-p", help="Kỳ báo cáo, ví dụ 2021-9T.", show_default=False)] = "",
    everything: Annotated[
        bool, typer.Option("--all", help="Dựng mọi báo cáo đã khai (của kỳ đó, nếu ghi kỳ).")
    ] = False,
    final: Annotated[bool, typer.Option("--final", help="Bản trình ký: từ chối nếu còn thiếu số.")] = False,
    infos: Annotated[
        bool, typer.Option("--all-findings", help="Hiện cả các lưu ý, không chỉ lỗi và điểm cần xem.")
    ] = False,
    root: Root = Path(),
    form: Shown = Format.TEXT,
) -> None:
    """Dựng một báo cáo của một kỳ thành DOCX và PDF trong thư mục output/."""
    from baocao.build import build_report
    from baocao.data.periods import Period
    from baocao.office import Office
    from baocao.saving import save

    office = Office(root)
    if everything == bool(report):
        raise typer.BadParameter("thiếu <report>, hoặc ghi --all thay cho tên báo cáo")
    if everything:
        _build_all(office, Period.parse(period) if period else None, final, form, infos)
    if not period:
        raise typer.BadParameter("thiếu --period")
    outcome = build_report(office, report, Period.parse(period), final)
    written = save(outcome.outputs, office.workspace.root)
    show(outcome.findings.items, form, infos)
    if form is Format.TEXT:
        for path in written:
            typer.echo(f"Đã ghi {path}")
        if not written:
            typer.echo("Không ghi tệp nào; các tệp đã có giữ nguyên.", err=True)
    raise typer.Exit(1 if outcome.failed else 0)


def _build_all(office: Office, period: Period | None, final: bool, form: Format, infos: bool) -> NoReturn:
    """Build all reports with a progress bar, then show their findings and a table of what became of each."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
    from rich.table import Table

    from baocao.batch import jobs, run

    chosen = jobs(office, period)
    table = Table("Báo cáo", "Kỳ", "Kết quả", "Lỗi", "Cần xem", "Lưu ý")
    findings: list[Finding] = []
    failed = 0
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Đang dựng", total=len(chosen))
        for job, outcome in run(office, chosen, final):
            items = outcome.findings.items
            counts = [str(sum(finding.severity is severity for finding in items)) for severity in Severity]
            result = f"{len(outcome.outputs)} tệp" if outcome.outputs else "không dựng được"
            table.add_row(job.report, str(job.period), result, *counts)
            findings += items
            failed += outcome.failed
            progress.advance(task)
    show(dict.fromkeys(findings), form, infos)
    if form is Format.TEXT:
        Console().print(table)
    raise typer.Exit(1 if failed else 0)


@app.command()
def new(
    report: Annotated[str, typer.Argument(help="Tên báo cáo trong baocao.toml.", show_default=False)],
    period: Annotated[str, typer.Option("--period", "-p", help="Kỳ sắp làm, ví dụ 2022-9T.", show_default=False)],
    root: Root = Path(),
) -> None:
    """Mở kỳ mới: lập sổ số liệu để điền và chép lời văn của kỳ trước để rà lại."""
    from baocao.data.periods import Period
    from baocao.new_period import begin
    from baocao.office import Office
    from baocao.saving import save

    office = Office(root)
    for path in save(begin(office, office.report(report), Period.parse(period)), office.workspace.root):
        typer.echo(f"Đã lập {path}")


@app.command(name="print")
def print_(
    file: Annotated[Path, typer.Argument(help="Tệp DOCX cần in.", show_default=False)],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Tệp PDF; bỏ trống: cùng tên, cùng chỗ.")] = None,
    form: Shown = Format.TEXT,
) -> None:
    """In một tệp DOCX (kể cả đã sửa trong Word, LibreOffice) ra PDF."""
    from baocao.build import print_docx
    from baocao.saving import save
    from baocao.workspace import read_input

    findings = Findings()
    target = out or file.with_suffix(".pdf")
    if target.resolve() == file.resolve():
        raise typer.BadParameter("tệp PDF sẽ ghi đè lên tệp DOCX", param_hint="--out")
    pdf = print_docx(read_input(file), file.name, findings)
    if not findings.errors:
        save({target.name: pdf}, target.parent)
    show(findings.items, form, infos=True)
    if form is Format.TEXT and not findings.errors:
        typer.echo(f"Đã ghi {target}")
    raise typer.Exit(1 if findings.errors else 0)


@app.command()
def doctor(form: Shown = Format.TEXT) -> None:
    """Xem máy đã đủ phông chữ và thư viện để in chưa; thiếu gì thì cài gì."""
    from baocao.doctor import examine

    findings = examine()
    show(findings, form, infos=True)
    if not findings and form is Format.TEXT:
        typer.echo("Máy đã đủ phông chữ và thư viện.")
    raise typer.Exit(4 if any(finding.severity is Severity.ERROR for finding in findings) else 0)


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
        label = typer.style(f"{_LABELS[finding.severity]} {finding.code}", fg=_COLORS[finding.severity], bold=True)
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


def main() -> None:
    """Run the command line; an error ends in findings and its exit code, never in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() != "utf-8":
            stream.reconfigure(encoding="utf-8")  # no other encoding holds all of Vietnamese
    try:
        sys.exit(app(standalone_mode=False))
    except BaocaoError as error:
        show(error.findings, _wanted_format(), infos=True)
        sys.exit(error.exit_code)
    except _USAGE_ERRORS as error:
        _show_usage(error)
        sys.exit(2)
    except Exception as error:
        logging.getLogger("baocao").debug("HT900", exc_info=True)
        hint = "Đây là lỗi của baocao, không phải của số liệu. Chạy lại với baocao --verbose … và gửi kèm những gì hiện ra."
        show([Finding("HT900", Severity.ERROR, f"lỗi bất ngờ: {error!r}", hint=hint)], _wanted_format(), infos=True)
        sys.exit(1)


def _wanted_format() -> Format:
    """Return the format asked for, also when the command was left before it could read its options."""
    asked = " ".join(sys.argv[1:]).replace("--format=", "--format ")
    return Format.JSON if "--format json" in asked else Format.TEXT


def _show_usage(error: Exception) -> None:
    """Say what is wrong with the words typed; typer itself would say it in English."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "baocao"
    parameter = getattr(error, "param", None)
    name = getattr(error, "param_hint", None) or ""
    if parameter:
        name = parameter.opts[0] if parameter.opts[0].startswith("-") else f"<{parameter.name}>"
    match type(error).__name__:
        case "NoArgsIsHelpError":
            return  # the help has been shown
        case "MissingParameter":
            message = f"thiếu {name}"
        case "NoSuchOption":
            message = f"không có tùy chọn {getattr(error, 'option_name', '')}"
        case "BadParameter":
            message = f"giá trị của {name} không dùng được" if name else str(getattr(error, "message", ""))
        case _:
            message = f"không hiểu lệnh: {' '.join(['baocao', *sys.argv[1:]])}"
    typer.echo(f"{typer.style('Lỗi', fg=typer.colors.RED, bold=True)}: {message}", err=True)
    typer.echo(f"  Xem cách dùng: {command} --help", err=True)
