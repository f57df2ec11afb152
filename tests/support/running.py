"""How tests call the fixtures that run the command line."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from click.testing import Result


class Run(Protocol):
    """Runs ``loms`` in this process."""

    def __call__(self, *arguments: str | Path, stdin: bytes | str = b"") -> Result:
        """Run it with arguments; ``stdin`` is what it reads from standard input."""


class RunProcess(Protocol):
    """Runs ``python -m loms`` as a process of its own."""

    def __call__(
        self, *arguments: str | Path, stdin: str = "", env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run it with arguments; ``env`` is all of its environment, that of the tests where it is not given."""


class RunOnTerminal(Protocol):
    """Runs ``python -m loms`` on a terminal."""

    def __call__(self, arguments: Sequence[str | Path]) -> str:
        """Run it with arguments and return all that it shows."""
