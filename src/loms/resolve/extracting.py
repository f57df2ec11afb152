"""Moves the qualifications of a dataset into one of their own, and leaves references to them behind."""

from __future__ import annotations

import dataclasses
import enum
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set

import attrs

from loms.errors import Issue, Severity
from loms.model import (
    Identifier,
    LearningOpportunityReferences,
    QmsLearningOpportunities,
    Qualification,
    QualificationRef,
)
from loms.releases.reach import Graph
from loms.releases.records import Record, Records, document_of, kind_of
from loms.resolve.identities import Identity, identities_of
from loms.resolve.keyed import KeyedRecords, identity_of, keyed_records, name_of

__all__ = ["ExtractedRecord", "Extraction", "Move", "extract"]


class Move(enum.StrEnum):
    """What became of a record that is in the dataset of qualifications."""

    REPLACED = "replaced"
    """It is a qualification, and a reference to it stayed."""
    MOVED = "moved"
    """It is in the dataset of qualifications only."""
    COPIED = "copied"
    """It is in both datasets, because records that stayed need it, too."""


@attrs.frozen(kw_only=True)
class ExtractedRecord:
    """A record that is in the dataset of qualifications.

    Attributes:
        record: Its ``@id``.
        kind: Its element, such as ``qualification``.
        move: What became of it.
    """

    record: str
    kind: str
    move: Move

    def as_dict(self) -> Mapping[str, str]:
        """The record as a mapping that JSON can hold, the keys in the order of the attributes."""
        return {"record": self.record, "kind": self.kind, "move": self.move.value}


