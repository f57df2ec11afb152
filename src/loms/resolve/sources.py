"""Finds the files of which an index is made, and tells by their content whether they have changed."""

from __future__ import annotations

import glob
import hashlib
import io
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, cast

import attrs

from loms.errors import SourceError, UsageError

__all__ = ["SUFFIXES", "HashedFile", "SourceFile", "absolute", "digest_of", "found_files", "stamp_of"]

SUFFIXES = (".xml", ".xml.gz")
"""How the names of files end that are read in a folder, in capitals or not."""

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


def found_files(
    sources: Sequence[str | os.PathLike[str]], *, on_passed_over: Callable[[str, Sequence[str]], object] | None = None
) -> tuple[SourceFile, ...]:
    """The files that are meant, each once.

    Args:
        sources: Paths of files, of folders, which stand for all files in them and below whose names end in ``.xml`` or
            ``.xml.gz``, in capitals or not, and patterns with ``*``, ``?`` and ``**``.
        on_passed_over: Called once for each folder with the paths of the other files in it, for which no source stands;
            not with hidden ones, whose names begin with a dot.

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
    others: dict[str, Sequence[str]] = {}
    for source in sources:
        for file in _files(source, others):
            files.setdefault(os.path.realpath(file.path), file)
    if on_passed_over is not None:
        for folder, paths in others.items():
            if left := [each for each in paths if os.path.realpath(each) not in files]:
                on_passed_over(folder, left)
    return tuple(files.values())


def absolute(path: str) -> str:
    """The absolute path of a file.

    Args:
        path: Its path, which may begin in the current folder.

    Examples:
        >>> absolute("/data/./q.xml")
        '/data/q.xml'
    """
    if os.pardir in Path(path).parts:
        # What stands before ".." may be a symbolic link, and then the text alone does not say where it leads.
        folder, name = os.path.split(path)
        return str(Path(os.path.realpath(folder), name))
    return os.path.abspath(path)  # noqa: PTH100 - there is no such function of paths


def _files(source: object, others: dict[str, Sequence[str]]) -> Iterator[SourceFile]:
    """The files that a source stands for; the others of a folder are put to the others."""
    if not isinstance(source, (str, os.PathLike)):
        raise UsageError(f"A source of an index is a path, not a {type(source).__name__}.")
    name = os.fspath(source)
    if not isinstance(name, str) or not name:
        raise UsageError("The path of a source is empty or no text; name a file, a folder or a pattern.")
    path = Path(name)
    try:
        if path.is_dir():
            inside = _inside(path)
            yield from (SourceFile(str(each), is_named=False) for each, is_read in inside if is_read)
            others[name] = [
                str(each) for each, is_read in inside if not is_read and not _is_hidden(each.relative_to(path))
            ]
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


def _inside(folder: Path) -> list[tuple[Path, bool]]:
    """The files in a folder and below, sorted, each with whether it is to be read.

    A folder below that nobody may look into is given as if it were a file. So whoever reads it learns why not.
    """
    closed: list[str] = []
    files = [
        path
        for inner, _, names in os.walk(folder, onerror=lambda error: closed.append(error.filename))
        for path in (Path(inner, name) for name in names)
        if path.is_file()
    ]
    found = [(path, path.name.lower().endswith(SUFFIXES)) for path in files]
    return sorted([*found, *((Path(each), True) for each in closed)], key=lambda each: str(each[0]))


def _is_hidden(path: Path) -> bool:
    return any(step.startswith(".") for step in path.parts)


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
