"""Compares identifiers and addresses: equal, or equal but for something that people and programs get wrong."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Container
from hashlib import blake2b
from urllib.parse import unquote

__all__ = ["differences", "fold", "folded", "normalized"]

_SPACE_CHARACTER = re.compile("[\t\n\r]")
_WEB = ("https://", "http://")
# Those behind a decimal point are no padding: 1.05 is another number than 1.5.
_ZEROS = re.compile(r"(?<![0-9])(?<![0-9][.,])0+(?=[0-9])")


def _without_percent_encoding(text: str) -> str:
    # Bytes that are no text stay different from each other.
    return unquote(text, errors="surrogateescape") if "%" in text else text


def _without_space(text: str) -> str:
    return "".join(text.split())


def _without_web(text: str) -> str:
    head = text[:8].lower()
    return next((text[len(web) :] for web in _WEB if head.startswith(web)), text) if head[:4] == "http" else text


def _without_slash(text: str) -> str:
    return text.rstrip("/")


def _without_zeros(text: str) -> str:
    return _ZEROS.sub("", text) if "0" in text else text


_STEPS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("percent-encoding", _without_percent_encoding),
    ("white space", _without_space),
    ("letter case", str.casefold),
    ("http or https", _without_web),
    ("trailing slash", _without_slash),
    ("zero padding", _without_zeros),
)
_FUNCTIONS = tuple(step for _, step in _STEPS)
# Some differences can be called by either of two names, and letter case is what people see: HTTP:// or http://, %2D or
# %2d. So it is given up last.
_GIVEN_UP = sorted((name for name, _ in _STEPS), key="letter case".__eq__)


def normalized(text: str) -> str:
    r"""A text after the rule of XML Schema for identifiers: tabs and line breaks count as spaces.

    Args:
        text: What stands in the document.

    Examples:
        >>> normalized("TBQ\n0301")
        'TBQ 0301'
    """
    return _SPACE_CHARACTER.sub(" ", text)


def folded(text: str) -> str:
    """What is left of a text without everything in which near misses differ.

    Args:
        text: An identifier or an address.

    Examples:
        >>> folded(" HTTPS://Register.example/Q%2D007/ ")
        'register.example/q-7'
    """
    for step in _FUNCTIONS:
        text = step(text)
    return text


def fold(text: str) -> int:
    """A number of 64 bits that texts have in common that are `folded` to the same; others hardly ever have it.

    Args:
        text: An identifier or an address.

    Examples:
        >>> fold("TBQ-0301") == fold("tbq-301"), fold("TBQ-0301") == fold("TBQ-0302")
        (True, False)
    """
    digest = blake2b(folded(text).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def differences(wanted: str, found: str) -> tuple[str, ...] | None:
    """In what two texts differ: as little as explains it.

    Args:
        wanted: An identifier or an address.
        found: Another.

    Returns:
        The names of the differences, none where the texts are equal; None where they differ in more than that.

    Examples:
        >>> differences("http://a.example/Q1", "https://a.example/q01/")
        ('letter case', 'http or https', 'trailing slash', 'zero padding')
        >>> differences("Q1", "Q1"), differences("Q1", "Q2")
        ((), None)
    """
    if wanted == found:
        return ()
    if folded(wanted) != folded(found):
        return None
    needed = {name for name, _ in _STEPS}
    for name in _GIVEN_UP:
        if _after(wanted, needed - {name}) == _after(found, needed - {name}):
            needed.discard(name)
    return tuple(name for name, _ in _STEPS if name in needed)


def _after(text: str, steps: Container[str]) -> str:
    """What is left of a text after some of the steps."""
    return functools.reduce(lambda left, each: each[1](left) if each[0] in steps else left, _STEPS, text)
