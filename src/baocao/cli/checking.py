"""The commands that check a text: any DOCX, PDF or text file against itself, and what each code means."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections import Counter
from dataclasses import asdict
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from baocao.cli.console import COLORS, LABELS, Format, Shown, app, check_ending
from baocao.findings import Finding, Severity

if TYPE_CHECKING:
    from baocao.checks.files import Checked
    from baocao.checks.rules import Rule

_AROUND = 36
"""So many characters of the paragraph are shown on either side of the words that a finding is about."""
_WIDEST = 110
_NAMED = 3
"""So many places of one code are named where only the code is listed."""
_COUNTED = {Severity.ERROR: "lỗi", Severity.WARNING: "điểm cần xem", Severity.INFO: "lưu ý"}


class Profile(Enum):
    """The forms that documents can be held to."""

    STATE = "nghi-dinh-30"
    PARTY = "van-ban-dang"
    RESOLUTION = "nghi-quyet-hdnd"


@app.command()
def check(
    files: Annotated[
        list[Path],
        typer.Argument(readable=False, metavar="TỆP…", help="Tệp DOCX, PDF, MD hoặc TXT.", show_default=False),
    ],
    form: Shown = Format.TEXT,
    select: Annotated[
        list[str] | None, typer.Option("--select", help="Chỉ xét mã này, ví dụ SO, SO1, SO101.", show_default=False)
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", help="Bỏ qua mã này, ví dụ SO3.", show_default=False)
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Điểm cần xem cũng tính là lỗi.")] = False,
    infos: Annotated[
        bool, typer.Option("--all-findings", help="Hiện cả các lưu ý, không chỉ lỗi và điểm cần xem.")
    ] = False,
    profile: Annotated[
        Profile | None,
        typer.Option("--profile", help="Thể thức phải theo; bỏ trống: nhận ra từ phần mở đầu.", show_default=False),
    ] = None,
    root: Annotated[
        Path | None,
        typer.Option("--root", help="Thư mục làm việc để đối chiếu số liệu; bỏ trống: nơi có tệp.", show_default=False),
    ] = None,
    comment: Annotated[
        Path | None,
        typer.Option("--comment", help="Tệp DOCX mới có các điểm cần xem là ghi chú (Comment).", show_default=False),
    ] = None,
) -> None:
    """Soát văn bản (của mình hay của nơi khác gửi đến): số liệu, cách viết số, thể thức, câu chữ."""
    from baocao.checks.files import check_files

    if comment is not None:
        _can_comment(files, comment)
    codes = _codes(select, "--select"), _codes(ignore, "--ignore")
    named = profile.value if profile else ""
    checked = list(check_files(files, *codes, strict, named, root))
    if comment is not None and checked[0].reading is not None:
        _comment(checked[0], comment, infos)
    if form is Format.JSON:
        rows = [_row(finding, one.file) for one in checked for finding in one.findings.items]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for one in checked:
            _show(one, infos)
    if comment is not None and form is Format.TEXT and checked[0].reading is not None:
        typer.echo(f"Đã ghi {comment}")
    raise typer.Exit(max((one.exit_code for one in checked), default=0))


def _can_comment(files: list[Path], comment: Path) -> None:
    """Refuse what ``--comment`` cannot do: several files, other kinds of files, writing over the file itself."""
    if len(files) != 1 or files[0].suffix.lower() != ".docx":
        raise typer.BadParameter("--comment: chỉ ghi chú được vào một tệp DOCX mỗi lần")
    if comment.resolve() == files[0].resolve():
        raise typer.BadParameter("--comment: tệp có ghi chú sẽ ghi đè lên tệp được soát")
    check_ending(comment, ".docx", "--comment")


def _comment(checked: Checked, target: Path, infos: bool) -> None:
    from baocao.docx.comments import annotate
    from baocao.saving import save

    shown = [finding for finding in checked.findings.items if infos or finding.severity is not Severity.INFO]
    save({target.name: annotate(checked.data, checked.file, shown)}, target.parent)


@app.command()
def explain(
    code: Annotated[
        str, typer.Argument(metavar="MÃ", help="Mã cần giải thích; bỏ trống: kê mọi mã.", show_default=False)
    ] = "",
    form: Shown = Format.TEXT,
) -> None:
    """Giải thích một mã của lệnh check: soát gì, vì sao, ví dụ, cách sửa."""
    from baocao.checks.families import FAMILIES, RULES

    wanted = _codes([code] if code else [], "")
    rules = [rule for known, rule in RULES.items() if not wanted or known.startswith(wanted)]
    if form is Format.JSON:
        rows = [{**asdict(rule), "severity": rule.severity.value} for rule in rules]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif len(rules) == 1:
        _explain(rules[0])
    else:
        for family in FAMILIES:
            chosen = [rule for rule in family.rules if rule in rules]
            if chosen:
                typer.secho(f"{family.letters}: {family.name}", bold=True)
            for rule in chosen:
                typer.echo(f"  {rule.code}  {LABELS[rule.severity]:<8} {rule.title}")


def _codes(codes: list[str] | None, option: str) -> tuple[str, ...]:
    """Return the codes as they are compared; words that are no code are a usage error that names the nearest one."""
    from baocao.checks.families import FAMILIES, nearest_code

    letters = [family.letters for family in FAMILIES]
    wanted = tuple(code.strip().upper() for entry in codes or () for code in entry.split(","))
    for code in wanted:
        nearest = nearest_code(code)
        if nearest is not None:
            remedy = f"; mã gần nhất: {nearest}" if nearest else "; xem các mã bằng: baocao explain"
            if code[:2] not in letters and code[2:].isdigit():
                remedy = f"; ở đây chỉ có các nhóm {', '.join(letters)}, mã khác xem trang 5 của hướng dẫn"
            raise typer.BadParameter(f'không có mã "{code}"{remedy}', param_hint=option)
    return wanted


def _row(finding: Finding, file: str) -> dict[str, str | int]:
    """Return a finding as a flat object; what does not apply to it is left out."""
    place = finding.place
    row: dict[str, str | int | None] = {"code": finding.code, "severity": finding.severity.value, "file": file}
    if place is not None:
        row["line"] = place.line
    if place is not None and place.span is not None:
        span = place.span
        row |= {"paragraph": span.paragraph, "footnote": span.footnote, "page": span.page}
        row |= {"start": span.start, "end": span.end, "excerpt": span.excerpt}
    row |= {"message": finding.message, "hint": finding.hint}
    return {name: value for name, value in row.items() if value is not None}


def _show(checked: Checked, infos: bool) -> None:
    """Show what was found in one file, in the order of the text, with the words in their sentence."""
    findings = checked.findings.items
    counts = Counter(finding.severity for finding in findings)
    told = ", ".join(f"{counts[severity]} {noun}" for severity, noun in _COUNTED.items() if counts[severity])
    typer.secho(f"{checked.file}: {told or 'không thấy chỗ nào cần sửa'}", bold=True)
    for finding in findings:
        if infos or finding.severity is not Severity.INFO:
            _show_one(finding, checked)
    if counts[Severity.INFO] and not infos:
        _show_infos([finding for finding in findings if finding.severity is Severity.INFO])
    typer.echo()


def _show_infos(findings: list[Finding]) -> None:
    """Show what is only to be known in one line for each code: how often, and the first places."""
    from baocao.checks.families import RULES

    typer.echo(f"\n{len(findings)} lưu ý (xem từng chỗ bằng --all-findings):")
    for code in dict.fromkeys(finding.code for finding in findings):
        places = [finding for finding in findings if finding.code == code]
        title = RULES[code].title if code in RULES else places[0].message
        named = "; ".join(filter(None, map(_named, places[:_NAMED])))
        more = "; …" if len(places) > _NAMED else ""
        told = f"{len(places)} chỗ" if len(places) > 1 else places[0].message
        _wrapped(f"{code} {title}: {told}" + (f" ({named}{more})" if named else ""), "  ")


def _named(finding: Finding) -> str:
    """Return the words that a finding is about with their place, "" when it is about no words."""
    place = finding.place
    if place is None or place.span is None or not place.span.excerpt:
        return ""
    return f"“{' '.join(place.span.excerpt.split())}” {_where(finding)}"


def _where(finding: Finding) -> str:
    place = finding.place
    if place is None:
        return ""
    return ", ".join(part for part in (f"dòng {place.line}" if place.line else "", place.detail or "") if part)


def _show_one(finding: Finding, checked: Checked) -> None:
    label = typer.style(f"{LABELS[finding.severity]} {finding.code}", fg=COLORS[finding.severity], bold=True)
    place, where = finding.place, _where(finding)
    typer.echo(f"\n{label}" + (f"  {where}" if where else ""))
    if place is not None and place.span is not None and place.span.excerpt:
        before, after = checked.around(finding)
        words = typer.style(" ".join(place.span.excerpt.split()), fg=COLORS[finding.severity], underline=True)
        typer.echo(f"  “{_tail(before)}{words}{_head(after)}”")
    _wrapped(finding.message[:1].upper() + finding.message[1:], "  ")
    if finding.hint:
        _wrapped(finding.hint, "  → ")


def _tail(text: str) -> str:
    """Return the end of ``text`` on one line, cut before a word."""
    line = text.replace("\n", " ")
    return line if len(line) <= _AROUND else "… " + line[-_AROUND:].partition(" ")[2]


def _head(text: str) -> str:
    """Return the beginning of ``text`` on one line, cut after a word."""
    line = text.replace("\n", " ")
    return line if len(line) <= _AROUND else line[:_AROUND].rpartition(" ")[0] + " …"


def _wrapped(text: str, first: str) -> None:
    width = min(shutil.get_terminal_size((_WIDEST, 0)).columns, _WIDEST)
    typer.echo(
        textwrap.fill(text, width, initial_indent=first, subsequent_indent=" " * len(first), break_on_hyphens=False)
    )


def _explain(rule: Rule) -> None:
    typer.secho(f"{rule.code} ({LABELS[rule.severity].lower()}): {rule.title}", bold=True)
    for name, text in (
        ("Vì sao", rule.reason),
        ("Chưa đúng", rule.bad),
        ("Đúng", rule.good),
        ("Cách sửa", rule.remedy),
    ):
        _wrapped(f"{name}: {text}", "  ")
