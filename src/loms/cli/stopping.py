"""Ends the program in an orderly way when the system or a person asks it to."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from types import FrameType

from loms.io.parts import discard_parts

__all__ = ["Stopped", "stoppable"]

# A closed terminal, Ctrl-C, and what `kill`, `timeout` and most services send. Windows lacks the first.
_NAMES = ("SIGHUP", "SIGINT", "SIGTERM")
_SIGNALS: tuple[signal.Signals, ...] = tuple(getattr(signal, name) for name in _NAMES if hasattr(signal, name))


class Stopped(BaseException):
    """Raised wherever the program is when a signal asks it to stop.

    It is no ``Exception``, so that nothing takes it for a fault and goes on.

    Attributes:
        exit_code: What a shell reports for a program that the signal ends.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Let signals that would end the process raise `Stopped` in the block; those that it is to ignore stay ignored.

    The second signal ends the process at once: clean-up that hangs can be cut short, and no clean-up is interrupted
    halfway when a closing terminal sends the same signal twice. After the block nothing is left to be cleaned up, and
    a signal ends the process without a word.

    Raises:
        Stopped: A signal came.
    """
    received: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        if received:
            discard_parts()
            os._exit(128 + received[0])
        received.append(number)
        raise Stopped(number)

    usual = (signal.SIG_DFL, signal.default_int_handler)
    caught = [number for number in _SIGNALS if signal.getsignal(number) in usual]
    try:
        with contextlib.suppress(ValueError):  # only the main thread may
            for number in caught:
                signal.signal(number, stop)
        yield
    finally:
        with contextlib.suppress(ValueError):
            for number in caught:
                signal.signal(number, signal.SIG_DFL)
