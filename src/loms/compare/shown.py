"""Cuts long values so that one can still see in what they differ."""

from __future__ import annotations

import itertools

from loms.convert.accounting import shortened

__all__ = ["both_shortened"]

_KEPT_BEFORE = 20
"""How many characters before the first difference are shown."""


def both_shortened(old: str, new: str) -> tuple[str, str]:
    """Two values that differ, cut to at most 80 characters each, from a little before the first difference on.

    Args:
        old: One value.
        new: The other.

    Examples:
        >>> both_shortened("Bread", "Rolls")
        ('Bread', 'Rolls')
        >>> both_shortened("a" * 100 + "b", "a" * 100 + "c")
        ('…aaaaaaaaaaaaaaaaaaab', '…aaaaaaaaaaaaaaaaaaac')
    """
    whole = shortened(old), shortened(new)
    if whole == (old, new):
        return whole
    same = sum(1 for _ in itertools.takewhile(lambda each: each[0] == each[1], zip(old, new, strict=False)))
    cut = same - _KEPT_BEFORE
    if cut <= 0:
        return whole
    return shortened(f"…{old[cut + 1 :]}"), shortened(f"…{new[cut + 1 :]}")
