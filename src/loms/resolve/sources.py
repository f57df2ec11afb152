"""Finds the files of which an index is made, and tells by their content whether they have changed."""

from __future__ import annotations

import glob
import hashlib
import io
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, cast

import attrs

from loms.errors import SourceError, UsageError

__all__ = ["HashedFile", "SourceFile", "digest_of", "found_files", "stamp_of"]

_PATTERNS = ("*.xml", "*.xml.gz")
_CHUNK = 1 << 20


@attrs.frozen
class SourceFile:
    """A file to look for qualifications in.

    Attributes:
        path: Its path.
        is_named: Whether it was named itself. Otherwise it lies in a folder or fits a pattern, and may be anything.
    """

    path: str
    is_named: bool


def found_files(sources: Sequence[str | os.PathLike[str]]) -> tuple[SourceFile, ...]:
    """The files that are meant, each once.

    Args:
        sources: Paths of files, of folders, which stand for all files in them and below whose names end in ``.xml`` or
            ``.xml.gz``, and patterns with ``*``, ``?`` and ``**``.

    Returns:
        The files in the order of the sources; those of a folder or a pattern sorted by path.

    Raises:
        SourceError: A path does not exist, or nothing fits a pattern.
        UsageError: A source is no path.

    Examples:
        >>> [file.path for file in found_files(["examples/qualifications-*.xml"])]
        ['examples/qualifications-loms.xml']
    """
    files: dict[str, SourceFile] = {}
    for source in sources:
        for file in _files(source):
            files.setdefault(os.path.realpath(file.path), file)
    return tuple(files.values())


def _files(source: object) -> Iterator[SourceFile]:
    if not isinstance(source, (str, os.PathLike)):
        raise UsageError(f"A source of an index is a path, not a {type(source).__name__}.")
    name = os.fspath(source)
    if not isinstance(name, str) or not name:
        raise UsageError("The path of a source is empty or no text; name a file, a folder or a pattern.")
    path = Path(name)
    try:
        if path.is_dir():
            inside = {str(each) for pattern in _PATTERNS for each in path.rglob(pattern) if each.is_file()}
            yield from (SourceFile(each, is_named=False) for each in sorted(inside))
        elif path.exists() or not glob.has_magic(name):
            if not path.exists():
                raise SourceError(f"{name} does not exist.")
            yield SourceFile(name, is_named=True)
        else:
            found = glob.iglob(name, recursive=True)  # noqa: PTH207 - the pattern may be absolute
            fitting = sorted(each for each in found if Path(each).is_file())
            if not fitting:
                raise SourceError(f"No file fits {name}.")
            yield from (SourceFile(each, is_named=False) for each in fitting)
    except (OSError, ValueError) as error:
        raise SourceError(f"{name!r} cannot be read: {getattr(error, 'strerror', None) or error}.") from error


class HashedFile(io.RawIOBase):
    """A file that is hashed while it is read.

    Args:
        file: The file, which is left open.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def readinto(self, buffer: object, /) -> int:
        """Read as the file does."""
        view = memoryview(cast("bytearray", buffer)).cast("B")
        chunk = self._file.read(len(view))
        self._hash.update(chunk)
        view[: len(chunk)] = chunk
        return len(chunk)

    def digest(self) -> str:
        """The hash of the whole file, which is read to its end for that."""
        while chunk := self._file.read(_CHUNK):
            self._hash.update(chunk)
        return self._hash.hexdigest()


def digest_of(path: str) -> str:
    """The hash of a file's bytes.

    Args:
        path: Path of the file.

    Raises:
        OSError: It cannot be read.
    """
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, hashlib.sha256).hexdigest()


def stamp_of(path: str) -> str:
    """Size and time of the last change of a file: while they stay the same, so does its content.

    Args:
        path: Path of the file.

    Raises:
        OSError: It cannot be looked at.
    """
    found = os.stat(path)  # noqa: PTH116 - the path is a str
    return f"{found.st_size}-{found.st_mtime_ns}"
