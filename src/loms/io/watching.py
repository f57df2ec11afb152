"""Lets somebody watch how far the reading of files has come, wherever they are read."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Protocol

__all__ = ["ReadingWatcher", "current_watcher", "watch_reading"]


class ReadingWatcher(Protocol):
    """Is told what is read."""

    def begun(self, name: str, size: int) -> None:
        """A file is opened.

        Args:
            name: What the caller calls it.
            size: Its size in bytes, compressed if it is.
        """

    def read(self, name: str, count: int) -> None:
        """Some of it has been read.

        Args:
            name: As for `begun`.
            count: How many bytes more.
        """

    def ended(self, name: str) -> None:
        """It is closed.

        Args:
            name: As for `begun`.
        """


_WATCHER: ContextVar[ReadingWatcher | None] = ContextVar("loms_reading_watcher", default=None)


def current_watcher() -> ReadingWatcher | None:
    """Who watches now, or None."""
    return _WATCHER.get()


@contextlib.contextmanager
def watch_reading(watcher: ReadingWatcher) -> Iterator[None]:
    """Watch what is read from paths in this block.

    Args:
        watcher: Is told.

    Examples:
        >>> from loms.io.source import open_source
        >>> class Told:
        ...     def begun(self, name, size): print("begun", name, size > 100)
        ...     def read(self, name, count): print("read", count > 100)
        ...     def ended(self, name): print("ended")
        >>> with watch_reading(Told()), open_source("examples/courses-loms.xml") as opened:
        ...     _ = opened.stream.read(101)
        begun examples/courses-loms.xml True
        read False
        read True
        ended
    """
    token = _WATCHER.set(watcher)
    try:
        yield
    finally:
        _WATCHER.reset(token)
