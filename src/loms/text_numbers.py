"""Numbers texts in little memory: a third of what a dict of them needs."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

__all__ = ["TextNumbers"]

_FIRST_SIZE = 1 << 10
_MARK = (1 << 32) - 1
_BLOCK_BITS = 8


class TextNumbers:
    """Texts, each kept once as UTF-8, and known by its number, counted from 0 in the order in which they came.

    Examples:
        >>> texts = TextNumbers()
        >>> [texts.add(text) for text in ("urn:a", "urn:b", "urn:a")]
        [0, 1, 0]
        >>> texts.find("urn:b"), texts.find("urn:c"), texts[1], list(texts)
        (1, None, 'urn:b', ['urn:a', 'urn:b'])
    """

    def __init__(self) -> None:
        self._data = bytearray()
        # Where each text begins: 4 bytes from the beginning of its block, since so many texts are never 4 GB.
        self._begins = array("I")
        self._blocks = array("Q")
        # By number: a part of the hash of the text, so that few others are read to be compared.
        self._marks = array("I")
        # A table with open addresses, at most half of it used: a number and one more, or 0 where there is none.
        self._table = array("I", [0]) * _FIRST_SIZE

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self._marks)

    def __getitem__(self, number: int) -> str:
        """The text of a number."""
        return self._data[self._begin(number) : self._begin(number + 1)].decode("utf-8")

    def __iter__(self) -> Iterator[str]:
        """The texts in the order of their numbers."""
        return (self[number] for number in range(len(self)))

    def find(self, text: str) -> int | None:
        """The number of a text, or None where it has none.

        Args:
            text: The text.
        """
        data = text.encode("utf-8")
        found = self._table[self._slot(data, hash(data) & _MARK)]
        return found - 1 if found else None

    def add(self, text: str) -> int:
        """The number of a text, which it gets if it has none.

        Args:
            text: The text.
        """
        data = text.encode("utf-8")
        mark = hash(data) & _MARK
        slot = self._slot(data, mark)
        found = self._table[slot]
        if found:
            return found - 1
        number = len(self._marks)
        if number >> _BLOCK_BITS == len(self._blocks):
            self._blocks.append(len(self._data))
        self._begins.append(len(self._data) - self._blocks[-1])
        self._data.extend(data)
        self._marks.append(mark)
        self._table[slot] = number + 1
        if 2 * number >= len(self._table):
            self._grow()
        return number

    def _begin(self, number: int) -> int:
        """Where a text begins; that which is to come next begins at the end."""
        if number == len(self._begins):
            return len(self._data)
        return self._blocks[number >> _BLOCK_BITS] + self._begins[number]

    def _slot(self, data: bytes, mark: int) -> int:
        """Where the number of a text is in the table, or would be."""
        table, marks = self._table, self._marks
        last = len(table) - 1
        slot = mark & last
        while found := table[slot]:
            if marks[found - 1] == mark:
                begin, end = self._begin(found - 1), self._begin(found)
                if end - begin == len(data) and self._data[begin:end] == data:
                    break
            slot = (slot + 1) & last
        return slot

    def _grow(self) -> None:
        table = self._table = array("I", [0]) * (2 * len(self._table))
        last = len(table) - 1
        for number, mark in enumerate(self._marks, start=1):
            # No two of them are equal, so any free place will do.
            slot = mark & last
            while table[slot]:
                slot = (slot + 1) & last
            table[slot] = number
