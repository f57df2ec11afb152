"""What a comparison says of one record and of one field, in memory and as a line of JSON."""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping
from typing import Any

import attrs

from loms.io.json import dumped

__all__ = ["Difference", "FieldChange", "FieldDifference", "Match", "RecordChange", "line_of", "record_change_of"]


class Difference(enum.StrEnum):
    """What became of a record."""

    ADDED = "added"
    """Only the new release has it."""
    REMOVED = "removed"
    """Only the old release has it."""
    CHANGED = "changed"
    """Both have it under the same id, with other content."""
    RENAMED = "renamed"
    """Both have it, but under different ids."""
    REORDERED = "reordered"
    """Both have it with the same content; only the order of what is repeated in it differs."""


class FieldDifference(enum.StrEnum):
    """What became of a field."""

    ADDED = "added"
    """Only the new record has it."""
    REMOVED = "removed"
    """Only the old record has it."""
    CHANGED = "changed"
    """Both have it, with different values."""
    REORDERED = "reordered"
    """What stands there several times stands in another order."""


class Match(enum.StrEnum):
    """How a record was found again in the other release."""

    ID = "id"
    """By its id."""
    CONTENT = "content"
    """By all that it says, apart from ids."""
    IDENTIFIER = "identifier"
    """By an identifier, with its scheme."""
    HOMEPAGE = "homepage"
    """By the address of its home page, which no other record has."""


@attrs.frozen(kw_only=True)
class FieldChange:
    """What became of one field of a record.

    Attributes:
        path: XPath of the element or attribute, such as ``learningOpportunity/title[2]/text``. Its positions are those
            in the old release; in the new one for what was added.
        difference: What became of it.
        old: The old value, cut where it is long; None where there was none, and where only the order changed.
        new: The new value, in the same way.
        language: Language of a text; None where it says none.
    """

    path: str
    difference: FieldDifference
    old: str | None = None
    new: str | None = None
    language: str | None = None

    def as_dict(self) -> Mapping[str, str | None]:
        """The change as a mapping that JSON can hold, the keys in the order of the attributes."""
        return {**attrs.asdict(self), "difference": self.difference.value}


@attrs.frozen(kw_only=True)
class RecordChange:
    """What became of one record.

    Attributes:
        difference: What became of it.
        kind: Its element, such as ``learningOpportunity``; that of the new release where they differ.
        old_id: Its id in the old release; None where it has none or is not there.
        new_id: Its id in the new release, in the same way.
        label: Its title or name, one of them where it has several; None where it has none.
        old_line: In which line of the old file it begins; None where it is not there or nobody knows.
        new_line: In which line of the new file it begins, in the same way.
        match: How it was found again; None for what was added or removed.
        candidates: How many records of one release it could be by its content. Where there are several, which one it
            is was guessed.
        fields: What became of its fields. A renamed record has none if only ids changed.
    """

    difference: Difference
    kind: str
    old_id: str | None
    new_id: str | None
    label: str | None = None
    old_line: int | None = None
    new_line: int | None = None
    match: Match | None = None
    candidates: int = 1
    fields: tuple[FieldChange, ...] = ()

    def as_dict(self) -> Mapping[str, object]:
        """The change as a mapping that JSON can hold, the keys in the order of the attributes."""
        return {
            **attrs.asdict(self, recurse=False),
            "difference": self.difference.value,
            "match": None if self.match is None else self.match.value,
            "fields": [dict(each.as_dict()) for each in self.fields],
        }


def line_of(change: RecordChange) -> str:
    """A change as one line of JSON.

    Args:
        change: The change.
    """
    return dumped(change.as_dict(), indent=None)


def record_change_of(line: str) -> RecordChange:
    """The change that was made a line.

    Args:
        line: As `line_of` gives it.

    Examples:
        >>> change = RecordChange(difference=Difference.REMOVED, kind="organization", old_id="urn:a", new_id=None)
        >>> record_change_of(line_of(change)) == change
        True
    """
    given: dict[str, Any] = json.loads(line)
    fields = tuple(
        FieldChange(**{**each, "difference": FieldDifference(each["difference"])}) for each in given["fields"]
    )
    match = None if given["match"] is None else Match(given["match"])
    return RecordChange(**{**given, "difference": Difference(given["difference"]), "match": match, "fields": fields})
