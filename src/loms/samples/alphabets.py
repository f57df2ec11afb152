"""The characters that texts, lines and web addresses are drawn from."""

from __future__ import annotations

import attrs

__all__ = ["LINE", "TEXT", "URL", "Alphabet"]

# What XML 1.0 does not allow, besides surrogates.
_NOT_XML = "".join(map(chr, range(0x20))).translate({9: None, 10: None, 13: None}) + "\ufffe\uffff"

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_DIGITS = "0123456789"
# One of each trap: markup, quotes, a no-break space, a combining accent, right-to-left, astral, a control character.
_TRAPS = "<>&\"']]>\u00a0\u0301\u05d0\u200f\U0001f393\u0085\u2028\u3042\u0416\u03b2ßé"


@attrs.frozen(kw_only=True)
class Alphabet:
    """A set of characters.

    Attributes:
        name: What it is for.
        only: The characters, where they are few; empty for all of Unicode without surrogates.
        without: Characters that do not belong to it.
        common: Characters of it that are drawn where no property is tested.
    """

    name: str
    only: str = ""
    without: str = ""
    common: str


TEXT = Alphabet(name="text", without=_NOT_XML, common=_LETTERS + _DIGITS + " \n\t\r" + _TRAPS)
"""All characters that XML allows in a text."""

LINE = Alphabet(name="line", without=_NOT_XML + "\t\n\r", common=_LETTERS + _DIGITS + "  " + _TRAPS)
"""What an ``xs:normalizedString`` keeps as it is: no tab and no end of line."""

_URL = _LETTERS + _LETTERS.upper() + _DIGITS + "-._~/&=+,:@!$'()*éλж"
URL = Alphabet(name="url", only=_URL, common=_URL)
"""What may stand after the host of a web address, without ``?``, ``#`` and ``%``, which must not come just anywhere."""
