"""Makes texts out of data safe to show: escaped, in one direction, with what nobody sees made visible."""

from __future__ import annotations

import itertools
import re

from markupsafe import Markup, escape

from loms.unseen import is_unseen

__all__ = ["breakable", "shown", "shown_number", "shown_share"]

_LONGEST = 500
_WHITE = "\t\n\r"
_CAPITAL = re.compile("(?<=[a-z])(?=[A-Z])")


def shown(text: str, longest: int = _LONGEST) -> Markup:
    r"""A text as HTML that shows it and does nothing else.

    Args:
        text: Anything, usually out of data.
        longest: How many characters are shown; of a longer text the beginning.

    Examples:
        >>> print(shown("<b>bread</b>"))
        <bdi>&lt;b&gt;bread&lt;/b&gt;</bdi>
        >>> print(shown("bread\u202e"))
        <bdi>bread<span class="unseen">U+202E</span></bdi>
    """
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    pieces = (
        Markup().join(Markup('<span class="unseen">U+{}</span>').format(f"{ord(letter):04X}") for letter in letters)
        if unseen
        else escape("".join(letters))
        for unseen, letters in itertools.groupby(cut, key=lambda letter: letter not in _WHITE and is_unseen(letter))
    )
    return Markup("<bdi>{}</bdi>").format(Markup().join(pieces))


def breakable(name: str) -> Markup:
    """A name of an element as HTML that may be broken before a capital.

    Args:
        name: The name.

    Examples:
        >>> print(breakable("hasISCED-FCode"))
        has<wbr>ISCED-FCode
    """
    return Markup("<wbr>").join(_CAPITAL.split(name))


def shown_number(number: int) -> str:
    """A number with commas between the thousands.

    Examples:
        >>> shown_number(12345)
        '12,345'
    """
    return f"{number:,}"


def shown_share(part: int, whole: int) -> str:
    """A part of a whole in per cent, without hiding that there is some, or that some is missing.

    Args:
        part: How many of them.
        whole: How many there are.

    Examples:
        >>> [shown_share(part, 1000) for part in (0, 1, 500, 999, 1000)]
        ['0 %', '<1 %', '50 %', '>99 %', '100 %']
    """
    if not whole:
        return "–"
    share = 100 * part / whole
    if 0 < share < 1:
        return "<1 %"
    if 99 < share < 100:
        return ">99 %"
    return f"{share:.0f} %"
