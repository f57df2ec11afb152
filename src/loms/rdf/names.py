"""Makes the names of resources out of the URIs of a document."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from loms.xml_values import comparable

__all__ = ["NOT_ABSOLUTE", "is_absolute", "is_language", "language_of", "resource_name", "text_datatype"]

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`]")
_LANGUAGE = re.compile(r"[A-Za-z]+(?:-[A-Za-z0-9]+)*")
NOT_ABSOLUTE = "urn:x-loms:uri:"
"""Stands before what a document gives as a URI and is no absolute one."""

_LANGUAGE_TYPE = "urn:x-loms:language:"


def is_absolute(uri: str) -> bool:
    """Whether a URI names a resource by itself.

    Args:
        uri: A value of the type ``xs:anyURI``, which may be any text.

    Examples:
        >>> is_absolute("urn:example:lo:1"), is_absolute("lo/1")
        (True, False)
    """
    return _SCHEME.match(comparable(uri, is_uri=True)) is not None


def resource_name(uri: str, *, base: str | None = None) -> str:
    """The name of a resource, without characters that none may have: they are percent-encoded, as the type says.

    Args:
        uri: A value of the type ``xs:anyURI``.
        base: What stands before it where it is not absolute; None makes a name that says so.

    Examples:
        >>> resource_name("https://data.example.org/a b")
        'https://data.example.org/a%20b'
        >>> resource_name("lo/1", base="https://data.example.org/"), resource_name("lo/1")
        ('https://data.example.org/lo%2F1', 'urn:x-loms:uri:lo%2F1')
    """
    text = comparable(uri, is_uri=True)
    if is_absolute(uri):
        return _NOT_IN_IRI.sub(lambda found: quote(found[0]), text)
    # Encoded as a whole, so that different ids stay different, whatever dots and slashes they hold.
    return (NOT_ABSOLUTE if base is None else base) + quote(text, safe="")


def is_language(language: str) -> bool:
    """Whether RDF can hold a text in this language.

    Args:
        language: What a document says, which may be any text.

    Examples:
        >>> is_language("en-GB"), is_language("en_GB"), is_language("")
        (True, False, False)
    """
    return _LANGUAGE.fullmatch(language) is not None


def text_datatype(language: str) -> str:
    """The datatype of a text whose language is given by something that RDF does not take for a language.

    Args:
        language: What the document says.

    Examples:
        >>> text_datatype("en_GB")
        'urn:x-loms:language:en_GB'
    """
    return _LANGUAGE_TYPE + quote(language, safe="")


def language_of(datatype: str) -> str | None:
    """The language that a datatype stands for, which `text_datatype` made; None for any other datatype.

    Args:
        datatype: A datatype.

    Examples:
        >>> language_of(text_datatype("en_GB")), language_of("http://www.w3.org/2001/XMLSchema#string")
        ('en_GB', None)
    """
    return unquote(datatype.removeprefix(_LANGUAGE_TYPE)) if datatype.startswith(_LANGUAGE_TYPE) else None
