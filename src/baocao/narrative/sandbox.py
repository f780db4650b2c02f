"""Step 3, narrative: the one Jinja environment that templates, period texts and Word frames all run in.

Templates come from other offices and are untrusted: sandboxed (no private attributes, no calls into Python's inside),
strict (a missing name is an error, never an empty string), autoescaped, and with no filters, tests or globals but ours.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import BaseLoader, StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment


class Sandbox(ImmutableSandboxedEnvironment):
    """A sandboxed environment that calls only what it offers itself and does not calculate.

    Arithmetic belongs to the data: a number computed in a template would have no origin (and ``"a" * 10**9`` no end).
    """

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def is_safe_callable(self, obj: Any) -> bool:
        """Return whether a template may call ``obj``: only functions that the environment itself offers, and macros."""
        return isinstance(obj, Macro) or any(obj is offered for offered in self.globals.values())

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Refuse every arithmetic operator."""
        raise SecurityError(f"mẫu không được tính toán (dấu {operator})")


def make_environment(
    loader: BaseLoader | None = None,
    finalize: Callable[..., Any] | None = None,
    filters: dict[str, Callable[..., Any]] | None = None,
    functions: dict[str, Callable[..., Any]] | None = None,
    environment: type[Sandbox] = Sandbox,
) -> Sandbox:
    """Return a sandboxed, strict, autoescaping environment that knows only the given filters and functions."""
    made = environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        keep_trailing_newline=True,
        cache_size=-1,
    )
    made.filters.clear()
    made.filters.update(filters or {})
    made.globals.clear()
    made.globals.update(functions or {})
    # `is defined` is the one test a strict template needs; comparison operators are part of the language.
    made.tests = {name: made.tests[name] for name in ("defined", "undefined", "none")}
    return made
