"""Makes identifiers: ids of records, and web addresses that hold only what a URI may hold; and tells what a URI is."""

from __future__ import annotations

import functools
import hashlib
import json
import re
import uuid
from collections.abc import Sequence
from urllib.parse import quote

from lxml import etree

__all__ = ["is_any_uri", "is_uri", "is_web_address", "minted_id", "minted_uuid", "quoted_address"]

_NOT_IN_URI = re.compile(r"%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9._~:/?#@!$&'()*+,;=%-]")
_AUTHORITY = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:%-]*@)?[A-Za-z0-9._~!$&'()*+,;=%-]*(?::[0-9]{1,5})?")
_IP_LITERAL = re.compile(
    r"(?:[A-Za-z0-9._~!$&'()*+,;=:%-]*@)?\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\](?::[0-9]{1,5})?(?=[/?#]|\Z)"
)

_URI = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?://(?P<authority>[^/?#]*))?"
    r"(?P<tail>[A-Za-z0-9._~:/?@!$&'()*+,;=%-]*(?:#[A-Za-z0-9._~:/?@!$&'()*+,;=%-]*)?)"
)
_HOST = re.compile(r"(?:[^@]*@)?(?:\[[^\]]+\]|[^@:\[\]]+)(?::[0-9]+)?")
_PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?:[/?][A-Za-z0-9._~:/?@!$&'()*+,;=-]*)?")
"""Most addresses, which are URIs as they stand; there are others that are, too."""
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def is_uri(value: str) -> bool:
    """Whether a value is an absolute URI; one of the web must name a host.

    Args:
        value: Any text.

    Examples:
        >>> is_uri("https://data.example.org/lo/"), is_uri("urn:example:lo"), is_uri("lo/"), is_uri("https://a b/")
        (True, True, False, False)
    """
    match = _URI.fullmatch(value)
    if match is None or re.search("%(?![0-9A-Fa-f]{2})", value):
        return False
    authority = match["authority"]
    if match["scheme"].lower() in ("http", "https") and not _HOST.fullmatch(authority or ""):
        return False
    return authority is None or bool(_AUTHORITY.fullmatch(authority) or _IP_LITERAL.fullmatch(authority))


def is_any_uri(value: str) -> bool:
    """Whether XML Schema takes a value for a URI, which need not be absolute and may hold characters of all languages.

    Args:
        value: Any text; white space around it does not count.

    Examples:
        >>> is_any_uri("courses/1"), is_any_uri("https://school.example/käse"), is_any_uri("https://school.example/%zz")
        (True, True, False)
        >>> is_any_uri(" ")
        False
    """
    found = value.strip()
    return bool(found) and (_PLAIN_ADDRESS.fullmatch(found) is not None or _fits_any_uri(found))


def is_web_address(value: str) -> bool:
    """Whether a value begins as an address of the web does, whatever the case of its letters.

    Args:
        value: Any text; white space around it does not count.

    Examples:
        >>> is_web_address(" HTTPS://a.example"), is_web_address("urn:example:lo")
        (True, False)
    """
    return value.strip().lower().startswith(("http://", "https://"))


def minted_id(namespace: str, kind: str, *steps: str) -> str:
    """An id made of the namespace, the kind of record and what names the record.

    Different names give different ids, whatever characters they hold: all but the unreserved characters of URIs are
    percent-encoded, and so are the names ``.`` and ``..``, which would mean a folder.

    Args:
        namespace: Absolute URI that ends in ``/``, ``#`` or ``:``.
        kind: Kind of record, such as ``opportunity``.
        *steps: What names the record, one or more.

    Returns:
        An absolute URI.

    Examples:
        >>> minted_id("https://data.example.org/lo/", "specification", "A 1/ü", "award", "1")
        'https://data.example.org/lo/specification/A%201%2F%C3%BC/award/1'
    """
    return f"{namespace}{kind}/{'/'.join(map(_quoted, steps))}"


def minted_uuid(namespace: str, kind: str, content: Sequence[object]) -> str:
    """An id for a record that has no name, made of all that it says: the same content gives the same id.

    Args:
        namespace: Absolute URI that ends in ``/``, ``#`` or ``:``.
        kind: Kind of record, such as ``organization``.
        content: What the record says, as JSON can hold it.

    Returns:
        An absolute URI that ends in a UUID of version 5.
    """
    return f"{namespace}{kind}/{_uuid(namespace, _JSON.encode(content))}"


def quoted_address(address: str) -> str:
    """A web address with everything percent-encoded that a URI cannot hold; what it may hold stays.

    Args:
        address: An address that begins with ``http://`` or ``https://``.

    Returns:
        A URI.

    Examples:
        >>> quoted_address("https://school.example/Brot backen?für=alle")
        'https://school.example/Brot%20backen?f%C3%BCr=alle'
        >>> quoted_address("https://school.example/%C3%BC?a=1#b")
        'https://school.example/%C3%BC?a=1#b'
    """
    plain = address.strip()
    if _PLAIN_ADDRESS.fullmatch(plain):
        return plain
    scheme, _, rest = plain.partition("://")
    literal = _IP_LITERAL.match(rest)
    authority = literal.group() if literal else re.split(r"[/?#]", rest, maxsplit=1)[0]
    tail, mark, fragment = rest[len(authority) :].partition("#")
    if not literal:
        authority = _NOT_IN_URI.sub(_percent, authority)
        if not _AUTHORITY.fullmatch(authority):
            authority = re.sub("[:@]", _percent, authority)
    tail = _NOT_IN_URI.sub(_percent, tail)
    fragment = _NOT_IN_URI.sub(_percent, fragment).replace("#", "%23")
    return f"{scheme}://{authority}{tail}{mark}{fragment}"


@functools.lru_cache(maxsize=1024)
def _fits_any_uri(value: str) -> bool:
    element = etree.Element("uri")
    try:
        element.text = value
    except ValueError:
        # It holds characters that XML cannot hold.
        return False
    return bool(_any_uri().validate(element))


@functools.cache
def _any_uri() -> etree.XMLSchema:
    """A schema of one element, because the rule is that of the library that checks documents."""
    namespace = "http://www.w3.org/2001/XMLSchema"
    schema = etree.Element(f"{{{namespace}}}schema", nsmap={"xs": namespace})
    etree.SubElement(schema, f"{{{namespace}}}element", name="uri", type="xs:anyURI")
    return etree.XMLSchema(etree.ElementTree(schema))


# What records share comes again and again, such as their provider.
@functools.lru_cache(maxsize=1024)
def _uuid(namespace: str, name: str) -> str:
    """What ``uuid.uuid5`` gives, as a text, in a third of the time."""
    digest = hashlib.sha1(_of_namespace(namespace) + name.encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digest[16], base=16) & 3]
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"


@functools.lru_cache(maxsize=16)
def _of_namespace(namespace: str) -> bytes:
    return uuid.uuid5(uuid.NAMESPACE_URL, namespace).bytes


# The name of a record stands in all the ids that are made of it, one right after the other.
@functools.lru_cache(maxsize=256)
def _quoted(step: str) -> str:
    return step.replace(".", "%2E") if step in {".", ".."} else quote(step, safe="")


def _percent(match: re.Match[str]) -> str:
    return quote(match.group(), safe="") if match.group() != "~" else "~"
