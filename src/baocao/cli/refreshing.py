"""The command that brings a draft which people have edited up to the present data."""

from __future__ import annotations

import datetime
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from baocao.cli.console import Format, Root, Shown, app, check_ending, finding_rows, parse_day, show
from baocao.refresh.changes import Answer

if TYPE_CHECKING:
    from baocao.refresh.refreshing import Refreshed


@app.command()
def refresh(
    draft: Annotated[
        Path,
        typer.Argument(
            readable=False,
            metavar="TỆP",
            help="Tệp DOCX do baocao dựng, đã sửa trong Word hay LibreOffice.",
            show_default=False,
        ),
    ],
    period: Annotated[
        str,
        typer.Option(
            "--period", "-p", help="Chuyển dự thảo sang kỳ khác; bỏ trống: kỳ của dự thảo.", show_default=False
        ),
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Tệp mới; bỏ trống: <tên>-cap-nhat.docx, cùng chỗ.")
    ] = None,
    track: Annotated[
        bool, typer.Option("--track", help="Ghi mỗi chỗ thay thành thay đổi theo dõi (Track Changes).")
    ] = False,
    author: Annotated[str, typer.Option("--author", help="Tên người sửa ghi trong thay đổi theo dõi.")] = "baocao",
    in_place: Annotated[
        bool, typer.Option("--in-place", help="Thay chính tệp dự thảo; bản cũ được chép sang bên cạnh.")
    ] = False,
    overtyped: Annotated[
        Answer,
        typer.Option(
            "--overtyped", help="Số đã gõ tay: keep (giữ), restore (trả lại theo số liệu), data (đưa vào số liệu)."
        ),
    ] = Answer.KEEP,
    answers: Annotated[
        list[str] | None,
        typer.Option("--answer", help="Trả lời riêng cho một số: MÃ=keep|restore|data.", show_default=False),
    ] = None,
    report: Annotated[
        str, typer.Option("--report", help="Tên báo cáo, khi tệp đã mất sổ số liệu.", show_default=False)
    ] = "",
    day: Annotated[
        str,
        typer.Option(
            "--day",
            help="Ngày ghi cho thay đổi và số đưa vào số liệu, ví dụ 05/10/2021; bỏ trống: hôm nay.",
            show_default=False,
        ),
    ] = "",
    listed: Annotated[
        bool, typer.Option("--list", help="Ghi thêm danh sách số thay đổi: tệp Excel, và một trang A4 (Word, PDF).")
    ] = False,
    infos: Annotated[
        bool, typer.Option("--all-findings", help="Hiện cả các lưu ý, không chỉ lỗi và điểm cần xem.")
    ] = False,
    root: Root = Path(),
    form: Shown = Format.TEXT,
) -> None:
    """Cập nhật số trong dự thảo đã sửa tay theo số liệu hiện có; mọi chỗ sửa khác giữ nguyên."""
    from baocao.batch.turns import turn_to_replace
    from baocao.data.periods import Period
    from baocao.office import Office
    from baocao.refresh.files import list_files, new_file
    from baocao.refresh.refreshing import refresh
    from baocao.refresh.wishes import Wishes
    from baocao.refresh.wording import Revision
    from baocao.saving import save
    from baocao.workspace import read_input

    if in_place and out is not None:
        raise typer.BadParameter("chỉ dùng một trong hai: --in-place hoặc --out")
    check_ending(out, ".docx")
    at = parse_day(day) if day else datetime.date.today()
    wishes = Wishes(
        day=at,
        period=Period.parse(period) if period else None,
        report=report,
        default=overtyped,
        answers=dict(_answer(text) for text in answers or []),
        revision=Revision(author, f"{at.isoformat()}T00:00:00Z") if track else None,
    )
    target = draft if in_place else new_file(draft, out)
    with turn_to_replace(target):
        data = read_input(draft)
        office = Office(root)
        outcome = refresh(office, data, draft.name, wishes)
        lists = list_files(outcome.changes, target, at) if listed and outcome.changes else {}
        written = _saved(outcome, draft, data, target, out is not None, office.workspace.root)
        written += [path for file, content in lists.items() for path in save({file.name: content}, file.parent)]
    _show(outcome, written, form, infos)
    raise typer.Exit(1 if outcome.failed else 0)


def _answer(text: str) -> tuple[str, Answer]:
    id, _, word = text.partition("=")
    try:
        return id.strip(), Answer(word.strip())
    except ValueError:
        raise typer.BadParameter(
            f"“{text}” không phải MÃ=keep, MÃ=restore hay MÃ=data", param_hint="--answer"
        ) from None


def _saved(outcome: Refreshed, draft: Path, data: bytes, target: Path, asked: bool, root: Path) -> list[Path]:
    """Save what came of a refresh and return the files; a draft that is as it should be is saved only where asked."""
    from baocao.refresh.files import backup_file
    from baocao.saving import save

    if outcome.failed or not outcome.docx:
        return []
    files = dict(outcome.data_files)
    if not outcome.same or asked:
        if target == draft:
            files[str(backup_file(draft).absolute())] = data
        files[str(target.absolute())] = outcome.docx
    return save(files, root)


def _show(outcome: Refreshed, written: list[Path], form: Format, infos: bool) -> None:
    from baocao.refresh.screen import lines

    items = outcome.findings.items
    if form is Format.JSON:
        told = {
            "changes": asdict(outcome.changes) if outcome.changes else None,
            "findings": finding_rows(items),
            "files": [str(path) for path in written],
        }
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2, default=lambda value: value.name.lower()))
        return
    show(items, form, infos)
    for line in lines(outcome.changes) if outcome.changes else ():
        typer.echo(line)
    for path in written:
        typer.echo(f"Đã ghi {path}")
    if not written:
        typer.echo("Không ghi tệp nào." if outcome.failed else "Không số nào phải thay; không ghi tệp mới.", err=True)
