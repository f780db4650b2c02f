"""Room for the calls below a function, so that none of them waits for the system's memory.

CPython keeps the frames of Python functions in chunks of 16 KiB.  A call that begins a new chunk asks the system for it,
and gives it back when it returns: some ten microseconds, a hundred times what a call costs.  A loop that happens to run
just at the end of a chunk pays that at every turn; laying out a page is made of such loops.  A frame larger than a chunk
gets one of its own, with about as much room behind it as it takes itself.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

_SLOTS = 2**15
"""How many values the frame says it may hold: 256 KiB, of which it touches nothing."""

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


def with_stack_room(function: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    """Return ``function`` as one that makes that room first."""

    def call(*arguments: _Arguments.args, **options: _Arguments.kwargs) -> _Result:
        return function(*arguments, **options)

    call.__code__ = call.__code__.replace(co_stacksize=_SLOTS)
    return functools.wraps(function)(call)
