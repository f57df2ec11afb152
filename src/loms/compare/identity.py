"""Finds records again whose ids changed: by their content and by that of what they refer to, then by strong keys.

What has to be told apart is coloured. At first the colour of a record stands for its content without ids; each round
mixes in the colours of the records to which it refers and, from the second round on, of those that refer to it. Records
that were found in both releases keep the colour of their pair. The finest colours are matched first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from typing import Any

from loms.compare.entries import Match
from loms.compare.fields import Names, digests_of
from loms.compare.nodes import Node
from loms.compare.store import KeptRecord, ReleaseStore

__all__ = ["match_renamed", "unclear_keys"]

MakeNode = Callable[[KeptRecord], Node]

_ROUNDS = 4
"""How far a record is told from others by what is around it."""

_ENOUGH = 12
"""How many values a record must have to be known by them, whatever it refers to: many exams have the same name."""

_SCHEMA = """
CREATE TABLE feature (row INTEGER PRIMARY KEY, content BLOB, ordered BLOB, label TEXT, size INTEGER);
CREATE TABLE link (row INTEGER, place TEXT, target INTEGER);
CREATE TABLE colour (row INTEGER, round INTEGER, value BLOB, fixed INTEGER, PRIMARY KEY (round, row)) WITHOUT ROWID;
CREATE TEMP TABLE group_of (row INTEGER, release INTEGER, kind TEXT, value BLOB, number INTEGER, many INTEGER);
CREATE TEMP TABLE used (name TEXT, value TEXT, kind TEXT, olds INTEGER, news INTEGER, old INTEGER, new INTEGER);
"""
_INDEXES = """
CREATE INDEX link_by_row ON link (row);
CREATE INDEX link_by_target ON link (target);
CREATE INDEX strong_by_value ON strong (name, value, kind, release);
CREATE INDEX record_unmatched ON record (release, kind) WHERE partner IS NULL;
"""
_COLOURED = """
INSERT INTO colour (row, round, value, fixed)
SELECT row, 0, ifnull('pair ' || min(row, partner), content), partner IS NOT NULL
FROM record LEFT JOIN feature USING (row)
WHERE partner IS NULL OR row IN (SELECT row FROM link) OR row IN (SELECT target FROM link)
"""
_TARGETS = """
(SELECT together(place, other.value) FROM link JOIN colour other ON other.row = link.target AND other.round = mine.round
 WHERE link.row = mine.row)
"""
_REFERRERS = """
(SELECT together(place, other.value) FROM link JOIN colour other ON other.row = link.row AND other.round = mine.round
 WHERE link.target = mine.row)
"""
_MIXED = """
INSERT INTO colour (row, round, value, fixed)
SELECT row, round + 1, CASE WHEN fixed THEN value ELSE mixed(value, {targets}, {referrers}) END, fixed
FROM colour mine WHERE round = ?
"""
_OF_COLOUR = """
INSERT INTO group_of
SELECT row, release, kind, value,
    row_number() OVER (PARTITION BY kind, value, release ORDER BY id, row),
    count(*) OVER (PARTITION BY kind, value, release)
FROM colour JOIN record USING (row) WHERE round = ? AND partner IS NULL
"""
_GROUPED = """
INSERT INTO pair (old, new, candidates)
SELECT old.row, new.row, max(old.many, new.many) FROM group_of old JOIN group_of new USING (kind, value, number)
WHERE old.release = 0 AND new.release = 1
"""
_RICH = """
INSERT INTO pair (old, new, candidates)
SELECT old.row, new.row, 1 FROM group_of old JOIN group_of new USING (kind, value, number)
JOIN feature ON feature.row = old.row
WHERE old.release = 0 AND new.release = 1 AND old.many = 1 AND new.many = 1 AND size >= ?
"""
_USED = """
INSERT INTO used
SELECT name, value, kind, sum(release = 0), sum(release = 1),
    min(CASE WHEN release = 0 AND partner IS NULL THEN row END),
    min(CASE WHEN release = 1 AND partner IS NULL THEN row END)
