"""Opens what a caller names as a target; an existing file is replaced only when all is written."""

from __future__ import annotations

import contextlib
import errno
import gzip
import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import attrs

from loms.errors import TargetError, UsageError
from loms.io.parts import Part, open_part

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["Target", "open_target", "open_target_file", "open_targets"]

Target = str | os.PathLike[str] | BinaryIO
"""A path, or a binary stream that is open for writing."""

NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS)
"""What the system says where it lets nobody, or not this user, make files."""


class _Guarded(io.RawIOBase):
    """Passes bytes on to a file and says plainly why the system refuses them."""

    def __init__(self, file: io.FileIO, name: str) -> None:
        self._file = file
        self._name = name

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int | None:
        if self._file.closed:  # the writing was given up; what buffers still hold is not wanted
            return memoryview(data).nbytes
        with _told(self._name):
            return self._file.write(data)


class _Lent(io.RawIOBase):
    """Passes bytes on to a stream of the caller; closing this one leaves that one open."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.given_up = False

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        content = bytes(data)
        written: object = None if self.given_up else self._stream.write(content)
        return written if isinstance(written, int) else len(content)  # not every stream says how much


@attrs.frozen
class _Opened:
    """A target that is being written.

    Attributes:
        stream: Takes the uncompressed bytes.
        layers: What holds bytes back and has to be closed, from the outermost on.
        name: What the caller calls the target, or an empty text where it is a stream, whose errors are not ours.
        part: The temporary file, or None where the target is written directly.
        path: What the temporary file is to replace.
        mode: The permissions of the file that is replaced, or None where there is none.
    """

    stream: BinaryIO
    layers: tuple[io.IOBase, ...] = ()
    name: str = ""
    part: Part | None = None
    path: Path = Path()
    mode: int | None = None

    def finish(self) -> None:
        """Bring every byte to where it is kept."""
        with _told(self.name) if self.name else contextlib.nullcontext():
            for layer in self.layers:
                layer.close()
            if self.part is not None:
                os.fsync(self.part.file.fileno())

    def put_in_place(self) -> None:
        """Replace what was there."""
        if self.part is not None:
            with _told(self.name, self.path.parent):
                self.part.put_in_place(self.path, self.mode)


@contextlib.contextmanager
def open_target(target: Target) -> Iterator[BinaryIO]:
    """Open a target for writing.

    A path is written to a temporary file beside it, which takes its place when the block ends well and is removed
    when it does not. What a killed process left of an earlier try is removed, too. A name that ends in ``.gz`` is
    compressed, without a time stamp, so that the same content gives the same bytes. A pipe or a device is written
    directly.

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
    with open_targets(target) as (stream,):
        yield stream


@contextlib.contextmanager
def open_targets(*targets: Target) -> Iterator[tuple[BinaryIO, ...]]:
    """Open targets that belong together: none is replaced before all are written.

    Args:
        targets: Each as for `open_target`.

    Yields:
        A stream for each of them.

    Raises:
        UsageError: As for `open_target`.
        TargetError: As for `open_target`; nothing of what was there is touched, except where the system refuses the
            very last step, the renaming, for the second target.

    Examples:
        >>> one, other = io.BytesIO(), io.BytesIO()
        >>> with open_targets(one, other) as streams:
        ...     for stream in streams:
        ...         _ = stream.write(b"<a/>")
        >>> other.getvalue()
        b'<a/>'
    """
    with contextlib.ExitStack() as stack:
        opened = [stack.enter_context(_opened(target)) for target in targets]
        yield tuple(each.stream for each in opened)
        for each in opened:
            each.finish()
        for each in opened:
            each.put_in_place()


@contextlib.contextmanager
def open_target_file(target: str | os.PathLike[str]) -> Iterator[Path]:
    """Make a file that a library writes by its path, to take the place of a target when the block ends well.

    Args:
        target: A path. What is there already must be a file.

    Yields:
        Path of an empty file in the same folder.

    Raises:
        TargetError: As for `open_target`; what was there is untouched.
    """
    name = os.fspath(target)
    mode = _mode(name)
    if mode is not None and not stat.S_ISREG(mode):
        raise TargetError(f"{name} is no file; name one.")
    with _told(name):
        path = Path(os.path.realpath(name))
    permissions = None if mode is None else stat.S_IMODE(mode)
    with contextlib.ExitStack() as stack:
        with _told(name, path.parent):
            part = stack.enter_context(open_part(path, private=permissions is not None))
        yield part.path
        with _told(name, path.parent):
            os.fsync(part.file.fileno())
            part.put_in_place(path, permissions)


