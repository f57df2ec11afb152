"""What XML says of values: which characters it can hold, and when two ids are the same."""

from __future__ import annotations

import re

__all__ = ["NOT_XML", "comparable"]

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that XML cannot hold, not even as a reference."""

_BREAK = re.compile("[\t\n\r]")
_RUN = re.compile("[ \t\n\r]+")
# What XML cannot hold marks the ids that are no URIs: they are never equal to one that is.
_NO_URI = "\0"


def comparable(text: str, *, is_uri: bool) -> str:
    r"""The text by which ids are compared, as XML Schema has it: after its rule for white space, and by type.

    Args:
        text: What stands in the document.
        is_uri: Whether it is the id of anything but a scoring scheme, whose ids are plain strings.

    Returns:
        A text that is the same for two ids only if they are the same id.

    Examples:
        >>> comparable(" urn:example:1\n", is_uri=True)
        'urn:example:1'
        >>> comparable("urn:example:1", is_uri=False) == comparable("urn:example:1", is_uri=True)
        False
    """
    if is_uri and text.isprintable() and " " not in text:
        return text  # as nearly all are
    return _RUN.sub(" ", text).strip(" ") if is_uri else _NO_URI + _BREAK.sub(" ", text)
