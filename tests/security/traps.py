"""Files that notice when somebody opens them, be it in Python or in C."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

__all__ = ["trap"]


@contextlib.contextmanager
def trap(path: Path) -> Iterator[Sequence[str]]:
    """Make a pipe at a path and note down each time that somebody opens it; what they read from it is empty.

    Args:
        path: Where to put it.

    Yields:
        One entry for each time.
    """
    os.mkfifo(path)
    noticed: list[str] = []
    over = threading.Event()

    def watch() -> None:
        while not over.is_set():
            with path.open("wb"):  # waits for a reader
                if not over.is_set():
                    noticed.append(f"{path.name} was opened")

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield noticed
    finally:
        over.set()
        release = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        watcher.join()
        os.close(release)
        path.unlink()
