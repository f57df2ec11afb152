"""``python -m loms`` and the command ``loms``: starts the command line, or says what to install for it."""

from __future__ import annotations

import sys

__all__ = ["main"]

CALL_FAILED = 2
INTERRUPTED = 130


def main() -> None:
    """Run the command line and leave the process with its exit code."""
    try:
        from loms.cli.stopping import Stopped, stoppable
        from loms.cli.streams import prepare_streams

        try:
            with stoppable():
                prepare_streams()
                _start()
        except Stopped as stop:
            _stop(stop.exit_code)
    except KeyboardInterrupt:  # before or after the time in which signals are caught
        _stop(INTERRUPTED)


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


def _stop(exit_code: int) -> None:
    """Say that the work is not done, and leave."""
    from loms.cli.streams import give_up_output
    from loms.io.parts import discard_parts

    discard_parts()
    give_up_output()  # its reader may be what is stuck
    if sys.stderr is not None:  # closed, and the stop came before it could be mended
        sys.stderr.write("loms: stopped.\n")
    sys.exit(exit_code)


if __name__ == "__main__":
    main()
