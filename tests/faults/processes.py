"""Starts the command line as users' shells do."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.faults.commands import OLD, Command

SHELL = 'exec "$@"'


def run(arguments: Sequence[str], folder: Path, redirection: str = "") -> subprocess.CompletedProcess[str]:
    """Run ``loms`` to its end.

    Args:
        arguments: What it is called with.
        folder: Where it runs.
        redirection: What a user types behind it, such as ``>/dev/full``, or ``<&-`` for a closed stream.
    """
    shell = ["sh", "-c", f"{SHELL} {redirection}", "sh", *program(arguments)]
    return subprocess.run(shell, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


@contextlib.contextmanager
def started(
    arguments: Sequence[str], folder: Path, *, stdout: int = subprocess.DEVNULL, ignoring: int | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Start ``loms`` with pipes for standard input and standard error. At the end of the block it is killed.

    Args:
        arguments: What it is called with.
        folder: Where it runs.
        stdout: Where its output goes.
        ignoring: Number of the signal that it is told to ignore, as by ``nohup``.
    """
    with subprocess.Popen(
        program(arguments),
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=stdout,
        stderr=subprocess.PIPE,
        preexec_fn=_with_usual_signals(ignoring),
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def program(arguments: Sequence[str]) -> list[str]:
    """The whole command."""
    return [sys.executable, "-m", "loms", *arguments]


def is_untouched(folder: Path, command: Command) -> bool:
    """Whether there is still what was there before, and nothing else."""
    return {path.name: path.read_bytes() for path in (folder / "out").iterdir()} == dict.fromkeys(command.writes, OLD)


def _with_usual_signals(ignored: int | None) -> Callable[[], None]:
    """Whoever started the tests may have been told to ignore some."""

    def set_up() -> None:
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN if number == ignored else signal.SIG_DFL)

    return set_up
