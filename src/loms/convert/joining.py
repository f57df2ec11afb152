"""Puts the reports on the steps of a conversion together, and follows values from one step to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from loms.convert.accounting import ConversionReport, Entry, without_positions
from loms.convert.rules import Action
from loms.errors import Issue
from loms.formats import find_format

__all__ = ["Trail", "joined"]

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
        record, field = _place(entry, self.report.steps[entry.step - 1].target_format)
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
    before = first
    origins = {
        entry.target_record: entry.record for entry in reversed(first.entries) if entry.record and entry.target_record
    }
    for number, report in enumerate(reports[1:], start=2):
        entries += _entries(report, before, number)
        issues += [_issue(issue, report, number, origins) for issue in report.issues]
        origins = {
            entry.target_record: origins[entry.record]
            for entry in reversed(report.entries)
            if entry.record and entry.record in origins and entry.target_record
        }
        before = report
    return attrs.evolve(
        first,
        target_format=last.target_format,
        records_converted=last.records_converted,
        entries=tuple(entries),
        issues=tuple(issues),
        steps=tuple(step for report in reports for step in report.steps),
    )


def _entries(report: ConversionReport, before: ConversionReport, number: int) -> list[Entry]:
    """The entries of a step, with its number; what the step before added of its own is not lost."""
    said: set[_Place] = set()
    added: set[_Place] = set()
    for entry in before.entries:
        if entry.target is not None:
            places = added if entry.action is Action.SYNTHESISED else said
            places.add(_place(entry, before.target_format))
    found = []
    for entry in report.entries:
        changed = attrs.evolve(entry, step=number)
        if entry.lost and _is_added(entry, said, added):
            changed = attrs.evolve(changed, lost=False, reason=f"{entry.reason} {_MADE}")
        found.append(changed)
    return found


def _is_added(entry: Entry, said: set[_Place], added: set[_Place]) -> bool:
    """Whether the source says nothing of a field, neither of itself nor of what it is a part of."""
    field = without_positions(entry.source)
    while field:
        if (entry.record, field) in said:
            return False
        if (entry.record, field) in added:
            return True
        field = field.rpartition("/")[0]
    return False


def _place(entry: Entry, target_format: str) -> _Place:
    """The place to which an entry sent its value, as the entries of the next step name it."""
    target = entry.target or ""
    format = find_format(target_format)
    if entry.target_record is None:
        return None, f"{format.root}/{target}"
    return entry.target_record, "/".join(target.split("/")[format.record_depth - 1 :])


def _issue(issue: Issue, report: ConversionReport, number: int, origins: Mapping[str, str]) -> Issue:
    origin = origins.get(issue.record or "")
    made_of = f" The record was made of {origin}." if origin else ""
    message = f"Step {number}, from {report.source_format} to {report.target_format}: {issue.message}{made_of}"
    return attrs.evolve(issue, message=message)
