"""The report of a conversion: what became of every field of every record, and what somebody should look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

import attrs

from loms.convert.rules import Action
from loms.errors import InvalidDataError, Issue, Severity

__all__ = ["ConversionReport", "Entry", "FieldSummary", "Step", "stop_at_error", "without_positions"]


@attrs.frozen(kw_only=True)
class Entry:
    """What became of one field of one record at one place.

    Attributes:
        record: Identifier of the source record; None for the document itself.
        source: Path of the element or attribute, such as ``LearningOpportunity/Title[2]``; None for what was
            synthesised.
        language: Language of a text as the source has it; None where it says none.
        value: The value, or the part of it that this entry is about, cut where it is long; None where it is a secret or
            was synthesised.
        action: What became of it.
        target: Path of the place it went to, such as ``learningOpportunities/learningOpportunity/title/text``.
        target_record: The ``@id`` of the record in which that place is.
        reason: Why, one sentence.
        lost: Whether something that the source said is not said in the target any more.
        step: In which step of the conversion it became that, counted from 1. From the second on, record and source are
            those of the format between, not of the source.
    """

    record: str | None
    source: str | None
    language: str | None
    value: str | None
    action: Action
    target: str | None
    target_record: str | None
    reason: str
    lost: bool = False
    step: int = 1

    def as_dict(self) -> Mapping[str, str | bool | int | None]:
        """The entry as a mapping that JSON can hold, the keys in the order of the attributes."""
        return attrs.asdict(self, value_serializer=_plain)


@attrs.frozen(kw_only=True)
class FieldSummary:
    """How often what became of a field.

    Attributes:
        source: The field, without positions; None for what was synthesised.
        counts: Number of entries by action.
        lost: Number of entries in which something was lost.
        step: In which step of the conversion, counted from 1.
    """

    source: str | None
    counts: Mapping[Action, int]
    lost: int
    step: int = 1

    def as_dict(self) -> Mapping[str, object]:
        """The summary as a mapping that JSON can hold."""
        return {
            "source": self.source,
            "counts": {action.value: self.counts[action] for action in Action if self.counts.get(action)},
            "lost": self.lost,
            "step": self.step,
        }


@attrs.frozen(kw_only=True)
class Step:
    """One step of a conversion, from a format to the next.

    Attributes:
        source_format: Name of the format that it read.
        target_format: Name of the format that it made.
        records_read: Number of records that could become records of the target.
        records_converted: Number of them that did.
    """

    source_format: str
    target_format: str
    records_read: int
    records_converted: int

    @property
    def records_left_out(self) -> int:
        """Number of records that could not be converted; ``issues`` of the report say why."""
        return self.records_read - self.records_converted

    def as_dict(self) -> Mapping[str, str | int]:
        """The step as a mapping that JSON can hold."""
        return {
            "source_format": self.source_format,
            "target_format": self.target_format,
            "read": self.records_read,
            "converted": self.records_converted,
            "left_out": self.records_left_out,
        }


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
        counts: dict[tuple[int, str | None], Counter[Action]] = {}
        lost: Counter[tuple[int, str | None]] = Counter()
        for entry in self.entries:
            key = entry.step, without_positions(entry.source)
            counts.setdefault(key, Counter())[entry.action] += 1
            lost[key] += entry.lost
        return tuple(
            FieldSummary(source=key[1], counts=dict(count), lost=lost[key], step=key[0])
            for key, count in counts.items()
        )

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


def without_positions(path: str | None) -> str | None:
    """A path without positions, which names the field.

    Args:
        path: Path of an element or attribute; None for none.

    Examples:
        >>> without_positions("LearningOpportunity/Title[2]/@language")
        'LearningOpportunity/Title/@language'
    """
    if path is None:
        return None
    return "/".join(step.partition("[")[0] for step in path.split("/"))


def _plain(_instance: object, _field: object, value: object) -> object:
    return value.value if isinstance(value, Action) else value


def _without(values: Mapping[str, object], hidden: Collection[str]) -> Mapping[str, object]:
    return {key: value for key, value in values.items() if key not in hidden}
