"""Opens what a caller names as a source: a path or a binary stream, compressed or not."""

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

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["OpenSource", "Readable", "Source", "open_source", "source_name"]


class Readable(Protocol):
    """A binary stream that is open for reading; nothing but ``read`` is needed."""

    def read(self, size: int, /) -> bytes | None:
        """Read at most ``size`` bytes; none at the end."""


Source = str | os.PathLike[str] | Readable
"""A path, or a binary stream that is open for reading."""

GZIP_MAGIC = b"\x1f\x8b"


@attrs.frozen
class OpenSource:
    """A source that is open.

    Attributes:
        stream: The uncompressed bytes.
        name: What to call the source in messages.
    """

    stream: BinaryIO
    name: str


class _Bytes(io.RawIOBase):
    """Hands out bytes that were read ahead, then the rest, and says plainly what goes wrong on the way."""

    def __init__(self, head: bytes, rest: Readable, name: str) -> None:
        self._head = head
        self._rest = rest
        self._name = name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        if self._head:
            chunk, self._head = self._head[: len(view)], self._head[len(view) :]
        else:
            chunk = _read_some(self._rest, len(view), self._name)
        view[: len(chunk)] = chunk
        return len(chunk)


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
def open_source(source: Source, *, name: str | None = None) -> Iterator[OpenSource]:
    """Open a source for reading and undo gzip compression, which is known by its first two bytes.

    Args:
        source: A path, or a binary stream, which is left open.
        name: What to call the source in messages; None takes the path or the name of the stream.

    Yields:
        The uncompressed bytes and a name for messages. Reading them raises the errors named below, too.

    Raises:
        UsageError: The source is neither a path nor a binary stream.
        SourceError: The path does not exist, is a folder, or may not be read.
        InvalidDataError: The gzip data is damaged or ends too early.

    Examples:
        >>> with open_source(io.BytesIO(gzip.compress(b"<a/>"))) as opened:
        ...     opened.stream.read()
        b'<a/>'
    """
    name = name or source_name(source)
    with contextlib.ExitStack() as stack:
        raw: Readable = source  # type: ignore[assignment]
        if isinstance(source, (str, os.PathLike)):
            raw = stack.enter_context(_open_path(source, name))
        head = b""
        while len(head) < len(GZIP_MAGIC) and (chunk := _read_some(raw, len(GZIP_MAGIC) - len(head), name)):
            head += chunk
        stream = io.BufferedReader(_Bytes(head, raw, name))
        if head == GZIP_MAGIC:
            unpacked = gzip.GzipFile(fileobj=cast("BinaryIO", stream), mode="rb")
            stream = io.BufferedReader(_Bytes(b"", unpacked, name))
        yield OpenSource(cast("BinaryIO", stream), name)


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
        raise SourceError(f"{name} does not exist.") from error
    except (OSError, ValueError) as error:
        raise SourceError(f"{name!r} cannot be read: {getattr(error, 'strerror', None) or error}.") from error
