"""Decodes the character references of HTML, such as ``&amp;``."""

from __future__ import annotations

import html
import re
from html.entities import html5

from loms.xml_values import NOT_XML

__all__ = ["decode_references"]

_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


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
    # A reference could bring in what XML cannot hold.
    return NOT_XML.sub("", _REFERENCE.sub(_decoded, value))


def _decoded(match: re.Match[str]) -> str:
    reference = match.group()
    return html.unescape(reference) if reference[1] == "#" or reference[1:] in html5 else reference
