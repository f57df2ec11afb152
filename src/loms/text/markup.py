"""Tells HTML from plain text, cleans it to what the register accepts, and flattens it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import attrs

from loms.text.attributes import LeftOut, read_attributes
from loms.text.elements import (
    ALLOWED_BLOCKS,
    ALLOWED_TAGS,
    BREAKING_TAGS,
    CELL_TAGS,
    ENDED_BY_NEXT,
    HIDDEN_TAGS,
    KNOWN_TAGS,
    SAME_MEANING,
    VOID_TAGS,
)
from loms.text.references import decode_references
from loms.text.writing import BREAK, Token, written

__all__ = ["Reduced", "clean_html", "cleaned", "decode_references", "is_html", "strip_html", "stripped"]

_LONGEST_COMPARED = 1_000  # characters of an aside; a longer one is not looked for in the words that it belongs to
_DEEPEST = 100  # asides in each other; what is deeper is not compared with the words that it belongs to

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<attributes>(?:\s(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)?)/?>"
)
_OPENING = "(<[\"'“„"
_CLOSING = ")>].,;:!?\"'“”"
_SPACE = re.compile(r"[ \t\r\n\f]+")
_HIDDEN_END = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in HIDDEN_TAGS}


def is_html(value: str) -> bool:
    """Whether a text holds a tag of an element that HTML knows.

    Args:
        value: Any text.

    Examples:
        >>> is_html("<b>now</b>"), is_html("C++ <beginner>"), is_html("3 < 5"), is_html("AT&amp;T")
        (True, False, False, False)
    """
    return "<" in value and any(_is_known(match) for match in _TAG.finditer(value))


@attrs.frozen
class Reduced:
    """What HTML became, and what was left out of it.

    Attributes:
        value: The text, HTML or plain.
        left_out: What it held and the text does not hold any more, each thing once.
    """

    value: str
    left_out: tuple[LeftOut, ...]


def clean_html(value: str) -> str:
    """Reduce HTML to the elements that the register accepts, and close what was left open.

    Addresses such as the target of a link, and explanations (``title``), are kept as text behind the words of their
    element, and the words of an image (``alt``) in its place. Elements that are not accepted lose their tags and keep
    their words; comments, scripts, styles and all other attributes go. Tags that HTML does not know are text.

    Args:
        value: HTML, however badly formed.

    Returns:
        HTML that is well-formed and holds nothing but ``ALLOWED_TAGS`` without attributes. Empty where nothing is left.

    Examples:
        >>> clean_html('<div>Two <a href="https://bread.example">days</a><p>of <B>work')
        'Two days (https://bread.example)<p>of <b>work</b></p>'
        >>> clean_html('<p>C++ <beginner> <abbr title="Learning Opportunity Model">LOM</abbr></p>')
        '<p>C++ &lt;beginner&gt; LOM (Learning Opportunity Model)</p>'
    """
    return cleaned(value).value


def strip_html(value: str) -> str:
    r"""The words of HTML on one line, without any tag. Addresses and explanations stand behind their words.

    Args:
        value: HTML or plain text.

    Returns:
        Plain text, white space reduced to single spaces.

    Examples:
        >>> strip_html("<h1>Bread</h1><p>and&nbsp;cake</p> 3 < 5")
        'Bread and\xa0cake 3 < 5'
    """
    return stripped(value).value


def cleaned(value: str) -> Reduced:
    """What ``clean_html`` gives, with what it left out.

    Args:
        value: HTML, however badly formed.

    Examples:
        >>> cleaned("<p>Bread<!-- and cake? --></p>").left_out
        (LeftOut(what='a comment', value='and cake?', is_seen=False),)
    """
    reader = _Reader()
    return Reduced(written(reader.tokens(value)), tuple(reader.left_out))


def stripped(value: str) -> Reduced:
    """What ``strip_html`` gives, with what it left out.

    Args:
        value: HTML or plain text.

    Examples:
        >>> stripped('<input value="95 EUR"> a day').value
        'a day'
    """
    reader = _Reader()
    words = "".join(_word(token) for token in reader.tokens(value))
    return Reduced(_SPACE.sub(" ", words).strip(), tuple(reader.left_out))


def _is_known(match: re.Match[str]) -> bool:
    return (match["name"] or "").lower() in KNOWN_TAGS


def _word(token: Token) -> str:
    if not token.tag:
        return token.value
    return " " if token.tag in ALLOWED_BLOCKS or token.tag in {"br", "li", BREAK} else ""


@attrs.frozen
class _Opened:
    """An element that is open: what is to be read behind its words, and how many pieces of text stood before them."""

    tag: str
    asides: tuple[str, ...]
    start: int


@attrs.define
class _Reader:
    """Takes HTML apart into text and accepted tags, turns the rest into text, and notes down what it leaves out."""

    left_out: dict[LeftOut, None] = attrs.field(factory=dict)
    _texts: list[str] = attrs.field(factory=list)
    _opened: list[_Opened] = attrs.field(factory=list)
    _open_names: Counter[str] = attrs.field(factory=Counter)
    _depth: int = 0

    def tokens(self, value: str) -> Iterator[Token]:
        rest = self._without_comments(value)
        position = 0
        endless: set[str] = set()
        for match in _TAG.finditer(rest):
            if match.start() < position or not _is_known(match):
                continue
            name = match["name"].lower()
            end = match.end()
            if name in _HIDDEN_END and not match["close"]:
                hidden = None if name in endless else _HIDDEN_END[name].search(rest, end)
                if hidden is None:
                    endless.add(name)
                    continue
                self._leave_out(f"a {name}", f"{match['attributes']} {rest[end : hidden.start()]}")
                yield from self._text(rest[position : match.start()])
                position = hidden.end()
                continue
            yield from self._text(rest[position : match.start()])
            position = end
            yield from self._end(name, match) if match["close"] else self._begin(name, match)
        yield from self._text(rest[position:])
        while self._opened:
            yield from self._pop()

    def _without_comments(self, value: str) -> str:
        pieces: list[str] = []
        position = 0
        while (start := value.find("<!--", position)) >= 0 and (end := value.find("-->", start + 4)) >= 0:
            pieces.append(value[position:start])
            self._leave_out("a comment", value[start + 4 : end])
            position = end + 3
        return "".join([*pieces, value[position:]])

    def _leave_out(self, what: str, value: str) -> None:
        if value.strip():
            self.left_out[LeftOut(what=what, value=value.strip(), is_seen=False)] = None

    def _text(self, value: str) -> Iterator[Token]:
        if value:
            yield self._words(decode_references(value))

    def _words(self, words: str) -> Token:
        self._texts.append(words)
        return Token("", words)

    def _begin(self, name: str, match: re.Match[str]) -> Iterator[Token]:
        if name in ENDED_BY_NEXT and self._opened and self._opened[-1].tag == name:
            yield from self._pop()
        said = read_attributes(name, match["attributes"])
        self.left_out.update(dict.fromkeys(said.left_out))
        yield from _translated(name, closes=False)
        self._opened.append(_Opened(name, said.asides, len(self._texts)))
        self._open_names[name] += 1
        self._depth += bool(said.asides)
        if said.words:
            yield self._words(said.words)
        if name in VOID_TAGS:
            yield from self._pop()

    def _end(self, name: str, match: re.Match[str]) -> Iterator[Token]:
        said = read_attributes(name, match["attributes"])
        strays = [
            LeftOut(what=f"words in the tag </{name}>", value=each, is_seen=True)
            for each in (said.words, *said.asides)
            if each
        ]
        self.left_out.update(dict.fromkeys([*said.left_out, *strays]))
        is_open = self._open_names[name] > 0
        while is_open:
            is_open = self._opened[-1].tag != name
            yield from self._pop()
        if name not in VOID_TAGS:
            yield from _translated(name, closes=True)

    def _pop(self) -> Iterator[Token]:
        """End the innermost element: what its attributes say goes behind its words, unless they say it already."""
        opened = self._opened.pop()
        self._open_names[opened.tag] -= 1
        if not opened.asides:
            return
        words = "" if self._depth > _DEEPEST else "".join(self._texts[opened.start :])
        self._depth -= 1
        for aside in opened.asides:
            if not _says(words, aside):
                yield self._words(f" ({aside})")


def _translated(name: str, *, closes: bool) -> Iterator[Token]:
    """What a tag of an element that HTML knows becomes."""
    name = SAME_MEANING.get(name, name)
    if name in ALLOWED_TAGS:
        yield Token(name, "", closes)
    elif name in BREAKING_TAGS:
        yield Token(BREAK, "")
    elif name in CELL_TAGS:
        yield Token("", " ")


def _says(words: str, aside: str) -> bool:
    """Whether words say something already, not only as a part of something else. Marks around it make no difference."""
    core = aside.lstrip(_OPENING).rstrip(_CLOSING) or aside
    if len(core) > _LONGEST_COMPARED or core not in words:
        return False
    # What was taken takes nothing back, so that a long row of marks is looked at once.
    pattern = rf"(?:^|\s)[{re.escape(_OPENING)}]*+{re.escape(core)}[{re.escape(_CLOSING)}]*+(?:\s|$)"
    return re.search(pattern, " ".join(words.split())) is not None
