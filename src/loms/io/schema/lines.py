"""In which lines the elements of a record stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import attrs
from lxml import etree

from loms.io.schema.sources import source_line

__all__ = ["LINES_KNOWN", "Lines", "StartTagLines"]

# libxml2 keeps lines in 16 bits; near the limit and above it guesses from the neighbours.
LINES_KNOWN = 65_000


class StartTagLines(Protocol):
    """Knows in which lines start tags end."""

    def take(self, count: int) -> Sequence[int] | None:
        """The lines of the next start tags in the order of the document, or None where they are not known."""


@attrs.define(eq=False, kw_only=True)
class Lines:
    """Where the elements of one record stand.

    Attributes:
        record: The record.
        numbers: The line of each start tag in it, in the order of the document; None where only libxml2 knows lines.
    """

    record: etree._Element
    numbers: Sequence[int] | None
    _by_element: dict[etree._Element, int] | None = None

    def of(self, element: etree._Element) -> int | None:
        """The line of an element of the record, or None where it is not known."""
        if self.numbers is None or self.numbers[-1] < LINES_KNOWN:
            return source_line(element)
        if element is self.record:
            return self.numbers[0]
        if self._by_element is None:
            self._by_element = dict(zip(self.record.iter("*"), self.numbers, strict=True))
        return self._by_element.get(element)