@contextlib.contextmanager
def _opened(target: Target) -> Iterator[_Opened]:
    if not isinstance(target, (str, os.PathLike)):
        _check_stream(target)
        lent = _Lent(target)
        buffer = io.BufferedWriter(lent)
        try:
            yield _Opened(cast("BinaryIO", buffer), (buffer,))
        except BaseException:
            lent.given_up = True
            raise
        return
    name = os.fspath(target)
    mode = _mode(name)
    with _told(name):
        path = Path(os.path.realpath(name))
    if mode is not None and not stat.S_ISREG(mode):
        with _told(name):
            device = io.FileIO(name, "wb")
        with device:
            opened = _opened_file(device, name)
            yield attrs.evolve(opened, layers=(*opened.layers, device))
        return
    permissions = None if mode is None else stat.S_IMODE(mode)
    with contextlib.ExitStack() as stack:
        with _told(name, path.parent):
            part = stack.enter_context(open_part(path, private=permissions is not None))
        yield attrs.evolve(_opened_file(part.file, name), part=part, path=path, mode=permissions)


def _check_stream(given: object) -> None:
    """Refuse what is no stream for bytes.

    Raises:
        UsageError: It is none, or takes none any more.
    """
    if not hasattr(given, "write") or isinstance(given, io.TextIOBase):
        kind = type(given).__name__
        raise UsageError(f"A target is a path or a stream that was opened in binary mode, not a {kind}.")
    if isinstance(given, io.IOBase) and (given.closed or not given.writable()):
        raise UsageError(f"The target is a stream that {'is closed' if given.closed else 'can only be read'}.")


def _mode(name: str) -> int | None:
    """Kind and permissions of what is there, or None where there is nothing.

    Raises:
        TargetError: It is a folder, or it cannot be looked at.
    """
    with _told(name):
        try:
            mode = os.stat(name).st_mode  # noqa: PTH116 - the name may be empty, or end in a slash
        except FileNotFoundError:
            mode = None
    if not name:
        raise TargetError("The name of the target is empty; name a file.")
    if name.endswith(os.sep) or (mode is not None and stat.S_ISDIR(mode)):
        raise TargetError(f"{name} is a folder; name a file in it.")
    return mode


def _opened_file(file: io.FileIO, name: str) -> _Opened:
    buffer = io.BufferedWriter(_Guarded(file, name))
    if not name.endswith(".gz"):
        return _Opened(cast("BinaryIO", buffer), (buffer,), name)
    packed = gzip.GzipFile(filename="", fileobj=buffer, mode="wb", mtime=0)
    return _Opened(cast("BinaryIO", packed), (packed, buffer), name)


@contextlib.contextmanager
def _told(name: str, folder: Path | None = None) -> Iterator[None]:
    """Turn what the system says into an error of this library.

    Args:
        name: What the caller calls the target.
        folder: Where a file is made or replaced in the block; None where only the target itself is touched.
    """
    try:
        yield
    except (OSError, ValueError) as error:
        raise TargetError(_reason(error, name, folder)) from error


def _reason(error: OSError | ValueError, name: str, folder: Path | None) -> str:
    """What went wrong, where, and why."""
    why = getattr(error, "strerror", None) or error
    if folder is None or not isinstance(error, OSError):
        return f"{name!r} cannot be written: {why}."
    if not os.path.lexists(folder):
        return f"{name} cannot be written: there is no folder {folder}."
    if isinstance(error, FileNotFoundError):
        return f"{name} cannot be written: its temporary file in {folder} was removed meanwhile. Write it again."
    if error.errno in NOT_ALLOWED:
        return f"{name} cannot be written: no file can be made or replaced in the folder {folder}: {why}."
    return f"{name!r} cannot be written: {why}."
