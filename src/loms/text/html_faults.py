"""Looks for what is wrong with HTML: tags that do not fit each other, and tags and attributes that are not accepted."""

from __future__ import annotations

import re

import attrs

from loms.text.elements import ALLOWED_TAGS, VOID_TAGS

__all__ = ["HtmlFaults", "html_faults"]

_TOKEN = re.compile(
    r"<!--(?:.*?)-->"
    r"|<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*)"
    r"(?P<attributes>(?:\s(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)?)(?P<alone>/?)>"
    r"|(?P<loose><)",
    re.DOTALL,
)
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
    opened: list[str] = []
    malformed: str | None = None
    tags: dict[str, None] = {}
    attributes: dict[str, None] = {}
    links = 0
    for match in _TOKEN.finditer(value):
        name = (match["name"] or "").lower()
        if match["loose"]:
            malformed = malformed or f"a < stands alone before {value[match.end() : match.end() + 12]!r}"
        elif not name:
            continue
        elif match["close"]:
            malformed = malformed or _ended(name, opened)
        else:
            if name == "a":
                links += 1
            elif name not in ALLOWED_TAGS:
                tags[name] = None
            elif match["attributes"].strip():
                found = _ATTRIBUTE.findall(match["attributes"])
                attributes.update(dict.fromkeys(f"{name}/@{each.lower()}" for each in found))
            if name not in VOID_TAGS and not match["alone"]:
                opened.append(name)
    if opened and malformed is None:
        malformed = f"<{opened[-1]}> does not end"
    return HtmlFaults(malformed=malformed, tags=tuple(tags), links=links, attributes=tuple(attributes))


def _ended(name: str, opened: list[str]) -> str | None:
    """End an element, and say what is wrong with that."""
    if name in VOID_TAGS:
        return f"</{name}> ends what has no end"
    if not opened or name not in opened:
        return f"</{name}> ends what did not begin"
    if opened[-1] != name:
        return f"</{name}> ends while <{opened[-1]}> is open"
    opened.pop()
    return None
