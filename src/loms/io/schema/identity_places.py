"""Where records stand, and what refers to nothing."""

from __future__ import annotations

import attrs

from loms.io.schema.declared import Identity

__all__ = ["OpenReference", "RecordPlace"]


@attrs.frozen(kw_only=True)
class RecordPlace:
    """Where a record stands.

    Attributes:
        order: Sorts records in the order of the document.
        kind: XPath of the records of its kind, without a number.
        number: Which of them it is, counted from 1; 0 where there is only one.
        name: Its identifier, where it has one.
    """

    order: int
    kind: str
    number: int
    name: str | None

    @property
    def path(self) -> str:
        """XPath of the record."""
        return f"{self.kind}[{self.number}]" if self.number else self.kind


@attrs.frozen(kw_only=True)
class OpenReference:
    """A reference that leads to nothing that has been met.

    Attributes:
        key: The constraint that says where it should lead.
        value: What it refers to.
        place: Where the record stands that holds it.
        path: Path of the reference from the record.
        line: Line of its element, 0 where it is not known.
    """

    key: Identity
    value: str
    place: RecordPlace
    path: str
    line: int