FROM strong JOIN (SELECT row, partner FROM record) USING (row) GROUP BY name, value, kind
"""
_BY_KEY = """
INSERT OR IGNORE INTO pair (old, new, candidates)
SELECT old, new, 1 FROM used JOIN record mine ON mine.row = old JOIN record theirs ON theirs.row = new
WHERE name = ? AND olds = 1 AND news = 1 ORDER BY mine.id, old, theirs.id, new
"""
_UNCLEAR = """
SELECT mine.kind, count(DISTINCT mine.row), min(mine.id), min(theirs.id)
FROM used JOIN strong USING (name, value, kind)
JOIN record mine ON mine.row = strong.row JOIN record theirs ON theirs.row = new
WHERE old IS NOT NULL AND mine.release = 0 AND mine.partner IS NULL GROUP BY mine.kind
"""


class _Together:
    """Gathers pairs of a place and a colour, whatever their order."""

    def __init__(self) -> None:
        self._parts: list[tuple[str, bytes]] = []

    def step(self, place: Any, colour: Any, /) -> None:
        """Take one in: texts, or bytes for the colour."""
        self._parts.append((place, colour if isinstance(colour, bytes) else colour.encode()))

    def finalize(self) -> bytes:
        """What stands for all of them."""
        return _digest(*sorted(self._parts))


def match_renamed(store: ReleaseStore, node_of: MakeNode, *, names: tuple[str, ...]) -> None:
    """Put together records of both releases that are the same under different ids.

    Args:
        store: The records, of which those with the same id have been put together.
        node_of: Makes the node of a record.
        names: The names of strong keys, the surest first.
    """
    database = store.database
    for statement in _SCHEMA.strip().splitlines():
        database.ask(statement)
    database.add_function("mixed", 3, lambda *parts: _digest(*parts), deterministic=True)
    database.add_aggregate("together", 2, _Together)
    _note_features(store, node_of)
    for statement in _INDEXES.strip().splitlines():
        database.ask(statement)
    goes_on = True
    while goes_on and store.has_unmatched():
        found = _match_colours(store)
        goes_on = _match_keys(store, names) or found or _match_rich(store)


def unclear_keys(store: ReleaseStore) -> list[tuple[str, int, str | None, str | None]]:
    """The removed records that share a strong key with added ones, but not with one only.

    Args:
        store: The records, after `match_renamed`.

    Returns:
        For each kind their number, and the ids of two of them, an old and a new one.
    """
    _note_use(store)
    return list(store.database.ask(_UNCLEAR))


def _note_use(store: ReleaseStore) -> None:
    """Keep how many records have each strong key, and one in each release that has not been found in the other."""
    store.database.ask("DELETE FROM used")
    store.database.ask(_USED)


def _note_features(store: ReleaseStore, node_of: MakeNode) -> None:
    """Keep what a record says apart from ids, and to which records it refers."""
    for record in store.differing():
        node = node_of(record)
        targets = {key: store.row_of(key, record.release) for each in node.walk() for key in each.references.values()}
        # An id that leads to no record of the release is content, such as the code of a framework.
        hidden = {key for key, target in targets.items() if target is not None}
        digests = digests_of(node, _hiding(hidden))
        links = [
            (record.row, f"{each.name}/{attribute}", target)
            for each in node.walk()
            for attribute, key in each.references.items()
            if (target := targets[key]) is not None
        ]
        store.database.ask(
            "INSERT INTO feature (row, content, ordered, label, size) VALUES (?, ?, ?, ?, ?)",
            (record.row, *digests, node.label, node.size),
        )
        store.database.ask_many("INSERT INTO link (row, place, target) VALUES (?, ?, ?)", links)


def _match_colours(store: ReleaseStore) -> bool:
    """Match by content, the finest colours first."""
    ask = store.database.ask
    ask("DELETE FROM colour")
    ask(_COLOURED)
    for number in range(_ROUNDS):
        ask(_MIXED.format(targets=_TARGETS, referrers="NULL" if number == 0 else _REFERRERS), (number,))
    found = False
    for number in range(_ROUNDS, 0, -1):
        ask("DELETE FROM group_of")
        ask(_OF_COLOUR, (number,))
        ask(_GROUPED)
        found = store.join_pairs(Match.CONTENT) or found
    return found


def _match_rich(store: ReleaseStore) -> bool:
    """Match by so much content that it does not matter to what a record refers."""
    ask = store.database.ask
    ask("DELETE FROM group_of")
    ask(_OF_COLOUR, (0,))
    ask(_RICH, (_ENOUGH,))
    # They refer to other records than before, so they have to be compared field by field.
    ask("UPDATE feature SET ordered = NULL WHERE row IN (SELECT old FROM pair)")
    return store.join_pairs(Match.CONTENT)


def _match_keys(store: ReleaseStore, names: tuple[str, ...]) -> bool:
    """Match by identifiers and the like that one record of each release has."""
    found = False
    for name in names:
        _note_use(store)
        store.database.ask(_BY_KEY, (name,))
        found = store.join_pairs(Match(name)) or found
    return found


def _hiding(hidden: Collection[str]) -> Names:
    """Names that are the same for all of these ids."""
    return lambda key: "" if key in hidden else key


def _digest(*parts: object) -> bytes:
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).digest()
