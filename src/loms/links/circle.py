"""How a circle of references is told."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["circle_text"]

_MOST_SHOWN = 20


def circle_text(ids: Sequence[str]) -> str:
    """The way around a circle, back to where it began; of a long one the beginning.

    Args:
        ids: The ids of the records on it, in their order.

    Examples:
        >>> circle_text(["urn:a", "urn:b"])
        'urn:a → urn:b → urn:a'
    """
    more = len(ids) - _MOST_SHOWN
    shown = [*ids[:_MOST_SHOWN], f"… {more:,} more …"] if more > 0 else ids
    return " → ".join([*shown, ids[0]])
