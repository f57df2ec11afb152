"""Opens what a caller names as a source: a path or a binary stream, compressed or not; unpacks no bombs."""

from __future__ import annotations

import contextlib
import dataclasses
import gzip
import io
import os
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

import attrs

from loms.errors import InvalidDataError, Issue, Severity, SourceError, UsageError
from loms.io.watching import ReadingWatcher, current_watcher

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = [
    "ALWAYS_UNPACKED",
    "UNPACKED_RATIO",
    "OpenSource",
    "Readable",
    "Source",
    "copy_source",
    "open_source",
    "source_name",
]

ALWAYS_UNPACKED = 10_000_000
"""Bytes to which compressed data may unpack, however few they were."""

UNPACKED_RATIO = 100
"""How many times its own size compressed data may unpack to. Published files come to 5 to 20 times."""


class Readable(Protocol):
    """A binary stream that is open for reading; nothing but ``read`` is needed."""

    def read(self, size: int, /) -> bytes | None:
        """Read at most ``size`` bytes; none at the end."""


Source = str | os.PathLike[str] | Readable
"""A path, or a binary stream that is open for reading."""

_CHUNK = 1 << 20
GZIP_MAGIC = b"\x1f\x8b"


@attrs.frozen
class OpenSource:
    """A source that is open.

    Attributes:
        stream: The uncompressed bytes.
        name: What to call the source in messages.
        file: The file behind a path; None where a stream was given.
    """

    stream: BinaryIO
    name: str
    file: BinaryIO | None = None


class _Bytes(io.RawIOBase):
    """Hands out bytes that were read ahead, then the rest, and says plainly what goes wrong on the way."""

    def __init__(self, head: bytes, rest: Readable, name: str) -> None:
        self._head = head
        self._rest = rest
        self._name = name
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        chunk = self._head or _read_some(self._rest, len(view), self._name)
        chunk, self._head = chunk[: len(view)], chunk[len(view) :]
        view[: len(chunk)] = chunk
        self.count += len(chunk)
        return len(chunk)


class _Unpacked(_Bytes):
    """Hands out what packed bytes unpack to, up to a limit."""

    def __init__(self, packed: _Bytes, name: str, limit: int | None) -> None:
        stream = cast("BinaryIO", io.BufferedReader(packed))
        super().__init__(b"", gzip.GzipFile(fileobj=stream, mode="rb"), name)
        self._packed = packed
        self._limit = limit

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        size = super().readinto(buffer)
        packed = self._packed.count
        limit = max(ALWAYS_UNPACKED, UNPACKED_RATIO * packed) if self._limit is None else self._limit
        if self.count > limit:
            raise _too_large(self._name, packed=packed, limit=limit)
        return size


def _read_some(stream: Readable, size: int, name: str) -> bytes:
    """Read from a stream.

    Raises:
        UsageError: This is no binary stream.
        SourceError: The system refuses.
        InvalidDataError: The gzip data is damaged.
    """
    try:
        chunk = stream.read(size)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        issue = Issue(
            code="SOURCE-GZIP-DAMAGED",
            severity=Severity.ERROR,
            message=f"The gzip data is damaged: {str(error).rstrip('.')}.",
            remedy="Compress or transfer the file again.",
            source=name,
        )
        raise InvalidDataError.of(issue) from error
    except IsADirectoryError as error:
        raise SourceError(f"{name} is a folder; name a file in it.") from error
    except (OSError, ValueError) as error:
        raise SourceError(f"{name} cannot be read: {getattr(error, 'strerror', None) or error}.") from error
    except AttributeError:
        chunk = None
    if not isinstance(chunk, bytes):
        kind = type(stream).__name__
        hint = " Objects become a stream by io.BytesIO(loms.dumps(…))." if dataclasses.is_dataclass(stream) else ""
        raise UsageError(f"A source is a path or a stream that was opened in binary mode, not a {kind}.{hint}")
    return chunk


def _too_large(name: str, *, packed: int, limit: int) -> InvalidDataError:
    issue = Issue(
        code="SOURCE-TOO-LARGE",
        severity=Severity.ERROR,
        message=f"The first {packed:,} bytes of gzip data unpack to more than {limit:,} bytes, which is the limit.",
        remedy="If you trust the file, raise the limit: --max-unpacked-size on the command line, max_unpacked_size in "
        "Python.",
        source=name,
    )
    return InvalidDataError.of(issue)


