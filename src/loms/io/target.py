"""Opens what a caller names as a target; an existing file is replaced only when all is written."""

from __future__ import annotations

import contextlib
import gzip
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from loms.errors import TargetError

__all__ = ["Target", "open_target"]

Target = str | os.PathLike[str] | BinaryIO
"""A path, or a binary stream that is open for writing."""


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
        TargetError: The folder does not exist, is full, or may not be written; what was there is untouched.
    """
    if not isinstance(target, (str, os.PathLike)):
        yield target
        return
    path = Path(target)
    try:
        with _replacing(Path(os.path.realpath(path))) as raw, contextlib.ExitStack() as stack:
            if path.suffix == ".gz":
                packed = gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0)
                yield cast("BinaryIO", stack.enter_context(packed))
            else:
                yield raw
    except IsADirectoryError as error:
        raise TargetError(f"{path} is a folder; name a file in it.") from error
    except FileNotFoundError as error:
        raise TargetError(f"{path} cannot be written: there is no folder {path.parent}.") from error
    except OSError as error:
        raise TargetError(f"{path} cannot be written: {error.strerror or error}.") from error


@contextlib.contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """A temporary file that takes the place of ``path`` at the end; devices and pipes are written directly."""
    mode = path.stat().st_mode if path.exists() else None
    if mode is not None and stat.S_ISDIR(mode):
        raise IsADirectoryError
    if mode is not None and not stat.S_ISREG(mode):
        with path.open("wb") as stream:
            yield stream
        return
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
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
