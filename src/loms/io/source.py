"""Opens what a caller names as a source: a path or a binary stream, compressed or not."""

from __future__ import annotations

import contextlib
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


class _Peekable(io.RawIOBase):
    """Hands out bytes that were read ahead, then the rest of a stream that cannot go back."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        if self._head:
            chunk, self._head = self._head[: len(view)], self._head[len(view) :]
        else:
            chunk = self._rest.read(len(view))
        view[: len(chunk)] = chunk
        return len(chunk)


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


def _first_bytes(stream: BinaryIO) -> bytes:
    """The bytes that tell gzip; a pipe may hand them out one by one.

    Raises:
        UsageError: This is no binary stream.
    """
    read = getattr(stream, "read", None)
    head = b""
    while len(head) < len(GZIP_MAGIC):
        chunk = read(len(GZIP_MAGIC) - len(head)) if read is not None else None
        if not isinstance(chunk, bytes):
            kind = type(stream).__name__
            raise UsageError(f"A source is a path or a stream that was opened in binary mode, not a {kind}.")
        if not chunk:
            break
        head += chunk
    return head


@contextlib.contextmanager
def open_source(source: Source, *, name: str | None = None) -> Iterator[OpenSource]:
    """Open a source for reading and undo gzip compression, which is known by its first two bytes.

    Args:
        source: A path, or a binary stream, which is left open.
        name: What to call the source in messages; None takes the path or the name of the stream.

    Yields:
        The uncompressed bytes and a name for messages.

    Raises:
        UsageError: The source is neither a path nor a stream.
        SourceError: The path does not exist, is a folder, or may not be read.
        InvalidDataError: The gzip data is damaged or ends too early.
    """
    name = name or source_name(source)
    with contextlib.ExitStack() as stack:
        try:
            if isinstance(source, (str, os.PathLike)):
                raw = cast("BinaryIO", stack.enter_context(open(source, "rb")))  # noqa: PTH123 - also takes a str
            else:
                raw = cast("BinaryIO", source)
            head = _first_bytes(raw)
            joined = cast("BinaryIO", io.BufferedReader(_Peekable(head, raw)))
            stream = cast("BinaryIO", gzip.GzipFile(fileobj=joined, mode="rb")) if head == GZIP_MAGIC else joined
            yield OpenSource(stream, name)
        except BrokenPipeError:
            # Reading breaks no pipe: this is the caller's output, which is not the source's fault.
            raise
        except IsADirectoryError as error:
            raise SourceError(f"{name} is a folder; name a file in it.") from error
        except FileNotFoundError as error:
            raise SourceError(f"{name} does not exist.") from error
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            issue = Issue(
                code="SOURCE-GZIP-DAMAGED",
                severity=Severity.ERROR,
                message=f"The gzip data is damaged: {error}.",
                remedy="Compress or transfer the file again.",
                source=name,
            )
            raise InvalidDataError(str(issue), issues=[issue]) from error
        except OSError as error:
            raise SourceError(f"{name} cannot be read: {error.strerror or error}.") from error