def source_name(source: Source) -> str:
    """What to call a source in messages: the path, or the name of the stream where it has one.

    Args:
        source: A path or a binary stream.

    Examples:
        >>> source_name("courses.xml")
        'courses.xml'
    """
    if isinstance(source, (str, os.PathLike)):
        return os.fspath(source)
    name = getattr(source, "name", None)
    return name if isinstance(name, str) else "<stream>"


@contextlib.contextmanager
def open_source(
    source: Source, *, name: str | None = None, max_unpacked_size: int | None = None
) -> Iterator[OpenSource]:
    """Open a source for reading and undo gzip compression, which is known by its first two bytes.

    Args:
        source: A path, or a binary stream, which is left open.
        name: What to call the source in messages; None takes the path or the name of the stream.
        max_unpacked_size: The most bytes to which a compressed source may unpack. None allows ``UNPACKED_RATIO`` times
            its compressed size, and ``ALWAYS_UNPACKED`` in any case. Sources that are not compressed have no limit.

    Yields:
        The uncompressed bytes and a name for messages. Reading them raises the errors named below, too.

    Raises:
        UsageError: The source is neither a path nor a binary stream, or the limit is no number of bytes.
        SourceError: The path does not exist, is a folder, or may not be read.
        InvalidDataError: The gzip data is damaged, ends too early, or unpacks to more than the limit.

    Examples:
        >>> with open_source(io.BytesIO(gzip.compress(b"<a/>"))) as opened:
        ...     opened.stream.read()
        b'<a/>'
    """
    _check_limit(max_unpacked_size)
    name = name or source_name(source)
    with contextlib.ExitStack() as stack:
        raw: Readable = source  # type: ignore[assignment]
        file: BinaryIO | None = None
        if isinstance(source, (str, os.PathLike)):
            raw = file = stack.enter_context(_open_path(source, name))
            if (watcher := current_watcher()) is not None:
                raw = stack.enter_context(_watched(file, name, watcher))
        head = b""
        while len(head) < len(GZIP_MAGIC) and (chunk := _read_some(raw, len(GZIP_MAGIC) - len(head), name)):
            head += chunk
        stored = _Bytes(head, raw, name)
        content = _Unpacked(stored, name, max_unpacked_size) if head == GZIP_MAGIC else stored
        yield OpenSource(cast("BinaryIO", io.BufferedReader(content)), name, file)


class _Watched:
    """A file of which somebody is told how far it has been read."""

    def __init__(self, file: BinaryIO, name: str, watcher: ReadingWatcher) -> None:
        self._file = file
        self._name = name
        self._watcher = watcher

    def read(self, size: int, /) -> bytes:
        chunk = self._file.read(size)
        self._watcher.read(self._name, len(chunk))
        return chunk


@contextlib.contextmanager
def _watched(file: BinaryIO, name: str, watcher: ReadingWatcher) -> Iterator[_Watched]:
    watcher.begun(name, os.fstat(file.fileno()).st_size)
    try:
        yield _Watched(file, name, watcher)
    finally:
        watcher.ended(name)


def copy_source(source: Source, target: BinaryIO) -> None:
    """Copy the bytes of a source as they are, compressed or not.

    Args:
        source: A path or a binary stream.
        target: Where they go.

    Raises:
        UsageError: The source is neither a path nor a binary stream.
        SourceError: It cannot be read.
    """
    name = source_name(source)
    with contextlib.ExitStack() as stack:
        raw: Readable = source  # type: ignore[assignment]
        if isinstance(source, (str, os.PathLike)):
            raw = stack.enter_context(_open_path(source, name))
        while chunk := _read_some(raw, _CHUNK, name):
            target.write(chunk)


def _check_limit(limit: object) -> None:
    """Refuse a limit that is none.

    Raises:
        UsageError: It is neither None nor a number of bytes.
    """
    if limit is not None and (not isinstance(limit, int) or limit < 0):
        raise UsageError(f"max_unpacked_size is a whole number of bytes, or None for the usual limit, not {limit!r}.")


def _open_path(path: str | os.PathLike[str], name: str) -> BinaryIO:
    """Open a file.

    Raises:
        SourceError: The path does not exist, is a folder, or may not be read.
    """
    try:
        return open(path, "rb")  # noqa: PTH123 - also takes a str; the caller closes it
    except IsADirectoryError as error:
        raise SourceError(f"{name} is a folder; name a file in it.") from error
    except FileNotFoundError as error:
        if not os.fspath(path):
            raise SourceError("The name of a file is empty. Name a file.") from error
        raise SourceError(f"{name} does not exist.") from error
    except (OSError, ValueError) as error:
        raise SourceError(f"{name!r} cannot be read: {getattr(error, 'strerror', None) or error}.") from error
