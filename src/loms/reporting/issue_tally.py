"""Counts issues by provider and rule; all are counted, of each kind a few are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import attrs

from loms.errors import Issue, Severity
from loms.reporting.providers import Provider, Providers
from loms.reporting.record_ids import RecordIds

__all__ = ["IssueTally", "TallyKeeper"]

_SAMPLES = 2
_MOST_SAMPLES = 5_000
"""How many issues are kept altogether."""
_SEVERITIES = tuple(Severity)


@attrs.frozen(kw_only=True)
class IssueTally:
    """How many issues of one code there are in the records of one provider.

    Attributes:
        provider: The provider; None for records that belong to none, or to several.
        code: The code.
        counts: How many issues of each severity.
        records: In how many different records.
        samples: The first of them, of different records; none where too many are kept already.
    """

    provider: Provider | None
    code: str
    counts: Counter[Severity]
    records: int
    samples: tuple[Issue, ...]


@attrs.define(eq=False)
class _Pile:
    """Issues of one code and provider, of which there may be very many: so a number of each severity, no mapping."""

    counts: list[int] = attrs.field(factory=lambda: [0] * len(_SEVERITIES))
    records: int = 0
    last: str | None = None
    samples: tuple[Issue, ...] = ()


class TallyKeeper:
    """Counts issues as they are found.

    Args:
        ids: The ids of the records.
        providers: Whose they are.
    """

    def __init__(self, ids: RecordIds, providers: Providers) -> None:
        self._ids = ids
        self._providers = providers
        self._piles: dict[tuple[int | None, str], _Pile] = {}
        self._kept = 0

    def add(self, issue: Issue) -> None:
        """Count an issue. Issues of one record and one code must come one after the other.

        Args:
            issue: The issue.
        """
        number = None if issue.record is None else self._ids.find(issue.record)
        owner = None if number is None else self._providers.owner(number)
        pile = self._piles.get((owner, issue.code))
        if pile is None:
            pile = self._piles[owner, issue.code] = _Pile()
        pile.counts[_SEVERITIES.index(issue.severity)] += 1
        is_new = issue.record is None or issue.record != pile.last
        if issue.record is not None and is_new:
            pile.records += 1
            pile.last = issue.record
        if is_new and len(pile.samples) < _SAMPLES and self._kept < _MOST_SAMPLES:
            pile.samples += (issue,)
            self._kept += 1

    def tallies(self) -> Iterator[IssueTally]:
        """What was counted."""
        for (owner, code), pile in self._piles.items():
            yield IssueTally(
                provider=None if owner is None else self._providers.provider(owner),
                code=code,
                counts=Counter(dict(zip(_SEVERITIES, pile.counts, strict=True))),
                records=pile.records,
                samples=pile.samples,
            )
