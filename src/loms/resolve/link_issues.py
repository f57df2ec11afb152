"""What to say of rows that cannot be linked, and what to call the records of which it is said."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from loms.errors import Issue, Severity
from loms.releases.records import Record, kind_of
from loms.resolve.keyed import name_of
from loms.resolve.link_rows import LinkRow

__all__ = ["MOST_SHOWN", "RefusedError", "called", "issue_of_row", "listed"]

MOST_SHOWN = 5
"""How many records a message names."""


class RefusedError(Exception):
    """A row cannot be linked.

    Args:
        code: Code of the issue.
        message: What is wrong.
        remedy: What to do about it.
    """

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.code = code
        self.remedy = remedy


def issue_of_row(
    row: LinkRow, *, code: str, severity: Severity, message: str, remedy: str, source: str | None
) -> Issue:
    """What to say of a row.

    Args:
        row: The row.
        code: Code of the issue.
        severity: How bad it is.
        message: What is wrong.
        remedy: What to do about it.
        source: Name of the file of rows; None where they were not read from one.
    """
    return Issue(
        code=code,
        severity=severity,
        message=message,
        remedy=remedy,
        line=row.line,
        record=row.opportunity,
        source=source,
    )


def called(record: Record) -> str:
    """What to call a record: its id or title, if it has one, otherwise its kind.

    Args:
        record: A record, which may be read leniently.
    """
    return name_of(record) or kind_of(record)


def listed(names: Iterable[str], number: int) -> str:
    """The first of some names, and how many more there are.

    Args:
        names: The names.
        number: How many there are.

    Examples:
        >>> listed(iter("abc"), 3), listed(iter("abcdefg"), 7)
        ('a, b, c', 'a, b, c, d, e and 2 more')
    """
    more = f" and {number - MOST_SHOWN} more" if number > MOST_SHOWN else ""
    return ", ".join(itertools.islice(names, MOST_SHOWN)) + more
