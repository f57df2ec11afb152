"""Gathers issues in bounded memory: all are counted, and of each kind the first are listed."""

from __future__ import annotations

from collections import Counter

import attrs

from loms.errors import Issue, Severity
from loms.io.schema.seen import PlacedIssue
from loms.validate.report import IssueCount

__all__ = ["Gathering"]

_SPARE = 4
"""One in so many more is kept than will be listed, so that there need not be a choice at each issue."""


class Gathering:
    """Issues as they are found.

    Args:
        most: How many to list; None for all.

    Examples:
        >>> from loms.errors import Severity
        >>> gathering = Gathering(most=2)
        >>> for line, code in enumerate(["A", "A", "A", "B"], start=1):
        ...     issue = Issue(code=code, severity=Severity.ERROR, message="It is wrong.", line=line)
        ...     gathering.add(PlacedIssue(order=(1, line), issue=issue))
        >>> [(issue.line, issue.code) for issue in gathering.listed()]
        [(1, 'A'), (4, 'B')]
        >>> [(count.code, count.number) for count in gathering.counts()]
        [('A', 3), ('B', 1)]
    """

    def __init__(self, *, most: int | None) -> None:
        self._most = most
        self._kept: list[_Kept] = []
        self._by_code: Counter[str] = Counter()
        self._counts: Counter[tuple[str, Severity]] = Counter()
        # Issues whose number among those of their code is higher would be thrown out again.
        self._highest: int | None = None

    def add(self, placed: PlacedIssue) -> None:
        """Count an issue, and keep it if it may be listed.

        Args:
            placed: The issue in its place.
        """
        issue = placed.issue
        self._counts[issue.code, issue.severity] += 1
        self._by_code[issue.code] += 1
        number = self._by_code[issue.code]
        if self._highest is not None and number > self._highest:
            return
        self._kept.append(_Kept(number=number, placed=placed))
        if self._most is not None and len(self._kept) > self._most + self._most // _SPARE + 1:
            self._shrink(self._most)

    def listed(self) -> tuple[Issue, ...]:
        """The issues to list, in the order of the document. No kind of issue crowds out another."""
        if self._most is not None and len(self._kept) > self._most:
            self._shrink(self._most)
        return tuple(each.placed.issue for each in sorted(self._kept, key=lambda each: each.placed.order))

    def counts(self) -> tuple[IssueCount, ...]:
        """How many issues there are of each code and severity, listed or not; sorted by code."""
        return tuple(
            IssueCount(code=code, severity=severity, number=number)
            for (code, severity), number in sorted(self._counts.items())
        )

    def _shrink(self, most: int) -> None:
        self._kept.sort(key=lambda each: (each.number, each.placed.order))
        del self._kept[most:]
        self._highest = self._kept[-1].number if self._kept else 0


@attrs.frozen(kw_only=True)
class _Kept:
    """An issue, and its number among those of its code."""

    number: int
    placed: PlacedIssue
