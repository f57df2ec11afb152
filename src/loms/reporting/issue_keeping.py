"""Counts issues by provider and rule as they are found; all are counted, of each kind a few are kept."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict

from loms.errors import Issue, Severity
from loms.io.columns import Column
from loms.reporting.issue_table import IssueTable
from loms.reporting.providers import ProviderColumn, Providers
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
        # By the number of a provider and one more, 0 for records without one: its row in the table and one more.
        self._rows = Column("I")
        # By row: the number of the provider and one more, or 0.
        self._owners = Column("I")
        self._numbers = defaultdict[tuple[str, Severity], Column](lambda: Column("I"))
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
        row = self._row(0 if owner is None else owner + 1)
        numbers = self._numbers[issue.code, issue.severity]
        numbers.reach(row + 1)
        numbers[row] += 1
        is_new = issue.record is None or issue.record != self._last.get(issue.code)
        if issue.record is not None and is_new:
            self._records[issue.code] += 1
            self._last[issue.code] = issue.record
        return is_new and self._kept < _MOST_SAMPLES and self._keep(row, issue)

    def table(self) -> IssueTable:
        """What was counted."""
        # The table stands by itself, so that all that was counted in the file can go.
        providers = ProviderColumn(self._providers.provider(owner - 1) if owner else None for owner in self._owners)
        numbers = {key: array("I", column) for key, column in self._numbers.items()}
        return IssueTable(providers, numbers, self._samples, self._records)

    def _row(self, owner: int) -> int:
        self._rows.reach(owner + 1)
        row = self._rows[owner]
        if not row:
            self._owners.append(owner)
            row = self._rows[owner] = len(self._owners)
        return row - 1

    def _keep(self, row: int, issue: Issue) -> bool:
        kept = self._samples.get((row, issue.code), ())
        if len(kept) == _SAMPLES:
            return False
        self._samples[row, issue.code] = (*kept, issue)
        self._kept += 1
        return True
