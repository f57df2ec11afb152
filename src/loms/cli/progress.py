"""A bar on the terminal while a large file is read; nothing where standard error is no terminal."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from loms.cli.terminal import printable

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["showing_progress"]

LARGE = 5_000_000
"""Files of fewer bytes are read before anybody waits."""


class ReadingBar:
    """Shows a bar for each large file that is being read, and takes it away when the file is closed."""

    def __init__(self) -> None:
        self._bars: dict[str, tuple[Progress, TaskID]] = {}

    def begun(self, name: str, size: int) -> None:
        """A file is opened; see `loms.io.watching.ReadingWatcher`."""
        # One bar at a time: a file that is read while another is, is a part of the work on that one.
        if size < LARGE or self._bars:
            return
        progress = _progress()
        task = progress.add_task(printable(Path(name).name), total=size)
        progress.start()
        self._bars[name] = progress, task

    def read(self, name: str, count: int) -> None:
        """Some of it has been read."""
        if name in self._bars:
            progress, task = self._bars[name]
            progress.advance(task, count)

    def ended(self, name: str) -> None:
        """It is closed."""
        if name in self._bars:
            progress, _ = self._bars.pop(name)
            progress.stop()


@contextlib.contextmanager
def showing_progress() -> Iterator[None]:
    """Show how far the reading of large files has come, in this block."""
    if not sys.stderr.isatty():
        yield
        return
    # Imported only now: most calls need neither.
    from loms.io.watching import watch_reading

    with watch_reading(ReadingBar()):
        yield


def _progress() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(file=sys.stderr, force_terminal=True, highlight=False, markup=False, emoji=False)
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
