"""The commands that make reports: one, all, and the beginning of a new period."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from baocao.cli.console import Form, Format, Root, Written, app, show
from baocao.findings import Finding, Severity

if TYPE_CHECKING:
    from baocao.data.periods import Period
    from baocao.office import Office


@app.command()
def build(
    report: Annotated[
        str, typer.Argument(metavar="TÊN-BÁO-CÁO", help="Tên báo cáo trong baocao.toml.", show_default=False)
    ] = "",
    period: Annotated[str, typer.Option("--period", "-p", help="Kỳ báo cáo, ví dụ 2021-9T.", show_default=False)] = "",
    everything: Annotated[
        bool, typer.Option("--all", help="Dựng mọi báo cáo đã khai (của kỳ đó, nếu ghi kỳ).")
    ] = False,
    final: Annotated[bool, typer.Option("--final", help="Bản trình ký: từ chối nếu còn thiếu số.")] = False,
    infos: Annotated[
        bool, typer.Option("--all-findings", help="Hiện cả các lưu ý, không chỉ lỗi và điểm cần xem.")
    ] = False,
    root: Root = Path(),
    form: Written = Form.TEXT,
) -> None:
    """Dựng một báo cáo của một kỳ thành DOCX và PDF (thêm HTML với --format html) trong thư mục output/."""
    from baocao.build import build_report
    from baocao.data.periods import Period
    from baocao.office import Office
    from baocao.saving import save

    office = Office(root)
    if everything == bool(report):
        raise typer.BadParameter("thiếu tên báo cáo; dựng mọi báo cáo thì ghi --all thay cho tên")
    if everything:
        _build_all(office, Period.parse(period) if period else None, final, form, infos)
    if not period:
        raise typer.BadParameter("thiếu --period")
    outcome = build_report(office, report, Period.parse(period), final, form is Form.HTML)
    written = save(outcome.outputs, office.workspace.root)
    show(outcome.findings.items, form.shown, infos)
    if form.shown is Format.TEXT:
        for path in written:
            typer.echo(f"Đã ghi {path}")
        if not written:
            typer.echo("Không ghi tệp nào; các tệp đã có giữ nguyên.", err=True)
    raise typer.Exit(1 if outcome.failed else 0)


def _build_all(office: Office, period: Period | None, final: bool, form: Form, infos: bool) -> NoReturn:
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
        for job, outcome in run(office, chosen, final, form is Form.HTML):
            items = outcome.findings.items
            counts = [str(sum(finding.severity is severity for finding in items)) for severity in Severity]
            result = f"{len(outcome.outputs)} tệp" if outcome.outputs else "không dựng được"
            table.add_row(job.report, str(job.period), result, *counts)
            findings += items
            failed += outcome.failed
            progress.advance(task)
    show(dict.fromkeys(findings), form.shown, infos)
    if form.shown is Format.TEXT:
        Console().print(table)
    raise typer.Exit(1 if failed else 0)


@app.command()
def new(
    report: Annotated[
        str, typer.Argument(metavar="TÊN-BÁO-CÁO", help="Tên báo cáo trong baocao.toml.", show_default=False)
    ],
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
