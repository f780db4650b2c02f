"""The words that typer itself puts on a help page, in Vietnamese."""

from __future__ import annotations

from typing import Any

import typer
from typer import rich_utils

_TYPES = {
    "<str>": "<chữ>",
    "<list[str]>": "<chữ>",
    "<int range>": "<số>",
    "<path>": "<đường dẫn>",
    "<list[Path]>": "<đường dẫn>",
    "<bool>": "",
}
"""How the type of a value is named; a switch (bool) takes none."""


def translate(program: Any) -> None:
    """Put Vietnamese words on the help pages of a program and of its commands."""
    rich_utils.ARGUMENTS_PANEL_TITLE = "Ghi sau lệnh"
    rich_utils.OPTIONS_PANEL_TITLE = "Tùy chọn"
    rich_utils.COMMANDS_PANEL_TITLE = "Các lệnh"
    rich_utils.REQUIRED_LONG_STRING = "[bắt buộc]"
    rich_utils.DEFAULT_STRING = "[mặc định: {}]"
    rich_utils.RANGE_STRING = ""
    program.subcommand_metavar = "LỆNH …"
    for command in (program, *program.commands.values()):
        command.context_class = _context(command.context_class)
        command.options_metavar = "[TÙY CHỌN]"
        context = typer.Context(command)
        command.get_help_option(context).help = "Hiện trang này."
        for parameter in command.get_params(context):
            _name_type(parameter, parameter.display_type_rich(context))


def _context(base: Any) -> Any:
    """Return a kind of context whose help pages begin with a Vietnamese word."""

    class Formatter(base.formatter_class):  # type: ignore[misc]
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, prefix or "Cách dùng: ")

    return type("Context", (base,), {"formatter_class": Formatter})


def _name_type(parameter: Any, told: str) -> None:
    words = _TYPES.get(told, told)
    parameter.display_type_rich = lambda ctx: words
