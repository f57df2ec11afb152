"""Makes an input that fails as small as it gets while it still fails in the same way."""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["reduced"]

_PIECE = re.compile(rb"<[^<>]*>|[^<>]+|[<>]")
_MOST_TRIES = 20_000


def reduced(data: bytes, still_fails: Callable[[bytes], bool]) -> bytes:
    """Take away whatever is not needed: runs of tags and texts, then runs of bytes, longer ones first.

    Args:
        data: An input that fails.
        still_fails: Whether a smaller one fails in the same way.

    Returns:
        A smaller input that fails, or the same one.

    Examples:
        >>> reduced(b"<a><b>some text</b><c/></a>", lambda data: b"<b" in data and b"ex" in data)
        b'<bex'
    """
    tries = _MOST_TRIES
    for cut in (_PIECE.findall, _single_bytes):
        pieces = cut(data)
        length = len(pieces)
        while length and tries:
            at = 0
            while at < len(pieces) and tries:
                fewer = pieces[:at] + pieces[at + length :]
                tries -= 1
                if len(fewer) < len(pieces) and still_fails(b"".join(fewer)):
                    pieces = fewer
                else:
                    at += length
            length //= 2
        data = b"".join(pieces)
    return data


def _single_bytes(data: bytes) -> list[bytes]:
    return [data[at : at + 1] for at in range(len(data))]
