"""Numbers any amount of texts in little memory: many of them are in a temporary database."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
import weakref
from collections.abc import Iterator

from loms.errors import TargetError
from loms.io.temporary_database import TemporaryDatabase
from loms.text_numbers import TextNumbers

__all__ = ["ManyTexts"]

_FEW = 20_000
_RECENT = 500
_CACHE = 1_000
"""Kilobytes of the database that are in memory."""
_SCHEMA = "CREATE TABLE texts (number INTEGER PRIMARY KEY, text BLOB UNIQUE);"
_ADD = "INSERT INTO texts VALUES (?, ?)"


class ManyTexts:
    """Texts, each known by its number, counted from 0 in the order in which they came.

    While they are few they are in memory, and so they stay where no temporary file can be made.

    Args:
        few: How many are in memory.
        folder: Where the temporary file is; None for the folder of the system.

    Raises:
        TargetError: There is no room for the temporary file any more, as from all that is asked of it.

    Examples:
        >>> texts = ManyTexts(few=1)
        >>> [texts.add(text) for text in ("urn:a", "urn:b", "urn:a")]
        [0, 1, 0]
        >>> texts.find("urn:b"), texts.find("urn:c"), texts[1], list(texts)
        (1, None, 'urn:b', ['urn:a', 'urn:b'])
    """

    def __init__(self, *, few: int = _FEW, folder: str | os.PathLike[str] | None = None) -> None:
        self._most = few
        self._folder = folder
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
        with self._told():
            (text,) = self._database.ask("SELECT text FROM texts WHERE number = ?", (number,)).fetchone()
        return str(text, "utf-8")

    def __iter__(self) -> Iterator[str]:
        """The texts in the order of their numbers."""
        if self._database is None:
            yield from self._few
            return
        with self._told():
            for (text,) in self._database.ask("SELECT text FROM texts ORDER BY number"):
                yield str(text, "utf-8")

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
        try:
            found = self._database.ask("SELECT number FROM texts WHERE text = ?", (text.encode(),)).fetchone()
        except sqlite3.Error as error:
            raise self._no_room(error) from error
        return None if found is None else self._remember(text, found[0])

    def add(self, text: str) -> int:
        """The number of a text, which it gets if it has none.

        Args:
            text: The text.
        """
        if self._database is None:
            number = self._few.add(text)
            if number >= self._most:
                self._move()
            return number
        found = self.find(text)
        if found is not None:
            return found
        try:
            self._database.ask(_ADD, (self._count, text.encode()))
        except sqlite3.Error as error:
            raise self._no_room(error) from error
        self._count += 1
        return self._remember(text, self._count - 1)

    def _remember(self, text: str, number: int) -> int:
        if len(self._recent) == _RECENT:
            self._recent.clear()
        self._recent[text] = number
        return number

    def _move(self) -> None:
        """Put all texts into a database."""
        folder = None if self._folder is None else os.fspath(self._folder)
        try:
            database = TemporaryDatabase(_SCHEMA, folder=folder, cache=_CACHE)
        except (OSError, sqlite3.Error):
            self._most *= 2
            return
        weakref.finalize(self, database.close)
        with self._told():
            database.ask_many(_ADD, ((number, text.encode()) for number, text in enumerate(self._few)))
        self._count = len(self._few)
        self._database = database
        self._few = TextNumbers()

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self._no_room(error) from error

    def _no_room(self, error: sqlite3.Error) -> TargetError:
        folder = tempfile.gettempdir() if self._folder is None else os.fspath(self._folder)
        return TargetError(f"There is no room for a temporary file in {folder}: {error}. Make room there.")
