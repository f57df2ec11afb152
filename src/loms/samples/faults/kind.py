"""What a kind of fault is: its code, the elements that can have it, and the ways to make it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import attrs
from lxml import etree

from loms.samples.chooser import Chooser
from loms.samples.faults.draft import Damage, Draft
from loms.samples.faults.nodes import Node

__all__ = ["Change", "Kind"]

Change = Callable[[Chooser], Damage]
"""Makes a fault at one place of a document."""


@attrs.frozen(eq=False, kw_only=True)
class Kind:
    """A kind of fault against the schema.

    Attributes:
        code: The code of the issue that must be reported.
        always: Whether every valid element of that declaration has a place for the fault.
        changes: The ways to make it at one element of a document.
    """

    code: str
    always: Callable[[Node], bool]
    changes: Callable[[Draft, etree._Element, Node], Iterable[Change]]
