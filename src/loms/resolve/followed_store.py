"""Keeps the nodes of a dataset, and what was found out about them, in a temporary database: memory stays flat."""

from __future__ import annotations

import contextlib
import functools
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from typing import Any

from loms.errors import Issue, TargetError
from loms.io.temporary_database import InTemporaryDatabase
from loms.resolve.nodes import Node
from loms.resolve.packing import (
    NodeRow,
    packed_issue,
    packed_node,
    packed_reference,
    unpacked_issue,
    unpacked_node,
    unpacked_reference,
)
from loms.resolve.report import ResolvedReference

__all__ = ["FollowedStore"]

_SCHEMA = """
CREATE TABLE node (position INTEGER PRIMARY KEY, kind TEXT, id TEXT, line INTEGER, title TEXT, links TEXT, award TEXT);
CREATE TABLE reference (position INTEGER PRIMARY KEY, content TEXT);
CREATE TABLE issue (number INTEGER PRIMARY KEY, content TEXT);
"""
_INDEXES = """
CREATE INDEX node_by_id ON node (id, position, kind);
"""
"""Made when all nodes are there, which is faster than to keep it while they come."""

_NODE = "SELECT position, kind, id, line, title, links, award FROM node"
_PLACE = "SELECT position, kind FROM node WHERE id = ? ORDER BY position LIMIT 1"
_REPEATED = f"""{_NODE}
WHERE id IN (SELECT id FROM node WHERE id IS NOT NULL GROUP BY id HAVING count(*) > 1)
AND position > (SELECT min(same.position) FROM node AS same WHERE same.id = node.id) ORDER BY position
"""  # noqa: S608 - of constants
_MANY = 500
_NODES_AT_HAND = 2_000
_PLACES_AT_HAND = 20_000
_REFERENCES_AT_HAND = 2_000


class FollowedStore(InTemporaryDatabase):
    """The nodes of a dataset, its references to qualifications, and its issues.

    First nodes are put in, in the order of the dataset, and references and issues with them; then it is sealed, and
    nodes are found by id. Only issues are added after that.

    Raises:
        TargetError: There is no place for it, as from all that it does.
    """

    def __init__(self) -> None:
        with _told():
            super().__init__(_SCHEMA)
        self._waiting: list[NodeRow] = []
        self.find = functools.lru_cache(maxsize=_NODES_AT_HAND)(self._find)
        """The first node with an id, or None."""
        self.place = functools.lru_cache(maxsize=_PLACES_AT_HAND)(self._place)
        """Position and kind of the first node with an id, or None."""
        self.reference = functools.lru_cache(maxsize=_REFERENCES_AT_HAND)(self._reference)
        """The reference at a position."""

    def put(self, node: Node) -> None:
        """Keep the next node.

        Args:
            node: The node.
        """
        self._waiting.append(packed_node(node))
        if len(self._waiting) >= _MANY:
            self._flush()

    def put_reference(self, position: int, reference: ResolvedReference) -> None:
        """Keep what became of a reference.

        Args:
            position: Position of its node.
            reference: What became of it.
        """
        with _told():
            self.database.ask("INSERT INTO reference VALUES (?, ?)", (position, packed_reference(reference)))

    def add_issue(self, issue: Issue) -> None:
        """Keep an issue behind those that are there.

        Args:
            issue: The issue.
        """
        with _told():
            self.database.ask("INSERT INTO issue (content) VALUES (?)", (packed_issue(issue),))

    def seal(self) -> None:
        """Say that all nodes are there."""
        self._flush()
        with _told():
            self.database.ask(_INDEXES)

    def nodes(self, kind: str | None = None) -> Iterator[Node]:
        """The nodes in their order.

        Args:
            kind: Of which kind; None gives all.
        """
        rows = self._rows(_NODE) if kind is None else self._rows(f"{_NODE} WHERE kind = ?", kind)
        return map(unpacked_node, rows)

    def at(self, position: int) -> Node:
        """The node at a position.

        Args:
            position: The position of one that is there.
        """
        return unpacked_node(self._row(f"{_NODE} WHERE position = ?", position))

    def repeated(self) -> Iterator[Node]:
        """The nodes that have the id of one before them, in their order."""
        return map(unpacked_node, self._rows(_REPEATED))

    def references(self) -> Iterator[ResolvedReference]:
        """What became of the references, in their order."""
        rows = self._rows("SELECT content FROM reference ORDER BY position")
        return (unpacked_reference(content) for (content,) in rows)

    def issues(self) -> Iterator[Issue]:
        """The issues in the order in which they were added."""
        rows = self._rows("SELECT content FROM issue ORDER BY number")
        return (unpacked_issue(content) for (content,) in rows)

    def _find(self, id: str) -> Node | None:
        row = self._row(f"{_NODE} WHERE id = ? ORDER BY position LIMIT 1", id)
        return None if row is None else unpacked_node(row)

    def _place(self, id: str) -> tuple[int, str] | None:
        found: tuple[int, str] | None = self._row(_PLACE, id)
        return found

    def _reference(self, position: int) -> ResolvedReference:
        (content,) = self._row("SELECT content FROM reference WHERE position = ?", position)
        return unpacked_reference(content)

    def _flush(self) -> None:
        with _told():
            self.database.ask_many("INSERT INTO node VALUES (?, ?, ?, ?, ?, ?, ?)", self._waiting)
        self._waiting.clear()

    def _row(self, query: str, value: object) -> Any:
        try:
            return self.database.ask(query, (value,)).fetchone()
        except sqlite3.Error as error:
            raise _failed(error) from error

    def _rows(self, query: str, *values: object) -> Iterator[Any]:
        with _told():
            cursor = self.database.ask(query, values)
            rows: Iterable[Any] = cursor.fetchmany(_MANY)
        while rows:
            yield from rows
            with _told():
                rows = cursor.fetchmany(_MANY)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Say plainly what the system says of temporary files.

    Raises:
        TargetError: The system refuses them.
    """
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise _failed(error) from error


def _failed(error: OSError | sqlite3.Error) -> TargetError:
    reason = getattr(error, "strerror", None) or error
    return TargetError(f"The temporary files in {tempfile.gettempdir()} failed: {reason}.")
