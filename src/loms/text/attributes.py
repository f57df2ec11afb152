"""Reads the attributes of an HTML tag: what people can go on reading as text, and what has to be left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from loms.text.elements import ADDRESS_ATTRIBUTES, PRESENTATION_ATTRIBUTES, PRESENTATION_WORDS, UNSEEN_ATTRIBUTES
from loms.text.references import decode_references

__all__ = ["LeftOut", "Said", "read_attributes"]

_LONGEST_NAME = 40

_ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s"'=/]+)(?:\s*=\s*(?P<value>"[^"]*"|'[^']*'|[^\s"']+))?|(?P<stray>"[^"]*"|'[^']*')"""
)
_MEANINGLESS_ALONE = PRESENTATION_WORDS | {"alt"}
_FOR_PROGRAMS = ("javascript:", "vbscript:", "data:")
_FOR_PEOPLE = ("mailto:", "tel:")


@attrs.frozen(kw_only=True)
class LeftOut:
    """Something that HTML held and that cannot be kept as text.

    Attributes:
        what: What it is, such as ``the attribute value of <input>``.
        value: What it says.
        is_seen: Whether people who look at the page see it, or can ask to.
    """

    what: str
    value: str
    is_seen: bool


@attrs.frozen(kw_only=True)
class Said:
    """What the attributes of a tag say.

    Attributes:
        words: Text that stands for the element, such as the one of an image.
        asides: Explanations and addresses, to be read behind the words of the element.
        left_out: What cannot be kept.
    """

    words: str
    asides: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


_NOTHING = Said(words="", asides=(), left_out=())


def read_attributes(tag: str, attributes: str) -> Said:
    """What the attributes of a tag say. Those that only say how the page looks are passed over.

    Args:
        tag: Name of the element.
        attributes: What stands in the tag behind the name.

    Examples:
        >>> read_attributes("img", ' src="/oven.png" alt="The oven" width=20').asides
        ('/oven.png',)
        >>> [(each.what, each.value) for each in read_attributes("input", "value='95 EUR'").left_out]
        [('the attribute value of <input>', '95 EUR')]
    """
    if not attributes:
        return _NOTHING
    words: list[str] = []
    titles: list[str] = []
    addresses: list[str] = []
    left_out: list[LeftOut] = []
    for name, value in _once_each(tag, attributes, left_out):
        if name == "alt":
            words.append(value)
        elif name == "title":
            titles.append(value)
        elif name in ADDRESS_ATTRIBUTES:
            obstacle = _obstacle(value)
            if obstacle:
                left_out.append(LeftOut(what=f"{obstacle} in <{tag}>", value=value, is_seen=value != "#"))
            else:
                addresses.append(_without_scheme(value))
        elif name not in PRESENTATION_ATTRIBUTES:
            what = f"the attribute {name[:_LONGEST_NAME]} of <{tag}>" if name else f"words in the tag <{tag}>"
            left_out.append(LeftOut(what=what, value=value, is_seen=not _is_unseen(name)))
    asides = tuple(each for each in (*titles, *addresses) if each)
    return Said(words=" ".join(words), asides=asides, left_out=tuple(left_out))


def _once_each(tag: str, attributes: str, left_out: list[LeftOut]) -> Iterator[tuple[str, str]]:
    """The attributes that count: of those with one name the first, as in a browser."""
    seen: set[str] = set()
    for name, value in _pairs(attributes):
        if name and name in seen:
            left_out.append(LeftOut(what=f"a second {name[:_LONGEST_NAME]} of <{tag}>", value=value, is_seen=False))
        else:
            seen.add(name)
            yield name, value


def _pairs(attributes: str) -> Iterator[tuple[str, str]]:
    """Name and value of each attribute that says something; no name for a word without a value."""
    for match in _ATTRIBUTE.finditer(attributes):
        name = (match["name"] or "").lower()
        written = match["value"] or match["stray"]
        if written is None:
            if name not in _MEANINGLESS_ALONE:
                yield "", match["name"]
            continue
        value = " ".join(decode_references(written[1:-1] if written[0] in "\"'" else written).split())
        if value:
            yield name, value


def _obstacle(address: str) -> str:
    """Why an address is of no use to a reader; empty where it is of use."""
    if address == "#":
        return "an address that leads nowhere"
    return "an address that only a browser can use" if address.lower().startswith(_FOR_PROGRAMS) else ""


def _without_scheme(address: str) -> str:
    scheme = next((each for each in _FOR_PEOPLE if address.lower().startswith(each)), "")
    return address[len(scheme) :]


def _is_unseen(name: str) -> bool:
    return name in UNSEEN_ATTRIBUTES or name.startswith("on")
