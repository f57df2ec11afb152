"""Keeps text until it is wanted: in memory while it is short, then in a temporary file without a name."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import BinaryIO, Self

from loms.errors import TargetError
from loms.io.target import Target

__all__ = ["Spool", "folder_for"]

_IN_MEMORY = 1 << 20
_CHUNK = 1 << 20
_AT_ONCE = 1 << 16


def folder_for(target: Target) -> str | None:
    """The folder for temporary files of which a target is made: its own, or None for that of the system.

    Args:
        target: A path or a stream.
    """
    if isinstance(target, (str, os.PathLike)):
        # What is wrong with the name is told when the target is opened.
        with contextlib.suppress(OSError, ValueError):
            path = os.path.realpath(target)
            if os.path.isfile(path) or not os.path.lexists(path):  # noqa: PTH113 - also takes a str
                return os.path.dirname(path)  # noqa: PTH120 - also takes a str
    return None


class Spool:
    """Text that is written piece by piece, and read once in the end.

    Its temporary file has no name where the system allows that, so it is gone however the process ends.

    Args:
        folder: Where the file is made; None for the folder of the system.
        name: What the caller calls the target for which the text is kept.
    """

    def __init__(self, *, folder: str | os.PathLike[str] | None, name: str) -> None:
        self._folder = folder
        self._name = name
        path = None if folder is None else os.fspath(folder)
        self._waiting: list[str] = []
        self._size = 0
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, dir=path)  # noqa: SIM115 - closed below

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # What buffers still hold may find no place, and nobody wants it any more.
        with contextlib.suppress(OSError):
            self._file.close()

    def write(self, text: str) -> None:
        """Keep more.

        Args:
            text: The text.

        Raises:
            TargetError: There is no place for it.
        """
        # Most records are short, and each look at the file takes longer than to keep one of them.
        self._waiting.append(text)
        self._size += len(text)
        if self._size >= _AT_ONCE:
            self._write_out()

    def _write_out(self) -> None:
        with self._told():
            self._file.write("".join(self._waiting).encode("utf-8"))
        self._waiting.clear()
        self._size = 0

    def copy_to(self, stream: BinaryIO) -> None:
        """Hand over all that was written.

        Args:
            stream: Where it goes, in UTF-8.

        Raises:
            TargetError: The temporary file cannot be read.
        """
        self._write_out()
        with self._told():
            self._file.seek(0)
        while chunk := self._read():
            stream.write(chunk)

    def _read(self) -> bytes:
        with self._told():
            return self._file.read(_CHUNK)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or error
            where = os.fspath(self._folder or tempfile.gettempdir())
            message = f"{self._name} cannot be written: the temporary files in {where} failed: {reason}."
            raise TargetError(message) from error
