"""Withdraws records from a stored release, with all that is there only for them."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

import attrs

from loms.errors import Issue, Severity, UsageError
from loms.legacy.delete import Delete
from loms.model import LearningOpportunity, QmsLearningOpportunities, Qualification
from loms.releases.adapting import as_specification, lead_to_their_kind_only, without_links
from loms.releases.reach import Arrow, Graph, left_behind, roots_of
from loms.releases.records import Record, Records, document_of, kind_of, records_of, shown_id
from loms.releases.report import Action, Entry, Release, ReleaseReport
from loms.releases.requests import find_all, wanted_of
from loms.releases.sweeping import check_what_is_left

__all__ = ["StillReferredTo", "withdraw"]


class StillReferredTo(enum.StrEnum):
    """What to do with a record that is to go although one that stays refers to it."""

    REFUSE = "refuse"
    """It stays, and the report has an error."""
    ADAPT = "adapt"
    """What refers to it is changed: an opportunity or a qualification does not name it as a part any more. A
    qualification to which something else refers stays as a learning specification with the same id, without its
    levels."""


def withdraw(
    stored: QmsLearningOpportunities,
    *,
    opportunities: Iterable[str] = (),
    qualifications: Iterable[str] = (),
    requests: Iterable[Delete] = (),
    scheme: str | None = None,
    still_referred_to: StillReferredTo | str = StillReferredTo.REFUSE,
) -> Release:
    """Withdraw opportunities and qualifications from a stored release.

    With a record goes what is there only for it: its specification, outcomes, activities, awards, organizations,
    frameworks. What another record needs stays, and so does every other opportunity and qualification.

    Args:
        stored: The stored release. It is not changed.
        opportunities: Identifiers of learning opportunities, or the ``@id`` of their records.
        qualifications: The same for qualifications. The two kinds have identifiers of their own.
        requests: Legacy requests to delete records. Their upload keys are not looked at.
        scheme: The ``schemeID`` of the identifiers, which is the identifier scheme of the conversion. Without it the
            scheme does not matter, unless records of several schemes have the same identifier: then none goes.
        still_referred_to: What to do with a record to which one that stays refers.

    Returns:
        The new release and the report on it. An identifier that no record has is a warning, a record that was not
        withdrawn an error.

    Raises:
        UsageError: The stored release is no LOMS document, a request is none, or an argument is of the wrong kind.
        InvalidDataError: Two of its records have the same id, or one has none.

    Examples:
        >>> import loms
        >>> from loms.model import QmsLearningOpportunities
        >>> stored = loms.read("examples/courses-loms.xml", expect=QmsLearningOpportunities)
        >>> done = withdraw(stored, opportunities=["TB-2026-002", "TB-1999-001"])
        >>> [entry.kind for entry in done.report.of(Action.WITHDRAWN)]
        ['learningOpportunity']
        >>> [issue.code for issue in done.report.issues]
        ['RELEASE-UNKNOWN-ID']
    """
    choice = _choice(still_referred_to)
    records = records_of(stored, role="stored release")
    wanted = wanted_of(opportunities, qualifications, requests)
    asked, issues = find_all(records, wanted, scheme)
    graph = Graph.of(records)
    state = _State(old=records, before=graph, records=dict(records), graph=graph, gone=set(asked))
    state.settle(choice)
    swept = state.swept()
    left = {key: record for key, record in state.records.items() if key not in state.gone and key not in swept}
    report = ReleaseReport(
        operation="withdraw",
        records_before=len(records),
        records_after=len(left),
        entries=tuple(_entries(state, asked, swept)),
        issues=(*issues, *state.issues, *check_what_is_left(records, left)),
    )
    return Release(document=document_of(left, stored), report=report)


@attrs.define(eq=False, kw_only=True)
class _State:
    """How far a withdrawal has come.

    Attributes:
        old: The records as they were.
        before: Their references.
        records: The records as they are, those included that are to go.
        graph: Their references.
        gone: Ids of those that are to go.
        changed: What became of those that were changed.
        issues: What somebody should look at.
    """

    old: Records
    before: Graph
    records: dict[str, Record]
    graph: Graph
    gone: set[str]
    changed: dict[str, Entry] = attrs.field(factory=dict)
    issues: list[Issue] = attrs.field(factory=list)

    def settle(self, choice: StillReferredTo) -> None:
        """Find out which records cannot go, because others that stay refer to them, and do what was chosen."""
        graph = self.before
        if choice is StillReferredTo.ADAPT:
            self._unlink()
            # As specifications they would have no links to other qualifications, which then may go.
            graph = Graph.of(self.records | {key: record for key, (record, _) in self._as_specifications().items()})
        staying = graph.alive(roots_of(self.old) - self.gone, gone=set(), about=self.before.about)
        held = [identity for identity in self.old if identity in self.gone and identity in staying]
        for identity in held:
            arrows = [arrow for arrow in graph.referrers[identity] if arrow[0] in staying]
            record = self.records[identity]
            if choice is StillReferredTo.ADAPT and isinstance(record, Qualification):
                self._demote(identity, record, arrows[0][0])
            else:
                self._refuse(identity, arrows)
        self.graph = Graph.of(self.records) if self.changed else self.before

    def swept(self) -> set[str]:
        """The records that go because only such that go needed them, or because they cannot be without those."""
        roots = roots_of(self.records)
        needed = self.graph.alive(roots, gone=self.gone, about=self.before.about)
        doomed = self.graph.referring(self.gone) - needed
        out = self.gone | doomed
        lost = self.before.reached(out | self.changed.keys(), roots=roots)
        return doomed | left_behind(self.graph, lost, roots=roots, gone=out, before=self.before)

    def companions(self) -> set[str]:
        """The records that those which go needed, or that are about them."""
        return self.before.reached(self.gone, roots=roots_of(self.old)) - self.gone

    def _as_specifications(self) -> Mapping[str, tuple[Record, tuple[str, ...]]]:
        """The qualifications that are to go, as what they would be if they had to stay."""
        found = ((identity, self.records[identity]) for identity in self.gone)
        return {identity: as_specification(record) for identity, record in found if isinstance(record, Qualification)}

    def _unlink(self) -> None:
        """Take what is to go out of the opportunities and qualifications that name it as a part, or the like."""
        links: dict[str, list[tuple[str, str]]] = {}
        for identity in self.old:
            for referrer, link in self.before.referrers.get(identity, ()) if identity in self.gone else ():
                if referrer not in self.gone and link.fields[0] in lead_to_their_kind_only(self.old[referrer]):
                    links.setdefault(referrer, []).append((identity, link.path.partition("/")[0]))
        for referrer, found in links.items():
            self.records[referrer] = without_links(self.old[referrer], {identity for identity, _ in found})
            (first, _), *more = found
            others = f" and {len(more):,} more" if more else ""
            self.changed[referrer] = Entry(
                record=shown_id(referrer),
                kind=kind_of(self.old[referrer]),
                action=Action.CHANGED,
                reason=f"It can refer to {shown_id(first)}{others} no longer.",
                fields=tuple(dict.fromkeys(field for _, field in found)),
            )

    def _refuse(self, identity: str, arrows: Sequence[Arrow]) -> None:
        """Let a record stay because of what refers to it."""
        self.gone.discard(identity)
        referrer, link = arrows[0]
        more = len({each for each, _ in arrows}) - 1
        others = f" and {more:,} more still refer" if more else " still refers"
        self.issues.append(
            Issue(
                code="RELEASE-STILL-REFERRED-TO",
                severity=Severity.ERROR,
                message=f"The {kind_of(self.records[identity])} was not withdrawn, because {self._name(referrer)} "
                f"({link.path}){others} to it.",
                remedy="Withdraw what refers to it, too, or let it be changed: still_referred_to='adapt', on the "
                "command line --still-referred-to adapt.",
                record=shown_id(identity),
            )
        )

    def _demote(self, identity: str, record: Qualification, referrer: str) -> None:
        specification, dropped = as_specification(record)
        self.records[identity] = specification
        self.gone.discard(identity)
        by = self._name(referrer)
        self.changed[identity] = Entry(
            record=shown_id(identity),
            kind=kind_of(specification),
            action=Action.CHANGED,
            reason=f"It was a qualification, to which {by} still refers; it stays as a learning specification.",
            fields=dropped,
        )
        self.issues.append(
            Issue(
                code="RELEASE-QUALIFICATION-ADAPTED",
                severity=Severity.WARNING,
                message=f"The qualification stays as a learning specification, because {by} still refers to it. It "
                f"lost what a learning specification cannot say: {', '.join(dropped)}.",
                remedy="Withdraw what refers to it, too, if it should go altogether.",
                record=shown_id(identity),
            )
        )

    def _name(self, identity: str) -> str:
        """A record in a message."""
        return f"{kind_of(self.records[identity])} {shown_id(identity)}"


def _choice(still_referred_to: StillReferredTo | str) -> StillReferredTo:
    try:
        return StillReferredTo(still_referred_to)
    except ValueError as error:
        choices = " or ".join(repr(each.value) for each in StillReferredTo)
        raise UsageError(f"still_referred_to is {still_referred_to!r}; give {choices}.") from error


def _entries(state: _State, asked: Mapping[str, str], swept: Set[str]) -> Iterator[Entry]:
    """What became of the records, in the order of the stored release."""
    companions = state.companions()
    for identity, record in state.old.items():
        shown, kind = shown_id(identity), kind_of(record)
        if identity in state.gone:
            reason = f"It was asked for as {asked[identity]!r}."
            yield Entry(record=shown, kind=kind, action=Action.WITHDRAWN, reason=reason)
        elif identity in swept:
            yield Entry(
                record=shown, kind=kind, action=Action.SWEPT, reason="Nothing needs it without what was withdrawn."
            )
        elif identity in state.changed:
            yield state.changed[identity]
        elif identity in asked:
            yield Entry(record=shown, kind=kind, action=Action.KEPT, reason="A record that stays still refers to it.")
        elif identity in companions:
            yield Entry(record=shown, kind=kind, action=Action.KEPT, reason=_why_kept(record))


def _why_kept(record: Record) -> str:
    if isinstance(record, (LearningOpportunity, Qualification)):
        return "It is published for itself, and was not asked for."
    return "Other records need it, too."
