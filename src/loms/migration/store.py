"""Keeps records and accounts in a temporary database, for conversions that look at several records together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from loms.io.temporary_database import InTemporaryDatabase

__all__ = ["RecordStore", "StoredRecord"]

_SCHEMA = """
CREATE TABLE record (
    row INTEGER PRIMARY KEY, section INTEGER, kind TEXT, number INTEGER, id TEXT, data BLOB, left_out TEXT
);
CREATE TABLE link (kind TEXT, field TEXT, id TEXT, number INTEGER);
CREATE TABLE claim (row INTEGER PRIMARY KEY, kind TEXT, number INTEGER, content TEXT);
"""
_INDEXES = """
CREATE INDEX record_by_place ON record (section, row);
CREATE INDEX record_by_id ON record (id, section, row);
CREATE INDEX record_by_number ON record (kind, number);
CREATE INDEX link_by_id ON link (id, kind, field);
"""
"""Made when all records are there, which is faster than to keep them while records come."""

_CLAIM_INDEX = "CREATE INDEX IF NOT EXISTS claim_by_record ON claim (kind, number, row)"

_COLUMNS = "kind, number, data, left_out"


# Not frozen, for the sake of speed.
@attrs.define(unsafe_hash=True)
class StoredRecord:
    """A record as it is kept.

    Attributes:
        kind: Name of its element.
        number: Which record of its kind it is, counted from 1.
        data: The element as XML.
        left_out: What belongs to it and is handed over with it.
    """

    kind: str
    number: int
    data: bytes
    left_out: str


class RecordStore(InTemporaryDatabase):
    """Records, and what was made of them, in a temporary database.

    First all records are put in, then it is sealed, and then they are found and their accounts kept.

    Args:
        folder: Where the file is; None for the folder of the system.

    Raises:
        sqlite3.Error: There is no place for it, as from all that it does.
        OSError: The folder takes no file.
    """

    def __init__(self, folder: str | None = None) -> None:
        super().__init__(_SCHEMA, folder=folder)
        self._numbers: dict[str, int] = {}

    def put(self, kind: str, *, section: int, id: str, data: bytes, left_out: str) -> int:
        """Keep a record.

        Args:
            kind: Name of its element.
            section: Where its section stands among the sections.
            id: Its id, as it is looked for.
            data: The element as XML.
            left_out: What belongs to it.

        Returns:
            Which record of its kind it is, counted from 1.
        """
        self._numbers[kind] = number = self._numbers.get(kind, 0) + 1
        self.database.ask(
            "INSERT INTO record (section, kind, number, id, data, left_out) VALUES (?, ?, ?, ?, ?, ?)",
            (section, kind, number, id, data, left_out),
        )
        return number

    def put_links(self, kind: str, number: int, field: str, ids: Iterable[str]) -> None:
        """Keep to which other records a record refers.

        Args:
            kind: Name of its element.
            number: Which record of its kind it is.
            field: Where it refers to them.
            ids: Their ids, as they are looked for.
        """
        rows = ((kind, field, each, number) for each in ids)
        self.database.ask_many("INSERT INTO link (kind, field, id, number) VALUES (?, ?, ?, ?)", rows)

    def seal(self) -> None:
        """Say that all records are there."""
        for statement in _INDEXES.strip().splitlines():
            self.database.ask(statement)

    def records(self) -> Iterator[StoredRecord]:
        """All records, section by section."""
        rows = self.database.ask(f"SELECT {_COLUMNS} FROM record ORDER BY section, row")  # noqa: S608 - ours
        return (StoredRecord(*row) for row in rows)

    def of_kind(self, kind: str) -> Iterator[StoredRecord]:
        """The records of a kind, as they came.

        Args:
            kind: Name of the element.
        """
        rows = self.database.ask(
            f"SELECT {_COLUMNS} FROM record WHERE kind = ? ORDER BY number",  # noqa: S608 - ours
            (kind,),
        )
        return (StoredRecord(*row) for row in rows)

    def first_with(self, id: str) -> tuple[str, int] | None:
        """Kind and number of the first record that has an id, or None.

        Args:
            id: The id.
        """
        found: tuple[str, int] | None = self.database.ask(
            "SELECT kind, number FROM record WHERE id = ? ORDER BY section, row LIMIT 1", (id,)
        ).fetchone()
        return found

    def record(self, kind: str, number: int) -> StoredRecord:
        """A record.

        Args:
            kind: Name of its element.
            number: Which record of its kind it is.
        """
        row = self.database.ask(
            f"SELECT {_COLUMNS} FROM record WHERE kind = ? AND number = ?",  # noqa: S608 - ours
            (kind, number),
        ).fetchone()
        return StoredRecord(*row)

    def referring(self, id: str, kind: str, field: str) -> list[int]:
        """The numbers of the records that refer to an id, once for each time that they do.

        Args:
            id: The id.
            kind: Name of their element.
            field: Where they refer to it.
        """
        rows = self.database.ask(
            "SELECT number FROM link WHERE id = ? AND kind = ? AND field = ? ORDER BY number", (id, kind, field)
        )
        return [number for (number,) in rows]

    def claim(self, kind: str, number: int, content: str) -> None:
        """Keep what was made of a record.

        Args:
            kind: Name of its element.
            number: Which record of its kind it is.
            content: What was made of it.
        """
        self.database.ask("INSERT INTO claim (kind, number, content) VALUES (?, ?, ?)", (kind, number, content))

    def claims(self, kind: str, number: int) -> Iterator[str]:
        """What was made of a record, as it came. It is asked for only when nothing more is made of any.

        Args:
            kind: Name of its element.
            number: Which record of its kind it is.
        """
        self.database.ask(_CLAIM_INDEX)
        rows = self.database.ask("SELECT content FROM claim WHERE kind = ? AND number = ? ORDER BY row", (kind, number))
        return (content for (content,) in rows)
