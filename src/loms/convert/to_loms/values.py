"""Reads out of a text the value that it says in all its languages alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from loms.convert.leaves import Leaf
from loms.convert.to_loms.draft import LomsDraft
from loms.convert.to_loms.texts import note_content

__all__ = ["agreed"]

_Value = TypeVar("_Value")


def agreed(draft: LomsDraft, leaves: Sequence[Leaf], parse: Callable[[str], _Value | None]) -> _Value | None:
    """The value that a text says in all its languages alike, or None.

    Args:
        draft: The records, whose settings say whether texts are parsed.
        leaves: The text, once for each language.
        parse: Reads the value out of one text.
    """
    if not draft.settings.parse_texts or not leaves:
        return None
    values = [parse(note_content(leaf.value).value) for leaf in leaves]
    return values[0] if all(value == values[0] for value in values) else None
