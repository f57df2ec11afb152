"""Numbers the ids of records and knows the kind of each, in little memory."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from loms.io.many_texts import ManyTexts
from loms.xml_values import comparable

__all__ = ["RecordIds", "as_id"]

_NO_KIND = 0


class RecordIds:
    """The ids of records, those that are only referred to included.

    Args:
        kinds: The kinds of records that there can be.

    Examples:
        >>> ids = RecordIds(["course", "school"])
        >>> ids.number("urn:school"), ids.number("urn:course", kind="course")
        (0, 1)
        >>> ids.kind(0), ids.kind(1)
        (None, 'course')
    """

    def __init__(self, kinds: Sequence[str]) -> None:
        self._texts = ManyTexts()
        self._names: tuple[str | None, ...] = (None, *kinds)
        self._numbers = {kind: number for number, kind in enumerate(kinds, _NO_KIND + 1)}
        self._kinds = array("B")

    def __len__(self) -> int:
        """How many ids there are."""
        return len(self._texts)

    def number(self, id: str, *, kind: str | None = None) -> int:
        """The number of an id, counted from 0.

        Args:
            id: The id.
            kind: The kind of its record, where that is at hand. The first record of an id counts.
        """
        number = self._texts.add(id)
        if number == len(self._kinds):
            self._kinds.append(_NO_KIND)
        if kind is not None:
            self._kinds[number] = self._kinds[number] or self._numbers[kind]
        return number

    def find(self, id: str) -> int | None:
        """The number of an id, or None where it has none.

        Args:
            id: The id.
        """
        return self._texts.find(id)

    def text(self, number: int) -> str:
        """The id of a number."""
        return self._texts[number]

    def kind(self, number: int) -> str | None:
        """The kind of the record with an id, as far as it is known by now."""
        return self._names[self._kinds[number]]


def as_id(text: str) -> str:
    """A reference as ids are compared.

    Args:
        text: What stands in the file.
    """
    return comparable(text, is_uri=True)
