"""The records of a LOMS document by id, also of one in which some records have no id of their own."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Set

import attrs

from loms.errors import UsageError
from loms.model import QmsLearningOpportunities, ScoringScheme
from loms.releases.records import Record, Records
from loms.xml_values import comparable

__all__ = ["KeyedRecords", "identity_of", "keyed_records", "name_of"]


@attrs.frozen(eq=False)
class KeyedRecords:
    """The records of a document by key.

    Attributes:
        records: The records; the key is the id as ids are compared.
        nameless: The keys of records that have no id, or one that another record before them has. These keys are made
            up: no id is like them, so no reference leads there.
    """

    records: Records
    nameless: Set[str]


def keyed_records(document: QmsLearningOpportunities) -> KeyedRecords:
    """The records of a document by key, section by section in its order.

    Args:
        document: A LOMS document, which may be read leniently.

    Raises:
        UsageError: It is no LOMS document.

    Examples:
        >>> import loms
        >>> keyed = keyed_records(loms.read("examples/qualifications-loms.xml"))
        >>> len(keyed.records), keyed.nameless
        (48, frozenset())
    """
    given: object = document
    if not isinstance(given, QmsLearningOpportunities):
        raise UsageError(
            f"This works on LOMS 2019 documents (QmsLearningOpportunities), not on {type(given).__name__}. "
            "Read it with loms.read, or convert it with loms.convert first."
        )
    records: dict[str, Record] = {}
    nameless: set[str] = set()
    for number, record in enumerate(_all(document), start=1):
        key = identity_of(record)
        if key is None or key in records:
            # No id of a document holds this character.
            key = f"\0\0{number}"
            nameless.add(key)
        records[key] = record
    return KeyedRecords(records, frozenset(nameless))


def identity_of(record: Record) -> str | None:
    """The id of a record as ids are compared; None where it has none.

    Args:
        record: A record, which may be read leniently.
    """
    identity: object = record.id
    return comparable(identity, is_uri=not isinstance(record, ScoringScheme)) if isinstance(identity, str) else None


def name_of(record: Record) -> str | None:
    """What to call a record in issues: its id, otherwise its first title; None where it has neither.

    Args:
        record: A record, which may be read leniently.
    """
    identity: object = record.id
    if isinstance(identity, str) and identity.strip():
        return identity.strip()
    titles = getattr(record, "title", None) or getattr(record, "pref_label", None) or []
    texts = (getattr(getattr(title, "text", None), "value", None) for title in titles)
    return next((text for text in texts if isinstance(text, str) and text.strip()), None)


def _all(document: QmsLearningOpportunities) -> Iterator[Record]:
    for each in dataclasses.fields(document):
        section = getattr(document, each.name)
        if dataclasses.is_dataclass(section):
            (items,) = dataclasses.fields(section)
            yield from getattr(section, items.name)
