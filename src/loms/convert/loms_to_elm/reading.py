"""Reads the texts of LOMS as ELM can have them: plain, or HTML that the register accepts."""

from __future__ import annotations

import re

import attrs

from loms.convert.from_loms.dataset import Node
from loms.convert.from_loms.words import Words, read_words
from loms.text.attributes import LeftOut
from loms.text.markup import cleaned, stripped

__all__ = ["Content", "has_text", "marked_up", "plain"]

_IS_HTML = "text/html"
_TAG = re.compile("<[^>]*>")  # in cleaned HTML, where no text and no attribute holds one of these marks


# Not frozen, for the sake of speed, as leaves are not.
@attrs.define(unsafe_hash=True)
class Content:
    """A text as it is written.

    Attributes:
        value: The text; blank where nothing is left.
        left_out: What the source held and the text does not hold.
        is_html: Whether it is HTML.
    """

    value: str
    left_out: tuple[LeftOut, ...] = ()
    is_html: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to read."""
        return not (_TAG.sub("", self.value) if self.is_html else self.value).strip()


def has_text(node: Node, name: str) -> bool:
    """Whether there is something to read in a field.

    Args:
        node: The record or block.
        name: The element that holds ``text``, such as ``title``.
    """
    return any(not plain(words).is_blank for words in read_words(node, name))


def plain(words: Words) -> Content:
    """The text without any tag.

    Args:
        words: The text.
    """
    if words.content_type is None or words.content_type.value != _IS_HTML:
        return Content(words.text.value)
    reduced = stripped(words.text.value)
    return Content(reduced.value, reduced.left_out)


def marked_up(words: Words) -> Content:
    """The text, which remains HTML where it is, reduced to what the register accepts.

    Args:
        words: The text.
    """
    if words.content_type is None or words.content_type.value != _IS_HTML:
        return Content(words.text.value)
    reduced = cleaned(words.text.value)
    return Content(reduced.value, reduced.left_out, is_html=True)
