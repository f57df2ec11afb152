"""Numbers texts in little memory: a third of what a dict of them needs."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Literal, Protocol, overload

__all__ = ["GrowingBytes", "GrowingNumbers", "Keeper", "Memory", "TextNumbers"]

_FIRST_SIZE = 1 << 10
_MARK = (1 << 32) - 1
_BLOCK_BITS = 8
_FREE = 3
"""One in so many places of the table at least is free, since else many are looked at until a text is found."""
_NEIGHBOURS = 8
_AT_ONCE = 1 << 12
_RECENT = 500


class GrowingBytes(Protocol):
    """Bytes to which more are added, as in a ``bytearray``."""

    def __len__(self) -> int:
        """How many bytes there are."""

    def __getitem__(self, part: slice, /) -> bytes | bytearray:
        """The bytes from one position to another."""

    def extend(self, data: bytes, /) -> None:
        """Add bytes."""


class GrowingNumbers(Protocol):
    """Numbers that are added to and changed, as in an ``array``."""

    def __len__(self) -> int:
        """How many numbers there are."""

    @overload
    def __getitem__(self, at: int, /) -> int: ...
    @overload
    def __getitem__(self, at: slice, /) -> Sequence[int]: ...

    def __setitem__(self, at: int, number: int, /) -> None:
        """Change a number."""

    def __iter__(self) -> Iterator[int]:
        """The numbers in their order."""

    def append(self, number: int, /) -> None:
        """Add a number."""


class Keeper(Protocol):
    """Where texts and what is known of them are kept."""

    def bytes(self) -> GrowingBytes:
        """A place for bytes."""

    def numbers(self, code: Literal["I", "Q"], *, length: int = 0) -> GrowingNumbers:
        """A place for numbers of 4 or of 8 bytes, with so many zeros in it."""


class Memory:
    """Keeps them in memory."""

    def bytes(self) -> GrowingBytes:
        """As in `Keeper`."""
        return bytearray()

    def numbers(self, code: Literal["I", "Q"], *, length: int = 0) -> GrowingNumbers:
        """As in `Keeper`."""
        return array(code, [0]) * length


class TextNumbers:
    """Texts, each kept once as UTF-8, and known by its number, counted from 0 in the order in which they came.

    Args:
        kept_in: Where they are kept; None keeps them in memory.

    Examples:
        >>> texts = TextNumbers()
        >>> [texts.add(text) for text in ("urn:a", "urn:b", "urn:a")]
        [0, 1, 0]
        >>> texts.find("urn:b"), texts.find("urn:c"), texts[1], list(texts)
        (1, None, 'urn:b', ['urn:a', 'urn:b'])
    """

    def __init__(self, *, kept_in: Keeper | None = None) -> None:
        self._keeper: Keeper = Memory() if kept_in is None else kept_in
        self._data = self._keeper.bytes()
        # Where each text begins: 4 bytes from the beginning of its block, since so many texts are never 4 GB.
        self._begins = self._keeper.numbers("I")
        self._blocks = array("Q")
        # A table with open addresses: a part of the hash of a text, so that few others are read to be compared, then
        # its number and one more; or 0 where there is none.
        self._table = self._keeper.numbers("Q", length=_FIRST_SIZE)
        self._last = _FIRST_SIZE - 1
        self._most = self._last * (_FREE - 1) // _FREE
        self._count = 0
        # The numbers of some texts, which come again soon.
        self._recent: dict[str, int] = {}

    def __len__(self) -> int:
        """How many texts there are."""
        return self._count

    def __getitem__(self, number: int) -> str:
        """The text of a number."""
        return self._bytes(number).decode("utf-8")

    def __iter__(self) -> Iterator[str]:
        """The texts in the order of their numbers."""
        return (self[number] for number in range(len(self)))

    def find(self, text: str) -> int | None:
        """The number of a text, or None where it has none.

        Args:
            text: The text.
        """
        number = self._recent.get(text)
        if number is not None:
            return number
        data = text.encode("utf-8")
        _, found = self._place(data, hash(data) & _MARK)
        return self._remember(text, found - 1) if found else None

    def add(self, text: str) -> int:
        """The number of a text, which it gets if it has none.

        Args:
            text: The text.
        """
        known = self._recent.get(text)
        if known is not None:
            return known
        data = text.encode("utf-8")
        mark = hash(data) & _MARK
        place, found = self._place(data, mark)
        if found:
            return self._remember(text, found - 1)
        number = self._count
        self._count += 1
        if number >> _BLOCK_BITS == len(self._blocks):
            self._blocks.append(len(self._data))
        self._begins.append(len(self._data) - self._blocks[-1])
        self._data.extend(data)
        self._table[place] = mark << 32 | number + 1
        if self._count > self._most:
            self._grow()
        return self._remember(text, number)

    def _remember(self, text: str, number: int) -> int:
        if len(self._recent) == _RECENT:
            self._recent.clear()
        self._recent[text] = number
        return number

    def _bytes(self, number: int) -> bytes | bytearray:
        """The text of a number as UTF-8; it ends where the next one begins."""
        begin, *following = self._begins[number : number + 2]
        begin += self._blocks[number >> _BLOCK_BITS]
        if not following:
            return self._data[begin : len(self._data)]
        return self._data[begin : following[0] + self._blocks[number + 1 >> _BLOCK_BITS]]

    def _place(self, data: bytes, mark: int) -> tuple[int, int]:
        """Where in the table a text is or would be, and its number and one more; 0 where it has none."""
        table, last = self._table, self._last
        place = mark & last
        while True:
            # Some at once, since each look into a file takes a while.
            for entry in table[place : place + _NEIGHBOURS]:
                if not entry:
                    return place, 0
                if entry >> 32 == mark and self._bytes((entry & _MARK) - 1) == data:
                    return place, entry & _MARK
                place += 1
            place &= last

    def _grow(self) -> None:
        before, size = self._table, 2 * (self._last + 1)
        table = self._table = self._keeper.numbers("Q", length=size)
        last = self._last = size - 1
        self._most = last * (_FREE - 1) // _FREE
        for begin in range(0, size // 2, _AT_ONCE):
            for entry in before[begin : begin + _AT_ONCE]:
                if entry:
                    # No two of them are equal, so any free place will do.
                    place = entry >> 32 & last
                    while table[place]:
                        place = place + 1 & last
                    table[place] = entry
