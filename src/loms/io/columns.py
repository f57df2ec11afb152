"""Keeps a number by each position, for any amount of them in little memory: many are in a temporary file."""

from __future__ import annotations

import os
import struct
from array import array
from collections.abc import Iterator, Sequence
from typing import Literal, overload

from loms.io.overflow import Bytes

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
        self._bytes = Bytes(in_memory=in_memory, folder=folder)

    def __len__(self) -> int:
        """How many numbers there are."""
        return len(self._bytes) // self._one.size

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[int]: ...
    def __getitem__(self, at: int | slice) -> int | Sequence[int]:
        """A number, or those from one position to another, none of them counted from the end."""
        size = self._one.size
        if isinstance(at, slice):
            end = None if at.stop is None else at.stop * size
            return array(self._code, bytes(self._bytes[(at.start or 0) * size : end]))
        number: int = self._one.unpack(self._bytes[at * size : (at + 1) * size])[0]
        return number

    def __setitem__(self, at: int, number: int) -> None:
        """Change a number."""
        size = self._one.size
        self._bytes[at * size : (at + 1) * size] = self._one.pack(number)

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
        self._bytes.extend(self._one.pack(number))

    def reach(self, length: int) -> None:
        """Let there be so many numbers at least; those that are new are 0.

        Args:
            length: How many.
        """
        while (missing := length - len(self)) > 0:
            self._bytes.extend(bytes(min(missing, _AT_ONCE) * self._one.size))
