"""Counts in which lines start tags end, since libxml2 keeps the line of an element in 16 bits only."""

from __future__ import annotations

import codecs
import re
from array import array
from collections.abc import Sequence

__all__ = ["TagLines"]

# A start tag; else what may hold a "<" that begins no tag; else what is still incomplete. The common "<" makes it fast.
_TOKEN = re.compile(
    rb"""< (?: (?P<tag> [^!?/\s] [^>"']*+ (?: "[^"]*+" [^>"']*+ | '[^']*+' [^>"']*+ )*+ > )
            | !--.*?--> | !\[CDATA\[.*?\]\]> | \?.*?\?>
            | (?P<incomplete> (?!/).* ) )""",
    re.DOTALL | re.VERBOSE,
)
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
        self._rest = b""
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
        data = self._rest + data
        self._rest = b""
        line, at = self._line, 0
        for token in _TOKEN.finditer(data):
            kind = token.lastgroup
            if kind == "tag":
                end = token.end()
                line += data.count(b"\n", at, end)
                self._lines.append(line)
                at = end
            elif kind == "incomplete":
                self._rest = data[token.start() :]
        self._line = line + data.count(b"\n", at, len(data) - len(self._rest))

    def _is_still_open(self, data: bytes) -> bool:
        """Whether a comment or the like that has begun does not end in the next bytes, so that it is searched once."""
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
