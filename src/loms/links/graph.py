"""All links of a dataset in little memory: finds circles, and records to which nothing refers."""

from __future__ import annotations

import functools
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, overload

from loms.links.shape import LOMS_LINKS, LinkShape
from loms.text_numbers import TextNumbers

__all__ = ["LinkGraph", "NumberColumn", "Numbers"]

_NONE = (1 << 32) - 1
_AT_ONCE = 1 << 12
"""How many numbers are read at once; both of an edge are among them."""


class Numbers(Protocol):
    """Numbers ids."""

    def add(self, text: str, /) -> int:
        """The number of an id. All to which no record belongs may have the same one."""

    def __getitem__(self, number: int, /) -> str:
        """The id of a number, to which a record belongs."""


class NumberColumn(Protocol):
    """Numbers of 4 bytes that are added to and changed, as in an ``array``."""

    def __len__(self) -> int:
        """How many numbers there are."""

    @overload
    def __getitem__(self, at: int, /) -> int: ...
    @overload
    def __getitem__(self, at: slice, /) -> Sequence[int]: ...

    def __setitem__(self, at: int, number: int, /) -> None:
        """Change a number."""

    def __iter__(self) -> Iterator[int]:
        """The numbers in their order."""

    def append(self, number: int, /) -> None:
        """Add a number."""


class LinkGraph:
    """The records of a dataset and how they refer to each other; some bytes for each of them.

    Args:
        shape: What their format says of links.
        ids: Numbers ids; None numbers them here.
        column: Makes a column of numbers, of which most of a graph is made; None makes them in memory.

    Examples:
        >>> graph = LinkGraph()
        >>> graph.add("learningSpecification", "urn:a", [("hasPart/@idref", "urn:b")])
        0
        >>> graph.add("learningSpecification", "urn:b", [("hasPart/@idref", "urn:a")])
        1
        >>> graph.add("organization", "urn:c", [])
        2
        >>> list(graph.circles("hasPart/@idref")), list(graph.unused())
        ([[0, 1]], [2])
    """

    def __init__(
        self,
        shape: LinkShape = LOMS_LINKS,
        *,
        ids: Numbers | None = None,
        column: Callable[[], NumberColumn] | None = None,
    ) -> None:
        self._shape = shape
        self._texts = TextNumbers() if ids is None else ids
        column = column or functools.partial(array, "I")
        self._kinds: list[str] = []
        # By the number of a record: number of its kind, and of its id.
        self._kind = column()
        self._id = column()
        # By the number of a text: the record that has it as its id, and whether another record refers to it.
        self._record = column()
        self._used = bytearray()
        # By path: numbers of a record and of the text to which it refers.
        self._edges: dict[str, NumberColumn] = {
            path: column() for path in dict.fromkeys((*shape.ways_that_end, *shape.about.values()))
        }

    def __len__(self) -> int:
        """How many records there are."""
        return len(self._id)

    def add(self, kind: str, id: str | None, links: Iterable[tuple[str, str]]) -> int:
        """Add a record.

        Args:
            kind: Name of its element.
            id: Its id as ids are compared; None where it has none. Of several records with an id the first has it.
            links: Path and target of each reference in it.

        Returns:
            Its number, counted from 0.
        """
        number = len(self._id)
        if kind not in self._kinds:
            self._kinds.append(kind)
        self._kind.append(self._kinds.index(kind))
        own = _NONE if id is None else self._text(id)
        self._id.append(own)
        if own != _NONE and self._record[own] == _NONE:
            self._record[own] = number
        for path, target in links:
            at = self._text(target)
            if at != own:
                self._used[at] = 1
            if path in self._edges:
                self._edges[path].append(number)
                self._edges[path].append(at)
        return number

    def id(self, number: int) -> str | None:
        """The id of a record; None where it has none."""
        own = self._id[number]
        return None if own == _NONE else self._texts[own]

    def kind(self, number: int) -> str:
        """The kind of a record."""
        return self._kinds[self._kind[number]]

    def edges(self, path: str) -> Iterator[tuple[int, int]]:
        """The references of one kind that lead to a record of the dataset: who refers, and to whom.

        Args:
            path: One of those that may not lead in a circle, or say what a record is about.
        """
        edges = self._edges[path]
        for begin in range(0, len(edges), _AT_ONCE):
            some = edges[begin : begin + _AT_ONCE]
            for source, text in zip(some[::2], some[1::2], strict=True):
                target = self._record[text]
                if target != _NONE:
                    yield source, target

    def circles(self, path: str) -> Iterator[list[int]]:
        """The circles along one kind of reference, each once, as the records on it.

        Args:
            path: The reference, such as ``hasPart/@idref``.
        """
        sources, targets = self._following(path)
        done = bytearray(len(self))
        for start in sources:
            trail: list[int] = []
            on_trail: dict[int, int] = {}
            waiting = [iter([start])]
            while waiting:
                here = next(waiting[-1], None)
                if here is None:
                    waiting.pop()
                    if trail and waiting:
                        on_trail.pop(trail.pop())
                elif here in on_trail:
                    yield trail[on_trail[here] :]
                elif not done[here]:
                    done[here] = True
                    on_trail[here] = len(trail)
                    trail.append(here)
                    waiting.append(iter(targets[bisect_left(sources, here) : bisect_right(sources, here)]))

    def unused(self) -> Iterator[int]:
        """The records that are there for others, and to which nothing refers."""
        is_about = bytearray(len(self))
        for kind, path in self._shape.about.items():
            for source, _ in self.edges(path):
                is_about[source] |= self.kind(source) == kind
        for number, own in enumerate(self._id):
            kind = self.kind(number)
            if kind in self._shape.roots or own == _NONE or self._used[own] or is_about[number]:
                continue
            yield number

    def _following(self, path: str) -> tuple[array[int], array[int]]:
        """Who refers, in order, and to whom; a record whose id another has is left out."""
        sources, targets = array("I"), array("I")
        for source, target in self.edges(path):
            own = self._id[source]
            if own != _NONE and self._record[own] == source:
                sources.append(source)
                targets.append(target)
        return sources, targets

    def _text(self, text: str) -> int:
        number = self._texts.add(text)
        if (more := number + 1 - len(self._record)) > 0:
            for _ in range(more):
                self._record.append(_NONE)
            self._used.extend(bytes(more))
        return number
