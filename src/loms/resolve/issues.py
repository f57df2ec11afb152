"""Gathers issues without end in flat memory: of each kind the first ones, and how many more there are."""

from __future__ import annotations

from collections import Counter

from loms.errors import Issue, Severity

__all__ = ["Issues"]

_MOST = 1000
_FROM_WORST = (Severity.ERROR, Severity.WARNING, Severity.INFO)


class Issues:
    """The issues of one piece of work.

    Args:
        most: How many of each code are kept.
    """

    def __init__(self, *, most: int = _MOST) -> None:
        self._most = most
        self._kept: list[Issue] = []
        self._counts: Counter[str] = Counter()
        # Of those that are not kept.
        self._worst: dict[str, Severity] = {}
        self._last: dict[str, Issue] = {}

    def add(self, issue: Issue) -> None:
        """Add an issue.

        Args:
            issue: What was found.
        """
        self._counts[issue.code] += 1
        if self._counts[issue.code] <= self._most:
            self._kept.append(issue)
            return
        worst = self._worst.get(issue.code, issue.severity)
        self._worst[issue.code] = min(worst, issue.severity, key=_FROM_WORST.index)
        self._last[issue.code] = issue

    def all(self) -> tuple[Issue, ...]:
        """The issues, in the order in which they came, and for each code of which there are more, how many."""
        more = [
            Issue(
                code=code,
                severity=self._worst[code],
                message=f"There are {count - self._most:,} more issues of this kind.",
                source=self._last[code].source,
            )
            for code, count in self._counts.items()
            if count > self._most
        ]
        return (*self._kept, *more)
