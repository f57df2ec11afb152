"""What is said about ids and references, and how their values are compared."""

from __future__ import annotations

from collections.abc import Iterable

from loms.io.schema.finding import quoted
from loms.io.schema.xml_space import collapsed, normalized, without_padding

__all__ = [
    "as_written",
    "comparable",
    "dangling_texts",
    "duplicate_message",
    "padded_texts",
    "unpadded",
    "wrong_kind_texts",
]

# What XML cannot hold marks the values that are no URIs.
_NO_URI = "\0"


def comparable(value: str, builtin: str | None) -> str:
    r"""The text by which an id is compared: equal only to ids of the same type, after the white space rule of the type.

    Args:
        value: What was written.
        builtin: Local name of the XSD type on which its type stands; None where it is not known.

    Examples:
        >>> comparable(" urn:x ", "anyURI"), comparable(" urn:x ", "normalizedString")
        ('urn:x', '\x00 urn:x ')
    """
    if builtin is None or builtin == "anyURI":
        return collapsed(value)
    return _NO_URI + normalized(value, builtin)


def as_written(text: str) -> str:
    """The value behind the text by which it is compared."""
    return text.removeprefix(_NO_URI)


def unpadded(text: str) -> str:
    """The text by which a value would be compared if it had nothing unseen at its ends."""
    written = as_written(text)
    return text.removesuffix(written) + without_padding(written)


def duplicate_message(attribute: str, value: str, line: int) -> str:
    """What to say about an id that was there before, in that line; 0 where it is not known.

    Examples:
        >>> duplicate_message("id", "urn:x", 5)
        "The id 'urn:x' is there twice; it was first used in line 5."
    """
    first = f"; it was first used in line {line}" if line else ""
    return f"The {attribute} {quoted(as_written(value))} is there twice{first}."


def wrong_kind_texts(what: str, value: str, *, kind: str, wanted: Iterable[str], attribute: str) -> tuple[str, str]:
    """Message and remedy for a reference to a record of the wrong kind.

    Args:
        what: What refers.
        value: The reference.
        kind: The kind of record that has the id.
        wanted: The kinds of record of which one must have it.
        attribute: Name of the attribute that holds the id.
    """
    kinds = _with_article(_either(wanted))
    return (
        f"{what} refers to {quoted(as_written(value))}, which is {_with_article(kind)}, but must refer to {kinds}.",
        f"Refer to the {attribute} of {kinds} of this file.",
    )


def dangling_texts(
    what: str, value: str, *, wanted: Iterable[str], attribute: str, near: Iterable[str] = ()
) -> tuple[str, str]:
    """Message and remedy for a reference to an id that is not there.

    Args:
        what: What refers.
        value: The reference.
        wanted: The kinds of record of which one must have the id.
        attribute: Name of the attribute that holds the id.
        near: Ids that are there and may have been meant.
    """
    kinds = _either(wanted)
    message = f"{what} refers to {quoted(as_written(value))}, but no {kinds} of this file has that {attribute}."
    listed = ", ".join(_listed(as_written(each)) for each in near)
    return message, f"Nearest ids: {listed}." if listed else f"Add the {kinds} to the file, or correct the reference."


def padded_texts(what: str, value: str, *, wanted: Iterable[str], attribute: str) -> tuple[str, str]:
    """Message and remedy for a reference to an id that is there, were it not for white space.

    Args:
        what: What refers.
        value: The reference.
        wanted: The kinds of record of which one must have the id.
        attribute: Name of the attribute that holds the id.
    """
    written = as_written(value)
    where = f"but no {_either(wanted)} of this file has that {attribute}"
    return (
        f"{what} refers to {quoted(written)} with white space around it, {where}.",
        f"Write {without_padding(written)} without white space around it.",
    )


def _listed(value: str) -> str:
    """An id in a list: in quotes where it begins or ends with what cannot be seen."""
    return value if value == without_padding(value) else f"'{value}'"


def _either(nouns: Iterable[str]) -> str:
    *others, last = nouns
    return f"{', '.join(others)} or {last}" if others else last


def _with_article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
