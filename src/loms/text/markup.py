"""Tells HTML from plain text, cleans it to what the register accepts, and flattens it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from html.entities import html5

import attrs

from loms.text.elements import (
    ALLOWED_BLOCKS,
    ALLOWED_TAGS,
    BREAKING_TAGS,
    CELL_TAGS,
    HIDDEN_TAGS,
    KNOWN_TAGS,
    LIST_TAGS,
    SAME_MEANING,
    VOID_TAGS,
)

__all__ = ["clean_html", "decode_references", "is_html", "strip_html"]

_BREAK = "a new line, unless there is one already"
_DEEPEST = 100  # elements in each other; what is deeper loses its tags

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<attributes>(?:\s(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)?)/?>"
)
_ATTRIBUTE = re.compile(r"([A-Za-z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_HIDDEN_END = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in HIDDEN_TAGS}
# What XML 1.0 cannot hold; a character reference could bring it in.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@attrs.frozen
class _Token:
    """A piece of HTML: text when ``tag`` is empty, otherwise the beginning or the end of an element."""

    tag: str
    value: str
    closes: bool = False


def is_html(value: str) -> bool:
    """Whether a text holds a tag of an element that HTML knows.

    Args:
        value: Any text.

    Examples:
        >>> is_html("<b>now</b>"), is_html("C++ <beginner>"), is_html("3 < 5"), is_html("AT&amp;T")
        (True, False, False, False)
    """
    return any(_is_known(match) for match in _TAG.finditer(value))


def decode_references(value: str) -> str:
    """Replace character references such as ``&amp;`` and ``&#233;`` by their characters, once.

    A bare ampersand stays, and so does a name that HTML does not know.

    Args:
        value: Any text.

    Returns:
        The text without references; characters that XML cannot hold are left out.

    Examples:
        >>> decode_references("caf&eacute; R&D &amp;amp; more?a=1&copy=2")
        'café R&D &amp; more?a=1&copy=2'
    """
    return _NOT_XML.sub("", _REFERENCE.sub(_decoded, value))


@attrs.define
class _Link:
    """A link that is open: where it leads to, and its words so far."""

    address: str
    words: str = ""

    def address_in_brackets(self) -> str:
        """The address as text behind the words, unless they say it already."""
        return f" ({self.address})" if self.address and self.address not in self.words else ""


def clean_html(value: str) -> str:
    """Reduce HTML to the elements that the register accepts, and close what was left open.

    Link targets are kept as text behind the words of the link. Elements that are not accepted lose their tags and keep
    their words; comments, scripts and styles go. Tags that HTML does not know are text.

    Args:
        value: HTML, however badly formed.

    Returns:
        HTML that is well-formed and holds nothing but ``ALLOWED_TAGS`` without attributes. Empty where nothing is left.

    Examples:
        >>> clean_html('<div>Two <a href="https://bread.example">days</a><p>of <B>work')
        'Two days (https://bread.example)<p>of <b>work</b></p>'
        >>> clean_html("<p>C++ <beginner></p>")
        '<p>C++ &lt;beginner&gt;</p>'
    """
    return _balanced(_tokens(value))


def strip_html(value: str) -> str:
    r"""The words of HTML on one line, without any tag. Link targets are kept behind the words of the link.

    Args:
        value: HTML or plain text.

    Returns:
        Plain text, white space reduced to single spaces.

    Examples:
        >>> strip_html("<h1>Bread</h1><p>and&nbsp;cake</p> 3 < 5")
        'Bread and\xa0cake 3 < 5'
    """
    words = (_word(token) for token in _tokens(value))
    return _SPACE.sub(" ", "".join(words)).strip()


def _is_known(match: re.Match[str]) -> bool:
    return (match["name"] or "").lower() in KNOWN_TAGS


def _decoded(match: re.Match[str]) -> str:
    reference = match.group()
    return html.unescape(reference) if reference[1] == "#" or reference[1:] in html5 else reference


def _word(token: _Token) -> str:
    if not token.tag:
        return token.value
    return " " if token.tag in ALLOWED_BLOCKS or token.tag in {"br", "li", _BREAK} else ""


def _without_comments(value: str) -> str:
    pieces: list[str] = []
    position = 0
    while (start := value.find("<!--", position)) >= 0 and (end := value.find("-->", start + 4)) >= 0:
        pieces.append(value[position:start])
        position = end + 3
    return "".join([*pieces, value[position:]])


def _tokens(html_text: str) -> Iterator[_Token]:
    """Text and accepted tags of a piece of HTML, everything else turned into text or left out."""
    value = _without_comments(html_text)
    position = 0
    links: list[_Link] = []
    endless: set[str] = set()
    for match in _TAG.finditer(value):
        if match.start() < position or not _is_known(match):
            continue
        name = match["name"].lower()
        end = match.end()
        if name in _HIDDEN_END and not match["close"]:
            hidden = None if name in endless else _HIDDEN_END[name].search(value, end)
            if hidden is None:
                endless.add(name)
                continue
            end = hidden.end()
        yield from _text(value[position : match.start()], links)
        position = end
        yield from _translated(name, match, links)
    yield from _text(value[position:], links)
    yield from (_Token("", link.address_in_brackets()) for link in reversed(links))


def _text(value: str, links: list[_Link]) -> Iterator[_Token]:
    if value:
        words = decode_references(value)
        if links:
            links[-1].words += words
        yield _Token("", words)


def _translated(name: str, match: re.Match[str], links: list[_Link]) -> Iterator[_Token]:
    """What an element that HTML knows becomes. ``links`` holds the links that are open."""
    closes = bool(match["close"])
    name = SAME_MEANING.get(name, name)
    if name in ALLOWED_TAGS:
        if not (closes and name in VOID_TAGS):
            yield _Token(name, "", closes)
    elif name == "a":
        if not closes:
            links.append(_Link(_address(match, "href")))
        elif links:
            yield _Token("", links.pop().address_in_brackets())
    elif name == "img" and not closes:
        image = _Link(_address(match, "src"), decode_references(_attribute(match, "alt")))
        yield _Token("", image.words + image.address_in_brackets())
    elif name in BREAKING_TAGS:
        yield _Token(_BREAK, "")
    elif name in CELL_TAGS:
        yield _Token("", " ")


def _attribute(match: re.Match[str], name: str) -> str:
    for key, *values in _ATTRIBUTE.findall(match["attributes"]):
        if key.lower() == name:
            return next((each for each in values if each), "")
    return ""


def _address(match: re.Match[str], attribute: str) -> str:
    """Where a link leads to; empty for one that leads nowhere outside of the page."""
    address = decode_references(_attribute(match, attribute)).strip()
    for scheme in ("mailto:", "tel:"):
        if address.lower().startswith(scheme):
            return address[len(scheme) :]
    return address if address.lower().startswith(("http://", "https://", "ftp://")) else ""


def _balanced(tokens: Iterable[_Token]) -> str:
    """Write tokens so that every element is closed and none stands where HTML does not let it."""
    out: list[str] = []
    open_tags: list[str] = []
    new_line = False
    for token in tokens:
        if token.tag == _BREAK:
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
