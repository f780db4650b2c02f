"""The program: its commands, and how a run of it ends: in findings and an exit code, never in a traceback."""

from __future__ import annotations

import atexit
import gc
import io
import logging
import sys

import typer

# A module of commands adds them to ``app`` when it is imported.
from baocao.cli import building, checking, closing, printing, refreshing, tracing  # noqa: F401
from baocao.cli.console import Format, app, show
from baocao.errors import BaocaoError
from baocao.findings import Finding, Severity
from baocao.stack_room import with_stack_room

_USAGE_ERRORS: type[Exception] = typer.BadParameter.__mro__[1]
"""What typer raises for words that it cannot take (UsageError, which it does not name in public)."""


@with_stack_room
def main() -> None:
    """Run the command line; an error ends in findings and its exit code, never in a traceback."""
    # The system takes the memory back in any case; looking for garbage in that of a batch takes most of a second.
    atexit.register(gc.freeze)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() != "utf-8":
            stream.reconfigure(encoding="utf-8")  # no other encoding holds all of Vietnamese
    try:
        command = typer.main.get_command(app)
        if len(sys.argv) == 1 or "--help" in sys.argv:
            from baocao.cli.help_pages import translate  # with what draws them, which no other run needs

            translate(command)
        sys.exit(command(standalone_mode=False))
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
        name = parameter.opts[0] if parameter.opts[0].startswith("-") else parameter.metavar or f"<{parameter.name}>"
    told = str(getattr(error, "message", ""))
    option = getattr(error, "option_name", "")
    match type(error).__name__:
        case "NoArgsIsHelpError":
            return  # the help has been shown
        case "MissingParameter":
            message = f"thiếu {name}"
        case "NoSuchOption":
            message = f"không có tùy chọn {option}"
        case "BadOptionUsage":
            message = (
                f"tùy chọn {option} không có giá trị đi kèm" if "not take" in told else f"thiếu giá trị của {option}"
            )
        case "BadParameter" if parameter:
            message = f"giá trị của {name} không dùng được{_allowed(told)}"
        case "BadParameter":  # raised by a command, in its own words
            message = f"{name}: {told}" if name else told
        case _:
            message = f"không hiểu lệnh: {' '.join(['baocao', *sys.argv[1:]])}"
    typer.echo(f"{typer.style('Lỗi', fg=typer.colors.RED, bold=True)}: {message}", err=True)
    typer.echo(f"  Xem cách dùng: {command} --help", err=True)


def _allowed(told: str) -> str:
    """Return what to write instead, from typer's list of the words that an option takes; empty when it has none."""
    _, _, choices = told.partition("is not one of ")
    return f"; ghi một trong: {choices.rstrip('.').replace(chr(39), '')}" if choices else ""
