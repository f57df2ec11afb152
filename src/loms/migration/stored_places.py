"""Keeps in a temporary database what a step of a conversion made, for the account of the next."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Mapping

from loms.convert.entries import Entry
from loms.convert.joining import place_of
from loms.convert.rules import Action
from loms.io.temporary_database import InTemporaryDatabase

__all__ = ["StoredPlaces"]

_SCHEMA = """
CREATE TABLE place (record TEXT, fields TEXT, PRIMARY KEY (record, fields)) WITHOUT ROWID;
CREATE TABLE origin (record TEXT PRIMARY KEY, origin TEXT) WITHOUT ROWID;
"""

_CACHED = 256


class StoredPlaces(InTemporaryDatabase):
    """What a step of a conversion made: `loms.convert.joining.KnowsPlaces`.

    Args:
        target_format: Name of the format that it made.
        origin: The record of the source of which a record was made that the step read; the
            same one in the first step.
        folder: Where the database is; None for the folder of the system.

    Raises:
        sqlite3.Error: There is no place for it, as from all that it does.
        OSError: The folder takes no file.
    """

    def __init__(
        self, target_format: str, *, origin: Callable[[str], str | None] = str, folder: str | None = None
    ) -> None:
        self._target_format = target_format
        self._origin_before = origin
        super().__init__(_SCHEMA, folder=folder)
        self._fields = functools.lru_cache(maxsize=_CACHED)(self._read_fields)

    def add(self, entries: Iterable[Entry]) -> None:
        """Note what the step made. All of it is noted before any is asked for.

        Args:
            entries: Entries of the step, of a few records.
        """
        fields: dict[str, dict[str, bool]] = {}
        origins: dict[str, str] = {}
        for entry in entries:
            if entry.target is None:
                continue
            record, field = place_of(entry, self._target_format)
            found = fields.setdefault(record or "", {})
            found[field] = found.get(field, False) or entry.action is not Action.SYNTHESISED
            if entry.record and entry.target_record:
                origins.setdefault(entry.target_record, entry.record)
        self.database.ask_many(
            "INSERT OR IGNORE INTO place (record, fields) VALUES (?, ?)",
            ((record, json.dumps(found)) for record, found in fields.items()),
        )
        known = ((record, self._origin_before(origin)) for record, origin in origins.items())
        self.database.ask_many(
            "INSERT OR IGNORE INTO origin (record, origin) VALUES (?, ?)", (row for row in known if row[1] is not None)
        )

    def is_said(self, record: str | None, field: str) -> bool | None:
        """As in `KnowsPlaces`."""
        return self._fields(record or "").get(field)

    def origin(self, record: str) -> str | None:
        """As in `KnowsPlaces`."""
        row = self.database.ask("SELECT origin FROM origin WHERE record = ?", (record,)).fetchone()
        return None if row is None else str(row[0])

    def _read_fields(self, record: str) -> Mapping[str, bool]:
        found: dict[str, bool] = {}
        for (fields,) in self.database.ask("SELECT fields FROM place WHERE record = ?", (record,)):
            for field, is_said in json.loads(fields).items():
                found[field] = found.get(field, False) or is_said
        return found
