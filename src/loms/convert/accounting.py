"""The account of a conversion: what became of every field of every record, and what somebody should look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import attrs

from loms.convert.leaves import Leaf, View
from loms.convert.rules import Action, Rules
from loms.errors import Issue, Severity

__all__ = ["Action", "ConversionReport", "Entry", "FieldSummary", "Ledger", "Spot", "Target"]

_SHORT = 80


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

    def as_dict(self) -> Mapping[str, str | bool | None]:
        """The entry as a mapping that JSON can hold, the keys in the order of the attributes."""
        return attrs.asdict(self, value_serializer=_plain)


@attrs.frozen(kw_only=True)
class FieldSummary:
    """How often what became of a field.

    Attributes:
        source: The field, without positions; None for what was synthesised.
        counts: Number of entries by action.
        lost: Number of entries in which something was lost.
    """

    source: str | None
    counts: Mapping[Action, int]
    lost: int

    def as_dict(self) -> Mapping[str, object]:
        """The summary as a mapping that JSON can hold."""
        return {
            "source": self.source,
            "counts": {action.value: self.counts[action] for action in Action if self.counts.get(action)},
            "lost": self.lost,
        }


@attrs.frozen(kw_only=True)
class ConversionReport:
    """The account of a conversion, made from what happened.

    Attributes:
        source_format: Name of the format that was converted.
        target_format: Name of the format it was converted to.
        records_read: Number of source records.
        records_converted: Number of them that stand in the target; the others are in ``issues``.
        entries: What became of every field, record by record.
        issues: What somebody should look at; errors are records that were left out and rules that are missing.
    """

    source_format: str
    target_format: str
    records_read: int
    records_converted: int
    entries: tuple[Entry, ...]
    issues: tuple[Issue, ...]

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
        """What became of each field over all records, in the order of the source."""
        counts: dict[str | None, Counter[Action]] = {}
        lost: Counter[str | None] = Counter()
        for entry in self.entries:
            field = _without_positions(entry.source)
            counts.setdefault(field, Counter())[entry.action] += 1
            lost[field] += entry.lost
        return tuple(
            FieldSummary(source=field, counts=dict(count), lost=lost[field]) for field, count in counts.items()
        )

    def as_dict(self) -> Mapping[str, object]:
        """The report as a mapping that JSON can hold: formats, numbers, summary, issues, entries."""
        return {
            "source_format": self.source_format,
            "target_format": self.target_format,
            "records": {"read": self.records_read, "converted": self.records_converted},
            "lost": len(self.lost),
            "summary": [field.as_dict() for field in self.summary()],
            "issues": [issue.as_dict() for issue in self.issues],
            "entries": [entry.as_dict() for entry in self.entries],
        }


@attrs.frozen
class Target:
    """A place in a record of the target.

    Attributes:
        path: Path without positions.
        record: The ``@id`` of the record.
    """

    path: str
    record: str | None = None


@attrs.frozen
class Spot:
    """A record of the target, which knows the paths below it.

    Attributes:
        section: Path of such records, such as ``agentReferences/organization``.
        id: The ``@id`` of this one.
    """

    section: str
    id: str

    def at(self, path: str) -> Target:
        """A place in the record.

        Args:
            path: Path below the record, such as ``title/text``.
        """
        return Target(f"{self.section}/{path}" if path else self.section, self.id)


@attrs.define
class Ledger:
    """Keeps the account of one record, and knows which leaves of it are not yet accounted for.

    Attributes:
        rules: What may become of a field.
        view: The leaves of the record.
        record: Identifier of the record; None for the document itself.
        entries: What became of them so far.
        issues: What somebody should look at.
    """

    rules: Rules
    view: View
    record: str | None = None
    entries: list[Entry] = attrs.field(factory=list)
    issues: list[Issue] = attrs.field(factory=list)

    def keep(self, leaf: Leaf, action: Action, target: Target) -> None:
        """Account for a leaf that stands in the target.

        Args:
            leaf: The source.
            action: In which way it does.
            target: Where.
        """
        self._enter(leaf, action, target)

    def drop(self, leaf: Leaf, *, lost: bool, detail: str = "") -> None:
        """Account for a leaf that does not stand in the target.

        Args:
            leaf: The source.
            lost: Whether it said something.
            detail: What to say instead of the reason of the rule.
        """
        self._enter(leaf, Action.DROPPED, Target(""), detail, lost=lost)

    def synthesise(self, target: Target) -> None:
        """Account for something that the target needs and the source does not have.

        Args:
            target: Where it stands.
        """
        self._enter(None, Action.SYNTHESISED, target)

    def issue(self, code: str, message: str, *, severity: Severity, path: str | None = None, remedy: str = "") -> None:
        """Report something that somebody should look at.

        Args:
            code: Stable name of the kind of problem, such as ``CONVERT-NO-TITLE``.
            message: One sentence with the values in it.
            severity: How much it weighs.
            path: Path of the source element or attribute.
            remedy: What to do about it.
        """
        self.issues.append(
            Issue(code=code, severity=severity, message=message, remedy=remedy or None, path=path, record=self.record)
        )

    def close(self) -> None:
        """End the account: every leaf that no step has accounted for is an error. Entries come in document order."""
        seen = {entry.source for entry in self.entries}
        for leaf in self.view.leaves:
            if leaf.path in seen:
                continue
            self._enter(leaf, Action.DROPPED, Target(""), "There is no rule for it.", lost=bool(leaf.value.strip()))
            self.issue(
                "CONVERT-UNACCOUNTED",
                f"{leaf.path} was not converted, because no step of the conversion handles it.",
                severity=Severity.ERROR,
                path=leaf.path,
                remedy="Report this as a bug of the conversion.",
            )
        order = {leaf.path: position for position, leaf in enumerate(self.view.leaves)}
        self.entries.sort(key=lambda entry: order.get(entry.source or "", len(order)))

    def leave_out(self, reason: str) -> None:
        """Account for a record that cannot be converted: all of it is dropped, whatever was entered before.

        Args:
            reason: Why, one sentence.
        """
        self.entries.clear()
        for leaf in self.view.leaves:
            self.drop(leaf, lost=bool(leaf.value.strip()), detail=reason)

    def _enter(
        self, leaf: Leaf | None, action: Action, target: Target, detail: str = "", *, lost: bool = False
    ) -> None:
        field = leaf.field if leaf else ""
        reason = detail or self.rules.reason(source=field, action=action, target=target.path)
        if reason is None:
            reason = "There is no rule for it."
            self.issue(
                "CONVERT-NO-RULE",
                f"The table has no rule by which {field or 'nothing'} is {action} at {target.path or 'no place'}.",
                severity=Severity.ERROR,
                path=leaf.path if leaf else None,
                remedy="Report this as a bug of the conversion.",
            )
        self.entries.append(
            Entry(
                record=self.record,
                source=leaf.path if leaf else None,
                language=leaf.language if leaf else None,
                value=_short(leaf.value) if leaf and not self.rules.is_secret(leaf.field) else None,
                action=action,
                target=target.path or None,
                target_record=target.record,
                reason=reason,
                lost=lost,
            )
        )


def _short(value: str) -> str:
    return value if len(value) <= _SHORT else f"{value[: _SHORT - 1]}…"


def _plain(_instance: object, _field: object, value: object) -> object:
    return value.value if isinstance(value, Action) else value


def _without_positions(path: str | None) -> str | None:
    if path is None:
        return None
    return "/".join(step.partition("[")[0] for step in path.split("/"))
