"""Takes records of another dataset into a document: equal ones become one, those that clash get other ids."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterator, Mapping

import attrs

from loms.releases.records import Record, Records, kind_of, shown_id
from loms.resolve.renaming import beside, rewritten

__all__ = ["EmbeddedRecord", "Fate", "Joined", "join"]


class Fate(enum.StrEnum):
    """What became of a record of another dataset."""

    EMBEDDED = "embedded"
    """It was added as it is there."""
    MERGED = "merged"
    """The document had it already, and it is the same."""
    RENAMED = "renamed"
    """It was added with another id, because a different record of the document has its id."""


@attrs.frozen(kw_only=True)
class EmbeddedRecord:
    """A record that came with a qualification, or is one.

    Attributes:
        record: Its ``@id`` in the document.
        kind: Its element, such as ``qualification``.
        fate: What became of it.
        source: The file from which it comes.
        original_id: Its ``@id`` there, or the one that it was given when it was converted.
    """

    record: str
    kind: str
    fate: Fate
    source: str
    original_id: str

    def as_dict(self) -> Mapping[str, str]:
        """The record as a mapping that JSON can hold, the keys in the order of the attributes."""
        return {**attrs.asdict(self), "fate": self.fate.value}


@attrs.frozen(eq=False, kw_only=True)
class Joined:
    """A document with records of another dataset.

    Attributes:
        records: Its records.
        keys: For each record of the other dataset its key in the document; that of the qualification, where it was a
            reference that is gone now.
        entries: What became of them, in their order.
    """

    records: Records
    keys: Mapping[str, str]
    entries: tuple[EmbeddedRecord, ...]


def join(
    records: Records,
    others: Records,
    *,
    replaced: Mapping[str, str],
    known: Mapping[str, str],
    source: str,
) -> Joined:
    """Take records of another dataset into a document.

    Args:
        records: The records of the document.
        others: Records of the other dataset, with all to which they refer.
        replaced: For each reference of the document that is to go, the key of the qualification there that it stands
            for.
        known: Records of the other dataset that the document has already, with their keys in the document.
        source: Name of the file of the other dataset.
    """
    new = {key: record for key, record in others.items() if key not in known}
    clashing = _Names(records, new, replaced, known).settle()
    keys = {**known, **{key: key for key in new}}
    for key, id in clashing.items():
        keys[key] = id if shown_id(key) == key else f"\0{id}"
    # References of the other dataset that came earlier may be among those that go now.
    keys |= {key: keys[replaced[here]] for key, here in known.items() if here in replaced}
    ids = {key: shown_id(here) for key, here in keys.items() if here != key}
    added = {keys[key]: _with_id(rewritten(record, ids), ids.get(key)) for key, record in new.items()}
    own_ids = {key: shown_id(keys[there]) for key, there in replaced.items() if keys[there] != key}
    return Joined(
        records=dict(_records(records, added, {key: keys[there] for key, there in replaced.items()}, own_ids)),
        keys=keys,
        entries=tuple(
            EmbeddedRecord(
                record=added[keys[key]].id or "",
                kind=kind_of(record),
                fate=Fate.RENAMED
                if key in clashing
                else Fate.MERGED
                if key in records and key not in replaced
                else Fate.EMBEDDED,
                source=source,
                original_id=record.id or "",
            )
            for key, record in new.items()
        ),
    )


@attrs.define(eq=False)
class _Names:
    """Finds out which records need other ids.

    Attributes:
        records: As for `join`.
        new: The records of the other dataset that the document does not have.
        replaced: As for `join`.
        known: As for `join`.
    """

    records: Records
    new: Records
    replaced: Mapping[str, str]
    known: Mapping[str, str]

    def settle(self) -> Mapping[str, str]:
        """The new ids of those that clash. What refers to one that is renamed is not the same any more either."""
        both = [key for key in self.new if key in self.records and key not in self.replaced]
        renamed: dict[str, str] = {}
        while more := set(self._different(both, renamed)):
            taken = self.records.keys() | self.new.keys() | set(self._keys(renamed))
            for key in self.new:
                if key in more:
                    renamed[key] = beside(key, taken)
                    taken |= set(self._keys({key: renamed[key]}))
        return renamed

    def _different(self, both: list[str], renamed: Mapping[str, str]) -> Iterator[str]:
        """The records that are not the same in the document, although they have the same id."""
        ids = {**{key: shown_id(there) for key, there in self.known.items() if there != key}, **renamed}
        own_ids = {
            key: ids.get(there, shown_id(there)) for key, there in self.replaced.items() if there != key or there in ids
        }
        ids |= {key: own_ids[here] for key, here in self.known.items() if here in own_ids}
        for key in both:
            if key not in renamed and rewritten(self.records[key], own_ids) != rewritten(self.new[key], ids):
                yield key

    @staticmethod
    def _keys(renamed: Mapping[str, str]) -> Iterator[str]:
        return (new if shown_id(old) == old else f"\0{new}" for old, new in renamed.items())


def _records(
    records: Records, added: Records, replaced: Mapping[str, str], ids: Mapping[str, str]
) -> Iterator[tuple[str, Record]]:
    """The records of the new document: a qualification in the place of its first reference, what comes with it last."""
    kept = records.keys() - replaced.keys()
    done: set[str] = set()
    for key, record in records.items():
        if key not in replaced:
            yield key, rewritten(record, ids)
        elif replaced[key] not in kept and replaced[key] not in done and replaced[key] in added:
            done.add(replaced[key])
            yield replaced[key], added[replaced[key]]
    yield from ((key, record) for key, record in added.items() if key not in kept and key not in done)


def _with_id(record: Record, identity: str | None) -> Record:
    return record if identity is None else dataclasses.replace(record, id=identity)
