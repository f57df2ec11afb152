"""The report of a conversion: what became of every field of every record, and what somebody should look at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import attrs

from loms.convert.entries import Entry, FieldSummary, Step, without_positions
from loms.convert.rules import Action
from loms.convert.tally import Tally
from loms.errors import InvalidDataError, Issue, Severity

__all__ = ["ConversionReport", "Entry", "FieldSummary", "Step", "stop_at_error", "without_positions"]


@attrs.frozen(kw_only=True)
class ConversionReport:
    """The account of a conversion, made from what happened.

    A conversion that goes through a format between has several steps. Then the records that it read are those of the
    first step, and those that it converted stand in the target of the last; their numbers need not be comparable,
    because a step may make several records of one, or need only some kinds of them.

    Attributes:
        source_format: Name of the format that was converted.
        target_format: Name of the format it was converted to.
        records_read: Number of source records.
        records_converted: Number of records of the last step that stand in the target.
        entries: What became of every field, step by step and record by record.
        issues: What somebody should look at; errors are records that were left out and rules that are missing.
        steps: The steps, in the order in which they were gone.
    """

    source_format: str
    target_format: str
    records_read: int
    records_converted: int
    entries: tuple[Entry, ...]
    issues: tuple[Issue, ...]
    steps: tuple[Step, ...] = attrs.field()

    @steps.default
    def _only_step(self) -> tuple[Step, ...]:
        return (
            Step(
                source_format=self.source_format,
                target_format=self.target_format,
                records_read=self.records_read,
                records_converted=self.records_converted,
            ),
        )

    @property
    def records_left_out(self) -> int:
        """Number of records that could not be converted, over all steps."""
        return sum(step.records_left_out for step in self.steps)

    @property
    def ok(self) -> bool:
        """Whether there is no error."""
        return not any(issue.severity is Severity.ERROR for issue in self.issues)

    @property
    def lost(self) -> tuple[Entry, ...]:
        """The entries of what the source said and the target does not say."""
        return tuple(entry for entry in self.entries if entry.lost)

    def of(self, action: Action) -> tuple[Entry, ...]:
        """The entries with this action.

        Args:
            action: What became of the fields.
        """
        return tuple(entry for entry in self.entries if entry.action is action)

    def summary(self) -> tuple[FieldSummary, ...]:
        """What became of each field over all records, step by step, in the order of the source."""
        tally = Tally()
        tally.add(self.entries)
        return tally.summary()

    def as_dict(self) -> Mapping[str, object]:
        """The report as a mapping that JSON can hold: formats, numbers, summary, issues, entries.

        Fields and entries say their step only where there are several.
        """
        hidden = {"step"} if len(self.steps) == 1 else set()
        return {
            "source_format": self.source_format,
            "target_format": self.target_format,
            "records": {"read": self.records_read, "converted": self.records_converted},
            "steps": [step.as_dict() for step in self.steps],
            "lost": len(self.lost),
            "summary": [_without(field.as_dict(), hidden) for field in self.summary()],
            "issues": [issue.as_dict() for issue in self.issues],
            "entries": [_without(entry.as_dict(), hidden) for entry in self.entries],
        }


def stop_at_error(issues: Iterable[Issue]) -> None:
    """End a strict conversion at the first error.

    Args:
        issues: What was found so far.

    Raises:
        InvalidDataError: There is an error among them; ``issues`` of the exception holds the first.
    """
    error = next((issue for issue in issues if issue.severity is Severity.ERROR), None)
    if error is not None:
        raise InvalidDataError.of(error)


def _without(values: Mapping[str, object], hidden: Collection[str]) -> Mapping[str, object]:
    return {key: value for key, value in values.items() if key not in hidden}
