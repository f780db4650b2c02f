"""Bursts of objects that live to their end, made without looking for garbage among them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def not_collecting() -> Iterator[None]:
    """Keep the garbage collector from running, if it was to run."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@contextmanager
def collecting_after() -> Iterator[None]:
    """Keep the garbage collector from running, then let it look once through what has been made meanwhile.

    For work that leaves little behind: what it made is gone by then, but for the rings.
    """
    with not_collecting():
        yield
    gc.collect(1)
