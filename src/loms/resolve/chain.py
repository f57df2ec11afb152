"""Follows an opportunity to what is learned there: specification, qualification, or reference to a qualification."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping

import attrs

from loms.resolve.nodes import Node
from loms.resolve.vocabulary import LOMS_2019, Vocabulary

__all__ = ["Goal", "Way", "ways_from"]


@attrs.frozen
class Way:
    """How a record leads to another.

    Attributes:
        steps: The fields that are followed, one after the other.
        node: The record at the end.
    """

    steps: tuple[str, ...]
    node: Node


@attrs.frozen(kw_only=True)
class Goal:
    """What an opportunity leads to.

    Attributes:
        via: The fields that lead there, such as ``specifiedBy/learningActivitySpecification/teaches``.
        kind: Kind of the record there.
        id: Its id.
        title: The title of the specification or of the resolved qualification; empty where nothing was found.
        eqf_level: The level of the qualification in the European Qualifications Framework; None where it is not known.
        awarding_bodies: Who awards the qualification.
        resolved_in: Where the qualification stands that a reference was resolved to; None for what is no reference, or
            was not found.
    """

    via: str
    kind: str
    id: str
    title: str
    eqf_level: str | None
    awarding_bodies: tuple[str, ...]
    resolved_in: str | None

    def as_dict(self) -> Mapping[str, object]:
        """The goal as a mapping that JSON can hold, the keys in the order of the attributes."""
        return {**attrs.asdict(self), "awarding_bodies": list(self.awarding_bodies)}


def ways_from(
    opportunity: Node, find: Callable[[str], Node | None], vocabulary: Vocabulary = LOMS_2019
) -> Iterator[Way]:
    """The ways from an opportunity to what is learned there, the nearest first.

    Args:
        opportunity: The opportunity.
        find: Gives the record of its dataset that has an id, or None.
        vocabulary: The words of its format.
    """
    seen: set[str] = set()
    waiting: deque[tuple[tuple[str, ...], str]] = deque(
        ((_step(start),), target) for start in vocabulary.starts for target in opportunity.targets(start)
    )
    while waiting:
        steps, target = waiting.popleft()
        if target in seen or (node := find(target)) is None:
            continue
        seen.add(target)
        if node.kind in vocabulary.goals:
            yield Way(steps, node)
        for path in vocabulary.onward.get(node.kind, ()):
            waiting += [((*steps, _step(path)), each) for each in node.targets(path)]


def _step(path: str) -> str:
    return path.partition("/")[0]
