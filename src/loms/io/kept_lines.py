"""Keeps lines of text until they are wanted, in memory while they are few, then on disk."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Iterable, Iterator
from typing import BinaryIO, cast

__all__ = ["Lines"]

_IN_MEMORY = 1 << 20


class Lines:
    """Lines of text that are kept until they are wanted: in memory while they are few, then in a temporary file.

    Args:
        folder: Where that file is; None for the folder of the system.
    """

    def __init__(self, folder: str | None = None) -> None:
        self._file = cast("BinaryIO", tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, dir=folder))  # noqa: SIM115 - closed below
        weakref.finalize(self, self._file.close)
        self.count = 0
        """How many lines there are."""

    def add(self, lines: Iterable[str]) -> None:
        """Keep more.

        Args:
            lines: They hold no line breaks.
        """
        for line in lines:
            self._file.write(f"{line}\n".encode("utf-8", "surrogatepass"))
            self.count += 1

    def __iter__(self) -> Iterator[str]:
        """All lines, as they came."""
        self._file.seek(0)
        for line in self._file:
            yield line[:-1].decode("utf-8", "surrogatepass")
        self._file.seek(0, 2)
