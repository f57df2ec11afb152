"""A record that a check has looked at, as it is shown to others before it is dropped; and an issue in its place."""

from __future__ import annotations

import attrs
from lxml import etree

from loms.errors import Issue
from loms.formats import Format
from loms.io.schema.declarations import Declarations
from loms.io.schema.declared import ElementDeclaration
from loms.io.schema.declared_record import DeclaredRecord, record_id
from loms.io.schema.faults import FaultFinder
from loms.io.schema.lines import Lines

__all__ = ["PlacedIssue", "SeenRecord"]


@attrs.frozen(kw_only=True)
class PlacedIssue:
    """One issue with what sorts it into the order of the document.

    Attributes:
        order: The number of its record or section, and its line.
        issue: The issue.
    """

    order: tuple[int, int]
    issue: Issue


@attrs.define(eq=False, kw_only=True)
class SeenRecord:
    """A record that is complete. Its element is emptied afterwards, so nothing may keep it.

    Attributes:
        element: Its element, with the names of our schema.
        kind: Local name of the element, such as ``learningOpportunity``.
        format: Format of its document.
        path: Its XPath, as in issues.
        order: Sorts records and their issues in the order of the document.
    """

    element: etree._Element
    kind: str
    format: Format
    path: str
    order: int
    _lines: Lines
    _declaration: ElementDeclaration
    _declared: Declarations
    _finder: FaultFinder
    _places: DeclaredRecord | None = None

    @property
    def id(self) -> str | None:
        """Its identifier as the format has it: ``@id`` or a child element. None where it has none."""
        return record_id(self.element, self.format)

    @property
    def line(self) -> int | None:
        """The line in which its start tag ends, counted from 1; None where nobody knows."""
        return self._lines.of(self.element)

    def line_of(self, element: etree._Element) -> int | None:
        """The line of an element. It costs something, so ask only for what is told.

        Args:
            element: The record, or an element in it.
        """
        return self._lines.of(element)

    def path_of(self, element: etree._Element) -> str:
        """The XPath of an element in the document. It costs something, so ask only for what is told.

        Args:
            element: The record, or an element in it.
        """
        if element is self.element:
            return self.path
        if self._places is None:
            self._places = DeclaredRecord(self.element, self._declaration, self._declared, self._finder)
        return self.path + self._places.path_in(element)
