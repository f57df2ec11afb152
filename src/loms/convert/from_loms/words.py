"""Reads the texts of LOMS records, and undoes the marks of texts whose language LOMS has no code for."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Mapping

import attrs

from loms.convert.from_loms.dataset import Held, Node
from loms.convert.leaf import Leaf
from loms.convert.to_loms.codes import find_language
from loms.model import TextContentType
from loms.text import decode_references, is_html, strip_html

__all__ = ["Mark", "Words", "read_words", "unmarked"]

_MARKED = re.compile(
    # Older conversions wrote a div, which the register does not accept.
    r'<(?P<element>section|div) lang="(?P<language>[a-z]{2})" '
    r'class="loq-(?P<field>[A-Za-z0-9]+)(?: loq-CourseLocation-(?P<place>[0-9]{1,9}))?">'
    r"(?P<inner>.*)</(?P=element)>",
    re.DOTALL,
)


@attrs.frozen(kw_only=True)
class Mark:
    """What a marked note says of its text.

    Attributes:
        field: The legacy element that the text is from.
        place: Number of the course location that it is from, None where it is from none.
    """

    field: str
    place: int | None = None


# Not frozen, for the sake of speed, as leaves are not.
@attrs.define(kw_only=True, unsafe_hash=True)
class Words:
    """A text in one language, or a value that is written as a text.

    Attributes:
        text: The leaf that says it.
        value: What is written.
        language: Legacy code of its language.
        lang: The attribute that gives the language; None for a value.
        content_type: The attribute that says whether it is HTML; None for a value.
        subjects: Topics of the note.
        mark: What is said of a text whose language has no code; None for all others.
        others: More leaves that ``value`` says, such as the currency of an amount.
    """

    text: Held
    value: str
    language: str
    lang: Held | None = None
    content_type: Held | None = None
    subjects: tuple[Held, ...] = ()
    mark: Mark | None = None
    others: tuple[Held, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to read."""
        return not (strip_html(self.value) if is_html(self.value) else self.value.strip())

    @property
    def is_ambiguous(self) -> bool:
        """Whether a plain text looks like HTML or holds references, which the legacy model cannot tell apart."""
        is_plain = self.content_type is not None and self.content_type.value == TextContentType.PLAIN.value
        return is_plain and (is_html(self.value) or decode_references(self.value) != self.value)

    def has_subject(self, subject: str) -> bool:
        """Whether the note has a topic.

        Args:
            subject: URI of the topic.
        """
        return any(each.value == subject for each in self.subjects)


def read_words(node: Node, name: str) -> list[Words]:
    """The texts of a field, in document order.

    Args:
        node: The record or block.
        name: The element that holds ``text``, such as ``title``.
    """
    return [_words(block) for block in node.blocks(name) if block.view.one("text") is not None]


def unmarked(words: Words, fields: Collection[str], numbered: Mapping[str, Collection[int]]) -> Words | None:
    """The text in a note that names its language and the legacy element it is from; None where it is no such note.

    Args:
        words: The note.
        fields: The legacy elements from which notes at this place can be.
        numbered: Those which stand in course locations, with the numbers of the locations that there are.

    Returns:
        The text as the legacy element had it, apart from references and HTML that the register does not accept.
    """
    match = _MARKED.fullmatch(words.text.value)
    if match is None or find_language(match["language"]) is None:
        return None
    place = int(match["place"]) if match["place"] else None
    if match["field"] not in fields if place is None else place not in numbered.get(match["field"], ()):
        return None
    mark = Mark(field=match["field"], place=place)
    return attrs.evolve(words, value=_inner(match["inner"]), language=match["language"], mark=mark)


def _words(block: Node) -> Words:
    text, lang = block.view.all("text")[0], block.one("text/@lang")
    language = lang.value if lang is not None else ""
    leaf = Leaf(path=text.path, field=text.field, value=text.value, language=language or None)
    return Words(
        text=Held(block.record, leaf),
        value=text.value,
        language=language,
        lang=lang,
        content_type=block.one("text/@content-type"),
        subjects=tuple(block.all("subject/@uri")),
    )


def _inner(inner: str) -> str:
    """A text without the mark around it. A plain one was escaped for it, unless it would be HTML without that."""
    plain = html.unescape(inner)
    return inner if is_html(inner) or is_html(plain) else plain
