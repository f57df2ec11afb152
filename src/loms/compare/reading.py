"""Reads a release record by record, each with its line, in flat memory and without judging it."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
from lxml import etree

from loms.compare.nodes import Node, NodeMaker, name_of
from loms.formats import Format
from loms.io.growing import GrowingDocument
from loms.io.schema.lines import LINES_KNOWN, StartTagLines
from loms.io.schema.sources import is_element, source_line
from loms.io.source import OpenSource
from loms.io.streaming.record_kinds import record_kinds
from loms.io.tag_lines import TagLines

__all__ = ["FoundRecord", "ReleaseReader"]


@attrs.frozen(eq=False)
class FoundRecord:
    """A record in its document; it is gone when the next one is asked for.

    Attributes:
        element: Its element.
        section: Local name of the element that holds it; empty for the document element.
        line: In which line its start tag ends; None where nobody knows.
    """

    element: etree._Element
    section: str
    line: int | None


class ReleaseReader:
    """Reads one release.

    Args:
        opened: The file.

    Attributes:
        format: Its format.
        document: The document element with what is in it beside records, when all has been read.

    Raises:
        InvalidDataError: As for `GrowingDocument`.
        SourceError: As for `GrowingDocument`.
    """

    def __init__(self, opened: OpenSource) -> None:
        self._growing = GrowingDocument(opened)
        self.format: Format = self._growing.format
        self.document: Node | None = None
        self._namespace = f"{{{self.format.namespace}}}"
        self._lines: StartTagLines | None = None
        self._maker = NodeMaker(self.format)
        self._beside: list[Node] = []
        self._begun: set[etree._Element] = set()

    def records(self) -> Iterator[FoundRecord]:
        """The records, in the order of the document.

        Raises:
            InvalidDataError: As for `GrowingDocument`.
            SourceError: As for `GrowingDocument`.
        """
        tags = TagLines()
        self._lines = tags
        root: etree._Element | None = None
        for growth in self._growing:
            tags.feed(growth.chunk)
            if root is None:
                root = growth.root
                self._lines = tags if growth.adoption is None else growth.adoption.lines(tags)
                self._line(root, 1)
            yield from self._ended(root, self.format.record_depth, section="", complete=growth.is_complete)
        if root is not None:
            self.document = self._maker.root(root)
            self.document.children = self._beside

    def _ended(self, parent: etree._Element, depth: int, *, section: str, complete: bool) -> Iterator[FoundRecord]:
        """Take out what has ended below an element."""
        last = parent[-1] if len(parent) and not complete else None
        for child in parent:
            if not is_element(child):
                continue
            if depth > 1:
                if child not in self._begun:
                    self._begun.add(child)
                    self._line(child, 1)
                name = name_of(child, self._namespace)
                yield from self._ended(child, depth - 1, section=name, complete=child is not last)
            elif child is not last:
                yield from self._found(child, section)
            if child is not last:
                self._begun.discard(child)
                parent.remove(child)

    def _found(self, element: etree._Element, section: str) -> Iterator[FoundRecord]:
        line = self._line(element, sum(1 for _ in element.iter("*")))
        name = name_of(element, self._namespace)
        if not section and (section, name) not in record_kinds(self.format) and self._maker.is_known(name):
            self._beside.append(self._maker.child_of_root(element))
        else:
            yield FoundRecord(element, section, line)

    def _line(self, element: etree._Element, tags: int) -> int | None:
        """The line of an element, of which so many start tags are new."""
        numbers = None if self._lines is None else self._lines.take(tags)
        if numbers is None or (numbers[0] < LINES_KNOWN and numbers[0] != source_line(element)):
            # The start tags were not counted right, which an encoding unlike ASCII can do.
            self._lines = numbers = None
        if numbers is None or numbers[0] < LINES_KNOWN:
            return source_line(element)
        return numbers[0]
