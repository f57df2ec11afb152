"""Counts issues by provider and rule as they are found; all are counted, of each kind a few are kept."""

from __future__ import annotations

from array import array
from collections import Counter

from loms.errors import Issue, Severity
from loms.reporting.issue_table import IssueTable, add_to_row
from loms.reporting.providers import Providers
from loms.reporting.record_ids import RecordIds

__all__ = ["IssueKeeper"]

_SAMPLES = 2
_MOST_SAMPLES = 5_000
"""How many issues are kept altogether."""


class IssueKeeper:
    """Counts issues as they are found.

    Args:
        ids: The ids of the records.
        providers: Whose they are.
    """

    def __init__(self, ids: RecordIds, providers: Providers) -> None:
        self._ids = ids
        self._providers = providers
        # The providers that have issues, by the numbers of their ids; None for records without one.
        self._rows: dict[int | None, int] = {}
        self._numbers: dict[tuple[str, Severity], array[int]] = {}
        self._records: Counter[str] = Counter()
        self._last: dict[str, str] = {}
        self._samples: dict[tuple[int, str], tuple[Issue, ...]] = {}
        self._kept = 0

    def add(self, issue: Issue) -> bool:
        """Count an issue. Issues of one record and one code must come one after the other.

        Args:
            issue: The issue.

        Returns:
            Whether it is one of those that are kept.
        """
        number = None if issue.record is None else self._ids.find(issue.record)
        owner = None if number is None else self._providers.owner(number)
        row = self._rows.setdefault(owner, len(self._rows))
        add_to_row(self._numbers.setdefault((issue.code, issue.severity), array("I")), row, 1)
        is_new = issue.record is None or issue.record != self._last.get(issue.code)
        if issue.record is not None and is_new:
            self._records[issue.code] += 1
            self._last[issue.code] = issue.record
        return is_new and self._kept < _MOST_SAMPLES and self._keep(row, issue)

    def table(self) -> IssueTable:
        """What was counted."""
        providers = [None if owner is None else self._providers.provider(owner) for owner in self._rows]
        return IssueTable(providers, self._numbers, self._samples, self._records)

    def _keep(self, row: int, issue: Issue) -> bool:
        kept = self._samples.get((row, issue.code), ())
        if len(kept) == _SAMPLES:
            return False
        self._samples[row, issue.code] = (*kept, issue)
        self._kept += 1
        return True
