"""The commands about figures of finished documents: where they come from, and in what documents differ."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from baocao.cli.console import Format, Root, Shown, app, check_ending, finding_rows, show
from baocao.findings import Findings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from baocao.tracing.differences import Comparison
    from baocao.tracing.opened import Opened
    from baocao.tracing.search import Typed
    from baocao.tracing.traces import Trace

Out = Annotated[Path | None, typer.Option("--out", "-o", help="Tệp kết quả; bỏ trống: cạnh tệp đã cho.")]


@app.command()
def trace(
    file: Annotated[
        Path,
        typer.Argument(
            readable=False, metavar="TỆP", help="Tệp DOCX (kể cả đã sửa) hoặc PDF do baocao làm.", show_default=False
        ),
    ],
    figure: Annotated[
        str, typer.Option("--figure", "-f", help='Số cần hỏi, như in trong văn bản: "6,79%".', show_default=False)
    ] = "",
    indicator: Annotated[
        str, typer.Option("--indicator", "-i", help="Tên (hoặc một phần tên) chỉ tiêu, hoặc mã.", show_default=False)
    ] = "",
    everything: Annotated[bool, typer.Option("--all", help="Ghi nguồn của mọi số ra tệp XLSX.")] = False,
    proof: Annotated[
        bool, typer.Option("--proof", help="Làm bản soát số: số tô nền, đánh số, kèm bảng xác nhận.")
    ] = False,
    agency: Annotated[
        str, typer.Option("--agency", help="Bản soát số chỉ gồm số của cơ quan này.", show_default=False)
    ] = "",
    out: Out = None,
    root: Root = Path(),
    form: Shown = Format.TEXT,
) -> None:
    """Xem một số trong văn bản lấy từ đâu: chỉ tiêu, cơ quan, ngày nhận, kỳ, cách tính, tệp, trang, ô."""
    from baocao.saving import save
    from baocao.tracing.tracer import Tracer
    from baocao.workspace import read_input

    if sum(map(bool, (figure, indicator, everything, proof))) > 1:
        raise typer.BadParameter("chỉ dùng một trong --figure, --indicator, --all, --proof")
    if agency and not proof:
        raise typer.BadParameter("--agency chỉ dùng cùng --proof")
    if everything or proof:
        check_ending(out, ".docx" if proof else ".xlsx")
    findings = Findings()
    tracer = Tracer(read_input(file), file.name, root, findings)
    if everything or proof:
        suffix, data = tracer.proof(agency) if proof else tracer.workbook()
        target = out or file.with_name(file.stem + suffix)
        if target.resolve() == file.resolve():
            raise typer.BadParameter("tệp kết quả sẽ ghi đè lên tệp đã cho", param_hint="--out")
        if data:
            save({target.name: data}, target.parent)
        show(findings.items, form, infos=True)
        if form is Format.TEXT and data:
            typer.echo(f"Đã ghi {target}")
        raise typer.Exit(1 if findings.errors else 0)
    found, typed = tracer.ask(figure, indicator)
    if form is Format.JSON:
        _show_json(found, typed, findings)
    else:
        show(findings.items, form, infos=True)
        if figure or indicator:
            _show_traces(found, typed, tracer.has_workspace)
        else:
            _show_table(tracer.opened, found)
    raise typer.Exit(1 if findings.errors else 0)


@app.command()
def diff(
    files: Annotated[
        list[Path],
        typer.Argument(
            readable=False, metavar="TỆP…", help="Hai tệp trở lên (DOCX, PDF) do baocao làm.", show_default=False
        ),
    ],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Ghi thêm bảng ra tệp XLSX này.")] = None,
    form: Shown = Format.TEXT,
) -> None:
    """Xem các dự thảo, hoặc các kỳ, khác nhau ở những số nào; ai sửa, khi tệp có Track Changes."""
    from baocao.saving import save
    from baocao.tracing.differences import compare_files
    from baocao.tracing.lists import comparison_workbook
    from baocao.workspace import read_input

    if len(files) < 2:
        raise typer.BadParameter("cần hai tệp trở lên để so")
    check_ending(out, ".xlsx")
    if out is not None and out.resolve() in {file.resolve() for file in files}:
        raise typer.BadParameter("tệp kết quả sẽ ghi đè lên tệp đã cho", param_hint="--out")
    findings = Findings()
    names = [file.name for file in files]
    shown = names if len(set(names)) == len(names) else [str(file) for file in files]
    contents = [(name, read_input(file)) for name, file in zip(shown, files, strict=True)]
    comparison = compare_files(contents, findings)
    if out is not None:
        save({out.name: comparison_workbook(comparison)}, out.parent)
    if form is Format.JSON:
        told = {**asdict(comparison), "findings": finding_rows(findings.items)}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        raise typer.Exit(0)
    show(findings.items, form, infos=True)
    _show_differences(comparison)
    if out is not None:
        typer.echo(f"Đã ghi {out}")


def _show_traces(found: Sequence[Trace], typed: Sequence[Typed], workspace: bool) -> None:
    from baocao.plaintext import as_typed
    from baocao.tracing.telling import words

    for number, item in enumerate(found):
        if number:
            typer.echo()
        typer.echo(typer.style(as_typed(item.shown) or "(trống)", bold=True))
        if item.overtyped and item.printed is not None:
            typer.echo(f"  Đã sửa tay: khi làm văn bản, chỗ này ghi “{as_typed(item.printed)}”")
        typer.echo(f"  Ở đâu: {item.place or 'đầu văn bản'}")
        typer.echo(f"  Câu: {as_typed(item.sentence)}")
        for label, text in words(item, workspace):
            typer.echo(f"  {label}: {text}")
    for place in typed:
        typer.echo(typer.style("Chữ gõ tay hoặc chữ của mẫu, không có nguồn", bold=True))
        typer.echo(f"  Ở đâu: {place.line.place or 'đầu văn bản'}")
        typer.echo(f"  Câu: {as_typed(place.sentence)}")


def _show_table(opened: Opened, found: Sequence[Trace]) -> None:
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    from baocao.plaintext import as_typed
    from baocao.tracing.lists import remark

    table = Table("STT", "Trong văn bản", "Số", Column("Ô số liệu", overflow="fold"), "Ghi chú")
    for number, item in enumerate(found, 1):
        cell = str(item.cells[0].place) if item.cells else ""
        more = f" và {len(item.cells) - 1} ô khác" if len(item.cells) > 1 else ""
        words = (as_typed(item.shown), item.name, cell + more, remark(item))
        table.add_row(str(number), *map(Text, words))  # as it is: brackets are no markup here
    Console().print(table)
    typer.echo(f"{opened.name}: {len(found)} chỗ có số. Hỏi một số: --figure; ghi hết ra XLSX: --all.")


def _show_json(found: Sequence[Trace], typed: Sequence[Typed], findings: Findings) -> None:
    from baocao.plaintext import as_typed

    figures = []
    for item in found:
        cells = [
            {
                **{key: value for key, value in asdict(cell).items() if key != "place"},
                **{key: getattr(cell.place, key) for key in ("file", "sheet", "cell", "line")},
            }
            for cell in item.cells
        ]
        figures.append({**asdict(item), "cells": cells})
    plain = [{"place": place.line.place, "sentence": as_typed(place.sentence)} for place in typed]
    told = {"figures": figures, "typed": plain, "findings": finding_rows(findings.items)}
    typer.echo(json.dumps(told, ensure_ascii=False, indent=2))


def _show_differences(comparison: Comparison) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if comparison.differences:
        table = Table("STT", "Số", *comparison.files)
        for number, found in enumerate(comparison.differences, 1):
            words = (found.name, *(version.words for version in found.versions))
            table.add_row(str(number), *map(Text, words))  # as it is: brackets are no markup here
        Console().print(table)
    typer.echo(f"{len(comparison.differences)} số khác nhau, {comparison.same} số giống nhau.")
