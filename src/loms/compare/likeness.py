"""Says how much two elements have in common, to find out which of several belong together."""

from __future__ import annotations

from loms.compare.nodes import TEXT, Node

__all__ = ["are_translations", "features_of", "likeness"]

Features = frozenset[tuple[str, str, str]]


def features_of(node: Node) -> Features:
    """What an element says, piece by piece.

    Args:
        node: The element.
    """
    return frozenset(
        (each.name, name, value)
        for each in node.walk()
        for name, value in ((TEXT, each.value), *each.values.items())
        if value is not None
    )


def likeness(one: Features, other: Features) -> float:
    """How much of what two elements say is the same, from 0 to 1.

    Args:
        one: What one says.
        other: What the other says.
    """
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def are_translations(one: Node, other: Node) -> bool:
    """Whether two elements hold texts in different languages, which are never versions of each other.

    Args:
        one: An element.
        other: Another one of its name.
    """
    mine, theirs = _language_of(one), _language_of(other)
    return mine is not None and theirs is not None and mine != theirs


def _language_of(node: Node) -> str | None:
    if node.language is not None:
        return node.language
    return node.children[0].language if len(node.children) == 1 else None
