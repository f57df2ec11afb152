"""What a conversion made is checked before anybody gets it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, BinaryIO

import attrs

from loms.errors import InvalidDataError, Issue
from loms.migration.temporary import Named
from loms.validate.validating import validate

if TYPE_CHECKING:
    from loms.formats import Format

__all__ = ["InvalidResultError", "check_result", "invalid_result", "without_line"]


class InvalidResultError(InvalidDataError):
    """A conversion made a document that is not valid. That is a bug, and nothing is written."""


def invalid_result(format: Format, issues: Iterable[Issue]) -> InvalidResultError:
    """What to raise for a document that a conversion made and that is not valid.

    Args:
        format: Its format.
        issues: What is wrong with it.
    """
    return InvalidResultError(
        f"The new document is not valid {format.name}, so it was not written. "
        "Please report this, with the source: it should not be made so.",
        issues=[without_line(issue) for issue in issues],
    )


def check_result(made: BinaryIO, format: Format, *, name: str) -> None:
    """Make sure that a document that was made is valid.

    Args:
        made: It.
        format: Its format.
        name: What to call it.

    Raises:
        InvalidResultError: It is not.
    """
    made.seek(0)
    report = validate(Named(made, name), format=format.name, profile="schema")
    if not report.ok:
        raise invalid_result(format, report.issues)


def without_line(issue: Issue) -> Issue:
    """The issue with its path in place of the line: nobody can see the lines of a document that is not written.

    Args:
        issue: What is wrong with a document that was made.
    """
    place = f"{issue.path}: " if issue.path else ""
    return attrs.evolve(issue, line=None, message=place + issue.message)
