"""``python -m loms`` and the command ``loms``: starts the command line, or says what to install for it."""

from __future__ import annotations

import sys

__all__ = ["main"]

CALL_FAILED = 2
INTERRUPTED = 130


def main() -> None:
    """Run the command line and leave the process with its exit code."""
    try:
        _start()
    except KeyboardInterrupt:
        sys.stderr.write("loms: stopped.\n")
        sys.exit(INTERRUPTED)


def _start() -> None:
    try:
        import click as _click
        import rich as _rich
    except ModuleNotFoundError:
        sys.stderr.write("The command line needs two more packages: pip install click rich\n")
        sys.exit(CALL_FAILED)
    del _click, _rich
    from loms.cli.app import run

    run()


if __name__ == "__main__":
    main()
