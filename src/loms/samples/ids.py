"""The ids of the records of one document: which there are, which may be referred to, which are still owed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from loms.samples.chooser import Chooser

__all__ = ["Ids"]

_NEIGHBOURS = 3
"""Among how many records of its own kind a believable record chooses its parts."""


class Ids:
    """Hands out ids and references, and keeps account of them.

    A record may refer to those that were begun before it. What it must refer to and what is not there yet is owed:
    the document is complete when records for these ids have been added.

    Args:
        namespace: What the ids begin with.
        circles: Whether a record may refer to itself and to the next of its kind.
        most: How many records of a kind there may be for one to refer to the next, which is drawn for that.

    Examples:
        >>> from loms.samples.chooser import RandomChooser
        >>> ids = Ids("https://example.org/", circles=False)
        >>> ids.begin("learningOpportunity")
        'https://example.org/learningOpportunity/1'
        >>> ids.refer(RandomChooser(seed=1), ("organization",))
        'https://example.org/organization/1'
        >>> ids.owed()
        'organization'
    """

    def __init__(self, namespace: str, *, circles: bool, most: int = 0) -> None:
        self._namespace = namespace
        self._circles = circles
        self._most = most
        self._begun: defaultdict[str, int] = defaultdict(int)
        self._wanted: dict[str, int] = {}
        self._kind = ""
        self._kinds: frozenset[str] = frozenset()
        self._distinct = 0
        self.present: frozenset[str] = frozenset()
        """The kinds of which there is a record to refer to."""

    def add(self, kinds: Iterable[str], *, number: int) -> None:
        """Take so many records of each kind as being there.

        Args:
            kinds: Names of the kinds.
            number: How many of each.
        """
        for kind in kinds:
            self._begun[kind] += number
        self._kinds = self.present = frozenset(self._begun)

    def begin(self, kind: str) -> str:
        """Begin a record, to which what follows belongs.

        Args:
            kind: Name of its kind.

        Returns:
            Its id.
        """
        self._begun[kind] += 1
        self._kind = kind
        self._kinds |= {kind}
        alone = not self._circles and self._begun[kind] == 1
        self.present = self._kinds - {kind} if alone else self._kinds
        return self._id(kind, self._begun[kind])

    def count(self, kind: str) -> int:
        """How many records of a kind were begun.

        Args:
            kind: Name of the kind.
        """
        return self._begun[kind]

    def refer(self, chooser: Chooser, targets: tuple[str, ...]) -> str:
        """Choose the id of a record.

        Args:
            chooser: Makes the choice.
            targets: Names of the kinds of which it may be.
        """
        ranges = [(kind, self._range(kind)) for kind in targets]
        total = sum(len(numbers) for _, numbers in ranges)
        place = chooser.integer(0, max(0, total - 1))
        for kind, numbers in ranges:
            if place < len(numbers):
                return self._referred(kind, numbers[place])
            place -= len(numbers)
        return self._referred(targets[0], 1)

    def _referred(self, kind: str, number: int) -> str:
        if number > self._begun[kind]:
            self._wanted[kind] = number
        return self._id(kind, number)

    def distinct(self) -> int:
        """A number that is handed out only once."""
        self._distinct += 1
        return self._distinct

    def owed(self) -> str | None:
        """The kind of a record that something refers to and that is not there yet; None when all are there."""
        return next((kind for kind, number in self._wanted.items() if number > self._begun[kind]), None)

    def _range(self, kind: str) -> range:
        """The numbers of the records of that kind that may be referred to."""
        begun = self._begun[kind]
        if kind != self._kind:
            return range(1, begun + 1)
        if not self._circles:
            return range(max(1, begun - _NEIGHBOURS), begun)
        return range(1, begun + 1 + (begun < self._most and self.owed() is None))

    def _id(self, kind: str, number: int) -> str:
        return f"{self._namespace}{kind}/{number}"
