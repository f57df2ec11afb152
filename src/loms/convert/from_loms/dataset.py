"""The records of a LOMS document, found by their ids, and what they say, found by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import attrs
from xsdata.formats.dataclass.models.generics import DerivedElement

from loms.convert.leaves import Leaf, View, leaves_of
from loms.convert.rules import Rules
from loms.model import LearningSpecification, QmsLearningOpportunities, Qualification
from loms.xml_values import comparable

__all__ = ["Dataset", "DocumentDataset", "Held", "Node", "Record", "comparable_id", "wanted_id"]

_SCORING_SCHEME = "scoringScheme"
"""The one kind of records whose ids are plain texts; those of all others are URIs."""

_SECTIONS = (
    ("learning_opportunities", "learning_opportunity", "learningOpportunity"),
    ("learning_specification_references", "records", ""),
    ("learning_outcome_references", "learning_outcome", "learningOutcome"),
    ("learning_activity_specification_references", "learning_activity_specification", "learningActivitySpecification"),
    ("assessment_specification_references", "assessment_specification", "assessmentSpecification"),
    ("entitlement_specification_references", "entitlement_specification", "entitlementSpecification"),
    ("agent_references", "organization", "organization"),
    ("scoring_scheme_references", "scoring_scheme", _SCORING_SCHEME),
    ("semantic_framework_references", "framework", "framework"),
)


# Not frozen, for the sake of speed, as leaves are not.
@attrs.define(unsafe_hash=True)
class Record:
    """A record of a LOMS document, the same one wherever kind and number are the same.

    Attributes:
        kind: Name of its element, such as ``organization``.
        number: Which record of its kind it is, counted from 1.
        id: Its ``@id``; empty where it has none.
        view: Its leaves.
    """

    kind: str
    number: int
    id: str = attrs.field(eq=False)
    view: View = attrs.field(eq=False)

    @classmethod
    def of(cls, item: object, kind: str, number: int) -> Record:
        """Take a record apart.

        Args:
            item: The object of the model.
            kind: Name of its element.
            number: Which record of its kind it is, counted from 1.
        """
        return cls(kind, number, str(getattr(item, "id", None) or ""), View(kind, leaves_of(item, kind)))

    @property
    def node(self) -> Node:
        """The record as a place in itself."""
        return Node(self, self.view)


@attrs.define(unsafe_hash=True)
class Held:
    """A leaf and the record that holds it.

    Attributes:
        record: The record.
        leaf: The leaf.
    """

    record: Record
    leaf: Leaf

    @property
    def value(self) -> str:
        """The text, or the code as it is written in XML."""
        return self.leaf.value

    @property
    def uri(self) -> str:
        """The value of a field whose values are URIs, without the white space that means nothing there."""
        return comparable(self.leaf.value, is_uri=True)


@attrs.define(unsafe_hash=True)
class Node:
    """A record or a block in it, looked into by name.

    Attributes:
        record: The record.
        view: The leaves of the record or block.
    """

    record: Record
    view: View

    @property
    def leaves(self) -> list[Held]:
        """All leaves, in document order."""
        return [Held(self.record, leaf) for leaf in self.view.leaves]

    def all(self, name: str) -> list[Held]:
        """The leaves of a field, in document order.

        Args:
            name: The field below this one, such as ``language/@uri``.
        """
        return [Held(self.record, leaf) for leaf in self.view.all(name)]

    def one(self, name: str) -> Held | None:
        """The first leaf of a field, or None where there is none.

        Args:
            name: The field below this one.
        """
        leaf = self.view.one(name)
        return None if leaf is None else Held(self.record, leaf)

    @property
    def number(self) -> int:
        """The position of the block among those of its name, counted from 1."""
        step = self.view.leaves[0].path.split("/")[self.view.field.count("/")]
        return int(step.partition("[")[2].rstrip("]") or 1)

    def value(self, name: str) -> str:
        """The value of the first leaf of a field; empty where there is none.

        Args:
            name: The field below this one.
        """
        leaf = self.view.one(name)
        return leaf.value if leaf else ""

    def blocks(self, name: str) -> list[Node]:
        """The repeated blocks of a field, in document order.

        Args:
            name: The field of the block below this one, such as ``providedAt``.
        """
        return [Node(self.record, view) for view in self.view.blocks(name)]


class Dataset(Protocol):
    """The records of a LOMS document."""

    @property
    def rules(self) -> Rules:
        """What may become of a field."""

    def find(self, identity: str, *kinds: str) -> Record | None:
        """The record with that ``@id``, or None where there is none of these kinds.

        Args:
            identity: The id.
            *kinds: Names of elements.
        """

    def locate(self, identity: str, *kinds: str) -> tuple[str, int] | None:
        """Kind and number of the record that `find` gives, which is faster where nobody looks into it.

        Args:
            identity: The id.
            *kinds: Names of elements.
        """

    def load(self, kind: str, number: int) -> Record:
        """A record of which kind and number are known.

        Args:
            kind: Name of its element.
            number: Which record of its kind it is, counted from 1.
        """

    def referring(self, identity: str, kind: str, field: str) -> Sequence[Record]:
        """The records that refer to another, in document order.

        Args:
            identity: The ``@id`` of the other.
            kind: Name of the element of those that refer.
            field: Where they do, below that, such as ``mayResultFrom/@idref``.
        """

    def first_referring(self, identity: str, kind: str, field: str) -> Record | None:
        """The first record that refers to another, or None; see `referring`.

        Args:
            identity: The ``@id`` of the other.
            kind: Name of the element of those that refer.
            field: Where they do.
        """


@attrs.define
class DocumentDataset:
    """The records of a document that is in memory: a `Dataset`.

    Attributes:
        rules: What may become of a field.
        records: All records, in document order.
    """

    rules: Rules
    records: Sequence[Record] = ()
    _by_id: dict[str, Record] = attrs.field(factory=dict, init=False)
    _by_number: dict[tuple[str, int], Record] = attrs.field(factory=dict, init=False)
    _referring: dict[tuple[str, str], dict[str, list[Record]]] = attrs.field(factory=dict, init=False)

    @classmethod
    def of_document(cls, document: QmsLearningOpportunities, rules: Rules) -> DocumentDataset:
        """Take a document apart into its records.

        Args:
            document: The document.
            rules: What may become of a field.
        """
        records: list[Record] = []
        numbers: dict[str, int] = {}
        for kind, item in _items(document):
            numbers[kind] = numbers.get(kind, 0) + 1
            records.append(Record.of(item, kind, numbers[kind]))
        dataset = cls(rules, records)
        for record in records:
            dataset._by_id.setdefault(comparable_id(record.id, record.kind), record)
            dataset._by_number[record.kind, record.number] = record
        return dataset

    def of_kind(self, kind: str) -> list[Record]:
        """The records of a kind, in document order.

        Args:
            kind: Name of the element.
        """
        return [record for record in self.records if record.kind == kind]

    def find(self, identity: str, *kinds: str) -> Record | None:
        """As in `Dataset`."""
        found = self._by_id.get(wanted_id(identity, kinds)) if identity.strip() else None
        return found if found is not None and found.kind in kinds else None

    def locate(self, identity: str, *kinds: str) -> tuple[str, int] | None:
        """As in `Dataset`."""
        found = self.find(identity, *kinds)
        return None if found is None else (found.kind, found.number)

    def load(self, kind: str, number: int) -> Record:
        """As in `Dataset`."""
        return self._by_number[kind, number]

    def referring(self, identity: str, kind: str, field: str) -> Sequence[Record]:
        """As in `Dataset`."""
        if (kind, field) not in self._referring:
            index: dict[str, list[Record]] = {}
            for record in self.of_kind(kind):
                for held in record.node.all(field):
                    index.setdefault(held.uri, []).append(record)
            self._referring[kind, field] = index
        return self._referring[kind, field].get(comparable(identity, is_uri=True), [])

    def first_referring(self, identity: str, kind: str, field: str) -> Record | None:
        """As in `Dataset`."""
        return next(iter(self.referring(identity, kind, field)), None)


def comparable_id(identity: str, kind: str) -> str:
    """An id as it is compared with others.

    Args:
        identity: The ``@id`` of a record.
        kind: Name of its element.
    """
    return comparable(identity, is_uri=kind != _SCORING_SCHEME)


def wanted_id(identity: str, kinds: Sequence[str]) -> str:
    """An id that is looked for, as it is compared with others.

    Args:
        identity: The id, as a reference has it.
        kinds: Names of the elements among which it is looked for.
    """
    return comparable(identity, is_uri=tuple(kinds) != (_SCORING_SCHEME,))


def _items(document: QmsLearningOpportunities) -> Iterator[tuple[str, object]]:
    """The records of a document with the names of their elements, in document order."""
    for section, field, name in _SECTIONS:
        for item in getattr(getattr(document, section), field, ()):
            if isinstance(item, DerivedElement):
                yield str(item.qname).rpartition("}")[2], item.value
            else:
                yield name or _name(item), item


def _name(item: object) -> str:
    if isinstance(item, LearningSpecification):
        return "learningSpecification"
    return "qualification" if isinstance(item, Qualification) else "qualificationRef"
