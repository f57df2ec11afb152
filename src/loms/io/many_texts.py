"""Numbers any amount of texts in little memory: many of them are in a temporary database."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import weakref
from collections.abc import Iterator
from typing import Any

from loms.errors import SourceError
from loms.io.temporary_database import TemporaryDatabase
from loms.text_numbers import TextNumbers

__all__ = ["ManyTexts"]

_FEW = 20_000
_LENGTH = 1 << 20
"""How many characters of texts are in memory."""
_RECENT = 500
_SHORT = 200
"""Characters of a text that is remembered."""
_CACHE = 1_000
"""Kilobytes of the database that are in memory."""
_SCHEMA = "CREATE TABLE texts (number INTEGER PRIMARY KEY, text BLOB UNIQUE);"
_ADD = "INSERT INTO texts VALUES (?, ?)"


class ManyTexts:
    """Texts, each known by its number, counted from 0 in the order in which they came.

    While they are few and short they are in memory, and so they stay where there is no room for a temporary file.

    Args:
        few: How many are in memory.
        folder: Where the temporary file is; None for the folder of the system.

    Raises:
        SourceError: There is no room for the temporary file any more, or it cannot be read. All that is asked of it
            later raises the same.

    Examples:
        >>> texts = ManyTexts(few=1)
        >>> [texts.add(text) for text in ("urn:a", "urn:b", "urn:a")]
        [0, 1, 0]
        >>> texts.find("urn:b"), texts.find("urn:c"), texts[1], list(texts)
        (1, None, 'urn:b', ['urn:a', 'urn:b'])
    """

    def __init__(self, *, few: int = _FEW, folder: str | os.PathLike[str] | None = None) -> None:
        self._most = few
        self._longest = _LENGTH
        self._length = 0
        self._folder = folder
        self._failure: SourceError | None = None
        self._few = TextNumbers()
        self._database: TemporaryDatabase | None = None
        self._count = 0
        # The numbers of some texts, which often come again soon.
        self._recent: dict[str, int] = {}

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self._few) if self._database is None else self._count

    def __getitem__(self, number: int) -> str:
        """The text of a number."""
        if self._database is None:
            return self._few[number]
        found = self._first(self._database, "SELECT text FROM texts WHERE number = ?", number)
        if found is None:
            raise IndexError(number)
        return str(found[0], "utf-8")

    def __iter__(self) -> Iterator[str]:
        """The texts in the order of their numbers."""
        if self._database is None:
            yield from self._few
            return
        self._refuse_if_failed()
        try:
            for (text,) in self._database.ask("SELECT text FROM texts ORDER BY number"):
                yield str(text, "utf-8")
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def find(self, text: str) -> int | None:
        """The number of a text, or None where it has none.

        Args:
            text: The text.
        """
        if self._database is None:
            return self._few.find(text)
        known = self._recent.get(text)
        if known is not None:
            return known
        found = self._first(self._database, "SELECT number FROM texts WHERE text = ?", text.encode())
        return None if found is None else self._remember(text, found[0])

    def add(self, text: str) -> int:
        """The number of a text, which it gets if it has none.

        Args:
            text: The text.
        """
        if self._database is None:
            before = len(self._few)
            number = self._few.add(text)
            if number == before:
                self._length += len(text)
                if number >= self._most or self._length > self._longest:
                    self._move()
            return number
        found = self.find(text)
        if found is not None:
            return found
        self._first(self._database, _ADD, self._count, text.encode())
        self._count += 1
        return self._remember(text, self._count - 1)

    def _remember(self, text: str, number: int) -> int:
        if len(self._recent) == _RECENT:
            self._recent.clear()
        if len(text) <= _SHORT:
            self._recent[text] = number
        return number

    def _move(self) -> None:
        """Put all texts into a database, or leave them where they are if it has no room."""
        folder = None if self._folder is None else os.fspath(self._folder)
        try:
            database = TemporaryDatabase(_SCHEMA, folder=folder, cache=_CACHE)
            try:
                database.ask_many(_ADD, ((number, text.encode()) for number, text in enumerate(self._few)))
            except BaseException:
                database.close()
                raise
        except (OSError, sqlite3.Error):
            self._most = 2 * len(self._few)
            self._longest = 2 * self._length
            return
        weakref.finalize(self, database.close)
        self._count = len(self._few)
        self._database = database
        self._few = TextNumbers()

    def _first(self, database: TemporaryDatabase, statement: str, *values: int | bytes) -> tuple[Any, ...] | None:
        """The first row of an answer."""
        self._refuse_if_failed()
        try:
            found: tuple[Any, ...] | None = database.ask(statement, values).fetchone()
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        return found

    def _refuse_if_failed(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _unusable(self, error: sqlite3.Error) -> SourceError:
        """What is raised from now on: SQLite gives up all that was added, so no answer could be trusted."""
        folder = tempfile.gettempdir() if self._folder is None else os.fspath(self._folder)
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            message = f"There is no room for a temporary file in {folder}. Make room there."
        else:
            message = f"A temporary file in {folder} cannot be used any more: {error}. Try it again."
        self._recent.clear()
        self._failure = failure = SourceError(message)
        return failure
