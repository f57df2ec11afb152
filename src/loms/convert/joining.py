"""Puts the reports on the steps of a conversion together, and follows values from one step to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

import attrs

from loms.convert.accounting import ConversionReport, Entry, without_positions
from loms.convert.rules import Action
from loms.errors import Issue
from loms.formats import find_format

__all__ = ["Joint", "KnowsPlaces", "Places", "Trail", "joined", "place_of"]

_MADE = "It is not of the source: an earlier step of the conversion added it."

_Place = tuple[str | None, str]
"""A record, and a field in it, as entries name their sources."""


@attrs.frozen
class Trail:
    """Follows values through the steps of a conversion.

    Attributes:
        report: The report on all steps.
    """

    report: ConversionReport
    _by_place: dict[tuple[int, str | None, str], list[Entry]] = attrs.field(init=False, repr=False, eq=False)

    @_by_place.default
    def _index(self) -> dict[tuple[int, str | None, str], list[Entry]]:
        found: dict[tuple[int, str | None, str], list[Entry]] = {}
        for entry in self.report.entries:
            field = without_positions(entry.source)
            if field is not None:
                found.setdefault((entry.step, entry.record, field), []).append(entry)
        return found

    def after(self, entry: Entry) -> tuple[Entry, ...]:
        """What the next step made of the place to which an entry sent its value.

        Where several values stand at a place, these are the entries of all of them.

        Args:
            entry: An entry of the report.

        Returns:
            Entries of the next step, in the order of the report. None after the last step, and where the value was
            dropped.
        """
        if entry.target is None or entry.step >= len(self.report.steps):
            return ()
        record, field = place_of(entry, self.report.steps[entry.step - 1].target_format)
        return tuple(self._by_place.get((entry.step + 1, record, field), ()))


def joined(reports: Sequence[ConversionReport]) -> ConversionReport:
    """One report on several steps.

    What the second and later steps read are records of a format between, which nobody has seen: their entries say in
    which step they were made, and their issues also name the record of the source. What an earlier step added of its
    own counts as no loss when a later one drops it.

    Args:
        reports: The report on each step, in the order in which they were gone.

    Returns:
        The report; that on the only step as it is.
    """
    first, last = reports[0], reports[-1]
    if len(reports) == 1:
        return first
    entries = list(first.entries)
    issues = list(first.issues)
    before = Places(first.target_format)
    before.add(first.entries)
    for number, report in enumerate(reports[1:], start=2):
        joint = Joint(number=number, formats=(report.source_format, report.target_format), before=before)
        entries += map(joint.entry, report.entries)
        issues += map(joint.issue, report.issues)
        before = Places(report.target_format, before.origin)
        before.add(report.entries)
    return attrs.evolve(
        first,
        target_format=last.target_format,
        records_converted=last.records_converted,
        entries=tuple(entries),
        issues=tuple(issues),
        steps=tuple(step for report in reports for step in report.steps),
    )


class KnowsPlaces(Protocol):
    """Knows what a step of a conversion made."""

    def is_said(self, record: str | None, field: str) -> bool | None:
        """Whether a place has something of the source, or only what the step added; None where it has neither.

        Args:
            record: Identifier of a record that the step made; None for the document itself.
            field: A field of it, without positions, as the entries of the next step name it.
        """

    def origin(self, record: str) -> str | None:
        """The record of the source of which a record was made; None where that is not known.

        Args:
            record: Identifier of a record that the step made.
        """


@attrs.define
class Places:
    """What a step of a conversion made: `KnowsPlaces`, in memory.

    Attributes:
        target_format: Name of the format that it made.
        origin_before: The record of the source of which a record was made that the step read.
    """

    target_format: str
    origin_before: Callable[[str], str | None] = str
    _said: dict[_Place, bool] = attrs.field(factory=dict, init=False)
    _origins: dict[str, str] = attrs.field(factory=dict, init=False)

    def add(self, entries: Iterable[Entry]) -> None:
        """Note what the step made.

        Args:
            entries: Its entries.
        """
        for entry in entries:
            if entry.target is None:
                continue
            place = place_of(entry, self.target_format)
            self._said[place] = self._said.get(place, False) or entry.action is not Action.SYNTHESISED
            if entry.record and entry.target_record and entry.target_record not in self._origins:
                origin = self.origin_before(entry.record)
                if origin is not None:
                    self._origins[entry.target_record] = origin

    def is_said(self, record: str | None, field: str) -> bool | None:
        """As in `KnowsPlaces`."""
        return self._said.get((record, field))

    def origin(self, record: str) -> str | None:
        """As in `KnowsPlaces`."""
        return self._origins.get(record)


@attrs.frozen(kw_only=True)
class Joint:
    """Puts the account of a second or later step behind those before it.

    Attributes:
        number: Which step it is, counted from 1.
        formats: Names of the formats that it read and made.
        before: What the step before it made.
    """

    number: int
    formats: tuple[str, str]
    before: KnowsPlaces

    def entry(self, entry: Entry) -> Entry:
        """An entry of the step with its number; what the step before added of its own is not lost.

        Args:
            entry: The entry.
        """
        changed = attrs.evolve(entry, step=self.number)
        if entry.lost and self._is_added(entry):
            return attrs.evolve(changed, lost=False, reason=f"{entry.reason} {_MADE}")
        return changed

    def issue(self, issue: Issue) -> Issue:
        """An issue of the step, which also names the record of the source.

        Args:
            issue: The issue.
        """
        origin = self.before.origin(issue.record or "")
        made_of = f" The record was made of {origin}." if origin else ""
        message = f"Step {self.number}, from {self.formats[0]} to {self.formats[1]}: {issue.message}{made_of}"
        return attrs.evolve(issue, message=message)

    def _is_added(self, entry: Entry) -> bool:
        """Whether the source says nothing of a field, neither of itself nor of what it is a part of."""
        field = without_positions(entry.source)
        while field:
            is_said = self.before.is_said(entry.record, field)
            if is_said is not None:
                return not is_said
            field = field.rpartition("/")[0]
        return False


def place_of(entry: Entry, target_format: str) -> _Place:
    """The place to which an entry sent its value, as the entries of the next step name it.

    Args:
        entry: An entry that has a target.
        target_format: Name of the format that its step made.
    """
    target = entry.target or ""
    format = find_format(target_format)
    if entry.target_record is None:
        return None, f"{format.root}/{target}"
    return entry.target_record, "/".join(target.split("/")[format.record_depth - 1 :])
