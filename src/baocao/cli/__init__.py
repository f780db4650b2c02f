"""The command line: parses, calls one function, shows results on stdout and findings on stderr; no rule of its own."""

from baocao.cli.console import app
from baocao.cli.program import main

__all__ = ["app", "main"]
