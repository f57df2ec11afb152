"""All links of a dataset in little memory: finds circles, and records to which nothing refers."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

from loms.links.shape import LOMS_LINKS, LinkShape
from loms.text_numbers import TextNumbers

__all__ = ["LinkGraph"]

_NONE = (1 << 32) - 1


class LinkGraph:
    """The records of a dataset and how they refer to each other; some bytes for each of them.

    Args:
        shape: What their format says of links.

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

    def __init__(self, shape: LinkShape = LOMS_LINKS) -> None:
        self._shape = shape
        self._texts = TextNumbers()
        self._kinds: list[str] = []
        # By the number of a record: number of its kind, and of its id.
        self._kind = array("H")
        self._id = array("I")
        # By the number of a text: the record that has it as its id, and whether another record refers to it.
        self._record = array("I")
        self._used = bytearray()
        # By path: numbers of a record and of the text to which it refers.
        self._edges: dict[str, array[int]] = {
            path: array("I") for path in dict.fromkeys((*shape.ways_that_end, *shape.about.values()))
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
                self._edges[path].extend((number, at))
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
        for at in range(0, len(edges), 2):
            target = self._record[edges[at + 1]]
            if target != _NONE:
                yield edges[at], target

    def circles(self, path: str) -> Iterator[list[int]]:
        """The circles along one kind of reference, each once, as the records on it.

        Args:
            path: The reference, such as ``hasPart/@idref``.
        """
        following = self._following(path)
        done: set[int] = set()
        for start in following:
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
                elif here not in done:
                    done.add(here)
                    on_trail[here] = len(trail)
                    trail.append(here)
                    waiting.append(iter(following.get(here, ())))

    def unused(self) -> Iterator[int]:
        """The records that are there for others, and to which nothing refers."""
        about = {
            kind: {source for source, _ in self.edges(path) if self.kind(source) == kind}
            for kind, path in self._shape.about.items()
        }
        for number, own in enumerate(self._id):
            kind = self.kind(number)
            if kind in self._shape.roots or own == _NONE or self._used[own] or number in about.get(kind, ()):
                continue
            yield number

    def _following(self, path: str) -> dict[int, list[int]]:
        """To whom each record refers, for those that refer to any; a record whose id another has is left out."""
        following: dict[int, list[int]] = {}
        for source, target in self.edges(path):
            own = self._id[source]
            if own != _NONE and self._record[own] == source:
                following.setdefault(source, []).append(target)
        return following

    def _text(self, text: str) -> int:
        number = self._texts.add(text)
        if number == len(self._record):
            self._record.append(_NONE)
            self._used.append(0)
        return number
