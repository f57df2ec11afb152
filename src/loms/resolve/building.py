"""Writes what is found in sources into a new database, which an index then reads."""

from __future__ import annotations

import itertools
import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Sequence

from loms.errors import Issue
from loms.resolve.readers.findings import FoundOrganization, FoundRecord
from loms.resolve.spelling import fold, normalized
from loms.resolve.store import ID, PAGE, Store, address_of, connected

__all__ = ["Finding", "NewStore"]

Finding = tuple[int, int | None, FoundRecord | FoundOrganization]
"""The how-manieth record of a source it is, the line where it begins, and what was found in it."""

# A name is kept as the number to which it and its scheme are folded, and the record says the rest. So the table is
# small, and one index over all of it finds names and finds those that several records have.
_TABLES = """
CREATE TABLE source (
    id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, is_named INTEGER NOT NULL, format TEXT NOT NULL,
    digest TEXT NOT NULL, stamp TEXT NOT NULL, scheme TEXT, first_record INTEGER, records INTEGER,
    first_name INTEGER, names INTEGER
);
CREATE TABLE record (
    id INTEGER PRIMARY KEY, source INTEGER NOT NULL, position INTEGER NOT NULL, line INTEGER, kind TEXT NOT NULL,
    content TEXT NOT NULL
);
CREATE TABLE name (fold INTEGER NOT NULL, scheme INTEGER NOT NULL, record INTEGER NOT NULL);
CREATE TABLE organization (
    source INTEGER NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (source, id)
) WITHOUT ROWID;
CREATE TABLE issue (source INTEGER, content TEXT NOT NULL);
"""
_INDEXES = """
CREATE INDEX name_fold ON name (fold, scheme, record);
"""
_MANY = 2000
_pack = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class NewStore(Store):
    """The tables of an index that is being made.

    Args:
        connection: An open database, which the store owns from now on.
    """

    @classmethod
    def empty(cls, path: str | None = None) -> NewStore:
        """A new store.

        Args:
            path: Path of an empty file; None keeps it in memory.

        Raises:
            sqlite3.Error: The file cannot be written.
        """
        connection = connected(":memory:" if path is None else address_of(path))
        # A file that is not whole in the end is thrown away, so nothing needs to be safe on the way; but a source that
        # cannot be read to its end is taken back.
        connection.executescript(f"PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; {_TABLES}")
        return cls(connection)

    def add_source(
        self,
        *,
        path: str,
        is_named: bool,
        format: str,
        stamp: str,
        scheme: str | None,
        findings: Iterable[Finding],
        digest: Callable[[], str],
        issues: Callable[[], Iterable[Issue]],
    ) -> None:
        """Add what was found in a source; all of it, or nothing where reading it fails.

        Args:
            path: Path of the file.
            is_named: Whether it was named itself.
            format: Name of its format.
            stamp: Its size and the time of its last change, before it was read.
            scheme: The scheme that identifiers without one get.
            findings: What is found in it.
            digest: Gives the hash of its bytes; asked when all was read.
            issues: Gives what is wrong with it; asked when all was read.
        """
        execute = self.connection.execute
        execute("BEGIN")
        try:
            source = self._last("source") + 1
            before, names_before = self._last("record"), self._last("name")
            self._add_findings(source, findings, scheme)
            records, names = self._last("record") - before, self._last("name") - names_before
            execute(
                "INSERT INTO source VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    source,
                    os.fsencode(path),
                    is_named,
                    format,
                    digest(),
                    stamp,
                    scheme,
                    before + 1,
                    records,
                    names_before + 1,
                    names,
                ),
            )
            self._add_issues(source, issues())
            execute("COMMIT")
        finally:
            if self.connection.in_transaction:
                execute("ROLLBACK")

    def take_over(self, other: Store, path: str) -> None:
        """Take over what another store found in a source.

        Args:
            other: The other store. It is asked through its own connection, because its file may be replaced meanwhile.
            path: Path of the source, which it has.
        """
        execute = self.connection.execute
        execute("BEGIN")
        try:
            self._copy(other.connection.execute, path)
            execute("COMMIT")
        finally:
            if self.connection.in_transaction:
                execute("ROLLBACK")

    def finish(self, issues: Callable[[Store], Iterable[Issue]]) -> None:
        """Make looking up quick; nothing is added after that.

        Args:
            issues: Gives what is wrong with the sources taken together; asked when looking up is quick.
        """
        self.connection.executescript(_INDEXES)
        self._add_issues(None, issues(self))

    def _copy(self, ask: Callable[..., sqlite3.Cursor], path: str) -> None:
        """Copy what another store found in a source."""
        add = self.connection.executemany
        (row,) = ask("SELECT * FROM source WHERE path = ?", (os.fsencode(path),))
        old, *state, first, records, first_name, names = row
        new, before, names_before = self._last("source") + 1, self._last("record"), self._last("name")
        values = (new, *state, before + 1, records, names_before + 1, names)
        add("INSERT INTO source VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [values])
        # The records of a source have numbers that follow each other, and so have their names.
        shift = before + 1 - first
        add(
            "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?)",
            ask(
                "SELECT id + ?, ?, position, line, kind, content FROM record WHERE id BETWEEN ? AND ?",
                (shift, new, first, first + records - 1),
            ),
        )
        add(
            "INSERT INTO name VALUES (?, ?, ?)",
            ask(
                "SELECT fold, scheme, record + ? FROM name WHERE rowid BETWEEN ? AND ? ORDER BY rowid",
                (shift, first_name, first_name + names - 1),
            ),
        )
        add(
            "INSERT INTO organization VALUES (?, ?, ?)",
            ask("SELECT ?, id, name FROM organization WHERE source = ? ORDER BY id", (new, old)),
        )
        add(
            "INSERT INTO issue VALUES (?, ?)",
            ask("SELECT ?, content FROM issue WHERE source = ? ORDER BY rowid", (new, old)),
        )

    def _last(self, table: str) -> int:
        """The number of the row that was added last to a table."""
        ((last,),) = self.connection.execute(f"SELECT coalesce(max(rowid), 0) FROM {table}")  # noqa: S608
        return int(last)

    def _add_issues(self, source: int | None, issues: Iterable[Issue]) -> None:
        # The names of files may hold what is no text.
        rows = [(source, json.dumps(issue.as_dict())) for issue in issues]
        self.connection.executemany("INSERT INTO issue VALUES (?, ?)", rows)

    def _add_findings(self, source: int, findings: Iterable[Finding], scheme: str | None) -> None:
        waiting = iter(findings)
        last = self._last("record")
        while batch := list(itertools.islice(waiting, _MANY)):
            last = self._add_batch(source, batch, scheme, last)

    def _add_batch(self, source: int, batch: Sequence[Finding], scheme: str | None, last: int) -> int:
        """Add findings; returns the number of the last record."""
        records: list[tuple[object, ...]] = []
        names: list[tuple[int, int, int]] = []
        organizations: list[tuple[object, ...]] = []
        for position, line, found in batch:
            if isinstance(found, FoundOrganization):
                organizations += [(source, each, found.name) for each in found.ids if found.name]
                continue
            last += 1
            identities = [
                (text, normalized(own) if own and own.strip() else scheme)
                for value, own in found.identifiers
                if (text := normalized(value)).strip()
            ]
            records.append((last, source, position, line, found.kind, _packed(found, identities)))
            names += [(fold(text), self.scheme_number(own), last) for text, own in identities]
            if found.id:
                names.append((fold(found.id), ID, last))
            names += [(fold(page), PAGE, last) for page in found.pages]
        self.connection.executemany("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?)", records)
        self.connection.executemany("INSERT INTO name VALUES (?, ?, ?)", names)
        self.connection.executemany("INSERT OR IGNORE INTO organization VALUES (?, ?, ?)", organizations)
        return last


def _packed(found: FoundRecord, identities: Sequence[tuple[str, str | None]]) -> str:
    # Tuples become lists in JSON.
    return _pack([found.id, identities, found.pages, found.titles, found.eqf_level, found.awarding_bodies])
