"""What a check hands on while a document is read: where sections begin and end, and each record with its issues."""

from __future__ import annotations

import enum
from collections.abc import Callable

import attrs
from lxml import etree

from loms.errors import Issue

__all__ = ["Checked", "Step"]


class Step(enum.Enum):
    """What a check has come to."""

    BEGUN = enum.auto()
    """The document element or a section has begun."""
    CHILD = enum.auto()
    """A record, or another element that stands where records do, has been checked."""
    ENDED = enum.auto()
    """The document element or a section has ended."""


@attrs.frozen(eq=False, kw_only=True)
class Checked:
    """A step of a check.

    Attributes:
        step: What it is.
        element: The element. One that has ended is gone from the document when the next step is asked for.
        path: Its XPath, as in issues.
        line_of: Tells the line of the element, and of those in it once it has ended.
        record: Its identifier, where it is a record that has one.
        is_record: Whether it is an element that the format knows as a record.
        issues: What is wrong in it, as far as that is known now.
    """

    step: Step
    element: etree._Element
    path: str
    line_of: Callable[[etree._Element], int | None]
    record: str | None = None
    is_record: bool = False
    issues: tuple[Issue, ...] = ()
