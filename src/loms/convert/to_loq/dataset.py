"""The records of a LOMS document, found by their ids, each with an account of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import attrs
from xsdata.formats.dataclass.models.generics import DerivedElement

from loms.convert.accounting import Entry, Ledger
from loms.convert.leaves import Leaf, View, leaves_of
from loms.convert.rules import Action, Rules
from loms.errors import Issue
from loms.model import LearningSpecification, QmsLearningOpportunities, Qualification
from loms.xml_values import comparable

__all__ = ["Dataset", "Held", "Node", "Record"]

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

_SAYS_NOTHING = frozenset({"id", "link", "text-type", "language"})
"""Kinds of fields that say nothing by themselves, so that nothing is lost with them."""


@attrs.frozen(eq=False)
class Record:
    """A record of a LOMS document.

    Attributes:
        kind: Name of its element, such as ``organization``.
        id: Its ``@id``; empty where it has none.
        view: Its leaves.
        ledger: What became of them.
    """

    kind: str
    id: str
    view: View
    ledger: Ledger

    @property
    def node(self) -> Node:
        """The record as a place in itself."""
        return Node(self, self.view)


@attrs.frozen
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


@attrs.frozen
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
        return next(iter(self.all(name)), None)

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
        found = self.one(name)
        return found.value if found else ""

    def blocks(self, name: str) -> list[Node]:
        """The repeated blocks of a field, in document order.

        Args:
            name: The field of the block below this one, such as ``providedAt``.
        """
        return [Node(self.record, view) for view in self.view.blocks(name)]


@attrs.define
class Dataset:
    """The records of a LOMS document.

    Attributes:
        rules: What may become of a field.
        unused: Why nothing became of a record that no converted record needs, by kind of record.
        records: All records, in document order.
    """

    rules: Rules
    unused: Mapping[str, str]
    records: Sequence[Record] = ()
    _by_id: dict[str, Record] = attrs.field(factory=dict, init=False)
    _used: set[Record] = attrs.field(factory=set, init=False)
    _referring: dict[tuple[str, str], dict[str, list[Record]]] = attrs.field(factory=dict, init=False)
    _entered: set[tuple[Record, Entry]] = attrs.field(factory=set, init=False)

    @classmethod
    def of_document(cls, document: QmsLearningOpportunities, rules: Rules, unused: Mapping[str, str]) -> Dataset:
        """Take a document apart into its records.

        Args:
            document: The document.
            rules: What may become of a field.
            unused: Why nothing became of a record that no converted record needs, by kind of record.
        """
        records = []
        for kind, item in _items(document):
            identity = str(getattr(item, "id", None) or "")
            view = View(kind, leaves_of(item, kind))
            records.append(Record(kind, identity, view, Ledger(rules, view, identity)))
        dataset = cls(rules, unused, records)
        for record in records:
            dataset._by_id.setdefault(comparable(record.id, is_uri=record.kind != _SCORING_SCHEME), record)
        return dataset

    def of_kind(self, *kinds: str) -> list[Record]:
        """The records of some kinds, in document order.

        Args:
            *kinds: Names of elements.
        """
        return [record for record in self.records if record.kind in kinds]

    def number_of(self, record: Record) -> int:
        """The position of a record among those of its kind, counted from 1.

        Args:
            record: The record.
        """
        return self.of_kind(record.kind).index(record) + 1

    def find(self, identity: str, *kinds: str) -> Record | None:
        """The record with that ``@id``, or None where there is none of these kinds.

        Args:
            identity: The id.
            *kinds: Names of elements.
        """
        found = self._by_id.get(comparable(identity, is_uri=True)) if identity.strip() else None
        return found if found is not None and found.kind in kinds else None

    def referring(self, identity: str, kind: str, field: str) -> list[Record]:
        """The records that refer to another, in document order.

        Args:
            identity: The ``@id`` of the other.
            kind: Name of the element of those that refer.
            field: Where they do, below that, such as ``mayResultFrom/@idref``.
        """
        if (kind, field) not in self._referring:
            index: dict[str, list[Record]] = {}
            for record in self.of_kind(kind):
                for held in record.node.all(field):
                    index.setdefault(held.uri, []).append(record)
            self._referring[kind, field] = index
        return self._referring[kind, field].get(comparable(identity, is_uri=True), [])

    def add(self, accounts: Mapping[Record, Ledger]) -> None:
        """Add what one legacy record, which stands in the target, made of records. Nothing is entered twice.

        Args:
            accounts: The account of each record that it was made of.
        """
        for record, account in accounts.items():
            self._used.add(record)
            for entry in account.entries:
                if (record, entry) not in self._entered:
                    self._entered.add((record, entry))
                    record.ledger.entries.append(entry)
            record.ledger.issues += account.issues

    def close(self) -> tuple[list[Entry], list[Issue]]:
        """End the accounts. What no legacy record took is dropped, if a rule says that it may be.

        Returns:
            All entries and issues, record by record.
        """
        kinds: dict[str, str] = {}
        droppable: set[str] = set()
        for rule in self.rules.fields:
            kinds.setdefault(rule.source, rule.kind)
            if not rule.target and Action.DROPPED in rule.actions:
                droppable.add(rule.source)
        entries: list[Entry] = []
        issues: list[Issue] = []
        for record in self.records:
            self._drop_the_rest(record, kinds, droppable)
            record.ledger.close()
            entries += record.ledger.entries
            issues += record.ledger.issues
        return entries, issues

    def _drop_the_rest(self, record: Record, kinds: Mapping[str, str], droppable: Collection[str]) -> None:
        ledger = record.ledger
        seen = {entry.source for entry in ledger.entries}
        reason = "" if record in self._used else self.unused.get(record.kind, "")
        for leaf in record.view.leaves:
            if leaf.path in seen or not (reason or leaf.field in droppable):
                continue
            says = kinds.get(leaf.field) not in _SAYS_NOTHING
            ledger.drop(leaf, lost=says and bool(leaf.value.strip()), detail=reason)


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
