"""Looks for what is wrong with HTML: tags that do not fit each other, and tags and attributes that are not accepted."""

from __future__ import annotations

import re
from collections import Counter

import attrs

from loms.text.elements import ALLOWED_TAGS, VOID_TAGS

__all__ = ["HtmlFaults", "html_faults"]

_TOKEN = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*)"
    r"(?P<attributes>(?:\s(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)?)(?P<alone>/?)>"
    r"|(?P<loose><)"
)
_DECLARATION = re.compile(r"<(?:!doctype|\?xml)\b[^<>]{0,40}(?=>)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([^\s"'=/<>]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"']+))?""")


@attrs.frozen(kw_only=True)
class HtmlFaults:
    """What is wrong with a piece of HTML.

    Attributes:
        malformed: Why it is not well formed, in a few words; None where it is.
        tags: The elements that the register does not accept, each once, links left out.
        links: How many links there are.
        attributes: The attributes of accepted elements, none of which may have any; each once, as ``p/@class``.
    """

    malformed: str | None
    tags: tuple[str, ...]
    links: int
    attributes: tuple[str, ...]


def html_faults(value: str) -> HtmlFaults:
    """Find what is wrong with a piece of HTML.

    Elements without end, such as ``<br>``, may stand with or without a slash. All others must end, each within the one
    in which it began.

    Args:
        value: The HTML.

    Examples:
        >>> html_faults("<p>Two <b>days</p>").malformed
        '</p> ends while <b> is open'
        >>> html_faults('<p class="x">Two days, <a href="/x">more</a> <font>here</font></p>')
        HtmlFaults(malformed=None, tags=('font',), links=1, attributes=('p/@class',))
    """
    opened = _Opened()
    malformed: str | None = None
    tags: dict[str, None] = {}
    attributes: dict[str, None] = {}
    links = 0
    value = _without_comments(value)
    for match in _TOKEN.finditer(value):
        name = (match["name"] or "").lower()
        if match["loose"]:
            malformed = malformed or _loose(value, match.start())
        elif match["close"]:
            malformed = malformed or opened.end(name)
        else:
            if name == "a":
                links += 1
            elif name not in ALLOWED_TAGS:
                tags[name] = None
            elif match["attributes"].strip():
                found = _ATTRIBUTE.findall(match["attributes"])
                attributes.update(dict.fromkeys(f"{name}/@{each.lower()}" for each in found))
            if name not in VOID_TAGS:
                if match["alone"]:
                    # Browsers pass the slash over and leave the element open.
                    malformed = malformed or f"<{name}/> begins what does not end"
                else:
                    opened.begin(name)
    malformed = malformed or opened.left()
    return HtmlFaults(malformed=malformed, tags=tuple(tags), links=links, attributes=tuple(attributes))


def _loose(value: str, start: int) -> str:
    """What is wrong with a < that begins no tag."""
    if declaration := _DECLARATION.match(value, start):
        return f"{declaration[0]}> belongs to a whole page, not to a text"
    return f"a < stands alone before {value[start + 1 : start + 13]!r}"


@attrs.define
class _Opened:
    """The elements that are open, in each other."""

    names: list[str] = attrs.field(factory=list)
    counts: Counter[str] = attrs.field(factory=Counter)

    def begin(self, name: str) -> None:
        self.names.append(name)
        self.counts[name] += 1

    def end(self, name: str) -> str | None:
        """End an element, and say what is wrong with that."""
        if name in VOID_TAGS:
            return f"</{name}> ends what has no end"
        if not self.counts[name]:
            return f"</{name}> ends what did not begin"
        if self.names[-1] != name:
            return f"</{name}> ends while <{self.names[-1]}> is open"
        self.names.pop()
        self.counts[name] -= 1
        return None

    def left(self) -> str | None:
        """Say what is still open."""
        return f"<{self.names[-1]}> does not end" if self.names else None


def _without_comments(value: str) -> str:
    pieces: list[str] = []
    position = 0
    # Each is looked for once, also where the last one does not end.
    while (start := value.find("<!--", position)) >= 0 and (end := value.find("-->", start + 4)) >= 0:
        pieces.append(value[position:start])
        position = end + 3
    return "".join([*pieces, value[position:]])
