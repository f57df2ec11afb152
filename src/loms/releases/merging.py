"""Merges an increment into a stored release, record by record."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Set

from loms.errors import Issue, Severity
from loms.model import QmsLearningOpportunities, XsdVersion
from loms.releases.identifiers import warn_of_same_identifiers
from loms.releases.reach import Graph, left_behind, roots_of
from loms.releases.records import Record, Records, document_of, kind_of, records_of, shown_id
from loms.releases.report import Action, Entry, Release, ReleaseReport

__all__ = ["merge"]


def merge(stored: QmsLearningOpportunities, increment: QmsLearningOpportunities, *, sweep: bool = True) -> Release:
    """Merge an increment into a stored release.

    A record of the increment takes the place of the stored one of the same ``@id``, as a whole and whatever its kind;
    other records of it are added behind the stored ones of their section. An increment can add and change records, not
    withdraw them: what it does not mention stays.

    A record of the increment is refused where the stored release has its id for a record of another kind; so are those
    that refer to it, and those that are there only for them.

    Args:
        stored: The stored release. It is not changed.
        increment: The new and changed records, as a LOMS document that is valid by itself: what its records refer to is
            in it, too. It is not changed. Convert a legacy file first, with the namespace and the scheme with which the
            stored release was made, so that the same records have the same ids.
        sweep: Whether records go that only an earlier version of a changed record needed.

    Returns:
        The new release and the report on it.

    Raises:
        UsageError: One of them is no LOMS document.
        InvalidDataError: Two records of one of them have the same id, or one has none.

    Examples:
        >>> import copy, loms
        >>> from loms.model import QmsLearningOpportunities
        >>> stored = loms.read("examples/courses-loms.xml", expect=QmsLearningOpportunities)
        >>> increment = copy.deepcopy(stored)
        >>> increment.learning_opportunities.learning_opportunity[0].title.pop().text.value
        'Les bases de la boulangerie : pains et petits pains'
        >>> done = merge(stored, increment)
        >>> [(entry.kind, entry.fields) for entry in done.report.entries if entry.action is Action.CHANGED]
        [('learningOpportunity', ('title',))]
    """
    old = records_of(stored, role="stored release")
    new = records_of(increment, role="increment")
    before = Graph.of(old)
    conflicts = {identity for identity, record in new.items() if _is_of_another_kind(old.get(identity), record)}
    refused = _refused(new, conflicts)
    taken = {identity: record for identity, record in new.items() if identity not in refused}
    merged = {**old, **{key: record for key, record in taken.items() if key not in old or old[key] != record}}
    changed = {identity for identity in taken if identity in old and merged[identity] is not old[identity]}
    swept = _swept(before, merged, changed=changed, taken=taken.keys()) if sweep else set()
    left = {identity: record for identity, record in merged.items() if identity not in swept}
    document = document_of(left, stored)
    report = ReleaseReport(
        operation="merge",
        records_before=len(old),
        records_after=len(left),
        entries=(
            *_entries(old, new, merged, refused=refused, conflicts=conflicts),
            *_sweepings(merged, swept),
        ),
        issues=(
            *(_conflict(identity, old, new) for identity in new if identity in conflicts),
            *warn_of_same_identifiers(old, taken),
        ),
    )
    version = _later(stored.xsd_version, increment.xsd_version)
    return Release(document=dataclasses.replace(document, xsd_version=version), report=report)


def _is_of_another_kind(stored: Record | None, record: Record) -> bool:
    return stored is not None and type(stored) is not type(record)


def _refused(new: Records, conflicts: Set[str]) -> set[str]:
    """The records of the increment that cannot be taken because of conflicts."""
    graph = Graph.of(new)
    refused = graph.referring(conflicts) | conflicts
    roots = roots_of(new)
    candidates = graph.reached(refused, roots=roots)
    return refused | left_behind(graph, candidates, roots=roots, gone=refused, before=graph)


def _swept(before: Graph, merged: Records, *, changed: Set[str], taken: Set[str]) -> set[str]:
    """The records that only earlier versions of changed ones needed."""
    roots = roots_of(merged)
    candidates = before.reached(changed, roots=roots) - taken
    return left_behind(Graph.of(merged), candidates, roots=roots, gone=set(), before=before)


def _entries(old: Records, new: Records, merged: Records, *, refused: Set[str], conflicts: Set[str]) -> Iterator[Entry]:
    """What became of the records of the increment, in its order."""
    for identity, record in new.items():
        fields: tuple[str, ...] = ()
        if identity in refused:
            action = Action.REFUSED
            reason = (
                "The stored release has a record of another kind with this id."
                if identity in conflicts
                else "It belongs with a record that was refused."
            )
        elif identity not in old:
            action, reason = Action.ADDED, "The stored release has no record with this id."
        elif merged[identity] is old[identity]:
            action, reason = Action.UNCHANGED, "The increment has it as it is stored."
        else:
            action, reason = Action.CHANGED, "The increment has it in another version."
            fields = tuple(_changed_fields(old[identity], record))
        yield Entry(record=shown_id(identity), kind=kind_of(record), action=action, reason=reason, fields=fields)


def _sweepings(merged: Records, swept: Set[str]) -> Iterator[Entry]:
    for identity, record in merged.items():
        if identity in swept:
            reason = "Only an earlier version of another record needed it."
            yield Entry(record=shown_id(identity), kind=kind_of(record), action=Action.SWEPT, reason=reason)


def _changed_fields(old: Record, new: Record) -> Iterator[str]:
    """The names of the fields in which two versions differ."""
    for each in dataclasses.fields(new):
        if getattr(old, each.name) != getattr(new, each.name):
            name = str(each.metadata.get("name", each.name))
            yield f"@{name}" if each.metadata.get("type") == "Attribute" else name


def _conflict(identity: str, old: Records, new: Records) -> Issue:
    return Issue(
        code="RELEASE-OTHER-KIND",
        severity=Severity.ERROR,
        message=f"A record of the increment ({kind_of(new[identity])}) has the id of a stored record of another kind "
        f"({kind_of(old[identity])}), so it was refused, with all that refers to it.",
        remedy="Give the new record an id of its own.",
        record=shown_id(identity),
    )


def _later(stored: XsdVersion | None, increment: XsdVersion | None) -> XsdVersion | None:
    """The version that the new file names; where none is named, the latest is meant."""
    if stored is XsdVersion.V1_0_0 and increment is not XsdVersion.V1_0_0:
        return increment
    return stored
