"""Letters that nobody sees, or that steer what shows them: data must not use them on a reader."""

from __future__ import annotations

import unicodedata

__all__ = ["is_steering", "is_unseen"]

# Marks that reverse the direction of the text after them, which can hide what it says.
_DIRECTION_MARKS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_STEERING = frozenset({"Cc", "Cs", "Zl", "Zp"})
# They take no room. The joiners that scripts need, U+200C and U+200D, are left out.
_WITHOUT_WIDTH = frozenset("\u00ad\u200b\u2060\ufeff")


def is_steering(letter: str) -> bool:
    r"""Whether a letter steers a terminal or the direction of text.

    Args:
        letter: One character.

    Examples:
        >>> [is_steering(letter) for letter in "a\x1b\u202e\ufeff"]
        [False, True, True, False]
    """
    return letter in _DIRECTION_MARKS or unicodedata.category(letter) in _STEERING


def is_unseen(letter: str) -> bool:
    r"""Whether a reader would not see that a letter is there.

    Args:
        letter: One character.

    Examples:
        >>> [is_unseen(letter) for letter in "a\x1b\u202e\ufeff"]
        [False, True, True, True]
    """
    return letter in _WITHOUT_WIDTH or is_steering(letter)
