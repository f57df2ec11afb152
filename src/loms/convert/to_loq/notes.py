"""Sorts notes by the legacy field that they belong to: by their mark, their topic, or what they are in by default."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import attrs

from loms.convert.from_loms.words import Words, unmarked

__all__ = ["NotePlaces", "SortedNotes"]


@attrs.frozen(kw_only=True)
class NotePlaces:
    """Where the notes of one kind of record go.

    Attributes:
        marks: Legacy elements that a mark can name here.
        numbered: Those which stand in course locations, with the numbers of the locations that there are.
        topics: Legacy field by the URI of the topic.
        default: Legacy field of notes without such a topic; empty where they have no place.
    """

    marks: Collection[str] = ()
    numbered: Mapping[str, Collection[int]] = attrs.field(factory=dict)
    topics: Mapping[str, str] = attrs.field(factory=dict)
    default: str = ""


@attrs.define
class SortedNotes:
    """Notes by the legacy field that they go to."""

    _by_field: dict[str, list[Words]] = attrs.field(factory=dict)

    def sort(self, notes: Iterable[Words], places: NotePlaces) -> None:
        """Sort notes.

        Args:
            notes: The notes, in document order.
            places: Where they go.
        """
        for note in notes:
            text = unmarked(note, places.marks, places.numbered)
            if text is not None and text.mark is not None:
                self._by_field.setdefault(text.mark.field, []).append(text)
                continue
            topic = next((each.value for each in note.subjects if each.value in places.topics), "")
            self._by_field.setdefault(places.topics.get(topic, places.default), []).append(note)

    def of(self, field: str, *, place: int | None = None) -> list[Words]:
        """The notes that go to a field.

        Args:
            field: Name of the legacy element; empty for notes that have no place.
            place: Number of the course location that a mark must name; None where it names none.
        """
        found = self._by_field.get(field, [])
        return [each for each in found if (each.mark.place if each.mark else None) == place]

    def take(self, field: str, wanted: Collection[str]) -> list[Words]:
        """Remove notes whose whole text is one of some English phrases.

        Args:
            field: Name of the legacy element that they would go to otherwise.
            wanted: The phrases.

        Returns:
            The notes, in document order.
        """
        held = self._by_field.get(field, [])
        found = [each for each in held if each.mark is None and each.language == "en" and each.value in wanted]
        self._by_field[field] = [each for each in held if each not in found]
        return found
