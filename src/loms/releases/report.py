"""What an operation gives: the new release, and what became of the records."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Mapping

import attrs

from loms.errors import Issue, Severity
from loms.model import QmsLearningOpportunities

__all__ = ["Action", "Entry", "Release", "ReleaseReport"]


class Action(enum.StrEnum):
    """What became of a record."""

    ADDED = "added"
    """It is new."""
    CHANGED = "changed"
    """It is there in another version."""
    UNCHANGED = "unchanged"
    """The increment has it as it was."""
    WITHDRAWN = "withdrawn"
    """It was to go, and is not there any more."""
    SWEPT = "swept"
    """It is not there any more, because nothing refers to it."""
    KEPT = "kept"
    """It stays, although it was to go or belonged to a record that went."""
    REFUSED = "refused"
    """The increment has it, but it was not taken."""


@attrs.frozen(kw_only=True)
class Entry:
    """What became of one record.

    Attributes:
        record: Its ``@id``.
        kind: Its element, such as ``learningOpportunity``.
        action: What became of it.
        reason: Why, one sentence.
        fields: For a record that changed, the fields that did, in the names of the XML and the order of the schema.
    """

    record: str
    kind: str
    action: Action
    reason: str
    fields: tuple[str, ...] = ()

    def as_dict(self) -> Mapping[str, object]:
        """The entry as a mapping that JSON can hold, the keys in the order of the attributes."""
        return {**attrs.asdict(self), "action": self.action.value, "fields": list(self.fields)}


@attrs.frozen(kw_only=True)
class ReleaseReport:
    """What an operation on a stored release did.

    Attributes:
        operation: ``merge``, ``withdraw`` or ``sweep``.
        records_before: Number of records of the stored release.
        records_after: Number of records of the new one.
        entries: What became of the records. Those that the operation is not about have none.
        issues: What somebody should look at; errors are what was refused.
    """

    operation: str
    records_before: int
    records_after: int
    entries: tuple[Entry, ...]
    issues: tuple[Issue, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing was refused."""
        return not any(issue.severity is Severity.ERROR for issue in self.issues)

    def of(self, action: Action) -> tuple[Entry, ...]:
        """The entries with this action.

        Args:
            action: What became of the records.
        """
        return tuple(entry for entry in self.entries if entry.action is action)

    def summary(self) -> Mapping[str, Mapping[Action, int]]:
        """How many records of each kind had each action, the kinds in the order of their first entry."""
        counts: dict[str, Counter[Action]] = {}
        for entry in self.entries:
            counts.setdefault(entry.kind, Counter())[entry.action] += 1
        return counts

    def as_dict(self) -> Mapping[str, object]:
        """The report as a mapping that JSON can hold.

        Returns:
            ``operation``, ``records`` (numbers ``before`` and ``after``), ``counts`` (number of records by action),
            ``summary`` (the same for each kind), ``issues`` and ``entries``.

        Examples:
            >>> report = ReleaseReport(operation="sweep", records_before=1, records_after=1, entries=(), issues=())
            >>> report.as_dict()["counts"]["swept"]
            0
        """
        return {
            "operation": self.operation,
            "records": {"before": self.records_before, "after": self.records_after},
            "counts": {action.value: len(self.of(action)) for action in Action},
            "summary": [
                {"kind": kind, "counts": {action.value: counts[action] for action in Action if counts.get(action)}}
                for kind, counts in self.summary().items()
            ],
            "issues": [issue.as_dict() for issue in self.issues],
            "entries": [entry.as_dict() for entry in self.entries],
        }


@attrs.frozen(kw_only=True)
class Release:
    """What an operation gives.

    Attributes:
        document: The new release. Records that did not change are the same objects as in the documents that it was
            made of, so copy it before you change them.
        report: What became of the records.
    """

    document: QmsLearningOpportunities
    report: ReleaseReport
