"""Why a record cannot be converted and is left out."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["CannotConvertError", "no_identifier", "no_title"]


class CannotConvertError(Exception):
    """The target requires something that the record does not have. Caught where the records are gone through."""

    def __init__(self, *, code: str, message: str, remedy: str, path: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy
        self.path = path


def no_identifier(number: int, titles: Sequence[str], *, field: str, path: str) -> CannotConvertError:
    """What to raise for a record without an identifier, which can only be found by its position and title.

    Args:
        number: Its position among the records of its kind, counted from 1.
        titles: Its titles, in document order.
        field: Name of the field that it should have, such as ``QualificationId``.
        path: Path of the record.
    """
    title = next((words for title in titles if (words := " ".join(title.split()))), "")
    called = f"called {title[:80]!r}" if title else "without a title"
    return CannotConvertError(
        code="CONVERT-NO-ID",
        message=f"Record number {number}, {called}, has no identifier, or only a blank one.",
        remedy=f"Give it an identifier ({field}) that stays the same from release to release.",
        path=path,
    )


def no_title(path: str) -> CannotConvertError:
    """What to raise for a record without a title.

    Args:
        path: Where it should stand.
    """
    return CannotConvertError(
        code="CONVERT-NO-TITLE",
        message="The record has no title, or only blank ones.",
        remedy="Give it a title.",
        path=path,
    )
