"""Counts what became of fields, so that a report can be summed up without keeping its entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import attrs

from loms.convert.entries import Entry, FieldSummary, without_positions
from loms.convert.rules import Action

__all__ = ["Tally"]


@attrs.define
class Tally:
    """How often what became of which field, and what was lost and why.

    Attributes:
        actions: Number of entries by action.
        lost: Number of entries in which something was lost.
        losses: The same by field, without positions and empty for none, and reason; in the order in which they came.

    Examples:
        >>> tally = Tally()
        >>> tally.add([Entry(record="A", source="Course/Title[2]", language=None, value="x", action=Action.DROPPED,
        ...     target=None, target_record=None, reason="Why not.", lost=True)])
        >>> tally.losses, [field.source for field in tally.summary()]
        (Counter({('Course/Title', 'Why not.'): 1}), ['Course/Title'])
    """

    actions: Counter[Action] = attrs.field(factory=Counter)
    lost: int = 0
    losses: Counter[tuple[str, str]] = attrs.field(factory=Counter)
    _counts: dict[tuple[int, str | None], Counter[Action]] = attrs.field(factory=dict, init=False)
    _lost_by_field: Counter[tuple[int, str | None]] = attrs.field(factory=Counter, init=False)

    @property
    def entries(self) -> int:
        """Number of entries."""
        return self.actions.total()

    def add(self, entries: Iterable[Entry]) -> None:
        """Count entries.

        Args:
            entries: They come behind those that were counted before.
        """
        for entry in entries:
            key = entry.step, without_positions(entry.source)
            counts = self._counts.get(key)
            if counts is None:
                counts = self._counts[key] = Counter()
            counts[entry.action] += 1
            self.actions[entry.action] += 1
            if entry.lost:
                self.lost += 1
                self._lost_by_field[key] += 1
                self.losses[key[1] or "", entry.reason] += 1

    def merge(self, more: Tally) -> None:
        """Add what another tally has counted of later entries.

        Args:
            more: The other.
        """
        for key, counts in more._counts.items():
            self._counts.setdefault(key, Counter()).update(counts)
        self.actions.update(more.actions)
        self.lost += more.lost
        self.losses.update(more.losses)
        self._lost_by_field.update(more._lost_by_field)

    def summary(self) -> tuple[FieldSummary, ...]:
        """What became of each field over all records, step by step, in the order in which they came."""
        found = (
            FieldSummary(source=source, counts=dict(counts), lost=self._lost_by_field[step, source], step=step)
            for (step, source), counts in self._counts.items()
        )
        return tuple(sorted(found, key=lambda field: field.step))
