"""Counts in which lines start tags end, since libxml2 keeps the line of an element in 16 bits only."""

from __future__ import annotations

import codecs
import re
from array import array
from collections.abc import Sequence
from itertools import accumulate, repeat

__all__ = ["TagLines"]

_START_TAG = rb"""< [^!?/\s] [^>"']*+ (?: "[^"]*+" [^>"']*+ | '[^']*+' [^>"']*+ )*+ >"""
# What may hold a "<" that begins no start tag.
_NO_TAG = rb"""!--.*?--> | !\[CDATA\[.*?\]\]> | \?.*?\?>"""
# A start tag with all that stands before it; else the rest.
_UP_TO_A_TAG = rb"[^<]*+ (?: < (?: / | " + _NO_TAG + rb" ) [^<]*+ )*+ " + _START_TAG
_FLAGS = re.DOTALL | re.VERBOSE
_WITH_A_TAG = re.compile(_UP_TO_A_TAG, _FLAGS)
_PIECE = re.compile(_UP_TO_A_TAG + rb" | .+", _FLAGS)
# In a rest: what is complete; else what is not.
_TOKEN = re.compile(rb"< (?: " + _NO_TAG + rb" | (?P<incomplete> (?!/).* ) )", _FLAGS)
# How a file begins in which "<" is not one byte.
_WIDE = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    b"<\0\0\0": "utf-32-le",
    b"\0\0\0<": "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}
# What may be long and hold no tag, and how it ends.
_ENDS = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
_TAKEN_AT_MOST = 100_000


class TagLines:
    r"""Finds the start tags in the bytes of a well-formed document, and the line in which each one ends.

    Examples:
        >>> lines = TagLines()
        >>> lines.feed(b"<a>\n<!-- <b> -->\n<c x='>'\ny='1'/></a")
        >>> lines.take(2)
        array('Q', [1, 4])
        >>> lines.take(1) is None
        True
    """

    def __init__(self) -> None:
        self._lines = array("Q")
        self._taken = 0
        self._line = 1
        self._rest = bytearray()
        self._decoder: codecs.IncrementalDecoder | None = None
        self._begun = False

    def feed(self, data: bytes) -> None:
        """Read on.

        Args:
            data: The next bytes of the document.
        """
        data = self._narrow(data)
        if self._is_still_open(data):
            self._rest += data
            return
        data = bytes(self._rest) + data
        self._rest.clear()
        # Nothing here is done tag by tag in Python, of which a file has millions.
        pieces: list[bytes] = _PIECE.findall(data)
        after = b"" if not pieces or _WITH_A_TAG.fullmatch(pieces[-1]) else pieces.pop()
        lines = accumulate(map(bytes.count, pieces, repeat(b"\n")), initial=self._line)
        # The first is the line in which the data begins.
        self._line = next(lines)
        self._lines.extend(lines)
        if pieces:
            self._line = self._lines[-1]
        for token in _TOKEN.finditer(after):
            if token.lastgroup == "incomplete":
                self._rest += token[0]
        self._line += after.count(b"\n", 0, len(after) - len(self._rest))

    def _is_still_open(self, data: bytes) -> bool:
        """Whether a tag, a comment or the like that has begun surely does not end in the next bytes.

        So what is long is searched once.
        """
        if self._rest and b">" not in data:
            return True
        end = next((end for begin, end in _ENDS.items() if self._rest.startswith(begin)), None)
        return end is not None and end not in self._rest[1 - len(end) :] + data

    def take(self, count: int) -> Sequence[int] | None:
        """The lines of the next start tags.

        Args:
            count: How many.

        Returns:
            Their lines, or None when so many have not been read.
        """
        lines = self._lines[self._taken : self._taken + count]
        if len(lines) < count:
            return None
        self._taken += count
        if self._taken > _TAKEN_AT_MOST:
            del self._lines[: self._taken]
            self._taken = 0
        return lines

    def _narrow(self, data: bytes) -> bytes:
        """The same text in an encoding in which markup is ASCII."""
        if not self._begun:
            self._begun = True
            encoding = next((name for start, name in _WIDE.items() if data.startswith(start)), None)
            if encoding is not None:
                self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        return data if self._decoder is None else self._decoder.decode(data).encode("utf-8", "replace")
