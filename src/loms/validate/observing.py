"""Looks on while a file is validated: each record once, complete, before it is dropped."""

from __future__ import annotations

from lxml import etree

from loms.errors import Issue
from loms.formats import Format
from loms.io.schema.seen import SeenRecord

__all__ = ["Observer", "SeenRecord"]


class Observer:
    """Looks on while a file is validated. Overwrite the methods that you need.

    A file of which nothing can be read, or of no known format, is not shown at all.

    Examples:
        >>> import collections, loms
        >>> class Kinds(Observer):
        ...     def __init__(self):
        ...         self.numbers = collections.Counter()
        ...     def record(self, seen):
        ...         self.numbers[seen.kind] += 1
        >>> kinds = Kinds()
        >>> report = loms.validate("examples/courses-loq.xml", observers=[kinds])
        >>> dict(kinds.numbers) == {"LearningOpportunity": report.records}
        True
    """

    def begin(self, *, format: Format, root: etree._Element, source: str) -> None:
        """The document element has begun.

        Args:
            format: Format of the document.
            root: The document element with its attributes; what is in it is still to come.
            source: Name of the file, as the caller gave it.
        """

    def record(self, seen: SeenRecord) -> None:
        """A record is complete. The call costs what you make of it: a file has millions of elements.

        Args:
            seen: The record. Its element is emptied after the call, so keep nothing of it but texts.
        """

    def issue(self, issue: Issue) -> None:
        """Something was found, be it listed in the report or not.

        Issues come roughly in the order of the document; what can be known only at its end comes then.

        Args:
            issue: What was found, with the severity that it has in the report.
        """

    def end(self, *, complete: bool) -> None:
        """There is no more to see.

        Args:
            complete: Whether the file was read to its end. Otherwise the report tells what stopped the reading, and
                nothing else.
        """
