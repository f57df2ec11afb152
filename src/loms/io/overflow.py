"""Keeps bytes and rows of numbers of any amount in little memory: all but the latest is in a temporary file."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Sequence

from loms.io.scratch import Scratch

__all__ = ["Bytes", "Rows"]

_IN_MEMORY = 1 << 18
_AT_ONCE = 1 << 12


class Bytes:
    """Bytes that are added to, and read and changed as those of a ``bytearray``.

    Where there is no place for a file, all stays in memory.

    Args:
        in_memory: How many bytes to keep in memory.
        folder: Where the temporary file is; None for the folder of the system.

    Raises:
        SourceError: The temporary file cannot be read any more, as from all that is asked of it.

    Examples:
        >>> kept = Bytes(in_memory=4)
        >>> for word in (b"bread", b"and", b"butter"):
        ...     kept.extend(word)
        >>> kept[0:2] = b"tr"
        >>> len(kept), bytes(kept[:5]), bytes(kept[5:8]), bytes(kept[8:14])
        (14, b'tread', b'and', b'butter')
    """

    def __init__(self, *, in_memory: int = _IN_MEMORY, folder: str | os.PathLike[str] | None = None) -> None:
        self._most = in_memory
        self._folder = folder
        self._latest = bytearray()
        self._scratch: Scratch | None = None
        # How many bytes are in the file; those in memory follow.
        self._written = 0

    def __len__(self) -> int:
        """How many bytes there are."""
        return self._written + len(self._latest)

    def __getitem__(self, part: slice) -> bytes | bytearray:
        """The bytes from one position to another, neither of them counted from the end."""
        begin, end = part.start or 0, len(self) if part.stop is None else part.stop
        written = self._written
        if begin >= written:
            return self._latest[begin - written : end - written]
        found = self._read(begin, min(end, written))
        return found if end <= written else found + self._latest[: end - written]

    def __setitem__(self, part: slice, data: bytes) -> None:
        """Put other bytes in the place of as many, from a position that is not counted from the end."""
        begin = part.start or 0
        if begin < self._written:
            in_file = data[: self._written - begin]
            try:
                self._of_file().write(begin, in_file)
            except OSError:
                self._take_back()
            else:
                begin, data = self._written, data[len(in_file) :]
        self._latest[begin - self._written : begin - self._written + len(data)] = data

    def extend(self, data: bytes) -> None:
        """Add bytes.

        Args:
            data: The bytes.
        """
        self._latest += data
        if len(self._latest) > self._most:
            self._write_out()

    def _write_out(self) -> None:
        try:
            if self._scratch is None:
                self._scratch = Scratch(folder=self._folder)
            self._scratch.write(self._written, self._latest)
        except OSError:
            # Less often with each try, since more is kept then.
            self._most = 2 * len(self._latest)
            return
        self._written += len(self._latest)
        self._latest.clear()

    def _take_back(self) -> None:
        """Keep all of it in memory from now on."""
        self._latest[:0] = self._read(0, self._written)
        self._written, self._scratch = 0, None
        self._most = 2 * len(self._latest)

    def _read(self, begin: int, end: int) -> bytes:
        return self._of_file().read(begin, end - begin)

    def _of_file(self) -> Scratch:
        assert self._scratch is not None  # noqa: S101 - something was written
        return self._scratch


class Rows:
    """Rows of numbers that are only ever added to.

    Args:
        code: Of what type the numbers are, as for ``struct``: ``I`` for 4 bytes, ``Q`` for 8.
        width: How many numbers make a row.
        in_memory: How many bytes to keep in memory.
        folder: Where the temporary file is; None for the folder of the system.

    Examples:
        >>> rows = Rows("I", 2, in_memory=8)
        >>> for number in range(3):
        ...     rows.append((number, 10 * number))
        >>> len(rows), rows[1], list(rows)
        (3, (1, 10), [(0, 0), (1, 10), (2, 20)])
    """

    def __init__(
        self,
        code: str,
        width: int,
        *,
        in_memory: int = _IN_MEMORY,
        folder: str | os.PathLike[str] | None = None,
    ) -> None:
        self._row = struct.Struct(f"{width}{code}")
        self._bytes = Bytes(in_memory=in_memory, folder=folder)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._bytes) // self._row.size

    def __getitem__(self, number: int) -> tuple[int, ...]:
        """A row by its number, counted from 0."""
        begin = number * self._row.size
        return self._row.unpack(self._bytes[begin : begin + self._row.size])

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        """The rows that are there when it begins, in their order."""
        end, step = len(self._bytes), _AT_ONCE * self._row.size
        for begin in range(0, end, step):
            yield from self._row.iter_unpack(self._bytes[begin : min(begin + step, end)])

    def append(self, row: Sequence[int]) -> None:
        """Add a row.

        Args:
            row: Its numbers.
        """
        self._bytes.extend(self._row.pack(*row))
