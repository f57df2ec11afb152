"""Writes pieces of HTML so that every element is closed and none stands where HTML does not let it."""

from __future__ import annotations

import html
from collections.abc import Iterable

import attrs

from loms.text.elements import ALLOWED_BLOCKS, LIST_TAGS, VOID_TAGS

__all__ = ["BREAK", "Token", "written"]

BREAK = "a new line, unless there is one already"
"""The tag of a token that begins a new line."""

_DEEPEST = 100  # elements in each other; what is deeper loses its tags


@attrs.frozen
class Token:
    """A piece of HTML: text when ``tag`` is empty, otherwise the beginning or the end of an element.

    Attributes:
        tag: An accepted element, or ``BREAK``.
        value: The text, without references.
        closes: Whether it is the end of the element.
    """

    tag: str
    value: str
    closes: bool = False


def written(tokens: Iterable[Token]) -> str:
    """HTML that is well-formed, made of text and accepted elements in any order.

    Args:
        tokens: The pieces.

    Examples:
        >>> written([Token("b", ""), Token("", "R&D"), Token("p", "", closes=True)])
        '<b>R&amp;D</b>'
    """
    out: list[str] = []
    open_tags: list[str] = []
    new_line = False
    for token in tokens:
        if token.tag == BREAK:
            new_line = True
        elif not token.tag:
            if token.value.strip():
                _start_line(out, wanted=new_line)
                new_line = False
            out.append(html.escape(token.value, quote=False))
        elif token.closes:
            if token.tag in open_tags:
                _close(out, open_tags, token.tag)
        else:
            _start_line(out, wanted=new_line and token.tag not in ALLOWED_BLOCKS)
            new_line = False
            _open(out, open_tags, token.tag)
    while open_tags:
        out.append(f"</{open_tags.pop()}>")
    return "".join(out).strip()


def _start_line(out: list[str], *, wanted: bool) -> None:
    last = next((each for each in reversed(out) if each.strip()), None)
    if wanted and last is not None and last.strip("</>") not in ALLOWED_BLOCKS | {"br", "li"}:
        out.append("<br>")


def _open(out: list[str], open_tags: list[str], tag: str) -> None:
    if tag in ALLOWED_BLOCKS and "p" in open_tags:
        _close(out, open_tags, "p")
    if tag == "li":
        since_list = next((i for i in range(len(open_tags), 0, -1) if open_tags[i - 1] in LIST_TAGS), 0)
        if "li" in open_tags[since_list:]:
            _close(out, open_tags, "li")
    if tag in VOID_TAGS:
        out.append(f"<{tag}>")
    elif len(open_tags) < _DEEPEST:
        out.append(f"<{tag}>")
        open_tags.append(tag)


def _close(out: list[str], open_tags: list[str], tag: str) -> None:
    while True:
        last = open_tags.pop()
        out.append(f"</{last}>")
        if last == tag:
            return
