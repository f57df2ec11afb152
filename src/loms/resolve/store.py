"""Keeps what an index knows in an embedded SQLite database, in memory or in a file."""

from __future__ import annotations

import itertools
import json
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from loms.convert.known import QualificationIdentity
from loms.errors import InvalidDataError, Issue, Severity, SourceError, UsageError
from loms.resolve.qualification import IndexedRecord, Place
from loms.resolve.spelling import fold

__all__ = ["ID", "LAYOUT", "MOST_ALIKE", "PAGE", "SourceState", "Store", "address_of", "connected"]

LAYOUT = 3
"""Number of the layout of the tables, and of what is read into them; an index of another is built anew."""

MOST_ALIKE = 100
"""The most records that are given which have one and the same name: nobody reads more of them."""

_NO_SCHEME, ID, PAGE = range(3)
"""What stands in place of a scheme: an identifier without one, an id or URI, the address of a page."""

_RECORDS = (
    "SELECT record.id, source.id, path, format, position, line, kind, content "
    "FROM record JOIN source ON source.id = record.source "
)
_SHARING = (
    f"{_RECORDS} WHERE record.id IN (SELECT record FROM name WHERE fold = ? AND scheme = ? LIMIT ?) ORDER BY record.id"  # noqa: S608
)
_MANY = 2000


@attrs.frozen(kw_only=True)
class SourceState:
    """A source as it was when it was read.

    Attributes:
        path: Path of the file; an absolute one in an index that is kept in a file.
        is_named: Whether it was named itself, not met in a folder or by a pattern.
        format: Name of its format; empty for a file of a folder that has none that is known.
        digest: Hash of its bytes.
        stamp: Its size and the time of its last change.
        scheme: The scheme that identifiers without one were given.
        records: How many records of it are kept.
    """

    path: str
    is_named: bool
    format: str
    digest: str
    stamp: str
    scheme: str | None
    records: int


