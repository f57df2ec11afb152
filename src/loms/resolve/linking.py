"""Attaches references to qualifications to the opportunities of a dataset that lead to them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

import attrs

from loms.convert.identifiers import is_uri, minted_id
from loms.convert.known import QualificationIdentity
from loms.convert.settings import Settings
from loms.errors import Issue, Severity
from loms.model import (
    Identifier,
    IdReference,
    LearningActivitySpecification,
    LearningOpportunity,
    LearningSpecification,
    QmsLearningOpportunities,
    QualificationRef,
)
from loms.releases.identifiers import Directory, collapsed
from loms.releases.records import Record, document_of, kind_of, shown_id
from loms.resolve.activities import Users, leads_to
from loms.resolve.identities import Identity, identities_of, scheme_of
from loms.resolve.index import Index
from loms.resolve.issues import Issues
from loms.resolve.keyed import keyed_records, name_of
from loms.resolve.link_report import LinkedRow, Linking, LinkState
from loms.resolve.link_rows import LinkRow, LinkRows
from loms.resolve.matching import Outcome, match
from loms.resolve.renaming import beside, named_after
from loms.resolve.report import ResolvedReference
from loms.resolve.resolving import explained
from loms.resolve.spelling import normalized
from loms.xml_values import comparable

__all__ = ["link"]

_LOMS = "loms-2019"
_SHOWN = 5


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


class _RefusedError(Exception):
    """A row cannot be linked.

    Args:
        code: Code of the issue.
        message: What is wrong.
        remedy: What to do about it.
    """

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.code = code
        self.remedy = remedy


@attrs.frozen
class _Meant:
    """The qualification that a row means.

    Attributes:
        identities: Its identifiers; the first is that of a new reference.
        id: Its ``@id``, where it is known.
    """

    identities: Sequence[QualificationIdentity]
    id: str | None


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
        self._index = index
        self._namespace = Settings(namespace=namespace).namespace
        self._accept_near = accept_near
        self._records: dict[str, Record] = dict(keyed_records(document).records)
        self._directory = Directory.of(self._records, LearningOpportunity)
        self._targets: dict[Identity, list[str]] = {}
        for key, record in self._records.items():
            for _, identity in identities_of(record):
                self._targets.setdefault(identity, []).append(key)
        # The opportunities that were to get a link, by activity and target.
        self._linked: dict[tuple[str, str], set[str]] = {}
        self._issues = Issues()

    def link(self, document: QmsLearningOpportunities) -> Linking:
        """Link all rows."""
        for issue in self._rows.issues:
            self._issues.add(issue)
        rows = tuple(self._link_row(row) for row in self._rows.rows)
        users = Users.of(self._records)
        for (activity, target), wanted in self._linked.items():
            others = [each for each in users.of_activity(activity) if each not in wanted]
            if others:
                self._issues.add(self._shared(activity, target, others))
        return Linking(document=document_of(self._records, document), rows=rows, issues=self._issues.all())

    def _link_row(self, row: LinkRow) -> LinkedRow:
        opportunity = ""
        try:
            opportunity = self._opportunity(row)
            meant = self._meant(row)
            targets = self._known(meant)
            leads = leads_to(opportunity, self._records)
            if (there := next((each for each in targets if each in leads), None)) is not None:
                self._note(opportunity, there)
                return self._done(row, LinkState.UNCHANGED, opportunity, there)
            specification, name = self._specification(opportunity)
            activity = self._activity(specification, name)
            target = targets[0] if targets else self._new_reference(meant)
        except _RefusedError as refusal:
            self._tell(refusal.code, Severity.ERROR, str(refusal), refusal.remedy, row)
            found = self._shown(opportunity) if opportunity else None
            return LinkedRow(row=row, state=LinkState.REFUSED, opportunity=found)
        self._attach(specification, name, activity, target)
        self._linked.setdefault((activity, target), set()).add(opportunity)
        return self._done(row, LinkState.LINKED, opportunity, target, activity)

    def _opportunity(self, row: LinkRow) -> str:
        """The key of the opportunity that a row means."""
        name = collapsed(row.opportunity)
        if name in self._directory.ids:
            return name
        found = list(dict.fromkeys(key for _, key in self._directory.entries.get(name, ())))
        if not found:
            raise _RefusedError(
                "LINK-NO-OPPORTUNITY",
                f"No opportunity has the id or identifier {name!r}.",
                "Correct it, or name the dataset that holds the opportunity.",
            )
        if len(found) > 1:
            raise _RefusedError(
                "LINK-SEVERAL-OPPORTUNITIES",
                f"{len(found)} opportunities have the identifier {name!r}: {_listed(map(self._shown, found))}.",
                "Name the one that is meant by its id, or each of them in a row of its own.",
            )
        return found[0]

    def _meant(self, row: LinkRow) -> _Meant:
        given = QualificationIdentity(identifier=row.qualification, scheme_id=row.scheme_id)
        if self._index is None:
            return _Meant((given,), None)
        reference = ResolvedReference(
            id=None,
            identifier=row.qualification,
            scheme_id=row.scheme_id,
            line=row.line,
            found=match(self._index, row.qualification, scheme_id=row.scheme_id),
            is_accepted=self._accept_near,
        )
        found = reference.qualification
        if reference.outcome is not Outcome.FOUND:
            code, severity, message, remedy = explained(reference)
            if found is None:
                raise _RefusedError(code, message, remedy)
            self._tell(code, severity, message, remedy, row)
        if found is None:
            return _Meant((given,), None)
        first = reference.found.matches[0].identity
        identities = dict.fromkeys([*([first] if first else []), *found.identities])
        id = (found.id or "").strip()
        is_id = bool(id) and (found.place.format == _LOMS or is_uri(id))
        return _Meant(tuple(identities) or (given,), id if is_id else None)

    def _known(self, meant: _Meant) -> Sequence[str]:
        """The qualifications and references of the document that are what a row means."""
        names = ((normalized(each.identifier), scheme_of(each.scheme_id)) for each in meant.identities)
        return [key for name in names for key in self._targets.get(name, ())]

    def _specification(self, opportunity: str) -> tuple[str, LearningSpecification]:
        record = self._records[opportunity]
        specified_by: object = getattr(record, "specified_by", None)
        key = _target_of(specified_by)
        found = self._records.get(key or "")
        if key is not None and isinstance(found, LearningSpecification):
            return key, found
        what = f"a {kind_of(found)}" if found is not None else "no record of the document"
        raise _RefusedError(
            "LINK-NO-SPECIFICATION",
            f"The opportunity {self._shown(opportunity)} was not linked, because its specifiedBy leads to {what}; only "
            "a learning specification of its own can say what else it leads to.",
            "Give it a learningSpecification of its own.",
        )

    def _activity(self, key: str, specification: LearningSpecification) -> str:
        """The key of the activity of a specification, or of a new one."""
        there = _target_of(specification.learning_activity_specification)
        if there is None:
            return named_after(key, "activity", self._records)
        if isinstance(self._records.get(there), LearningActivitySpecification):
            return there
        raise _RefusedError(
            "LINK-NO-ACTIVITY",
            f"The specification {self._shown(key)} refers to the activity {shown_id(there)}, which is not in the "
            "document.",
            "Add the activity, or take out the reference to it.",
        )

    def _new_reference(self, meant: _Meant) -> str:
        identity = meant.identities[0]
        steps = [step for step in (identity.scheme_id, identity.identifier) if step is not None]
        if meant.id is None and self._namespace is None:
            raise _RefusedError(
                "LINK-NO-NAMESPACE",
                f"The reference to {identity.identifier!r} needs an id, and there is no namespace to make one.",
                "Give an index of datasets in which the qualification has an id, or a namespace of yours, such as "
                "https://data.example.org/lo/ (on the command line --namespace).",
            )
        id = meant.id or minted_id(self._namespace or "", "qualification-reference", *steps)
        key = comparable(id, is_uri=True)
        if key in self._records:
            id = key = beside(key, self._records)
        self._records[key] = QualificationRef(
            id=id, identifier=Identifier(value=identity.identifier, scheme_id=identity.scheme_id)
        )
        self._targets.setdefault((normalized(identity.identifier), scheme_of(identity.scheme_id)), []).append(key)
        return key

    def _attach(self, key: str, specification: LearningSpecification, activity: str, target: str) -> None:
        record = self._records.get(activity)
        if record is None:
            record = LearningActivitySpecification(id=activity, teaches=[IdReference(idref=specification.id)])
            link = IdReference(idref=activity)
            self._records[key] = dataclasses.replace(specification, learning_activity_specification=link)
        assert isinstance(record, LearningActivitySpecification)  # noqa: S101 - it was looked up as one
        more = IdReference(idref=self._records[target].id or "")
        self._records[activity] = dataclasses.replace(record, teaches=[*record.teaches, more])

    def _note(self, opportunity: str, target: str) -> None:
        """Note that an opportunity was to lead to what it leads to already."""
        for (_, there), wanted in self._linked.items():
            if there == target:
                wanted.add(opportunity)

    def _done(
        self, row: LinkRow, state: LinkState, opportunity: str, target: str, activity: str | None = None
    ) -> LinkedRow:
        return LinkedRow(
            row=row,
            state=state,
            opportunity=self._shown(opportunity),
            target=self._shown(target),
            activity=None if activity is None else self._shown(activity),
        )

    def _shown(self, key: str) -> str:
        """What to call a record: its id, if it has one."""
        return name_of(self._records[key]) or kind_of(self._records[key])

    def _shared(self, activity: str, target: str, others: Sequence[str]) -> Issue:
        return Issue(
            code="LINK-SHARED",
            severity=Severity.WARNING,
            message=f"The activity {self._shown(activity)} is that of {len(others):,} more opportunities, for which no "
            f"row says so, and which lead to {self._shown(target)} now, too: {_listed(map(self._shown, others))}.",
            remedy="Give an opportunity that leads elsewhere a specification and an activity of its own.",
            record=self._shown(activity),
            source=self._rows.source,
        )

    def _tell(self, code: str, severity: Severity, message: str, remedy: str, row: LinkRow) -> None:
        self._issues.add(
            Issue(
                code=code,
                severity=severity,
                message=message,
                remedy=remedy,
                line=row.line,
                record=row.opportunity,
                source=self._rows.source,
            )
        )


def _target_of(link: object) -> str | None:
    idref: object = getattr(link, "idref", None)
    return comparable(idref, is_uri=True) if isinstance(idref, str) else None


def _listed(names: Iterable[str]) -> str:
    first = list(names)
    more = f" and {len(first) - _SHOWN} more" if len(first) > _SHOWN else ""
    return ", ".join(first[:_SHOWN]) + more
