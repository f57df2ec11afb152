"""A fault at an element, before it is known where in the file that element stands."""

from __future__ import annotations

import attrs
from lxml import etree

from loms.io.schema.messages import Fault

__all__ = ["Finding", "quoted"]

_LONGEST_VALUE = 80


@attrs.frozen(eq=False, kw_only=True)
class Finding:
    """A fault at an element or at one of its attributes.

    Attributes:
        fault: What kind of fault.
        element: Where.
        attribute: Name of the attribute, or None where the element itself is at fault.
        message: One sentence.
        remedy: What to do about it.
    """

    fault: Fault
    element: etree._Element
    attribute: str | None = None
    message: str
    remedy: str | None


def quoted(value: str) -> str:
    """A value as it stands in a message: on one line, in quotes, cut where it is long.

    Examples:
        >>> quoted(" FR "), quoted(""), quoted("x" * 100)[-5:]
        ("'FR'", 'empty', "xx…'")
    """
    text = " ".join(value.split())
    if not text:
        return "empty"
    return f"'{text[:_LONGEST_VALUE]}…'" if len(text) > _LONGEST_VALUE else f"'{text}'"
