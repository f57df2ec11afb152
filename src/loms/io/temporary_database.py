"""A database in a file that loses its name at once, so that it is gone when the process ends."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

__all__ = ["InTemporaryDatabase", "TemporaryDatabase"]

_SETTINGS = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA cache_size = -{cache};
BEGIN;
"""
"""One transaction that never ends, so that little is written as long as there is little."""


class TemporaryDatabase:
    """A database of SQLite that nobody else sees.

    Args:
        schema: The statements that make its tables.
        folder: Where its file is; None for the folder of the system.
        cache: How many kilobytes of it are in memory.

    Raises:
        sqlite3.Error: There is no place for it, as from all that is asked of it.
        OSError: The folder takes no file.
    """

    def __init__(self, schema: str, *, folder: str | None = None, cache: int = 8_000) -> None:
        handle, self._path = tempfile.mkstemp(prefix=".loms-", dir=folder)
        try:
            os.close(handle)
            # One thread at a time may use it, not always the same one.
            self._connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
            try:
                self._connection.executescript(_SETTINGS.format(cache=cache) + schema)
            except BaseException:
                self._connection.close()
                raise
        finally:
            # What is open stays readable without its name, but not on Windows.
            with contextlib.suppress(PermissionError):
                os.unlink(self._path)  # noqa: PTH108 - as tempfile names it
        self.ask = self._connection.execute
        """Run a statement."""
        self.ask_many = self._connection.executemany
        """Run a statement once for each row of values."""
        self.add_function = self._connection.create_function
        """Let statements call a function of Python."""
        self.add_aggregate: Callable[[str, int, Any], None] = self._connection.create_aggregate
        """Let statements call an aggregate that is a class of Python."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave nothing of it."""
        with contextlib.suppress(sqlite3.Error):
            self._connection.close()
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._path)  # noqa: PTH108 - as tempfile names it


class InTemporaryDatabase:
    """Something that is kept in a temporary database, and gone when its ``with`` block ends.

    Args:
        schema: As for `TemporaryDatabase`.
        folder: As for `TemporaryDatabase`.

    Attributes:
        database: The database.

    Raises:
        sqlite3.Error: There is no place for it, as from all that it does.
        OSError: The folder takes no file.
    """

    def __init__(self, schema: str, *, folder: str | None = None) -> None:
        self.database = TemporaryDatabase(schema, folder=folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.database.__exit__(kind, error, trace)
