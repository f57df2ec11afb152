"""A fault at an element, before it is known where in the file that element stands."""

from __future__ import annotations

import attrs
from lxml import etree

from loms.io.schema.messages import Fault
from loms.io.schema.xml_space import collapsed, made_visible

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
    r"""A value as it stands in a message: on one line, in quotes, cut where it is long, nothing in it invisible.

    Examples:
        >>> quoted(" FR "), quoted("\u00a0FR"), quoted("x" * 100)[-5:]
        ("'FR'", "'<U+00A0>FR'", "xxx…'")
    """
    text = collapsed(value)
    more = "…" if len(text) > _LONGEST_VALUE else ""
    return f"'{made_visible(text[:_LONGEST_VALUE])}{more}'"
