"""Removes the records that nothing needs."""

from __future__ import annotations

from collections.abc import Sequence

from loms.errors import Issue, Severity
from loms.model import QmsLearningOpportunities
from loms.releases.reach import Graph, roots_of
from loms.releases.records import Records, document_of, kind_of, records_of, shown_id
from loms.releases.report import Action, Entry, Release, ReleaseReport

__all__ = ["check_what_is_left", "sweep"]


def sweep(stored: QmsLearningOpportunities, *, unused_qualifications: bool = False) -> Release:
    """Remove the records that nothing needs any more.

    A dataset is about its opportunities and its qualifications. All to which they refer stays, directly or through
    other records. So does a learning activity, an assessment or an entitlement to which nothing refers, if it is about
    nothing but records that stay (``teaches``, ``proves``, ``mayResultFrom``). Everything else goes, also records that
    refer to each other in a circle, and references to qualifications of other datasets.

    Args:
        stored: The stored release. It is not changed.
        unused_qualifications: Whether qualifications that no opportunity leads to go, too. In a dataset without
            opportunities they stay.

    Returns:
        The new release and the report on it.

    Raises:
        UsageError: The stored release is no LOMS document.
        InvalidDataError: Two of its records have the same id, or one has none.

    Examples:
        >>> import loms
        >>> from loms.model import QmsLearningOpportunities
        >>> stored = loms.read("examples/courses-loms.xml", expect=QmsLearningOpportunities)
        >>> stored.learning_opportunities.learning_opportunity.clear()
        >>> done = sweep(stored)
        >>> done.report.records_before, done.report.records_after
        (120, 0)
    """
    records = records_of(stored, role="stored release")
    graph = Graph.of(records)
    roots = roots_of(records, unused_qualifications=unused_qualifications)
    alive = graph.alive(roots, gone=set(), about=graph.about)
    left = {identity: record for identity, record in records.items() if identity in alive}
    entries = tuple(
        Entry(record=shown_id(identity), kind=kind_of(record), action=Action.SWEPT, reason="Nothing needs it.")
        for identity, record in records.items()
        if identity not in alive
    )
    report = ReleaseReport(
        operation="sweep",
        records_before=len(records),
        records_after=len(left),
        entries=entries,
        issues=tuple(check_what_is_left(records, left)),
    )
    return Release(document=document_of(left, stored), report=report)


def check_what_is_left(before: Records, after: Records) -> Sequence[Issue]:
    """Warn of a release from which everything has gone.

    Args:
        before: The records of the stored release.
        after: The records of the new one.
    """
    if not before or after:
        return ()
    return (
        Issue(
            code="RELEASE-EMPTY",
            severity=Severity.WARNING,
            message=f"Of {len(before):,} records none is left.",
            remedy="Publish this only if you mean to withdraw all.",
        ),
    )
