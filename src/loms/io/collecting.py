"""Puts off Python's search for cycles while many objects are made at once, none of which is garbage."""

from __future__ import annotations

import contextlib
import gc
import os
from collections.abc import Iterator

__all__ = ["collection_put_off"]

_putting_off: list[None] = []


@contextlib.contextmanager
def collection_put_off() -> Iterator[None]:
    """Let Python look for cycles only after this block.

    Without it, Python would look at all objects over and over while their number grows. What has no cycles is freed as
    always. The collector belongs to the whole process: several threads may be in such blocks, and where it was off it
    stays off.

    Examples:
        >>> import gc
        >>> with collection_put_off():
        ...     gc.isenabled()
        False
        >>> gc.isenabled()
        True
    """
    was_on = gc.isenabled()
    try:
        if was_on:
            _putting_off.append(None)
            gc.disable()
        yield
    finally:
        if was_on:
            gc.enable()
            _putting_off.pop()


def _resume() -> None:
    """Let a process that was forked meanwhile have its collector, although the thread of the block is not in it."""
    if _putting_off:
        _putting_off.clear()
        gc.enable()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_resume)
