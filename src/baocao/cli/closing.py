"""The command that closes a period: keeps what was signed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from baocao.cli.console import Format, Root, app, parse_day, show
from baocao.findings import Findings


@app.command()
def close(
    report: Annotated[
        str, typer.Argument(metavar="TÊN-BÁO-CÁO", help="Tên báo cáo trong baocao.toml.", show_default=False)
    ],
    period: Annotated[str, typer.Option("--period", "-p", help="Kỳ đã ký, ví dụ 2021-9T.", show_default=False)],
    file: Annotated[
        Path | None,
        typer.Option("--file", readable=False, help="Tệp DOCX đã ký; bỏ trống: tệp trong output/.", show_default=False),
    ] = None,
    pdf: Annotated[
        Path | None,
        typer.Option("--pdf", readable=False, help="Tệp PDF đã ký số; bỏ trống: in từ tệp DOCX.", show_default=False),
    ] = None,
    number: Annotated[
        str, typer.Option("--number", help="Số văn bản, ví dụ 123/BC-UBND; bỏ trống: số ghi trong tệp.")
    ] = "",
    day: Annotated[str, typer.Option("--day", help="Ngày ký, ví dụ 05/10/2021; bỏ trống: ngày ghi trong tệp.")] = "",
    root: Root = Path(),
) -> None:
    """Chốt kỳ: giữ nguyên bản đã ký và các số đã báo cáo để kỳ sau đối chiếu."""
    from baocao.batch.turns import turn
    from baocao.closing.closing import Signed, make_read_only
    from baocao.closing.closing import close as close_period
    from baocao.data.periods import Period
    from baocao.office import Office
    from baocao.saving import save
    from baocao.workspace import read_input

    signed_day = parse_day(day) if day else None
    office = Office(root)
    config, at = office.report(report), Period.parse(period)
    folder = office.workspace.root
    source = file or folder / "output" / str(at) / config.scope / f"{report}.docx"
    annexes = source.with_name(f"{source.stem}-phu-luc.xlsx")
    findings = Findings()
    with turn(folder):  # the document and its annexes are of one build
        others = {".pdf": read_input(pdf)} if pdf else {}
        if annexes.is_file():
            others["-phu-luc.xlsx"] = read_input(annexes)
        signed = Signed(source.name, read_input(source), others, number.strip() or None, signed_day)
        paths = save(close_period(office.workspace, config, at, signed, findings), folder)
        make_read_only(paths)
    show(findings.items, Format.TEXT, infos=True)
    for path in paths:
        typer.echo(f"Đã ghi {path}")
    raise typer.Exit(1 if findings.errors else 0)
