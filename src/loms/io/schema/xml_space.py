"""White space as XML means it: space, tab, line feed and carriage return, and no other character.

Python's own ``strip`` and ``split`` know many more, such as the no-break space, which to XML are text.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["collapsed", "is_white_space", "made_visible", "normalized", "without_padding"]

_XML_SPACE = " \t\r\n"
_RUN = re.compile(f"[{_XML_SPACE}]+")
_BREAK = re.compile(r"[\t\r\n]")
# Unicode's categories of spaces, separators, control and format characters.
_UNSEEN = ("Zs", "Zl", "Zp", "Cc", "Cf")


def collapsed(value: str) -> str:
    r"""A value after the rule ``collapse`` of XSD: no white space around it, one space where there was any in it.

    Args:
        value: What was written.

    Examples:
        >>> collapsed("\n  a\tb "), collapsed("\u00a0a")
        ('a b', '\xa0a')
    """
    # Most values hold none, which is quicker to see than to replace.
    if " " in value or "\n" in value or "\t" in value or "\r" in value:
        return _RUN.sub(" ", value).strip(" ")
    return value


def normalized(value: str, builtin: str) -> str:
    r"""A value after the white space rule of its type.

    Args:
        value: What was written.
        builtin: Local name of the XSD type on which its type stands.

    Examples:
        >>> normalized(" a\n", "string"), normalized(" a\n", "normalizedString"), normalized(" a\n", "anyURI")
        (' a\n', ' a ', 'a')
    """
    if builtin == "string":
        return value
    return _BREAK.sub(" ", value) if builtin == "normalizedString" else collapsed(value)


def is_white_space(text: str | None) -> bool:
    r"""Whether a text holds nothing, or nothing but white space.

    Args:
        text: What stands between two tags; None where they touch.

    Examples:
        >>> is_white_space(None), is_white_space(" \r\n"), is_white_space("\u00a0")
        (True, True, False)
    """
    return not text or not text.strip(_XML_SPACE)


def without_padding(value: str) -> str:
    r"""What is left of a value when all that cannot be seen is taken away from both ends, white space of XML or not.

    Args:
        value: What was written.

    Examples:
        >>> without_padding(" \u00a0LU\u2028\n")
        'LU'
    """
    first = next((at for at, character in enumerate(value) if not _is_unseen(character)), len(value))
    after = next((at for at in range(len(value), first, -1) if not _is_unseen(value[at - 1])), first)
    return value[first:after]


def made_visible(text: str) -> str:
    r"""A text in which each character that cannot be seen is named by its number, except the space.

    Args:
        text: A text.

    Examples:
        >>> made_visible("\u00a0LU, \u2028FR")
        '<U+00A0>LU, <U+2028>FR'
    """
    return "".join(f"<U+{ord(each):04X}>" if each != " " and _is_unseen(each) else each for each in text)


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in _UNSEEN
