"""Keeps the records of both releases in a temporary database, and which of them belong together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

import attrs

from loms.compare.entries import Match
from loms.io.temporary_database import InTemporaryDatabase

__all__ = ["NEW", "OLD", "KeptRecord", "ReleaseStore"]

OLD, NEW = 0, 1
"""The numbers of the releases."""

_SCHEMA = """
CREATE TABLE record (
    row INTEGER PRIMARY KEY, release INTEGER, section TEXT, kind TEXT, key TEXT, ordinal INTEGER, id TEXT, line INTEGER,
    raw BLOB, data BLOB, partner INTEGER, match TEXT, candidates INTEGER
);
CREATE TABLE strong (row INTEGER, release INTEGER, kind TEXT, name TEXT, value TEXT);
CREATE TABLE pair (old INTEGER UNIQUE, new INTEGER UNIQUE, candidates INTEGER);
"""
_BY_KEY = "CREATE INDEX record_by_key ON record (key, release, ordinal)"
"""Made when the old release is there, because the new one is looked up in it while it comes."""

_DUPLICATES = (
    """
CREATE TEMP TABLE several AS
SELECT row, row_number() OVER (PARTITION BY key, release ORDER BY kind, raw, row) AS number
FROM record JOIN (
    SELECT key, release FROM record WHERE key IS NOT NULL GROUP BY key, release HAVING count(*) > 1
) USING (key, release)
""",
    "CREATE INDEX several_by_row ON several (row)",
    """
UPDATE record SET ordinal = (SELECT number FROM several WHERE several.row = record.row)
WHERE row IN (SELECT row FROM several)
""",
)
"""Several records of one id are told apart by their content, whatever their order."""

_SAME_ID = """
INSERT INTO pair (old, new, candidates)
SELECT old.row, new.row, 1 FROM record old JOIN record new
    ON new.key = old.key AND new.release = 1 AND new.ordinal = old.ordinal
