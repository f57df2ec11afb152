"""A temporary file that is read and written at any place, and gone with what uses it."""

from __future__ import annotations

import contextlib
import os
import tempfile
import weakref
from typing import BinaryIO, cast

from loms.errors import SourceError

__all__ = ["Scratch"]


class Scratch:
    r"""A temporary file, without a name where the system allows that, so that it is gone however the process ends.

    Args:
        folder: Where the file is; None for the folder of the system.

    Raises:
        OSError: There is no place for it.

    Examples:
        >>> scratch = Scratch()
        >>> scratch.write(2, b"bread")
        >>> scratch.read(0, 4)
        b'\x00\x00br'
    """

    def __init__(self, *, folder: str | os.PathLike[str] | None = None) -> None:
        self._folder = folder
        file = cast("BinaryIO", tempfile.TemporaryFile(buffering=0, dir=folder))  # noqa: SIM115 - closed with this object
        weakref.finalize(self, _close, file)
        self._file = file

    def write(self, position: int, data: bytes | bytearray | memoryview) -> None:
        """Write bytes.

        Args:
            position: Where. What is between the end and that place becomes 0.
            data: The bytes.

        Raises:
            OSError: There is no place for them.
        """
        self._file.seek(position)
        with memoryview(data) as rest:
            done = 0
            while done < len(rest):
                done += self._file.write(rest[done:])

    def read(self, position: int, size: int) -> bytes:
        """Read bytes that were written.

        Args:
            position: Where.
            size: How many.

        Raises:
            SourceError: They cannot be read any more.
        """
        try:
            self._file.seek(position)
            found = self._file.read(size)
        except OSError as error:
            raise self._unreadable(error.strerror or str(error)) from error
        if len(found) != size:
            raise self._unreadable("it has become shorter")
        return found

    def _unreadable(self, why: str) -> SourceError:
        folder = tempfile.gettempdir() if self._folder is None else os.fspath(self._folder)
        return SourceError(f"A temporary file in {folder} cannot be read any more: {why}. Try it again.")


def _close(file: BinaryIO) -> None:
    with contextlib.suppress(OSError):
        file.close()
