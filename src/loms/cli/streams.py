"""The three standard streams, made fit for use: each says its name when it fails, and the third never fails.

A stream may be closed, full, or a pipe that nobody reads. Python itself then has None in its place, leaves with an exit
code of its own, or prints a traceback while it shuts down.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

__all__ = ["OutputError", "give_up_output", "prepare_streams"]

CLOSED = "it is closed"


class OutputError(OSError):
    """Standard output takes no more.

    It has no ``errno``, because click leaves the process with exit code 1 for one of them.

    Attributes:
        unread: Whether it is a pipe whose reader is gone, which is no fault.
    """

    def __init__(self, cause: OSError) -> None:
        super().__init__(f"standard output: {cause.strerror or cause}")
        self.unread = isinstance(cause, BrokenPipeError)


class _Stream(io.RawIOBase):
    """One of the streams as the system gave it, or None where it was closed when the process started."""

    def __init__(self, raw: io.RawIOBase | None, name: str) -> None:
        self._raw = raw
        self.name = name

    def fileno(self) -> int:
        return self._given().fileno()

    def isatty(self) -> bool:
        return self._raw is not None and self._raw.isatty()

    def _given(self) -> io.RawIOBase:
        if self._raw is None:
            raise OSError(errno.EBADF, CLOSED, self.name)
        return self._raw


class _Input(_Stream):
    """Standard input."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int | None:
        try:
            return self._given().readinto(buffer)
        except OSError as error:
            error.filename = self.name
            raise


class _Output(_Stream):
    """Standard output."""

    _given_up = False

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int | None:
        if self._given_up:
            return memoryview(data).nbytes
        try:
            return self._given().write(data)
        except OSError as error:
            raise OutputError(error) from error

    def give_up(self) -> None:
        """From now on drop everything."""
        self._given_up = True


class _Messages(_Stream):
    """Standard error: where a message cannot be shown, the work goes on without it."""

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int | None:
        with contextlib.suppress(OSError):
            return self._given().write(data)
        return memoryview(data).nbytes


def prepare_streams() -> None:
    """Put streams that fail in an orderly way in the places of the three that Python made.

    A letter that the encoding of the terminal lacks is printed as an escape.
    """
    for descriptor in range(3):
        _occupy(descriptor)
    if _is_of_python(sys.stdin):
        sys.stdin = io.TextIOWrapper(io.BufferedReader(_Input(_raw(sys.stdin), "<stdin>")), _encoding(sys.stdin))
    if _is_of_python(sys.stdout):
        sys.stdout = _writer(_Output(_raw(sys.stdout), "<stdout>"), sys.stdout, by_line=False)
    if _is_of_python(sys.stderr):
        sys.stderr = _writer(_Messages(_raw(sys.stderr), "<stderr>"), sys.stderr, by_line=True)


def give_up_output() -> None:
    """Let what was not printed yet go nowhere, so that Python does not try again when it ends."""
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    if isinstance(raw, _Output):
        raw.give_up()


def _occupy(descriptor: int) -> None:
    """Make sure that no file is opened in the place of a stream, where messages of C libraries would land in it."""
    try:
        os.fstat(descriptor)
    except OSError:
        with contextlib.suppress(OSError):
            os.open(os.devnull, os.O_RDWR)


def _is_of_python(stream: TextIO | None) -> bool:
    """Whether Python made this stream, or would have made it; not one that somebody put in its place."""
    return stream is None or (isinstance(stream, io.TextIOWrapper) and _raw(stream) is not None)


def _raw(stream: TextIO | None) -> io.RawIOBase | None:
    """What is under a stream."""
    buffer = stream.buffer if isinstance(stream, io.TextIOWrapper) else None
    raw = getattr(buffer, "raw", buffer)
    return raw if isinstance(raw, io.RawIOBase) else None


def _encoding(stream: TextIO | None) -> str:
    return "utf-8" if stream is None else stream.encoding


def _writer(raw: io.RawIOBase, before: TextIO | None, *, by_line: bool) -> TextIO:
    by_line = by_line or (isinstance(before, io.TextIOWrapper) and (before.line_buffering or before.write_through))
    buffer = io.BufferedWriter(raw)
    return io.TextIOWrapper(buffer, _encoding(before), errors="backslashreplace", line_buffering=by_line)
