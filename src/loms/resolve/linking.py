"""Attaches references to qualifications to the opportunities of a dataset that lead to them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from loms.errors import Severity
from loms.model import (
    IdReference,
    LearningActivitySpecification,
    LearningSpecification,
    QmsLearningOpportunities,
)
from loms.releases.records import Record, document_of
from loms.resolve.activities import Leads
from loms.resolve.index import Index
from loms.resolve.issues import Issues
from loms.resolve.keyed import keyed_records
from loms.resolve.link_issues import RefusedError, called, issue_of_row
from loms.resolve.link_places import Places
from loms.resolve.link_report import LinkedRow, Linking, LinkState
from loms.resolve.link_rows import LinkRow, LinkRows
from loms.resolve.link_sharing import Sharing
from loms.resolve.link_targets import Meanings, Targets
from loms.xml_values import comparable

__all__ = ["link"]


def link(
    document: QmsLearningOpportunities,
    rows: LinkRows | Iterable[LinkRow],
    *,
    index: Index | None = None,
    namespace: str | None = None,
    accept_near: bool = False,
) -> Linking:
    """Let opportunities of a dataset lead to qualifications that are published in others.

    An opportunity keeps its own learning specification. The activity of that teaches the qualification from then on;
    where the specification has none, it gets one, whose id is that of the specification with ``~activity`` behind it.
    An opportunity that leads to the qualification already stays as it is.

    Args:
        document: A LOMS document, which may be read leniently. It is not changed.
        rows: Which opportunity leads to which qualification, such as `read_link_rows` gives.
        index: An index of qualifications. With it, only qualifications that are there are linked, and references get
            their ids. Without it, rows are taken as they are.
        namespace: Absolute URI under which references get ids where the index knows none. They are the same that
            `loms.convert` makes with this namespace.
        accept_near: Whether a near miss counts as found, where only one qualification comes into question. The
            reference gets the identifier that the qualification has.

    Returns:
        The new document, valid if the one that was given was, and what became of each row.

    Raises:
        UsageError: It is no LOMS document, or the namespace is none.

    Examples:
        >>> import loms
        >>> from loms.resolve import Index, LinkRow
        >>> courses = loms.read("examples/courses-loms.xml")
        >>> row = LinkRow(
        ...     opportunity="TB-2026-001",
        ...     qualification="TBQ-0403",
        ...     scheme_id="https://data.three-borders.example/scheme/qualification",
        ... )
        >>> done = link(courses, [row], index=Index.from_sources("examples/qualifications-loms.xml"))
        >>> done.rows[0].state.value, done.rows[0].activity
        ('linked', 'https://data.three-borders.example/activity/baking-basics')
        >>> link(done.document, [row]).rows[0].state.value
        'unchanged'
    """
    given = rows if isinstance(rows, LinkRows) else LinkRows(rows=tuple(rows))
    linker = _Linker(document, given, index=index, namespace=namespace, accept_near=accept_near)
    return linker.link(document)


class _Linker:
    """The work on one document."""

    def __init__(
        self,
        document: QmsLearningOpportunities,
        rows: LinkRows,
        *,
        index: Index | None,
        namespace: str | None,
        accept_near: bool,
    ) -> None:
        self._rows = rows
        keyed = keyed_records(document)
        self._records: dict[str, Record] = dict(keyed.records)
        self._places = Places(self._records)
        self._meanings = Meanings(index=index, accept_near=accept_near, tell=self._tell)
        self._targets = Targets(self._records, nameless=keyed.nameless, namespace=namespace)
        self._leads = Leads(self._records)
        self._sharing = Sharing()
        self._issues = Issues()

    def link(self, document: QmsLearningOpportunities) -> Linking:
        """Link all rows."""
        for issue in self._rows.issues:
            self._issues.add(issue)
        rows = tuple(self._link_row(row) for row in self._rows.rows)
        for issue in self._sharing.issues(self._records, self._rows.source):
            self._issues.add(issue)
        return Linking(document=document_of(self._records, document), rows=rows, issues=self._issues.all())

    def _link_row(self, row: LinkRow) -> LinkedRow:
        opportunity = ""
        try:
            opportunity = self._places.opportunity(row.opportunity)
            meant = self._meanings.of(row)
            known = self._targets.known(meant)
            if (there := _first(known, [*self._leads.of(opportunity)])) is not None:
                self._sharing.want(opportunity, there)
                return self._done(row, LinkState.UNCHANGED, opportunity, there)
            specification, record = self._places.specification(opportunity)
            activity = self._places.activity(specification, record)
            target = next(iter(known[0])) if known else self._targets.new_reference(meant)
        except RefusedError as refusal:
            self._tell(refusal.code, Severity.ERROR, str(refusal), refusal.remedy, row)
            found = self._called(opportunity) if opportunity else None
            return LinkedRow(row=row, state=LinkState.REFUSED, opportunity=found)
        self._attach(specification, record, activity, target)
        self._sharing.want(opportunity, target)
        self._sharing.add(activity, target)
        return self._done(row, LinkState.LINKED, opportunity, target, activity)

    def _attach(self, key: str, specification: LearningSpecification, activity: str, target: str) -> None:
        record = self._records.get(activity)
        if record is None:
            record = LearningActivitySpecification(id=activity, teaches=[IdReference(idref=specification.id)])
            link = IdReference(idref=activity)
            self._records[key] = dataclasses.replace(specification, learning_activity_specification=link)
        assert isinstance(record, LearningActivitySpecification)  # noqa: S101 - it was looked up as one
        more = IdReference(idref=self._records[target].id or "")
        self._records[activity] = dataclasses.replace(record, teaches=[*record.teaches, more])
        self._leads.add(activity, comparable(more.idref, is_uri=True))

    def _done(
        self, row: LinkRow, state: LinkState, opportunity: str, target: str, activity: str | None = None
    ) -> LinkedRow:
        return LinkedRow(
            row=row,
            state=state,
            opportunity=self._called(opportunity),
            target=self._called(target),
            activity=None if activity is None else self._called(activity),
        )

    def _called(self, key: str) -> str:
        return called(self._records[key])

    def _tell(self, code: str, severity: Severity, message: str, remedy: str, row: LinkRow) -> None:
        source = self._rows.source
        self._issues.add(issue_of_row(row, code=code, severity=severity, message=message, remedy=remedy, source=source))


def _first(known: Sequence[Mapping[str, int]], leads: Sequence[Mapping[str, None]]) -> str | None:
    """The first known target to which an opportunity leads."""
    for targets in known:
        found: list[str] = []
        for some in leads:
            fewer, more = (targets, some) if len(targets) < len(some) else (some, targets)
            found += (each for each in fewer if each in more)
        if found:
            return min(found, key=targets.__getitem__)
    return None
