"""Files without names, for what is kept while a file is converted, and sources that can be read more than once."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from loms.errors import TargetError
from loms.io.source import Source, copy_source, source_name

__all__ = ["Named", "chunks", "readable_again", "rewind", "temporary", "told"]

_IN_MEMORY = 1 << 24
_CHUNK = 1 << 20


class Named:
    """A stream for reading, under the name that its user knows."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = stream
        self.name = name

    def read(self, size: int, /) -> bytes:
        """Read at most ``size`` bytes; none at the end."""
        return self._stream.read(size)

    def seek(self, position: int, /) -> int:
        """Go to a position, in bytes from the beginning."""
        return self._stream.seek(position)


def chunks(made: BinaryIO) -> Iterator[bytes]:
    """What a file holds, from its beginning, piece by piece.

    Args:
        made: The file.
    """
    made.seek(0)
    while chunk := made.read(_CHUNK):
        yield chunk


def temporary(folder: str | None = None) -> BinaryIO:
    """A file without a name, which is in memory while it is small. Whoever asks for it closes it.

    Args:
        folder: Where it is; None for the folder of the system.
    """
    return cast("BinaryIO", tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, dir=folder))


@contextlib.contextmanager
def told(name: str, folder: str | None) -> Iterator[None]:
    """Say plainly what the system says of temporary files.

    Args:
        name: What the caller calls the target.
        folder: Where they are; None for the folder of the system.

    Raises:
        TargetError: The system refuses them.
    """
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        where = folder or tempfile.gettempdir()
        reason = getattr(error, "strerror", None) or error
        raise TargetError(f"{name} cannot be written: the temporary files in {where} failed: {reason}.") from error


@contextlib.contextmanager
def readable_again(source: Source) -> Iterator[Source]:
    """A source that can be read from its beginning more than once; what is no file on a disk is copied first.

    Args:
        source: A path, or a binary stream.

    Yields:
        The source.
    """
    if isinstance(source, (str, os.PathLike)) and _is_no_pipe(source):
        yield source
        return
    with contextlib.closing(temporary()) as copy:
        copy_source(source, copy)
        copy.seek(0)
        yield Named(copy, source_name(source))


def _is_no_pipe(path: str | os.PathLike[str]) -> bool:
    """Whether a path is a file, or nothing that can be read at all, which is told when it is opened."""
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError):
        return True
    return not stat.S_ISFIFO(mode) and not stat.S_ISCHR(mode)


def rewind(source: Source) -> None:
    """Go back to the beginning of a source; a path is opened anew in any case.

    Args:
        source: As `readable_again` gives it.
    """
    if isinstance(source, Named):
        source.seek(0)
