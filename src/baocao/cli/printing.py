"""The commands about paper: printing a DOCX, and what the machine needs for it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from baocao.cli.console import Form, Format, Root, Shown, Written, app, check_ending, show
from baocao.findings import Findings, Severity


@app.command(name="print")
def print_(
    file: Annotated[Path, typer.Argument(readable=False, metavar="TỆP", help="Tệp DOCX cần in.", show_default=False)],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Tệp kết quả; bỏ trống: cùng tên, cùng chỗ.", show_default=False)
    ] = None,
    root: Root = Path(),
    form: Written = Form.TEXT,
) -> None:
    """In một tệp DOCX (kể cả đã sửa trong Word, LibreOffice) ra PDF, hoặc ra trang HTML xem nguồn của từng số."""
    from baocao.batch.turns import turn_to_replace
    from baocao.build import print_docx
    from baocao.saving import save
    from baocao.tracing.tracer import print_page
    from baocao.workspace import read_input

    findings = Findings()
    check_ending(out, ".html" if form is Form.HTML else ".pdf")
    target = out or file.with_suffix(".html" if form is Form.HTML else ".pdf")
    if target.resolve() == file.resolve():
        raise typer.BadParameter("tệp kết quả sẽ ghi đè lên tệp đã cho; chỉ in được từ tệp DOCX")
    page = form is Form.HTML
    with turn_to_replace(target):
        data = read_input(file)
        printed = print_page(data, file.name, root, findings) if page else print_docx(data, file.name, findings)
        if not findings.errors:
            save({target.name: printed}, target.parent)
    show(findings.items, form.shown, infos=True)
    if form.shown is Format.TEXT and not findings.errors:
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
