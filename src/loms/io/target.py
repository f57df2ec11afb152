"""Opens what a caller names as a target; an existing file is replaced only when all is written."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from loms.errors import TargetError, UsageError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["Target", "open_target"]

Target = str | os.PathLike[str] | BinaryIO
"""A path, or a binary stream that is open for writing."""


class _Guarded(io.RawIOBase):
    """Passes bytes on to a file and says plainly why the system refuses them."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._name = name

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        with _told(self._name):
            return self._file.write(data)


@contextlib.contextmanager
def _told(name: str) -> Iterator[None]:
    """Turn what the system says into an error of this library."""
    try:
        yield
    except IsADirectoryError as error:
        raise TargetError(f"{name} is a folder; name a file in it.") from error
    except FileNotFoundError as error:
        raise TargetError(f"{name} cannot be written: there is no folder {Path(name).parent}.") from error
    except (OSError, ValueError) as error:
        raise TargetError(f"{name!r} cannot be written: {getattr(error, 'strerror', None) or error}.") from error


@contextlib.contextmanager
def open_target(target: Target) -> Iterator[BinaryIO]:
    """Open a target for writing.

    A path is written to a temporary file beside it, which takes its place when the block ends well and is removed
    when it does not. A name that ends in ``.gz`` is compressed, without a time stamp, so that the same content gives
    the same bytes.

    Args:
        target: A path, or a binary stream, which is left open.

    Yields:
        A stream for the uncompressed bytes.

    Raises:
        UsageError: The target is neither a path nor a binary stream.
        TargetError: The folder does not exist, is full, or may not be written; what was there is untouched.

    Examples:
        >>> stream = io.BytesIO()
        >>> with open_target(stream) as opened:
        ...     _ = opened.write(b"<a/>")
        >>> stream.getvalue()
        b'<a/>'
    """
    if not isinstance(target, (str, os.PathLike)):
        given: object = target
        if not hasattr(given, "write") or isinstance(given, io.TextIOBase):
            kind = type(target).__name__
            raise UsageError(f"A target is a path or a stream that was opened in binary mode, not a {kind}.")
        yield target
        return
    name = os.fspath(target)
    with contextlib.ExitStack() as stack:
        with _told(name):
            path = Path(os.path.realpath(name))
            mode = path.stat().st_mode if path.exists() else None
        if mode is not None and stat.S_ISDIR(mode):
            raise TargetError(f"{name} is a folder; name a file in it.")
        file = stack.enter_context(_file_for(path, mode, name))
        stream = io.BufferedWriter(_Guarded(file, name))
        if name.endswith(".gz"):
            packed = gzip.GzipFile(filename="", fileobj=stream, mode="wb", mtime=0)
            yield cast("BinaryIO", packed)
            packed.close()
        else:
            yield cast("BinaryIO", stream)
        stream.flush()


@contextlib.contextmanager
def _file_for(path: Path, mode: int | None, name: str) -> Iterator[BinaryIO]:
    """A temporary file that takes the place of ``path`` at the end; devices and pipes are written directly."""
    if mode is not None and not stat.S_ISREG(mode):
        with _told(name):
            device = path.open("wb", buffering=0)
        with device:
            yield cast("BinaryIO", device)
        return
    with _told(name):
        descriptor, temporary_name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    temporary = Path(temporary_name)
    try:
        with os.fdopen(descriptor, "wb", buffering=0) as file:
            yield cast("BinaryIO", file)
            with _told(name):
                os.fsync(file.fileno())
        with _told(name):
            temporary.chmod(stat.S_IMODE(mode) if mode is not None else 0o666 & ~_umask())
            temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    """The permissions that new files of this process do not get."""
    current = os.umask(0)
    os.umask(current)
    return current
