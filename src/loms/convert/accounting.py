"""The account of a record: what became of its leaves, entered step by step until nothing is left to account for."""

from __future__ import annotations

import attrs

from loms.convert.leaves import Leaf, View
from loms.convert.report import ConversionReport, Entry, FieldSummary, Step, stop_at_error, without_positions
from loms.convert.rules import Action, Line, Rules
from loms.convert.tally import Tally
from loms.errors import Issue, Severity

__all__ = [
    "Action",
    "ConversionReport",
    "Entry",
    "FieldSummary",
    "Ledger",
    "Spot",
    "Step",
    "Target",
    "shortened",
    "stop_at_error",
    "without_positions",
]

_SHORT = 80
_NO_RULE = "There is no rule for it."


# These two are not frozen for the same reason as leaves and entries: there is one for each entry.
@attrs.define(unsafe_hash=True)
class Target:
    """A place in a record of the target.

    Attributes:
        path: Path without positions.
        record: The ``@id`` of the record.
    """

    path: str
    record: str | None = None


@attrs.define(unsafe_hash=True)
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
        entries: What became of them so far; none where there is a tally.
        issues: What somebody should look at.
        tally: Counts what became of them when the account ends, where nobody wants more than the numbers.
    """

    rules: Rules
    view: View
    record: str | None = None
    entries: list[Entry] = attrs.field(factory=list)
    issues: list[Issue] = attrs.field(factory=list)
    tally: Tally | None = None
    _counted: list[Line] = attrs.field(factory=list, init=False)
    _paths: list[str | None] = attrs.field(factory=list, init=False)

    def keep(self, leaf: Leaf, action: Action, target: Target) -> None:
        """Account for a leaf that stands in the target.

        Args:
            leaf: The source.
            action: In which way it does.
            target: Where.
        """
        if self.tally is None:
            self._enter(leaf, action, target)
        else:
            self._count(leaf, leaf.path, leaf.field, action, target.path)

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
        if self.tally is None:
            self._enter(None, Action.SYNTHESISED, target)
        else:
            self._count(None, None, "", Action.SYNTHESISED, target.path)

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

    def accounted(self) -> set[str | None]:
        """Paths of the leaves that have been accounted for."""
        if self.tally is not None:
            return set(self._paths)
        return {entry.source for entry in self.entries}

    def close(self) -> None:
        """End the account: every leaf that no step has accounted for is an error. Entries come in document order."""
        seen = self.accounted()
        for leaf in self.view.leaves:
            if leaf.path not in seen:
                self._take_unaccounted(leaf)
        if self.tally is None:
            order = self._order()
            last = len(order)
            self.entries.sort(key=lambda entry: order.get(entry.source, last))
            return
        # Only a line that was never counted before has to come in order.
        if self.tally.has_counted(self._counted):
            self.tally.count(self._counted)
        else:
            order = self._order()
            last = len(order)
            lines = sorted(zip(self._paths, self._counted, strict=True), key=lambda line: order.get(line[0], last))
            self.tally.count([line for _, line in lines])

    def _order(self) -> dict[str | None, int]:
        return {leaf.path: position for position, leaf in enumerate(self.view.leaves)}

    def _take_unaccounted(self, leaf: Leaf) -> None:
        self._enter(leaf, Action.DROPPED, Target(""), _NO_RULE, lost=bool(leaf.value.strip()))
        self.issue(
            "CONVERT-UNACCOUNTED",
            f"{leaf.path} was not converted, because no step of the conversion handles it.",
            severity=Severity.ERROR,
            path=leaf.path,
            remedy="Report this as a bug of the conversion.",
        )

    def leave_out(self, reason: str) -> None:
        """Account for a record that cannot be converted: all of it is dropped, whatever was entered before.

        Args:
            reason: Why, one sentence.
        """
        self.entries.clear()
        self._counted.clear()
        self._paths.clear()
        for leaf in self.view.leaves:
            self.drop(leaf, lost=bool(leaf.value.strip()), detail=reason)

    def _enter(
        self, leaf: Leaf | None, action: Action, target: Target, detail: str = "", *, lost: bool = False
    ) -> None:
        place = target.path
        ruling = self.rules.rulings[leaf.field if leaf else "", action, place]
        reason = detail or ruling.reason
        if reason is None:
            reason = self._no_reason(leaf, action, place)
        if self.tally is not None:
            self._counted.append((1, leaf.field, action, reason) if leaf and lost else ruling.line)
            self._paths.append(leaf.path if leaf else None)
            return
        self.entries.append(
            Entry(
                record=self.record,
                source=leaf.path if leaf else None,
                language=leaf.language if leaf else None,
                value=shortened(leaf.value) if leaf and not ruling.is_secret else None,
                action=action,
                target=place or None,
                target_record=target.record,
                reason=reason,
                lost=lost,
            )
        )

    def _count(self, leaf: Leaf | None, path: str | None, field: str, action: Action, place: str) -> None:
        """Do in short what `_enter` does where nothing is lost, because it is done for most leaves of most records."""
        ruling = self.rules.rulings[field, action, place]
        if ruling.reason is None:
            self._no_reason(leaf, action, place)
        self._counted.append(ruling.line)
        self._paths.append(path)

    def _no_reason(self, leaf: Leaf | None, action: Action, place: str) -> str:
        """Report that no rule allows what became of a leaf."""
        self.issue(
            "CONVERT-NO-RULE",
            f"The table has no rule by which {leaf.field if leaf else 'nothing'} is {action} at {place or 'no place'}.",
            severity=Severity.ERROR,
            path=leaf.path if leaf else None,
            remedy="Report this as a bug of the conversion.",
        )
        return _NO_RULE


def shortened(value: str) -> str:
    """A value as an entry has it: cut after 80 characters.

    Args:
        value: The value.

    Examples:
        >>> shortened("Bread"), len(shortened("x" * 100))
        ('Bread', 80)
    """
    return value if len(value) <= _SHORT else f"{value[: _SHORT - 1]}…"