@attrs.frozen(kw_only=True)
class Extraction:
    """What extracting qualifications gives.

    Records that did not change are the same objects as in the document that was given, so copy before you change them.

    Attributes:
        document: The dataset without the qualifications.
        qualifications: The dataset of the qualifications, with all that they need.
        records: What is in that, in the order of the document that was given.
        issues: Which qualifications stayed, and why.
    """

    document: QmsLearningOpportunities
    qualifications: QmsLearningOpportunities
    records: tuple[ExtractedRecord, ...]
    issues: tuple[Issue, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong; a qualification that stayed is no error."""
        return not any(issue.severity is Severity.ERROR for issue in self.issues)

    @property
    def counts(self) -> Mapping[Move, int]:
        """How many records were moved in each way."""
        return Counter(each.move for each in self.records)

    def as_dict(self) -> Mapping[str, object]:
        """What was done as a mapping that JSON can hold, without the documents."""
        return {
            "operation": "extract",
            "ok": self.ok,
            "counts": {move.value: self.counts.get(move, 0) for move in Move},
            "records": [each.as_dict() for each in self.records],
            "issues": [issue.as_dict() for issue in self.issues],
        }


def extract(document: QmsLearningOpportunities) -> Extraction:
    """Move the qualifications of a dataset into a dataset of their own.

    Each qualification that can be found again by an identifier moves, with all to which it refers, directly or through
    others, and with the activities, assessments and entitlements to which nothing refers and which say of themselves
    that they are about nothing but what moves. In its place stays a reference with its id and identifier, unless only
    qualifications that move too lead to it. What stays and needs a record that moves keeps it: it is in both datasets.

    A qualification to which a reference of the document leads already is in none but the document, and so is all that
    needs it: otherwise nobody could tell that reference from those that extracting leaves.

    `embed` with the dataset of qualifications gives the document again, up to the order of records.

    Args:
        document: A LOMS document, which may be read leniently. It is not changed.

    Returns:
        Both datasets, valid if the document was, and what is in the new one.

    Raises:
        UsageError: It is no LOMS document.

    Examples:
        >>> import loms
        >>> done = extract(loms.read("examples/qualifications-loms.xml"))
        >>> [type(each).__name__ for each in done.document.learning_specification_references.records]
        ['QualificationRef', 'QualificationRef', 'QualificationRef', 'QualificationRef', 'QualificationRef', \
'QualificationRef']
        >>> {move.value: number for move, number in done.counts.items()}
        {'replaced': 6, 'moved': 42}
    """
    keyed = keyed_records(document)
    records = keyed.records
    graph = Graph.of(records)
    mentioned = _mentioned(records)
    # In the new dataset the references that were there before would lead to these, too.
    barred = _needing(graph, mentioned)
    identifiers, issues = _movable(keyed, mentioned=mentioned, barred=barred)
    found = graph.alive(identifiers, gone=barred.keys(), about=graph.about)
    staying = _staying(records, graph, found, moving=identifiers.keys())
    replaced = _replaced(records, graph, staying, moving=identifiers.keys())
    rest: dict[str, Record] = {}
    for key, record in records.items():
        if key in staying:
            rest[key] = record
        elif key in replaced:
            rest[key] = QualificationRef(id=record.id or "", identifier=dataclasses.replace(identifiers[key]))
    empty = QmsLearningOpportunities(
        learning_opportunities=LearningOpportunityReferences(), xsd_version=document.xsd_version
    )
    return Extraction(
        document=document_of(rest, document),
        qualifications=document_of({key: record for key, record in records.items() if key in found}, empty),
        records=tuple(
            ExtractedRecord(
                record=name_of(record) or "",
                kind=kind_of(record),
                move=Move.REPLACED if key in replaced else Move.COPIED if key in staying else Move.MOVED,
            )
            for key, record in records.items()
            if key in found
        ),
        issues=(*issues, *(() if identifiers else (_nothing(),))),
    )


def _mentioned(records: Records) -> Mapping[str, str]:
    """The qualifications to which references of the document lead, each with the identifier by which they do."""
    named: set[Identity] = set()
    for record in records.values():
        if isinstance(record, QualificationRef):
            named.update(identity for _, identity in identities_of(record))
    # A reference may also give the URI of a qualification as its identifier.
    uris = {value.strip() for value, _ in named}
    found: dict[str, str] = {}
    for key, record in records.items():
        if isinstance(record, Qualification):
            own = [value for _, (value, scheme) in identities_of(record) if (value, scheme) in named]
            id = (record.id or "").strip()
            if own or id in uris:
                found[key] = own[0] if own else id
    return found


def _needing(graph: Graph, needed: Iterable[str]) -> Mapping[str, str]:
    """The records that need some of others, directly or through others, each with one that it needs; those too."""
    found = {each: each for each in needed}
    waiting = list(found)
    while waiting:
        here = waiting.pop()
        for each, _ in graph.referrers.get(here, ()):
            if each not in found:
                found[each] = found[here]
                waiting.append(each)
    return found


def _movable(
    keyed: KeyedRecords, *, mentioned: Mapping[str, str], barred: Mapping[str, str]
) -> tuple[Mapping[str, Identifier], Sequence[Issue]]:
    """For each qualification that can move the identifier of its reference, and why the others stay."""
    claims: Counter[Identity] = Counter()
    for record in keyed.records.values():
        claims.update({identity for _, identity in identities_of(record)})
    shared = {identity_of(keyed.records[key]) for key in keyed.nameless}
    identifiers: dict[str, Identifier] = {}
    issues: list[Issue] = []
    for key, record in keyed.records.items():
        if not isinstance(record, Qualification):
            continue
        named = list(identities_of(record))
        own = next((identifier for identifier, identity in named if claims[identity] == 1), None)
        if key in keyed.nameless or key in shared:
            issues.append(_stays(record, *_NO_ID))
        elif not named:
            issues.append(_stays(record, *_NO_IDENTIFIER))
        elif own is None or key in mentioned:
            code, message, remedy = _SHARED
            issues.append(_stays(record, code, message.format(mentioned.get(key, named[0][1][0])), remedy))
        elif key in barred:
            code, message, remedy = _NEEDS_SHARED
            issues.append(_stays(record, code, message.format(name_of(keyed.records[barred[key]])), remedy))
        else:
            identifiers[key] = own
    return identifiers, issues


_NO_ID = (
    "EXTRACT-NO-ID",
    "The qualification stays, because it has no id of its own, so nothing can refer to it.",
    "Give each record its own id.",
)
_NO_IDENTIFIER = (
    "EXTRACT-NO-IDENTIFIER",
    "The qualification stays, because it has no identifier by which a reference could lead to it.",
    "Give it an identifier with a schemeID.",
)
_SHARED = (
    "EXTRACT-SHARED-IDENTIFIER",
    (
        "The qualification stays, because another qualification of the document, or a reference in it, has its "
        "identifier {!r}, too, so a reference to it would be ambiguous."
    ),
    "Give each qualification its own identifier, and take out references to qualifications that are in the document.",
)
_NEEDS_SHARED = (
    "EXTRACT-NEEDS-SHARED",
    (
        "The qualification stays, because it needs the qualification {}, which stays, because a reference of the "
        "document leads to it, too."
    ),
    "Take out references to qualifications that are in the document.",
)


def _staying(records: Records, graph: Graph, found: Set[str], *, moving: Set[str]) -> Set[str]:
    """The records that stay: those that nothing which moves needs, and all that these need."""
    anchors = {key for key, record in records.items() if key not in found or isinstance(record, Qualification)} - moving
    staying = graph.alive(anchors, gone=set(moving), about={})
    about = {key: subjects for key, subjects in graph.about.items() if key in found}
    while more := {key for key, subjects in about.items() if key not in staying and subjects & staying}:
        staying |= graph.alive(more, gone=set(moving), about={})
    return staying


def _replaced(records: Records, graph: Graph, staying: Set[str], *, moving: Set[str]) -> Set[str]:
    """The qualifications in whose place a reference stays: what stays refers to them, or no other one leads there."""
    needed = {key for key in moving if any(each in staying for each, _ in graph.referrers.get(key, ()))}
    reached = graph.alive(needed, gone=set(), about={})
    # Of those that are left, each comes after all that lead to it, or in a circle with it.
    starts: list[str] = []
    seen = set(reached)
    for key in records:
        if key in moving and key not in seen:
            starts.append(key)
            seen |= graph.alive([key], gone=seen, about={})
    for key in reversed(starts):
        if key not in reached:
            needed.add(key)
            reached |= graph.alive([key], gone=reached, about={})
    return needed


def _stays(record: Qualification, code: str, message: str, remedy: str) -> Issue:
    return Issue(code=code, severity=Severity.WARNING, message=message, remedy=remedy, record=name_of(record))


def _nothing() -> Issue:
    return Issue(
        code="EXTRACT-NOTHING",
        severity=Severity.WARNING,
        message="The document holds no qualification that could be extracted, so the new dataset is empty.",
        remedy="Use the document as it is.",
    )