WHERE old.release = 0
"""
_IS_TOUCHED = "old.row IS NULL OR new.row IS NULL OR old.raw <> new.raw"
_TOGETHER = """
FROM record old LEFT JOIN record new ON new.row = old.partner WHERE old.release = 0
"""
_COLUMNS = """row, release, section, kind, id, line, match, candidates, ifnull(data, (
    SELECT data FROM record old WHERE old.key = record.key AND old.release = 0 AND old.raw = record.raw LIMIT 1
))"""
"""A record that is in the old release byte for byte is kept there only."""


@attrs.frozen
class KeptRecord:
    """A record as it is kept.

    Attributes:
        row: Its number over both releases.
        release: The number of its release.
        section: Local name of the element that holds it.
        kind: Name of its element.
        id: Its id; None where it has none.
        line: In which line of its file it begins.
        match: How it was found again, or None.
        candidates: How many records it could be.
        data: The element as XML.
    """

    row: int
    release: int
    section: str
    kind: str
    id: str | None
    line: int | None
    match: str | None
    candidates: int | None
    data: bytes


class ReleaseStore(InTemporaryDatabase):
    """The records of both releases, in a temporary database. First those of the old one are put in.

    Raises:
        sqlite3.Error: There is no place for it, as from all that it does.
        OSError: The folder for temporary files takes none.
    """

    def __init__(self) -> None:
        super().__init__(_SCHEMA)
        self._counts = {OLD: 0, NEW: 0}

    def count(self, release: int) -> int:
        """How many records a release has.

        Args:
            release: Its number.
        """
        return self._counts[release]

    def put(
        self,
        release: int,
        *,
        section: str,
        kind: str,
        key: str | None,
        id: str | None,
        line: int | None,
        data: bytes,
        strong_keys: Iterable[tuple[str, str]],
    ) -> None:
        """Keep a record.

        Args:
            release: The number of its release.
            section: Local name of the element that holds it.
            kind: Name of its element.
            key: Its id, as it is looked for; None where it has none.
            id: Its id, for people.
            line: In which line of its file it begins.
            data: The element as XML.
            strong_keys: By what else people recognise it: names and values.
        """
        self._counts[release] += 1
        raw = hashlib.blake2b(data, digest_size=16).digest()
        known = release == NEW and key is not None and self._has_old(key, raw)
        row = self.database.ask(
            "INSERT INTO record (release, section, kind, key, ordinal, id, line, raw, data) "
            "VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?)",
            (release, section, kind, key, id, line, raw, None if known else data),
        ).lastrowid
        self.database.ask_many(
            "INSERT INTO strong (row, release, kind, name, value) VALUES (?, ?, ?, ?, ?)",
            ((row, release, kind, name, value) for name, value in dict.fromkeys(strong_keys)),
        )

    def seal_old(self) -> None:
        """Say that all records of the old release are there."""
        self.database.ask(_BY_KEY)

    def match_ids(self) -> None:
        """Put together what has the same id in both releases."""
        for statement in _DUPLICATES:
            self.database.ask(statement)
        self.database.ask(_SAME_ID)
        self.join_pairs(Match.ID)

    def join_pairs(self, match: Match) -> bool:
        """Put together what stands in the table of pairs, and empty it.

        Args:
            match: How they were found.

        Returns:
            Whether there were any.
        """
        ask = self.database.ask
        found: tuple[int] = ask("SELECT count(*) FROM pair").fetchone()
        for mine, theirs in (("old", "new"), ("new", "old")):
            ask(
                f"UPDATE record SET match = ?, (partner, candidates) = "  # noqa: S608 - the names are ours
                f"(SELECT {theirs}, candidates FROM pair WHERE {mine} = record.row) "
                f"WHERE row IN (SELECT {mine} FROM pair)",
                (match.value,),
            )
        ask("DELETE FROM pair")
        return found[0] > 0

    def has_unmatched(self) -> bool:
        """Whether both releases have records that are not found in the other one."""
        found = self.database.ask("SELECT count(DISTINCT release) FROM record WHERE partner IS NULL").fetchone()
        return bool(found[0] == len((OLD, NEW)))

    def same(self) -> Mapping[str, int]:
        """The number of records that are the same byte for byte in both releases, by kind."""
        rows = self.database.ask(
            f"SELECT new.kind, count(*) {_TOGETHER} AND new.row IS NOT NULL AND NOT ({_IS_TOUCHED}) GROUP BY new.kind"
        )
        return dict(rows)

    def touched(self, kinds: Iterable[str]) -> Iterator[tuple[KeptRecord | None, KeptRecord | None]]:
        """The other records, old and new: by kind and id.

        Args:
            kinds: The kinds, in the order in which they are to come.
        """
        ranks = {kind: rank for rank, kind in enumerate(kinds)}
        self.database.add_function("rank", 1, lambda kind: ranks.get(kind, len(ranks)), deterministic=True)
        self.database.ask("CREATE TEMP TABLE touched (old INTEGER, new INTEGER, kind TEXT, id TEXT)")
        self.database.ask(
            f"INSERT INTO touched SELECT old.row, new.row, ifnull(new.kind, old.kind), old.id "
            f"{_TOGETHER} AND ({_IS_TOUCHED})"
        )
        self.database.ask(
            "INSERT INTO touched SELECT NULL, row, kind, id FROM record WHERE release = 1 AND partner IS NULL"
        )
        rows = self.database.ask("SELECT old, new FROM touched ORDER BY rank(kind), kind, id, old IS NULL, old, new")
        return ((self._record(old), self._record(new)) for old, new in rows)

    def _record(self, row: int | None) -> KeptRecord | None:
        if row is None:
            return None
        return KeptRecord(*self.database.ask(f"SELECT {_COLUMNS} FROM record WHERE row = ?", (row,)).fetchone())  # noqa: S608 - ours

    def differing(self) -> Iterator[KeptRecord]:
        """The records of both releases that were not found in the other one, or have other bytes there."""
        rows = self.database.ask(
            f"SELECT {_COLUMNS} FROM record WHERE partner IS NULL OR "  # noqa: S608 - ours
            "raw <> (SELECT raw FROM record other WHERE other.row = record.partner)"
        )
        return (KeptRecord(*row) for row in rows)

    def row_of(self, key: str, release: int) -> int | None:
        """The record of a release that has an id, or None.

        Args:
            key: The id, as it is looked for.
            release: The number of the release.
        """
        found: tuple[int] | None = self.database.ask(
            "SELECT row FROM record WHERE key = ? AND release = ? AND ordinal = 1", (key, release)
        ).fetchone()
        return None if found is None else found[0]

    def duplicates(self) -> list[tuple[int, str, int, str, int | None]]:
        """The ids that several records of a release have, kind by kind.

        Returns:
            For each release and kind the number of records beyond the first of their id, and one of those: its id and
            its line.
        """
        return self._first_of(
            "ordinal > 1 AND EXISTS (SELECT 1 FROM record other WHERE other.key = record.key "
            "AND other.release = record.release AND other.ordinal = record.ordinal - 1 AND other.kind = record.kind)"
        )

    def nameless(self) -> list[tuple[int, str, int, str, int | None]]:
        """The records without an id, in the form of `duplicates`."""
        return self._first_of("key IS NULL")

    def _first_of(self, condition: str) -> list[tuple[int, str, int, str, int | None]]:
        # A bare column beside min() is that of the row with the minimum.
        first = f"SELECT release, kind, count(*) AS several, id, line, min(row) AS first FROM record WHERE {condition}"  # noqa: S608 - ours
        rows = self.database.ask(
            f"SELECT release, kind, several, id, line FROM ({first} GROUP BY release, kind) ORDER BY release, first"  # noqa: S608 - ours
        )
        return list(rows)

    def _has_old(self, key: str, raw: bytes) -> bool:
        """Whether the old release has the same record, once."""
        found = self.database.ask("SELECT raw FROM record WHERE key = ? AND release = 0 LIMIT 2", (key,)).fetchall()
        return len(found) == 1 and found[0][0] == raw
