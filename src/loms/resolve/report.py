"""What resolving a dataset gives: each reference, each opportunity with what it leads to, and what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import attrs

from loms.errors import Issue, Severity
from loms.resolve.chain import Goal
from loms.resolve.matching import Match, Matches, Outcome
from loms.resolve.qualification import IndexedRecord

__all__ = ["Goal", "OpportunityLinks", "Resolution", "ResolvedReference", "shown_identifier"]


@attrs.frozen(kw_only=True)
class ResolvedReference:
    """A reference to a qualification and what it leads to.

    Attributes:
        id: Its ``@id``; None where it has none.
        identifier: Value of its identifier.
        scheme_id: Scheme of the identifier.
        line: Where it stands.
        found: What was found.
        is_accepted: Whether a near miss counts as found.
        others: The values of further identifiers, each with its scheme. The schema allows none. The first attributes
            are about the one that leads to a qualification, where only one does.
        is_contradictory: Whether its identifiers lead to different qualifications.
    """

    id: str | None
    identifier: str
    scheme_id: str | None
    line: int | None
    found: Matches
    is_accepted: bool = False
    others: tuple[tuple[str, str | None], ...] = ()
    is_contradictory: bool = False

    @property
    def outcome(self) -> Outcome:
        """What became of it."""
        return self.found.outcome

    @property
    def qualification(self) -> IndexedRecord | None:
        """The qualification that it stands for; None where that is not certain, or it is a near miss not accepted."""
        certain = self.outcome is Outcome.FOUND or (self.outcome is Outcome.NEAR and self.is_accepted)
        return self.found.matches[0].record if certain else None

    @property
    def name(self) -> str:
        """The reference for people: its identifier with the scheme."""
        return shown_identifier(self.identifier, self.scheme_id)

    def as_dict(self) -> Mapping[str, object]:
        """The reference as a mapping that JSON can hold."""
        return {
            "id": self.id,
            "identifier": self.identifier,
            "scheme_id": self.scheme_id,
            "line": self.line,
            "outcome": self.outcome.value,
            "accepted": self.is_accepted and self.outcome is Outcome.NEAR,
            "matches": [_match(each) for each in self.found.matches],
        }


def shown_identifier(identifier: str, scheme_id: str | None) -> str:
    """An identifier for people, with its scheme.

    Args:
        identifier: Its value.
        scheme_id: Its scheme; None where it has none.
    """
    return f"{identifier!r} of {scheme_id}" if scheme_id else f"{identifier!r}"


@attrs.frozen(kw_only=True)
class OpportunityLinks:
    """An opportunity and what it leads to.

    Attributes:
        id: Its ``@id``.
        title: Its title.
        line: Where it stands.
        goals: What is learned there, the nearest first.
    """

    id: str | None
    title: str
    line: int | None
    goals: tuple[Goal, ...]

    def as_dict(self) -> Mapping[str, object]:
        """The opportunity as a mapping that JSON can hold."""
        return {
            "id": self.id,
            "title": self.title,
            "line": self.line,
            "goals": [goal.as_dict() for goal in self.goals],
        }


@attrs.frozen(kw_only=True)
class Resolution:
    """What became of the links of a dataset.

    Attributes:
        source: Name of its file; None for one that was given as objects.
        references: Its references to qualifications, in its order.
        opportunities: Its opportunities, in its order.
        issues: What is wrong with references and links, in its order.
    """

    source: str | None
    references: tuple[ResolvedReference, ...]
    opportunities: tuple[OpportunityLinks, ...]
    issues: tuple[Issue, ...]

    @property
    def ok(self) -> bool:
        """Whether there is no error: every reference leads to one qualification, and every link to a record."""
        return not any(issue.severity is Severity.ERROR for issue in self.issues)

    @property
    def counts(self) -> Mapping[Outcome, int]:
        """How many references had each outcome."""
        return Counter(reference.outcome for reference in self.references)

    def as_dict(self) -> Mapping[str, object]:
        """The resolution as a mapping that JSON can hold."""
        return {
            "ok": self.ok,
            "source": self.source,
            "counts": {outcome.value: self.counts.get(outcome, 0) for outcome in Outcome},
            "references": [reference.as_dict() for reference in self.references],
            "opportunities": [opportunity.as_dict() for opportunity in self.opportunities],
            "issues": [issue.as_dict() for issue in self.issues],
        }


def _match(match: Match) -> Mapping[str, object]:
    identity = match.identity
    return {
        "identifier": identity.identifier if identity else None,
        "scheme_id": identity.scheme_id if identity else None,
        "differences": list(match.differences),
        "record": match.record.as_dict(),
    }
