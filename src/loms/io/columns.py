"""Keeps a number by each position, for any amount of them in little memory: many are in a temporary file."""

from __future__ import annotations

import os
import struct
from array import array
from collections.abc import Iterator, Sequence
from typing import Literal, overload

from loms.io.scratch import Scratch

__all__ = ["Column"]

_IN_MEMORY = 1 << 18
_AT_ONCE = 1 << 12


class Column:
    """Whole numbers that are added to and changed, as in an ``array``.

    Where there is no place for a file, all stays in memory.

    Args:
        code: Of what type the numbers are, as for ``struct``: ``I`` for 4 bytes, ``Q`` for 8.
        in_memory: How many bytes to keep in memory.
        folder: Where the temporary file is; None for the folder of the system.

    Raises:
        SourceError: The temporary file cannot be read any more, as from all that is asked of it.

    Examples:
        >>> numbers = Column("I", in_memory=8)
        >>> numbers.reach(2)
        >>> numbers[1] = 7
        >>> numbers.append(9)
        >>> list(numbers), numbers[1], list(numbers[1:4])
        ([0, 7, 9], 7, [7, 9])
    """

    def __init__(
        self,
        code: Literal["I", "Q"],
        *,
        in_memory: int = _IN_MEMORY,
        folder: str | os.PathLike[str] | None = None,
    ) -> None:
        self._code = code
        self._one = struct.Struct(code)
        self._most = in_memory // self._one.size
        self._folder = folder
        self._scratch: Scratch | None = None
        # How many numbers are in the file; those in memory follow.
        self._written = 0
        self._latest = array(code)

    def __len__(self) -> int:
        """How many numbers there are."""
        return self._written + len(self._latest)

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[int]: ...
    def __getitem__(self, at: int | slice) -> int | Sequence[int]:
        """A number, or those from one position to another, none of them counted from the end."""
        written = self._written
        if isinstance(at, slice):
            begin, end = at.start or 0, len(self) if at.stop is None else at.stop
            if begin >= written:
                return self._latest[begin - written : end - written]
            found = self._read(begin, min(end, written))
            return found if end <= written else found + self._latest[: end - written]
        return self._latest[at - written] if at >= written else self._read(at, at + 1)[0]

    def __setitem__(self, at: int, number: int) -> None:
        """Change a number."""
        if at >= self._written:
            self._latest[at - self._written] = number
            return
        assert self._scratch is not None  # noqa: S101 - something was written
        try:
            self._scratch.write(at * self._one.size, self._one.pack(number))
        except OSError:
            self._take_back()
            self._latest[at] = number

    def __iter__(self) -> Iterator[int]:
        """The numbers that are there when it begins, in their order."""
        end = len(self)
        for begin in range(0, end, _AT_ONCE):
            yield from self[begin : min(begin + _AT_ONCE, end)]

    def append(self, number: int) -> None:
        """Add a number.

        Args:
            number: The number.
        """
        self._latest.append(number)
        if len(self._latest) > self._most:
            self._write_out()

    def reach(self, length: int) -> None:
        """Let there be so many numbers at least; those that are new are 0.

        Args:
            length: How many.
        """
        while (missing := length - len(self)) > 0:
            self._latest.extend([0] * min(missing, _AT_ONCE))
            if len(self._latest) > self._most:
                self._write_out()

    def _write_out(self) -> None:
        try:
            if self._scratch is None:
                self._scratch = Scratch(folder=self._folder)
            self._scratch.write(self._written * self._one.size, memoryview(self._latest).cast("B"))
        except OSError:
            self._take_back()
            return
        self._written += len(self._latest)
        del self._latest[:]

    def _take_back(self) -> None:
        """Keep all of it in memory from now on."""
        self._latest = self._read(0, self._written) + self._latest
        self._written = 0
        self._scratch = None
        # Less often with each try, since more is kept then.
        self._most = 2 * len(self._latest)

    def _read(self, begin: int, end: int) -> array[int]:
        found = array(self._code)
        if self._scratch is not None and end > begin:
            size = found.itemsize
            found.frombytes(self._scratch.read(begin * size, (end - begin) * size))
        return found
