"""What is known of all source records together, in little memory: their identifiers, and the pages of several."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Protocol

from loms.errors import Issue, Severity
from loms.text_numbers import TextNumbers

__all__ = ["NotesPages", "Occurrences", "Pages"]


class NotesPages(Protocol):
    """Notes down the pages of records."""

    def add(self, address: str, *, record: str) -> None:
        """Note a page; see `Pages.add`."""

    def shared(self) -> Iterator[Issue]:
        """Warnings of pages that several records have."""


class Occurrences:
    """Counts how often an identifier has come.

    Examples:
        >>> occurrences = Occurrences()
        >>> [occurrences(name) for name in ("A", "B", "A")]
        [1, 1, 2]
    """

    def __init__(self) -> None:
        self._names = TextNumbers()
        self._counts = array("Q")

    def __call__(self, name: str) -> int:
        """Count an identifier.

        Args:
            name: The identifier.

        Returns:
            How often it has come by now.
        """
        number = self._names.add(name)
        if number == len(self._counts):
            self._counts.append(0)
        self._counts[number] += 1
        return self._counts[number]


class Pages:
    """The addresses of the pages of records, and which record had each first.

    Args:
        path: Path of the source element that gives them, such as ``LearningOpportunity/Url``.

    Examples:
        >>> pages = Pages("LearningOpportunity/Url")
        >>> for record, address in [("A", "https://a.example"), ("B", "https://b.example"), ("C", "https://a.example")]:
        ...     pages.add(address, record=record)
        >>> [(issue.record, issue.code) for issue in pages.shared()]
        [('A', 'CONVERT-HOMEPAGE-SHARED')]
    """

    def __init__(self, path: str = "") -> None:
        self._path = path
        self._addresses = TextNumbers()
        self._records = TextNumbers()
        self._firsts = array("Q")
        self._counts = array("Q")

    def add(self, address: str, *, record: str) -> None:
        """Note a page.

        Args:
            address: Its address.
            record: Identifier of the source record.
        """
        number = self._addresses.add(address)
        if number == len(self._counts):
            self._counts.append(0)
            self._firsts.append(self._records.add(record))
        self._counts[number] += 1

    def shared(self) -> Iterator[Issue]:
        """A warning for each address that is the page of several records, in the order in which they came."""
        for number, count in enumerate(self._counts):
            if count > 1:
                yield Issue(
                    code="CONVERT-HOMEPAGE-SHARED",
                    severity=Severity.WARNING,
                    message=f"{count} records have the same page {self._addresses[number]}, but a homepage belongs to "
                    "one only.",
                    remedy="Give each record the address of its own page.",
                    record=self._records[self._firsts[number]],
                    path=self._path,
                )
