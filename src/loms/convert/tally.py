"""Counts what became of fields, so that a report can be summed up without keeping its entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import attrs

from loms.convert.entries import Entry, FieldSummary, without_positions
from loms.convert.rules import Action, Line

__all__ = ["Tally"]


@attrs.define
class Tally:
    """How often what became of which field, and what was lost and why.

    Examples:
        >>> tally = Tally()
        >>> tally.add([Entry(record="A", source="Course/Title[2]", language=None, value="x", action=Action.DROPPED,
        ...     target=None, target_record=None, reason="Why not.", lost=True)])
        >>> tally.losses, [field.source for field in tally.summary()]
        (Counter({('Course/Title', 'Why not.'): 1}), ['Course/Title'])
    """

    _lines: Counter[Line] = attrs.field(factory=Counter, init=False)

    @property
    def entries(self) -> int:
        """Number of entries."""
        return self._lines.total()

    @property
    def actions(self) -> Counter[Action]:
        """Number of entries by action."""
        found: Counter[Action] = Counter()
        for (_, _, action, _), number in self._lines.items():
            found[action] += number
        return found

    @property
    def lost(self) -> int:
        """Number of entries in which something was lost."""
        return self.losses.total()

    @property
    def losses(self) -> Counter[tuple[str, str]]:
        """The same by field, without positions and empty for none, and reason; in the order in which they came."""
        found: Counter[tuple[str, str]] = Counter()
        for (_, field, _, reason), number in self._lines.items():
            if reason is not None:
                found[field or "", reason] += number
        return found

    def add(self, entries: Iterable[Entry]) -> None:
        """Count entries.

        Args:
            entries: They come behind those that were counted before.
        """
        self.count(
            (entry.step, without_positions(entry.source), entry.action, entry.reason if entry.lost else None)
            for entry in entries
        )

    def count(self, lines: Iterable[Line]) -> None:
        """Count entries that nobody has made, because only their number is wanted.

        Args:
            lines: What is counted of each; as for `add`.
        """
        self._lines.update(lines)

    def has_counted(self, lines: Iterable[Line]) -> bool:
        """Whether each of some lines was counted before.

        Args:
            lines: As for `count`.
        """
        return self._lines.keys() >= set(lines)

    def merge(self, more: Tally) -> None:
        """Add what another tally has counted of later entries.

        Args:
            more: The other.
        """
        self._lines.update(more._lines)

    def summary(self) -> tuple[FieldSummary, ...]:
        """What became of each field over all records, step by step, in the order in which they came."""
        counts: dict[tuple[int, str | None], Counter[Action]] = {}
        lost: Counter[tuple[int, str | None]] = Counter()
        for (step, field, action, reason), number in self._lines.items():
            counts.setdefault((step, field), Counter())[action] += number
            if reason is not None:
                lost[step, field] += number
        found = (
            FieldSummary(source=field, counts=dict(actions), lost=lost[step, field], step=step)
            for (step, field), actions in counts.items()
        )
        return tuple(sorted(found, key=lambda field: field.step))
