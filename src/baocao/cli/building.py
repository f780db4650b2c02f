"""The commands that make reports: one, all, and the beginning of a new period."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from baocao.cli.console import Form, Format, Root, Written, app, show
from baocao.findings import Severity

if TYPE_CHECKING:
    from threading import Event

    from baocao.batch.batches import Result
    from baocao.batch.planning import Plan
    from baocao.batch.runners import Runner
    from baocao.cli.progress import BatchProgress

_INTERRUPTED = 130
_MOST_ROWS = 40


@app.command()
def build(
    report: Annotated[
        str, typer.Argument(metavar="TÊN-BÁO-CÁO", help="Tên báo cáo trong baocao.toml.", show_default=False)
    ] = "",
    period: Annotated[str, typer.Option("--period", "-p", help="Kỳ báo cáo, ví dụ 2021-9T.", show_default=False)] = "",
    everything: Annotated[
        bool, typer.Option("--all", help="Dựng mọi báo cáo đã khai có gì thay đổi (của kỳ đó, nếu ghi kỳ).")
    ] = False,
    final: Annotated[bool, typer.Option("--final", help="Bản trình ký: từ chối nếu còn thiếu số.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ kể sẽ dựng gì và vì sao, không dựng.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Dựng cả những báo cáo không có gì thay đổi.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Dựng đè cả tệp kết quả đã sửa tay.")] = False,
    jobs: Annotated[
        int,
        typer.Option("--jobs", "-j", min=0, help="Số tiến trình dựng cùng lúc.", show_default="theo số lõi của máy"),
    ] = 0,
    cluster: Annotated[
        str, typer.Option("--cluster", help="Dựng trên cụm máy Dask, ví dụ tcp://may-chu:8786.", show_default=False)
    ] = "",
    infos: Annotated[
        bool, typer.Option("--all-findings", help="Hiện cả các lưu ý, không chỉ lỗi và điểm cần xem.")
    ] = False,
    root: Root = Path(),
    form: Written = Form.TEXT,
) -> None:
    """Dựng một báo cáo của một kỳ, hoặc mọi báo cáo có gì thay đổi, thành DOCX và PDF trong thư mục output/."""
    from baocao.batch.jobs import Job, listed_jobs
    from baocao.batch.planning import Plan, Wanted
    from baocao.batch.stock import Stock
    from baocao.batch.turns import turn
    from baocao.data.periods import Period
    from baocao.workspace import Workspace

    workspace = Workspace.open(root)
    if everything == bool(report):
        raise typer.BadParameter("thiếu tên báo cáo; dựng mọi báo cáo thì ghi --all thay cho tên")
    if not everything and not period:
        raise typer.BadParameter("thiếu --period")
    at = Period.parse(period) if period else None
    chosen = [Job(workspace.report(report), at)] if at and not everything else listed_jobs(workspace, at)
    wanted = Wanted(final, force, overwrite, named=not everything, page=form is Form.HTML)
    if dry_run:
        _show_plan(Plan(Stock(workspace), chosen, wanted), form.shown, infos)
        return
    with turn(workspace.root):
        stock = Stock(workspace)
        stock.lock.recover()
        plan = Plan(stock, chosen, wanted)
        results, interrupted = _carry_out(plan, jobs, cluster)
        told = plan.told()
    findings = [*told, *(finding for result in results for finding in result.findings)]
    show(dict.fromkeys(findings), form.shown, infos)
    if form.shown is Format.TEXT:
        _show_table(plan, results) if everything else _show_files(results)
    if interrupted:
        raise typer.Exit(_INTERRUPTED)
    failed = any(finding.severity is Severity.ERROR for finding in told) or any(result.exit_code for result in results)
    code = 1 if everything else max((result.exit_code for result in results), default=1)
    raise typer.Exit(code if failed else 0)


def _carry_out(plan: Plan, jobs: int, cluster: str) -> tuple[list[Result], bool]:
    """Build what has to be built; return what became of it, and whether somebody interrupted it."""
    steps = plan.to_build
    if not steps:
        plan.close()
        return [], False
    from baocao.batch.batches import carry_out

    if plan.wanted.named:
        return list(carry_out(plan, _runner(1, jobs, cluster))), False
    from baocao.cli.progress import BatchProgress

    results = []
    with BatchProgress(len(steps)) as progress, _interruption(progress) as stopped:
        for result in carry_out(plan, _runner(len(steps), jobs, cluster), stopped.is_set):
            results.append(result)
            progress.advance(result)
    return results, stopped.is_set()


def _runner(count: int, jobs: int, cluster: str) -> Runner:
    from baocao.batch import runners

    if cluster:
        return runners.cluster(cluster)
    jobs = min(jobs, count) or runners.default_count(count)
    return runners.processes(jobs) if jobs > 1 else runners.here


@contextmanager
def _interruption(progress: BatchProgress) -> Iterator[Event]:
    """Turn the first Ctrl-C into a request to stop; the second one interrupts as usual."""
    import threading

    stopped = threading.Event()

    def ask(_signal: int, _frame: object) -> None:
        stopped.set()
        signal.signal(signal.SIGINT, before)
        progress.say("Đang dừng: chờ xong những báo cáo đang dựng dở (Ctrl-C lần nữa để ngắt ngay)…")

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)


def _show_plan(plan: Plan, form: Format, infos: bool) -> None:
    """Show what would be built and why, and what would not."""
    from baocao.batch.planning import is_blocked

    told = plan.told()
    steps = [(step, step.to_build and not is_blocked(plan.stock, step.job)) for step in plan.steps]
    if form is Format.JSON:
        rows = [
            {
                "report": step.job.report.name,
                "period": str(step.job.period),
                "build": built,
                "reasons": step.reasons,
                "edited": step.edited,
            }
            for step, built in steps
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    show(dict.fromkeys(told), form, infos)
    for step, built in steps:
        if step.reasons or step.edited:
            otherwise = "chưa dựng được, số liệu có lỗi" if step.to_build else "giữ nguyên, tệp kết quả bị sửa tay"
            typer.echo(f"{step.job.report.name}, {step.job.period.name}: {'sẽ dựng' if built else otherwise}")
            for reason in step.reasons:
                typer.echo(f"  {reason}")
            for path in step.edited if not step.to_build else ():
                typer.echo(f"  đã sửa tay: {path}; muốn cập nhật số trong tệp: baocao refresh {path}")
    typer.echo(f"Sẽ dựng {sum(built for _, built in steps)} trong {len(steps)} báo cáo.")


def _show_files(results: list[Result]) -> None:
    written = [path for result in results for path in result.written]
    for path in written:
        typer.echo(f"Đã ghi {path}")
    if not written:
        typer.echo("Không ghi tệp nào; các tệp đã có giữ nguyên.", err=True)


def _show_table(plan: Plan, results: list[Result]) -> None:
    """Show what became of each report, those first that need somebody, and how many were left as they are."""
    place = {step: position for position, step in enumerate(plan.steps)}
    done = [result for result in results if result.done]
    if done:
        from rich.console import Console
        from rich.table import Table

        table = Table("Báo cáo", "Kỳ", "Kết quả", "Lỗi", "Cần xem", "Lưu ý")
        chosen = sorted(done, key=lambda result: bool(result.written))[:_MOST_ROWS]
        for result in sorted(chosen, key=lambda result: place[result.step]):
            job = result.step.job
            items = dict.fromkeys([*plan.concerning(job), *result.findings])
            counts = [str(sum(finding.severity is severity for finding in items)) for severity in Severity]
            made = f"{len(result.written)} tệp" if result.written else "không dựng được"
            table.add_row(job.report.name, str(job.period), made, *counts)
        Console().print(table)
    if len(done) > _MOST_ROWS:
        typer.echo(f"Và {len(done) - _MOST_ROWS} báo cáo nữa.")
    if len(results) > len(done):
        typer.echo(f"Chưa dựng {len(results) - len(done)} báo cáo; chạy lại lệnh này để dựng tiếp.")
    edited = [step for step in plan.steps if step.edited and not step.to_build]
    untouched = len(plan.steps) - len(results) - len(edited)
    if edited:
        typer.echo(f"Giữ nguyên {len(edited)} báo cáo có tệp đã sửa tay.")
    if untouched:
        typer.echo(f"Không có gì thay đổi ở {untouched} báo cáo.")


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