class Store:
    """The tables of an index.

    Args:
        connection: An open database, which the store owns from now on.

    Attributes:
        connection: The database.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._schemes: dict[str | None, int] = {None: _NO_SCHEME}

    @classmethod
    def open(cls, path: str) -> Store:
        """A store in a file that is only read.

        Args:
            path: Path of a file that `loms.resolve.index_file.check` has found good. Nobody may change it, which
                is why no lock is needed.

        Raises:
            SourceError: It is not there any more, or may not be read.
        """
        try:
            return cls(connected(f"{address_of(path)}?mode=ro&immutable=1"))
        except sqlite3.Error as error:
            raise SourceError(f"The index {path} cannot be opened: {error}.") from error

    def close(self) -> None:
        """Close the database."""
        self.connection.close()

    def sources(self) -> tuple[SourceState, ...]:
        """The sources, in the order in which they were added."""
        rows = self._rows("SELECT path, is_named, format, digest, stamp, scheme, records FROM source ORDER BY id")
        return tuple(
            SourceState(
                path=os.fsdecode(path),
                is_named=bool(is_named),
                format=format,
                digest=digest,
                stamp=stamp,
                scheme=scheme,
                records=records,
            )
            for path, is_named, format, digest, stamp, scheme, records in rows
        )

    def issues(self) -> tuple[Issue, ...]:
        """What is wrong with the sources: each by itself in their order, then all together."""
        rows = self._rows("SELECT content FROM issue ORDER BY source IS NULL, source, rowid")
        return tuple(_unpacked_issue(content) for (content,) in rows)

    def similar(self, text: str, *, scheme: int, most: int) -> list[IndexedRecord]:
        """Records that have a name which is spelled like a text, or nearly so.

        Args:
            text: An identifier or an address.
            scheme: The number for the scheme of an identifier, or `ID` or `PAGE`.
            most: How many to give at most; those with this scheme, or nearly so, come before the others.
        """
        number = fold(text)
        rows = self._rows(
            "SELECT DISTINCT record FROM name WHERE fold = ? AND scheme = ? ORDER BY record LIMIT ?",
            number,
            scheme,
            most,
        )
        if len(rows) < most:
            rows += self._rows("SELECT DISTINCT record FROM name WHERE fold = ? LIMIT ?", number, most)
        found = itertools.islice(dict.fromkeys(record for (record,) in rows), most)
        return [self._record(*row) for each in found for row in self._rows(f"{_RECORDS} WHERE record.id = ?", each)]

    def records(self) -> Iterator[IndexedRecord]:
        """All records, in the order in which they were added."""
        last = 0
        while rows := self._rows(f"{_RECORDS} WHERE record.id > ? ORDER BY record.id LIMIT ?", last, _MANY):
            for row in rows:
                yield self._record(*row)
            last = rows[-1][0]

    def count(self, kind: str) -> int:
        """How many records there are of a kind.

        Args:
            kind: Name of the element of such records.
        """
        ((number,),) = self._rows("SELECT count(*) FROM record WHERE kind = ?", kind)
        return int(number)

    def shared(self, *, most: int) -> Iterator[list[IndexedRecord]]:
        """Records that have an identifier in common, or nearly the same one, in the order of the first of them.

        Args:
            most: How many to give at most of those that share one.
        """
        rows = self.connection.execute(
            "SELECT fold, scheme FROM name WHERE scheme NOT IN (?, ?) GROUP BY fold, scheme HAVING count(*) > 1 "
            "ORDER BY min(record)",
            (ID, PAGE),
        )
        for number, scheme in rows:
            found = self._rows(_SHARING, number, scheme, most)
            if len(found) > 1:
                yield [self._record(*row) for row in found]

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """The answer to a query.

        Raises:
            InvalidDataError: The file was changed while it is open.
            UsageError: The index is closed.
        """
        try:
            return self.connection.execute(query, values).fetchall()
        except sqlite3.ProgrammingError as error:
            raise UsageError("The index is closed. Open it again, or close it later.") from error
        except sqlite3.DatabaseError as error:
            issue = Issue(
                code="INDEX-DAMAGED",
                severity=Severity.ERROR,
                message=f"The index cannot be read any more: {error}.",
                remedy="Build it anew, and let nobody change the file.",
            )
            raise InvalidDataError.of(issue) from error

    def scheme_number(self, scheme: str | None) -> int:
        """The number for a scheme in the table of names.

        Args:
            scheme: The scheme of an identifier; None where it has none.
        """
        number = self._schemes.get(scheme)
        if number is None:
            number = fold(scheme or "")
            if len(self._schemes) < _MANY:
                self._schemes[scheme] = number
        return number

    def _record(
        self,
        _number: object,
        source: object,
        path: bytes,
        format: str,
        position: int,
        line: int | None,
        kind: str,
        content: str,
    ) -> IndexedRecord:
        """A record by its row."""
        identity, identities, pages, titles, level, bodies = json.loads(content)
        return IndexedRecord(
            place=Place(source=os.fsdecode(path), format=format, position=position, line=line),
            kind=kind,
            id=identity,
            identities=tuple(QualificationIdentity(identifier=value, scheme_id=each) for value, each in identities),
            pages=tuple(pages),
            titles=titles,
            eqf_level=level,
            awarding_bodies=tuple(self._body(source, name, body) for name, body in bodies),
        )

    def _body(self, source: object, name: str | None, identity: str | None) -> str:
        if name is not None or identity is None:
            return name or ""
        rows = self._rows("SELECT name FROM organization WHERE source = ? AND id = ?", source, identity)
        return str(rows[0][0]) if rows else identity


def connected(address: str) -> sqlite3.Connection:
    """A connection that several threads may use.

    Args:
        address: Address of a database, as SQLite has it.
    """
    # SQLite serializes what several threads ask.
    return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)


def address_of(path: str) -> str:
    """The address of a file for SQLite; characters that mean something in addresses are quoted.

    Args:
        path: Path of the file.
    """
    return Path(path).absolute().as_uri()


def _unpacked_issue(content: str) -> Issue:
    values = json.loads(content)
    return Issue(**{**values, "severity": Severity(values["severity"])})
